"""The invented ground: where the seat, the towns, the river and the roads lie, and a basemap of it.

Plane coordinates are kilometres east and north of the county seat; where on earth they are hung is arbitrary.
"""

import json
import math
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lianchuang.demo import names

ORIGIN_LON, ORIGIN_LAT = 115.62, 33.52
LON_PER_KM, LAT_PER_KM = 0.01078, 0.00901
SEAT_RX, SEAT_RY = 3.4, 2.4
Point = tuple[float, float]


def lon_lat(point: Point) -> Point:
    """Degrees (WGS-84) of a point in kilometres, to about a metre."""
    return round(ORIGIN_LON + point[0] * LON_PER_KM, 6), round(ORIGIN_LAT + point[1] * LAT_PER_KM, 6)


@dataclass(frozen=True)
class Area:
    """A street, town, community or village on the ground: its middle and how far it reaches (km)."""

    name: str
    middle: Point
    reach: float


# Quarter of the seat by street: angle from, angle to (degrees, counter-clockwise from east).
QUARTERS = {"桂亭街道": (0, 90), "荷塘街道": (90, 180), "藕塘街道": (180, 270), "望湖街道": (270, 360)}


def _on_ellipse(angle: float, share: float) -> Point:
    turn = math.radians(angle)
    return SEAT_RX * share * math.cos(turn), SEAT_RY * share * math.sin(turn)


def areas() -> dict[str, Area]:
    """Every street, town, community and village by name."""
    result = {}
    for street, (start, _end) in QUARTERS.items():
        result[street] = Area(street, _on_ellipse(start + 45, 0.5), 1.1)
    for index, (town, _english) in enumerate(names.TOWNS):
        turn = math.radians(360 / len(names.TOWNS) * index + 11)
        far = 8.5 + 5.5 * ((index * 5) % 7) / 6
        result[town] = Area(town, (far * 1.15 * math.cos(turn), far * 0.9 * math.sin(turn)), 1.3)
    for parent, communities in names.COMMUNITIES:
        for index, community in enumerate(communities):
            result[community] = _community(result[parent], community, index, len(communities))
    return result


def _community(parent: Area, name: str, index: int, total: int) -> Area:
    if parent.name in QUARTERS:
        start = QUARTERS[parent.name][0]
        ring, column = divmod(index, 4)
        return Area(name, _on_ellipse(start + 11 + 22.5 * column, 0.42 + 0.4 * ring), 0.42)
    turn = math.radians(360 / total * index + 40)
    return Area(name, (parent.middle[0] + 1.5 * math.cos(turn), parent.middle[1] + 1.5 * math.sin(turn)), 0.5)


def place_in(area: Area, chance: random.Random) -> Point:
    """A point in an area, thinning out towards its edge; inside the built-up seat for a street."""
    for _attempt in range(40):
        far, turn = area.reach * math.sqrt(chance.random()), chance.uniform(0, 2 * math.pi)
        point = area.middle[0] + far * math.cos(turn), area.middle[1] + far * math.sin(turn)
        if not _in_lake(point):
            return point
    return area.middle


LAKE_MIDDLE, LAKE_RX, LAKE_RY = (0.35, -0.55), 0.62, 0.36


def _in_lake(point: Point) -> bool:
    across, along = (point[0] - LAKE_MIDDLE[0]) / LAKE_RX, (point[1] - LAKE_MIDDLE[1]) / LAKE_RY
    return across**2 + along**2 < 1.1


def _blob(middle: Point, rx: float, ry: float, rough: float, seed: int, corners: int = 72) -> list[Point]:
    """A closed, slightly uneven outline around a point."""
    chance = random.Random(seed)
    phases = [(chance.uniform(0, 2 * math.pi), chance.uniform(0.3, 1) * rough / order) for order in range(1, 6)]
    outline = []
    for index in range(corners):
        turn = 2 * math.pi * index / corners
        swell = 1 + sum(size * math.sin((order + 2) * turn + phase) for order, (phase, size) in enumerate(phases))
        outline.append((middle[0] + rx * swell * math.cos(turn), middle[1] + ry * swell * math.sin(turn)))
    return [*outline, outline[0]]


def _river() -> list[Point]:
    return [(x / 4, 1.15 * math.sin(x / 14) - 0.9 - 0.11 * x / 4 + 0.5 * math.sin(x / 5)) for x in range(-76, 77)]


def _roads(all_areas: dict[str, Area]) -> list[tuple[str, list[Point]]]:
    """Roads with their rank: rings and a grid in the seat, one road to each town."""
    lines: list[tuple[str, list[Point]]] = [("main", _blob((0, 0), SEAT_RX * 0.98, SEAT_RY * 0.98, 0.02, 5))]
    for step in range(-5, 6):
        x, y = step * 0.6, step * 0.42
        rank = "main" if step % 3 == 0 else "minor"
        half_y = SEAT_RY * math.sqrt(max(0.0, 1 - (x / SEAT_RX) ** 2))
        half_x = SEAT_RX * math.sqrt(max(0.0, 1 - (y / SEAT_RY) ** 2))
        lines += [
            (rank, [(x - 0.12, -half_y), (x + 0.12, half_y)]),
            (rank, [(-half_x, y - 0.1), (half_x, y + 0.1)]),
        ]
    for town, _english in names.TOWNS:
        middle = all_areas[town].middle
        bend = (middle[0] * 0.55 - middle[1] * 0.06, middle[1] * 0.55 + middle[0] * 0.06)
        turn = math.degrees(math.atan2(middle[1] / SEAT_RY, middle[0] / SEAT_RX))
        lines.append(("main", [_on_ellipse(turn, 0.98), bend, middle]))
    return lines


def _feature(kind: str, geometry: str, coordinates: Any, **properties: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"kind": kind, **properties},
        "geometry": {"type": geometry, "coordinates": coordinates},
    }


def _ring(points: list[Point]) -> list[list[Point]]:
    return [[lon_lat(point) for point in points]]


def basemap() -> dict[str, Any]:
    """The county as GeoJSON: land, built-up areas, water, parks, roads, labels."""
    every = areas()
    features = [_feature("land", "Polygon", _ring(_blob((0, 0), 18.5, 15, 0.06, 11)))]
    features.append(_feature("town", "Polygon", _ring(_blob((0, 0), SEAT_RX, SEAT_RY, 0.02, 5))))
    for index, (town, _english) in enumerate(names.TOWNS):
        features.append(_feature("town", "Polygon", _ring(_blob(every[town].middle, 1.2, 0.9, 0.12, index + 20, 36))))
    for seed, middle in enumerate(((-1.7, 0.9), (1.9, 1.1), (-1.2, -1.25), (1.9, -1.2)), start=70):
        features.append(_feature("park", "Polygon", _ring(_blob(middle, 0.42, 0.28, 0.1, seed, 36))))
    features.append(
        _feature("river", "LineString", [lon_lat(point) for point in _river()], name="莲水", name_en="Lian River")
    )
    features.append(
        _feature(
            "water",
            "Polygon",
            _ring(_blob(LAKE_MIDDLE, LAKE_RX, LAKE_RY, 0.08, 3)),
            name="莲湖",
            name_en="Lian Lake",
        )
    )
    features += [
        _feature("road", "LineString", [lon_lat(point) for point in line], rank=rank) for rank, line in _roads(every)
    ]
    for name, english in (*names.STREETS, *names.TOWNS):
        features.append(_feature("label", "Point", lon_lat(every[name].middle), name=name, name_en=english))
    return {"type": "FeatureCollection", "features": features}


def write_basemap(path: Path) -> None:
    """Write the basemap where the map page looks for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(basemap(), ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
