"""Coordinates of Chinese maps in degrees: WGS-84 (GPS, CGCS2000), GCJ-02 (Amap, Tencent) and BD-09 (Baidu).

The shift of GCJ-02 against WGS-84 is the published series on the Krasovsky ellipsoid; its inverse is found by fixed-point
iteration, to less than a millimetre. BD-09 is a further published turn of GCJ-02. Outside the frame of China nothing is
shifted. CGCS2000 and WGS-84 differ by centimetres and are taken as one.
"""

from dataclasses import dataclass
from enum import Enum
from math import atan2, cos, hypot, pi, sin, sqrt

SEMI_MAJOR = 6378245.0  # metres, Krasovsky 1940
ECCENTRICITY_SQUARED = 0.00669342162296594323
MEAN_RADIUS = 6371008.8  # metres, of the earth
BAIDU_TURN = pi * 3000.0 / 180.0
FRAME = (72.004, 137.8347, 0.8293, 55.8271)  # west, east, south, north: where GCJ-02 shifts


class System(Enum):
    """Which coordinates a pair of degrees is in."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


@dataclass(frozen=True)
class Point:
    """Longitude and latitude in degrees."""

    lon: float
    lat: float

    def moved(self, by: "Point") -> "Point":
        """This point and the other added."""
        return Point(self.lon + by.lon, self.lat + by.lat)

    def less(self, other: "Point") -> "Point":
        """This point without the other."""
        return Point(self.lon - other.lon, self.lat - other.lat)


def to_wgs84(point: Point, system: System) -> Point:
    """The point in WGS-84, given in `system`."""
    if system is System.WGS84:
        return point
    return _gcj02_to_wgs84(_bd09_to_gcj02(point) if system is System.BD09 else point)


def from_wgs84(point: Point, system: System) -> Point:
    """The WGS-84 point in `system`."""
    if system is System.WGS84:
        return point
    shifted = point.moved(_shift(point))
    return _gcj02_to_bd09(shifted) if system is System.BD09 else shifted


def _in_frame(point: Point) -> bool:
    west, east, south, north = FRAME
    return west < point.lon < east and south < point.lat < north


def _shift(point: Point) -> Point:
    """How far GCJ-02 lies from WGS-84 there, in degrees."""
    if not _in_frame(point):
        return Point(0.0, 0.0)
    x, y = point.lon - 105.0, point.lat - 35.0
    radians = point.lat / 180.0 * pi
    root = 1 - ECCENTRICITY_SQUARED * sin(radians) ** 2
    north = _series_north(x, y) * 180.0 / (SEMI_MAJOR * (1 - ECCENTRICITY_SQUARED) / (root * sqrt(root)) * pi)
    east = _series_east(x, y) * 180.0 / (SEMI_MAJOR / sqrt(root) * cos(radians) * pi)
    return Point(east, north)


def _waves(x: float) -> float:
    return (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0


def _series_north(x: float, y: float) -> float:
    """Metres to the north, `x` and `y` in degrees from 105° E, 35° N."""
    metres = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + _waves(x)
    metres += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    return metres + (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0


def _series_east(x: float, y: float) -> float:
    """Metres to the east, `x` and `y` in degrees from 105° E, 35° N."""
    metres = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + _waves(x)
    metres += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    return metres + (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0


def _gcj02_to_wgs84(point: Point) -> Point:
    """Fixed-point iteration: the shift changes so slowly that each round gains about three digits."""
    guess = point
    for _round in range(6):
        guess = point.less(_shift(guess))
    return guess


def _gcj02_to_bd09(point: Point) -> Point:
    radius = hypot(point.lon, point.lat) + 0.00002 * sin(point.lat * BAIDU_TURN)
    angle = atan2(point.lat, point.lon) + 0.000003 * cos(point.lon * BAIDU_TURN)
    return Point(radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006)


def _bd09_to_gcj02(point: Point) -> Point:
    """Undone by iteration as well; the usual one-step formula leaves up to a metre."""
    guess = Point(point.lon - 0.0065, point.lat - 0.006)
    for _round in range(6):
        guess = guess.moved(point.less(_gcj02_to_bd09(guess)))
    return guess


def metres_between(one: Point, other: Point) -> float:
    """The way between two points of WGS-84 over a round earth: within half a percent."""
    mean = (one.lat + other.lat) / 2 * pi / 180
    return MEAN_RADIUS * hypot((other.lon - one.lon) * pi / 180 * cos(mean), (other.lat - one.lat) * pi / 180)
