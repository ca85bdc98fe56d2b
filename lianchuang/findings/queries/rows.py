"""What a row, a card or a page shows of one finding: where it stands, how much time is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from lianchuang.common import clock as present
from lianchuang.common.shapes import Deadline, DueState, LoopShape, LoopState, deadline_words, used_tenths
from lianchuang.common.workdays import MINUTES_PER_WORKDAY, calendar
from lianchuang.findings import rules
from lianchuang.findings.models import Finding, FindingCampaign
from lianchuang.findings.rules import State

MINUTES_PER_DAY = 1440


class TimeLeft(NamedTuple):
    """Minutes left (negative: overdue), used and allowed, and in which time they count."""

    left: int
    used: int
    limit: int
    working: bool


def clock_of(finding: Finding) -> rules.Clock:
    """The unit's clock of a finding: working time, or calendar time for urgent matters."""
    minutes: rules.Minutes = calendar() if finding.counts_working_time else rules.Elapsed()
    return rules.Clock(minutes, finding.limit_minutes, finding.used_minutes, finding.running_since)


def time_left(finding: Finding, now: datetime) -> TimeLeft | None:
    """The time of whoever has it now; None when no clock runs (sealed, deferred or ended)."""
    state = finding.state_enum
    if state in rules.WITH_UNIT:
        clock = clock_of(finding)
        return TimeLeft(clock.remaining_at(now), clock.used_at(now), clock.limit, finding.counts_working_time)
    if state in rules.STEP_LIMITS and finding.step_due_at is not None:
        limit = rules.STEP_LIMITS[state]
        left = calendar().minutes_between(now, finding.step_due_at)
        return TimeLeft(left, limit - left, limit, True)
    return None


def is_overdue(finding: Finding, now: datetime) -> bool:
    """Whether whoever has it should have acted by now."""
    return finding.is_open and finding.step_due_at is not None and finding.step_due_at < now


def urgency(finding: Finding, now: datetime) -> DueState:
    """How the time stands: over, soon (one working day or less), running, hold or done."""
    if not finding.is_open:
        return "done"
    time = time_left(finding, now)
    if time is None:
        return "hold"
    if is_overdue(finding, now):
        return "over"
    return "soon" if time.left <= (MINUTES_PER_WORKDAY if time.working else MINUTES_PER_DAY) else "running"


def deadline(finding: Finding, now: datetime) -> Deadline:
    """The deadline pill: the time left to whoever has it now, and what for when that is not the unit."""
    state, how = finding.state_enum, urgency(finding, now)
    if how == "done":
        return Deadline("done", _ended_words(finding))
    time = time_left(finding, now)
    if finding.is_sealed:
        return Deadline("hold", _("not released yet"))
    if time is None:
        if finding.step_due_at is not None and finding.step_due_at < now:
            return Deadline("hold", _("deferred, to review now"))
        until = f"{finding.deferred_until:%m-%d}" if finding.deferred_until else "–"
        return Deadline("hold", _("deferred until %(date)s") % {"date": until})
    late_by_nothing = how == "over" and time.left >= 0
    words = _("overdue") if late_by_nothing else deadline_words(time.left, time.working)
    if prefix := _waiting_for(state):
        words = _("%(what)s: %(time)s") % {"what": prefix, "time": words}
    return Deadline(how, words, used_tenths(time.used, time.limit))


def _ended_words(finding: Finding) -> str:
    if finding.state_enum is not State.CLOSED:
        return str(rules.STATE_LABELS[finding.state_enum])
    return _("closed, late") if finding.was_late else _("closed, in time")


def _waiting_for(state: State) -> str:
    """What is waited for, where it is not the first rectification."""
    return {
        State.REPORTED: _("to dispatch"),
        State.RETURNED: _("to rule"),
        State.DEFERRAL_ASKED: _("deferral"),
        State.SUBMITTED: _("to verify"),
        State.VERIFIED: _("to close"),
        State.REWORK: _("rework"),
    }.get(state, "")


SHAPES: dict[State, LoopState] = {
    State.CLOSED: "closed",
    State.MERGED: "void",
    State.VOID: "void",
    State.ELSEWHERE: "void",
    State.RETURNED: "back",
    State.DEFERRED: "hold",
    State.DEFERRAL_ASKED: "hold",
}


def _shape(state: State, how: DueState) -> LoopState:
    if state in SHAPES:
        return SHAPES[state]
    if how == "over":
        return "over"
    if state is State.REWORK:
        return "back"
    return {"soon": "soon", "hold": "hold"}.get(how, "here")  # type: ignore[return-value]  # the values are shapes


def loop_shape(finding: Finding, now: datetime) -> LoopShape:
    """Where it stands on the loop line, with which shape, and the whole as a sentence."""
    state, how = finding.state_enum, urgency(finding, now)
    stop = rules.STOP_OF[state]
    words = {"stop": stop, "state": rules.STATE_LABELS[state]}
    sentence = _("Stop %(stop)s of 7: %(state)s") % words
    if how == "over":
        sentence = _("Stop %(stop)s of 7: %(state)s, overdue") % words
    return LoopShape(stop, _shape(state, how), sentence)


@dataclass(frozen=True)
class Row:
    """One line of a list: the finding (site, post, unit loaded), its seals, line, pill and age in working minutes."""

    finding: Finding
    seals: Sequence[FindingCampaign]
    loop: LoopShape
    due: Deadline
    age: int

    @property
    def age_days(self) -> str:
        """Age in working days, one decimal."""
        return f"{self.age / MINUTES_PER_WORKDAY:.1f}"

    @property
    def where(self) -> str:
        """The place as a reader knows it."""
        return place_words(self.finding)


def place_words(finding: Finding) -> str:
    """The site's name, else the words given for the place."""
    if finding.site is None:
        return finding.place
    return f"{finding.site.name} {finding.place}".strip()


def age_minutes(finding: Finding, now: datetime) -> int:
    """Working minutes since it was found, up to its end."""
    return max(0, calendar().minutes_between(finding.found_at, finding.ended_at or now))


def rows_of(findings: Iterable[Finding], now: datetime) -> list[Row]:
    """Rows for findings that come with site, post and unit; the seals of all of them in one query."""
    found = list(findings)
    prefetch_related_objects(found, "finding_campaigns__campaign")
    return [
        Row(
            finding=finding,
            seals=list(finding.finding_campaigns.all()),
            loop=loop_shape(finding, now),
            due=deadline(finding, now),
            age=age_minutes(finding, now),
        )
        for finding in found
    ]


def local_day(at: datetime) -> str:
    """Month and day in the county's time."""
    return f"{present.local(at):%m-%d}"
