"""The parts of the reader by themselves: deadlines, names of units, list numbers, suggestions. No database."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.duties.tasktable import Cell, Piece, Why
from lianchuang.duties.tasktable.deadlines import Today, read_deadline, written
from lianchuang.duties.tasktable.listnumbers import han_number
from lianchuang.duties.tasktable.matching import KnownRequirement, Requirements
from lianchuang.duties.tasktable.numbering import han_value, split_all, split_number, whole_number
from lianchuang.duties.tasktable.readiness import leads_of, reasons_not_ready
from lianchuang.duties.tasktable.unitbook import UnitBook
from lianchuang.duties.tasktable.unitcells import Habits, read_units
from lianchuang.duties.tests.tasktables.county import UNITS

TITLED = Today(date(2026, 3, 2), 2026)
PLAIN = Today(date(2026, 11, 28))
BOOK = UnitBook(UNITS)

# words, value by a title of 2026, sureness
DEADLINES = [
    ("9月底前", {"date": "2026-09-30"}, "sure"),
    ("2027年3月31日前", {"date": "2027-03-31"}, "sure"),
    ("3月上旬", {"date": "2026-03-10"}, "sure"),
    ("一季度", {"date": "2026-03-31"}, "likely"),
    ("年底前", {"date": "2026-12-31"}, "sure"),
    ("6月", {"date": "2026-06-30"}, "likely"),
    ("6月前", {"date": "2026-06-30"}, "unsure"),
    ("3-5月", {"date": "2026-05-31"}, "likely"),
    ("2026年1-6月", {"date": "2026-06-30"}, "likely"),
    ("9月1日起", {"date": "2026-09-01"}, "unsure"),
    ("2月30日", None, "unsure"),
    ("3个工作日内", None, "unsure"),
    ("已完成", None, "unsure"),
    ("每月25日前", {"every": "month", "day": 25}, "sure"),
    ("每月底前", {"every": "month", "day": -1}, "sure"),
    ("每季度末", {"every": "quarter", "day": -1}, "sure"),
    ("每周五下午5点前", {"every": "week", "weekday": 5}, "sure"),
    ("每月5日、20日前", None, "unsure"),
    ("每双月", None, "unsure"),
    ("长期坚持", {"standing": True}, "sure"),
    ("立行立改", {"at_once": True}, "sure"),
    ("立行立改，长期坚持", None, "unsure"),
    ("每月25日前报送，12月底前完成", None, "unsure"),
    ("", None, "likely"),
]


@pytest.mark.parametrize(("words", "value", "confidence"), DEADLINES)
def test_deadlines(words: str, value: object, confidence: str) -> None:
    cell = read_deadline(words, TITLED)
    assert (cell.value, cell.confidence) == (value, confidence)


def test_without_a_year_the_next_such_day_is_never_sure() -> None:
    assert read_deadline("12月底前", PLAIN).confidence == "likely"
    past = read_deadline("9月底前", PLAIN)
    assert (past.value, past.confidence) == ({"date": "2027-09-30"}, "unsure")


VALUES = st.one_of(
    st.dates(date(2020, 1, 1), date(2090, 1, 1)).map(lambda day: {"date": day.isoformat()}),
    st.integers(1, 28).map(lambda day: {"every": "month", "day": day}),
    st.integers(1, 7).map(lambda day: {"every": "week", "weekday": day}),
    st.integers(0, 364).map(lambda days: date(2026, 1, 1) + timedelta(days)).map(
        lambda day: {"every": "year", "month": day.month, "day": day.day}
    ),
    st.builds(
        lambda day, month: {"every": "quarter", "day": day, **month},
        st.integers(1, 28),
        st.sampled_from([{}, {"month": 1}, {"month": 2}]),
    ),
    st.sampled_from(["day", "workday", "week", "month", "quarter", "half_year", "year"]).map(lambda every: {"every": every}),
    st.sampled_from([{"every": "month", "day": -1}, {"every": "quarter", "day": -1}, {"standing": True}, {"at_once": True}]),
)  # fmt: skip


@given(VALUES)
@settings(max_examples=120)
def test_a_deadline_as_written_is_understood_again(value: dict[str, object]) -> None:
    cell = read_deadline(written(value), Today(date(2026, 3, 2)))
    assert cell.value == value
    assert cell.confidence != "unsure"


@given(st.text(alphabet="0123456789年月日前底末每周季度一二三四五长期坚持立行改，、至-", max_size=14))
@settings(max_examples=150)
def test_no_words_break_the_reader_and_no_date_lacks_a_day(words: str) -> None:
    cell = read_deadline(words, TITLED)
    if cell.confidence == "sure":
        assert cell.value is not None
    if cell.value and "date" in cell.value:
        date.fromisoformat(cell.value["date"])


# words, units, sureness
NAMES = [
    ("县城管局", ["城管局"], "sure"),
    ("莲城县城市管理局", ["城管局"], "sure"),
    ("市场监管局", ["市监局"], "sure"),
    ("文广旅局", ["文旅局"], "sure"),
    ("教育局", ["教体局"], "likely"),
    ("爱卫办", ["卫健委"], "likely"),
    ("县公安局交警大队", ["交警大队"], "likely"),
    ("市生态环境局莲城分局", ["生态环境局"], "likely"),
    ("柳堤镇人民政府", ["柳堤镇"], "sure"),
    ("桂亭街道办", ["桂亭街道"], "sure"),
    ("白鹭", ["白鹭乡"], "likely"),
    ("荷塘", [], "unsure"),
    ("县医院", [], "unsure"),
    ("大数据中心", [], "unsure"),
    ("相关单位", [], "unsure"),
    ("属地街道", [], "unsure"),
    ("食药监局", [], "unsure"),
]


@pytest.mark.parametrize(("words", "units", "confidence"), NAMES)
def test_names_of_units(words: str, units: list[str], confidence: str) -> None:
    piece = BOOK.resolve(words)
    assert (list(piece.units), piece.confidence) == (units, confidence)


@given(st.sampled_from(UNITS), st.sampled_from(["", "县", "莲城县"]))
@settings(max_examples=60)
def test_every_unit_is_found_by_its_own_names(unit: object, prefix: str) -> None:
    for name in (unit.name, unit.short_name, prefix + unit.name):
        assert BOOK.resolve(name).units == (unit.code,)


@given(st.text(alphabet="城市管理局住建委员会办公室中心街道各乡镇社区单位、（）牵头配合", max_size=12))
@settings(max_examples=150)
def test_only_known_names_and_groups_are_sure(words: str) -> None:
    piece = BOOK.resolve(words)
    if piece.confidence == "sure":
        assert piece.units
        assert piece.is_group or len(piece.units) == 1


def roles(text: str, **options: object) -> dict[str, list[str]]:
    given = {"column": "responsible", "has_lead": False, "habits": Habits(), "book": BOOK, **options}
    read = read_units(text, **given)
    return {role: [code for piece in pieces for code in piece.units] for role, pieces in read.pieces.items() if pieces}


@pytest.mark.parametrize(
    ("text", "lead", "responsible", "supporting"),
    [
        ("牵头：城管局 责任：环卫中心 配合：住建局", "城管局", "环卫中心", "住建局"),
        ("城管局（牵头）、住建局", "城管局", "住建局", ""),
        ("住建局、城管局（牵头）", "城管局", "住建局", ""),
        ("城管局牵头，住建局、交通局配合", "城管局", "", "住建局 交通局"),
        ("由城管局牵头，住建局，交通局配合", "城管局", "", "住建局 交通局"),
        ("城管局、住建局", "城管局", "住建局", ""),
        ("城管局会同住建局、交通局", "城管局", "", "住建局 交通局"),
        ("住房和城乡建设局和交通局", "住建局", "交通局", ""),
        ("桂亭、荷塘、望湖街道办事处", "桂亭街道", "荷塘街道 望湖街道", ""),
        ("责任单位：市监局、商务局", "市监局", "商务局", ""),
        ("1.城管局\n2.住建局", "城管局", "住建局", ""),
        ("公 安 局  交通警察\n大队", "公安局", "交警大队", ""),
    ],
)
def test_roles_in_a_cell(text: str, lead: str, responsible: str, supporting: str) -> None:
    want = {"lead": lead.split(), "responsible": responsible.split(), "supporting": supporting.split()}
    assert roles(text) == {role: units for role, units in want.items() if units}


def test_the_first_named_leads_surely_only_when_the_table_says_so() -> None:
    for habits, confidence in ((Habits(), "likely"), (Habits(first_leads=True), "sure")):
        read = read_units("城管局、住建局", column="responsible", has_lead=False, habits=habits, book=BOOK)
        assert read.cell("lead", "").confidence == confidence


@given(st.integers(1, 99))
def test_han_numbers_go_round(number: int) -> None:
    assert han_value(han_number(number)) == number


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("一、市容", "1", "市容"),
        ("（二）绿化", "2", "绿化"),
        ("1.10绿化", "1.10", "绿化"),
        ("3.5米宽的路", None, "3.5米宽的路"),
        ("2026年任务", None, "2026年任务"),
        ("③消杀", "3", "消杀"),
        ("12、消杀", "12", "消杀"),
        ("第三章 绿化", "3", "绿化"),
        ("一般道路", None, "一般道路"),
    ],
)
def test_numbers_of_lists(text: str, number: str | None, rest: str) -> None:
    found, after = split_number(text)
    assert (str(found) if found else None, after) == (number, rest)


def test_a_list_inside_a_task_keeps_its_numbers() -> None:
    assert split_all("4.（1）推行路长制")[1] == "推行路长制"
    assert split_all("（1）保洁；（2）巡查")[1] == "（1）保洁；（2）巡查"
    assert str(whole_number("十二")) == "12"


def test_requirements_are_suggested_by_code_or_words_and_a_tie_by_neither() -> None:
    known = [
        KnownRequirement(1, "WM-F11", "公园内无吸烟现象"),
        KnownRequirement(2, "WS-2", "农贸市场活禽宰杀分区管理"),
        KnownRequirement(3, "WS-3", "农贸市场活禽宰杀分区管理"),
        KnownRequirement(4, "YL-1", "建成区绿地率不低于百分之三十六"),
    ]
    requirements = Requirements(known)
    by_code = requirements.suggest("禁烟", "WM-F11")
    assert by_code is not None
    assert (by_code.requirement, by_code.confidence) == (1, "sure")
    by_words = requirements.suggest("建成区绿地率不低于36%")
    assert by_words is not None
    assert (by_words.requirement, by_words.confidence) == (4, "likely")
    assert requirements.suggest("农贸市场活禽宰杀分区管理") is None
    assert requirements.suggest("别的事情") is None


def test_what_keeps_a_row_from_becoming_a_task() -> None:
    group = Piece("各街道", ("桂亭街道", "荷塘街道"), is_group=True)
    cells = {
        "task": Cell("保洁"),
        "lead": Cell(["桂亭街道", "荷塘街道"], pieces=(group,)),
        "responsible": Cell([]),
        "supporting": Cell([]),
        "deadline": Cell(None),
    }
    assert leads_of(cells["lead"]) == ["桂亭街道", "荷塘街道"]
    assert reasons_not_ready(cells) == []
    two = Cell(["城管局", "住建局"], pieces=(Piece("城管局", ("城管局",)), Piece("住建局", ("住建局",))))
    unsure = Cell(None, "待定", "unsure", (Why("no_date"),))
    assert reasons_not_ready({**cells, "lead": two, "deadline": unsure}) == ["lead_not_one", "deadline_unsure"]
    assert Cell.from_json(two.as_json()) == two
