"""Spreadsheets that are safe to open: nothing in a cell ever becomes a formula, a link or a number by guess."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

from lianchuang.common import clock

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")
CELL_LIMIT = 32_767  # characters of one cell, by the file format

Cell = str | int | float | bool | date | datetime | None


def safe_cell(value: Any) -> Cell:
    """The value as a cell may hold it: numbers and times as they are (county time, no zone), all else as text.

    Control characters, which would make the file unreadable, are left out; text over 32,767 characters is cut.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return clock.local(value).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, date):
        return value
    text = "".join(char for char in str(value) if char in "\t\n\r" or ord(char) >= 32)
    return text[:CELL_LIMIT]


def begins_like_formula(text: str) -> bool:
    """Whether a spreadsheet program might take this text for a formula when somebody edits the cell."""
    return text.startswith(FORMULA_BEGINS)


def xlsx_bytes(
    header: Sequence[str], rows: Iterable[Sequence[Any]], sheet: str = "Sheet1", created: datetime | None = None
) -> bytes:
    """A workbook with one sheet: a frozen head, then the rows, written as they come.

    With the moment in which it was `created`, the same rows are the same bytes.
    """
    return book_bytes([(sheet, header, rows)], created=created)


def book_bytes(
    sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]], created: datetime | None = None
) -> bytes:
    """A workbook of several sheets: each a name, a head, and rows."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    if created:
        book.set_properties({"created": created})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "text": book.add_format({"quote_prefix": True}),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    for name, header, rows in sheets:
        _write_sheet(book.add_worksheet(name), header, rows, formats)
    book.close()
    return buffer.getvalue()


def _write_sheet(page: Any, header: Sequence[str], rows: Iterable[Sequence[Any]], formats: dict[str, Any]) -> None:
    for column, words in enumerate(header):
        page.write_string(0, column, str(words), formats["head"])
        page.set_column(column, column, 18)
    page.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(page, number, column, safe_cell(value), formats)


def _write(page: Any, row: int, column: int, value: Cell, formats: dict[str, Any]) -> None:
    if value is None:
        page.write_blank(row, column, None)
    elif isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, datetime):
        page.write_datetime(row, column, value, formats["time"])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    elif begins_like_formula(value):
        page.write_string(row, column, value, formats["text"])
    else:
        page.write_string(row, column, value)


def xlsx_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Any]], sheet: str = "Sheet1"
) -> HttpResponse:
    """The workbook as a download named `name`.xlsx (any language)."""
    return xlsx_download(name, xlsx_bytes(header, rows, sheet))


def xlsx_download(name: str, content: bytes) -> HttpResponse:
    """A workbook as a download named `name`.xlsx (any language)."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response
