"""The rounds of the invented county: which weeks, which kinds, how many sites; and what an inspector sees there."""

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lianchuang.common.workdays import is_workday
from lianchuang.inspections.models import RoundKind
from lianchuang.packs.shapes import CheckItem as PackItem
from lianchuang.packs.shapes import SiteType as PackType
from lianchuang.sites.models import Site

WEEKS = 26
WEEKLY_VISITS, LAST_VISITS = 52, 95  # sites a week; in the last two weeks before an assessment nearly double
SPECIALS = (
    (3, "农贸市场专项督查", ("market", "township_fair", "night_market")),
    (7, "校园周边专项督查", ("school_surroundings", "school", "kindergarten")),
    (11, "病媒防制专项督查", ("small_eatery", "restaurant", "canal", "transfer_station")),
    (16, "老旧小区专项督查", ("estate_old", "urban_village", "community")),
    (20, "公厕专项督查", ("public_toilet", "bus_station", "park")),
    (
        24,
        "双拥氛围专项督查",
        ("veterans_station", "memorial", "barracks_gate", "support_street", "service_hall"),
    ),
)
OUT_AND_ABOUT = ("night_market", "square", "park", "commercial_street", "market", "bus_stop", "public_toilet", "mall")
UNDERCOVER_WEEKS = (6, 14, 21, 26)
MOCK_WEEK, MOCK_NAME = 18, "第三季度模拟测评"
MOCK_DOUBLES, ROUTINE_DOUBLES = 16, 6
TROUBLED = {
    "back_street": 1.7,
    "urban_village": 2.0,
    "estate_old": 1.7,
    "market": 1.5,
    "small_eatery": 1.35,
    "urban_fringe": 1.7,
    "construction_site": 1.5,
    "vacant_plot": 1.6,
    "night_market": 1.5,
    "township_fair": 1.4,
    "village": 1.2,
    "public_toilet": 1.15,
    "memorial": 0.4,
    "hotel": 0.5,
    "hospital": 0.6,
    "service_hall": 0.5,
    "practice_centre": 0.5,
    "practice_station": 0.6,
    "culture_centre": 0.6,
    "railway_station": 0.7,
    "mall": 0.7,
    "petrol_station": 0.5,
    "pharmacy": 0.5,
    "support_street": 0.5,
}
SUMMER, AUTUMN = (6, 7, 8), (10, 11)
SEASONAL = {
    "vectors": (SUMMER, 1.7),
    "water": (SUMMER, 1.6),
    "hygiene": (SUMMER, 1.3),
    "greenery": (AUTUMN, 1.5),
    "litter": (AUTUMN, 1.2),
}
BASE = 0.057


@dataclass(frozen=True)
class PlannedRound:
    """A round to be: its week (1 is the oldest), name, kind, days, sites a type."""

    week: int
    name: str
    kind: RoundKind
    starts_on: date
    ends_on: date
    per_type: Mapping[str, int]
    doubles: int = 0  # percent of the sites that two teams visit


def plan_rounds(
    *,
    today: date,
    scale: float,
    types: Sequence[PackType],
    available: Mapping[str, int],
    chance: random.Random,
) -> list[PlannedRound]:
    """All rounds of the half year, oldest first: the last week is the present one, then the next week's routine round.

    A day off has a round of its own, so that the county is at work whenever the demo is made.
    """
    this_monday = today - timedelta(days=today.weekday())
    planned = []
    specials = {week: (name, codes) for week, name, codes in SPECIALS}
    for week in range(1, WEEKS + 2):
        monday = this_monday - timedelta(weeks=WEEKS - week)
        friday = monday + timedelta(days=4)
        number = monday.isocalendar().week
        routine = _spread(
            round((LAST_VISITS if week >= WEEKS - 1 else WEEKLY_VISITS) * scale) or 1,
            {kind.code: kind.weight * TROUBLED.get(kind.code, 1.0) for kind in types},
            available,
            chance,
        )
        doubles = ROUTINE_DOUBLES if week in (WEEKS - 1, WEEKS) else 0
        name = f"第 {number} 周日常督查"
        planned.append(PlannedRound(week, name, RoundKind.ROUTINE, monday, friday, routine, doubles))
        if week in specials:
            name, codes = specials[week]
            drawn = _spread(round(22 * scale) or 1, dict.fromkeys(codes, 1.0), available, chance)
            planned.append(PlannedRound(week, name, RoundKind.SPECIAL, monday + timedelta(days=1), friday, drawn))
        if week in UNDERCOVER_WEEKS:
            drawn = _spread(
                round(22 * scale) or 1, {kind.code: float(kind.weight) for kind in types}, available, chance
            )
            planned.append(PlannedRound(week, f"第 {number} 周暗访", RoundKind.UNDERCOVER, monday, friday, drawn))
        if week == MOCK_WEEK:
            drawn = _spread(
                round(70 * scale) or 1, {kind.code: float(kind.weight) for kind in types}, available, chance
            )
            planned.append(PlannedRound(week, MOCK_NAME, RoundKind.MOCK, monday, friday, drawn, MOCK_DOUBLES))
    if not is_workday(today):
        drawn = _spread(round(36 * scale) or 1, dict.fromkeys(OUT_AND_ABOUT, 1.0), available, chance)
        planned.append(PlannedRound(WEEKS, "休息日专项督查", RoundKind.SPECIAL, today, today, drawn))
    return planned


def _spread(
    total: int, weights: Mapping[str, float], available: Mapping[str, int], chance: random.Random
) -> dict[str, int]:
    """Share a number of visits over types by weight, never more than there are sites."""
    codes = [code for code in weights if available.get(code)]
    drawn = Counter(chance.choices(codes, [weights[code] for code in codes], k=total))
    return {code: min(count, available[code]) for code, count in sorted(drawn.items())}


class Eyes:
    """How often an item fails at a site in a week: the site's own quality, the item, the season, the trend."""

    def __init__(self, chance: random.Random, items: Sequence[PackItem]) -> None:
        self.chance = chance
        self.items = {item.code: math.exp(chance.gauss(0, 0.45)) * (0.35 if item.veto else 1.0) for item in items}
        self.sites: dict[str, float] = {}
        self.units: dict[int, float] = {}

    def count(self, site: Site, type_code: str, item: PackItem, day: date, week: int) -> int:
        """Cases counted: 0 to 3."""
        chance = self.chance
        quality = self.sites.setdefault(site.code, math.exp(chance.gauss(0, 0.5)))
        unit = self.units.setdefault(site.unit_id, math.exp(chance.gauss(0, 0.25)))
        months, swell = SEASONAL.get(item.category, ((), 1.0))
        trend = 1.25 - 0.5 * week / WEEKS
        share = BASE * self.items[item.code] * quality * unit * TROUBLED.get(type_code, 1.0) * trend
        if day.month in months:
            share *= swell
        if chance.random() >= min(share, 0.6):
            return 0
        return 1 if item.grading == "yes_no" else chance.choices((1, 2, 3), (62, 25, 13))[0]
