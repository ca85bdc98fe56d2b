"""Whether a requirement is met by what was measured."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.kernels.measuring import (
    Asked,
    Measured,
    Reading,
    State,
    Verdict,
    Why,
    Window,
    combine,
    judge,
    months_before,
    reckon,
)
from lianchuang.kernels.thresholds import span_of

ON = date(2026, 11, 28)
ALWAYS = Window()
AT_LEAST_90 = Asked("threshold", "%", span_of(">=", Decimal(90)))
NONE_AT_ALL = Asked("threshold", "件", span_of("==", Decimal(0)))


def reading(value: float, months_ago: int, months: int = 0) -> Reading:
    last = months_before(ON, months_ago)
    return Reading(Decimal(str(value)), months_before(last, months) + timedelta(days=1) if months else last, last)


def measured(*readings: Reading, unit: str = "%", relation: str = "equal", **more: bool) -> Measured:
    return Measured(readings, unit, relation, **more)


def state(asked: Asked, given: Measured, window: Window = ALWAYS) -> State:
    return judge(asked, window, given, ON).state


def test_a_rate_is_made_of_its_inputs() -> None:
    inputs = {"绿化覆盖面积": "812.5", "建成区面积": "2000"}
    rate = {"of": "绿化覆盖面积", "per": "建成区面积", "times": "100"}
    assert reckon(inputs, rate) == Decimal("40.625")
    assert reckon(inputs, {"of": "绿化覆盖面积"}) == Decimal("812.5")
    assert reckon({"绿化覆盖面积": "812.5"}, rate) is None
    assert reckon({**inputs, "建成区面积": "0"}, rate) is None
    assert reckon({"绿化覆盖面积": "1000000", "建成区面积": "1e-22"}, rate) is None
    assert reckon(inputs, {}) is None


def test_the_newest_value_decides_and_the_distance_is_said() -> None:
    verdict = judge(AT_LEAST_90, Window(), measured(reading(95, 14), reading(87.5, 2)), ON)
    assert (verdict.state, verdict.value, verdict.distance) == (State.NOT_MET, Decimal("87.5"), Decimal("2.5"))
    assert state(AT_LEAST_90, measured(reading(87.5, 14), reading(95, 2))) is State.MET


def test_the_window_cuts() -> None:
    old = measured(reading(95, 14))
    assert state(AT_LEAST_90, old) is State.MET
    verdict = judge(AT_LEAST_90, Window(12), old, ON)
    assert verdict.state is State.UNKNOWN
    assert verdict.reasons[0].code == "too_old"
    assert state(AT_LEAST_90, measured(Reading(Decimal(95), ON, ON + timedelta(days=1)))) is State.UNKNOWN


def test_each_year_by_itself() -> None:
    window = Window(48, each_year=True)
    years = [reading(1, months) for months in (3, 15, 27, 39)]
    paper = Asked("yes_no")
    full = judge(paper, window, measured(*years, unit="份", is_presence=True), ON)
    assert full.state is State.MET
    assert len(full.per_year) == 4
    missing = judge(paper, window, measured(*years[:3], unit="份", is_presence=True), ON)
    assert missing.state is State.UNKNOWN
    assert missing.reasons[0] == Why("year_missing", (("years", "4"), ("missing", "1")))
    book = Reading(Decimal(1), months_before(ON, 50), months_before(ON, 1))
    assert state(paper, measured(book, unit="份", is_presence=True), window) is State.MET
    failed = [*years[:2], reading(0, 27), years[3]]
    assert state(paper, measured(*failed, unit="份", is_presence=True), window) is State.NOT_MET


def test_events_are_added_up_and_silence_is_no_nought() -> None:
    window = Window(36)
    quiet = [reading(0, 36 - months, 6) for months in range(6, 37, 6)]
    given = measured(*quiet, unit="起", adds_up=True)
    assert state(NONE_AT_ALL, given, window) is State.MET
    assert state(NONE_AT_ALL, measured(*quiet[:2], *quiet[3:], unit="起", adds_up=True), window) is State.UNKNOWN
    one = judge(NONE_AT_ALL, window, measured(*quiet[1:], reading(1, 2), unit="起", adds_up=True), ON)
    assert (one.state, one.value) == (State.NOT_MET, Decimal(1))
    assert state(NONE_AT_ALL, measured(reading(1, 40, 6), *quiet, unit="起", adds_up=True), window) is State.MET


def test_without_a_window_the_newest_decides_of_events_too() -> None:
    long_ago = Reading(Decimal(1), date(2012, 1, 1), date(2012, 12, 31))
    since = [Reading(Decimal(0), date(year, 1, 1), date(year, 12, 31)) for year in range(2013, 2026)]
    assert state(NONE_AT_ALL, measured(long_ago, *since, unit="起", adds_up=True)) is State.MET
    assert state(NONE_AT_ALL, measured(*since, reading(1, 2), unit="起", adds_up=True)) is State.NOT_MET


def test_improving_on_last_year() -> None:
    better = Asked("threshold", "%", improving=True)
    assert state(better, measured(reading(80, 14), reading(81, 1))) is State.MET
    assert state(better, measured(reading(80, 14), reading(80, 1))) is State.NOT_MET
    assert state(better, measured(reading(80, 5), reading(81, 1))) is State.UNKNOWN
    fewer = Asked("threshold", "件", improving=True, lower_is_better=True)
    assert state(fewer, measured(reading(80, 14), reading(79, 1), unit="件")) is State.MET


def test_graded_by_count() -> None:
    graded = Asked("graded", shares=(100, 66, 33, 0))
    assert state(graded, measured(reading(0, 1), unit="处")) is State.MET
    verdict = judge(graded, Window(), measured(reading(7, 1), unit="处"), ON)
    assert (verdict.state, verdict.reasons) == (State.NOT_MET, (Why("graded", (("share", "0"),)),))


@pytest.mark.parametrize(
    ("relation", "value", "expected"),
    [
        ("equal", 95, State.MET),
        ("subset", 95, State.MET),
        ("superset", 95, State.PART),
        ("intersects", 95, State.PART),
        ("equal", 80, State.NOT_MET),
        ("superset", 80, State.NOT_MET),
        ("intersects", 80, State.PART),
    ],
)
def test_what_the_relation_lets_a_value_prove(relation: str, value: float, expected: State) -> None:
    assert state(AT_LEAST_90, measured(reading(value, 1), relation=relation)) is expected


def test_units_must_fit_and_no_figure_is_no_verdict() -> None:
    assert state(AT_LEAST_90, measured(reading(95, 1), unit="天")) is State.UNKNOWN
    assert state(Asked("information"), measured(reading(95, 1))) is State.PART
    assert state(AT_LEAST_90, measured()) is State.UNKNOWN


def test_a_month_shorter_than_the_day() -> None:
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2024, 3, 30), 1) == date(2024, 2, 29)
    assert months_before(date(2026, 1, 15), 12) == date(2025, 1, 15)


VERDICTS = st.builds(
    Verdict,
    st.sampled_from(State),
    st.lists(st.builds(Why, st.sampled_from("abc")), max_size=2).map(tuple),
    st.none() | st.decimals(min_value=0, max_value=9, places=0),
)


@settings(max_examples=100)
@given(st.lists(VERDICTS, max_size=6), st.randoms())
def test_several_measures_in_any_order(verdicts, chance) -> None:  # type: ignore[no-untyped-def]
    one = combine(verdicts)
    shuffled = list(verdicts)
    chance.shuffle(shuffled)
    assert combine(shuffled) == one
    assert combine([*verdicts, *verdicts]) == one
    states = {each.state for each in verdicts}
    if State.NOT_MET in states:
        assert one.state is State.NOT_MET
    elif State.MET in states:
        assert one.state is State.MET
