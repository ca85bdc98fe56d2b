"""Places spread over teams and days by nearness: even tours, each in walking order.

Places are laid along a Hilbert curve, which keeps neighbours together, and cut into equal pieces, one for each team and
day; what a team may not take goes to the nearest piece of another. Within a day they are walked as `walking` says. The
planner proper, with hours and roads, is another matter.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from lianchuang.kernels.walking import kilometres, walking_order

SIDE = 1 << 12


@dataclass(frozen=True)
class Spot:
    """A place to go to: its code and where it is (WGS-84)."""

    code: str
    lon: float
    lat: float

    @property
    def point(self) -> tuple[float, float]:
        return self.lon, self.lat


@dataclass
class Tour:
    """What one team does on one day (both by their place in the lists given), in walking order."""

    team: int
    day: int
    spots: list[Spot] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        return [spot.code for spot in self.spots]


@dataclass(frozen=True)
class Plan:
    """The tours; codes for which every team is barred; codes for which no tour had room left."""

    tours: tuple[Tour, ...]
    barred: tuple[str, ...] = ()
    no_room: tuple[str, ...] = ()


def spread(
    spots: Sequence[Spot],
    *,
    teams: int,
    days: int,
    bars: Mapping[str, Collection[int]] | None = None,
    twice: Collection[str] = (),
    capacity: int | None = None,
) -> Plan:
    """Spread the spots; those of `twice` go to two different teams, on the same day where there is room.

    `bars` names the teams that may not go to a spot. No tour gets more than `capacity`.
    """
    bars = bars or {}
    barred = sorted(spot.code for spot in spots if len(set(bars.get(spot.code, ()))) >= teams)
    left = _along_the_curve([spot for spot in spots if spot.code not in set(barred)])
    tours = [Tour(team, day) for team in range(teams) for day in range(days)]
    seconds = [spot for spot in left if spot.code in set(twice)]
    even = math.ceil((len(left) + len(seconds)) / len(tours)) if tours else 0
    room = even if capacity is None else capacity
    refused = _deal(left, tours, bars, capacity)
    placing = _Placing(tours, bars, room, hard=capacity is not None)
    lost = [spot.code for spot in refused if not placing.place(spot)]
    lost += [spot.code for spot in seconds if not placing.place(spot, again=True)]
    for tour in tours:
        tour.spots = walk(tour.spots)
    return Plan(tuple(tours), tuple(barred), tuple(sorted(set(lost))))


def _deal(
    spots: Sequence[Spot], tours: Sequence[Tour], bars: Mapping[str, Collection[int]], capacity: int | None
) -> list[Spot]:
    """Cut the line into pieces, one a tour; what its team may not take, or has no room for, is handed back."""
    refused = []
    for number, spot in enumerate(spots):
        tour = tours[number * len(tours) // len(spots)]
        is_full = capacity is not None and len(tour.spots) >= capacity
        if is_full or tour.team in bars.get(spot.code, ()):
            refused.append(spot)
        else:
            tour.spots.append(spot)
    return refused


@dataclass
class _Placing:
    """Finds the tour for a spot that could not stay in its piece, or that is visited a second time."""

    tours: Sequence[Tour]
    bars: Mapping[str, Collection[int]]
    room: int
    hard: bool

    def place(self, spot: Spot, *, again: bool = False) -> bool:
        """Put it into the tour that costs least; False when none may or has room."""
        first = next((tour for tour in self.tours if spot.code in tour.codes), None)
        if again and first is None:
            return False
        taken = {tour.team for tour in self.tours if spot.code in tour.codes}
        open_to = [
            tour
            for tour in self.tours
            if tour.team not in taken
            and tour.team not in self.bars.get(spot.code, ())
            and not (self.hard and len(tour.spots) >= self.room)
        ]
        if not open_to:
            return False
        best = min(open_to, key=lambda tour: self._cost(tour, spot, first))
        best.spots.append(spot)
        return True

    def _cost(self, tour: Tour, spot: Spot, first: Tour | None) -> tuple[int, bool, float, int, int]:
        """Full tours last, then the same day as the first visit, then the nearest, then by number."""
        over = max(0, len(tour.spots) + 1 - self.room)
        away = min((kilometres(spot.point, each.point) for each in tour.spots), default=0.0)
        return over, first is not None and tour.day != first.day, away, tour.day, tour.team


def walk(spots: Sequence[Spot]) -> list[Spot]:
    """A good walking order that begins at the westernmost."""
    line = sorted(spots, key=lambda spot: (spot.lon, spot.lat, spot.code))
    return [line[number] for number in walking_order([spot.point for spot in line])]


def _along_the_curve(spots: Sequence[Spot]) -> list[Spot]:
    """The spots in the order of a Hilbert curve over the box that holds them."""
    if not spots:
        return []
    west, south = min(spot.lon for spot in spots), min(spot.lat for spot in spots)
    wide = max(spot.lon for spot in spots) - west or 1.0
    high = max(spot.lat for spot in spots) - south or 1.0

    def key(spot: Spot) -> tuple[int, str]:
        x = min(SIDE - 1, int((spot.lon - west) / wide * SIDE))
        y = min(SIDE - 1, int((spot.lat - south) / high * SIDE))
        return _hilbert(x, y), spot.code

    return sorted(spots, key=key)


def _hilbert(x: int, y: int) -> int:
    """The distance along the curve of the cell (x, y)."""
    total, side = 0, SIDE // 2
    while side:
        right, up = int(bool(x & side)), int(bool(y & side))
        total += side * side * ((3 * right) ^ up)
        if not up:
            if right:
                x, y = SIDE - 1 - x, SIDE - 1 - y
            x, y = y, x
        side //= 2
    return total
