"""Taking in a foreign table: every row understood, or refused with where and why. The same for cases and for visits."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianchuang.common.columns import BadCell, BadMap, Column, ColumnMap
from lianchuang.common.tablefile import Table, TableRow

MOST_SHOWN = 80


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not understood: where, what stands there, why. Without a column it is the row as a whole."""

    row: int
    column: str
    value: str
    reason: str

    @classmethod
    def of(cls, row: TableRow, fault: BadCell) -> "RefusedRow":
        return cls(row.number, fault.column, fault.value[:MOST_SHOWN], fault.sentence)

    @property
    def words(self) -> str:
        """The row, the cell and the reason as one sentence."""
        if not self.column:
            return _("Row %(row)s: %(reason)s") % {"row": self.row, "reason": self.reason}
        words = {"row": self.row, "column": self.column, "value": self.value, "reason": self.reason}
        return _("Row %(row)s, %(column)s “%(value)s”: %(reason)s") % words


def require_sound(row: TableRow) -> None:
    """Raise BadCell for a row that cannot be trusted whatever the map says."""
    if row.fault:
        raise BadCell("", next((cell for cell in row.cells.values() if cell), ""), row.fault)
    for name in row.formulas[:1]:
        raise BadCell(name, row.cells.get(name, ""), _("a formula; give its value instead"))


def missing_columns(columns: ColumnMap, table: Table) -> tuple[str, ...]:
    """A sentence for each column that the map needs and the file lacks: then nothing of it can be read."""
    return tuple(_missing(name, table) for name in columns.missing_in(table))


def _missing(name: str, table: Table) -> str:
    words = {"name": name, "found": ", ".join(name for name in table.header if name)}
    return _("Column “%(name)s” is missing. The file has: %(found)s.") % words


def absent_columns(columns: ColumnMap, table: Table) -> tuple[str, ...]:
    """A sentence for each optional column of the map that is not in the file."""
    return tuple(
        _("Column “%(name)s” of the map is not in the file; what it would tell stays empty.") % {"name": name}
        for name in columns.missing_in(table, optional=True)
    )


def targets_of(column: Column | None) -> set[str]:
    """The words of ours that a column of the map leads to by itself."""
    if column is None:
        return set()
    direct = "" if column.values else column.value
    return {each for each in (*column.values.values(), column.default, direct) if each}


def require_known(fact: str, column: Column | None, known: Iterable[str]) -> None:
    """Raise BadMap when the map leads to words that are none of ours."""
    if unknown := sorted(targets_of(column) - set(known)):
        raise BadMap(
            _("The map sends “%(fact)s” to unknown values: %(unknown)s. Known are: %(known)s.")
            % {"fact": fact, "unknown": ", ".join(unknown), "known": ", ".join(sorted(known)) or "–"}
        )
