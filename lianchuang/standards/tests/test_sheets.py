"""The workbook: what goes out comes back, and exactly what was edited is told."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.common.tablefile import read_content
from lianchuang.standards.exchange.difference import difference, merged
from lianchuang.standards.exchange.recognise import read_file
from lianchuang.standards.exchange.shapes import EditionFile, Node, UnreadableFile
from lianchuang.standards.exchange.sheets import read_sheets, write_sheets
from lianchuang.standards.tests.trees import editions, nodes, small, walked

HEAD = ("编号", "上级编号", "标题", "评分方式", "比较", "数值", "分值", "一票否决", "窗口（月）", "出处")


def sheet(*rows: Sequence[object], head: Sequence[str] = HEAD) -> bytes:
    """A workbook that somebody made by hand."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate([head, *rows]):
        page.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


@settings(max_examples=15)
@given(held=editions(), chinese=st.booleans())
def test_out_and_in_again_is_no_difference(held: EditionFile, chinese: bool) -> None:
    read = read_sheets(write_sheets(held, chinese=chinese))
    assert not read.refused
    wanted = merged(held, read)
    assert not difference(held, wanted).anything
    assert wanted.nodes == held.nodes


@settings(max_examples=15)
@given(data=st.data(), held=editions())
def test_random_edits_are_exactly_the_difference(data: st.DataObject, held: EditionFile) -> None:
    leaves = [node.code for node in held.nodes if node.code not in held.parents()]
    gone = set(data.draw(st.lists(st.sampled_from(leaves), max_size=1)))
    stay = [node for node in held.nodes if node.code not in gone]
    renamed = set(data.draw(st.lists(st.sampled_from([node.code for node in stay]), max_size=2))) if stay else set()
    made = [replace(node, name=f"{node.name}改"[-190:]) if node.code in renamed else node for node in stay]
    new = data.draw(nodes("neu.1", data.draw(st.sampled_from(["", *(node.code for node in made)]))))
    edited = replace(held, nodes=tuple(walked([*made, new])))
    changes = difference(held, merged(held, read_sheets(write_sheets(edited, chinese=True))))
    assert {node.code for node in changes.added} == {"neu.1"} - {node.code for node in held.nodes}
    assert {node.code for node in changes.deleted} == gone
    assert {row.code: {cell.column for cell in row.cells} for row in changes.changed} == {
        code: {"name"} for code in renamed
    }


def test_siblings_that_change_places_are_told_once() -> None:
    held = small()
    turned = replace(held, nodes=tuple(walked([held.nodes[3], *held.nodes[4:], *held.nodes[:3]])))
    changes = difference(held, merged(held, read_sheets(write_sheets(turned, chinese=False))))
    ((row,), cells) = changes.changed, changes.changed[0].cells
    assert [cell.column for cell in cells] == ["order"]
    assert {row.code} < {"A", "B"}
    assert (len(changes.added), len(changes.deleted)) == (0, 0)


def test_each_wrong_cell_is_refused_with_its_place() -> None:
    read = read_sheets(
        sheet(
            ["X1", "", "好的", "达标线", "≥", 90, 2, "是", 12, "样本"],
            ["", "", "没有编号", "", "", "", "", "", "", "样本"],
            ["X1", "", "编号重了", "", "", "", "", "", "", "样本"],
            ["X2", "X9", "上级没有", "", "", "", "", "", "", "样本"],
            ["X3", "", "词不认得", "随便", "", "", "", "也许", "", "样本"],
            ["X4", "", "数不是数", "达标线", "≥", "90%", "2.555", "", "1.5", "样本"],
            ["X5", "", "缺数", "达标线", "≥", "", "", "", "", "样本"],
        )
    )
    assert [(fault.row, fault.column) for fault in read.refused] == [
        (3, "编号"),
        (4, "编号"),
        (6, "评分方式"),
        (6, "一票否决"),
        (7, "数值"),
        (7, "分值"),
        (7, "窗口（月）"),
        (8, "数值"),
        (5, "上级编号"),
    ]
    assert all(fault.reason for fault in read.refused)
    assert [node.code for node in read.nodes] == ["X1"]


@pytest.mark.parametrize("cell", ["1e-30000000", "0.0000000000001", "0e-30000000", "1e30000000", "1e13", "NaN"])
def test_a_figure_is_one_that_can_be_written_out(cell: str) -> None:
    read = read_sheets(sheet(["X1", "", "好的", "达标线", "≥", cell, "", "", "", "样本"]))
    assert [(fault.row, fault.column) for fault in read.refused] == [(2, "数值")]


def test_a_level_finds_its_parent() -> None:
    head = ("Code", "Level", "Title", "Source")
    rows = [
        ("1", 1, "One", "s"),
        ("1.1", 2, "One one", "s"),
        ("1.1.1", 3, "Deep", "s"),
        ("2", 1, "Two", "s"),
        ("x", 3, "Lost", "s"),
    ]
    read = read_sheets(sheet(*rows, head=head))
    assert {node.code: node.parent for node in read.nodes} == {"1": "", "1.1": "1", "1.1.1": "1.1", "2": ""}
    assert [(fault.row, fault.column) for fault in read.refused] == [(6, "Level")]


def test_a_formula_is_refused_and_a_text_that_looks_like_one_stays_text() -> None:
    trick = '=HYPERLINK("http://nowhere","x")'
    held = replace(small(), nodes=(replace(small().nodes[0], name=trick, text="+1-2", source="@x"),))
    content = write_sheets(held, chinese=True)
    read = read_sheets(content)
    assert not read.refused
    assert read.nodes[0].name == trick
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, ["编号", "标题", "出处"])
    page.write_row(1, 0, ["X1", "", "s"])
    page.write_formula(1, 1, "=1+1", None, 2)
    book.close()
    assert [(fault.row, fault.column) for fault in read_sheets(buffer.getvalue()).refused] == [(2, "标题")]


def test_a_sheet_explains_itself() -> None:
    content = write_sheets(small(), chinese=True)
    columns = {row.cells["列"]: row.cells["内容"] for row in read_content(content, sheet="各列说明").rows}
    assert set(columns) == set(read_content(content).header)
    assert all(columns.values())
    values = read_content(content, sheet="可选值")
    assert "测评方法" in values.header
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert page.count("<dataValidation ") >= 5


def test_an_edition_of_its_own_comes_whole() -> None:
    read = read_file(write_sheets(small(), chinese=True), "任何名字.bin")
    assert read.kind == "xlsx"
    assert read.edition is not None
    assert merged(None, read.edition) == small()


def test_too_long_a_text_is_not_cut_silently() -> None:
    with pytest.raises(UnreadableFile):
        write_sheets(replace(small(), nodes=(Node("A", name="甲", text="长" * 40_000),)), chinese=True)


def test_points_and_words_in_either_language() -> None:
    for chinese in (True, False):
        read = read_sheets(write_sheets(small(), chinese=chinese))
        assert read.nodes[2].points == Decimal("2.5")
        assert [node.scoring["form"] for node in read.nodes[:3]] == ["information", "threshold", "yes_no"]
        assert read.nodes[4].is_veto


def test_a_column_that_is_left_out_changes_nothing() -> None:
    held = small()
    rows = [(node.code, f"{node.name}改" if node.code == "A1" else node.name) for node in held.nodes]
    changes = difference(held, merged(held, read_sheets(sheet(*rows, head=("编号", "标题")))))
    assert [(row.code, [cell.column for cell in row.cells]) for row in changes.changed] == [("A1", ["name"])]
    assert (changes.added, changes.deleted, changes.edition) == ((), (), ())
