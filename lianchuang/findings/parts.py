"""The life of a part: what one unit does of a finding that needs several. A table of its own, as small as the matter.

A part moves only while the finding is with its lead; the lead hands the whole in when no part is open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lianchuang.common.refusals import Reason
from lianchuang.findings.rules import WITH_UNIT, State


class PartState(StrEnum):
    OPEN = "open"
    RETURNED = "returned"
    DONE = "done"
    DROPPED = "dropped"


PART_LABELS: dict[PartState, Promise] = {
    PartState.OPEN: pgettext_lazy("part state", "to be done"),
    PartState.RETURNED: pgettext_lazy("part state", "returned: not ours"),
    PartState.DONE: pgettext_lazy("part state", "done"),
    PartState.DROPPED: pgettext_lazy("part state", "dropped"),
}
# These keep the whole from being handed in.
PENDING = frozenset({PartState.OPEN, PartState.RETURNED})
# Whose body had a part in putting it right; with a dropped one it has nothing to do.
REMAINING = frozenset(PartState) - {PartState.DROPPED}


class PartVerb(StrEnum):
    """The values are verbs of steps too; none is a verb of the finding's own table."""

    DONE = "part_done"
    RETURN = "part_return"
    GIVE = "part_give"
    DROP = "part_drop"
    REDO = "part_redo"


PART_VERB_LABELS: dict[PartVerb, Promise] = {
    PartVerb.DONE: pgettext_lazy("part verb", "Done: hand the part in"),
    PartVerb.RETURN: pgettext_lazy("part verb", "Not ours"),
    PartVerb.GIVE: pgettext_lazy("part verb", "Give to another post"),
    PartVerb.DROP: pgettext_lazy("part verb", "Drop the part"),
    PartVerb.REDO: pgettext_lazy("part verb", "Not done: do again"),
}


class PartParty(StrEnum):
    DOER = "doer"
    LEAD = "lead"


PART_PARTY_LABELS: dict[PartParty, Promise] = {
    PartParty.DOER: gettext_lazy("the post that has the part, or its coordinator"),
    PartParty.LEAD: gettext_lazy("the lead post, its coordinator, or the campaign office"),
}


@dataclass(frozen=True)
class PartRow:
    """One row of the table; `needs` are the inputs without which it is refused."""

    verb: PartVerb
    sources: frozenset[PartState]
    target: PartState
    by: PartParty
    needs: frozenset[str]


def _row(verb: PartVerb, sources: Iterable[PartState], target: PartState, by: PartParty, needs: str) -> PartRow:
    return PartRow(verb, frozenset(sources), target, by, frozenset(needs.split()))


PART_TABLE: tuple[PartRow, ...] = (
    _row(PartVerb.DONE, {PartState.OPEN}, PartState.DONE, PartParty.DOER, "note"),
    _row(PartVerb.RETURN, {PartState.OPEN}, PartState.RETURNED, PartParty.DOER, "note"),
    _row(PartVerb.GIVE, PENDING, PartState.OPEN, PartParty.LEAD, "post note until"),
    _row(PartVerb.REDO, {PartState.DONE}, PartState.OPEN, PartParty.LEAD, "note until"),
    _row(PartVerb.DROP, PENDING, PartState.DROPPED, PartParty.LEAD, "note"),
)


def part_row(verb: PartVerb) -> PartRow:
    """The row of a verb; each has one."""
    return next(row for row in PART_TABLE if row.verb == verb)


def part_party_faults(verb: PartVerb, parties: frozenset[PartParty]) -> list[Reason]:
    """Why this person may not do that with a part, whatever its state; empty when they may."""
    row = part_row(verb)
    if row.by in parties:
        return []
    return [Reason("not_your_part", _("This is for %(parties)s.") % {"parties": PART_PARTY_LABELS[row.by]})]


def part_state_faults(verb: PartVerb, state: PartState, whole: State) -> list[Reason]:
    """Why it cannot be done with a part now; empty when it can."""
    if whole not in WITH_UNIT:
        return [Reason("whole_stands", _("The whole is not being worked on now; its parts stand with it."))]
    if state not in part_row(verb).sources:
        label = {"state": PART_LABELS[state]}
        return [Reason("wrong_state", _("Not possible while the part is “%(state)s”.") % label)]
    return []


def part_verbs(state: PartState, whole: State, parties: frozenset[PartParty]) -> list[PartVerb]:
    """What somebody who acts as these can do with a part now, in the table's order."""
    return [
        row.verb
        for row in PART_TABLE
        if not part_party_faults(row.verb, parties) and not part_state_faults(row.verb, state, whole)
    ]
