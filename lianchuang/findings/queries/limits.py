"""The time limits in force, and the published tables of other places held against them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lianchuang.findings.models import TimeLimit
from lianchuang.findings.rules import COUNTS_WORKING_TIME, MINUTES_OF, LimitUnit
from lianchuang.packs import load_categories, load_limit_tables
from lianchuang.packs.shapes import LimitTable
from lianchuang.sites.models import Category, Severity

SHIPPED = "shipped"  # the program's own limits, one for each category and severity


@dataclass(frozen=True)
class Cell:
    """What is in force for one category and severity; None: three working days, which hold without an entry."""

    severity: Severity
    limit: TimeLimit | None


@dataclass(frozen=True)
class Line:
    """A category with its limits by severity."""

    category: Category
    cells: Sequence[Cell]


@dataclass(frozen=True)
class ComparedRow:
    """A published row for one category and severity, beside what is in force."""

    published: str
    category: Category
    severity: Severity
    amount: int
    unit: LimitUnit
    now: TimeLimit | None

    @property
    def differs(self) -> bool:
        return self.now is None or (self.now.amount, self.now.unit) != (self.amount, self.unit.value)

    @property
    def change(self) -> Literal["same", "shorter", "longer", "other"]:
        """Whether adopting it gives less or more time; working time and calendar time do not compare."""
        if not self.differs:
            return "same"
        if self.now is None:
            return "other"
        now = LimitUnit(self.now.unit)
        if (now in COUNTS_WORKING_TIME) != (self.unit in COUNTS_WORKING_TIME):
            return "other"
        return "shorter" if self.amount * MINUTES_OF[self.unit] < self.now.amount * MINUTES_OF[now] else "longer"


@dataclass(frozen=True)
class Unmapped:
    """A published row that fits none of our categories: shown, not adopted."""

    published: str
    amount: int
    unit: LimitUnit


@dataclass(frozen=True)
class Comparison:
    """A published table held against what is in force."""

    code: str
    name: str
    place: str
    source: str
    confidence: str
    rows: Sequence[ComparedRow]
    unmapped: Sequence[Unmapped]

    @property
    def differing(self) -> int:
        return sum(row.differs for row in self.rows)


def limits_in_force() -> list[Line]:
    """Every category with its three limits."""
    held = {(limit.category_id, limit.severity): limit for limit in TimeLimit.objects.all()}
    return [
        Line(category, [Cell(severity, held.get((category.pk, severity.value))) for severity in Severity])
        for category in Category.objects.all()
    ]


def comparisons() -> list[Comparison]:
    """All tables, the program's own first."""
    categories = {category.code: category for category in Category.objects.all()}
    held = {(limit.category_id, limit.severity): limit for limit in TimeLimit.objects.all()}
    return [_shipped(categories, held), *(_compared(table, categories, held) for table in load_limit_tables())]


def comparison(code: str) -> Comparison | None:
    """The table of that code, or None."""
    return next((each for each in comparisons() if each.code == code), None)


Held = dict[tuple[int, str], TimeLimit]


def _compared(table: LimitTable, categories: dict[str, Category], held: Held) -> Comparison:
    english = (get_language() or "").startswith("en")
    rows = []
    for row in table.rows:
        for code, severity in row.maps:
            if category := categories.get(code):
                words = row.published_en if english else row.published
                now = held.get((category.pk, severity))
                unit = LimitUnit(row.limit.unit)
                rows.append(ComparedRow(words, category, Severity(severity), row.limit.amount, unit, now))
    unmapped = [
        Unmapped(row.published_en if english else row.published, row.limit.amount, LimitUnit(row.limit.unit))
        for row in table.rows
        if not any(code in categories for code, _severity in row.maps)
    ]
    return Comparison(
        code=table.code,
        name=table.name_en if english else table.name,
        place=table.place_en if english else table.place,
        source=table.provenance.source_en if english else table.provenance.source,
        confidence=table.provenance.confidence,
        rows=rows,
        unmapped=unmapped,
    )


def _shipped(categories: dict[str, Category], held: Held) -> Comparison:
    rows = []
    for each in load_categories():
        if category := categories.get(each.code):
            for severity in Severity:
                limit = each.limit(severity.value)  # type: ignore[arg-type]  # the values are the same words
                now = held.get((category.pk, severity.value))
                words = category.label
                rows.append(ComparedRow(words, category, severity, limit.amount, LimitUnit(limit.unit), now))
    return Comparison(
        code=SHIPPED,
        name=_("The program's own limits"),
        place="–",
        source=_("Shipped with the program as a beginning; no official figures"),
        confidence="unverified",
        rows=rows,
        unmapped=[],
    )
