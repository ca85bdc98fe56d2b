"""The small drawing of where a site lies."""

from hypothesis import given
from hypothesis import strategies as st

from lianchuang.sites.queries.locator import HEIGHT, WIDTH, locate

points = st.tuples(st.floats(112.0, 113.0), st.floats(33.0, 34.0))


@given(here=points, around=st.lists(points, max_size=30))
def test_everything_stays_in_the_drawing(here: tuple[float, float], around: list[tuple[float, float]]) -> None:
    drawn = locate(*here, around)
    if drawn is None:
        assert all(point == here for point in around)
        return
    for dot in (drawn.here, *drawn.around):
        assert 0 <= float(dot.x) <= WIDTH
        assert 0 <= float(dot.y) <= HEIGHT


def test_north_is_up_and_east_is_right() -> None:
    drawn = locate(112.5, 33.5, [(112.6, 33.6)])
    assert drawn is not None
    assert float(drawn.around[0].x) > float(drawn.here.x)
    assert float(drawn.around[0].y) < float(drawn.here.y)
    assert locate(112.5, 33.5, [(112.5, 33.5)]) is None
