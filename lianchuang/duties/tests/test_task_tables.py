"""The reader against tables written by hand with a key for every cell: how much is right, and nothing wrong is called sure."""

from collections import Counter
from datetime import date
from functools import cache
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.duties.tasktable import CELLS, UNIT_CELLS, Cell, Reading, read_task_table
from lianchuang.duties.tasktable.deadlines import Today
from lianchuang.duties.tasktable.grid import grid_of
from lianchuang.duties.tasktable.reading import Reader
from lianchuang.duties.tasktable.unitbook import UnitBook
from lianchuang.duties.tests.tasktables import HELD_OUT, TABLES
from lianchuang.duties.tests.tasktables.county import GROUPS, UNITS
from lianchuang.duties.tests.tasktables.making import Want


def read(table: ModuleType) -> Reading:
    """What is understood of a table."""
    return read_task_table(table.build(), table.NAME, units=UNITS, remembered={}, on=table.ON)


def units_wanted(words: str) -> tuple[set[str], list[str]]:
    """The units a key names, and the words that name nobody for sure."""
    units: set[str] = set()
    unknown = []
    for word in words.split():
        if word.startswith("?"):
            unknown.append(word[1:])
        else:
            units |= GROUPS.get(word, {word})
    return units, unknown


def due(value: dict[str, Any] | None) -> str:
    """A deadline as a key writes it."""
    if value is None:
        return ""
    if "date" in value:
        return str(value["date"])
    if value.get("standing") or value.get("at_once"):
        return "standing" if value.get("standing") else "at_once"
    if value["every"] == "year" and "month" in value:
        return f"year:{value['month']:02d}-{value['day']:02d}"
    where = value.get("weekday", value.get("day"))
    return f"{value['every']}:{where}" if where is not None else str(value["every"])


def squeezed(text: str) -> str:
    """Without any space."""
    return "".join(text.split())


def is_right(name: str, cell: Cell, want: Want) -> bool:
    """Whether a cell says what the key says; where nobody can be sure it must be unsure."""
    if name in UNIT_CELLS:
        units, unknown = units_wanted(getattr(want, name))
        found = [squeezed(piece.text) for piece in cell.open_pieces]
        return (
            set(cell.value) == units
            and found == [squeezed(one) for one in unknown]
            and (not unknown or cell.confidence == "unsure")
        )
    if name == "deadline":
        return cell.value is None and cell.confidence == "unsure" if want.due == "?" else due(cell.value) == want.due
    if name == "chapter":
        return squeezed(" / ".join(cell.value)) == squeezed(want.chapter)
    return squeezed(cell.value) == squeezed(getattr(want, name))


@cache
def judged(table: ModuleType) -> tuple[Counter[str], list[str]]:
    """How many cells are right and wrong, and each wrong one in words."""
    rows = read(table).rows
    counts: Counter[str] = Counter()
    wrong = []
    for number, want in enumerate(table.KEY):
        for name in CELLS:
            cell = rows[number].cells[name] if number < len(rows) else Cell(None, "(no row)", "unsure")
            if number < len(rows) and is_right(name, cell, want):
                counts["right"] += 1
                counts[f"right {cell.confidence}"] += 1
                continue
            counts["wrong"] += 1
            counts[f"wrong {cell.confidence}"] += 1
            wrong.append(f"{table.NAME} row {number + 1} {name}: {cell.value!r} ({cell.confidence}) from {cell.text!r}")
    if len(rows) > len(table.KEY):
        extra = len(rows) - len(table.KEY)
        counts["wrong"] += extra * len(CELLS)
        wrong.append(f"{table.NAME}: {extra} rows too many")
    return counts, wrong


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__.rsplit(".", 1)[-1])
def test_each_table_is_understood_and_nothing_wrong_is_sure(table: ModuleType) -> None:
    counts, wrong = judged(table)
    assert counts["wrong sure"] == 0, wrong
    assert counts["right"] >= 0.9 * (counts["right"] + counts["wrong"]), wrong


def test_all_tables_together_and_those_never_looked_at() -> None:
    for tables in (TABLES, HELD_OUT):
        total = sum((judged(table)[0] for table in tables), Counter())
        assert total["right"] >= 0.95 * (total["right"] + total["wrong"]), total


WORDS = [
    "序号", "工作任务", "责任单位", "牵头单位", "完成时限", "1", "一、", "（一）环境",
    "城管局", "城管局牵头，住建局配合", "各乡镇（街道）", "9月底前", "每月", "同上", "合计", "注：无",
    "（牵头）", "、", "①", "牵头：", "荷塘", "—", "等单位", "★城管局",
]  # fmt: skip
BOOK = UnitBook(UNITS)
ROWS = st.lists(st.lists(st.sampled_from(["", "", *WORDS]), min_size=4, max_size=4), min_size=1, max_size=6)
CORNERS = st.tuples(st.integers(0, 5), st.integers(0, 3))
BLOCKS = st.dictionaries(CORNERS, st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=3)


@given(ROWS, BLOCKS)
@settings(max_examples=150)
def test_no_grid_breaks_the_reader_and_nothing_open_is_sure(
    rows: list[list[str]], blocks: dict[tuple[int, int], tuple[int, int]]
) -> None:
    header = [["序号", "工作任务", "责任单位", "完成时限"]]
    cells = [[(text, None, False) for text in row] for row in header + rows]
    merges = {(top, left): (top + down, left + right) for (top, left), (down, right) in blocks.items()}
    reader = Reader(BOOK, Today(date(2026, 3, 2)))
    reader.read(grid_of("S", cells, merges))
    for row in reader.rows:
        for cell in row.cells.values():
            assert Cell.from_json(cell.as_json()) == cell
            assert not (cell.open_pieces and cell.confidence == "sure")
