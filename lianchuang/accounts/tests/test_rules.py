"""Codes and terms on plain values."""

from datetime import date

import pytest

from lianchuang.accounts import rules


@pytest.mark.parametrize(("number", "code"), [(0, "0"), (35, "z"), (36, "10"), (118, "3a")])
def test_it_counts_in_base_36(number: int, code: str) -> None:
    assert rules.code_for(number) == code


@pytest.mark.parametrize("text", ["", "A", "1.2", "ä", "a" * 31, "1 2"])
def test_it_refuses_what_would_break_a_path(text: str) -> None:
    assert not rules.is_code(text)
    assert rules.is_code("5f")


def test_terms_that_touch_do_not_overlap() -> None:
    may, june, july = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
    assert not rules.overlaps(may, june, june, None)
    assert not rules.overlaps(june, None, may, june)
    assert rules.overlaps(may, july, june, None)
    assert rules.overlaps(may, None, june, july)
    assert rules.overlaps(june, None, may, None)
