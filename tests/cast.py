"""The cast: one invented person per role, in a small but complete county, and everything that makes rows."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Person, Post, PostKind, Role, Unit, UnitKind
from lianchuang.campaigns.models import Campaign, JointCampaign
from lianchuang.duties.models import DutyRule, Where
from lianchuang.findings import rules
from lianchuang.findings.models import TimeLimit
from lianchuang.sites.models import Category, CheckItem, Fill, Grading, Severity, Site, SiteGroup, SiteType
from lianchuang.standards.models import Requirement
from tests.rows import (
    LONG_AGO,
    PASSWORD,
    SOURCE,
    actor_of,
    appoint,
    grant,
    make_campaign,
    make_category,
    make_duty_rule,
    make_edition,
    make_finding,
    make_item,
    make_joint,
    make_person,
    make_photo,
    make_post,
    make_post_kind,
    make_requirement,
    make_round,
    make_site,
    make_site_type,
    make_standard,
    make_task_table,
    make_time_limit,
    make_unit,
    make_zone,
    open_for,
    photo_bytes,
    serial,
)

__all__ = [
    "LONG_AGO",
    "PASSWORD",
    "SOURCE",
    "Cast",
    "Member",
    "actor_of",
    "appoint",
    "build_cast",
    "grant",
    "make_campaign",
    "make_category",
    "make_duty_rule",
    "make_edition",
    "make_finding",
    "make_item",
    "make_joint",
    "make_person",
    "make_photo",
    "make_post",
    "make_post_kind",
    "make_requirement",
    "make_round",
    "make_site",
    "make_site_type",
    "make_standard",
    "make_task_table",
    "make_time_limit",
    "make_unit",
    "make_zone",
    "open_for",
    "photo_bytes",
    "serial",
]


@dataclass(frozen=True)
class Member:
    """Somebody of the cast: person, post, and the two at work (`actor`, read when first asked for)."""

    person: Person
    post: Post

    @cached_property
    def actor(self) -> Actor:
        return actor_of(self.person, self.post)

    @property
    def unit(self) -> Unit:
        return self.post.unit


@dataclass(frozen=True)
class Cast:
    """The people of a small county, and the county itself.

    `post_holder` sits in 桂亭街道 as its sanitation post, the one the duty rules find for `lane`.
    `coordinator`, `colleague` and `same_unit_verifier` sit in the same street; `inspector` in 城管局,
    `verifier` and `nobody_special` in 市监局, `other_coordinator` in 莲池街道.
    `stranger` and `foreign_office` work in another county of the same database.
    """

    office: Member
    leader: Member
    coordinator: Member
    post_holder: Member
    colleague: Member
    inspector: Member
    verifier: Member
    same_unit_verifier: Member
    auditor: Member
    administrator: Member
    other_coordinator: Member
    nobody_special: Member
    stranger: Member
    foreign_office: Member

    county: Unit
    office_unit: Unit
    urban: Unit
    market_bureau: Unit
    street: Unit
    other_street: Unit
    community: Unit
    other_community: Unit
    other_county: Unit

    sanitation: PostKind
    joint: JointCampaign
    wenming: Campaign
    weisheng: Campaign
    yuanlin: Campaign
    shuangyong: Campaign
    veto_requirement: Requirement

    rubbish: Category
    roads: Category
    service: Category
    lane_type: SiteType
    market_type: SiteType
    lane: Site
    other_lane: Site
    market: Site
    rubbish_item: CheckItem
    ads_item: CheckItem
    road_item: CheckItem
    veto_item: CheckItem
    market_item: CheckItem
    window_item: CheckItem
    lane_rule: DutyRule
    market_rule: DutyRule
    market_post: Post
    road_post: Post

    @property
    def members(self) -> dict[str, Member]:
        """Everybody by the name of their part."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Member)}

    @property
    def campaigns(self) -> list[Campaign]:
        """The four campaigns in slot order."""
        return [self.wenming, self.weisheng, self.yuanlin, self.shuangyong]


@dataclass
class _Parts:
    """What has been made of the cast so far, by field name."""

    made: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return self.made[name]


def build_cast() -> Cast:
    """Make the small county and everybody in it."""
    parts = _Parts()
    _add_units(parts)
    _add_people(parts)
    _add_campaigns(parts)
    _add_places(parts)
    _add_items(parts)
    _add_duties(parts)
    return Cast(**parts.made)


