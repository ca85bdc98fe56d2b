"""The page about one finding: its stops, its story, its clock, who answers, what it counts for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Appointment, Person
from lianchuang.audit.queries import entries_about
from lianchuang.common import clock as present
from lianchuang.common.refusals import Reason
from lianchuang.common.shapes import Deadline, LoopShape, minutes_words
from lianchuang.common.workdays import calendar
from lianchuang.findings import access, rules
from lianchuang.findings.models import Finding, FindingCampaign, FindingPhoto, PhotoRole, Step
from lianchuang.findings.queries.rows import clock_of, deadline, loop_shape, place_words
from lianchuang.findings.rules import STOPS, ClockEffect, State, Verb

VERB_OF_OPENING = "open"


@dataclass(frozen=True)
class Stop:
    """One of the seven stops: reached when and by whom, or not yet."""

    label: str
    step: Step | None
    is_on: bool
    is_now: bool


@dataclass(frozen=True)
class Told:
    """One step in words."""

    step: Step
    label: str
    who: str
    photos: Sequence[FindingPhoto]
    is_back: bool


@dataclass(frozen=True)
class Stretch:
    """A stretch of the clock: from when to when, its minutes, and whether it counted."""

    start: datetime
    end: datetime
    minutes: int
    counts: bool
    words: str

    @property
    def length(self) -> str:
        """The length in words."""
        return minutes_words(self.minutes)


@dataclass(frozen=True)
class ClockSheet:
    """How the clock went: the limit, every stretch, what was used and what is left."""

    limit: str
    stretches: Sequence[Stretch]
    used: str
    left: str
    is_over: bool
    runs: bool
    due: datetime | None
    first_due: datetime | None


@dataclass(frozen=True)
class Pair:
    """A photo before and one after."""

    before: FindingPhoto
    after: FindingPhoto


@dataclass(frozen=True)
class Month:
    """Findings at the same site in a month."""

    month: date
    count: int


@dataclass(frozen=True)
class FindingPage:
    """Everything on the page."""

    finding: Finding
    place: str
    seals: Sequence[FindingCampaign]
    loop: LoopShape
    due: Deadline
    stops: Sequence[Stop]
    pairs: Sequence[Pair]
    before: Sequence[FindingPhoto]
    after: Sequence[FindingPhoto]
    story: Sequence[Told]
    clock: ClockSheet | None
    verbs: Sequence[Verb]
    why_not: Sequence[tuple[str, Sequence[Reason]]]
    holder: Person | None
    months: Sequence[Month]
    here: int
    same_item: int
    entries: int


def finding_page(actor: Actor, finding: Finding, now: datetime) -> FindingPage:
    """The page about a finding that the actor may see."""
    steps = list(Step.objects.filter(finding=finding).select_related("by", "by_post__unit").order_by("id"))
    photos = list(FindingPhoto.objects.filter(finding=finding).select_related("step").order_by("pk"))
    case = access.case_with(finding, [step.by_id for step in steps if step.verb in access.HANDLING])
    who = access.who_is(actor, finding)
    months, here, same = _nearby(actor, finding, now)
    before = [photo for photo in photos if photo.role == PhotoRole.BEFORE]
    after = [photo for photo in photos if photo.role == PhotoRole.AFTER]
    return FindingPage(
        finding=finding,
        place=place_words(finding),
        seals=list(finding.finding_campaigns.select_related("campaign", "requirement__edition")),
        loop=loop_shape(finding, now),
        due=deadline(finding, now),
        stops=_stops(finding, steps),
        pairs=[Pair(before[0], photo) for photo in reversed(after)][:1] if before else [],
        before=before,
        after=after,
        story=_story(steps, photos),
        clock=_clock_sheet(finding, steps, now),
        verbs=rules.next_verbs(case, who),
        why_not=[(str(rules.VERB_LABELS[verb]), faults) for verb, faults in rules.why_not(case, who).items()],
        holder=_holder(finding, now),
        months=months,
        here=here,
        same_item=same,
        entries=entries_about("finding", finding.pk).count(),
    )


def _stops(finding: Finding, steps: Sequence[Step]) -> list[Stop]:
    here = rules.STOP_OF[finding.state_enum]
    last = {step.to_state: step for step in steps}
    return [
        Stop(
            label=str(rules.STATE_LABELS[state]),
            step=last.get(state.value) if number <= here else None,
            is_on=number < here or (number == here and not finding.is_open),
            is_now=number == here,
        )
        for number, state in enumerate(STOPS, start=1)
    ]


def _story(steps: Sequence[Step], photos: Sequence[FindingPhoto]) -> list[Told]:
    """Newest first."""
    labels = {verb.value: str(label) for verb, label in rules.VERB_LABELS.items()}
    labels |= {VERB_OF_OPENING: _("Found"), "see_again": _("Seen again")}
    back = {Verb.RETURN.value, Verb.REJECT.value, Verb.REOPEN.value}
    return [
        Told(
            step=step,
            label=labels.get(step.verb, step.verb),
            who=step.by_post.full_name if step.by_post else (step.by.name if step.by else _("the program, by rule")),
            photos=[photo for photo in photos if photo.step_id == step.pk],
            is_back=step.verb in back,
        )
        for step in reversed(steps)
    ]


def _effect(step: Step) -> ClockEffect:
    """What a step did to the clock, by the state table."""
    if step.verb not in set(Verb):
        return ClockEffect.KEEP
    row = rules.transition(Verb(step.verb), State(step.from_state)) if step.from_state else None
    return row.clock if row else ClockEffect.KEEP


def _clock_sheet(finding: Finding, steps: Sequence[Step], now: datetime) -> ClockSheet | None:
    """The clock's arithmetic from its steps; None before it ever ran."""
    moments: list[tuple[datetime, bool, str]] = []
    for step in steps:
        effect = _effect(step)
        if effect in {ClockEffect.START, ClockEffect.FRESH}:
            moments = [(step.at, True, "")]
        elif effect in {ClockEffect.STOP, ClockEffect.RUN} and moments:
            moments.append((step.at, effect is ClockEffect.RUN, str(rules.VERB_LABELS[Verb(step.verb)])))
    if not moments:
        return None
    end = finding.ended_at or now
    ticking = clock_of(finding)
    stretches = []
    for (start, runs, _words), (stop, _next, words) in pairwise([*moments, (end, False, "")]):
        minutes = max(0, ticking.time.minutes_between(start, stop))
        if minutes or runs:
            stretches.append(Stretch(start, stop, minutes, runs, words if runs else _words))
    left = ticking.remaining_at(now)
    working = finding.counts_working_time
    return ClockSheet(
        limit=minutes_words(finding.limit_minutes, working),
        stretches=stretches,
        used=minutes_words(ticking.used_at(now), working),
        left=minutes_words(abs(left), working),
        is_over=left < 0,
        runs=finding.running_since is not None,
        due=ticking.due(),
        first_due=finding.first_due_at,
    )


