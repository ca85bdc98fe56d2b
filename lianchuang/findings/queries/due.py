"""What is overdue, comes due, or waits for a review or a decision: by kind, for people and for the command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.db.models import Q

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Unit
from lianchuang.common import clock as present
from lianchuang.findings import access, rules
from lianchuang.findings.models import Finding, Part
from lianchuang.findings.parts import PartState
from lianchuang.findings.rules import State

Kind = Literal["overdue", "soon", "review", "extension", "part"]
KINDS: tuple[Kind, ...] = ("overdue", "soon", "review", "extension", "part")


@dataclass(frozen=True)
class Due:
    """One thing: the finding, for a part its words, who must act, by when, and since how long it is late (minutes)."""

    kind: Kind
    finding: Finding
    whose: str
    unit: str
    due: datetime | None
    due_on: date | None = None
    what: str = ""


@dataclass(frozen=True)
class DueList:
    """Everything due, by kind, each kind by date."""

    items: Sequence[Due]

    def of(self, kind: Kind) -> list[Due]:
        """Those of one kind."""
        return [item for item in self.items if item.kind == kind]


def due_list(actor: Actor, now: datetime, within: timedelta, unit: Unit | None = None) -> DueList:
    """What is due to anybody now or within so long, of the findings that the actor may see; `unit`: only of those with it
    or below it (its parts too). Sealed ones are never due. Three queries.
    """
    seen = access.visible_findings(actor).filter(is_open=True, is_sealed=False)
    below = Unit.objects.filter(path__startswith=unit.path).values("pk") if unit else None
    mine = seen if below is None else seen.filter(Q(responsible_unit__in=below) | Q(place_unit__in=below))
    limit = now + within
    waiting = mine.filter(step_due_at__lte=limit).select_related("responsible_post__unit", "site")
    asked = mine.filter(extension_days__gt=0).select_related("responsible_post__unit", "site")
    items = [_of_finding(finding, now) for finding in waiting.order_by("step_due_at", "pk")]
    items += [_due("extension", finding) for finding in asked.order_by("step_due_at", "pk")]
    parts = Part.objects.filter(finding__in=seen.filter(state__in=sorted(rules.WITH_UNIT)), state=PartState.OPEN)
    parts = parts.filter(due_on__lte=present.local(limit).date())
    if below is not None:
        parts = parts.filter(unit__in=below)
    items += [_of_part(part) for part in parts.select_related("finding__site", "post__unit").order_by("due_on", "pk")]
    return DueList(items)


def _of_finding(finding: Finding, now: datetime) -> Due:
    if finding.state_enum is State.DEFERRED:
        return _due("review", finding)
    return _due("overdue" if finding.step_due_at and finding.step_due_at < now else "soon", finding)


def _due(kind: Kind, finding: Finding) -> Due:
    """Who must act: the responsible post while it has it, else whom the state waits for."""
    post = finding.responsible_post
    with_unit = kind != "extension" and finding.state_enum in rules.WITH_UNIT
    if with_unit and post is not None:
        whose = post.full_name
    elif finding.state_enum is State.SUBMITTED:
        whose = str(rules.PARTY_LABELS[rules.Party.VERIFIER])
    else:
        whose = str(rules.PARTY_LABELS[rules.Party.OFFICE])
    return Due(kind, finding, whose, post.unit.short_name if post else "", finding.step_due_at)


def _of_part(part: Part) -> Due:
    return Due("part", part.finding, part.post.full_name, part.post.unit.short_name, None, part.due_on, part.task)
