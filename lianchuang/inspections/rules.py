"""Grades by count, scores, who may look undercover, drawing and spreading sites. No database, no clock.

The four grades are those of 状态描述法 (状态 A、B、C、C#): 0, 1, 2, 3 and more cases earn 100, 66, 33 and
0 % of the points.
"""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

A, B, C, C_SHARP, NOT_APPLICABLE = "A", "B", "C", "C#", "NA"
LADDER = (A, B, C, C_SHARP)
SHARES = {A: 100, B: 66, C: 33, C_SHARP: 0}
CLOCK_SLACK = timedelta(minutes=10)
MOST_PHOTOS = 9
MOST_NOTE = 300
EARTH_KM = 6371.0


def grade_of(count: int, *, yes_no: bool) -> str:
    """The grade for so many cases; a yes-or-no item knows only A and C#."""
    if yes_no:
        return C_SHARP if count else A
    return LADDER[min(count, len(LADDER) - 1)]


def share_of(grade: str) -> int | None:
    """What a grade earns, in percent of the points; None when not applicable (its points go to the
    others).
    """
    return SHARES.get(grade)


@dataclass(frozen=True)
class Scoring:
    """How a requirement is judged (`form` of the pack), its points if any, and whether a veto hangs on it."""

    key: str
    form: str = "information"
    shares: tuple[int, ...] = ()
    points: Decimal | None = None
    is_veto: bool = False


@dataclass(frozen=True)
class Made:
    """What a campaign makes of a grade: the share earned (percent), and whether it is plainly met or not
    met.
    """

    share: int
    is_yes_no: bool = False
    touches_veto: bool = False


def made_of(grade: str, scoring: Scoring) -> Made | None:
    """What a requirement makes of a grade: a share of the points, or met / not met; None when not
    applicable.
    """
    share = share_of(grade)
    if share is None:
        return None
    touches_veto = scoring.is_veto and grade != A
    if scoring.form == "yes_no":
        return Made(100 if grade == A else 0, is_yes_no=True, touches_veto=touches_veto)
    if scoring.form == "graded" and len(scoring.shares) == len(LADDER):
        share = scoring.shares[LADDER.index(grade)]
    return Made(share, touches_veto=touches_veto)


@dataclass(frozen=True)
class Score:
    """Points earned of points that could be earned, over `items` applicable items; `faults` of them are not
    A.
    """

    earned: Fraction = Fraction(0)
    possible: Fraction = Fraction(0)
    items: int = 0
    faults: int = 0
    left_out: int = 0

    @property
    def percent(self) -> float | None:
        """The share earned in percent; None when nothing applied."""
        return float(self.earned / self.possible * 100) if self.possible else None

    @property
    def percent_words(self) -> str:
        """The share earned, one decimal; empty when nothing applied."""
        return "" if self.percent is None else f"{self.percent:.1f}".removesuffix(".0")

    @property
    def earned_words(self) -> str:
        """The points earned, one decimal."""
        return _points(self.earned)

    @property
    def possible_words(self) -> str:
        """The points possible, one decimal."""
        return _points(self.possible)

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.earned + other.earned,
            self.possible + other.possible,
            self.items + other.items,
            self.faults + other.faults,
            self.left_out + other.left_out,
        )


def _points(value: Fraction) -> str:
    return f"{float(value):.1f}".removesuffix(".0")


@dataclass(frozen=True)
class Weighed:
    """An item for one campaign: the requirement it counts through, and its weight."""

    scoring: Scoring
    weight: Fraction


def weigh(scorings: Mapping[int, Scoring]) -> dict[int, Weighed]:
    """The weights of a checklist's items for one campaign.

    A requirement's points are shared evenly by the items that count through it; an item whose requirement
    has no points weighs 1.
    """
    sharing = Counter(scoring.key for scoring in scorings.values())
    return {
        item: Weighed(scoring, Fraction(scoring.points) / sharing[scoring.key] if scoring.points else Fraction(1))
        for item, scoring in scorings.items()
    }


def score(graded: Iterable[tuple[str, Weighed, int]]) -> Score:
    """The score of visits for one campaign: from each grade, the weighed item, and how many answers were so.

    What is not applicable is left out of both sums, so that its points go to the others.
    """
    total = Score()
    for grade, item, number in graded:
        made = made_of(grade, item.scoring)
        if made is None:
            total += Score(left_out=number)
            continue
        possible = item.weight * number
        total += Score(possible * made.share / 100, possible, number, number * (grade != A))
    return total


def has_conflict(inspector_body: str, bodies_concerned: Iterable[str]) -> bool:
    """Whether an undercover inspector belongs to a body that lies there, runs it, stands behind it or
    answers for it.
    """
    return inspector_body in set(bodies_concerned)


def may_open(day: date, today: date) -> bool:
    """Whether the sealed assignment of a day can be opened: on it or later, never before."""
    return today >= day


