"""Grades, scores, drawing and spreading: pure, and the same on every machine."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianchuang.inspections import rules
from lianchuang.inspections.rules import Place, Scoring, draw, grade_of, made_of, score, share_of, spread, weigh


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


def county(number: int) -> list[Place]:
    return [
        Place(f"S{index:04d}", f"type-{index % 3}", f"1.{index % 7}.", 112 + index % 17 / 100, 33 + index % 13 / 100)
        for index in range(number)
    ]


def test_a_seed_draws_the_same_for_ever() -> None:
    drawn = [place.code for place in draw(county(60), {"type-0": 4, "type-2": 3}, seed=2026)]
    assert drawn == DRAWN_IN_2026
    assert drawn == [place.code for place in draw(reversed(county(60)), {"type-2": 3, "type-0": 4}, seed=2026)]


DRAWN_IN_2026 = ["S0003", "S0005", "S0006", "S0014", "S0015", "S0023", "S0033"]

counts = st.dictionaries(st.sampled_from(["type-0", "type-1", "type-2", "type-9"]), st.integers(0, 40))


@given(st.integers(0, 90), counts, st.integers(0, 2**31))
def test_it_draws_as_many_as_asked_or_all_there_are(number: int, per_type: dict[str, int], seed: int) -> None:
    frame = county(number)
    drawn = draw(frame, per_type, seed)
    assert len({place.code for place in drawn}) == len(drawn)
    for site_type in ("type-0", "type-1", "type-2"):
        there = sum(place.site_type == site_type for place in frame)
        assert sum(place.site_type == site_type for place in drawn) == min(there, per_type.get(site_type, 0))


@given(st.integers(1, 21), st.integers(0, 2**31))
def test_every_body_has_its_share_rounded_up_or_down(wanted: int, seed: int) -> None:
    frame = [Place(f"S{index:03d}", "lane", f"1.{index % 3}.") for index in range(21)]
    drawn = draw(frame, {"lane": wanted}, seed)
    for body in ("1.0.", "1.1.", "1.2."):
        assert abs(sum(place.body == body for place in drawn) - wanted / 3) < 1


def test_every_site_comes_up_about_equally_often() -> None:
    frame = [Place(f"S{index:02d}", "lane", "1.1." if index < 3 else "1.2.") for index in range(20)]
    times = dict.fromkeys((place.code for place in frame), 0)
    for seed in range(2000):
        for place in draw(frame, {"lane": 5}, seed):
            times[place.code] += 1
    assert all(420 < number < 580 for number in times.values()), times


def test_it_says_what_the_official_minimum_misses() -> None:
    drawn = draw(county(30), {"type-0": 4}, 1)
    assert rules.below_minimum(drawn, {"type-0": 6, "type-1": 2, "type-2": 0}) == {"type-0": 2, "type-1": 2}


@given(st.integers(0, 60), st.integers(1, 4), st.integers(1, 6), st.booleans())
def test_each_site_gets_one_inspector_and_day(number: int, days: int, inspectors: int, is_barred: bool) -> None:
    places = county(number)
    calendar = [date(2026, 3, 2) + timedelta(days=index) for index in range(days)]
    barred = {place.code: {0} for place in places[::2]} if is_barred else {}
    stops, nobody = spread(places, calendar, list(range(inspectors)), barred)
    assert sorted([stop.code for stop in stops] + nobody) == [place.code for place in places]
    assert not [stop for stop in stops if stop.inspector in barred.get(stop.code, set())]
    assert len({(stop.inspector, stop.day, stop.order) for stop in stops}) == len(stops)
    if inspectors > 1:
        assert not nobody


def test_tours_are_even_and_go_to_the_nearest() -> None:
    line = [Place(f"S{index}", "lane", "1.1.", 112 + index / 100, 33) for index in range(8)]
    stops, _nobody = spread(line, [date(2026, 3, 2)], [1, 2], {})
    assert [stop.code for stop in stops if stop.inspector == 1] == ["S0", "S1", "S2", "S3"]
    assert [stop.order for stop in stops if stop.inspector == 2] == [1, 2, 3, 4]


def test_distances_are_those_of_the_earth() -> None:
    assert round(rules.distance_km((112.0, 33.0), (112.0, 34.0)), 0) == 111
    assert round(rules.distance_km((112.0, 33.0), (113.0, 33.0)), 0) == 93
