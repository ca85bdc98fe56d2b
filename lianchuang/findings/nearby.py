"""When a finding is “again”: the same item, near enough, not too long ago. And when a place keeps failing. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime
from math import cos, degrees, radians

from lianchuang.kernels.coordinates import MEAN_RADIUS

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
    high = degrees(metres / MEAN_RADIUS) * 1.001
    wide = high / max(0.01, cos(radians(lat)))
    return Box(lon - wide, lon + wide, lat - high, lat + high)


def months_before(at: datetime, months: int) -> datetime:
    """The same moment so many months earlier; a month too short takes its last day."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))