@dataclass(frozen=True)
class Place:
    """A site as drawing sees it: its code, the code of its type, the body it lies in, and where it is."""

    code: str
    site_type: str
    body: str
    lon: float = 0.0
    lat: float = 0.0


def draw(frame: Iterable[Place], per_type: Mapping[str, int], seed: int) -> list[Place]:
    """Draw so many sites of each type, stratified by the body they lie in; every site of a type has the same
    chance.

    The same seed gives the same sample on any machine: sites stand in code order and only `random.random()`
    is used, whose sequence Python guarantees. A type with fewer sites than asked for is taken whole.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    by_type: dict[str, list[Place]] = defaultdict(list)
    for place in sorted(frame, key=lambda each: each.code):
        by_type[place.site_type].append(place)
    drawn: list[Place] = []
    for site_type in sorted(per_type):
        drawn += _draw_type(by_type.get(site_type, []), per_type[site_type], chance)
    return sorted(drawn, key=lambda each: each.code)


def _draw_type(places: Sequence[Place], wanted: int, chance: random.Random) -> list[Place]:
    wanted = min(wanted, len(places))
    if wanted <= 0:
        return []
    strata: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        strata[place.body].append(place)
    drawn: list[Place] = []
    # Controlled rounding: one random start, so that each stratum gets its quota rounded up or down, and the
    # sum fits.
    start, before = Fraction(chance.random()), Fraction(0)
    for body in sorted(strata):
        upto = before + Fraction(wanted * len(strata[body]), len(places))
        number = math.floor(upto + start) - math.floor(before + start)
        keyed = sorted((chance.random(), place.code, place) for place in strata[body])
        drawn += [place for _key, _code, place in keyed[:number]]
        before = upto
    return drawn


def below_minimum(drawn: Iterable[Place], minimums: Mapping[str, int]) -> dict[str, int]:
    """For each type with an official minimum that the sample misses: how many sites are missing."""
    count: dict[str, int] = defaultdict(int)
    for place in drawn:
        count[place.site_type] += 1
    return {code: least - count[code] for code, least in sorted(minimums.items()) if count[code] < least}


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance between two (lon, lat) points in kilometres, as the crow flies."""
    (lon1, lat1), (lon2, lat2) = one, other
    mean = math.radians((lat1 + lat2) / 2)
    x, y = math.radians(lon2 - lon1) * math.cos(mean), math.radians(lat2 - lat1)
    return EARTH_KM * math.hypot(x, y)


@dataclass(frozen=True)
class Stop:
    """Who goes to which site on which day, as the how-manieth of that day (from 1)."""

    code: str
    inspector: int
    day: date
    order: int


def spread(
    places: Sequence[Place], days: Sequence[date], inspectors: Sequence[int], barred: Mapping[str, set[int]]
) -> tuple[list[Stop], list[str]]:
    """Spread sites over inspectors and days: even tours, each going on to the nearest site left.

    `barred` names the inspectors who may not go to a site. The second value lists sites to which nobody may
    go.
    """
    able = {place.code: [each for each in inspectors if each not in barred.get(place.code, set())] for place in places}
    left = {place.code: place for place in sorted(places, key=lambda each: each.code) if able[place.code]}
    stops: list[Stop] = []
    slots = [(day, inspector) for day in days for inspector in inspectors]
    for index, (day, inspector) in enumerate(slots):
        size = math.ceil(len(left) / (len(slots) - index))
        stops += _tour(left, size, day, inspector, able)
    stops += _leftover(left, stops, days, able)
    return stops, sorted(code for code, each in able.items() if not each)


def _tour(left: dict[str, Place], size: int, day: date, inspector: int, able: Mapping[str, list[int]]) -> list[Stop]:
    """One inspector's day: begins with the first site left, then the nearest each time. Takes them out of
    `left`.
    """
    stops: list[Stop] = []
    here: tuple[float, float] | None = None
    while len(stops) < size:
        open_to = [place for place in left.values() if inspector in able[place.code]]
        if not open_to:
            break
        at = here
        place = (
            open_to[0]
            if at is None
            else min(open_to, key=lambda each: (distance_km(at, (each.lon, each.lat)), each.code))
        )
        stops.append(Stop(place.code, inspector, day, len(stops) + 1))
        here = (place.lon, place.lat)
        del left[place.code]
    return stops


def _leftover(
    left: Mapping[str, Place], stops: Sequence[Stop], days: Sequence[date], able: Mapping[str, list[int]]
) -> list[Stop]:
    """What no tour could take (its inspectors were full or barred) goes to whoever may and has least that
    day.
    """
    load: dict[tuple[date, int], int] = defaultdict(int)
    for stop in stops:
        load[stop.day, stop.inspector] += 1
    extra: list[Stop] = []
    for code in left:
        day, inspector = min(((day, each) for day in days for each in able[code]), key=lambda slot: (load[slot], slot))
        load[day, inspector] += 1
        extra.append(Stop(code, inspector, day, load[day, inspector]))
    return extra
