"""The life of a finding as one table, and the decisions that rest on it. No database, no clock.

`TRANSITIONS` drives the actions, the buttons, the refusals, the diagram in docs/rules/finding-states.md and the
property tests. The seven stops are the national 数字城管 flow (GB/T 30428; 扶政办〔2019〕3号); the branches are the
honest exits: not ours, cannot fix yet, extended, reassigned, merged, void.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lianchuang.common.refusals import Reason


class State(StrEnum):
    REPORTED = "reported"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    RECTIFYING = "rectifying"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    CLOSED = "closed"
    RETURNED = "returned"
    DEFERRAL_ASKED = "deferral_asked"
    DEFERRED = "deferred"
    REWORK = "rework"
    MERGED = "merged"
    VOID = "void"
    ELSEWHERE = "elsewhere"


STATE_LABELS: dict[State, Promise] = {
    State.REPORTED: pgettext_lazy("finding state", "reported"),
    State.DISPATCHED: pgettext_lazy("finding state", "dispatched"),
    State.ACCEPTED: pgettext_lazy("finding state", "accepted"),
    State.RECTIFYING: pgettext_lazy("finding state", "rectifying"),
    State.SUBMITTED: pgettext_lazy("finding state", "submitted"),
    State.VERIFIED: pgettext_lazy("finding state", "verified"),
    State.CLOSED: pgettext_lazy("finding state", "closed"),
    State.RETURNED: pgettext_lazy("finding state", "returned: not ours"),
    State.DEFERRAL_ASKED: pgettext_lazy("finding state", "deferral asked"),
    State.DEFERRED: pgettext_lazy("finding state", "deferred"),
    State.REWORK: pgettext_lazy("finding state", "rework"),
    State.MERGED: pgettext_lazy("finding state", "merged"),
    State.VOID: pgettext_lazy("finding state", "void"),
    State.ELSEWHERE: pgettext_lazy("finding state", "settled in the other system"),
}

# The seven stops of the loop line, in order; a branch is drawn at the stop it left from.
STOPS = (
    State.REPORTED,
    State.DISPATCHED,
    State.ACCEPTED,
    State.RECTIFYING,
    State.SUBMITTED,
    State.VERIFIED,
    State.CLOSED,
)
STOP_OF = {state: index + 1 for index, state in enumerate(STOPS)} | {
    State.RETURNED: 2,
    State.DEFERRAL_ASKED: 4,
    State.DEFERRED: 4,
    State.REWORK: 4,
    State.MERGED: 1,
    State.VOID: 1,
    State.ELSEWHERE: 1,
}
# `elsewhere` is a case that its own system says is settled: ended, but never counted as closed by us.
ENDED = frozenset({State.CLOSED, State.MERGED, State.VOID, State.ELSEWHERE})
OPEN = frozenset(State) - ENDED
WITH_UNIT = frozenset({State.DISPATCHED, State.ACCEPTED, State.RECTIFYING, State.REWORK})


class Verb(StrEnum):
    DISPATCH = "dispatch"
    ACCEPT = "accept"
    ASSIGN = "assign"
    START = "start"
    SUBMIT = "submit"
    PASS = "pass"  # noqa: S105 - a verdict, not a password
    REJECT = "reject"
    CLOSE = "close"
    RETURN = "return"
    RULE = "rule"
    REASSIGN = "reassign"
    EXTEND = "extend"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    ASK_DEFERRAL = "ask_deferral"
    GRANT_DEFERRAL = "grant_deferral"
    REFUSE_DEFERRAL = "refuse_deferral"
    RESUME = "resume"
    REVIEW = "review"
    SPLIT = "split"
    MERGE = "merge"
    VOID = "void"
    SETTLE = "settle"
    REOPEN = "reopen"


VERB_LABELS: dict[Verb, Promise] = {
    Verb.DISPATCH: pgettext_lazy("finding verb", "Dispatch"),
    Verb.ACCEPT: pgettext_lazy("finding verb", "Accept"),
    Verb.ASSIGN: pgettext_lazy("finding verb", "Pass on to a post"),
    Verb.START: pgettext_lazy("finding verb", "Start work"),
    Verb.SUBMIT: pgettext_lazy("finding verb", "Put right: submit"),
    Verb.PASS: pgettext_lazy("finding verb", "Verified: put right"),
    Verb.REJECT: pgettext_lazy("finding verb", "Not put right: rework"),
    Verb.CLOSE: pgettext_lazy("finding verb", "Close"),
    Verb.RETURN: pgettext_lazy("finding verb", "Not ours"),
    Verb.RULE: pgettext_lazy("finding verb", "Rule on ownership"),
    Verb.REASSIGN: pgettext_lazy("finding verb", "Reassign"),
    Verb.EXTEND: pgettext_lazy("finding verb", "Extend"),
    Verb.ASK_EXTENSION: pgettext_lazy("finding verb", "Ask for more time"),
    Verb.GRANT_EXTENSION: pgettext_lazy("finding verb", "Grant more time"),
    Verb.REFUSE_EXTENSION: pgettext_lazy("finding verb", "Refuse more time"),
    Verb.ASK_DEFERRAL: pgettext_lazy("finding verb", "Cannot fix yet"),
    Verb.GRANT_DEFERRAL: pgettext_lazy("finding verb", "Grant deferral"),
    Verb.REFUSE_DEFERRAL: pgettext_lazy("finding verb", "Refuse deferral"),
    Verb.RESUME: pgettext_lazy("finding verb", "Resume work"),
    Verb.REVIEW: pgettext_lazy("finding verb", "Review: keep deferred"),
    Verb.SPLIT: pgettext_lazy("finding verb", "Needs several units"),
    Verb.MERGE: pgettext_lazy("finding verb", "Merge"),
    Verb.VOID: pgettext_lazy("finding verb", "Void"),
    Verb.SETTLE: pgettext_lazy("finding verb", "Settled in the other system"),
    Verb.REOPEN: pgettext_lazy("finding verb", "Reopen"),
}


class Party(StrEnum):
    OFFICE = "office"
    RESPONSIBLE = "responsible"
    COORDINATOR = "coordinator"
    VERIFIER = "verifier"
    SYSTEM = "system"


PARTY_LABELS: dict[Party, Promise] = {
    Party.OFFICE: gettext_lazy("the campaign office"),
    Party.RESPONSIBLE: gettext_lazy("the responsible post"),
    Party.COORDINATOR: gettext_lazy("the coordinator of the responsible unit"),
    Party.VERIFIER: gettext_lazy("a verifier of another unit who had no part in it"),
    Party.SYSTEM: gettext_lazy("the program, by rule"),
}


class ClockEffect(StrEnum):
    START = "start"
    STOP = "stop"
    RUN = "run"
    KEEP = "keep"
    FRESH = "fresh"


class Condition(StrEnum):
    """What must hold besides the state. Each has a sentence for when it does not."""

    RETURNS_LEFT = "returns_left"
    OFFICE_AFTER_RETURNS = "office_after_returns"
    PARTS_DONE = "parts_done"
    EXTENSION_ASKED = "extension_asked"
    NO_EXTENSION_ASKED = "no_extension_asked"


# After so many returns the ruling is for good: no further return, and only the office rules.
MOST_RETURNS = 2
CONDITION_FAULTS: dict[Condition, Promise] = {
    Condition.RETURNS_LEFT: gettext_lazy("It was returned twice and ruled on twice; the ruling stands."),
    Condition.OFFICE_AFTER_RETURNS: gettext_lazy("It was returned twice; now the campaign office rules, for good."),
    Condition.PARTS_DONE: gettext_lazy("A part that another unit does is not done yet."),
    Condition.EXTENSION_ASKED: gettext_lazy("No more time was asked for."),
    Condition.NO_EXTENSION_ASKED: gettext_lazy("More time was asked for already; it is to be granted or refused."),
}


@dataclass(frozen=True)
class Transition:
    """One row of the table. `target` None: the state stays. `needs` are the inputs without which it is refused, `when`
    what must hold besides the state.
    """

    verb: Verb
    sources: frozenset[State]
    target: State | None
    by: frozenset[Party]
    clock: ClockEffect = ClockEffect.KEEP
    needs: frozenset[str] = frozenset()
    counter: str = ""
    when: tuple[Condition, ...] = ()


def _row(
    verb: Verb,
    sources: Iterable[State],
    target: State | None,
    by: Iterable[Party],
    clock: ClockEffect = ClockEffect.KEEP,
    needs: str = "",
    counter: str = "",
    when: tuple[Condition, ...] = (),
) -> Transition:
    return Transition(verb, frozenset(sources), target, frozenset(by), clock, frozenset(needs.split()), counter, when)


_UNIT = (Party.RESPONSIBLE, Party.COORDINATOR)

TRANSITIONS: tuple[Transition, ...] = (
    _row(Verb.DISPATCH, {State.REPORTED}, State.DISPATCHED, {Party.OFFICE, Party.SYSTEM}, ClockEffect.START, "post"),
    _row(Verb.ACCEPT, {State.DISPATCHED}, State.ACCEPTED, _UNIT),
    _row(Verb.ASSIGN, {State.DISPATCHED}, State.ACCEPTED, {Party.COORDINATOR}, needs="post"),
    _row(Verb.ASSIGN, WITH_UNIT - {State.DISPATCHED}, None, {Party.COORDINATOR}, needs="post"),
    _row(Verb.START, {State.ACCEPTED}, State.RECTIFYING, _UNIT),
    _row(
        Verb.SUBMIT,
        WITH_UNIT,
        State.SUBMITTED,
        _UNIT,
        ClockEffect.STOP,
        "note photos",
        when=(Condition.PARTS_DONE,),
    ),
    _row(Verb.PASS, {State.SUBMITTED}, State.VERIFIED, {Party.VERIFIER}),
    _row(Verb.REJECT, {State.SUBMITTED}, State.REWORK, {Party.VERIFIER}, ClockEffect.RUN, "note", "rework_count"),
    _row(Verb.CLOSE, {State.VERIFIED}, State.CLOSED, {Party.OFFICE, Party.SYSTEM}),
    _row(
        Verb.RETURN,
        WITH_UNIT,
        State.RETURNED,
        _UNIT,
        ClockEffect.STOP,
        "note",
        "return_count",
        when=(Condition.RETURNS_LEFT,),
    ),
    _row(
        Verb.RULE,
        {State.RETURNED},
        State.DISPATCHED,
        {Party.OFFICE, Party.VERIFIER},
        ClockEffect.RUN,
        "post note",
        when=(Condition.OFFICE_AFTER_RETURNS,),
    ),
    _row(Verb.REASSIGN, WITH_UNIT, State.DISPATCHED, {Party.OFFICE}, needs="post note", counter="reassign_count"),
    _row(
        Verb.EXTEND,
        WITH_UNIT,
        None,
        {Party.OFFICE},
        needs="days note",
        counter="extend_count",
        when=(Condition.NO_EXTENSION_ASKED,),
    ),
    _row(Verb.ASK_EXTENSION, WITH_UNIT, None, _UNIT, needs="days note", when=(Condition.NO_EXTENSION_ASKED,)),
    _row(
        Verb.GRANT_EXTENSION,
        WITH_UNIT,
        None,
        {Party.OFFICE},
        needs="days",
        counter="extend_count",
        when=(Condition.EXTENSION_ASKED,),
    ),
    _row(Verb.REFUSE_EXTENSION, WITH_UNIT, None, {Party.OFFICE}, needs="note", when=(Condition.EXTENSION_ASKED,)),
    _row(Verb.SPLIT, WITH_UNIT, None, {*_UNIT, Party.OFFICE}, needs="part_post task until"),
    _row(Verb.ASK_DEFERRAL, WITH_UNIT, State.DEFERRAL_ASKED, _UNIT, ClockEffect.STOP, "reason note plan until"),
    _row(Verb.GRANT_DEFERRAL, {State.DEFERRAL_ASKED}, State.DEFERRED, {Party.OFFICE}, counter="deferral_count"),
    _row(Verb.REFUSE_DEFERRAL, {State.DEFERRAL_ASKED}, State.RECTIFYING, {Party.OFFICE}, ClockEffect.RUN, "note"),
    _row(Verb.REVIEW, {State.DEFERRED}, None, {Party.OFFICE}, needs="note review_on", counter="review_count"),
    _row(Verb.RESUME, {State.DEFERRED}, State.RECTIFYING, {*_UNIT, Party.OFFICE}, ClockEffect.RUN),
    _row(Verb.MERGE, OPEN - {State.SUBMITTED, State.VERIFIED}, State.MERGED, {Party.OFFICE}, ClockEffect.STOP, "into"),
    _row(Verb.VOID, OPEN - {State.VERIFIED}, State.VOID, {Party.OFFICE}, ClockEffect.STOP, "note"),
    _row(
        Verb.SETTLE, OPEN - {State.SUBMITTED, State.VERIFIED}, State.ELSEWHERE, {Party.SYSTEM}, ClockEffect.STOP, "note"
    ),
    _row(
        Verb.REOPEN,
        {State.CLOSED},
        State.DISPATCHED,
        {Party.OFFICE, Party.SYSTEM},
        ClockEffect.FRESH,
        "note",
        "reopen_count",
    ),
)


class Minutes(Protocol):
    """What the clock needs of a calendar."""

    def minutes_between(self, start: datetime, end: datetime) -> int: ...
    def add_minutes(self, start: datetime, minutes: int) -> datetime: ...


class Elapsed:
    """Calendar time as a calendar: every minute counts. As there, nothing is ever due before its clock ran."""

    def minutes_between(self, start: datetime, end: datetime) -> int:
        return int((end - start).total_seconds() // 60)

    def add_minutes(self, start: datetime, minutes: int) -> datetime:
        return start + timedelta(minutes=max(0, minutes))


class LimitUnit(StrEnum):
    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    URGENT_HOUR = "urgent_hour"


MINUTES_OF = {
    LimitUnit.WORKING_HOUR: 60,
    LimitUnit.WORKING_DAY: 420,
    LimitUnit.CALENDAR_DAY: 1440,
    LimitUnit.URGENT_HOUR: 60,
}
COUNTS_WORKING_TIME = frozenset({LimitUnit.WORKING_HOUR, LimitUnit.WORKING_DAY})


@dataclass(frozen=True)
class Clock:
    """The rectification clock, in minutes of `time` (working time, or calendar time for urgent matters).

    It runs from `running_since`, or stands when that is None; `used` is what was used before.
    """

    time: Minutes
    limit: int
    used: int = 0
    running_since: datetime | None = None

    def used_at(self, at: datetime) -> int:
        """Minutes used at that moment."""
        return self.used + (max(0, self.time.minutes_between(self.running_since, at)) if self.running_since else 0)

    def remaining_at(self, at: datetime) -> int:
        """Minutes left at that moment; negative when overdue."""
        return self.limit - self.used_at(at)

    def due(self) -> datetime | None:
        """When it runs out if nothing stops it; None while it stands."""
        if self.running_since is None:
            return None
        return self.time.add_minutes(self.running_since, self.limit - self.used)

    def after(self, effect: ClockEffect, at: datetime) -> "Clock":
        """The clock after a transition at that moment. What was used is never lost, except by a fresh start."""
        match effect:
            case ClockEffect.KEEP:
                return self
            case ClockEffect.STOP:
                return replace(self, used=self.used_at(at), running_since=None)
            case ClockEffect.RUN:
                return self if self.running_since else replace(self, running_since=at)
            case ClockEffect.START | ClockEffect.FRESH:
                return replace(self, used=0, running_since=at)

    def extended(self, minutes: int) -> "Clock":
        """The clock with more time."""
        return replace(self, limit=self.limit + minutes)


# How long each party has for its own step, in working minutes (the county's own limits, not an official figure).
STEP_LIMITS = {
    State.REPORTED: 4 * 60,
    State.RETURNED: 420,
    State.DEFERRAL_ASKED: 420,
    State.SUBMITTED: 2 * 420,
    State.VERIFIED: 420,
}
REOPEN_WITHIN_DAYS = 30


@dataclass(frozen=True)
class Case:
    """What the rules need to know of a finding. Paths are unit paths; `body` is that of the responsible unit's body,
    `part_bodies` are those that did a part of it.
    """

    state: State
    responsible_post_id: str = ""
    responsible_body: str = ""
    sealed: bool = False
    has_veto: bool = False
    involved: frozenset[str] = frozenset()  # ids of people who had a part in handling it
    returns: int = 0
    open_parts: int = 0
    extension_asked: bool = False
    part_bodies: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Who:
    """What the rules need to know of whoever acts on a case."""

    person_id: str = ""
    post_id: str = ""
    bodies: frozenset[str] = frozenset()  # the bodies of every post the person holds, not only the acting one
    is_system: bool = False
    is_office: bool = False
    is_coordinator: bool = False  # over the responsible unit
    may_verify: bool = False  # holds inspector, verifier or office over the place


def body_of(path: str) -> str:
    """The body a unit belongs to: the first two levels of its path (county and bureau, street or town)."""
    return ".".join(path.rstrip(".").split(".")[:2]) + "." if path else ""


def root_of(path: str) -> str:
    """The root of the tree that a path lies in."""
    return path.split(".", 1)[0] + "." if path else ""


def independence_faults(case: Case, who: Who) -> list[Reason]:
    """Why this person's look would not be an independent one."""
    faults = []
    bodies = case.part_bodies | ({case.responsible_body} if case.responsible_body else frozenset())
    if bodies & who.bodies:
        faults.append(Reason("same_body", _("The unit that puts it right cannot verify it.")))
    if who.person_id and who.person_id in case.involved:
        faults.append(Reason("took_part", _("You had a part in handling it; somebody else must look.")))
    return faults


