"""What happened to one finding, step by step, in words; and its seven stops with dates."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianchuang.common import clock as present
from lianchuang.findings import rules
from lianchuang.findings.models import DeferralReason, Finding, FindingPhoto, Step
from lianchuang.findings.parts import PartVerb
from lianchuang.findings.queries.rows import is_overdue
from lianchuang.findings.queries.timing import Timing
from lianchuang.findings.rules import STOPS, ClockEffect, State, Verb

# These say nothing about the date, which stands where it stood.
UNMOVED = {
    Verb.ACCEPT.value, Verb.START.value, Verb.ASSIGN.value, Verb.ASK_EXTENSION.value, Verb.REFUSE_EXTENSION.value,
    Verb.SPLIT.value,
}  # fmt: skip
DAYS_VERBS = {Verb.EXTEND.value, Verb.ASK_EXTENSION.value, Verb.GRANT_EXTENSION.value}
LATE_ARRIVAL = timedelta(minutes=10)
Mark = Literal["", "now", "back", "hold", "end"]


@dataclass(frozen=True)
class Told:
    """One step as it is told: when, what, by whom; facts, the note, what the clock did, its photos."""

    step: Step
    what: str
    who: str
    facts: Sequence[str]
    note: str
    clock: str
    mark: Mark
    photos: Sequence[FindingPhoto] = field(default_factory=tuple)


def who_did(step: Step) -> str:
    """The post, else the person, else the program."""
    if step.by_post is not None:
        return step.by_post.full_name
    return step.by.name if step.by else pgettext("who", "the program, by rule")


def what_of(verb: str) -> str:
    """The step as a noun: 交办, 签收, 报整改."""
    words = {
        "open": pgettext("step", "Found"),
        "see_again": pgettext("step", "Seen again"),
        "unseal": pgettext("step", "Released from its undercover round"),
        Verb.DISPATCH.value: pgettext("step", "Dispatched"),
        Verb.ACCEPT.value: pgettext("step", "Accepted"),
        Verb.ASSIGN.value: pgettext("step", "Passed on"),
        Verb.START.value: pgettext("step", "Work started"),
        Verb.SUBMIT.value: pgettext("step", "Submitted as put right"),
        Verb.PASS.value: pgettext("step", "Verified: put right"),
        Verb.REJECT.value: pgettext("step", "Not put right: rework"),
        Verb.CLOSE.value: pgettext("step", "Closed"),
        Verb.RETURN.value: pgettext("step", "Returned: not ours"),
        Verb.RULE.value: pgettext("step", "Ruling on ownership"),
        Verb.REASSIGN.value: pgettext("step", "Reassigned"),
        Verb.EXTEND.value: pgettext("step", "Extended"),
        Verb.ASK_EXTENSION.value: pgettext("step", "More time asked"),
        Verb.GRANT_EXTENSION.value: pgettext("step", "More time granted"),
        Verb.REFUSE_EXTENSION.value: pgettext("step", "More time refused"),
        Verb.SPLIT.value: pgettext("step", "A part given"),
        PartVerb.DONE.value: pgettext("step", "A part handed in"),
        PartVerb.RETURN.value: pgettext("step", "A part returned"),
        PartVerb.GIVE.value: pgettext("step", "A part given on"),
        PartVerb.DROP.value: pgettext("step", "A part dropped"),
        PartVerb.REDO.value: pgettext("step", "A part to do again"),
        Verb.REVIEW.value: pgettext("step", "Reviewed: stays deferred"),
        Verb.ASK_DEFERRAL.value: pgettext("step", "Deferral asked"),
        Verb.GRANT_DEFERRAL.value: pgettext("step", "Deferral granted"),
        Verb.REFUSE_DEFERRAL.value: pgettext("step", "Deferral refused"),
        Verb.RESUME.value: pgettext("step", "Work resumed"),
        Verb.MERGE.value: pgettext("step", "Merged"),
        Verb.VOID.value: pgettext("step", "Void"),
        Verb.SETTLE.value: pgettext("step", "Settled in the other system"),
        Verb.REOPEN.value: pgettext("step", "Reopened"),
    }
    return words.get(verb, verb)


def ground_words(ground: str) -> str:
    """Why it is with its post: a duty rule by its number, a ruling, a reassignment."""
    named = {"ruling": _("ruling on ownership"), "reassigned": _("reassigned by the office")}
    if ground.startswith("R-"):
        return _("duty rule %(rule)s") % {"rule": ground}
    return named.get(ground, ground)


def story(steps: Sequence[Step], told: Timing | None) -> list[Told]:
    """All steps, newest first. Steps come oldest first, with post, person and photos loaded."""
    last = len(steps) - 1
    return [_tell(step, told, index == last) for index, step in enumerate(steps)][::-1]


def _tell(step: Step, told: Timing | None, is_last: bool) -> Told:
    return Told(
        step=step,
        what=what_of(step.verb),
        who=who_did(step),
        facts=_facts(step),
        note=step.note,
        clock=_clock_words(step, told),
        mark=_mark(step, is_last),
        photos=list(step.photos.all()),
    )


def _mark(step: Step, is_last: bool) -> Mark:
    if step.to_state in {state.value for state in rules.ENDED}:
        return "end"
    if step.verb in {Verb.RETURN.value, Verb.REJECT.value, PartVerb.RETURN.value, PartVerb.REDO.value}:
        return "back"
    if step.to_state in {State.DEFERRED.value, State.DEFERRAL_ASKED.value}:
        return "hold"
    return "now" if is_last else ""


def _facts(step: Step) -> list[str]:
    """The facts of a step besides its note, in the reader's language."""
    facts = [*_given(step), *_of_exit(step), *_asked(step)]
    if step.received_at - step.at > LATE_ARRIVAL:
        facts.append(_("known here %(time)s") % {"time": f"{present.local(step.received_at):%m-%d %H:%M}"})
    return facts