def _add_units(parts: _Parts) -> None:
    made = parts.made
    made["county"] = make_unit(kind=UnitKind.COUNTY, name="莲县", name_en="Lian County", code="1")
    under = made["county"]
    made["office_unit"] = make_unit(
        parent=under, name="莲县创建办", name_en="Campaign Office", short_name="创建办", code="2"
    )
    made["urban"] = make_unit(
        parent=under, name="莲县城市管理局", name_en="Urban Bureau", short_name="城管局", code="3"
    )
    made["market_bureau"] = make_unit(
        parent=under, name="莲县市场监督管理局", name_en="Market Bureau", short_name="市监局", code="4"
    )
    made["street"] = make_unit(parent=under, kind=UnitKind.STREET, name="桂亭街道", name_en="Guiting Street", code="5")
    made["other_street"] = make_unit(
        parent=under, kind=UnitKind.STREET, name="莲池街道", name_en="Lianchi Street", code="6"
    )
    made["community"] = make_unit(
        parent=made["street"],
        kind=UnitKind.COMMUNITY,
        name="桂香社区",
        name_en="Guixiang Community",
        code="51",
    )
    made["other_community"] = make_unit(
        parent=made["other_street"],
        kind=UnitKind.COMMUNITY,
        name="荷风社区",
        name_en="Hefeng Community",
        code="61",
    )
    made["other_county"] = make_unit(kind=UnitKind.COUNTY, name="松县", name_en="Song County", code="9")


_COUNTY_WIDE = {
    "office": Role.OFFICE,
    "leader": Role.LEADER,
    "inspector": Role.INSPECTOR,
    "verifier": Role.VERIFIER,
    "same_unit_verifier": Role.VERIFIER,
    "auditor": Role.AUDITOR,
    "administrator": Role.ADMINISTRATOR,
}
_IN_OWN_UNIT = {
    "coordinator": Role.COORDINATOR,
    "other_coordinator": Role.COORDINATOR,
    "post_holder": Role.POST_HOLDER,
    "colleague": Role.POST_HOLDER,
    "stranger": Role.POST_HOLDER,
    "foreign_office": Role.OFFICE,
}
# Part, unit, kind and name of the post in both languages, name of the person.
_PEOPLE = (
    ("office", "office_unit", "office", "综合协调岗", "Coordination desk", "沈雨"),
    ("leader", "county", "leader", "分管副县长", "Deputy county head", "顾明"),
    ("coordinator", "street", "coordinator", "联络员", "Coordinator", "林岚"),
    ("post_holder", "street", "sanitation", "环卫岗", "Sanitation post", "周实"),
    ("colleague", "street", "civil", "民政岗", "Civil affairs post", "吴桐"),
    ("inspector", "urban", "inspector", "督查岗", "Inspection post", "郑行"),
    ("verifier", "market_bureau", "verifier", "核查岗", "Verification post", "冯真"),
    ("same_unit_verifier", "street", "verifier", "核查岗", "Verification post", "陈近"),
    ("auditor", "county", "auditor", "督查室", "Audit desk", "韩正"),
    ("administrator", "office_unit", "administrator", "系统管理岗", "Administration", "唐简"),
    ("other_coordinator", "other_street", "coordinator", "联络员", "Coordinator", "何池"),
    ("nobody_special", "market_bureau", "general", "综合岗", "General post", "许常"),
    ("stranger", "other_county", "sanitation", "环卫岗", "Sanitation post", "程远"),
    ("foreign_office", "other_county", "office", "创建办", "Campaign office", "罗外"),
)


def _add_people(parts: _Parts) -> None:
    for part, unit, kind, name, name_en, person in _PEOPLE:
        post_kind = make_post_kind(code=kind, name=name, name_en=name_en)
        post = make_post(unit=getattr(parts, unit), kind=post_kind, name=name, name_en=name_en, code=f"cast-{part}")
        if part in _COUNTY_WIDE:
            grant(post=post, role=_COUNTY_WIDE[part], scope=parts.county)
        elif part in _IN_OWN_UNIT:
            grant(post=post, role=_IN_OWN_UNIT[part])
        parts.made[part] = Member(make_person(name=person, username=part, post=post), post)
    parts.made["sanitation"] = parts.post_holder.post.kind


_STANDARDS = (
    ("wenming", "文明城市", "Civilised city", "文"),
    ("weisheng", "卫生县城", "Sanitary county", "卫"),
    ("yuanlin", "园林县城", "Garden county", "园"),
    ("shuangyong", "双拥模范县", "Double-support county", "双"),
)


def _add_campaigns(parts: _Parts) -> None:
    joint = parts.made["joint"] = make_joint(place=parts.county, office=parts.office_unit)
    for slot, (code, name, name_en, seal) in enumerate(_STANDARDS, start=1):
        standard = make_standard(code=code, name=name, name_en=name_en, seal=seal, slot=slot)
        edition = make_edition(
            standard=standard, code=f"{code}-test", name=f"{name}测试版", name_en=f"{name_en}, test edition"
        )
        for number in ("1", "2"):
            make_requirement(edition=edition, code=number, name=f"{name}要求{number}", name_en=f"Requirement {number}")
        parts.made[code] = make_campaign(joint=joint, edition=edition, lead_post=parts.leader.post)
    parts.made["veto_requirement"] = make_requirement(
        edition=parts.weisheng.edition,
        code="V1",
        name="无活禽宰杀",
        name_en="No live slaughter",
        is_veto=True,
    )