def parties(case: Case, who: Who) -> frozenset[Party]:
    """As whom this person may act on this finding."""
    if who.is_system:
        return frozenset({Party.SYSTEM})
    result = set()
    if who.is_office:
        result.add(Party.OFFICE)
    if who.post_id and who.post_id == case.responsible_post_id:
        result.add(Party.RESPONSIBLE)
    if who.is_coordinator:
        result.add(Party.COORDINATOR)
    if who.may_verify and not independence_faults(case, who):
        result.add(Party.VERIFIER)
    return frozenset(result)


def transition(verb: Verb, state: State) -> Transition | None:
    """The row for this verb from this state, if there is one."""
    return next((row for row in TRANSITIONS if row.verb == verb and state in row.sources), None)


def rows_of(verb: Verb) -> tuple[Transition, ...]:
    """All rows of a verb."""
    return tuple(row for row in TRANSITIONS if row.verb == verb)


VERDICTS = frozenset({Verb.PASS, Verb.REJECT})


def party_faults(verb: Verb, case: Case, who: Who) -> list[Reason]:
    """Why this person may not do that, whatever the state; empty when they may."""
    allowed = frozenset[Party]().union(*(row.by for row in rows_of(verb)))
    if parties(case, who) & allowed:
        return []
    if verb in VERDICTS and who.may_verify and (faults := independence_faults(case, who)):
        return faults
    return [Reason("not_your_part", _("This is for %(parties)s.") % {"parties": names_of(allowed)})]


