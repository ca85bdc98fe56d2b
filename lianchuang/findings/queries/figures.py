"""Figures about findings for other pages, counted by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Avg, Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber, TruncDate

from lianchuang.accounts.access import Actor
from lianchuang.common import clock as present
from lianchuang.common.workdays import calendar
from lianchuang.findings import access
from lianchuang.findings.models import Finding, Step
from lianchuang.findings.queries.selection import awaiting
from lianchuang.findings.rules import State, Verb


@dataclass(frozen=True)
class OpenCounts:
    """How many findings are open for this reader, how many wait for this post, how many of all are overdue."""

    open: int
    mine: int
    over: int


def open_counts(actor: Actor, now: datetime | None = None) -> OpenCounts:
    """The figures of the rail, in one query."""
    now = now or present.now()
    counts = access.visible_findings(actor).filter(is_open=True).aggregate(
        open=Count("pk"),
        mine=Count("pk", filter=awaiting(actor, now) & Q(is_sealed=False)),
        over=Count("pk", filter=Q(step_due_at__lt=now) & ~Q(state=State.DEFERRED.value)),
    )
    return OpenCounts(**counts)


@dataclass(frozen=True)
class Passed:
    """A stop of the loop: how many came to it, and the median working minutes spent in the state before it."""

    state: State
    count: int
    median: int | None


@dataclass(frozen=True)
class Flow:
    """The loop over a period: the seven stops, and how often each way out or back was taken."""

    stops: Sequence[Passed]
    merged: int
    void: int
    elsewhere: int
    returned: int
    deferred: int
    rework: int
    late: int

    @property
    def closed(self) -> int:
        """How many were closed in the period."""
        return self.stops[-1].count


# The verbs by which a finding comes to a stop; others (a ruling, a refused deferral) bring it back to one.
ARRIVALS: dict[State, tuple[str, ...]] = {
    State.REPORTED: ("open",),
    State.DISPATCHED: (Verb.DISPATCH.value,),
    State.ACCEPTED: (Verb.ACCEPT.value, Verb.ASSIGN.value),
    State.RECTIFYING: (Verb.START.value,),
    State.SUBMITTED: (Verb.SUBMIT.value,),
    State.VERIFIED: (Verb.PASS.value,),
    State.CLOSED: (Verb.CLOSE.value,),
}


def flow(actor: Actor, since: datetime, until: datetime) -> Flow:
    """What moved from `since` up to `until` among the findings this actor may see. Four queries.

    Medians are working minutes in the state that was left, from Step.minutes; sealed findings are left out.
    """
    seen = access.visible_findings(actor).filter(is_sealed=False)
    steps = Step.objects.filter(at__gte=since, at__lt=until, finding__in=seen.values("pk")).order_by()
    arrived = steps.exclude(to_state=F("from_state"))
    rows = arrived.values("verb").annotate(count=Count("pk"))
    counts: dict[str, int] = {row["verb"]: row["count"] for row in rows}
    medians = _medians(arrived)
    stops = [
        Passed(state, sum(counts.get(verb, 0) for verb in verbs), medians.get(state))
        for state, verbs in ARRIVALS.items()
    ]
    late = seen.filter(state=State.CLOSED.value, was_late=True, ended_at__gte=since, ended_at__lt=until).count()
    return Flow(
        stops=stops,
        merged=counts.get(Verb.MERGE.value, 0),
        void=counts.get(Verb.VOID.value, 0),
        elsewhere=counts.get(Verb.SETTLE.value, 0),
        returned=counts.get(Verb.RETURN.value, 0),
        deferred=counts.get(Verb.GRANT_DEFERRAL.value, 0),
        rework=counts.get(Verb.REJECT.value, 0),
        late=late,
    )


def _medians(arrived: QuerySet[Step]) -> dict[State, int]:
    """The median minutes by the state arrived at, by the database: the middle one or two of each, in order."""
    verbs = [verb for verbs in ARRIVALS.values() for verb in verbs if verb != "open"]
    ranked = arrived.filter(verb__in=verbs).annotate(
        rank=Window(RowNumber(), partition_by=F("to_state"), order_by=F("minutes").asc()),
        size=Window(Count("pk"), partition_by=F("to_state")),
    )
    middle = ranked.filter(rank__gte=F("size") / 2.0, rank__lte=F("size") / 2.0 + 1)
    found: dict[State, list[int]] = {}
    for row in middle.values("to_state", "minutes"):
        found.setdefault(State(row["to_state"]), []).append(row["minutes"])
    return {state: sum(values) // len(values) for state, values in found.items()}


@dataclass(frozen=True)
class DayCount:
    """One day: newly found and closed; `is_off` on a day without work."""

    day: date
    new: int
    closed: int
    is_off: bool


def daily_counts(actor: Actor, days: int, now: datetime | None = None) -> list[DayCount]:
    """New and closed findings of the last `days` days, today last. Two queries; sealed ones are left out."""
    today = present.local(now or present.now()).date()
    first = today - timedelta(days=days - 1)
    start = datetime.combine(first, time(0), calendar().zone)
    seen = access.visible_findings(actor).filter(is_sealed=False)
    new = _by_day(seen.filter(found_at__gte=start), "found_at")
    closed = _by_day(seen.filter(ended_at__gte=start, state=State.CLOSED.value), "ended_at")
    dates = [first + timedelta(days=offset) for offset in range(days)]
    return [
        DayCount(day, new.get(day, 0), closed.get(day, 0), not calendar().is_workday(day)) for day in dates
    ]


def _by_day(findings: QuerySet[Finding], column: str) -> dict[date, int]:
    rows = findings.order_by().annotate(day=TruncDate(column)).values("day").annotate(count=Count("pk"))
    return {row["day"]: row["count"] for row in rows}


@dataclass(frozen=True)
class ClosingRate:
    """Of the findings closed in a period how many were in time, and how many needed rework."""

    closed: int
    in_time: int
    reworked: int
    mean_rework: float


def closing_rate(actor: Actor, since: datetime, until: datetime) -> ClosingRate:
    """How what was closed from `since` up to `until` was put right, in one query."""
    closed = access.visible_findings(actor).filter(
        state=State.CLOSED.value, ended_at__gte=since, ended_at__lt=until, is_sealed=False
    )
    row = closed.aggregate(
        closed=Count("pk"),
        in_time=Count("pk", filter=Q(was_late=False)),
        reworked=Count("pk", filter=Q(rework_count__gt=0)),
        mean=Avg("rework_count"),
    )
    return ClosingRate(row["closed"], row["in_time"], row["reworked"], float(row["mean"] or 0))

