"""Telling of deadlines, each once: what is due within a working day, what is overdue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, nothing_changed, record_many
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import NotAllowed
from lianchuang.common.workdays import MINUTES_PER_WORKDAY, calendar
from lianchuang.findings import rules
from lianchuang.findings.actions.transitions import concerns
from lianchuang.findings.models import Finding

WITH_UNIT = sorted(state.value for state in rules.WITH_UNIT)
SOON, OVER = "finding.due_soon", "finding.overdue"


@dataclass(frozen=True)
class Reminded:
    """How many findings were told of."""

    soon: int
    over: int


@action(SOON, OVER)
def remind_of_deadlines(*, by: Actor, at: datetime) -> Reminded:
    """Write down, once for each deadline, that it is near (within a working day) or over; the responsible post is told.

    A deadline that moved is a new one. Only the program does this.
    """
    if not by.is_system:
        raise NotAllowed("program_only", _("Only the program itself reminds of deadlines."))
    near = calendar().add_minutes(at, MINUTES_PER_WORKDAY)
    held = Finding.objects.filter(
        is_open=True, is_sealed=False, state__in=WITH_UNIT, step_due_at__lte=near, responsible_post__isnull=False
    ).select_related("responsible_post__unit")
    over = _new(OVER, [finding for finding in held if _due(finding) < at])
    soon = _new(SOON, [finding for finding in held if _due(finding) >= at])
    for code, facts in ((SOON, soon), (OVER, over)):
        if facts:
            record_many(code=code, by=by, at=at, object_kind="finding", facts=facts)
    if not soon and not over:
        nothing_changed()
    return Reminded(len(soon), len(over))


def _due(finding: Finding) -> datetime:
    assert finding.step_due_at is not None  # noqa: S101 - they were chosen by it
    return finding.step_due_at


def _new(code: str, findings: list[Finding]) -> Mapping[str, Mapping[str, Any]]:
    """The facts of those that were not told of with this deadline."""
    rows = Entry.objects.filter(code=code, object_kind="finding", object_id__in=[str(each.pk) for each in findings])
    told = {
        (object_id, data.get("due"), data.get("to_post")) for object_id, data in rows.values_list("object_id", "data")
    }
    facts = {str(each.pk): _facts(each, code) for each in findings}
    return {pk: data for pk, data in facts.items() if (pk, data["due"], data["to_post"]) not in told}


def _facts(finding: Finding, code: str) -> dict[str, Any]:
    post = finding.responsible_post
    return {
        "number": finding.number or "–",
        "post": post.full_name if post else "–",
        "due": f"{clock.local(_due(finding)):%Y-%m-%d %H:%M}",
        **concerns(finding, code),
    }
