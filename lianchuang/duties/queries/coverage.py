"""The proof that everything has exactly one lead: what has none, what has two, what hangs on an empty post."""

import enum
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import QuerySet, prefetch_related_objects

from lianchuang.accounts.models import Appointment, Grant, Post, Role, Unit
from lianchuang.accounts.queries import in_office
from lianchuang.campaigns.models import Campaign
from lianchuang.duties.models import DutyRule, Sponsorship
from lianchuang.duties.queries.bulk import Resolver, crowds_of, matters_of_types
from lianchuang.duties.queries.things import Moment, Reach, Thing, things_within
from lianchuang.duties.rules import Choice, KeptAnswers, Overload, overloads


class State(enum.StrEnum):
    """How it stands with the lead of one thing."""

    ONE = "one"
    NONE = "none"
    TWO = "two"
    VACANT = "vacant"


@dataclass(frozen=True, eq=False)
class Standing:
    """One thing and who leads it: the post, by the rule; or the rules that tie."""

    thing: Thing
    state: State
    rule: DutyRule | None = None
    post: Post | None = None
    tied: tuple[int, ...] = ()


@dataclass(frozen=True)
class Helpers:
    """Who else has a part by a rule: responsible posts and units, supporting units. Ids."""

    posts: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()
    supporting: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Seats:
    """The posts of the place: who is on one that day, and who has work besides leading something."""

    posts: Mapping[int, Post]
    held: frozenset[int]
    busy: frozenset[int]


@dataclass(frozen=True)
class Tally:
    """The proof in figures."""

    things: int
    one: int
    none: int
    two: int
    vacant: int
    overloaded: int
    idle: int

    @property
    def faults(self) -> int:
        """Things without exactly one lead at a post that somebody holds."""
        return self.none + self.two + self.vacant


@dataclass(frozen=True)
class Proof:
    """How everything stands on a day by the rules in force."""

    standings: tuple[Standing, ...]
    campaigns: tuple[Campaign, ...]
    seats: Seats
    helpers: Mapping[int, Helpers]
    rules: int
    moment: Moment
    kept: KeptAnswers = field(repr=False)
    resolver: Resolver = field(repr=False)

    @cached_property
    def leads(self) -> Counter[int]:
        """How many things each post leads, by post id."""
        return Counter(one.post.pk for one in self.standings if one.post)

    @cached_property
    def by_rule(self) -> Counter[int]:
        """How many things each rule answers, by its number."""
        return Counter(one.rule.number for one in self.standings if one.rule and one.post)

    @cached_property
    def responsible(self) -> Counter[int]:
        """For how many things each post is named responsible."""
        return self._helping("posts")

    @cached_property
    def responsible_units(self) -> Counter[int]:
        """For how many things each unit is named responsible."""
        return self._helping("units")

    @cached_property
    def supporting(self) -> Counter[int]:
        """How many things each unit supports."""
        return self._helping("supporting")

    def _helping(self, part: str) -> Counter[int]:
        counts: Counter[int] = Counter()
        for number, things in self.by_rule.items():
            for pk in getattr(self.helpers.get(number, Helpers()), part):
                counts[pk] += things
        return counts

    def of(self, state: State) -> list[Standing]:
        """The things that stand so."""
        return [one for one in self.standings if one.state is state]

    @cached_property
    def overloaded(self) -> list[Overload]:
        """The posts that lead too much."""
        kinds = {pk: post.kind_id for pk, post in self.seats.posts.items()}
        known = {pk: number for pk, number in self.leads.items() if pk in kinds}
        return overloads(known, kinds)

    @cached_property
    def idle(self) -> list[Post]:
        """The posts without any duty: they lead nothing, are responsible for nothing, and have no other work here."""
        at_work = {*self.leads, *self.responsible, *self.seats.busy}
        return [post for pk, post in self.seats.posts.items() if pk not in at_work]

    @cached_property
    def tally(self) -> Tally:
        """The figures."""
        states = Counter(one.state for one in self.standings)
        return Tally(
            things=len(self.standings),
            one=states[State.ONE],
            none=states[State.NONE],
            two=states[State.TWO],
            vacant=states[State.VACANT],
            overloaded=len(self.overloaded),
            idle=len(self.idle),
        )

    @property
    def requirements(self) -> int:
        """How many of the things are requirements."""
        return sum(one.thing.requirement is not None for one in self.standings)

    @property
    def sites(self) -> int:
        """How many of the things are sites."""
        return len(self.standings) - self.requirements

    @property
    def is_complete(self) -> bool:
        """Whether everything has exactly one lead, at a post that somebody holds."""
        return not self.tally.faults

    def mended(self, touched: Iterable[int], helpers: Mapping[int, Helpers]) -> "Proof":
        """The proof after these answers of `kept` have changed, with nothing else resolved again."""
        standings = list(self.standings)
        for index in touched:
            standings[index] = judge(standings[index].thing, self.kept.choices[index], self.resolver, self.seats)
        return replace(self, standings=tuple(standings), helpers={**self.helpers, **helpers})


