"""The pool (挂账): what cannot be fixed yet, each with its reason, plan, owner, end and next review."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lianchuang.accounts.access import Actor
from lianchuang.common import clock as present
from lianchuang.findings import access
from lianchuang.findings.models import DeferralReason, Finding, Step
from lianchuang.findings.queries.rows import Row, rows_of
from lianchuang.findings.rules import State, Verb

TABLES = ("site__site_type", "responsible_post__unit", "responsible_unit", "plan_post__unit", "category", "item")


@dataclass(frozen=True)
class Entry:
    """One deferred finding: its row, the plan as it was asked, and whether its review or its end has come."""

    row: Row
    note: str
    plan: str
    review_on: date | None
    is_review_due: bool
    is_end_reached: bool
    days: int

    @property
    def finding(self) -> Finding:
        return self.row.finding


@dataclass(frozen=True)
class Pool:
    """All of them, and the figures above."""

    entries: Sequence[Entry]
    asked: int
    reasons: Sequence[tuple[str, int]]

    @property
    def due(self) -> int:
        """How many reviews are due."""
        return sum(entry.is_review_due for entry in self.entries)


def pool_of(actor: Actor, now: datetime) -> Pool:
    """Every deferred finding the actor may see: reviews that are due first, then by the next review."""
    today = present.local(now).date()
    seen = access.visible_findings(actor).filter(is_open=True, is_sealed=False)
    rows = rows_of(seen.filter(state=State.DEFERRED).select_related(*TABLES), now)
    asked = _asked([row.finding for row in rows])
    entries = [_entry(row, asked.get(row.finding.pk), today) for row in rows]
    entries.sort(key=lambda entry: (not entry.is_review_due, entry.review_on or date.max, str(entry.finding.pk)))
    counts = Counter(row.finding.deferral_reason or DeferralReason.OTHER.value for row in rows)
    reasons = [(str(DeferralReason(code).label), number) for code, number in counts.most_common()]
    return Pool(entries, seen.filter(state=State.DEFERRAL_ASKED).count(), reasons)


def _asked(findings: Sequence[Finding]) -> dict[object, Step]:
    """The last step that asked for each deferral; one query."""
    steps = Step.objects.filter(finding__in=findings, verb=Verb.ASK_DEFERRAL.value).order_by("pk")
    return {step.finding_id: step for step in steps}


def _entry(row: Row, asked: Step | None, today: date) -> Entry:
    finding = row.finding
    review = finding.review_on or finding.deferred_until
    return Entry(
        row=row,
        note=asked.note if asked else "",
        plan=str(asked.data.get("plan", "")) if asked else "",
        review_on=review,
        is_review_due=review is not None and review <= today,
        is_end_reached=finding.deferred_until is not None and finding.deferred_until <= today,
        days=(today - present.local(finding.state_since).date()).days,
    )
