"""Near, and not long ago: distances against a plain reckoning, boxes that hold what they must, months that end early."""

from datetime import UTC, datetime
from math import cos, radians

from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.findings.nearby import box_around, months_before
from lianchuang.kernels.coordinates import Point, metres_between

LON, LAT = st.floats(73, 135), st.floats(18, 54)
STEP = st.floats(-0.01, 0.01)


@settings(max_examples=200)
@given(lon=LON, lat=LAT, east=STEP, north=STEP, metres=st.integers(1, 500))
def test_the_box_holds_whatever_is_near(lon: float, lat: float, east: float, north: float, metres: int) -> None:
    box = box_around(lon, lat, metres)
    inside = box.west <= lon + east <= box.east and box.south <= lat + north <= box.north
    far = metres_between(Point(lon, lat), Point(lon + east, lat + north))
    assert inside or far > metres
    flat = ((east * cos(radians(lat)) * 111_195) ** 2 + (north * 111_195) ** 2) ** 0.5
    assert abs(far - flat) <= 1 + flat * 0.002


def test_a_month_too_short_takes_its_last_day() -> None:
    at = datetime(2026, 8, 31, 9, 0, tzinfo=UTC)
    assert months_before(at, 6) == datetime(2026, 2, 28, 9, 0, tzinfo=UTC)
    assert months_before(at, 8) == datetime(2025, 12, 31, 9, 0, tzinfo=UTC)
