"""The duties of the invented county: rules, so that everything has exactly one lead; who stands behind which street."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from lianchuang.accounts.access import SYSTEM, Actor
from lianchuang.accounts.actions import appoint
from lianchuang.accounts.models import Post, UnitKind
from lianchuang.campaigns.models import Campaign
from lianchuang.demo import names
from lianchuang.demo.bodies import Bodies
from lianchuang.duties.access import reach_of
from lianchuang.duties.actions import add_rule, begin_sponsorship
from lianchuang.duties.models import Where
from lianchuang.duties.queries import Moment, State, prove
from lianchuang.sites.models import Category, SiteType
from lianchuang.standards.models import Requirement

# A matter goes to this kind of post of the street or town; supporting bureaus.
BY_CATEGORY = (
    ("litter", "sanitation", ("环卫中心",)),
    ("parking", "parking", ("交警大队",)),
    ("stalls", "cityscape", ("城管局",)),
    ("municipal", "works", ("市政中心",)),
    ("posters", "cityscape", ("城管局",)),
    ("wires", "works", ("通信办", "供电所")),
    ("greenery", "greening", ("园林中心",)),
    ("toilets", "sanitation", ("环卫中心",)),
    ("vectors", "health", ("疾控中心",)),
    ("hygiene", "food", ("市监局", "卫健委")),
    ("smoking", "health", ("烟草办",)),
    ("fire", "fire", ("消防大队",)),
    ("publicity", "publicity", ("文明办",)),
    ("access", "works", ("残联",)),
    ("dust", "works", ("住建局",)),
    ("water", "water", ("水利局",)),
)
# Everything at such a site goes to one post of one body.
BY_TYPE = (
    ("park", "园林中心", "park"),
    ("pocket_park", "园林中心", "greening"),
    ("square", "园林中心", "park"),
    ("hospital", "卫健委", "hygiene"),
    ("clinic", "卫健委", "hygiene"),
    ("school", "教体局", "school"),
    ("kindergarten", "教体局", "school"),
    ("service_hall", "审批局", "hall"),
    ("bus_station", "客运站", "station"),
    ("railway_station", "火车站办", "station"),
    ("transfer_station", "环卫中心", "sanitation"),
    ("memorial", "退役军人局", "military"),
    ("veterans_station", "退役军人局", "military"),
    ("culture_centre", "文旅局", "culture"),
    ("internet_cafe", "文旅局", "culture"),
    ("petrol_station", "商务局", "market"),
    ("hotel", "卫健委", "hygiene"),
    ("small_lodging", "公安局", "order"),
    ("bathhouse", "卫健委", "hygiene"),
    ("barber", "卫健委", "hygiene"),
    ("pharmacy", "市监局", "market"),
    ("practice_centre", "文明办", "publicity"),
    ("support_street", "退役军人局", "military"),
    ("utility_hall", "审批局", "hall"),
    ("mall", "商务局", "market"),
    ("construction_site", "住建局", "dust"),
    ("bus_stop", "公交站务", "station"),
)
# A matter at a type of site, before either of them alone.
BY_BOTH = (
    ("main_road", "litter", "环卫中心", "sanitation"),
    ("main_road", "municipal", "市政中心", "works"),
    ("secondary_road", "municipal", "市政中心", "works"),
    ("main_road", "parking", "交警大队", "parking"),
    ("main_road", "greenery", "园林中心", "greening"),
    ("junction", "parking", "交警大队", "traffic"),
    ("market", "hygiene", "市监局", "market"),
    ("market", "stalls", "市监局", "market"),
    ("restaurant", "hygiene", "市监局", "food"),
    ("small_eatery", "hygiene", "市监局", "food"),
    ("public_toilet", "toilets", "环卫中心", "toilet"),
    ("canal", "water", "水利局", "water"),
    ("estate_managed", "fire", "消防大队", "fire"),
    ("park", "litter", "园林中心", "greening"),
    ("construction_site", "litter", "住建局", "works"),
    ("school_surroundings", "stalls", "城管局", "cityscape"),
    ("parking", "parking", "城管局", "parking"),
    ("night_market", "stalls", "城管局", "cityscape"),
)
# Communities look after their own halls.
BY_COMMUNITY = (("community", "community"), ("practice_station", "community"))

# Who answers for a site of this type as a whole, where that is not who answers for everything found there.
WHOLE_BODY = (
    ("main_road", "市政中心", "works"),
    ("junction", "交警大队", "traffic"),
    ("market", "市监局", "market"),
    ("restaurant", "市监局", "food"),
    ("night_market", "城管局", "cityscape"),
    ("school_surroundings", "教体局", "school"),
)
WHOLE_PLACE = (
    ("back_street", "cityscape"),
    ("commercial_street", "cityscape"),
    ("urban_fringe", "sanitation"),
    ("convenience_shop", "food"),
    ("small_eatery", "food"),
    ("township_fair", "food"),
    ("estate_managed", "estate"),
    ("estate_old", "estate"),
    ("urban_village", "health"),
    ("village", "health"),
    ("public_toilet", "sanitation"),
    ("town_seat", "sanitation"),
    ("parking", "parking"),
    ("culture_station", "publicity"),
    ("canal", "water"),
    ("barracks_gate", "military"),
)

# Who leads a requirement and what is below it: chapters first, then what goes elsewhere; supporting bodies.
BY_REQUIREMENT = (
    ("WM-N", "文明办", "publicity", ()),
    ("WM-N1", "教体局", "school", ("团县委", "妇联")),
    ("WM-N2a", "纪委监委", "general", ()),
    ("WM-N2b", "政府办", "general", ("信访局", "应急局")),
    ("WM-M", "文明办", "publicity", ()),
    ("WM-M2a", "环卫中心", "sanitation", ("生态环境局",)),
    ("WM-M2b", "生态环境局", "dust", ("气象站",)),
    ("WM-M2c", "园林中心", "greening", ()),
    ("WM-M3", "城管局", "cityscape", ("住建局",)),
    ("WM-M4", "信访局", "general", ("政府办",)),
    ("WM-M5", "文明办", "volunteer", ("团县委", "妇联", "总工会")),
    ("WM-K", "文明办", "publicity", ()),
    ("WM-K2", "城管局", "cityscape", ("环卫中心", "市政中心")),
    ("WM-K3", "交警大队", "traffic", ("城管局",)),
    ("WM-K4", "文明办", "volunteer", ("司法局",)),
    ("WM-F", "文明办", "publicity", ("融媒体中心",)),
    ("WM-F3", "房管中心", "estate", ("民政局",)),
    ("WM-F4", "环卫中心", "toilet", ("城管局",)),
    ("WM-F5", "城管局", "cityscape", ("环卫中心", "交警大队", "市监局")),
    ("WM-F6", "残联", "access", ("住建局",)),
    ("WM-F7", "消防大队", "fire", ("应急局",)),
    ("WM-S", "文明办", "volunteer", ("统计局",)),
    ("WM-S1a", "审批局", "hall", ("税务局", "人社局")),
    ("WM-S1b", "纪委监委", "general", ()),
    ("WM-S2", "公安局", "order", ("司法局",)),
    ("WM-W", "文明办", "publicity", ()),
    ("WS-V", "卫健委", "health", ()),
    ("WS-V3", "环卫中心", "sanitation", ()),
    ("WS-V4", "住建局", "works", ("生态环境局",)),
    ("WS-V5", "园林中心", "greening", ()),
    ("WS-V6", "生态环境局", "dust", ("住建局", "气象站")),
    ("WS-V7", "疾控中心", "health", ("卫健委",)),
    ("WS-V10", "烟草办", "smoking", ("市监局", "城管局")),
    ("WS-1", "卫健委", "health", ("财政局",)),
    ("WS-1.3", "信访局", "general", ()),
    ("WS-1.4", "城管局", "cityscape", ()),
    ("WS-1.5", "民政局", "community", ()),
    ("WS-2", "卫健委", "health", ("疾控中心",)),
    ("WS-2.5", "教体局", "publicity", ("民政局",)),
    ("WS-2.6", "教体局", "publicity", ()),
    ("WS-2.7", "卫健委", "smoking", ("烟草办", "机关事务中心")),
    ("WS-2.8", "融媒体中心", "publicity", ()),
    ("WS-3", "城管局", "cityscape", ()),
    ("WS-3.2", "环卫中心", "sanitation", ()),
    ("WS-3.3", "市政中心", "works", ("供电所",)),
    ("WS-3.5", "市政中心", "water", ("供水站",)),
    ("WS-3.6", "环卫中心", "sanitation", ()),
    ("WS-3.7", "环卫中心", "sanitation", ()),
    ("WS-3.8", "环卫中心", "toilet", ("文旅局",)),
    ("WS-3.9", "房管中心", "estate", ("民政局", "住建局")),
    ("WS-4", "生态环境局", "water", ("水利局",)),
    ("WS-5", "卫健委", "hygiene", ("人民医院", "中医院", "教体局")),
    ("WS-5.1", "市监局", "market", ("商务局", "供销社")),
    ("WS-6", "市监局", "food", ("农业农村局",)),
    ("WS-7", "疾控中心", "health", ("人民医院", "中医院")),
    ("WS-7.3", "卫健委", "health", ("公安局",)),
    ("WS-8", "疾控中心", "health", ("卫健委",)),
    ("WS-9", "卫健委", "health", ()),
    ("YL-A", "园林中心", "greening", ()),
    ("YL-B", "园林中心", "greening", ("自然资源局",)),
    ("YL-5", "自然资源局", "land", ("园林中心",)),
    ("YL-C", "园林中心", "park", ("环卫中心",)),
    ("YL-D", "园林中心", "greening", ()),
    ("YL-9", "房管中心", "estate", ("机关事务中心",)),
    ("YL-11", "自然资源局", "land", ("农业农村局", "团县委")),
    ("YL-E", "生态环境局", "water", ("水利局",)),
    ("YL-E1", "环卫中心", "sanitation", ("住建局",)),
    ("YL-F", "园林中心", "park", ()),
    ("SY-0", "退役军人局", "military", ("档案馆",)),
    ("SY-V", "退役军人局", "military", ()),
    ("SY-1", "退役军人局", "military", ("人武部",)),
    ("SY-1.2", "人武部", "military", ("县委办",)),
    ("SY-1.5", "财政局", "general", ("退役军人局", "审计局")),
    ("SY-2", "融媒体中心", "publicity", ("文明办",)),
    ("SY-3", "退役军人局", "benefits", ()),
    ("SY-4", "人武部", "military", ()),
    ("SY-5", "退役军人局", "benefits", ("人社局", "交通局")),
    ("SY-X1", "审批局", "hall", ("客运站", "火车站办", "人民医院")),
    ("SY-6", "退役军人局", "military", ()),
    ("SY-X2", "民政局", "community", ("退役军人局",)),
    ("SY-7", "人武部", "military", ("教体局",)),
    ("SY-8", "退役军人局", "military", ("司法局",)),
    ("SY-B", "退役军人局", "military", ()),
)
# Posts of these kinds, in bodies, places or communities, are responsible along with the lead.
RESPONSIBLE = {
    "WM-M1": ("head", (UnitKind.BUREAU, UnitKind.STREET, UnitKind.TOWN)),
    "WM-K1": ("deputy", (UnitKind.BUREAU, UnitKind.STREET, UnitKind.TOWN)),
    "WM-F1": ("publicity", (UnitKind.STREET, UnitKind.TOWN, UnitKind.COMMUNITY, UnitKind.VILLAGE)),
    "WS-1.5": ("head", (UnitKind.COMMUNITY, UnitKind.VILLAGE)),
    "WS-3.1": ("sanitation", (UnitKind.COMMUNITY, UnitKind.VILLAGE)),
    "WS-3.9": ("estate", (UnitKind.TOWN,)),
    "SY-1.3a": ("general", (UnitKind.BUREAU,)),
    "SY-1.3b": ("office", (UnitKind.BUREAU,)),
    "SY-X2": ("military", (UnitKind.STREET, UnitKind.TOWN)),
}
# Bodies that stand behind a street or town, in the order of the places; and leaders' posts behind the streets.
SPONSORS = (
    "组织部", "纪委监委", "政府办", "县委办", "财政局", "发改委", "人社局", "司法局", "审计局", "统计局", "税务局",
    "科工局", "总工会", "信访局", "商务局", "机关事务中心",
)  # fmt: skip
SPONSORING_LEADERS = (("县委办", "leader"), ("县委办", "head"), ("政府办", "head"), ("政府办", "deputy"))
GROUND = "莲城县四城联创责任分工（演示）"


@dataclass(frozen=True)
class _Duties:
    """Adding rules and sponsorships, with whoever does it and when."""

    bodies: Bodies
    by: Actor
    at: datetime

    def rule(self, **parts: object) -> None:
        """One rule for the county."""
        everywhere = {"area": self.bodies.county, "ground": GROUND, "by": self.by, "at": self.at}
        add_rule(**{**everywhere, **parts})  # type: ignore[arg-type]  # each caller names what it gives

    def every(self, kind: str, units: Iterable[UnitKind]) -> list[Post]:
        """All posts of a kind in units of these kinds."""
        wanted = frozenset(units)
        held = (posts for (_unit, code), posts in self.bodies.posts.items() if code == kind)
        return [post for posts in held for post in posts if post.unit.kind in wanted]


def make_rules(bodies: Bodies, *, by: Actor, at: datetime) -> None:
    """Add all rules."""
    making = _Duties(bodies, by, at)
    _rules_for_matters(making)
    _rules_for_whole_sites(making)
    _rules_for_requirements(making)


def _rules_for_matters(making: _Duties) -> None:
    bodies = making.bodies
    categories = {category.code: category for category in Category.objects.all()}
    types = {site_type.code: site_type for site_type in SiteType.objects.all()}
    for code, kind, supporting in BY_CATEGORY:
        units = [bodies.units[short] for short in supporting]
        making.rule(category=categories[code], post_kind=bodies.kinds[kind], where=Where.PLACE, supporting=units)
    for code, short, kind in BY_TYPE:
        making.rule(site_type=types[code], post=bodies.post(short, kind))
    for code, category, short, kind in BY_BOTH:
        making.rule(site_type=types[code], category=categories[category], post=bodies.post(short, kind))
    for code, kind in BY_COMMUNITY:
        making.rule(site_type=types[code], post_kind=bodies.kinds[kind], where=Where.COMMUNITY)


def _rules_for_whole_sites(making: _Duties) -> None:
    """Types with a rule for everything there need none; whatever is left goes to the works post of the place."""
    bodies = making.bodies
    types = {site_type.code: site_type for site_type in SiteType.objects.all()}
    for code, short, kind in WHOLE_BODY:
        making.rule(site_type=types[code], is_whole=True, post=bodies.post(short, kind))
    for code, kind in WHOLE_PLACE:
        making.rule(site_type=types[code], is_whole=True, post_kind=bodies.kinds[kind], where=Where.PLACE)
    making.rule(is_whole=True, post_kind=bodies.kinds["works"], where=Where.PLACE)


def _rules_for_requirements(making: _Duties) -> None:
    """The list above; a chapter that it does not name goes to the body that leads the campaign."""
    bodies = making.bodies
    named = {code: (bodies.post(short, kind), supporting) for code, short, kind, supporting in BY_REQUIREMENT}
    leads = {code: bodies.post(lead, "head") for code, _name, _english, lead, _days in names.CAMPAIGNS}
    campaigns = {campaign.edition_id: campaign.code for campaign in Campaign.objects.all()}
    asked = Requirement.objects.filter(edition__in=campaigns).order_by("edition", "path")
    above: dict[int, Post] = {}
    for requirement in asked:
        inherited = above.get(requirement.parent_id or 0)
        post, supporting = named.get(requirement.code, (inherited or leads[campaigns[requirement.edition_id]], ()))
        above[requirement.pk] = post
        helping = RESPONSIBLE.get(requirement.code)
        if requirement.code not in named and inherited and not helping:
            continue
        peers = bodies.posts[post.unit.short_name, post.kind.code][1:]
        making.rule(
            requirement=requirement,
            post=post,
            responsible_posts=[*peers, *(making.every(*helping) if helping else ())],
            supporting=[bodies.units[short] for short in supporting],
        )


def make_sponsorships(bodies: Bodies, *, by: Actor, at: datetime) -> None:
    """A body stands behind each street and town; behind each street a leader's post too."""
    places = [*names.STREETS, *names.TOWNS]
    for (place, _english), short in zip(places, SPONSORS, strict=True):
        begin_sponsorship(area=bodies.units[place], unit=bodies.units[short], ground=GROUND, by=by, at=at)
    for (street, _english), (short, kind) in zip(names.STREETS, SPONSORING_LEADERS, strict=True):
        begin_sponsorship(area=bodies.units[street], post=bodies.post(short, kind), ground=GROUND, by=by, at=at)


def fill_leads(bodies: Bodies, *, since: date, at: datetime) -> None:
    """Where a lead post is empty, the coordinator of its unit holds it too, so that the proof is complete."""
    empty = {one.post for one in prove(reach_of(SYSTEM), Moment.of(None)).of(State.VACANT) if one.post}
    for post in sorted(empty, key=lambda each: each.pk):
        coordinator = bodies.actor(post.unit.short_name, "coordinator").person
        if coordinator is not None:
            appoint(person=coordinator, post=post, since=since, by=SYSTEM, at=at)
