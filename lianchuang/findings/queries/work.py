"""The parts that wait for one post."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lianchuang.accounts.access import Actor, in_subtrees
from lianchuang.accounts.models import Role
from lianchuang.findings import rules
from lianchuang.findings.models import Part
from lianchuang.findings.parts import PartState

MOST_PARTS = 12


@dataclass(frozen=True)
class MyPart:
    """A part to do, the finding it belongs to (with its site), and whether its day has passed."""

    part: Part
    is_late: bool


def waiting_parts(actor: Actor) -> Q:
    """Parts to do: of this very post, and for a coordinator of the posts of the units coordinated."""
    mine = Q(post=actor.post)
    if paths := actor.paths(Role.COORDINATOR):
        mine |= in_subtrees("unit", paths)
    working = Q(finding__is_open=True, finding__state__in=sorted(rules.WITH_UNIT))
    return mine & Q(state=PartState.OPEN.value) & working


def my_parts(actor: Actor, today: date) -> Sequence[MyPart]:
    """The first of them by date; none for a person without a post."""
    if actor.post is None:
        return []
    parts = Part.objects.filter(waiting_parts(actor)).select_related("finding__site", "post__unit")
    return [MyPart(part, part.due_on < today) for part in parts.order_by("due_on", "pk")[:MOST_PARTS]]
