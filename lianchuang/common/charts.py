"""Small fixed charts as numbers: what is counted, and where it stands in the drawing. No script; they print."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


def _n(value: float) -> str:
    """A coordinate: one decimal, never in a locale's form."""
    return f"{value:.1f}".removesuffix(".0")


def share_bar(value: int, of: int, selected: int | None = None) -> SafeString:
    """A bar of `value` on the scale of `of` (0 to 100 units wide); `selected` of it in ink."""
    whole = 100 * value / of if of else 0
    inked = 100 * min(selected if selected is not None else value, value) / of if of else 0
    rest = format_html('<rect class="wash" width="{}" height="9"/>', _n(whole)) if inked < whole else mark_safe("")
    return format_html(
        '<svg class="chart" viewBox="0 0 100 9" preserveAspectRatio="none" aria-hidden="true">{}'
        '<rect class="ink" width="{}" height="9"/></svg>',
        rest,
        _n(inked),
    )


# --- new and closed, day by day -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Day:
    """One day: how many were newly found, how many closed; `is_off` on a day without work."""

    day: date
    new: int
    closed: int
    is_off: bool = False


Bars = Sequence[Day]


@dataclass(frozen=True)
class DrawnDay:
    x: str
    middle: str
    new_y: str
    new_height: str
    closed_height: str
    label: str
    is_last: bool


@dataclass(frozen=True)
class DrawnBars:
    """`days` drawn `width` × 92 units; the line stands at 44."""

    days: tuple[DrawnDay, ...]
    width: int
    bar: str
    sentence: str


def bars(days: Bars, width: int = 300, weekly: bool = False) -> DrawnBars:
    """Draw the days (or weeks by their Mondays): new above the line, closed below it, one common scale."""
    top = max([1, *(day.new for day in days), *(day.closed for day in days)])
    stride = width / max(1, len(days))
    drawn = []
    for index, day in enumerate(days):
        up, down = 36 * day.new / top, 30 * day.closed / top
        is_last = index == len(days) - 1
        told = index % 4 == 0 if len(days) - 1 - index > 1 else is_last
        drawn.append(
            DrawnDay(
                x=_n(index * stride + stride * 0.16),
                middle=_n(index * stride + stride / 2),
                new_y=_n(43 - up),
                new_height=_n(up),
                closed_height=_n(down),
                label=f"{day.day:%m-%d}" if told else "",
                is_last=is_last,
            )
        )
    return DrawnBars(tuple(drawn), width, _n(stride * 0.68), _bars_sentence(days, weekly))


def _bars_sentence(days: Bars, weekly: bool) -> str:
    counts = {"span": len(days), "new": sum(day.new for day in days), "closed": sum(day.closed for day in days)}
    if weekly:
        return _("%(span)s weeks: %(new)s newly found, %(closed)s closed.") % counts
    return _("%(span)s days: %(new)s newly found, %(closed)s closed.") % counts


# --- facet columns --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One value of a facet: its words, its count, how many of them are in the selection, where a click leads."""

    label: str
    count: int
    selected: int | None = None
    url: str = ""
    is_on: bool = False
    is_now: bool = False  # vermilion words: overdue, yours now


@dataclass(frozen=True)
class DrawnStep:
    step: Step
    y: str
    height: str
    ink_y: str
    ink_height: str


@dataclass(frozen=True)
class StepBars:
    steps: tuple[DrawnStep, ...]


def step_bars(steps: Sequence[Step]) -> StepBars:
    """Draw facet columns in 40 × 52 units each, on one scale."""
    top = max([1, *(step.count for step in steps)])
    drawn = []
    for step in steps:
        inked = step.count if step.selected is None else step.selected
        height, ink = 50 * step.count / top, 50 * inked / top
        drawn.append(DrawnStep(step, _n(52 - height), _n(height), _n(52 - ink), _n(ink)))
    return StepBars(tuple(drawn))


# --- the loop as one band -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FlowStop:
    """A stop of the loop and how many came that far."""

    label: str
    count: int
    url: str = ""


@dataclass(frozen=True)
class FlowLeg:
    """What lies between two stops: the median time in words, and the limit in words."""

    median: str
    limit: str = ""


@dataclass(frozen=True)
class FlowExit:
    """A way out, drawn below the stop it leaves from (1 to 7)."""

    stop: int
    shape: Literal["void", "back", "hold"]
    words: str


