"""Grades by count, scores, who may look undercover, official minimums and limits of a sample. No database, no clock.

The four grades are those of 状态描述法 (状态 A、B、C、C#): 0, 1, 2, 3 and more cases earn 100, 66, 33 and
0 % of the points.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
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
MOST_DOUBLES = 50  # percent of a sample that may be visited twice
MOST_TEAMS, MOST_A_DAY = 60, 99
REPLACED_ONE_IN = 5
FEWEST_PAIRS = 30  # below this many pairs of answers agreement is not judged
FEWEST_SITES = 5  # below this many sites: counts only, no rate and no interval


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
class Minimum:
    """An official minimum of sites in one assessment: of one type, or of several together."""

    codes: tuple[str, ...]
    count: int

    @property
    def key(self) -> str:
        """What stands for it in a plan."""
        return "+".join(self.codes)

    def missing(self, numbers: Mapping[str, int]) -> int:
        """How many sites are missing when so many of each type are taken."""
        return max(0, self.count - sum(numbers.get(code, 0) for code in self.codes))


def below_minimum(drawn: Mapping[str, int], minimums: Iterable[Minimum]) -> dict[str, int]:
    """For each official minimum that the sample misses: how many sites are missing."""
    return {each.key: missing for each in minimums if (missing := each.missing(drawn))}


def numbers_for(minimums: Iterable[Minimum], frame: Mapping[str, int]) -> dict[str, int]:
    """How many of each type make up the minimums; what several types share goes by how many sites each has.

    Shares are rounded by the largest remainder, the earlier code first. No type gets more than it has.
    """
    numbers: dict[str, int] = {}
    for minimum in minimums:
        total = sum(frame.get(code, 0) for code in minimum.codes)
        wanted = min(minimum.count, total)
        quotas = {
            code: Fraction(wanted * frame.get(code, 0), total) if total else Fraction(0) for code in minimum.codes
        }
        floors = {code: math.floor(quota) for code, quota in quotas.items()}
        by_rest = sorted(minimum.codes, key=lambda code: (floors[code] - quotas[code], code))
        for code in by_rest[: wanted - sum(floors.values())]:
            floors[code] += 1
        numbers |= floors
    return numbers


def doubles_of(sample: int, percent: int) -> int:
    """How many sites of a sample are visited twice: the share rounded up."""
    return math.ceil(sample * percent / 100)


def most_replaced(sample: int) -> int:
    """How many closed sites of a sample may be replaced: one in five, at least one."""
    return max(1, sample // REPLACED_ONE_IN) if sample else 0


def strength(kappa: float | None) -> str:
    """How strong an agreement beyond chance is called: the steps of Landis and Koch (1977), the lowest two as one."""
    if kappa is None:
        return "unknown"
    steps = ((0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial"))
    return next((word for limit, word in steps if kappa <= limit), "strong")
