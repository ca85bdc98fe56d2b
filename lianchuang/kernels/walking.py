"""The order in which to walk to places near each other: always the nearest next, then crossings taken out (2-opt).

The way is open: it begins at the start and need not come back. Distances are as the crow flies, in whole decimetres, so
that every machine finds the same order; `static/field/route.js` does the same on the phone, and both are tested with the
same numbers. For the few dozen places of one day; it is near the shortest way, not proven shortest.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import cos, floor, hypot, radians

EARTH = 63_710_000.0  # decimetres
Place = tuple[float, float]  # longitude, latitude in degrees


def decimetres(one: Place, other: Place) -> int:
    """The distance as the crow flies, in whole decimetres."""
    mean = radians((one[1] + other[1]) / 2)
    east, north = radians(other[0] - one[0]) * cos(mean), radians(other[1] - one[1])
    return floor(EARTH * hypot(east, north) + 0.5)


def kilometres(one: Place, other: Place) -> float:
    """The distance as the crow flies, in kilometres."""
    return decimetres(one, other) / 10_000


def walking_order(places: Sequence[Place], start: Place | None = None) -> list[int]:
    """The indices of the places in walking order: from `start` (where somebody stands), else from the first place."""
    if not places:
        return []
    points = [*places, places[0] if start is None else start]
    far = [[decimetres(one, other) for other in points] for one in points]
    way = _nearest_next(far, len(places), 0 if start is None else None)
    _uncross(way, far)
    return way[1:] if start is not None else way


def _nearest_next(far: Sequence[Sequence[int]], number: int, first: int | None) -> list[int]:
    """From the first place, or from the start (which has the last index), always to the nearest left; ties to the lower."""
    way = [number if first is None else first]
    left = [each for each in range(number) if each != first]
    while left:
        here = far[way[-1]]
        following = min(left, key=lambda each: (here[each], each))
        way.append(following)
        left.remove(following)
    return way


def _uncross(way: list[int], far: Sequence[Sequence[int]]) -> None:
    """Turn round every part of the way that is shorter walked backwards, until there is none. The beginning stays."""
    is_better = True
    while is_better:
        is_better = False
        for low in range(1, len(way) - 1):
            for high in range(low + 1, len(way)):
                if _gain(way, far, low, high) > 0:
                    way[low : high + 1] = way[low : high + 1][::-1]
                    is_better = True


def _gain(way: Sequence[int], far: Sequence[Sequence[int]], low: int, high: int) -> int:
    """How many decimetres are saved when places `low` to `high` are walked backwards."""
    before, first, last = way[low - 1], way[low], way[high]
    gain = far[before][first] - far[before][last]
    if high + 1 < len(way):
        after = way[high + 1]
        gain += far[last][after] - far[first][after]
    return gain


def length(places: Sequence[Place], order: Sequence[int], start: Place | None = None) -> int:
    """How long the way is, in decimetres."""
    points = [*([start] if start is not None else []), *(places[each] for each in order)]
    return sum(decimetres(one, other) for one, other in pairwise(points))
