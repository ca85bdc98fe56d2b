"""Maps of columns: what a map may say, and how a row is read through it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation

from lianchuang.common.columns import BadCell, BadMap, Column, ColumnMap, read_map
from lianchuang.common.tablefile import Table, TableRow

GOOD = """
system: other
columns:
  number: id
  state: {column: status, values: {No: open, 01: settled}}
"""


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def map_of(folder: Path, text: str | bytes) -> ColumnMap:
    path = folder / "map.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_map(path, required=["number"], known=["number", "state", "when"], settings=["system"])


def row_of(**cells: str) -> TableRow:
    return TableRow(7, cells)


def test_every_word_of_a_map_stays_the_word_it_is(tmp_path: Path) -> None:
    columns = map_of(tmp_path, GOOD)
    assert columns.columns["state"].values == {"No": "open", "01": "settled"}
    assert columns.columns["state"].text(row_of(status="No")) == "open"
    assert columns.setting("system") == "other"
    assert columns.setting("words") == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"\xff\xfe\x00", "The map map.yaml is not a YAML text in UTF-8."),
        (b"a: \x00", "The map map.yaml is not a YAML text in UTF-8."),
        ("[" * 5000, "The map map.yaml is not a YAML text in UTF-8."),
        ("columns:\n  a: {b\n", "The map map.yaml is not YAML: look at line 3."),
        ("", "The map map.yaml has no “columns”."),
        ("columns: x", "The map map.yaml has no “columns”."),
        ("columns: {number: a, number: b}", "In the map, “number” stands twice."),
        ("columns: {nummer: a}", "The map names unknown facts: nummer. Known are: number, state, when."),
        ("columns: {number: a}\nsytem: x", "The map names unknown facts: sytem. Known are: system."),
        ("columns: {state: a}", "The map does not say where to find: number."),
        ("columns: {number: {}}", "In the map, “number” needs a “column” or a “value”."),
        ("columns: {number: {column: []}}", "In the map, “number” needs a “column” or a “value”."),
        ("columns: {number: [a, b]}", "In the map, “number” needs a “column” or a “value”."),
        ("columns: {number: {column: {a: b}}}", "In the map, “number: column” must be a text or a list of texts."),
        ("columns: {number: {column: a, colour: b}}", "In the map, “number” has unknown keys: colour."),
        ("columns: {number: {value: [a]}}", "In the map, “number: value” must be one text."),
        ("columns: {number: {column: a, values: [x]}}", "In the map, “number: values” must send words to words."),
        ("columns: {number: {column: a, values: {x: [y]}}}", "In the map, “number: values” must send words to words."),
        ("columns: {number: {column: a, optional: maybe}}", "In the map, “number: optional” must be true or false."),
        ("columns: {number: {column: a, zone: Mars/Base}}", "In the map, “number” names an unknown time zone."),
        ("columns: {number: {column: a, zone: Asia}}", "In the map, “number” names an unknown time zone."),
        ("columns: {number: {column: a, format: '%Q'}}", "In the map, “number” has a date format nobody can read: %Q"),
    ],
)
def test_a_wrong_map_says_where(tmp_path: Path, text: str | bytes, sentence: str) -> None:
    with pytest.raises(BadMap) as caught:
        map_of(tmp_path, text)
    assert str(caught.value) == sentence


def test_a_setting_must_be_one_text(tmp_path: Path) -> None:
    with pytest.raises(BadMap, match="“system” must be one text"):
        map_of(tmp_path, "columns: {number: a}\nsystem: [a]").setting("system")


def test_a_map_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadMap, match=r"The file none\.yaml cannot be opened"):
        read_map(tmp_path / "none.yaml", required=[], known=[])


def test_a_map_makes_nothing_but_text(tmp_path: Path) -> None:
    columns = map_of(
        tmp_path, "columns: {number: !!python/object/apply:os.system [x], state: !!int 5}".replace("[x]", "x")
    )
    assert columns.columns["number"].columns == ("x",)
    assert columns.columns["state"].columns == ("5",)


def test_missing_columns_are_named() -> None:
    columns = ColumnMap(
        {
            "a": Column("a", ("one", "two")),
            "b": Column("b", ("three",)),
            "c": Column("c", ("four",), optional=True),
            "d": Column("d", value="fixed"),
        },
        {},
    )
    table = Table(("two",), ())
    assert columns.missing_in(table) == ["three"]
    assert columns.missing_in(table, optional=True) == ["four"]


def test_text_takes_the_first_choice_that_says_something() -> None:
    column = Column("x", ("first", "second"))
    assert column.text(row_of(first="", second="b")) == "b"
    assert column.text(row_of(first="a", second="b")) == "a"
    with pytest.raises(BadCell) as caught:
        column.text(row_of())
    assert (caught.value.column, caught.value.value, caught.value.sentence) == ("first / second", "", "empty")


def test_text_through_values_and_defaults() -> None:
    values = {"Open": "open"}
    assert Column("x", ("a",), values=values).text(row_of(a="Open")) == "open"
    assert Column("x", ("a",), values=values, default="other").text(row_of(a="?")) == "other"
    assert Column("x", ("a",), optional=True).text(row_of()) == ""
    assert Column("x", value="always").text(row_of()) == "always"
    with pytest.raises(BadCell, match="the map has no entry for this value"):
        Column("x", ("a",), values=values).text(row_of(a="?"))


def test_numbers() -> None:
    column = Column("x", ("a",), optional=True)
    assert column.number(row_of(a="-118.5")) == -118.5
    assert column.number(row_of()) is None
    with pytest.raises(BadCell, match="not a number"):
        column.number(row_of(a="north"))


def test_moments_stand_in_their_zone() -> None:
    column = Column("x", ("a",), formats=("%m/%d/%y %H:%M",), zone="America/Los_Angeles")
    assert column.moment(row_of(a="1/2/20 3:04")) == datetime(2020, 1, 2, 11, 4, tzinfo=UTC)
    assert Column("x", ("a",)).moment(row_of(a="2020-01-02")) == datetime(2020, 1, 1, 16, 0, tzinfo=UTC)
    assert Column("x", ("a",), formats=("%Y-%m-%dT%H:%M%z",)).moment(row_of(a="2020-01-02T03:04+0000")) == datetime(
        2020, 1, 2, 3, 4, tzinfo=UTC
    )


def test_the_date_cell_of_a_workbook_needs_no_format() -> None:
    column = Column("x", ("a",), formats=("%d.%m.%Y",), zone="UTC")
    assert column.moment(row_of(a="2020-01-02 03:04:00")) == datetime(2020, 1, 2, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize("text", ["yesterday", "2020-02-30", "0001-01-01", "9999-12-31", "31/31/2020"])
def test_what_is_no_date_is_said(text: str) -> None:
    with pytest.raises(BadCell, match="not a date of the expected form"):
        Column("x", ("a",)).moment(row_of(a=text))


def test_an_absent_date_is_none() -> None:
    assert Column("x", ("a",), optional=True).moment(row_of()) is None