def _add_places(parts: _Parts) -> None:
    made = parts.made
    made["lane_type"] = make_site_type(code="back-street", name="背街小巷", name_en="Back street", icon="road")
    made["market_type"] = make_site_type(
        code="market", name="农贸市场", name_en="Market", group=SiteGroup.MARKETS, icon="building-store"
    )
    made["lane"] = make_site(site_type=parts.lane_type, unit=parts.community, name="桂花巷", code="LANE-1")
    made["other_lane"] = make_site(
        site_type=parts.lane_type,
        unit=parts.other_community,
        name="荷花巷",
        code="LANE-2",
        lon=112.54,
        lat=33.14,
    )
    made["market"] = make_site(
        site_type=parts.market_type,
        unit=parts.community,
        name="桂亭农贸市场",
        code="MARKET-1",
        owner_unit=parts.market_bureau,
        lon=112.52,
        lat=33.13,
    )
    made["rubbish"] = make_category(code="rubbish", name="垃圾", name_en="Rubbish", icon="trash")
    made["roads"] = make_category(code="roads", name="道路破损", name_en="Broken road", icon="road")
    made["service"] = make_category(code="service", name="服务", name_en="Service", icon="users")


def _add_items(parts: _Parts) -> None:
    zones = {
        "along": make_zone(site_type=parts.lane_type, code="along", name="沿线", name_en="Along the lane"),
        "inside": make_zone(site_type=parts.market_type, code="inside", name="场内", name_en="Inside"),
        "around": make_zone(site_type=parts.market_type, code="around", name="周边", name_en="Around"),
    }
    for name, code, zone, category, severity, words, serves in _ITEMS:
        text, text_en, finding, finding_en = words
        parts.made[name] = make_item(
            code=code,
            text=text,
            text_en=text_en,
            finding=finding,
            finding_en=finding_en,
            category=getattr(parts, category),
            zone=zones[zone],
            severity=severity,
            grading=Grading.YES_NO if name == "veto_item" else Grading.GRADED,
            serves={_served(parts, campaign): fill for campaign, fill in serves.items()},
        )


def _served(parts: _Parts, campaign: str) -> Requirement:
    """The first requirement of the campaign's edition, or the veto."""
    code = "V1" if campaign == "veto" else "1"
    edition = parts.weisheng.edition if campaign == "veto" else parts.made[campaign].edition
    return Requirement.objects.get(edition=edition, code=code)


# Name, code, zone, category, severity, words, and what it serves.
_ITEMS: tuple[tuple[str, str, str, str, Severity, tuple[str, str, str, str], dict[str, Fill]], ...] = (
    (
        "rubbish_item", "L-01", "along", "rubbish", Severity.ORDINARY,
        ("路面无垃圾", "No rubbish on the road", "路面有垃圾", "Rubbish on the road"),
        {"wenming": Fill.FULL, "weisheng": Fill.PART},
    ),
    (
        "ads_item", "L-02", "along", "rubbish", Severity.MINOR,
        ("无乱贴小广告", "No small ads", "有小广告", "Small ads"),
        {"wenming": Fill.FULL},
    ),
    (
        "road_item", "L-03", "along", "roads", Severity.SERIOUS,
        ("路面平整", "Even road", "路面破损", "Broken road"),
        {"wenming": Fill.FULL, "weisheng": Fill.FULL, "yuanlin": Fill.PART},
    ),
    (
        "veto_item", "M-01", "inside", "service", Severity.SERIOUS,
        ("无活禽宰杀", "No live slaughter", "有活禽宰杀", "Live slaughter"),
        {"veto": Fill.FULL},
    ),
    (
        "market_item", "M-02", "around", "rubbish", Severity.ORDINARY,
        ("周边无占道经营", "No stalls on the road", "占道经营", "Stalls on the road"),
        {"wenming": Fill.FULL, "weisheng": Fill.FULL},
    ),
    (
        "window_item", "M-03", "inside", "service", Severity.MINOR,
        ("设军人优先窗口", "Priority window for the military", "无军人优先窗口", "No priority window"),
        {"shuangyong": Fill.FULL},
    ),
)  # fmt: skip


def _add_duties(parts: _Parts) -> None:
    made = parts.made
    made["market_post"] = make_post(
        unit=parts.market_bureau, name="市场岗", name_en="Market post", code="cast-market-post"
    )
    made["road_post"] = make_post(unit=parts.urban, name="市政岗", name_en="Road works post", code="cast-road-post")
    made["lane_rule"] = make_duty_rule(post_kind=parts.sanitation, where=Where.PLACE)
    made["market_rule"] = make_duty_rule(site_type=parts.market_type, post=parts.market_post)
    make_duty_rule(category=parts.roads, post=parts.road_post)
    TimeLimit.objects.bulk_create(
        TimeLimit(category=category, severity=severity, amount=amount, unit=unit.value, source=SOURCE)
        for category in (parts.rubbish, parts.roads, parts.service)
        for severity, amount, unit in (
            (Severity.MINOR, 4, rules.LimitUnit.WORKING_HOUR),
            (Severity.ORDINARY, 2, rules.LimitUnit.WORKING_DAY),
            (Severity.SERIOUS, 5, rules.LimitUnit.WORKING_DAY),
        )
    )
