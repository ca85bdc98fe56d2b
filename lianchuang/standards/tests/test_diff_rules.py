"""Two editions side by side: what stays, changes, moves, is split, merged, goes, and is new."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.standards.rules.diff import By, Diff, Fate, Line, Side, changes_of, compare, offers, turn_of

RATE = {"form": "threshold", "op": ">=", "value": "36", "unit": "%"}
OLD = [
    Side(1, None, "1", "城市绿化", is_heading=True),
    Side(2, 1, "1.1", "建成区绿化覆盖率", scoring=RATE),
    Side(3, 1, "1.2", "公园绿地服务半径"),
    Side(4, None, "2", "市容环境", is_heading=True),
    Side(5, 4, "2.1", "主次干道保洁时间", points=Decimal(2)),
    Side(6, 4, "2.2", "户外烟草广告"),
]


def later(**others: dict[str, Any]) -> list[Side]:
    """The same tree with other keys (101 …), and what is said of a code changed."""
    moved = [replace(one, key=one.key + 100, parent=one.parent and one.parent + 100) for one in OLD]
    return [replace(one, **others.get(f"c{one.code.replace('.', '_')}", {})) for one in moved]


def line_of(diff: Diff, key: int) -> Line:
    return next(line for line in diff.lines if key in {side.key for side in (*line.earlier, *line.later)})


def test_the_same_again() -> None:
    diff = compare(OLD, later())
    assert {line.fate for line in diff.lines} == {Fate.SAME}
    assert {line.by for line in diff.lines} == {By.CODE}
    assert diff.suggested == 0


def test_what_changed_is_named_and_turned() -> None:
    diff = compare(OLD, later(c1_1={"scoring": {**RATE, "value": "41"}, "window": {"months": 12}, "is_veto": True}))
    line = line_of(diff, 2)
    assert line.fate == Fate.CHANGED
    assert [(change.field, change.turn) for change in line.changes] == [
        ("scoring", "stricter"),
        ("window", ""),
        ("is_veto", ""),
    ]
    assert diff.counts[Fate.SAME] == 5


def test_moved_under_another_heading() -> None:
    diff = compare(OLD, later(c2_2={"parent": 101}))
    assert (line_of(diff, 6).fate, line_of(diff, 6).is_moved) == (Fate.MOVED, True)
    diff = compare(OLD, later(c2_2={"parent": 101, "points": Decimal(1)}))
    assert (line_of(diff, 6).fate, line_of(diff, 6).is_moved) == (Fate.CHANGED, True)


def test_a_new_number_is_found_by_its_words_and_only_suggested() -> None:
    diff = compare(OLD, later(c1_1={"code": "3.7", "name": "绿化覆盖率（建成区）"}))
    line = line_of(diff, 2)
    assert (line.later[0].key, line.by, line.is_suggested) == (102, By.WORDS, True)
    assert diff.suggested == 1


def test_the_same_number_with_quite_other_words_is_only_suggested() -> None:
    diff = compare(OLD, later(c2_2={"name": "志愿服务活动"}))
    assert (line_of(diff, 6).later[0].key, line_of(diff, 6).is_suggested) == (106, True)


def test_renumbered_catalogues_follow_the_words_not_the_numbers() -> None:
    diff = compare(OLD, later(c2_1={"code": "2.2"}, c2_2={"code": "2.1"}))
    assert (line_of(diff, 5).later[0].key, line_of(diff, 6).later[0].key) == (105, 106)


def test_gone_and_new() -> None:
    new = [one for one in later() if one.key != 106] + [Side(200, 104, "2.9", "志愿服务活动")]
    diff = compare(OLD, new)
    assert (line_of(diff, 6).fate, line_of(diff, 200).fate) == (Fate.GONE, Fate.NEW)


def test_the_map_comes_first() -> None:
    diff = compare(OLD, later(), [(5, 106), (6, 105)])
    assert (line_of(diff, 5).later[0].key, line_of(diff, 5).by) == (106, By.MAP)
    assert not line_of(diff, 5).is_suggested


def test_split_merged_and_nothing() -> None:
    split = compare(OLD, later(), [(5, 105), (5, 106)])
    assert (line_of(split, 5).fate, len(line_of(split, 5).later)) == (Fate.SPLIT, 2)
    merged = compare(OLD, later(), [(5, 105), (6, 105)])
    assert (line_of(merged, 6).fate, [side.key for side in line_of(merged, 6).earlier]) == (Fate.MERGED, [5, 6])
    assert line_of(merged, 106).fate == Fate.NEW
    gone = compare(OLD, later(), [(6, None)])
    assert (line_of(gone, 6).fate, line_of(gone, 6).by, line_of(gone, 106).fate) == (Fate.GONE, By.MAP, Fate.NEW)


@pytest.mark.parametrize(
    ("before", "after", "turn"),
    [
        ({"op": ">=", "value": "36"}, {"op": ">=", "value": "40"}, "stricter"),
        ({"op": ">=", "value": "9"}, {"op": ">=", "value": "10"}, "stricter"),
        ({"op": "<", "value": "20"}, {"op": "<", "value": "15"}, "stricter"),
        ({"op": "<=", "value": "1"}, {"op": "<=", "value": "2"}, "easier"),
        ({"op": ">=", "value": "36"}, {"op": ">", "value": "36"}, ""),
        ({"op": "==", "value": "0"}, {"op": "==", "value": "1"}, ""),
    ],
)
def test_stricter_or_easier(before: dict[str, Any], after: dict[str, Any], turn: str) -> None:
    assert turn_of({"form": "threshold", **before}, {"form": "threshold", **after}) == turn
    assert turn_of({"form": "yes_no"}, {"form": "threshold", **after}) == ""


def test_offers() -> None:
    best, *_others = offers(OLD[1], later())
    assert best[0].key == 102
    assert offers(Side(9, None, "9", "完全无关"), later()) == []


sides = st.lists(
    st.tuples(st.sampled_from(["绿化覆盖率", "烟草广告", "保洁时间", "公厕", "志愿服务"]), st.integers(1, 8)),
    max_size=8,
    unique_by=lambda one: one[1],
)


@settings(max_examples=60)
@given(sides, sides, st.lists(st.tuples(st.integers(0, 7), st.none() | st.integers(0, 7)), max_size=4))
def test_nothing_is_lost_or_counted_twice(old: Any, new: Any, pairs: Any) -> None:
    earlier = [Side(number, None, f"{code}", name) for number, (name, code) in enumerate(old)]
    later = [Side(100 + number, None, f"{code}", name) for number, (name, code) in enumerate(new)]
    settled = list({(one, None if other is None else 100 + other) for one, other in pairs})
    none = {one for one, other in settled if other is None}
    diff = compare(earlier, later, [pair for pair in settled if pair[0] not in none or pair[1] is None])
    assert sorted(side.key for line in diff.lines for side in line.earlier) == [side.key for side in earlier]
    assert sorted(side.key for line in diff.lines for side in line.later) == [side.key for side in later]
    assert sum(diff.counts.values()) == len(diff.lines)


def test_no_change_is_no_change() -> None:
    assert changes_of(OLD[1], replace(OLD[1], key=7, parent=None, code="other")) == ()
