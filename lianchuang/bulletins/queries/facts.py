"""The findings and visits of a week as they stood at the cut-off: a handful of queries, over the week's rows alone.

What happened after the cut-off is undone: the first step after it says in which state a finding was. Sealed findings
and unreleased undercover rounds never enter.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from lianchuang.accounts.models import Post, Unit
from lianchuang.bulletins.rules import LOOK_BACK_DAYS, OPENED, UNSEALED, Fact, Kind, Window
from lianchuang.campaigns.models import Campaign, JointCampaign
from lianchuang.common import clock
from lianchuang.common.workdays import calendar
from lianchuang.findings import rules
from lianchuang.findings.models import Finding, FindingCampaign, Step
from lianchuang.findings.rules import State, Verb
from lianchuang.inspections.models import Answer, Round, RoundKind, RoundSite, RoundState, Visit

CHUNK = 5000  # ids in one query
# Verbs whose step says until when it has to be put right.
DATING = (
    Verb.DISPATCH,
    Verb.RULE,
    Verb.REASSIGN,
    Verb.EXTEND,
    Verb.REJECT,
    Verb.REFUSE_DEFERRAL,
    Verb.RESUME,
    Verb.REOPEN,
)
WITH_UNIT = sorted(rules.WITH_UNIT)


@dataclass(frozen=True)
class Later:
    """The first thing that happened to a finding after the cut-off, and the state it was in until then."""

    verb: str
    state: str

    @property
    def was_unknown(self) -> bool:
        """Whether nobody could know of it at the cut-off: reported or released only later."""
        return self.verb in {OPENED, UNSEALED}


@dataclass(frozen=True)
class Subject:
    """What is reported on: the whole of a joint campaign; or one round of it; or what counts for one campaign."""

    joint: JointCampaign
    round: Round | None = None
    campaign: Campaign | None = None


def facts_of(subject: Subject, window: Window) -> list[Fact]:
    """Every finding that may stand in a bulletin of these days, in order of number: of the joint campaign's place;
    of the round, found on it or seen again; of the campaign.
    """
    events = _events(window)
    later = _later(window)
    if subject.round is not None:
        wanted = _of_round(subject.round)
    else:
        wanted = set(events) | set(later) | _dated_here(window) | _moved_here(window) | _standing()
    facts: list[tuple[str, Fact]] = []
    for some in _chunks(sorted(wanted)):
        facts += _load(subject.joint, window, some, events, later)
    found = [fact for _number, fact in sorted(facts, key=lambda each: (each[0], each[1].id))]
    return found if subject.campaign is None else _of_campaign(subject.campaign, found)


def _of_round(round: Round) -> set[UUID]:
    """What its inspectors found, or found again."""
    answers = Answer.objects.filter(visit__round=round, finding__isnull=False)
    return set(answers.order_by().values_list("finding_id", flat=True))


def _of_campaign(campaign: Campaign, facts: Sequence[Fact]) -> list[Fact]:
    """What counts for the campaign; a veto is one of this campaign."""
    ours = [fact for fact in facts if campaign.code in fact.campaigns]
    hanging = FindingCampaign.objects.filter(campaign=campaign, is_veto=True)
    vetoes = set(hanging.values_list("finding_id", flat=True))
    return [replace(fact, has_veto=fact.has_veto and fact.id in vetoes) for fact in ours]


def _chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _events(window: Window) -> dict[UUID, set[str]]:
    """What happened to which finding in these days."""
    steps = Step.objects.filter(at__gte=window.start, at__lt=window.end, at__lte=window.as_of)
    events: dict[UUID, set[str]] = defaultdict(set)
    for finding, verb in steps.order_by().values_list("finding_id", "verb"):
        events[finding].add(verb)
    return events


def _later(window: Window) -> dict[UUID, Later]:
    """For each finding with a step after the cut-off the first of them; nothing when drafted in time."""
    steps = Step.objects.filter(at__gt=window.as_of).order_by("-id")
    return {
        finding: Later(verb, state) for finding, verb, state in steps.values_list("finding_id", "verb", "from_state")
    }


def _dated_here(window: Window) -> set[UUID]:
    """Findings whose first date, or the date in force now, lies in these days."""
    first = Finding.objects.filter(first_due_at__gte=window.start, first_due_at__lt=window.end)
    now = Finding.objects.filter(
        is_open=True, state__in=WITH_UNIT, step_due_at__gte=window.start, step_due_at__lt=window.end
    )
    return {*first.values_list("pk", flat=True), *now.values_list("pk", flat=True)}


def _moved_here(window: Window) -> set[UUID]:
    """Findings whose date was moved before these days, perhaps into them: extended, ruled upon, reworked, resumed."""
    earliest = window.start - timedelta(days=LOOK_BACK_DAYS)
    steps = Step.objects.filter(at__gte=earliest, at__lt=window.start).filter(
        Q(to_state=F("from_state"), to_state__in=WITH_UNIT, verb=Verb.EXTEND)
        | Q(from_state=State.SUBMITTED, to_state=State.REWORK)
        | Q(from_state__in=[State.RETURNED, State.DEFERRED, State.DEFERRAL_ASKED], to_state__in=WITH_UNIT)
    )
    return set(steps.order_by().values_list("finding_id", flat=True))


def _standing() -> set[UUID]:
    """What is counted however old it is: deferred, and open with a veto."""
    standing = Finding.objects.filter(Q(state=State.DEFERRED) | Q(has_veto=True), is_open=True)
    return set(standing.values_list("pk", flat=True))


def of_place(joint: JointCampaign) -> Q:
    """Findings of the place: where it lies, else whose it is, else where it was reported."""
    units = Unit.objects.filter(path__startswith=joint.place.path).values("pk")
    nowhere = Q(place_unit__isnull=True, responsible_unit__isnull=True)
    reported = Q(found_by_post__in=Post.objects.filter(unit__in=units).values("pk"))
    return (
        Q(place_unit__in=units)
        | Q(place_unit__isnull=True, responsible_unit__in=units)
        | nowhere & (reported | Q(found_by_post__isnull=True))
    )


COLUMNS = (
    "number",
    "pk",
    "state",
    "has_veto",
    "was_late",
    "first_due_at",
    "responsible_unit_id",
    "origin_kind",
    "site__site_type_id",
)


def _load(
    joint: JointCampaign,
    window: Window,
    ids: Sequence[UUID],
    events: Mapping[UUID, set[str]],
    later: Mapping[UUID, Later],
) -> Iterator[tuple[str, Fact]]:
    rows = Finding.objects.filter(of_place(joint), pk__in=ids, is_sealed=False).values_list(*COLUMNS)
    dates, campaigns = _dates(ids, window.as_of), _campaigns(joint, ids)
    late_then = _late_then([pk for pk in ids if pk in later and later[pk].verb == Verb.REOPEN], dates, window)
    for number, pk, state, has_veto, was_late, first_due, unit, origin, site_type in rows:
        after = later.get(pk)
        if after is not None and after.was_unknown:
            continue
        fact = Fact(
            id=pk,
            state=State(after.state if after else state),
            verbs=frozenset(events.get(pk, ())),
            due_at=dates.get(pk, first_due),
            was_late=late_then.get(pk, was_late),
            has_veto=has_veto,
            unit=unit,
            campaigns=frozenset(campaigns.get(pk, ())),
            origin=origin,
            site_type=site_type,
        )
        yield number or "", fact


def _dates(ids: Iterable[UUID], as_of: datetime) -> dict[UUID, datetime]:
    """Until when each had to be put right, as it stood at the cut-off: the last step that set a date says so."""
    steps = Step.objects.filter(finding_id__in=ids, verb__in=DATING, at__lte=as_of).order_by("id")
    zone = calendar().zone
    return {
        finding: datetime.fromisoformat(data["due"]).replace(tzinfo=zone)
        for finding, data in steps.values_list("finding_id", "data")
        if "due" in data
    }


def _late_then(ids: Sequence[UUID], dates: Mapping[UUID, datetime], window: Window) -> dict[UUID, bool]:
    """Whether findings reopened since had been submitted late; their own column speaks of the new time."""
    if not ids:
        return {}
    steps = Step.objects.filter(finding_id__in=ids, verb=Verb.SUBMIT, at__lte=window.as_of).order_by("id")
    submitted = {
        pk: (at, working)
        for pk, at, working in steps.values_list("finding_id", "at", "finding__counts_working_time")
        if pk in dates
    }
    return {pk: _minutes(working).minutes_between(dates[pk], at) > 0 for pk, (at, working) in submitted.items()}


def _minutes(working: bool) -> rules.Minutes:
    return calendar() if working else rules.Elapsed()


def _campaigns(joint: JointCampaign, ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    counts = FindingCampaign.objects.filter(finding_id__in=ids, campaign__joint=joint)
    result: dict[UUID, list[str]] = defaultdict(list)
    for finding, code in counts.order_by().values_list("finding_id", "campaign__code"):
        result[finding].append(code)
    return result


@dataclass(frozen=True)
class Walked:
    """How many stops were planned in how many rounds, and one visit for each stop that was made."""

    rounds: int
    planned: int
    visits: Sequence[UUID]


def walked_in(subject: Subject, window: Window) -> Walked:
    """The stops of these days (of a round: all of its own), not those found closed, and the visits made by the cut-off."""
    own = RoundSite.objects.filter(round=subject.round, closed_reason="")
    stops = (own if subject.round else _stops(subject.joint, window)).order_by().values_list("round_id", "site_id")
    planned = set(stops)
    rounds = {planned_round for planned_round, _site in planned}
    made: dict[tuple[UUID, UUID], UUID] = {}
    ours = Visit.objects.filter(round_id__in=rounds, outside_body="", finished_at__lte=window.as_of)
    for pk, planned_round, site in ours.order_by("finished_at", "pk").values_list("pk", "round_id", "site_id"):
        made.setdefault((planned_round, site), pk)
    return Walked(len(rounds), len(planned), [pk for stop, pk in made.items() if stop in planned])


def _stops(joint: JointCampaign, window: Window) -> QuerySet[RoundSite]:
    """Stops of open rounds by their day, those of an undercover round by the day of its release; not those found closed."""
    first, last = clock.local(window.start).date(), clock.local(min(window.cut_off, window.as_of)).date()
    undercover = Q(round__kind=RoundKind.UNDERCOVER)
    released = Q(
        round__released_at__gte=window.start, round__released_at__lt=window.end, round__released_at__lte=window.as_of
    )
    begun = RoundSite.objects.filter(
        round__joint=joint, round__state__in=[RoundState.RUNNING, RoundState.FINISHED], closed_reason=""
    )
    return begun.filter(~undercover & Q(day__gte=first, day__lte=last) | undercover & released)


def window_of(first: date, last: date, as_of: datetime, kind: str = Kind.WEEKLY) -> Window:
    """These days as moments of the county's time. What was found on a round is followed up to the cut-off."""
    if kind == Kind.ROUND:
        last = max(last, clock.local(as_of).date())
    return Window.of(first, last, as_of, calendar().zone)


def cut_off(first: date, last: date, now: datetime, kind: str = Kind.WEEKLY) -> datetime:
    """As of when it is counted if nobody says otherwise: the end of its days, or now while they run; a round: now."""
    return now if kind == Kind.ROUND else min(window_of(first, last, now).cut_off, now)
