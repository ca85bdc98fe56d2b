"""Reading a table that somebody else made: CSV (plain or gzip) or XLSX, every cell as text, every fault with its place."""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from lianchuang.common.unreadable import UnreadableTable
from lianchuang.common.workbook import Formulas, read_workbook

__all__ = ["Lines", "Table", "TableRow", "UnreadableTable", "is_formula", "read_content", "read_lines", "read_table"]

MOST_BYTES = 200 * 1024 * 1024
MOST_ROWS = 500_000
MOST_CELL = 20_000
ENCODINGS = ("utf-8-sig", "gb18030")
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# GB 18030 reads most Western text as rare characters; in Chinese administration nearly all stand in GB 2312.
MOST_RARE = 0.2
FORMULA = re.compile(r"=.+|[+\-@][\d.\s+\-*/]*[A-Za-z_][\w.$]*[(|!].*", re.DOTALL | re.ASCII)


@dataclass(frozen=True)
class TableRow:
    """One row: its number as a spreadsheet shows it (the header is 1), its cells by column name.

    `formulas` are the columns that hold one, `fault` why the row as a whole cannot be trusted.
    """

    number: int
    cells: dict[str, str]
    formulas: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class Table:
    """A header and its rows. `encoding` is how a CSV was read."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...] = field(repr=False)
    encoding: str = ""


@dataclass(frozen=True)
class Lines:
    """The bare rows of a table, the header among them; `formulas` are the columns that hold one, by row."""

    lines: Iterable[list[str]] = field(repr=False)
    formulas: Formulas
    encoding: str = ""


def read_table(path: Path, *, encoding: str = "", sheet: str = "") -> Table:
    """Read a CSV, CSV.GZ or XLSX file. Raises UnreadableTable.

    CSV is taken as UTF-8, else GB 18030, unless `encoding` is given. Formulas are reported per row, never evaluated.
    """
    return read_content(_content(path), encoding=encoding, sheet=sheet)


def read_content(content: bytes, *, encoding: str = "", sheet: str = "") -> Table:
    """The same of a file that is not on disk. Raises UnreadableTable."""
    held = read_lines(content, encoding=encoding, sheet=sheet)
    return _table(held.lines, held.formulas, held.encoding)


def read_lines(content: bytes, *, encoding: str = "", sheet: str = "") -> Lines:
    """The rows as they stand, for a table that may have no header. Raises UnreadableTable."""
    if content.startswith(b"PK\x03\x04"):
        return Lines(*read_workbook(content, sheet, MOST_BYTES))
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise UnreadableTable(
            _("The file is an old or password-protected workbook. Save it as XLSX without a password.")
        )
    text, used = _decode(content, encoding)
    return Lines(_csv_lines(text), {}, used)


def _content(path: Path) -> bytes:
    """The bytes of the file, unpacked; no more than MOST_BYTES are ever held."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
        if content.startswith(b"\x1f\x8b"):
            with gzip.open(io.BytesIO(content)) as packed:
                content = packed.read(MOST_BYTES + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error) as fault:
        raise UnreadableTable(_("The compressed file %(name)s is damaged.") % {"name": path.name}) from fault
    except OSError as fault:
        words = {"name": path.name, "fault": fault.strerror}
        raise UnreadableTable(_("The file %(name)s cannot be opened: %(fault)s.") % words) from fault
    if len(content) > MOST_BYTES:
        raise UnreadableTable(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 2**20})
    return content


def _decode(content: bytes, encoding: str) -> tuple[str, str]:
    """The text and the encoding in which it was read. A text with null characters is no text."""
    choices = ("utf-16",) if content.startswith(UTF_16_MARKS) else (encoding,) if encoding else ENCODINGS
    for choice in choices:
        try:
            text = content.decode(choice).removeprefix("\ufeff")
        except LookupError as fault:
            words = {"encoding": choice}
            raise UnreadableTable(_("The map names an unknown encoding: %(encoding)s.") % words) from fault
        except UnicodeError:
            continue
        if "\x00" in text:
            raise UnreadableTable(_("This is neither a CSV nor an XLSX file."))
        if encoding or choice != "gb18030" or _is_plausible_chinese(text):
            return text, choice
    raise UnreadableTable(
        _("The text is in another encoding (tried: %(tried)s). Save it as UTF-8, or name the encoding in the map.")
        % {"tried": ", ".join(choices)}
    )


def _is_plausible_chinese(text: str) -> bool:
    """Whether what was read as GB 18030 looks like it: few characters outside GB 2312."""
    foreign = [character for character in text if not character.isascii()]
    rare = sum(not _in_gb2312(character) for character in foreign)
    return rare <= MOST_RARE * len(foreign)


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _csv_lines(text: str) -> Iterator[list[str]]:
    first = next(iter(text.splitlines()), "")
    outside_quotes = re.sub(r'"[^"]*"', "", first)
    delimiter = max((",", ";", "\t"), key=outside_quotes.count)
    number = 1
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield line
            number += 1
    except csv.Error as fault:
        raise UnreadableTable(
            _("In row %(row)s a quotation mark is never closed, or stands inside a cell: cells cannot be told apart.")
            % {"row": number}
        ) from fault


def _table(lines: Iterable[list[str]], formulas: Formulas, encoding: str = "") -> Table:
    lines = iter(lines)
    header = [name.strip() for name in next(lines, [])]
    if not any(header):
        raise UnreadableTable(_("The file is empty, or its first row holds no column names."))
    double = sorted({name for name in header if name and header.count(name) > 1})
    if double:
        raise UnreadableTable(_("Column names stand twice: %(names)s.") % {"names": ", ".join(double)})
    rows: list[TableRow] = []
    for number, line in enumerate(lines, start=2):
        if len(rows) >= MOST_ROWS:
            raise UnreadableTable(_("The file has more than %(most)s rows. Split it.") % {"most": MOST_ROWS})
        if any(cell.strip() for cell in line):
            rows.append(_row(number, header, line, formulas.get(number, frozenset())))
    return Table(tuple(header), tuple(rows), encoding)


def _row(number: int, header: Sequence[str], line: Sequence[str], formulas: frozenset[int]) -> TableRow:
    cells = {name: cell.strip() for name, cell in zip(header, line, strict=False) if name}
    suspects = [
        name or "–"
        for column, name in enumerate(header, start=1)
        if column in formulas or is_formula(cells.get(name, ""))
    ]
    return TableRow(number, cells, tuple(suspects), _fault(header, line))


def _fault(header: Sequence[str], line: Sequence[str]) -> str:
    """Why the row's cells cannot be trusted to stand in their columns; empty when they can."""
    filled = max(index for index, cell in enumerate(line, start=1) if cell.strip())
    if filled > len(header):
        return _("%(cells)s cells, but %(columns)s columns") % {"cells": filled, "columns": len(header)}
    if len(line) < len(header):
        return _("%(cells)s cells, but %(columns)s columns") % {"cells": len(line), "columns": len(header)}
    if any(len(cell) > MOST_CELL for cell in line):
        return _("a cell is longer than %(most)s characters") % {"most": MOST_CELL}
    if any("\x00" in cell for cell in line):
        return _("a cell holds an invisible null character")
    return ""


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would run this text: `=…`, or + - @ before a function call or a link to another program."""
    return FORMULA.fullmatch(cell) is not None
