"""Nothing in a cell becomes a formula."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook

from lianchuang.common.sheets import CELL_LIMIT, begins_like_formula, safe_cell, xlsx_bytes, xlsx_response

DANGEROUS = ["=1+1", "+86 10", "-5", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_it_writes_formulas_as_text(text: str) -> None:
    content = xlsx_bytes(["题目"], [[text]])
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert 'quotePrefix="1"' in book.read("xl/styles.xml").decode()
        assert "hyperlink" not in sheet
    assert begins_like_formula(text)
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1] == [text]


def test_links_and_numbers_in_text_stay_text() -> None:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(["a", "b"], [["http://x", "007"]]))).get_sheet_by_index(
        0
    )
    assert rows.to_python()[1] == ["http://x", "007"]


def test_values_keep_their_kind() -> None:
    at = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
    row = [3, 2.5, at, date(2026, 11, 23), None, True, Decimal("1.25")]
    content = xlsx_bytes([str(n) for n in range(len(row))], [row])
    cells = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1]
    assert cells == [3.0, 2.5, datetime(2026, 11, 23, 11, 30), date(2026, 11, 23), "", True, 1.25]  # noqa: DTZ001


def test_texts_are_cut_and_cleaned() -> None:
    assert safe_cell("a\x00\x07b") == "ab"
    assert len(str(safe_cell("长" * 40_000))) == CELL_LIMIT
    assert safe_cell(UUID(int=1)) == "00000000-0000-0000-0000-000000000001"


def test_the_name_of_a_download_may_be_chinese() -> None:
    response = xlsx_response("问题清单", ["编号"], [["1"]])
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''%E9%97%AE%E9%A2%98%E6%B8%85%E5%8D%95.xlsx"
    assert response.content[:2] == b"PK"
