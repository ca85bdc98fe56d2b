"""Grades, scores, official minimums and limits of a sample: pure."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianchuang.inspections import rules
from lianchuang.inspections.rules import Minimum, Scoring, grade_of, made_of, score, share_of, weigh


@pytest.mark.parametrize(
    ("count", "grade", "share"), [(0, "A", 100), (1, "B", 66), (2, "C", 33), (3, "C#", 0), (9, "C#", 0)]
)
def test_cases_make_the_grade(count: int, grade: str, share: int) -> None:
    assert grade_of(count, yes_no=False) == grade
    assert share_of(grade) == share


@pytest.mark.parametrize(("count", "grade"), [(0, "A"), (1, "C#"), (3, "C#")])
def test_yes_or_no_knows_two_grades(count: int, grade: str) -> None:
    assert grade_of(count, yes_no=True) == grade


def test_what_does_not_apply_earns_nothing_and_costs_nothing() -> None:
    assert share_of("NA") is None
    assert made_of("NA", Scoring("r")) is None


def test_a_requirement_says_what_it_makes_of_a_grade() -> None:
    yes_no = made_of("B", Scoring("r", "yes_no", is_veto=True))
    assert yes_no is not None
    assert (yes_no.share, yes_no.is_yes_no, yes_no.touches_veto) == (0, True, True)
    steps = made_of("C", Scoring("r", "graded", (100, 80, 50, 0)))
    assert steps is not None
    assert steps.share == 50
    assert made_of("A", Scoring("r", is_veto=True)) == rules.Made(100)


def test_points_are_shared_by_the_items_that_count_through_it() -> None:
    worth_six, plain = Scoring("r1", points=Decimal(6)), Scoring("r2")
    weighed = weigh({1: worth_six, 2: worth_six, 3: plain})
    assert [weighed[item].weight for item in (1, 2, 3)] == [3, 3, 1]
    result = score([("A", weighed[1], 1), ("C#", weighed[2], 1), ("B", weighed[3], 1)])
    assert (result.earned, result.possible) == (Fraction(366, 100), Fraction(7))
    assert (result.items, result.faults, result.left_out) == (3, 2, 0)


def test_not_applicable_goes_to_the_others() -> None:
    weighed = weigh({1: Scoring("r1"), 2: Scoring("r2")})
    result = score([("B", weighed[1], 1), ("NA", weighed[2], 1)])
    assert (result.percent, result.possible, result.left_out) == (66.0, Fraction(1), 1)
    assert score([("NA", weighed[1], 1)]).percent is None


@given(st.lists(st.sampled_from(["A", "B", "C", "C#", "NA"]), max_size=40))
def test_a_score_lies_between_nought_and_a_hundred(grades: list[str]) -> None:
    weighed = weigh(dict.fromkeys(range(len(grades)), Scoring("r", points=Decimal("7.5"))))
    result = score((grade, weighed[number], 1) for number, grade in enumerate(grades))
    assert result.items + result.left_out == len(grades)
    assert result.percent is None or 0 <= result.percent <= 100


def test_the_own_body_and_those_that_answer_are_barred() -> None:
    assert rules.has_conflict("1.3.", ["1.5.", "1.3."])
    assert not rules.has_conflict("1.4.", ["1.5.", "1.3."])


ROADS = Minimum(("main_road", "secondary_road"), 8)
OFFICES = Minimum(("community",), 2)


def test_what_types_share_goes_by_how_many_there_are() -> None:
    frame = {"main_road": 3, "secondary_road": 5, "community": 1}
    assert rules.numbers_for([ROADS, OFFICES], frame) == {"main_road": 3, "secondary_road": 5, "community": 1}
    frame = {"main_road": 10, "secondary_road": 20, "community": 9}
    assert rules.numbers_for([ROADS, OFFICES], frame) == {"main_road": 3, "secondary_road": 5, "community": 2}
    assert rules.numbers_for([ROADS], {}) == {"main_road": 0, "secondary_road": 0}


@given(st.integers(1, 30), st.integers(0, 50), st.integers(0, 50))
def test_minimums_are_met_wherever_there_are_enough(count: int, one: int, other: int) -> None:
    shared, frame = Minimum(("a", "b"), count), {"a": one, "b": other}
    numbers = rules.numbers_for([shared], frame)
    assert all(numbers[code] <= frame[code] for code in frame)
    assert shared.missing(numbers) == max(0, count - one - other)


def test_it_says_what_the_official_minimum_misses() -> None:
    drawn = {"main_road": 4, "secondary_road": 1, "community": 2}
    assert rules.below_minimum(drawn, [ROADS, OFFICES]) == {"main_road+secondary_road": 3}


def test_one_closed_site_in_five_may_be_replaced() -> None:
    assert [rules.most_replaced(number) for number in (0, 1, 9, 10, 26)] == [0, 1, 1, 2, 5]


def test_a_share_visited_twice_is_rounded_up() -> None:
    assert [rules.doubles_of(30, percent) for percent in (0, 1, 10, 50)] == [0, 1, 3, 15]


@pytest.mark.parametrize(
    ("kappa", "word"), [(None, "unknown"), (-0.3, "slight"), (0.4, "fair"), (0.41, "moderate"), (0.9, "strong")]
)
def test_agreement_has_a_plain_word(kappa: float | None, word: str) -> None:
    assert rules.strength(kappa) == word
