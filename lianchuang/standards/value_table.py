"""Reading a table of values that somebody filled in: what each row says, and what is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lianchuang.accounts.models import Unit
from lianchuang.common.days import is_fit
from lianchuang.common.refusals import NotAllowed
from lianchuang.common.tablefile import Table, TableRow, UnreadableTable
from lianchuang.standards import rules
from lianchuang.standards.actions.values import GivenValue, import_faults
from lianchuang.standards.models import Measure
from lianchuang.standards.queries.values import columns_of

MOST_ROWS = 1000
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?.*")


@dataclass
class ReadRow:
    """A row: what was understood, and what is wrong. `number` is the row as a spreadsheet counts it."""

    number: int
    place: Unit | None
    period_from: date | None
    period_to: date | None
    inputs: dict[str, str]
    value: str
    source: str
    faults: list[str] = field(default_factory=list)

    @property
    def plain(self) -> dict[str, Any]:
        """The row as it is kept between looking at it and bringing it in."""
        return {
            "place": self.place.pk if self.place else 0,
            "from": self.period_from.isoformat() if self.period_from else "",
            "to": self.period_to.isoformat() if self.period_to else "",
            "inputs": self.inputs,
            "value": self.value,
            "source": self.source,
        }

    def given(self, measure: Measure) -> GivenValue | None:
        """The value it says; None when place or period was not understood."""
        if self.place is None or self.period_from is None or self.period_to is None:
            return None
        return GivenValue(
            measure=measure,
            place=self.place,
            period_from=self.period_from,
            period_to=self.period_to,
            source=self.source,
            inputs=self.inputs,
            value=rules.decimal_of(self.value) if self.value else None,
        )


def read_rows(measure: Measure, table: Table, places: Sequence[Unit], today: date) -> list[ReadRow]:
    """Every row that holds a figure, each with its faults; rows with a place alone are left out. One query.

    Raises UnreadableTable when columns are missing or nothing is filled in.
    """
    head = columns_of(measure)
    missing = [name for name in (head[0], head[1], head[2], head[-1]) if name not in table.header]
    if missing:
        raise UnreadableTable(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    named = {
        name: place for place in places for name in (place.name, place.short_name, place.name_en, place.code) if name
    }
    rows = [_row(measure, head, row, named) for row in table.rows if _is_filled(head, row)]
    if not rows:
        raise UnreadableTable(_("The table holds no figure."))
    if len(rows) > MOST_ROWS:
        raise UnreadableTable(_("The file has more than %(most)s rows. Split it.") % {"most": MOST_ROWS})
    readable = [(row, given) for row in rows if (given := row.given(measure)) is not None]
    faults = import_faults([given for _row_, given in readable], today)
    for number, (row, _given) in enumerate(readable, start=1):
        row.faults += faults.get(str(number), [])
    return rows


def _is_filled(head: Sequence[str], row: TableRow) -> bool:
    return any(row.cells.get(name) for name in head[1:])


def _row(measure: Measure, head: Sequence[str], row: TableRow, named: Mapping[str, Unit]) -> ReadRow:
    cells = row.cells
    inputs = {one["name"]: cells[one["name"]] for one in measure.inputs if cells.get(one["name"])}
    read = ReadRow(
        number=row.number,
        place=named.get(cells.get(head[0], "")),
        period_from=_day(cells.get(head[1], "")),
        period_to=_day(cells.get(head[2], "")),
        inputs=inputs,
        value=cells.get(head[-2], ""),
        source=cells.get(head[-1], ""),
    )
    if row.fault:
        read.faults.append(row.fault)
    if row.formulas:
        read.faults.append(_("Formulas are not run; write the number: %(names)s.") % {"names": ", ".join(row.formulas)})
    if read.place is None:
        read.faults.append(_("No place of yours is called “%(name)s”.") % {"name": cells.get(head[0], "")})
    for name, day in ((head[1], read.period_from), (head[2], read.period_to)):
        if day is None:
            read.faults.append(_("%(column)s is no date (2026-06-30).") % {"column": name})
    if read.value and rules.decimal_of(read.value) is None:
        read.faults.append(_("“%(figure)s” is no number.") % {"figure": read.value})
    return read


def _day(text: str) -> date | None:
    found = DAY.fullmatch(text.strip())
    if found is None or found[3] is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return day if is_fit(day) else None


def rows_given(measure: Measure, rows: Sequence[Mapping[str, Any]], places: Sequence[Unit]) -> list[GivenValue]:
    """The values of rows that were kept; only tables without a fault are.

    Raises NotAllowed when a place is no longer among those of the actor.
    """
    known = {place.pk: place for place in places}
    if any(row["place"] not in known for row in rows):
        sentence = _("The table has values of a place for which you may no longer enter any.")
        raise NotAllowed("place_gone", sentence, _("Campaign office"))
    return [
        GivenValue(
            measure=measure,
            place=known[row["place"]],
            period_from=date.fromisoformat(row["from"]),
            period_to=date.fromisoformat(row["to"]),
            source=row["source"],
            inputs=row["inputs"],
            value=rules.decimal_of(row["value"]) if row["value"] else None,
        )
        for row in rows
    ]