def _given(step: Step) -> list[str]:
    """To whom, on what ground, where from, by when."""
    data, facts = step.data, []
    if post := data.get("post"):
        facts.append(_("to %(post)s") % {"post": post})
    if (ground := data.get("ground")) and step.verb == Verb.DISPATCH.value:
        facts.append(_("by %(ground)s") % {"ground": ground_words(ground)})
    if (days := data.get("days")) and step.verb in DAYS_VERBS:
        facts.append(_("%(days)s days more") % {"days": days})
    if (due := data.get("due")) and step.verb not in UNMOVED:
        facts.append(_("due %(due)s") % {"due": due[5:]})
    if origin := data.get("origin"):
        facts.append(origin)
    return facts


def _of_exit(step: Step) -> list[str]:
    """What belongs to an honest exit: a part, a deferral's reason, plan and review, a ruling."""
    data = step.data
    reason = data.get("reason")
    facts = [
        str(data.get("task") or ""),
        _("by %(post)s") % {"post": data["part_post"]} if data.get("part_post") else "",
        str(DeferralReason(reason).label) if reason in DeferralReason.values else "",
        _("plan kept by %(post)s") % {"post": data["plan_post"]} if data.get("plan_post") else "",
        _("next review %(date)s") % {"date": data["review_on"]} if data.get("review_on") else "",
        _("ruled on the spot") if data.get("on_spot") else "",
        _("boundary: %(words)s") % {"words": data["boundary"]} if data.get("boundary") else "",
    ]
    return [fact for fact in facts if fact]


def _asked(step: Step) -> list[str]:
    """What was asked or counted."""
    data, facts = step.data, []
    if until := data.get("until"):
        facts.append(_("until %(date)s") % {"date": until})
    if plan := data.get("plan"):
        facts.append(_("plan: %(plan)s") % {"plan": plan})
    if into := data.get("into"):
        facts.append(_("into %(number)s") % {"number": into})
    if count := data.get("rework_count"):
        facts.append(_("rework no. %(count)s") % {"count": count})
    return facts


def _clock_words(step: Step, told: Timing | None) -> str:
    """What the step did to the unit's clock."""
    if step.verb not in set(Verb) or not step.from_state:
        return ""
    row = rules.transition(Verb(step.verb), State(step.from_state))
    if row is None or step.to_state in {state.value for state in rules.ENDED}:
        return ""
    if row.clock in {ClockEffect.START, ClockEffect.FRESH}:
        return _("the clock starts")
    begun = next((span for span in told.spans if span.start == step.at), None) if told else None
    if begun is None:
        return ""
    return _("the clock goes on") if begun.runs else _("the clock stops")


# --- the seven stops ---


@dataclass(frozen=True)
class Stop:
    """One stop of the track: passed (on), reached (now) or to come."""

    label: str
    state: Literal["on", "now", ""]
    at: datetime | None
    lines: Sequence[str]


def stop_label(state: State) -> str:
    """The seven stops as everybody calls them."""
    return {
        State.REPORTED: pgettext("stop", "Reported"),
        State.DISPATCHED: pgettext("stop", "Dispatched"),
        State.ACCEPTED: pgettext("stop", "Accepted"),
        State.RECTIFYING: pgettext("stop", "Rectifying"),
        State.SUBMITTED: pgettext("stop", "Submitted"),
        State.VERIFIED: pgettext("stop", "Verified"),
        State.CLOSED: pgettext("stop", "Closed"),
    }[state]


def track(finding: Finding, steps: Sequence[Step], now: datetime) -> list[Stop]:
    """The stops of the present life, with the date and post of the last step that brought it there."""
    here = rules.STOP_OF[finding.state_enum]
    reached = _reached(steps)
    if finding.state_enum in {State.MERGED, State.VOID, State.ELSEWHERE}:
        here = max((index + 1 for index, state in enumerate(STOPS) if state in reached), default=1)
    stops = []
    for index, state in enumerate(STOPS, start=1):
        step = reached.get(state) if index <= here else None
        place: Literal["on", "now", ""] = "now" if index == here else "on" if index < here else ""
        lines = [who_did(step)] if step else []
        if index == here:
            lines += _here_words(finding)
        elif index == here + 1:
            lines += _next_words(finding, now)
        stops.append(Stop(stop_label(state), place, step.at if step else None, lines))
    return stops


def _reached(steps: Sequence[Step]) -> dict[State, Step]:
    """The last step into each stop since the clock last started anew; the report itself always."""
    reached: dict[State, Step] = {}
    for step in steps:
        state = State(step.to_state)
        if step.verb == Verb.REOPEN.value:
            reached = {key: value for key, value in reached.items() if key is State.REPORTED}
        if state in STOPS and (step.from_state != step.to_state or step.verb == Verb.REASSIGN.value):
            reached[state] = step
    return reached


def _here_words(finding: Finding) -> list[str]:
    """A branch is said where it left from."""
    if finding.state_enum in STOPS:
        return []
    return [str(rules.STATE_LABELS[finding.state_enum])]


def _next_words(finding: Finding, now: datetime) -> list[str]:
    if not finding.is_open or finding.step_due_at is None:
        return []
    time = f"{present.local(finding.step_due_at):%m-%d %H:%M}"
    if is_overdue(finding, now):
        return [_("was due %(time)s") % {"time": time}]
    return [_("due %(time)s") % {"time": time}]