def names_of(allowed: frozenset[Party]) -> str:
    """Parties as words; the program only where nobody else may."""
    people: list[Party] = [party for party in Party if party in allowed and party != Party.SYSTEM] or [Party.SYSTEM]
    return _(", ").join(str(PARTY_LABELS[party]) for party in people)


def state_faults(verb: Verb, case: Case, who: Who) -> list[Reason]:
    """Why it cannot be done now; empty when it can."""
    if case.sealed and verb != Verb.VOID:
        return [Reason("sealed", _("It belongs to an undercover round that is not released yet."))]
    row = transition(verb, case.state)
    if row is None:
        return [_wrong_state(verb, case.state)]
    if failed := [condition for condition in row.when if not holds(condition, case, who)]:
        return [Reason(condition.value, str(CONDITION_FAULTS[condition])) for condition in failed]
    if verb == Verb.CLOSE and case.has_veto and who.is_system:
        return [Reason("veto_by_hand", _("A veto hangs on it: the campaign office closes it by hand."))]
    return []


def holds(condition: Condition, case: Case, who: Who) -> bool:
    """Whether a condition of the table holds for this case and whoever acts."""
    match condition:
        case Condition.RETURNS_LEFT:
            return case.returns < MOST_RETURNS
        case Condition.OFFICE_AFTER_RETURNS:
            return who.is_office or case.returns < MOST_RETURNS
        case Condition.PARTS_DONE:
            return case.open_parts == 0
        case Condition.EXTENSION_ASKED:
            return case.extension_asked
        case Condition.NO_EXTENSION_ASKED:
            return not case.extension_asked


