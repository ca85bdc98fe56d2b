"""Foreign tables: what is read, what is refused, and with which words."""

import gzip
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.utils import translation

from lianchuang.common import tablefile, workbook
from lianchuang.common.tablefile import Table, UnreadableTable, is_formula, read_table

CHINESE = "编号,地点\n1,胜利路与文化路口\n2,桂花巷\n"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def table_of(folder: Path, content: bytes | str, **how: str) -> Table:
    path = folder / "cases.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(path, **how)


def fault_of(folder: Path, content: bytes | str, **how: str) -> str:
    with pytest.raises(UnreadableTable) as caught:
        table_of(folder, content, **how)
    return str(caught.value)


def workbook_of(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(row, column, cell, day)
                    else:
                        sheet.write(row, column, cell)
    return buffer.getvalue()


def rewritten(content: bytes, part: str, before: str, after: str) -> bytes:
    """The workbook with a piece of one part replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == part:
                assert before.encode() in text
                text = text.replace(before.encode(), after.encode())
            new.writestr(name, text)
    return buffer.getvalue()


# --- CSV ---


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (CHINESE.encode(), "utf-8-sig"),
        (CHINESE.encode("utf-8-sig"), "utf-8-sig"),
        (CHINESE.encode("gb18030"), "gb18030"),
        (CHINESE.encode("utf-16"), "utf-16"),
        (gzip.compress(CHINESE.encode()), "utf-8-sig"),
        (CHINESE.replace(",", ";").encode(), "utf-8-sig"),
        (CHINESE.replace(",", "\t").encode(), "utf-8-sig"),
        (CHINESE.replace("\n", "\r\n").encode(), "utf-8-sig"),
        (CHINESE.replace("\n", "\r").encode(), "utf-8-sig"),
    ],
    ids=["utf-8", "mark", "gb18030", "utf-16", "gzip", "semicolon", "tab", "crlf", "cr"],
)
def test_the_same_table_in_every_dress(tmp_path: Path, content: bytes, encoding: str) -> None:
    table = table_of(tmp_path, content)
    assert table.header == ("编号", "地点")
    assert [row.cells["地点"] for row in table.rows] == ["胜利路与文化路口", "桂花巷"]
    assert [row.number for row in table.rows] == [2, 3]
    assert table.encoding == encoding


def test_an_encoding_named_is_used(tmp_path: Path) -> None:
    assert (
        table_of(tmp_path, "id,place\n1,Café\n".encode("latin-1"), encoding="latin-1").rows[0].cells["place"] == "Café"
    )
    assert table_of(tmp_path, CHINESE.encode("utf-16-le"), encoding="utf-16-le").header == ("编号", "地点")


@pytest.mark.parametrize("place", ["Café Rd", "Caféa 12", "Größe Straße, Süd", "ÀÉÎ"])
def test_western_text_is_not_taken_for_chinese(tmp_path: Path, place: str) -> None:
    sentence = fault_of(tmp_path, f'id,place\n1,"{place}"\n'.encode("latin-1"))
    assert sentence.startswith("The text is in another encoding (tried: utf-8-sig, gb18030).")


def test_a_separator_inside_quotes_does_not_count(tmp_path: Path) -> None:
    assert table_of(tmp_path, 'id;"a, b, c, d"\n1;x\n').header == ("id", "a, b, c, d")


def test_blank_rows_are_skipped_and_counted(tmp_path: Path) -> None:
    assert [row.number for row in table_of(tmp_path, "a,b\n1,2\n\n , \n3,4\n").rows] == [2, 5]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty, or its first row holds no column names."),
        (b"\n1,2\n", "The file is empty, or its first row holds no column names."),
        (b"a,b,a\n1,2,3\n", "Column names stand twice: a."),
        (bytes(range(256)) * 20, "The text is in another encoding"),
        (b"\x7fELF\x00\x00\x00,\n" * 9, "This is neither a CSV nor an XLSX file."),
        (b"a,b\n" + b"1,2\n" * 5000 + b"\x00,3\n", "This is neither a CSV nor an XLSX file."),
        (gzip.compress(CHINESE.encode())[:-12], "The compressed file cases.csv is damaged."),
        (gzip.compress(CHINESE.encode() * 99)[:30] + b"\xff" * 60, "The compressed file cases.csv is damaged."),
        (b'a,b\n1,2\n3,"open\n5,6\n', "In row 3 a quotation mark is never closed"),
        (b'a,b\n1,"two" more\n', "In row 2 a quotation mark is never closed"),
        (b'a,b\n1,"' + b"x" * 200_000, "In row 2 a quotation mark is never closed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "The file is an old or password-protected workbook."),
    ],
    ids=[
        "empty", "no header", "double", "rubbish", "binary", "late null", "cut gzip", "bent gzip", "open quote",
        "inner quote", "endless quote", "password",
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, sentence: str) -> None:
    assert fault_of(tmp_path, content).startswith(sentence)


def test_an_unknown_encoding_and_a_missing_file_are_said(tmp_path: Path) -> None:
    assert fault_of(tmp_path, "a\n1\n", encoding="klingon") == "The map names an unknown encoding: klingon."
    with pytest.raises(UnreadableTable, match=r"The file none\.csv cannot be opened"):
        read_table(tmp_path / "none.csv")


def test_limits_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tablefile, "MOST_ROWS", 2)
    assert fault_of(tmp_path, "a\n1\n2\n3\n") == "The file has more than 2 rows. Split it."
    monkeypatch.setattr(tablefile, "MOST_BYTES", 2**20)
    packed = gzip.compress(b"a\n" + b"1\n" * 2**20)
    assert len(packed) < 2**20
    assert fault_of(tmp_path, packed) == "The file is larger than 1 MB."


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("1,2,3", "3 cells, but 2 columns"),
        ("1", "1 cells, but 2 columns"),
        ("1," + "x" * 20_001, "a cell is longer than 20000 characters"),
        ("1,2,", ""),
        ("1,", ""),
    ],
    ids=["too many", "too few", "too long", "empty one more", "empty last"],
)
def test_a_row_that_does_not_fit_the_header_says_so(tmp_path: Path, line: str, fault: str) -> None:
    good, bad = table_of(tmp_path, f"a,b\n8,9\n{line}\n").rows
    assert not good.fault
    assert bad.fault == fault


# --- formulas ---


@pytest.mark.parametrize(
    "cell", ["=1+1", "=cmd|' /C calc'!A0", "+SUM(A1:A9)", "@SUM(1)", "-2+3+cmd|' /C calc'!A0", "+cmd|x", "=A1\n"]
)
def test_it_is_a_formula(cell: str) -> None:
    assert is_formula(cell)


@pytest.mark.parametrize(
    "cell", ["", "=", "-118.49", "+86 10 1234", "-", "@mail", "a=b", "-请看(北)", "+1 (213) 555", "- x"]
)
def test_it_is_no_formula(cell: str) -> None:
    assert not is_formula(cell)


def test_a_formula_in_a_csv_is_named_by_its_column(tmp_path: Path) -> None:
    rows = table_of(tmp_path, 'a,b\n1,2\n3," =HYPERLINK(""x"")"\n').rows
    assert [row.formulas for row in rows] == [(), ("b",)]


# --- XLSX ---


def test_a_workbook_reads_as_text(tmp_path: Path) -> None:
    cells = [["id", "when", "lon"], [1234567, datetime.fromisoformat("2020-01-02 03:04"), -118.5], ["1-2", "x", True]]
    rows = table_of(tmp_path, workbook_of(("Cases", cells))).rows
    assert rows[0].cells == {"id": "1234567", "when": "2020-01-02 03:04:00", "lon": "-118.5"}
    assert rows[1].cells == {"id": "1-2", "when": "x", "lon": "True"}


def test_a_formula_in_a_workbook_is_named_by_its_column(tmp_path: Path) -> None:
    rows = table_of(tmp_path, workbook_of(("One", [["a", "b"], ["1", "=1+1"], ["2", "3"]]))).rows
    assert [row.formulas for row in rows] == [("b",), ()]


def test_cells_without_addresses_are_counted(tmp_path: Path) -> None:
    content = workbook_of(("One", [["a", "b"], [1, "=1+1"]]))
    content = rewritten(content, "xl/worksheets/sheet1.xml", ' r="B2"', "")
    assert table_of(tmp_path, content).rows[0].formulas == ("b",)


def test_the_sheet_named_is_read_with_its_own_formulas(tmp_path: Path) -> None:
    content = workbook_of(("First", [["a"], ["=1"]]), ("Second", [["b"], ["plain"], ["=2"]]))
    assert table_of(tmp_path, content).header == ("a",)
    rows = table_of(tmp_path, content, sheet="Second").rows
    assert [row.formulas for row in rows] == [(), ("b",)]
    assert fault_of(tmp_path, content, sheet="Third") == "There is no sheet “Third”, only: First, Second."


def test_a_damaged_workbook_says_so(tmp_path: Path) -> None:
    content = workbook_of(("One", [["a"], ["1"]]))
    sentence = "The workbook cannot be read: it is damaged, or protected by a password."
    assert fault_of(tmp_path, content[: len(content) // 2]) == sentence
    assert fault_of(tmp_path, rewritten(content, "xl/worksheets/sheet1.xml", "</sheetData>", "")) == sentence


def test_a_zip_that_is_no_workbook_says_so(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("cases.csv", CHINESE)
    assert fault_of(tmp_path, buffer.getvalue()) == "This is neither a CSV nor an XLSX file."


def test_a_workbook_that_declares_entities_is_not_read(tmp_path: Path) -> None:
    declared = '<!DOCTYPE x [<!ENTITY e "eeee">]><worksheet'
    content = rewritten(workbook_of(("One", [["a"], ["1"]])), "xl/worksheets/sheet1.xml", "<worksheet", declared)
    assert fault_of(tmp_path, content).startswith("The workbook cannot be read")


def test_a_workbook_cannot_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    far = rewritten(workbook_of(("One", [["a"], [1]])), "xl/worksheets/sheet1.xml", 'r="A2"', 'r="XFD1048576"')
    far = rewritten(far, "xl/worksheets/sheet1.xml", '<row r="2"', '<row r="1048576"')
    assert fault_of(tmp_path, far) == f"The sheet has more than {workbook.MOST_CELLS} cells. Split it."
    monkeypatch.setattr(tablefile, "MOST_BYTES", 2**20)
    wide = workbook_of(("One", [["a"], *[["x" * 1000]] * 2, *[[number] for number in range(60_000)]]))
    assert len(wide) < 2**20
    assert fault_of(tmp_path, wide) == "The file is larger than 1 MB."
