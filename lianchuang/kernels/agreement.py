"""How far two people who looked at the same thing agree beyond chance: Cohen's kappa.

Weights: none (only the same grade agrees) or linear (one grade apart agrees in part). The interval is the large-sample one of Fleiss,
Cohen and Everitt (Psychological Bulletin 72, 1969), which takes pairs for independent; where all are alike, Wilson's for the share.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from math import sqrt

from lianchuang.kernels.intervals import Z, wilson


class Weights(Enum):
    NONE = "none"
    LINEAR = "linear"


@dataclass(frozen=True)
class Agreement:
    """`same` of `number` pairs are alike; `observed` and `expected` agreement as the weights count it.

    `kappa` is None where it cannot be said: no pair, or both only ever gave one and the same grade.
    """

    number: int
    same: int
    observed: float | None = None
    expected: float | None = None
    kappa: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_defined(self) -> bool:
        return self.kappa is not None


def kappa(pairs: Iterable[tuple[int, int]], grades: int, weights: Weights = Weights.NONE) -> Agreement:
    """Kappa of pairs of grades, each from 0 to `grades` − 1. Raises ValueError for another grade."""
    table = Counter(pairs)
    if any(not 0 <= grade < grades for pair in table for grade in pair):
        raise ValueError("a grade outside the scale")
    number = sum(table.values())
    same = sum(count for (one, other), count in table.items() if one == other)
    if not number:
        return Agreement(0, 0)
    share = {pair: count / number for pair, count in table.items()}
    rows = [sum(part for (one, _other), part in share.items() if one == grade) for grade in range(grades)]
    columns = [sum(part for (_one, other), part in share.items() if other == grade) for grade in range(grades)]

    def weight(one: int, other: int) -> float:
        if weights is Weights.LINEAR and grades > 1:
            return 1 - abs(one - other) / (grades - 1)
        return float(one == other)

    scale = range(grades)
    observed = sum(part * weight(*pair) for pair, part in share.items())
    expected = sum(rows[one] * columns[other] * weight(one, other) for one in scale for other in scale)
    if 1 - expected < 1e-12:
        return Agreement(number, same, observed, expected)
    value = (observed - expected) / (1 - expected)
    of_row = [sum(columns[other] * weight(one, other) for other in scale) for one in scale]
    of_column = [sum(rows[one] * weight(one, other) for one in scale) for other in scale]
    spread = sum(
        part * (weight(one, other) - (of_row[one] + of_column[other]) * (1 - value)) ** 2
        for (one, other), part in share.items()
    )
    variance = max(0.0, spread - (value - expected * (1 - value)) ** 2) / (number * (1 - expected) ** 2)
    half = Z * sqrt(variance)
    low, high = value - half, value + half
    if half < 1e-9 and (plain := wilson(same, number)):
        # All alike (or none): no spread to see. Then as sure as Wilson is of the share that is alike.
        low, high = ((end - expected) / (1 - expected) for end in (plain.low, plain.high))
    return Agreement(number, same, observed, expected, value, max(-1.0, min(low, value)), min(1.0, max(high, value)))