def _holder(finding: Finding, now: datetime) -> Person | None:
    """Who sits in the responsible post today."""
    today = present.local(now).date()
    found = Appointment.objects.filter(post=finding.responsible_post_id, since__lte=today).select_related("person")
    return next((each.person for each in found.order_by("-since") if each.until is None or each.until > today), None)


def _nearby(actor: Actor, finding: Finding, now: datetime) -> tuple[list[Month], int, int]:
    """The site's last twelve months: findings a month, in all, and of the same item."""
    if finding.site_id is None:
        return [], 0, 0
    today = present.local(now).date().replace(day=1)
    first = (today - timedelta(days=330)).replace(day=1)
    seen = access.visible_findings(actor).filter(site=finding.site_id, is_sealed=False)
    recent = seen.filter(found_at__gte=datetime.combine(first, datetime.min.time(), calendar().zone))
    rows = recent.annotate(month=TruncMonth("found_at")).values_list("month").annotate(number=Count("pk")).order_by()
    counts = {present.local(month).date(): number for month, number in rows}
    months, each = [], first
    while each <= today:
        months.append(Month(each, counts.get(each, 0)))
        each = (each + timedelta(days=32)).replace(day=1)
    same = recent.filter(item=finding.item_id).count() if finding.item_id else 0
    return months, sum(month.count for month in months), same
