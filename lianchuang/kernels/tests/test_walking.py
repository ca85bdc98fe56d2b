"""The walking order: every place once, never longer than going to the nearest each time."""

import random
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.kernels.walking import Place, _nearest_next, decimetres, length, walking_order

near = st.tuples(st.floats(112.3, 112.8), st.floats(33.0, 33.4))
some = st.lists(near, max_size=14)


def test_nothing_and_one() -> None:
    assert walking_order([]) == []
    assert walking_order([(112.5, 33.1)]) == [0]
    assert walking_order([(112.5, 33.1)], (1.0, 1.0)) == [0]


def test_along_a_street() -> None:
    street = [(112.50, 33.1), (112.53, 33.1), (112.51, 33.1), (112.52, 33.1)]
    assert walking_order(street) == [0, 2, 3, 1]
    assert walking_order(street, (112.6, 33.1)) == [1, 3, 2, 0]


def test_a_distance() -> None:
    assert round(decimetres((112.5, 33.1), (112.5, 33.101)) / 10) == 111
    assert decimetres((112.5, 33.1), (112.5, 33.1)) == 0


def test_places_at_one_spot_stand_in_their_own_order() -> None:
    assert walking_order([(112.5, 33.1)] * 4) == [0, 1, 2, 3]


@settings(max_examples=60)
@given(places=some, start=st.none() | near)
def test_every_place_once_and_no_longer_than_nearest_next(places: list[Place], start: Place | None) -> None:
    order = walking_order(places, start)
    assert sorted(order) == list(range(len(places)))
    if start is None and places:
        assert order[0] == 0
    points = [*places, start or (places[0] if places else (0.0, 0.0))]
    far = [[decimetres(one, other) for other in points] for one in points]
    if places:
        greedy = _nearest_next(far, len(places), 0 if start is None else None)
        assert length(places, order, start) <= length(points, greedy)


def test_it_is_near_the_shortest_way() -> None:
    """Against every way there is, for seven places at a time: within a tenth on the whole."""
    chance = random.Random(7)
    ours = best = 0
    for _case in range(12):
        places = [(112.5 + chance.random() / 20, 33.1 + chance.random() / 20) for _place in range(7)]
        ours += length(places, walking_order(places))
        best += min(length(places, (0, *rest)) for rest in permutations(range(1, 7)))
    assert best <= ours <= best * 1.1
