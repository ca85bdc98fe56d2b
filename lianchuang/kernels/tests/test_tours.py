"""Tours: everybody's share, bars and room respected, neighbours together."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.kernels.tours import Spot, spread, walk
from lianchuang.kernels.walking import kilometres, length


def county(number: int) -> list[Spot]:
    return [Spot(f"S{index:03d}", 112 + index * 7 % 17 / 100, 33 + index * 5 % 13 / 100) for index in range(number)]


def far(spots: list[Spot]) -> int:
    """How long the walk is, in decimetres."""
    return length([spot.point for spot in spots], range(len(spots)))


@settings(max_examples=60)
@given(st.integers(0, 50), st.integers(1, 4), st.integers(1, 5), st.booleans(), st.integers(0, 10), st.booleans())
def test_each_spot_has_its_tour(
    number: int, teams: int, days: int, is_barred: bool, doubles: int, is_narrow: bool
) -> None:
    spots = county(number)
    bars = {spot.code: {0} for spot in spots[::2]} if is_barred else {}
    twice = [spot.code for spot in spots[:doubles]] if teams > 2 else []
    capacity = -(-(number + len(twice)) // (teams * days)) + 2 if is_narrow else None
    plan = spread(spots, teams=teams, days=days, bars=bars, twice=twice, capacity=capacity)
    seen = [code for tour in plan.tours for code in tour.codes]
    barred = [spot.code for spot in spots[::2]] if is_barred and teams == 1 else []
    assert sorted(plan.barred) == barred
    if not plan.no_room:
        assert sorted(seen) == sorted([spot.code for spot in spots if spot.code not in barred] + twice)
    if not is_narrow:
        assert not plan.no_room
    for code in twice:
        assert len({tour.team for tour in plan.tours if code in tour.codes}) in {2} | (
            {0, 1} if plan.no_room else set()
        )
    assert not [tour for tour in plan.tours for code in tour.codes if tour.team in bars.get(code, ())]
    if capacity is not None:
        assert all(len(tour.spots) <= capacity for tour in plan.tours)


def test_tours_are_even() -> None:
    sizes = [len(tour.spots) for tour in spread(county(31), teams=2, days=5).tours]
    assert (min(sizes), max(sizes), sum(sizes)) == (3, 4, 31)


def test_too_many_are_named() -> None:
    plan = spread(county(9), teams=2, days=2, capacity=2)
    assert len(plan.no_room) == 1


def test_the_second_visit_is_another_teams_on_the_same_day() -> None:
    plan = spread(county(20), teams=2, days=2, twice=["S003", "S011"])
    for code in ("S003", "S011"):
        there = [(tour.team, tour.day) for tour in plan.tours if code in tour.codes]
        assert {team for team, _day in there} == {0, 1}
        assert len({day for _team, day in there}) == 1


def test_a_walk_goes_along_the_line() -> None:
    line = [Spot(f"S{index}", 112 + index / 100, 33) for index in (4, 0, 3, 1, 2)]
    assert [spot.code for spot in walk(line)] == ["S0", "S1", "S2", "S3", "S4"]


def test_walking_by_nearness_is_much_shorter_than_by_chance() -> None:
    chance = random.Random(3)
    spots = [Spot(f"S{index:02d}", 112 + chance.random() / 10, 33 + chance.random() / 10) for index in range(24)]
    assert far(walk(spots)) < 0.5 * far(spots)


def test_tours_keep_neighbours_together() -> None:
    chance = random.Random(5)
    spots = [Spot(f"S{index:03d}", 112 + chance.random() / 5, 33 + chance.random() / 5) for index in range(120)]
    planned = sum(far(tour.spots) for tour in spread(spots, teams=3, days=5).tours)
    by_code = sum(far(walk(spots[start::15])) for start in range(15))
    assert planned < 0.5 * by_code


@pytest.mark.parametrize(("other", "km"), [((112.0, 34.0), 111), ((113.0, 33.0), 93)])
def test_distances_are_those_of_the_earth(other: tuple[float, float], km: int) -> None:
    assert round(kilometres((112.0, 33.0), other), 0) == km
