"""When a finding is “again”: the same item, near enough, not too long ago. And when a place keeps failing. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, degrees, radians, sin, sqrt

EARTH = 6_371_008.8  # metres, mean radius
METRES, MONTHS, TIMES = 50, 6, 3  # the defaults: this near, this long ago, this often
REVIEW_DAYS = 30  # a deferred finding is looked at again after so many days
MOST_METRES, MOST_MONTHS, MOST_TIMES, MOST_REVIEW_DAYS = 500, 24, 20, 180
SWEEP_DAYS = 30  # how long the one-off sweep lasts that a failing place is given at first


@dataclass(frozen=True)
class Again:
    """The county's own measure of “again”: within so many metres and months; from `times` on a place keeps failing."""

    metres: int = METRES
    months: int = MONTHS
    times: int = TIMES
    review_days: int = REVIEW_DAYS


@dataclass(frozen=True)
class Box:
    """A box around a point that holds everything within a distance (and a little more)."""

    west: float
    east: float
    south: float
    north: float


def box_around(lon: float, lat: float, metres: float) -> Box:
    """The box to ask a database for before distances are reckoned exactly."""
    high = degrees(metres / EARTH) * 1.001
    wide = high / max(0.01, cos(radians(lat)))
    return Box(lon - wide, lon + wide, lat - high, lat + high)


def metres_between(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """The way over ground between two points (haversine)."""
    south, north = radians(lat), radians(other_lat)
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def months_before(at: datetime, months: int) -> datetime:
    """The same moment so many months earlier; a month too short takes its last day."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))
