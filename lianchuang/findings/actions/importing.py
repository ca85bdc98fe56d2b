"""Cases of another system become findings. All of a file, or nothing of it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from lianchuang.accounts.access import SYSTEM, Actor
from lianchuang.accounts.models import Role
from lianchuang.audit.actions import action, nothing_changed, record, record_many
from lianchuang.campaigns.models import Campaign
from lianchuang.common import clock as present
from lianchuang.common.ids import new_id
from lianchuang.findings import rules
from lianchuang.findings.actions.moving import dispatch_finding
from lianchuang.findings.actions.numbers import next_numbers
from lianchuang.findings.actions.opening import Origin, open_finding
from lianchuang.findings.actions.transitions import Given, move
from lianchuang.findings.models import Finding, FindingCampaign, Step
from lianchuang.findings.queries.importing import BATCH, CaseRow, ImportResult, plan_import
from lianchuang.sites.models import Fill

Progress = Callable[[int], None]


@action("cases.imported", "finding.settle")
def import_cases(
    *,
    rows: Sequence[CaseRow],
    system: str,
    words: str,
    file_name: str,
    refused: int,
    by: Actor,
    at: datetime,
    campaigns: Sequence[Campaign] = (),
    progress: Progress = lambda _done: None,
) -> ImportResult:
    """Take in cases of `system`, each once by its number there.

    A new case settled there is kept as ended elsewhere; a new open one is opened and goes our way. A known case that
    is settled there meanwhile is ended here too, unless our own unit has already submitted it. `refused` is only
    reported. The same file again changes nothing.
    """
    by.require(Role.OFFICE, Role.ADMINISTRATOR)
    plan = plan_import(rows, system)
    if not plan.fresh and not plan.ending:
        nothing_changed()
        return plan.result
    # Settled ones in bulk: they have no duty, no clock, no further life. Open ones through the ordinary action.
    settled = [row for row in plan.fresh if row.settled_at]
    _keep_settled(settled, system=system, words=words, by=by, campaigns=campaigns, progress=progress)
    done = len(settled)
    for row in (row for row in plan.fresh if not row.settled_at):
        _open_case(row, system=system, words=words, by=by, campaigns=campaigns)
        progress(done := done + 1)
    for finding, row in plan.ending:
        _settle(finding, row, words)
        progress(done := done + 1)
    _tell_imported(plan.result, len(rows), system=system, file_name=file_name, refused=refused, by=by, at=at)
    return plan.result


def _tell_imported(
    result: ImportResult, rows: int, *, system: str, file_name: str, refused: int, by: Actor, at: datetime
) -> None:
    record(
        code="cases.imported",
        by=by,
        at=at,
        object_kind="cases",
        object_id=system,
        data={
            "read": rows + refused,
            "imported": result.imported,
            "merged": result.merged,
            "refused": refused,
            "file": file_name,
        },
    )


def _keep_settled(
    rows: Sequence[CaseRow],
    *,
    system: str,
    words: str,
    by: Actor,
    campaigns: Sequence[Campaign],
    progress: Progress,
) -> None:
    received = present.now()
    numbers = _numbers_for(rows)
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        findings = [_settled_finding(row, numbers[row.number], system, words, by) for row in batch]
        Finding.objects.bulk_create(findings)
        Step.objects.bulk_create(_settled_steps(findings, batch, words, by, received))
        FindingCampaign.objects.bulk_create(
            FindingCampaign(finding=finding, campaign=campaign, fill=Fill.FULL)
            for finding in findings
            for campaign in campaigns
        )
        record_many(
            code="finding.opened",
            by=by,
            at=received,
            object_kind="finding",
            facts={
                str(finding.pk): {
                    "number": finding.number,
                    "title": finding.title,
                    "place": finding.place,
                    "origin": words,
                }
                for finding in findings
            },
        )
        record_many(
            code="finding.settle",
            by=by,
            at=received,
            object_kind="finding",
            facts={
                str(each.pk): {"number": each.number, "note": row.state_there}
                for each, row in zip(findings, batch, strict=True)
            },
        )
        progress(start + len(batch))


def _numbers_for(rows: Sequence[CaseRow]) -> dict[str, str]:
    """Numbers in order of time, a series a year."""
    by_year: dict[int, list[CaseRow]] = {}
    for row in sorted(rows, key=lambda each: (each.found_at, each.row)):
        by_year.setdefault(present.local(row.found_at).year, []).append(row)
    pairs: dict[str, str] = {}
    for year, cases in by_year.items():
        pairs |= dict(zip((case.number for case in cases), next_numbers(year, len(cases)), strict=True))
    return pairs


def _settled_finding(row: CaseRow, number: str, system: str, words: str, by: Actor) -> Finding:
    return Finding(
        id=new_id(),
        number=number,
        state=rules.State.ELSEWHERE,
        is_open=False,
        title=row.title[:120],
        detail=row.detail,
        category=row.category,
        severity=row.severity,
        place=row.place[:200],
        lon=row.lon,
        lat=row.lat,
        found_at=row.found_at,
        found_by=by.person,
        found_by_post=by.post,
        origin_kind="case",
        origin_id=row.number[:60],
        origin_words=words[:200],
        external_system=system,
        external_id=row.number,
        state_since=row.settled_at or row.found_at,
        ended_at=row.settled_at,
    )


def _settled_steps(
    findings: Iterable[Finding], rows: Iterable[CaseRow], words: str, by: Actor, received: datetime
) -> Iterable[Step]:
    reported, elsewhere = rules.State.REPORTED.value, rules.State.ELSEWHERE.value
    for finding, row in zip(findings, rows, strict=True):
        yield Step(
            finding=finding,
            verb="open",
            to_state=reported,
            at=row.found_at,
            received_at=received,
            by=by.person,
            by_post=by.post,
            note=row.detail,
            data={"origin": words},
        )
        yield Step(
            finding=finding,
            verb=rules.Verb.SETTLE.value,
            from_state=reported,
            to_state=elsewhere,
            at=row.settled_at or row.found_at,
            received_at=received,
            note=row.state_there,
        )


def _open_case(row: CaseRow, *, system: str, words: str, by: Actor, campaigns: Sequence[Campaign]) -> Finding:
    """A case that is open there: our clocks start now, when our own people first hear of it."""
    now = present.now()
    finding = open_finding(
        by=by,
        at=now,
        found_at=row.found_at,
        origin=Origin("case", row.number[:60], words[:200], system, row.number),
        category=row.category,
        severity=row.severity,
        title=row.title[:120],
        detail=row.detail,
        place=row.place[:200],
        lon=row.lon,
        lat=row.lat,
        campaigns=campaigns,
    )
    if row.responsible is not None and finding.state_enum is rules.State.REPORTED:
        dispatch_finding(finding=finding, by=by, post=row.responsible, at=now, ground=words[:200])
    return finding


def _settle(finding: Finding, row: CaseRow, words: str) -> None:
    """End a known case that is settled there now."""
    at = max(row.settled_at or finding.state_since, finding.state_since)
    given = Given(note=row.state_there or words)
    move(rules.Verb.SETTLE, finding=finding, by=SYSTEM, at=at, expected_version=None, given=given)