def _wrong_state(verb: Verb, state: State) -> Reason:
    """Why a verb has no row from this state, as plainly as it can be said."""
    if verb == Verb.CLOSE and state in OPEN:
        return Reason("not_verified", _("No independent look has passed yet."))
    if verb in {Verb.PASS, Verb.REJECT} and state in OPEN - {State.VERIFIED}:
        return Reason("not_submitted", _("Nothing has been submitted that could be looked at."))
    if verb in {Verb.EXTEND, Verb.ASK_EXTENSION, Verb.ASK_DEFERRAL} and state in OPEN - WITH_UNIT - {State.REPORTED}:
        return Reason("clock_stands", _("The unit's clock stands; there is no need."))
    return Reason("wrong_state", _("Not possible while it is “%(state)s”.") % {"state": STATE_LABELS[state]})


def next_verbs(case: Case, who: Who) -> list[Verb]:
    """What this person can do now, in the table's order."""
    here = dict.fromkeys(row.verb for row in TRANSITIONS if case.state in row.sources)
    return [verb for verb in here if not party_faults(verb, case, who) and not state_faults(verb, case, who)]


def why_not(case: Case, who: Who) -> dict[Verb, list[Reason]]:
    """For each verb that is this person's kind of work, or a verdict they may not give: why it cannot be done now.

    Together with `next_verbs` these are all verbs but those that are somebody else's work whatever the state.
    """
    result: dict[Verb, list[Reason]] = {}
    for verb in dict.fromkeys(row.verb for row in TRANSITIONS):
        reasons = party_faults(verb, case, who)
        if [reason.code for reason in reasons] == ["not_your_part"]:
            continue
        reasons = reasons or state_faults(verb, case, who)
        if reasons:
            result[verb] = reasons
    return result


def next_states(case: Case, who: Who) -> set[State]:
    """The states this person can bring it to."""
    rows = (transition(verb, case.state) for verb in next_verbs(case, who))
    return {row.target or case.state for row in rows if row}
