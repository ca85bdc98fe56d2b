"""Reading one sheet of an XLSX file: its cells as text, and which of them are formulas.

The archive is looked at before the reader unpacks it, so that a small file cannot fill the memory.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from lianchuang.common.unreadable import ZIP_FAULTS, UnreadableTable

MOST_CELLS = 20_000_000
WORKBOOK = "xl/workbook.xml"
DAMAGED = (
    CalamineError,
    expat.ExpatError,
    KeyError,  # a part is missing
    ValueError,
    *ZIP_FAULTS,
)

Formulas = Mapping[int, frozenset[int]]
OnElement = Callable[[str, dict[str, str]], None]


class _HasDoctype(ValueError):
    """A spreadsheet declares no document type; one that does means harm."""


@dataclass
class _Scan:
    """What one pass over a sheet finds: where formulas are, and how far its filled cells reach. All counted from 1."""

    row: int = 0
    column: int = 0
    last_row: int = 0
    last_column: int = 0
    formulas: dict[int, set[int]] = field(default_factory=dict)

    def element(self, name: str, attributes: dict[str, str]) -> None:
        """Take in the start of an element. Rows and cells without an address follow the one before."""
        if name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif name == "c":
            self.column = _column_number(attributes.get("r", "")) or self.column + 1
        elif name in {"v", "is", "f"}:
            self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)
            if name == "f":
                self.formulas.setdefault(self.row, set()).add(self.column)


def read_workbook(content: bytes, sheet: str, most_bytes: int) -> tuple[Iterator[list[str]], Formulas]:
    """The rows of a sheet (the first when not named), and the columns that hold a formula by row, counted from 1.

    Raises UnreadableTable.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _require_workbook(archive, most_bytes)
            sheets = _sheets(archive)
            if sheet and sheet not in sheets:
                raise UnreadableTable(
                    _("There is no sheet “%(sheet)s”, only: %(names)s.") % {"sheet": sheet, "names": ", ".join(sheets)}
                )
            name = sheet or next(iter(sheets))
            scan = _Scan()
            with archive.open(sheets[name]) as stream:
                _parse(stream, scan.element)
        if scan.last_row * scan.last_column > MOST_CELLS:
            raise UnreadableTable(_("The sheet has more than %(most)s cells. Split it.") % {"most": MOST_CELLS})
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except UnreadableTable:
        raise
    except (*DAMAGED, StopIteration) as fault:
        raise UnreadableTable(_("The workbook cannot be read: it is damaged, or protected by a password.")) from fault
    formulas = {row: frozenset(columns) for row, columns in scan.formulas.items()}
    return ([_as_text(cell) for cell in row] for row in rows), formulas


@dataclass(frozen=True)
class Sheet:
    """A sheet as it stands: its cells, and its merged blocks (top left → bottom right), counted from 0."""

    name: str
    is_visible: bool
    rows: list[list[object]]
    merges: Mapping[tuple[int, int], tuple[int, int]]


def read_sheets(content: bytes, *, most_bytes: int, most_cells: int) -> list[Sheet]:
    """All sheets of a workbook, hidden ones too. Raises UnreadableTable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _require_workbook(archive, most_bytes)
            names = _sheets(archive)
            for part in names.values():
                scan = _Scan()
                with archive.open(part) as stream:
                    _parse(stream, scan.element)
                if scan.last_row * scan.last_column > most_cells:
                    raise UnreadableTable(_("The sheet has more than %(most)s cells. Split it.") % {"most": most_cells})
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = {one.name: one.visible == SheetVisibleEnum.Visible for one in book.sheets_metadata}
        return [_sheet(book, name, shown.get(name, True)) for name in names]
    except UnreadableTable:
        raise
    except (*DAMAGED, StopIteration) as fault:
        raise UnreadableTable(_("The workbook cannot be read: it is damaged, or protected by a password.")) from fault


def _sheet(book: CalamineWorkbook, name: str, is_visible: bool) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    return Sheet(name, is_visible, sheet.to_python(skip_empty_area=False), dict(sheet.merged_cell_ranges or ()))  # type: ignore[arg-type]  # its cells have many types


def _require_workbook(archive: zipfile.ZipFile, most_bytes: int) -> None:
    if WORKBOOK not in archive.namelist():
        raise UnreadableTable(_("This is neither a CSV nor an XLSX file."))
    if sum(part.file_size for part in archive.infolist()) > most_bytes:
        raise UnreadableTable(_("The file is larger than %(most)s MB.") % {"most": most_bytes // 2**20})


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive that holds each sheet, by the sheet's name, in the workbook's order."""
    targets: dict[str, str] = {}
    names: dict[str, str] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            targets[attributes["Id"]] = posixpath.normpath(posixpath.join("/xl", attributes["Target"])).lstrip("/")

    def listed(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet" and (target := targets.get(attributes.get("id", ""))):
            names[attributes["name"]] = target

    for part, on_element in (("xl/_rels/workbook.xml.rels", relation), (WORKBOOK, listed)):
        with archive.open(part) as stream:
            _parse(stream, on_element)
    return names


def _parse(stream: IO[bytes], on_element: OnElement) -> None:
    """Read XML, telling each element's start; names without their namespace."""

    def start(name: str, attributes: dict[str, str]) -> None:
        on_element(name.rsplit("}", 1)[-1], {key.rsplit("}", 1)[-1]: value for key, value in attributes.items()})

    def doctype(*_declared: object) -> None:
        raise _HasDoctype

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    parser.ParseFile(stream)


def _column_number(address: str) -> int:
    """B7 → 2; 0 when there is no address."""
    number = 0
    for letter in re.sub(r"[^A-Z]", "", address.upper()):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _as_text(cell: object) -> str:
    """A cell as the text a CSV would hold; dates in ISO form."""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
