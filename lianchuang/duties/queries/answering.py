"""What a post answers for, and which person answered for something on a day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lianchuang.accounts.models import Person, Post, Unit
from lianchuang.accounts.queries import holder_of
from lianchuang.campaigns.models import Campaign
from lianchuang.duties.models import DutyRule
from lianchuang.duties.queries.bulk import Resolver, crowds_of, matters_of_types
from lianchuang.duties.queries.coverage import Proof, Seats, Standing, body_and_place, judge, prove
from lianchuang.duties.queries.sponsoring import Behind, behind
from lianchuang.duties.queries.things import Moment, Reach, Thing
from lianchuang.duties.rules import applies, specificity
from lianchuang.sites.models import Category, Site, SiteType


@dataclass(frozen=True)
class Asked:
    """The requirements of one campaign that a post leads or is responsible for, vetoes first."""

    campaign: Campaign
    vetoes: tuple[Standing, ...]
    others: tuple[Standing, ...]

    @property
    def number(self) -> int:
        return len(self.vetoes) + len(self.others)


@dataclass(frozen=True)
class SitesOfType:
    """The sites of one type that a post leads as a whole."""

    site_type: SiteType
    sites: tuple[Site, ...]


@dataclass(frozen=True)
class MattersAt:
    """Findings of one kind that would go to the post: at how many sites, for how many items there."""

    category: Category
    sites: int
    pairs: int


@dataclass(frozen=True)
class Answering:
    """What a post answers for on a day, and who holds it."""

    post: Post
    holder: Person | None
    moment: Moment
    leads: tuple[Asked, ...]
    sites: tuple[SitesOfType, ...]
    responsible: tuple[Asked, ...]
    responsible_sites: int
    supporting: tuple[Asked, ...]
    supporting_sites: int
    matters: tuple[MattersAt, ...]
    campaigns_led: tuple[Campaign, ...]
    behind: Behind
    body_id: int

    @property
    def vetoes(self) -> tuple[Standing, ...]:
        """The vetoes it leads, of all campaigns."""
        return tuple(one for asked in self.leads for one in asked.vetoes)

    @property
    def requirements(self) -> int:
        return sum(asked.number for asked in self.leads)

    @property
    def sites_led(self) -> int:
        return sum(len(one.sites) for one in self.sites)

    @property
    def is_nothing(self) -> bool:
        lists = (self.leads, self.sites, self.responsible, self.supporting, self.matters, self.campaigns_led)
        return not any(lists) and not self.responsible_sites and not self.supporting_sites and self.behind.is_nothing


def answering(post: Post, reach: Reach, moment: Moment, proof: Proof | None = None) -> Answering:
    """Everything a post answers for. The proof (made here when it is not given), and about ten queries more."""
    proof = proof or prove(reach, moment)
    led = [one for one in proof.standings if one.post == post]
    ours = _helped(proof, "posts", [post.pk]) + _helped(proof, "units", [post.unit_id])
    responsible = list(dict.fromkeys(one for one in ours if one.post != post))
    supported = [one for one in _helped(proof, "supporting", [post.unit_id]) if one.post != post]
    return Answering(
        post=post,
        holder=holder_of(post, moment.day),
        moment=moment,
        leads=_by_campaign(led),
        sites=_by_type(led),
        responsible=_by_campaign(responsible),
        responsible_sites=sum(one.thing.site is not None for one in responsible),
        supporting=_by_campaign(supported),
        supporting_sites=sum(one.thing.site is not None for one in supported),
        matters=tuple(_matters(post, reach, proof.resolver)),
        campaigns_led=tuple(campaign for campaign in proof.campaigns if campaign.lead_post_id == post.pk),
        behind=behind(post, moment),
        body_id=Unit.objects.only("pk").get(path=body_and_place(post.unit)).pk,
    )


def _helped(proof: Proof, part: str, ids: Iterable[int]) -> list[Standing]:
    wanted = set(ids)
    rules = {number for number, helpers in proof.helpers.items() if wanted & getattr(helpers, part)}
    return [one for one in proof.standings if one.rule and one.rule.number in rules and one.post]


def _by_campaign(standings: Sequence[Standing]) -> tuple[Asked, ...]:
    groups: dict[Campaign, list[Standing]] = {}
    for one in standings:
        if one.thing.campaign:
            groups.setdefault(one.thing.campaign, []).append(one)
    return tuple(
        Asked(
            campaign,
            tuple(one for one in held if one.thing.is_veto),
            tuple(one for one in held if not one.thing.is_veto),
        )
        for campaign, held in groups.items()
    )


def _by_type(standings: Sequence[Standing]) -> tuple[SitesOfType, ...]:
    groups: dict[SiteType, list[Site]] = {}
    for one in standings:
        if one.thing.site:
            groups.setdefault(one.thing.site.site_type, []).append(one.thing.site)
    in_order = sorted(groups.items(), key=lambda pair: (pair[0].order, pair[0].code))
    return tuple(SitesOfType(kind, tuple(held)) for kind, held in in_order)


def _matters(post: Post, reach: Reach, resolver: Resolver) -> list[MattersAt]:
    """What is found at sites and goes to the post, by category. Four queries."""
    matters = matters_of_types()
    sites: Counter[int] = Counter()
    pairs: Counter[int] = Counter()
    for crowd in crowds_of(reach.sites, resolver):
        asked = matters.get(crowd.spot.site_type)
        led = zip(asked.matters, resolver.posts_at(crowd.spot, asked), strict=True) if asked else ()
        ours = [matter.category for matter, leader in led if leader == post]
        for category, items in Counter(ours).items():
            if category is not None:
                sites[category] += crowd.number
                pairs[category] += crowd.number * items
    found = Category.objects.filter(pk__in=sites)
    return [MattersAt(category, sites[category.pk], pairs[category.pk]) for category in found]


# --- one thing on a day ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """Who answered for one thing on a day: post and person, by which rule, and every rule that held there."""

    thing: Thing
    standing: Standing
    holder: Person | None
    moment: Moment
    responsible_posts: tuple[Post, ...]
    responsible_units: tuple[Unit, ...]
    supporting: tuple[Unit, ...]
    holding: tuple[DutyRule, ...]


def who_answers(thing: Thing, moment: Moment) -> Answer:
    """Resolve one thing to a post and a person on a day; a past day by the rules and appointments of then."""
    resolver = Resolver(at=moment.rules_at)
    choice = resolver.book.choose(thing.facts)
    found = None if choice.number is None else resolver.post_of(resolver.rules[choice.number], thing.spot)
    holder = holder_of(found, moment.day) if found else None
    seats = Seats({}, frozenset({found.pk} if found and holder else ()), frozenset())
    standing = judge(thing, choice, resolver, seats)
    holding = [facts for facts in resolver.facts.values() if applies(facts, thing.facts)]
    holding.sort(key=lambda facts: (specificity(facts), -facts.number), reverse=True)
    rule = standing.rule if standing.post else None
    return Answer(
        thing=thing,
        standing=standing,
        holder=holder,
        moment=moment,
        responsible_posts=tuple(rule.responsible_posts.select_related("unit")) if rule else (),
        responsible_units=tuple(rule.responsible_units.all()) if rule else (),
        supporting=tuple(rule.supporting.all()) if rule else (),
        holding=tuple(resolver.rules[facts.number] for facts in holding),
    )
