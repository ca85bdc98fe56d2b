"""The sites of the invented county: how many of each type, where, whose."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lianchuang.accounts.models import Post, Unit, UnitKind
from lianchuang.demo import ground, names
from lianchuang.packs.shapes import SiteType as PackType
from lianchuang.sites.actions import SiteFacts
from lianchuang.sites.models import SiteType

RURAL = frozenset({"town_seat", "village", "township_fair"})
EVERYWHERE = frozenset(
    {
        "canal",
        "clinic",
        "school",
        "kindergarten",
        "petrol_station",
        "culture_centre",
        "practice_centre",
        "veterans_station",
        "public_toilet",
        "bus_stop",
    }
)
RURAL_SHARE = 0.3
OWNERS = {
    "park": "园林中心",
    "pocket_park": "园林中心",
    "square": "园林中心",
    "market": "市监局",
    "hospital": "卫健委",
    "clinic": "卫健委",
    "school": "教体局",
    "kindergarten": "教体局",
    "service_hall": "审批局",
    "bus_station": "客运站",
    "railway_station": "火车站办",
    "construction_site": "住建局",
    "transfer_station": "环卫中心",
    "canal": "水利局",
    "memorial": "退役军人局",
    "veterans_station": "退役军人局",
    "culture_centre": "文旅局",
    "bus_stop": "公交站务",
    "parking": "城管局",
    "practice_centre": "文明办",
    "practice_station": "文明办",
    "main_road": "市政中心",
    "secondary_road": "市政中心",
}
SPONSORED = frozenset(
    {"back_street", "estate_old", "estate_managed", "community", "urban_village", "village", "main_road"}
)


@dataclass
class Places:
    """Units by name, and the ground."""

    units: dict[str, Unit]
    contacts: dict[int, Post]
    sponsors: Sequence[Unit]


def draft_sites(
    *,
    places: Places,
    types: Sequence[PackType],
    known: dict[str, SiteType],
    scale: float,
    chance: random.Random,
) -> list[SiteFacts]:
    """All sites at a scale; at least one of each type."""
    every = ground.areas()
    taken: Counter[str] = Counter()
    facts = []
    for kind in types:
        total = max(1, round(kind.weight * scale))
        for index in range(total):
            unit = _unit_for(kind.code, places, chance)
            lon, lat = ground.lon_lat(ground.place_in(every[unit.name], chance))
            name = _name(kind.code, unit, index, taken, chance)
            owner = places.units.get(OWNERS.get(kind.code, ""))
            facts.append(
                SiteFacts(
                    code=f"{kind.code[:12].upper()}-{index + 1:04d}",
                    name=name,
                    site_type=known[kind.code],
                    unit=unit,
                    lon=lon,
                    lat=lat,
                    owner_unit=owner,
                    sponsor_unit=chance.choice(places.sponsors) if kind.code in SPONSORED else None,
                    contact_post=places.contacts.get(unit.pk),
                    address=_address(unit, chance),
                    grid=f"{unit.code}-{chance.randint(1, 24):02d}",
                )
            )
    return facts


def _unit_for(code: str, places: Places, chance: random.Random) -> Unit:
    rural = code in RURAL or (code in EVERYWHERE and chance.random() < RURAL_SHARE)
    kinds = (UnitKind.TOWN, UnitKind.VILLAGE) if rural else (UnitKind.STREET, UnitKind.COMMUNITY)
    if code in {"town_seat", "township_fair"}:
        kinds = (UnitKind.TOWN, UnitKind.TOWN)
    if code in {"community", "practice_station"}:
        kinds = (UnitKind.COMMUNITY, UnitKind.COMMUNITY)
    choices = [unit for unit in places.units.values() if unit.kind in kinds]
    weights = [5 if unit.kind in {UnitKind.COMMUNITY, UnitKind.VILLAGE} else 2 for unit in choices]
    return chance.choices(choices, weights)[0]


def _name(code: str, unit: Unit, index: int, taken: Counter[str], chance: random.Random) -> str:
    """A name not used before: with a segment or a number where the words run out."""
    short = unit.name.removesuffix("街道") if code in {"town_seat", "culture_station"} else unit.name
    first = names.ROAD_WORDS[(index * 7 + len(code) * 5) % len(names.ROAD_WORDS)]
    second = chance.choice([word for word in names.ROAD_WORDS if word != first])
    patterns = names.SITE_NAMES[code].split("|")
    pattern = patterns[index // len(names.ROAD_WORDS) % len(patterns)]
    segment = names.SEGMENTS[index // len(names.ROAD_WORDS) % len(names.SEGMENTS)]
    name = pattern.format(w=first, v=second, u=short, seg=segment)
    taken[name] += 1
    return name if taken[name] == 1 else f"{name} {taken[name]} 号点"


def _address(unit: Unit, chance: random.Random) -> str:
    return f"{unit.name}{chance.choice(names.ROAD_WORDS)}路 {chance.randint(1, 280)} 号"
