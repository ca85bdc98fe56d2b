"""The standing task of the loop: what has become due soon, overdue, or due for review is said once, in history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role
from lianchuang.audit.actions import action, nothing_changed, record_many
from lianchuang.common import clock as present
from lianchuang.common.workdays import MINUTES_PER_WORKDAY, calendar
from lianchuang.findings import rules
from lianchuang.findings.actions.transitions import concerns
from lianchuang.findings.models import Finding, Part
from lianchuang.findings.parts import PartState
from lianchuang.findings.rules import State

BATCH = 500


@dataclass(frozen=True)
class Noted:
    """How many were said of each kind."""

    soon: int
    overdue: int
    reviews: int
    parts: int


@action("finding.due_soon", "finding.overdue", "finding.review_due", "finding.part_overdue")
def note_due_findings(*, by: Actor, at: datetime) -> Noted:
    """Say of each open finding once that its moment comes within a working day, that it has passed, that a deferral is
    to be reviewed, and of each part that its day has passed. Asked again at the same moment it says nothing.

    Soon and overdue only while the unit has it: they are said to its post, which is not late with others' steps. For the
    program and the campaign office; sealed findings have no due moment and are never said.
    """
    by.require(Role.OFFICE, Role.ADMINISTRATOR)
    due = Finding.objects.filter(is_open=True, is_sealed=False, step_due_at__isnull=False)
    late = due.filter(step_due_at__lt=at).filter(_unsaid("overdue_noted_for"))
    limit = calendar().add_minutes(at, MINUTES_PER_WORKDAY)
    with_unit = sorted(rules.WITH_UNIT)
    coming = due.filter(step_due_at__gte=at, step_due_at__lte=limit, state__in=with_unit)
    noted = Noted(
        soon=_say("finding.due_soon", coming.filter(_unsaid("soon_noted_for")), "soon_noted_for", by, at),
        reviews=_say("finding.review_due", late.filter(state=State.DEFERRED), "overdue_noted_for", by, at),
        overdue=_say("finding.overdue", late.filter(state__in=with_unit), "overdue_noted_for", by, at),
        parts=_say_parts(by, at),
    )
    if not any((noted.soon, noted.overdue, noted.reviews, noted.parts)):
        nothing_changed()
    return noted


def _unsaid(column: str) -> Q:
    return Q(**{f"{column}__isnull": True}) | ~Q(**{column: F("step_due_at")})


def _say(code: str, findings: QuerySet[Finding], column: str, by: Actor, at: datetime) -> int:
    """One entry for each, and the due moment it was said about."""
    found = list(findings.select_related("responsible_post__unit").order_by("step_due_at", "pk"))
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        keys = [finding.pk for finding in batch]
        Finding.objects.filter(pk__in=keys).update(**{column: F("step_due_at")})
        facts = {str(finding.pk): _facts(finding, code) for finding in batch}
        record_many(code=code, by=by, at=at, object_kind="finding", facts=facts)
    return len(found)


def _facts(finding: Finding, code: str) -> dict[str, Any]:
    post = finding.responsible_post
    return {
        "number": finding.number or "–",
        "title": finding.title,
        "state": finding.state,
        "post": post.written_name if post else "–",
        "post_id": finding.responsible_post_id,
        "unit_id": finding.responsible_unit_id,
        "due": f"{present.local(finding.step_due_at):%Y-%m-%d %H:%M}" if finding.step_due_at else "–",
        **concerns(finding, code),
    }


def _say_parts(by: Actor, at: datetime) -> int:
    today = present.local(at).date()
    late = Part.objects.filter(
        state=PartState.OPEN, due_on__lt=today, finding__is_open=True, finding__state__in=sorted(rules.WITH_UNIT)
    )
    late = late.filter(Q(overdue_noted_for__isnull=True) | ~Q(overdue_noted_for=F("due_on")))
    found = list(late.select_related("finding", "post__unit").order_by("finding", "pk"))
    Part.objects.filter(pk__in=[part.pk for part in found]).update(overdue_noted_for=F("due_on"))
    for part in found:
        facts = {
            "number": part.finding.number or "–",
            "task": part.task,
            "post": part.post.written_name,
            "post_id": part.post_id,
            "unit_id": part.unit_id,
            "due": part.due_on.isoformat(),
            **concerns(part.finding, "finding.part_overdue"),
        }
        record_many(
            code="finding.part_overdue", by=by, at=at, object_kind="finding", facts={str(part.finding_id): facts}
        )
    return len(found)
