"""The ladder from a reminder to a red notice, as one table. The program proposes a rung, a person signs it.

After domain/closed-loop.md §8: reminder → overdue notice to the coordinator → head of the unit → 督办单 → yellow → red.
Each rung has a ground, evidence (its findings), a reply window, an answer with objections, and a signature. What follows
from one for people is never decided here. The days are this county's own; no rule of a higher level fixes them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lianchuang.common.refusals import Reason

WORKDAY = 420  # minutes
AGAIN_DAYS = 2  # to answer anew when an answer was not accepted
QUIET_DAYS = 3  # before what was declined is proposed again
MOST_FINDINGS = 300  # in one letter
MOST_REPLY = 2000
MOST_FILES = 5


class Rung(StrEnum):
    REMINDER = "reminder"
    OVERDUE = "overdue"
    HEAD = "head"
    LETTER = "letter"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True)
class Step:
    """A rung of the ladder. `late_days`: working days over the date before it may be proposed; negative: before it.

    `after`: the rung that must have been signed and answered, or run out, before. `to`: kinds of post it goes to, the
    first that the unit has. `reply_days`: working days to answer. `leader_signs`: only a leader may, else the office too.
    """

    rung: Rung
    label: Promise
    sign: str
    late_days: int
    after: Rung | None
    to: tuple[str, ...]
    reply_days: int
    is_signed: bool = True
    leader_signs: bool = False


_HEADS = ("head", "coordinator")
LADDER = (
    Step(Rung.REMINDER, gettext_lazy("Reminder"), "", -1, None, ("post",), 0, is_signed=False),
    Step(Rung.OVERDUE, gettext_lazy("Notice of delay"), "催", 0, None, ("coordinator", "head"), 2),
    Step(Rung.HEAD, gettext_lazy("To the head of the unit"), "函", 3, Rung.OVERDUE, _HEADS, 3),
    Step(Rung.LETTER, pgettext_lazy("ladder", "Supervisory letter"), "督", 6, Rung.HEAD, _HEADS, 5),
    Step(Rung.YELLOW, pgettext_lazy("ladder", "Yellow"), "黄", 12, Rung.LETTER, _HEADS, 5, leader_signs=True),
    Step(Rung.RED, pgettext_lazy("ladder", "Red"), "红", 20, Rung.YELLOW, _HEADS, 5, leader_signs=True),
)
STEP_OF = {step.rung: step for step in LADDER}
SIGNED = tuple(step for step in LADDER if step.is_signed)
_NEXT = {step.after: step for step in SIGNED}


class LetterState(StrEnum):
    PROPOSED = "proposed"
    ISSUED = "issued"
    REPLIED = "replied"
    SETTLED = "settled"
    DECLINED = "declined"
    LAPSED = "lapsed"


LETTER_STATES: dict[LetterState, Promise] = {
    LetterState.PROPOSED: pgettext_lazy("letter state", "proposed"),
    LetterState.ISSUED: pgettext_lazy("letter state", "waits for an answer"),
    LetterState.REPLIED: pgettext_lazy("letter state", "answered"),
    LetterState.SETTLED: pgettext_lazy("letter state", "answer accepted"),
    LetterState.DECLINED: pgettext_lazy("letter state", "not signed"),
    LetterState.LAPSED: pgettext_lazy("letter state", "lapsed"),
}
# From where to where, and who: the whole life of a letter.
MOVES: dict[str, tuple[LetterState, LetterState]] = {
    "sign": (LetterState.PROPOSED, LetterState.ISSUED),
    "decline": (LetterState.PROPOSED, LetterState.DECLINED),
    "lapse": (LetterState.PROPOSED, LetterState.LAPSED),
    "reply": (LetterState.ISSUED, LetterState.REPLIED),
    "accept": (LetterState.REPLIED, LetterState.SETTLED),
    "reject": (LetterState.REPLIED, LetterState.ISSUED),
}


def move_faults(verb: str, state: str) -> list[Reason]:
    """Why this cannot be done with a letter in that state; empty when it can."""
    if MOVES[verb][0] == state:
        return []
    words = {"state": LETTER_STATES[LetterState(state)]}
    return [Reason("letter_state", _("The letter does not stand there: %(state)s.") % words)]


def sign_faults(rung: str, *, is_leader: bool, is_own_unit: bool, has_post: bool) -> list[Reason]:
    """Why somebody of the office or a leader cannot sign this rung; empty when they can."""
    faults = []
    if STEP_OF[Rung(rung)].leader_signs and not is_leader:
        faults.append(Reason("leader_signs", _("Only a leader signs this step.")))
    if is_own_unit:
        faults.append(Reason("own_unit", _("Nobody signs a letter to their own unit.")))
    if not has_post:
        faults.append(Reason("no_post", _("The unit has no post to which it could go.")))
    return faults


@dataclass(frozen=True)
class Past:
    """A letter in which a finding stood: its rung, its state, and until when nothing further is proposed."""

    rung: Rung
    state: LetterState
    quiet_until: datetime | None


def next_rung(late_minutes: int, past: Iterable[Past], now: datetime) -> Rung | None:
    """The rung that may be proposed for a finding so many working minutes late; None when none may now.

    One rung after the other: none is skipped, however late it is. While an answer is awaited, was promised for a day,
    or waits for a decision, nothing is proposed.
    """
    past = list(past)
    if any(one.state is LetterState.REPLIED or (one.quiet_until and now < one.quiet_until) for one in past):
        return None
    reached = [one.rung for one in past if one.state in {LetterState.ISSUED, LetterState.SETTLED}]
    order = [step.rung for step in LADDER]
    top = max(reached, key=order.index) if reached else None
    step = _NEXT.get(top)
    if step is None or late_minutes <= 0 or late_minutes < step.late_days * WORKDAY:
        return None
    return step.rung
