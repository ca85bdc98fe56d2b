"""Where a site lies among its neighbours, as a small drawing without a map. No database."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

WIDTH, HEIGHT, MARGIN = 240.0, 150.0, 12.0
KILOMETRES_A_DEGREE = 111.32
SCALES = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)  # kilometres a scale bar may stand for


@dataclass(frozen=True)
class Dot:
    """A neighbour in the drawing, in drawing units from the upper left, as text for SVG."""

    x: str
    y: str


@dataclass(frozen=True)
class Locator:
    """The drawing: `here` the site, `around` its neighbours, and a scale bar `bar` units long for `kilometres`."""

    here: Dot
    around: tuple[Dot, ...]
    bar: str
    kilometres: str


def locate(lon: float, lat: float, around: Iterable[tuple[float, float]]) -> Locator | None:
    """Draw the site among neighbours, given in WGS-84 degrees; None when there is no other place to compare with."""
    neighbours = [point for point in around if point != (lon, lat)]
    if not neighbours:
        return None
    squeeze = cos(radians(lat))
    flat = [((x - lon) * squeeze * KILOMETRES_A_DEGREE, (y - lat) * KILOMETRES_A_DEGREE) for x, y in neighbours]
    flat.append((0.0, 0.0))
    west, east = min(x for x, _y in flat), max(x for x, _y in flat)
    south, north = min(y for _x, y in flat), max(y for _x, y in flat)
    scale = min((WIDTH - 2 * MARGIN) / max(east - west, 0.05), (HEIGHT - 2 * MARGIN) / max(north - south, 0.05))
    left = (WIDTH - (east - west) * scale) / 2
    top = (HEIGHT - (north - south) * scale) / 2
    dots = [Dot(_text(left + (x - west) * scale), _text(top + (north - y) * scale)) for x, y in flat]
    length = max((one for one in SCALES if one * scale <= WIDTH / 3), default=SCALES[0])
    return Locator(dots[-1], tuple(dots[:-1]), _text(length * scale), f"{length:g}")


def _text(value: float) -> str:
    return f"{value:.1f}"