def judge(thing: Thing, choice: Choice, resolver: Resolver, seats: Seats) -> Standing:
    """How it stands with one thing, by the choice of the rules."""
    if choice.tied:
        return Standing(thing, State.TWO, tied=choice.tied)
    if choice.number is None:
        return Standing(thing, State.NONE)
    rule = resolver.rules[choice.number]
    post = resolver.post_of(rule, thing.spot)
    if post is None:
        return Standing(thing, State.NONE, rule)
    return Standing(thing, State.ONE if post.pk in seats.held else State.VACANT, rule, post)


def prove(reach: Reach, moment: Moment) -> Proof:
    """Resolve everything and judge it. About twenty queries, whatever the number of things."""
    resolver = Resolver(at=moment.rules_at)
    things = things_within(reach)
    kept = KeptAnswers(resolver.facts.values(), [thing.facts for thing in things])
    campaigns = tuple(reach.campaigns.select_related("joint__place", "edition").order_by("joint_id", "slot"))
    seats = seats_within(reach, moment, resolver, campaigns)
    standings = (judge(thing, choice, resolver, seats) for thing, choice in zip(things, kept.choices, strict=True))
    rules = list(resolver.rules.values())
    return Proof(
        standings=tuple(standings),
        campaigns=campaigns,
        seats=seats,
        helpers=helpers_of(rules),
        rules=len(rules),
        moment=moment,
        kept=kept,
        resolver=resolver,
    )


def helpers_of(rules: Sequence[DutyRule]) -> dict[int, Helpers]:
    """Who else has a part, by the number of each rule. Three queries."""
    prefetch_related_objects(rules, "responsible_posts__unit", "responsible_units", "supporting")
    return {
        rule.number: Helpers(
            frozenset(post.pk for post in rule.responsible_posts.all()),
            frozenset(unit.pk for unit in rule.responsible_units.all()),
            frozenset(unit.pk for unit in rule.supporting.all()),
        )
        for rule in rules
    }


def seats_within(reach: Reach, moment: Moment, resolver: Resolver, campaigns: Iterable[Campaign]) -> Seats:
    """The posts of the units, those held that day, and those with other work: what is found at sites, a role, a
    campaign, a place they sponsor.
    """
    rows = Post.objects.filter(unit__in=reach.units).select_related("unit", "kind")
    posts = {post.pk: post for post in rows.order_by("unit__path", "code")}
    on_duty = Appointment.objects.filter(in_office(moment.day)).values_list("post_id", flat=True)
    busy = {campaign.lead_post_id for campaign in campaigns}
    busy |= set(Grant.objects.exclude(role=Role.POST_HOLDER).values_list("post_id", flat=True))
    busy |= set(begun(moment).filter(post__isnull=False).values_list("post_id", flat=True))
    return Seats(posts, frozenset(on_duty), frozenset(busy | _leading_matters(reach, resolver)))


def begun(moment: Moment) -> QuerySet[Sponsorship]:
    """The sponsorships that hold at that moment."""
    rows = Sponsorship.objects.filter(ended_at__isnull=True)
    if moment.rules_at is not None:
        at = moment.rules_at
        rows = Sponsorship.objects.filter(begun_at__lte=at).exclude(ended_at__lte=at)
    return rows


def _leading_matters(reach: Reach, resolver: Resolver) -> set[int]:
    """The posts to which something found at a site would go."""
    matters = matters_of_types()
    found: set[int] = set()
    for crowd in crowds_of(reach.sites, resolver):
        asked = matters.get(crowd.spot.site_type)
        if asked:
            found.update(post.pk for post in resolver.leading_at(crowd.spot, asked))
    return found


def body_and_place(unit: Unit) -> str:
    """The path of the body, street or town that a unit belongs to."""
    codes = [code for code in unit.path.split(".") if code]
    return ".".join(codes[:2]) + "."
