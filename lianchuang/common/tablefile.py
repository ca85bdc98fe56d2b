"""Reading a table that somebody else made: CSV (plain or gzip) or XLSX, every cell as text, every fault with its place."""

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from xml.etree.ElementTree import ParseError, iterparse

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, ZipError

MOST_BYTES = 200 * 1024 * 1024
MOST_ROWS = 500_000
MOST_CELL = 20_000
ENCODINGS = ("utf-8-sig", "gb18030")
FORMULA = re.compile(r"=.+|[+\-@]\s*[A-Za-z_.]+[\d$]*\s*[(|!].*", re.DOTALL)


class UnreadableTable(ValueError):
    """The file as a whole cannot be read; the message is a sentence in the reader's language."""


@dataclass(frozen=True)
class TableRow:
    """One row: its number as a spreadsheet shows it (the header is 1), its cells by column name."""

    number: int
    cells: dict[str, str]
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A header and its rows. `encoding` is how a CSV was read."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...] = field(repr=False)
    encoding: str = ""


def read_table(path: Path, *, encoding: str = "", sheet: str = "") -> Table:
    """Read a CSV, CSV.GZ or XLSX file. Raises UnreadableTable.

    CSV is taken as UTF-8, else GB 18030, unless `encoding` is given. Formulas are reported per row, never evaluated.
    """
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise UnreadableTable(
            _("The file %(name)s cannot be opened: %(fault)s.") % {"name": path.name, "fault": fault.strerror}
        ) from fault
    if content[:2] == b"\x1f\x8b":
        content = _unzip(content, path.name)
    if len(content) > MOST_BYTES:
        raise UnreadableTable(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 2**20})
    if content[:4] == b"PK\x03\x04":
        return _table(_xlsx_lines(content, sheet), "", _xlsx_formulas(content))
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UnreadableTable(
            _("The file is an old or password-protected workbook. Save it as XLSX without a password.")
        )
    text, used = _decode(content, encoding)
    return _table(_csv_lines(text), used, {})


def _unzip(content: bytes, name: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(content)) as stream:
            return stream.read(MOST_BYTES + 1)
    except (OSError, EOFError) as fault:
        raise UnreadableTable(_("The compressed file %(name)s is damaged.") % {"name": name}) from fault


def _decode(content: bytes, encoding: str) -> tuple[str, str]:
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableTable(_("This is neither a CSV nor an XLSX file."))
    choices = (encoding,) if encoding else ENCODINGS
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        choices = ("utf-16",)
    for choice in choices:
        try:
            return content.decode(choice), choice
        except (UnicodeDecodeError, LookupError):
            continue
    tried = ", ".join(choices)
    raise UnreadableTable(
        _(
            "The text is not in the expected encoding (tried %(tried)s). Save it as UTF-8, or name the encoding in the map."
        )
        % {"tried": tried}
    )


def _csv_lines(text: str) -> Iterator[list[str]]:
    sample = text[:20_000]
    delimiter = max((",", ";", "\t"), key=lambda mark: sample.split("\n", 1)[0].count(mark))
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as fault:
        raise UnreadableTable(_("The CSV is broken: %(fault)s.") % {"fault": fault}) from fault


def _xlsx_lines(content: bytes, sheet: str) -> Iterator[list[str]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = book.sheet_names
        if sheet and sheet not in names:
            raise UnreadableTable(
                _("There is no sheet “%(sheet)s”, only: %(names)s.")
                % {"sheet": sheet, "names": ", ".join(names)}
            )
        rows = book.get_sheet_by_name(sheet or names[0]).to_python(skip_empty_area=False)
    except (CalamineError, ZipError, IndexError) as fault:
        raise UnreadableTable(
            _("The workbook cannot be read: it is damaged, or protected by a password.")
        ) from fault
    for row in rows:
        yield [_as_text(cell) for cell in row]


def _as_text(cell: object) -> str:
    """A cell as the text a CSV would hold; dates in ISO form."""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _xlsx_formulas(content: bytes) -> dict[int, list[str]]:
    """Which cells of the first sheet hold a formula, by row number: the reader gives values only."""
    found: dict[int, list[str]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            name = min(
                (each for each in archive.namelist() if each.startswith("xl/worksheets/sheet")), default=""
            )
            if not name or archive.getinfo(name).file_size > MOST_BYTES:
                return {}
            with archive.open(name) as stream:
                cell = ""
                for event, element in iterparse(stream, events=("start", "end")):
                    tag = element.tag.rsplit("}", 1)[-1]
                    if event == "start" and tag == "c":
                        cell = element.get("r", "")
                    elif event == "end" and tag == "f" and cell:
                        found.setdefault(int(re.sub(r"\D", "", cell) or 0), []).append(cell)
                    elif event == "end" and tag == "row":
                        element.clear()
    except (zipfile.BadZipFile, ParseError) as fault:
        raise UnreadableTable(
            _("The workbook cannot be read: it is damaged, or protected by a password.")
        ) from fault
    return found


def _table(lines: Iterator[list[str]], encoding: str, formulas: dict[int, list[str]]) -> Table:
    header = [name.strip() for name in next(lines, [])]
    if not any(header):
        raise UnreadableTable(_("The file is empty, or its first row holds no column names."))
    double = sorted({name for name in header if name and header.count(name) > 1})
    if double:
        raise UnreadableTable(_("Column names stand twice: %(names)s.") % {"names": ", ".join(double)})
    rows = []
    for number, line in enumerate(lines, start=2):
        if len(rows) >= MOST_ROWS:
            raise UnreadableTable(_("The file has more than %(most)s rows. Split it.") % {"most": MOST_ROWS})
        if any(cell.strip() for cell in line):
            rows.append(_row(number, header, line, formulas.get(number, [])))
    return Table(tuple(header), tuple(rows), encoding)


def _row(number: int, header: Sequence[str], line: Sequence[str], formulas: Sequence[str]) -> TableRow:
    cells = {
        name: line[index].strip() if index < len(line) else "" for index, name in enumerate(header) if name
    }
    suspects = [name for name, cell in cells.items() if is_formula(cell)]
    return TableRow(number, cells, (*formulas, *suspects))


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would run this text: `=…`, or + - @ before a function call or a link to another program."""
    return FORMULA.fullmatch(cell) is not None
