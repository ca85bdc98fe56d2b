"""How far two teams agree that looked at the same sites without knowing of each other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from lianchuang.inspections import rules
from lianchuang.inspections.models import Answer, Grade, Round, RoundSite, Visit
from lianchuang.inspections.queries.stops import posts_of_stops
from lianchuang.inspections.words import agreement_words
from lianchuang.kernels.agreement import Agreement, Weights, kappa
from lianchuang.sites.models import Category, CheckItem

MOST_ITEMS = 15


class Pair(NamedTuple):
    """The two grades of one item at one site."""

    item: int
    category: int
    one: str
    other: str

    @property
    def is_graded(self) -> bool:
        """Whether both say it applies."""
        return Grade.NOT_APPLICABLE not in (self.one, self.other)


@dataclass(frozen=True)
class GroupAgreement:
    """Agreement on the items of one category, or on all of them: grade by grade, and with neighbouring grades in part."""

    label: str
    plain: Agreement
    linear: Agreement
    applies_differ: int

    @property
    def words(self) -> str:
        """How strong it is, said plainly."""
        return agreement_words(self.plain.kappa, self.plain.number)

    @property
    def is_enough(self) -> bool:
        """Whether there are enough pairs to show kappa."""
        return self.plain.number >= rules.FEWEST_PAIRS and self.plain.is_defined


@dataclass(frozen=True)
class ItemDisagreement:
    """An item on which the teams differ: `differ` of `pairs`, on average so many grades apart."""

    item: CheckItem
    pairs: int
    differ: int
    apart: float


class AgreementPage:
    """Double visits of a round: how many were planned and made by both, and how far they agree. Only what both have sent."""

    def __init__(self, round: Round) -> None:
        self.round = round

    @cached_property
    def _stops(self) -> dict[UUID, list[RoundSite]]:
        there: dict[UUID, list[RoundSite]] = defaultdict(list)
        rows = RoundSite.objects.filter(round=self.round, is_double=True, closed_reason="")
        for stop in rows.order_by("team__number", "pk"):
            there[stop.site_id].append(stop)
        return {site: stops for site, stops in there.items() if len(stops) > 1}

    @property
    def planned(self) -> int:
        """Sites that two teams are to visit."""
        return len(self._stops)

    @cached_property
    def _visits(self) -> list[tuple[UUID, UUID]]:
        """For each site both teams' first visits."""
        sent = posts_of_stops(stop for stops in self._stops.values() for stop in stops)
        made: dict[UUID, list[tuple[UUID, int]]] = defaultdict(list)
        visits = Visit.objects.filter(round=self.round, site__in=self._stops).order_by("finished_at", "pk")
        for pk, site, post in visits.values_list("pk", "site", "by_post"):
            made[site].append((pk, post))
        both = []
        for site, stops in self._stops.items():
            firsts = [next((pk for pk, post in made[site] if post in sent[stop.pk]), None) for stop in stops[:2]]
            if firsts[0] and firsts[1]:
                both.append((firsts[0], firsts[1]))
        return both

    @property
    def made(self) -> int:
        """Sites that both have visited."""
        return len(self._visits)

    @cached_property
    def pairs(self) -> list[Pair]:
        """Every item that both answered at a site."""
        wanted = {pk for both in self._visits for pk in both}
        answers: dict[UUID, dict[int, tuple[int, str]]] = defaultdict(dict)
        rows = Answer.objects.filter(visit__in=wanted).order_by("pk")
        for visit, item, category, grade in rows.values_list("visit", "item", "item__category", "grade"):
            answers[visit][item] = category, grade
        return [
            Pair(item, category, grade, answers[other][item][1])
            for one, other in self._visits
            for item, (category, grade) in answers[one].items()
            if item in answers[other]
        ]

    @property
    def whole(self) -> GroupAgreement:
        return _agreement("", self.pairs)

    @cached_property
    def groups(self) -> list[GroupAgreement]:
        """By category of item, in their order."""
        by_category: dict[int, list[Pair]] = defaultdict(list)
        for pair in self.pairs:
            by_category[pair.category].append(pair)
        categories = Category.objects.filter(pk__in=by_category)
        return [_agreement(category.label, by_category[category.pk]) for category in categories]

    @cached_property
    def items(self) -> list[ItemDisagreement]:
        """The items on which they differ, the most first."""
        by_item: dict[int, list[Pair]] = defaultdict(list)
        for pair in self.pairs:
            by_item[pair.item].append(pair)
        found = []
        for item in CheckItem.objects.filter(pk__in=by_item).select_related("category"):
            pairs = by_item[item.pk]
            if differ := sum(pair.one != pair.other for pair in pairs):
                found.append(ItemDisagreement(item, len(pairs), differ, _apart(pairs)))
        found.sort(key=lambda each: (-each.differ / each.pairs, -each.differ, each.item.code))
        return found[:MOST_ITEMS]


def _agreement(label: str, pairs: Sequence[Pair]) -> GroupAgreement:
    grades = _graded(pairs)
    size = len(rules.LADDER)
    differ = sum(not pair.is_graded and pair.one != pair.other for pair in pairs)
    return GroupAgreement(label, kappa(grades, size), kappa(grades, size, Weights.LINEAR), differ)


def _graded(pairs: Iterable[Pair]) -> list[tuple[int, int]]:
    return [(rules.LADDER.index(pair.one), rules.LADDER.index(pair.other)) for pair in pairs if pair.is_graded]


def _apart(pairs: Sequence[Pair]) -> float:
    """How many grades they are apart on average, where both say it applies."""
    graded = _graded(pairs)
    return sum(abs(one - other) for one, other in graded) / len(graded) if graded else 0.0