@dataclass(frozen=True)
class Flow:
    """The loop over a period: seven stops, six legs, exits, rework from stop 6 back to 4, and the rate at the end."""

    stops: tuple[FlowStop, ...]
    legs: tuple[FlowLeg, ...]
    exits: tuple[FlowExit, ...] = ()
    rework: str = ""
    final: str = ""
    final_counts: str = ""

    def drawn(self) -> "DrawnFlow":
        """Where everything stands in 1192 × 196 units."""
        return _drawn_flow(self)


@dataclass(frozen=True)
class DrawnStop:
    stop: FlowStop
    x: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class DrawnLeg:
    leg: FlowLeg
    x: str


@dataclass(frozen=True)
class DrawnExit:
    exit: FlowExit
    x: str
    text_x: str
    shape: str


@dataclass(frozen=True)
class DrawnFlow:
    band: str
    stops: tuple[DrawnStop, ...]
    legs: tuple[DrawnLeg, ...]
    exits: tuple[DrawnExit, ...]
    final: str
    final_counts: str
    rework: str
    sentence: str
    rows: tuple[tuple[str, int, str, str], ...] = field(default=())


_LEFT, _STRIDE, _MIDDLE, _HALF = 66.0, 177.0, 82.0, 29.0
_SHAPES = {
    "void": "M-4 -3.2 L-3.2 -4 L0 -0.8 L3.2 -4 L4 -3.2 L0.8 0 L4 3.2 L3.2 4 L0 0.8 L-3.2 4 L-4 3.2 L-0.8 0z",
    "back": "M4 -4 L4 4 L-4 0z",
    "hold": "M-3.5 -4.5h2.4v9h-2.4z M1.1 -4.5h2.4v9h-2.4z",
}


def _drawn_flow(funnel: Flow) -> DrawnFlow:
    xs = [_LEFT + _STRIDE * index for index in range(len(funnel.stops))]
    stops = tuple(
        DrawnStop(stop, _n(x), index == 0, index == len(xs) - 1)
        for index, (stop, x) in enumerate(zip(funnel.stops, xs, strict=True))
    )
    legs = tuple(
        DrawnLeg(leg, _n((left + right) / 2)) for leg, left, right in zip(funnel.legs, xs, xs[1:], strict=False)
    )
    exits = tuple(_drawn_exit(way, xs) for way in funnel.exits)
    said = _("%(first)s found, %(last)s closed.") % {"first": funnel.stops[0].count, "last": funnel.stops[-1].count}
    return DrawnFlow(
        band=_band(funnel.stops, xs),
        stops=stops,
        legs=legs,
        exits=exits,
        final=funnel.final,
        final_counts=funnel.final_counts,
        rework=funnel.rework,
        sentence=said,
        rows=_rows(funnel),
    )


def _rows(funnel: Flow) -> tuple[tuple[str, int, str, str], ...]:
    """The same as lines of text, for phones: stop, count, median to the next stop, its limit."""
    legs = [*funnel.legs, FlowLeg("")]
    return tuple((stop.label, stop.count, leg.median, leg.limit) for stop, leg in zip(funnel.stops, legs, strict=True))


def _drawn_exit(way: FlowExit, xs: list[float]) -> DrawnExit:
    x = xs[way.stop - 1] + (0 if way.shape != "hold" else -_STRIDE * 0.28)
    return DrawnExit(way, _n(x), _n(x + 9), _SHAPES[way.shape])


def _band(stops: Sequence[FlowStop], xs: Sequence[float]) -> str:
    """The band's outline: above from left to right, below back again."""
    top = max(1, stops[0].count)
    halves = [max(1.0, _HALF * stop.count / top) for stop in stops]
    there = f"M{_n(xs[0])} {_n(_MIDDLE - halves[0])}"
    back = ""
    for (left, right), (old, new) in zip(pairwise(xs), pairwise(halves), strict=True):
        middle = _n((left + right) / 2)
        there += f"C{middle} {_n(_MIDDLE - old)} {middle} {_n(_MIDDLE - new)} {_n(right)} {_n(_MIDDLE - new)}"
        back = f"C{middle} {_n(_MIDDLE + new)} {middle} {_n(_MIDDLE + old)} {_n(left)} {_n(_MIDDLE + old)}" + back
    return f"{there}L{_n(xs[-1])} {_n(_MIDDLE + halves[-1])}{back}z"
