"""Kappa against published examples, and where it cannot be said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.kernels.agreement import Weights, kappa


def pairs_of(table: list[list[int]]) -> list[tuple[int, int]]:
    return [(one, other) for one, row in enumerate(table) for other, count in enumerate(row) for _each in range(count)]


def test_the_textbook_two_by_two() -> None:
    found = kappa(pairs_of([[20, 5], [10, 15]]), 2)
    assert (found.number, found.same, found.observed, found.expected) == (50, 35, 0.7, 0.5)
    assert found.kappa == pytest.approx(0.4)


def test_the_diagnoses_of_fleiss() -> None:
    """Fleiss, Statistical Methods for Rates and Proportions, table 13.1: kappa 0.68, standard error 0.088."""
    found = kappa(pairs_of([[75, 1, 4], [5, 4, 1], [0, 0, 10]]), 3)
    assert found.kappa == pytest.approx(0.6765, abs=1e-4)
    assert found.kappa is not None
    assert found.high is not None
    assert (found.high - found.kappa) / 1.959964 == pytest.approx(0.0877, abs=2e-4)


def test_linear_weights_by_hand() -> None:
    """Three grades, one pair one grade apart of four: weights 1, ½, 0."""
    found = kappa([(0, 0), (1, 1), (2, 2), (0, 1)], 3, Weights.LINEAR)
    assert found.observed == pytest.approx(0.875)
    # Rows ½ ¼ ¼, columns ¼ ½ ¼: expected ½·(¼ + ½·½) + ¼·(½·¼ + ½ + ½·¼) + ¼·(½·½ + ¼) = 0.5625
    assert found.expected == pytest.approx(0.5625)
    assert found.kappa == pytest.approx((0.875 - 0.5625) / 0.4375)


def test_where_it_cannot_be_said() -> None:
    assert kappa([], 4).kappa is None
    alike = kappa([(0, 0)] * 12, 4)
    assert (alike.number, alike.same, alike.kappa) == (12, 12, None)
    assert not alike.is_defined
    with pytest.raises(ValueError, match="scale"):
        kappa([(0, 4)], 4)


def test_full_agreement_is_one_and_opposites_are_below_nought() -> None:
    alike = kappa([(0, 0), (1, 1)] * 5, 2)
    assert alike.kappa == pytest.approx(1)
    assert alike.low == pytest.approx(2 * 0.7225 - 1, abs=1e-3)  # Wilson's lower end of 10 in 10
    assert kappa([(0, 1), (1, 0)] * 5, 2).kappa == pytest.approx(-1)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=40), st.sampled_from(Weights))
def test_it_does_not_matter_who_is_first(pairs: list[tuple[int, int]], weights: Weights) -> None:
    one, other = kappa(pairs, 4, weights), kappa([(b, a) for a, b in pairs], 4, weights)
    assert one.is_defined == other.is_defined
    if one.kappa is not None and one.low is not None and one.high is not None:
        assert one.kappa == pytest.approx(other.kappa)
        assert one.low <= one.kappa + 1e-9
        assert one.kappa <= one.high + 1e-9
        assert one.kappa <= 1 + 1e-9
