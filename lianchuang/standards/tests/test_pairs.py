"""Tables of pairs: the words for a relation, with and without a header, doubled and contradicting rows."""

import pytest

from lianchuang.standards.exchange.pairs import TURNED, Pair, read_pairs, relation_of, sort_pairs


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("=", "equal"),
        ("等同", "equal"),
        ("Equivalent To", "equal"),
        ("equal-to", "equal"),
        ("⊂", "subset"),
        ("包含于", "subset"),
        ("subset of", "subset"),
        ("⊇", "superset"),
        ("包含", "superset"),
        ("superset_of", "superset"),
        ("∩", "intersects"),
        ("相交", "intersects"),
        ("intersects-with", "intersects"),
        ("", ""),
        ("friend", ""),
    ],
)
def test_words(words: str, relation: str) -> None:
    assert relation_of(words) == relation


def test_a_turned_relation_turns_back() -> None:
    assert {TURNED[TURNED[one]] for one in TURNED} == set(TURNED)


@pytest.mark.parametrize(
    "head",
    [[], [["source id", "target id", "relation"]], [["源编号", "目标编号", "关系"]], [["甲标准", "乙标准", "怎么对"]]],
)
def test_a_header_may_be_there(head: list[list[str]]) -> None:
    table = read_pairs([*head, ["a-1", "a-1", "="], ["", "", ""], ["a-2", "b-2", "子集"]])
    assert [(pair.source, pair.target, pair.relation) for pair in table.pairs] == [
        ("a-1", "a-1", "equal"),
        ("a-2", "b-2", "subset"),
    ]
    assert not table.refused


def test_columns_in_another_order() -> None:
    table = read_pairs([["relation", "target", "source", "note"], ["superset", "b", "a", "x"]])
    assert [(pair.source, pair.target, pair.relation) for pair in table.pairs] == [("a", "b", "superset")]


def test_rows_that_cannot_be_read_say_why() -> None:
    table = read_pairs([["a", "b", "="], ["", "b", "="], ["a", "", "="], ["a", "b"], ["a", "b", "cousin"]])
    assert [fault.row for fault in table.refused] == [2, 3, 4, 5]
    assert table.refused[-1].value == "cousin"


def test_doubled_once_contradicting_not_at_all() -> None:
    rows = [
        Pair(1, "a", "b", "equal"),
        Pair(2, "a", "b", "equal"),
        Pair(3, "a", "c", "equal"),
        Pair(4, "a", "c", "subset"),
    ]
    held = sort_pairs(rows)
    assert [pair.row for pair in held.pairs] == [1]
    assert [pair.row for pair in held.doubled] == [2]
    assert [pair.row for pair in held.contradicting] == [3, 4]
