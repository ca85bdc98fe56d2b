"""Reading rounds: the list, and one round with its sites, results and items."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from lianchuang.accounts.access import Actor
from lianchuang.findings.access import visible_findings
from lianchuang.inspections.access import (
    own_stops,
    plans_rounds,
    sees_whole_round,
    visible_rounds,
    visible_stops,
    visible_visits,
)
from lianchuang.inspections.models import Round, RoundKind, RoundSite, RoundState, Visit
from lianchuang.inspections.queries.figures import Figure, Figures
from lianchuang.inspections.queries.stops import visits_of

MOST_ITEMS = 20
MOST_OUTSIDE = 500


@dataclass(frozen=True)
class RoundRow:
    """A round in the list, with what this actor may see of it: sites drawn (closed ones apart), those of them visited by
    ours, our visits, findings opened and still open. `is_whole`: nothing is hidden, so that sites drawn are all there are.
    """

    round: Round
    sites: int
    visited: int
    visits: int
    findings: int
    open_findings: int
    is_whole: bool

    @property
    def left(self) -> int:
        return max(0, self.sites - self.visited)


@dataclass(frozen=True)
class StopRow:
    """A site of the sample: who goes, and the visit when there was one."""

    stop: RoundSite
    visit: Visit | None
    findings: int
    may_record: bool
    may_close: bool = False

    @property
    def state(self) -> str:
        """`closed`, `todo`, `right` or `wrong`."""
        if self.stop.closed_reason:
            return "closed"
        if self.visit is None:
            return "todo"
        return "wrong" if self.visit.fault_count else "right"


@dataclass(frozen=True)
class DayRows:
    """The sites of one day, in walking order."""

    day: date
    stops: tuple[StopRow, ...]

    @property
    def done(self) -> int:
        return sum(row.visit is not None for row in self.stops)

    @property
    def due(self) -> int:
        """Those that were not found closed."""
        return sum(not row.stop.closed_reason for row in self.stops)


class RoundPage:
    """One round as its page shows it. Each part is read when it is asked for."""

    def __init__(self, actor: Actor, round: Round) -> None:
        self.actor = actor
        self.round = round

    @cached_property
    def visits(self) -> QuerySet[Visit]:
        """The visits of the round that this actor may see."""
        return visible_visits(self.actor).filter(round=self.round)

    @cached_property
    def days(self) -> list[DayRows]:
        """The sites day by day."""
        tables = ("site__site_type", "site__unit", "inspector__unit", "team", "replaces__site")
        stops = list(
            visible_stops(self.actor)
            .filter(round=self.round)
            .select_related(*tables)
            .order_by("day", "inspector_id", "order")
        )
        visit_of = visits_of(stops, self.visits.select_related("by_post__unit"))
        own = set(own_stops(self.actor).filter(round=self.round).values_list("pk", flat=True)) if stops else set()
        findings = self._findings_of_visits()
        days: dict[date, list[StopRow]] = defaultdict(list)
        for stop in stops:
            visit = visit_of.get(stop.pk)
            number = findings.get(visit.pk, 0) if visit else 0
            is_due = self.round.state == RoundState.RUNNING and not stop.closed_reason and visit is None
            is_own = stop.pk in own
            days[stop.day].append(
                StopRow(stop, visit, number, is_due and is_own, is_due and (is_own or self.is_office))
            )
        return [DayRows(day, tuple(rows)) for day, rows in sorted(days.items())]

    @cached_property
    def outside(self) -> list[Visit]:
        """The visits that outside bodies made, oldest first."""
        visits = self.visits.exclude(outside_body="").select_related("site__site_type", "by_post")
        return list(visits.order_by("finished_at", "pk")[:MOST_OUTSIDE])

    @cached_property
    def is_office(self) -> bool:
        return plans_rounds(self.actor, self.round)

    def _findings_of_visits(self) -> dict[UUID, int]:
        rows = self.visits.order_by().filter(answers__finding__isnull=False)
        return dict(rows.values_list("pk").annotate(number=Count("answers__finding", distinct=True)))

    @cached_property
    def row(self) -> RoundRow:
        """The figures at the head."""
        return round_rows(self.actor, [self.round])[0]

    @cached_property
    def figures(self) -> Figures:
        """The results, as their own page has them."""
        return Figures(self.actor, self.round)

    @property
    def wrong_items(self) -> list[Figure]:
        """The items most often wrong."""
        return [each for each in self.figures.items if each.wrong][:MOST_ITEMS]

    @property
    def right_items(self) -> int:
        """How many items were looked at somewhere and never wrong."""
        return sum(bool(each.base) and not each.wrong for each in self.figures.items)


def rounds_for(actor: Actor, *, kind: str = "", state: str = "") -> QuerySet[Round]:
    """The rounds this actor may know of, newest first; `kind` and `state` narrow, unknown values do not."""
    rounds = visible_rounds(actor).select_related("joint__place")
    if kind in RoundKind.values:
        rounds = rounds.filter(kind=kind)
    if state in RoundState.values:
        rounds = rounds.filter(state=state)
    return rounds.order_by("-starts_on", "-pk")


def round_rows(actor: Actor, rounds: Iterable[Round]) -> list[RoundRow]:
    """The rounds with their figures, in four queries; figures count what this actor may see. Each needs its `joint.place`."""
    some = list(rounds)
    stops = _numbers(visible_stops(actor).filter(round__in=some, closed_reason=""), "site")
    drawn = Exists(RoundSite.objects.filter(round=OuterRef("round"), site=OuterRef("site"), closed_reason=""))
    ours = visible_visits(actor).filter(round__in=some, outside_body="")
    visited, visits = _numbers(ours.filter(drawn), "site"), _numbers(ours, "pk")
    found = visible_findings(actor).filter(answers__visit__round__in=some).order_by()
    every, still_open = _finding_numbers(
        found.values_list("answers__visit__round", "is_open").annotate(number=Count("pk", distinct=True))
    )
    return [
        RoundRow(
            each,
            stops.get(each.pk, 0),
            visited.get(each.pk, 0),
            visits.get(each.pk, 0),
            every[each.pk],
            still_open[each.pk],
            sees_whole_round(actor, each),
        )
        for each in some
    ]


def _numbers(rows: QuerySet[RoundSite] | QuerySet[Visit], what: str) -> dict[UUID, int]:
    return dict(rows.order_by().values_list("round").annotate(number=Count(what, distinct=True)))


def _finding_numbers(rows: Iterable[Sequence[object]]) -> tuple[dict[UUID, int], dict[UUID, int]]:
    every: dict[UUID, int] = defaultdict(int)
    still_open: dict[UUID, int] = defaultdict(int)
    for pk, is_open, number in rows:
        assert isinstance(pk, UUID) and isinstance(number, int)  # noqa: S101, PT018 - for the types
        every[pk] += number
        still_open[pk] += number if is_open else 0
    return every, still_open
