"""Thresholds as spans of numbers, and the strictest one that satisfies several: the joint target.

A span is what a requirement lets a value be: ≥ 36 is [36, ∞). Several demands on the same figure, in the same unit and
over the same stretch of time, meet in one span; demands that differ in one of these are never merged.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

# Words that count things; a threshold of nought events is the same in 件, 起 and 处.
COUNTERS = frozenset("件起处次个份块场例座条家项宗")


@dataclass(frozen=True)
class Span:
    """From `lower` to `upper`; None is without end; an open end does not belong to it."""

    lower: Decimal | None = None
    upper: Decimal | None = None
    lower_open: bool = False
    upper_open: bool = False

    def holds(self, value: Decimal) -> bool:
        """Whether the value lies within."""
        above = self.lower is None or value > self.lower or (value == self.lower and not self.lower_open)
        below = self.upper is None or value < self.upper or (value == self.upper and not self.upper_open)
        return above and below

    @property
    def is_empty(self) -> bool:
        """Whether nothing can lie within: the demands contradict each other."""
        if self.lower is None or self.upper is None:
            return False
        return self.lower > self.upper or (self.lower == self.upper and (self.lower_open or self.upper_open))

    def meet(self, other: "Span") -> "Span":
        """What lies in both."""
        lower, lower_open = _stricter(self.lower, self.lower_open, other.lower, other.lower_open, upward=True)
        upper, upper_open = _stricter(self.upper, self.upper_open, other.upper, other.upper_open, upward=False)
        return Span(lower, upper, lower_open, upper_open)

    def short_of(self, value: Decimal) -> Decimal:
        """How far the value lies outside; nought when it is within or exactly at an open end."""
        if self.lower is not None and value < self.lower:
            return self.lower - value
        if self.upper is not None and value > self.upper:
            return value - self.upper
        return Decimal(0)


def _stricter(
    one: Decimal | None, one_open: bool, two: Decimal | None, two_open: bool, *, upward: bool
) -> tuple[Decimal | None, bool]:
    if one is None or two is None:
        return (two, two_open) if one is None else (one, one_open)
    if one == two:
        return one, one_open or two_open
    takes_one = one > two if upward else one < two
    return (one, one_open) if takes_one else (two, two_open)


def span_of(op: str, value: Decimal, upper: Decimal | None = None) -> Span:
    """The span of a threshold: >=, >, <=, <, ==, between. Raises ValueError for another sign."""
    if op in {">=", ">"}:
        return Span(lower=value, lower_open=op == ">")
    if op in {"<=", "<"}:
        return Span(upper=value, upper_open=op == "<")
    if op == "==":
        return Span(value, value)
    if op == "between" and upper is not None:
        return Span(value, upper)
    raise ValueError(f"no span for {op!r}")


def same_unit(one: str, two: str) -> bool:
    """Whether two figures may be compared: the same unit, or both count things."""
    one, two = one.strip(), two.strip()
    return one == two or (one in COUNTERS and two in COUNTERS)


@dataclass(frozen=True)
class Demand:
    """What one requirement wants of a figure: `basis` says which figure, `window` over which stretch of time."""

    key: str
    span: Span
    unit: str
    basis: str = ""
    window: str = ""


@dataclass(frozen=True)
class Target:
    """Demands on the same figure over the same stretch of time, and the one span that satisfies them all."""

    unit: str
    basis: str
    window: str
    span: Span
    keys: tuple[str, ...]

    @property
    def is_contradictory(self) -> bool:
        """Whether no value can satisfy all of them."""
        return self.span.is_empty


def joint_targets(demands: Iterable[Demand]) -> tuple[Target, ...]:
    """One target for each unit, basis and window that occurs, in a fixed order whatever the order of the demands."""
    groups: dict[tuple[str, str, str], list[Demand]] = {}
    for demand in demands:
        unit = "count" if demand.unit.strip() in COUNTERS else demand.unit.strip()
        groups.setdefault((unit, demand.basis, demand.window), []).append(demand)
    return tuple(_target(key, groups[key]) for key in sorted(groups))


def _target(key: tuple[str, str, str], demands: list[Demand]) -> Target:
    span = Span()
    for demand in demands:
        span = span.meet(demand.span)
    units = sorted(demand.unit for demand in demands)
    return Target(units[0], key[1], key[2], span, tuple(sorted({demand.key for demand in demands})))
