"""Intervals against published values and against repeated draws."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.kernels.intervals import Stratum, ratio, student, wilson


@pytest.mark.parametrize(
    ("hits", "number", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_published(hits: int, number: int, low: float, high: float) -> None:
    """The four examples of Newcombe, Statistics in Medicine 17 (1998), table I, method 3."""
    found = wilson(hits, number)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(("degrees", "value"), [(1, 12.706), (10, 2.228), (31, 2.0395), (60, 2.0003), (1000, 1.9623)])
def test_student_as_in_the_tables(degrees: int, value: float) -> None:
    assert student(degrees) == pytest.approx(value, abs=6e-4)


def test_who_saw_everything_knows() -> None:
    known = wilson(7, 10, 10)
    assert known is not None
    assert (known.low, known.high) == (0.7, 0.7)
    everywhere = ratio([Stratum(((3, 4), (1, 4), (4, 4)), 3)])
    assert everywhere is not None
    assert everywhere.low == everywhere.high == pytest.approx(8 / 12)


def test_a_worked_ratio() -> None:
    """Four sites of forty: residuals ±1, spread 4, standard error √(0.9 · 4/3 · 4) / 40."""
    found = ratio([Stratum(((9, 10), (7, 10), (9, 10), (7, 10)), 40)])
    assert found is not None
    error = math.sqrt(0.9 * 4 / 3 * 4) / 40
    assert found.share == pytest.approx(0.8)
    assert found.high - found.share == pytest.approx(3.1824 * error)


def test_without_spread_it_is_not_surer_than_wilson() -> None:
    found, plain = ratio([Stratum(((10, 10),) * 8, 80)]), wilson(8, 8, 80)
    assert found is not None
    assert plain is not None
    assert (found.low, found.high) == (plain.low, 1.0)


def test_without_a_base_it_says_nothing() -> None:
    assert wilson(0, 0) is None
    assert ratio([]) is None
    assert ratio([Stratum(((1, 2),))]) is None
    with pytest.raises(ValueError, match="degree"):
        student(0)


rows = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20)).map(sorted).map(tuple), min_size=0, max_size=12)


@settings(max_examples=60)
@given(st.lists(rows, min_size=1, max_size=3))
def test_it_holds_its_share_and_stays_between_nought_and_one(strata: list[list[tuple[int, int]]]) -> None:
    found = ratio([Stratum(tuple(each), 100) for each in strata])
    if found is not None:
        assert 0 <= found.low <= found.share + 1e-9
        assert found.share - 1e-9 <= found.high <= 1


def test_it_holds_the_truth_about_as_often_as_it_says() -> None:
    """Samples of 20 out of 60 places of unequal size, seeded: 95 % of the intervals hold the ratio of all 60 (± 3 %)."""
    chance = random.Random(4)
    sizes = [chance.randint(8, 25) for _place in range(60)]
    places = [(sum(chance.random() < chance.choice((0.75, 0.9, 0.97)) for _item in range(n)), n) for n in sizes]
    truth = sum(right for right, _n in places) / sum(sizes)
    held = 0
    for _draw in range(600):
        found = ratio([Stratum(tuple(chance.sample(places, 20)), 60)])
        held += found is not None and found.low <= truth <= found.high
    assert 0.92 < held / 600 < 0.98
