"""Opening a task table: the file is judged before anything reads it, then every sheet or table becomes a grid."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import PurePath

import docx
from django.utils.translation import gettext as _
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from lxml.etree import LxmlError

from lianchuang.common.unreadable import ZIP_FAULTS, UnreadableTable
from lianchuang.common.workbook import Sheet, read_sheets
from lianchuang.duties.tasktable.grid import Content, Grid, Place, grid_of
from lianchuang.duties.tasktable.listnumbers import ListNumbers

MOST_BYTES = 20 * 2**20
MOST_UNPACKED = 120 * 2**20
MOST_PARTS = 5000
MOST_ROWS = 5000
MOST_CELLS = 500_000
OLE, ZIP, PDF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"%PDF"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
CHUNK = 2**16
DAMAGED = (*ZIP_FAULTS, AttributeError, IndexError, KeyError, LxmlError, OpcError, ValueError)


def open_grids(content: bytes, name: str) -> list[Grid]:
    """The sheets or tables of an XLSX or DOCX file. Raises UnreadableTable with the reason."""
    _judge_bytes(content, name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = frozenset(archive.namelist())
            _judge_archive(archive, names)
        if "xl/workbook.xml" in names:
            sheets = read_sheets(content, most_bytes=MOST_UNPACKED, most_cells=MOST_CELLS)
            return [_sheet_grid(sheet) for sheet in sheets if sheet.is_visible]
        return list(_document_grids(docx.Document(io.BytesIO(content))))
    except UnreadableTable:
        raise
    except DAMAGED as fault:
        raise UnreadableTable(_("The file is damaged and cannot be read.")) from fault


def _judge_bytes(content: bytes, name: str) -> None:
    """What the first bytes and the size tell. The ending of the name counts only for files with macros."""
    if len(content) > MOST_BYTES:
        raise UnreadableTable(too_large())
    if not content:
        raise UnreadableTable(_("The file is empty."))
    if content.startswith(OLE):
        raise UnreadableTable(_ole_sentence(content, name))
    if PurePath(name).suffix.lower() in {".xlsm", ".docm", ".xlsb", ".xltm", ".dotm"}:
        raise UnreadableTable(_macro_sentence())
    if content.startswith(PDF):
        raise UnreadableTable(_("This is a PDF. Ask for the table as XLSX or DOCX."))
    if not content.startswith(ZIP):
        raise UnreadableTable(_("This is neither an XLSX nor a DOCX file."))


def too_large() -> str:
    """Why a file is refused by its size alone."""
    words = {"most": MOST_BYTES // 2**20}
    return _("The file is larger than %(most)s MB, which no task table needs. Leave out pictures.") % words


def _ole_sentence(content: bytes, name: str) -> str:
    if ENCRYPTED in content:
        return _("The file has a password. Open it, take the password off, and save it again.")
    if PurePath(name).suffix.lower() in {".doc", ".wps", ".dot"}:
        return _("This is an old DOC file. Open it and save it as DOCX.")
    return _("This is an old XLS file. Open it and save it as XLSX.")


def _macro_sentence() -> str:
    return _("The file holds macros, which are programs. Save it as XLSX or DOCX without macros.")


def _judge_archive(archive: zipfile.ZipFile, names: frozenset[str]) -> None:
    """Whether it is a workbook or a document without macros, and not far larger than it looks. Every part is unpacked
    once and counted, so that a false size in the archive's list does not help.
    """
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise UnreadableTable(_("The file has a password. Open it, take the password off, and save it again."))
    if any(part.lower().endswith("vbaproject.bin") for part in names):
        raise UnreadableTable(_macro_sentence())
    if "xl/workbook.xml" not in names and "word/document.xml" not in names:
        raise UnreadableTable(_("This is neither an XLSX nor a DOCX file."))
    if len(names) > MOST_PARTS or sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
        raise UnreadableTable(_too_large_inside())
    unpacked = 0
    for part in archive.infolist():
        with archive.open(part) as stream:
            beginning = stream.read(CHUNK)
            if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in beginning.upper():
                raise UnreadableTable(_("The file is damaged and cannot be read."))
            unpacked += len(beginning)
            while chunk := stream.read(CHUNK):
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED:
                    raise UnreadableTable(_too_large_inside())


def _too_large_inside() -> str:
    words = {"most": MOST_UNPACKED // 2**20}
    return _("Unpacked, the file is larger than %(most)s MB. That is no task table.") % words


def _sheet_grid(sheet: Sheet) -> Grid:
    if len(sheet.rows) > MOST_ROWS:
        raise UnreadableTable(_("The table has more than %(most)s rows.") % {"most": MOST_ROWS})
    rows = [[_content(value) for value in row] for row in sheet.rows]
    return grid_of(sheet.name, rows, sheet.merges)


def _content(value: object) -> Content:
    """A cell's value as text, with the date it is and whether it is a figure."""
    if isinstance(value, datetime):
        return value.date().isoformat(), value.date(), False
    if isinstance(value, date):
        return value.isoformat(), value, False
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).strip(), None, False
    return (str(int(value)) if float(value).is_integer() else str(value)), None, True


def _document_grids(document: Document) -> Iterator[Grid]:
    """The tables in their order, each with the paragraphs since the one before."""
    numbers = ListNumbers(document)
    before: list[str] = []
    count = 0
    for element in document.element.body.iterchildren():
        if element.tag == qn("w:p"):
            if text := numbers.text_of(element):
                before.append(text)
        elif element.tag == qn("w:tbl"):
            count += 1
            yield _table_grid(element, str(count), tuple(before), numbers)
            before = []


def _table_grid(table: CT_Tbl, name: str, before: tuple[str, ...], numbers: ListNumbers) -> Grid:
    """A table with its merged cells: gridSpan to the right, vMerge downwards."""
    rows: list[list[Content]] = []
    merges: dict[Place, Place] = {}
    above: dict[int, Place] = {}  # where the block begins that may go on downwards, by its left column
    elements = table.findall(qn("w:tr"))
    if len(elements) > MOST_ROWS:
        raise UnreadableTable(_("The table has more than %(most)s rows.") % {"most": MOST_ROWS})
    for top, element in enumerate(elements):
        row: list[Content] = [("", None, False)] * _skipped(element)
        begun: dict[int, Place] = {}
        for cell in element.iter(qn("w:tc")):
            if cell.getparent() is not element and cell.getparent().getparent().getparent() is not element:
                continue  # of a table inside a cell
            left, span = len(row), _span(cell)
            if _goes_on(cell) and left in above:
                begun[left] = above[left]
                text = ""
            else:
                begun[left] = (top, left)
                text = numbers.text_of(cell)
            row += [(text, None, False)] + [("", None, False)] * (span - 1)
            corner = begun[left]
            if corner != (top, left) or span > 1:
                merges[corner] = (top, left + span - 1)
        above = begun
        rows.append(row)
    return grid_of(name, rows, merges, before)


def _skipped(row: CT_Tbl) -> int:
    """Columns left out at the beginning of a row."""
    found = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    return int(found.get(qn("w:val"), "0")) if found is not None else 0


def _span(cell: CT_Tbl) -> int:
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return min(max(int(found.get(qn("w:val"), "1")), 1), 100) if found is not None else 1


def _goes_on(cell: CT_Tbl) -> bool:
    """Whether the cell only continues the one above."""
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return found is not None and found.get(qn("w:val"), "continue") == "continue"
