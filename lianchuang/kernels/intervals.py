"""Intervals of rates and scores that rest on a sample of places: 95 %, narrower where much of the frame was seen.

Two forms: `wilson` for places that are right or not, `ratio` for sums over places (points earned of points possible), where the answers
given at one place hang together and the place is what was drawn. Checked against published tables (tests).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

Z = 1.959963984540054
# Student's t, 97.5 %, for 1 to 30 degrees of freedom.
T = (
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
    2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860,
    2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
)  # fmt: skip


@dataclass(frozen=True)
class Interval:
    """A share with the ends of its 95 % interval, all between nought and one."""

    share: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """The larger of the two distances to an end."""
        return max(self.high - self.share, self.share - self.low)


def student(degrees: int) -> float:
    """The 97.5 % point of Student's t, to four digits."""
    if degrees < 1:
        raise ValueError("no degree of freedom")
    if degrees <= len(T):
        return T[degrees - 1]
    # Fisher's expansion about the normal point.
    return (
        Z
        + (Z**3 + Z) / (4 * degrees)
        + (5 * Z**5 + 16 * Z**3 + 3 * Z) / (96 * degrees**2)
        + (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / (384 * degrees**3)
    )


def _unseen(number: int, population: int | None) -> float:
    """The finite-population factor (N − n) / (N − 1): nought when everything was seen, one when the frame is not known."""
    if population is None:
        return 1.0
    return 0.0 if population <= number or population <= 1 else (population - number) / (population - 1)


def wilson(hits: int, number: int, population: int | None = None) -> Interval | None:
    """Wilson's score interval of `hits` in `number` drawn from `population`; None without a base."""
    if number < 1:
        return None
    share, square = hits / number, Z * Z * _unseen(number, population)
    middle = (share + square / (2 * number)) / (1 + square / number)
    half = sqrt(square * (share * (1 - share) / number + square / (4 * number * number))) / (1 + square / number)
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    return Interval(share, min(low, share), max(1.0 if hits == number else min(1.0, middle + half), share))


@dataclass(frozen=True)
class Stratum:
    """The places drawn from one stratum, each with the two sums of the ratio, and how many places the stratum holds."""

    pairs: tuple[tuple[float, float], ...]
    population: int | None = None

    @property
    def unseen(self) -> float:
        """The share of the stratum that was not drawn."""
        return 1.0 if not self.population else max(0.0, 1 - len(self.pairs) / self.population)


def ratio(strata: Sequence[Stratum]) -> Interval | None:
    """The ratio of two sums over the places of a stratified sample, with its t-interval; None without a base or with one place.

    The variance is that of the linearised ratio, stratum by stratum (Cochran, Sampling Techniques, 5.6 and 6.4). It is said of the
    sample as it is drawn: where strata are drawn with other chances, it is not an average over all places. A stratum with one place
    counts its whole residual. Where no spread can be seen the interval is Wilson's for as many places.
    """
    pairs = [pair for stratum in strata for pair in stratum.pairs]
    number, base = len(pairs), sum(each for _part, each in pairs)
    if number < 2 or base <= 0:
        return None
    share = sum(part for part, _each in pairs) / base
    spread = sum(_spread(stratum, share) for stratum in strata)
    if not any(abs(part - share * each) > 1e-9 for part, each in pairs):
        known = all(stratum.population for stratum in strata)
        everything = sum(stratum.population or 0 for stratum in strata) if known else None
        plain = wilson(round(share * number), number, everything)
        return Interval(share, min(plain.low, share), max(plain.high, share)) if plain else None
    degrees = max(1, number - sum(bool(stratum.pairs) for stratum in strata))
    half = student(degrees) * sqrt(spread) / base
    return Interval(share, max(0.0, share - half), min(1.0, share + half))


def _spread(stratum: Stratum, share: float) -> float:
    """What a stratum adds to the variance of the sum of residuals."""
    residuals = [part - share * each for part, each in stratum.pairs]
    number = len(residuals)
    if number < 2:
        return stratum.unseen * sum(each * each for each in residuals)
    mean = sum(residuals) / number
    return stratum.unseen * number / (number - 1) * sum((each - mean) ** 2 for each in residuals)
