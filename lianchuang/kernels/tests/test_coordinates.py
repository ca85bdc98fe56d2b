"""The shift of Chinese maps, and back."""

from math import cos, hypot, radians

from hypothesis import given
from hypothesis import strategies as st

from lianchuang.kernels.coordinates import Point, System, from_wgs84, to_wgs84

METRES_A_DEGREE = 111_320.0
in_china = st.builds(Point, st.floats(80.0, 130.0), st.floats(18.0, 52.0))


def metres(one: Point, other: Point) -> float:
    east = (one.lon - other.lon) * METRES_A_DEGREE * cos(radians(one.lat))
    return hypot(east, (one.lat - other.lat) * METRES_A_DEGREE)


# Widely published worked pairs of the same formulas.
TIANANMEN = Point(116.404, 39.915)


def test_known_pair_wgs84_to_gcj02() -> None:
    assert metres(from_wgs84(TIANANMEN, System.GCJ02), Point(116.41024449916938, 39.91640428150164)) < 0.001


def test_known_pair_gcj02_to_wgs84() -> None:
    # the published inverse is one step only, good to some metres
    assert metres(to_wgs84(TIANANMEN, System.GCJ02), Point(116.39775550083061, 39.91359571849836)) < 1.0


def test_known_pair_gcj02_to_bd09() -> None:
    wgs84 = to_wgs84(TIANANMEN, System.GCJ02)
    assert metres(from_wgs84(wgs84, System.BD09), Point(116.41036949371029, 39.92133699351021)) < 0.01


def test_known_pair_bd09_to_gcj02() -> None:
    gcj02 = from_wgs84(to_wgs84(TIANANMEN, System.BD09), System.GCJ02)
    assert metres(gcj02, Point(116.39762729119315, 39.90865673957631)) < 1.0


@given(point=in_china, system=st.sampled_from(list(System)))
def test_there_and_back(point: Point, system: System) -> None:
    assert metres(to_wgs84(from_wgs84(point, system), system), point) < 0.001


@given(point=in_china)
def test_the_shift_is_some_hundred_metres_at_most(point: Point) -> None:
    # On a grid of 0.05 degrees: 17 m near 96.6 E 37.15 N, 714 m near 131.4 E 53.5 N.
    assert 0.0 < metres(from_wgs84(point, System.GCJ02), point) < 1200.0


def test_nothing_is_shifted_outside_china() -> None:
    london = Point(-0.1276, 51.5072)
    assert from_wgs84(london, System.GCJ02) == london
    assert to_wgs84(london, System.GCJ02) == london


def test_wgs84_stays_as_it_is() -> None:
    point = Point(113.5, 34.0)
    assert to_wgs84(point, System.WGS84) is point
    assert from_wgs84(point, System.WGS84) is point
