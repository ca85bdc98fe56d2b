"""What an import of cases would do: which rows are new here, which are known, which have ended meanwhile."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lianchuang.accounts.models import Post
from lianchuang.findings import rules
from lianchuang.findings.models import Finding
from lianchuang.sites.models import Category, Severity

BATCH = 500


@dataclass(frozen=True)
class CaseRow:
    """One case as its own system tells it. `settled_at`: when it was settled there; `state_there`: its words."""

    row: int
    number: str
    found_at: datetime
    category: Category
    severity: Severity
    title: str
    place: str
    detail: str = ""
    lon: float | None = None
    lat: float | None = None
    settled_at: datetime | None = None
    state_there: str = ""
    responsible: Post | None = None


@dataclass(frozen=True)
class ImportResult:
    """What an import did: rows new here, rows that are a case already known (of these `settled` were ended now)."""

    imported: int
    merged: int
    settled: int


def preview_import(*, rows: Sequence[CaseRow], system: str) -> ImportResult:
    """What `import_cases` would do with these rows now. Reads only."""
    return plan_import(rows, system).result


@dataclass(frozen=True)
class Plan:
    """What becomes of the rows: new cases, and known ones that are to be ended."""

    fresh: list[CaseRow]
    ending: list[tuple[Finding, CaseRow]]
    result: ImportResult


def plan_import(rows: Sequence[CaseRow], system: str) -> Plan:
    """What `import_cases` has to do with these rows now."""
    cases = _one_a_case(rows)
    known = _known(system, list(cases))
    fresh = [row for number, row in cases.items() if number not in known]
    settled = {number: row for number, row in cases.items() if number in known and row.settled_at}
    ending = [(finding, settled[finding.external_id]) for finding in _to_end(system, list(settled))]
    return Plan(fresh, ending, ImportResult(len(fresh), len(rows) - len(fresh), len(ending)))


def _one_a_case(rows: Sequence[CaseRow]) -> dict[str, CaseRow]:
    """The row that counts for each case number: the last one, but one that says settled before one that does not."""
    cases: dict[str, CaseRow] = {}
    for row in rows:
        before = cases.get(row.number)
        cases[row.number] = before if before and before.settled_at and not row.settled_at else row
    return cases


def _known(system: str, numbers: Sequence[str]) -> set[str]:
    """Which of these cases are findings already."""
    known: set[str] = set()
    for part in _parts(numbers):
        found = Finding.objects.filter(external_system=system, external_id__in=part)
        known.update(found.values_list("external_id", flat=True))
    return known


def _to_end(system: str, numbers: Sequence[str]) -> list[Finding]:
    """Of these cases, settled there, those that still go their way here and may be ended.

    A rectification already submitted here is verified and closed our way.
    """
    states = [state.value for state in rules.State if rules.transition(rules.Verb.SETTLE, state)]
    found: list[Finding] = []
    for part in _parts(numbers):
        ours = Finding.objects.filter(external_system=system, external_id__in=part, state__in=states)
        found += ours.select_related("responsible_unit", "responsible_post__unit", "place_unit")
    return found


def _parts(numbers: Sequence[str]) -> Iterable[Sequence[str]]:
    return (numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH))
