"""The loop over a period and day by day, aggregated by the database."""

from collections import Counter
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Unit
from lianchuang.common.charts import Day, Flow, FlowExit, FlowLeg, FlowStop
from lianchuang.common.shapes import minutes_words
from lianchuang.common.workdays import calendar, is_workday
from lianchuang.desk.queries.days import by_day
from lianchuang.findings import rules
from lianchuang.findings.access import visible_findings
from lianchuang.findings.models import Step
from lianchuang.findings.rules import State, Verb

PERIOD = timedelta(days=30)
SMALL_NUMBER = 10
# The step that brings a finding to each stop after the first.
WAITED_IN = {
    State.DISPATCHED: State.REPORTED,
    State.VERIFIED: State.SUBMITTED,
    State.CLOSED: State.VERIFIED,
}
ARRIVALS = (State.DISPATCHED, State.ACCEPTED, State.RECTIFYING, State.SUBMITTED, State.VERIFIED, State.CLOSED)


def flow(actor: Actor, now: datetime) -> Flow | None:
    """The findings of the last 30 days as one band; None when there are none."""
    found = (
        visible_findings(actor)
        .filter(found_at__gte=now - PERIOD, found_at__lte=now, is_sealed=False)
        .exclude(state=State.ELSEWHERE)
    )
    counts = found.aggregate(
        reported=Count("pk"),
        dispatched=Count("pk", filter=Q(dispatched_at__isnull=False)),
        accepted=Count("pk", filter=Q(accepted_at__isnull=False)),
        rectifying=Count("pk", filter=_past(State.RECTIFYING)),
        submitted=Count("pk", filter=Q(submitted_at__isnull=False)),
        verified=Count("pk", filter=Q(verified_at__isnull=False)),
        closed=Count("pk", filter=Q(state=State.CLOSED)),
        in_time=Count("pk", filter=Q(state=State.CLOSED, was_late=False)),
        merged=Count("pk", filter=Q(state=State.MERGED)),
        void=Count("pk", filter=Q(state=State.VOID)),
        returned=Count("pk", filter=Q(return_count__gt=0)),
        deferred=Count("pk", filter=Q(deferral_count__gt=0)),
        reworked=Count("pk", filter=Q(rework_count__gt=0)),
    )
    if not counts["reported"]:
        return None
    medians = leg_medians(actor, now)
    stops = tuple(
        FlowStop(str(rules.STATE_LABELS[stop]), counts[stop.value], reverse("findings:list")) for stop in rules.STOPS
    )
    return Flow(
        stops=stops,
        legs=tuple(_leg(state, medians.get(state)) for state in ARRIVALS),
        exits=(
            FlowExit(1, "void", _("merged %(merged)s · void %(void)s") % counts),
            FlowExit(2, "back", _("not ours %(returned)s") % counts),
            FlowExit(4, "hold", _("deferred %(deferred)s") % counts),
        ),
        rework=_("rework %(part)s of %(all)s looked at") % {"part": counts["reworked"], "all": counts["submitted"]},
        final=_("in time %(rate)s") % {"rate": _percent(counts["in_time"], counts["closed"])},
        final_counts=f"{counts['in_time']}/{counts['closed']}",
    )


def _leg(arrival: State, median: int | None) -> FlowLeg:
    """The median time before an arrival, and how long it may take; the unit's own time depends on the finding."""
    if arrival is State.SUBMITTED:
        limit = _("limit by category")
    elif arrival in WAITED_IN:
        limit = _("limit %(length)s") % {"length": minutes_words(rules.STEP_LIMITS[WAITED_IN[arrival]])}
    else:
        limit = ""
    if median is None:
        return FlowLeg("–", limit)
    return FlowLeg(minutes_words(median) if median else _("at once"), limit)


def _past(state: State) -> Q:
    """Findings that came at least as far as this stop (or left from beyond it)."""
    beyond = rules.STOPS[rules.STOPS.index(state) :]
    return Q(state__in=[*beyond, State.REWORK]) | Q(submitted_at__isnull=False) | Q(deferral_count__gt=0)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole >= SMALL_NUMBER else f"{part}/{whole}"


def leg_medians(actor: Actor, now: datetime) -> dict[State, int]:
    """Median working minutes from the step before to each arrival, over the county's steps of the last 30 days.

    The database counts equal lengths (an index holds all it needs), so that the work grows with the different lengths,
    not with the steps.
    """
    steps = Step.objects.filter(at__gte=now - PERIOD, at__lte=now, to_state__in=ARRIVALS).exclude(verb=Verb.REOPEN)
    steps = _of_county(steps.exclude(verb="see_again"), actor)
    lengths: dict[State, Counter[int]] = {}
    for state, minutes, number in steps.values_list("to_state", "minutes").annotate(number=Count("*")).order_by():
        lengths.setdefault(State(state), Counter())[minutes] += number
    return {state: _median(counted) for state, counted in lengths.items()}


def _of_county(steps: QuerySet[Step], actor: Actor) -> QuerySet[Step]:
    """Where several counties share the database, only the own one's; else there is nothing to compare."""
    root = rules.root_of(actor.unit_path)
    if not Unit.objects.filter(parent__isnull=True).exclude(path=root).exists():
        return steps
    here = Q(finding__responsible_unit__path__startswith=root) | Q(finding__place_unit__path__startswith=root)
    return steps.filter(here)


def _median(counted: Counter[int]) -> int:
    """The (lower) median of counted values."""
    half, passed = sum(counted.values()) / 2, 0
    for value in sorted(counted):
        passed += counted[value]
        if passed >= half:
            return value
    return 0


def daily(actor: Actor, today: date, days: int = 14) -> list[Day]:
    """New and closed findings, day by day up to today."""
    first = today - timedelta(days=days - 1)
    start = datetime.combine(first, datetime.min.time(), calendar().zone)
    seen = visible_findings(actor).filter(is_sealed=False).exclude(state=State.ELSEWHERE)
    new = by_day(seen.filter(found_at__gte=start), "found_at")
    closed = by_day(seen.filter(state=State.CLOSED, ended_at__gte=start), "ended_at")
    every = [first + timedelta(days=number) for number in range(days)]
    return [Day(day, new.get(day, 0), closed.get(day, 0), not is_workday(day)) for day in every]
