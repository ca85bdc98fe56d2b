"""How the tables are made (XLSX and DOCX with merged cells), and how an answer key is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, Final

import docx
import xlsxwriter


class _Mark:
    """A cell that is one with the cell above, or with the one to its left."""


UP: Final = _Mark()
LEFT: Final = _Mark()
Line = Sequence[Any]


@dataclass(frozen=True)
class Want:
    """What a person reads in one row. Units by short name; `@…` a whole group; `?…` words nobody can be sure about.

    `due`: an ISO date; `week:5`, `month:25`, `month:-1`, `quarter:-1`, `month`, `day` …; `standing`; `at_once`; `?` for
    words that give no date; empty for nothing.
    """

    number: str
    chapter: str
    task: str
    lead: str = ""
    responsible: str = ""
    supporting: str = ""
    due: str = ""
    remarks: str = ""


def blocks_of(lines: Sequence[Line]) -> dict[tuple[int, int], tuple[int, int]]:
    """The merged blocks: top left corner → bottom right corner."""
    corner: dict[tuple[int, int], tuple[int, int]] = {}
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    for row, line in enumerate(lines):
        for column, value in enumerate(line):
            here = (row, column)
            if value is UP:
                corner[here] = corner[row - 1, column]
            elif value is LEFT:
                corner[here] = corner[row, column - 1]
            else:
                corner[here] = here
            ends[corner[here]] = here
    return ends


def xlsx(sheets: Mapping[str, Sequence[Line]]) -> bytes:
    """A workbook with these sheets."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy/m/d"})
    for name, lines in sheets.items():
        page = book.add_worksheet(name)
        for (top, left), (bottom, right) in blocks_of(lines).items():
            value = lines[top][left]
            if (top, left) != (bottom, right):
                page.merge_range(top, left, bottom, right, "" if value is None else value)
            elif isinstance(value, date):
                page.write_datetime(top, left, value, day)
            elif value is not None:
                page.write(top, left, value)
    book.close()
    return buffer.getvalue()


def document(*parts: str | Sequence[Line]) -> bytes:
    """A document of paragraphs and tables in this order."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=len(part), cols=max(len(line) for line in part))
        for (top, left), (bottom, right) in blocks_of(part).items():
            cell = table.cell(top, left)
            if (top, left) != (bottom, right):
                cell = cell.merge(table.cell(bottom, right))
            value = part[top][left]
            cell.text = "" if value is None else str(value)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
