"""Whether a requirement is met by what was measured, in the stretch of time that it looks at. No clock, no database.

Four states: met; part (what is measured covers only a part of what is asked, and is at hand); not met; unknown, always
with the reason. Several measures under one requirement are combined as a set: their order does not matter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum

from lianchuang.kernels.thresholds import Span, same_unit

MOST_LAG = 184  # days: a register that is reported twice a year is up to date


class State(Enum):
    """How a requirement stands."""

    MET = "met"
    PART = "part"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reading:
    """One value over a period; a single day when both ends are the same."""

    value: Decimal
    first: date
    last: date


@dataclass(frozen=True)
class Window:
    """The stretch of time looked at, in months; `each_year` asks for every twelve months of it by themselves."""

    months: int = 0
    each_year: bool = False


@dataclass(frozen=True)
class Asked:
    """What a requirement asks: `form` as in the pack; `span` of a threshold; `shares` of a graded one."""

    form: str
    unit: str = ""
    span: Span | None = None
    improving: bool = False
    lower_is_better: bool = False
    shares: tuple[int, ...] = ()


@dataclass(frozen=True)
class Measured:
    """What there is: values without those superseded, their unit, and how the measure stands to the requirement.

    `relation` is the requirement as seen from the measure. `adds_up`: events are counted over the window, if there is
    one, while of rates the newest decides. `is_presence`: a document is at hand or not.
    """

    readings: tuple[Reading, ...]
    unit: str
    relation: str
    adds_up: bool = False
    is_presence: bool = False


@dataclass(frozen=True)
class Why:
    """A reason as a stable code, with its figures."""

    code: str
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The state with its reasons; `value` and its distance to the threshold where there is one."""

    state: State
    reasons: tuple[Why, ...] = ()
    value: Decimal | None = None
    distance: Decimal | None = None
    as_of: date | None = None
    per_year: tuple["Verdict", ...] = field(default=())


def reckon(inputs: Mapping[str, str], reading: Mapping[str, str]) -> Decimal | None:
    """The figure that a reading makes of the inputs (decimals as text): of ÷ per × times, to six places.

    None when an input is missing or the base is nought, or so near to it that the figure has no six exact places:
    then there is no figure, not a figure of nought.
    """
    of, per = inputs.get(reading.get("of", "")), reading.get("per", "")
    if of is None or (per and per not in inputs):
        return None
    figure = Decimal(of) * Decimal(reading.get("times", "1"))
    if per:
        base = Decimal(inputs[per])
        if not base:
            return None
        figure /= base
    try:
        return figure.quantize(Decimal("0.000001"))
    except InvalidOperation:
        return None


def months_before(day: date, months: int) -> date:
    """The day so many months earlier; the 31st becomes the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(last, day.day))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")  # pragma: no cover


def judge(asked: Asked, window: Window, measured: Measured, on: date) -> Verdict:
    """How the requirement stands on that day by this measure alone."""
    readings = sorted((one for one in measured.readings if one.last <= on), key=lambda one: (one.last, one.first))
    if not readings:
        return Verdict(State.UNKNOWN, (Why("no_value"),))
    if not (window.each_year and window.months >= 24):
        return _in_window(asked, measured, readings, on, window.months)
    ends = (months_before(on, 12 * back) for back in range(window.months // 12))
    return _each(tuple(_in_window(asked, measured, _until(end, readings, measured), end, 12) for end in ends))


def _until(end: date, readings: Sequence[Reading], measured: Measured) -> list[Reading]:
    """What there was up to a day; a document about several years is at hand in each of them."""
    if not measured.is_presence:
        return [one for one in readings if one.last <= end]
    return [Reading(one.value, one.first, min(one.last, end)) for one in readings if one.first <= end]


def _each(years: tuple[Verdict, ...]) -> Verdict:
    """All years by themselves: one that fails fails all, one that is missing leaves it open."""
    newest = years[0]
    counts = {state: sum(one.state is state for one in years) for state in State}
    told = (("years", str(len(years))),)
    if counts[State.NOT_MET]:
        why = Why("year_not_met", (*told, ("bad", str(counts[State.NOT_MET]))))
        return Verdict(State.NOT_MET, (why,), newest.value, newest.distance, newest.as_of, years)
    if counts[State.UNKNOWN]:
        why = Why("year_missing", (*told, ("missing", str(counts[State.UNKNOWN]))))
        return Verdict(State.UNKNOWN, (why,), newest.value, newest.distance, newest.as_of, years)
    state = State.PART if counts[State.PART] else State.MET
    return Verdict(state, newest.reasons, newest.value, newest.distance, newest.as_of, years)


def _in_window(asked: Asked, measured: Measured, readings: Sequence[Reading], on: date, months: int) -> Verdict:
    start = months_before(on, months) if months else None
    within = [one for one in readings if start is None or one.last > start]
    if not within:
        last = readings[-1].last if readings else None
        code = Why("too_old", (("last", last.isoformat()),)) if last else Why("no_value")
        return Verdict(State.UNKNOWN, (code,))
    newest = within[-1]
    if measured.relation in {"intersects", "superset"} and not _proves_failure(asked, measured):
        return Verdict(State.PART, (Why("covers_part"),), newest.value, None, newest.last)
    verdict = _by_form(asked, measured, within, readings, on, start)
    if measured.relation == "superset" and verdict.state is State.MET:
        return Verdict(
            State.PART, (Why("covers_part"),), verdict.value, verdict.distance, verdict.as_of
        )  # more is asked than this measures
    return verdict


def _proves_failure(asked: Asked, measured: Measured) -> bool:
    """A requirement that asks for more than the measure fails when the measure does; one that overlaps may not."""
    return measured.relation == "superset" and asked.form == "threshold" and same_unit(asked.unit, measured.unit)


def _by_form(
    asked: Asked, measured: Measured, within: Sequence[Reading], all_of: Sequence[Reading], on: date, start: date | None
) -> Verdict:
    newest = within[-1]
    if asked.improving:
        return _improving(asked, newest, all_of)
    if asked.form == "threshold" and asked.span is not None:
        if not same_unit(asked.unit, measured.unit):
            told = (("asked", asked.unit), ("measured", measured.unit))
            return Verdict(State.UNKNOWN, (Why("units_differ", told),), newest.value, None, newest.last)
        # events without a window: one of them would fail it for ever
        return _added_up(asked.span, within, on, start) if measured.adds_up and start else _against(asked.span, newest)
    if asked.form == "graded" and asked.shares:
        share = asked.shares[min(max(0, int(newest.value)), len(asked.shares) - 1)]
        state = State.MET if share == 100 else State.NOT_MET
        return Verdict(state, (Why("graded", (("share", str(share)),)),), newest.value, newest.value, newest.last)
    if measured.is_presence and asked.form in {"yes_no", "information", "steps"}:
        state = State.MET if newest.value > 0 else State.NOT_MET
        return Verdict(state, () if newest.value > 0 else (Why("absent"),), newest.value, None, newest.last)
    return Verdict(State.PART, (Why("no_figure"),), newest.value, None, newest.last)


def _against(span: Span, newest: Reading) -> Verdict:
    held = span.holds(newest.value)
    reasons = () if held else (Why("outside"),)
    state = State.MET if held else State.NOT_MET
    return Verdict(state, reasons, newest.value, span.short_of(newest.value), newest.last)


def _improving(asked: Asked, newest: Reading, readings: Sequence[Reading]) -> Verdict:
    """Better than the value of a year before: the newest one that is at least twelve months older."""
    limit = months_before(newest.last, 12)
    before = [one for one in readings if one.last <= limit]
    if not before:
        return Verdict(State.UNKNOWN, (Why("no_last_year"),), newest.value, None, newest.last)
    gain = newest.value - before[-1].value
    gain = -gain if asked.lower_is_better else gain
    told = (("before", f"{before[-1].value:f}"),)
    state = State.MET if gain > 0 else State.NOT_MET
    return Verdict(state, (Why("last_year", told),), newest.value, max(Decimal(0), -gain), newest.last)


def _added_up(span: Span, within: Sequence[Reading], on: date, start: date) -> Verdict:
    """Events of the whole window together. Too many already fail it; silence about a stretch of it leaves it open."""
    total = sum((one.value for one in within), Decimal(0))
    last = max(one.last for one in within)
    if span.upper is not None and not span.holds(max(total, span.lower or total)):
        return Verdict(State.NOT_MET, (Why("outside"),), total, span.short_of(total), last)
    gap = _first_gap(within, start, on)
    if gap is not None and span.upper is not None:
        told = (("from", gap.isoformat()),)
        return Verdict(State.UNKNOWN, (Why("not_covered", told),), total, None, last)
    if span.holds(total):
        return Verdict(State.MET, (), total, Decimal(0), last)
    return Verdict(State.NOT_MET, (Why("outside"),), total, span.short_of(total), last)


def _first_gap(readings: Iterable[Reading], start: date, on: date) -> date | None:
    """The first day of the window that no report covers; up to half a year at its end may still be outstanding."""
    covered = start - timedelta(days=1)
    for one in sorted(readings, key=lambda each: each.first):
        if one.first > covered + timedelta(days=2):
            break
        covered = max(covered, one.last)
    return None if covered >= on - timedelta(days=MOST_LAG) else covered + timedelta(days=1)


def combine(verdicts: Iterable[Verdict]) -> Verdict:
    """One verdict of several measures under the same requirement, whatever their order.

    What fails one fails it; what one measure decides wholly is decided; else it stands in part, or is unknown.
    """
    held = sorted(verdicts, key=_weight)
    if not held:
        return Verdict(State.UNKNOWN, (Why("no_measure"),))
    return held[0]


ORDER = {State.NOT_MET: 0, State.MET: 1, State.PART: 2, State.UNKNOWN: 3}


def _weight(one: Verdict) -> tuple[int, Decimal, str]:
    """The state, then what is furthest off; the rest only so that the order is one."""
    return ORDER[one.state], -(one.distance or Decimal(0)), repr(one)


@dataclass(frozen=True)
class Value:
    """A value of a measure as it was entered: its inputs, and the figure by the measure's own reading."""

    inputs: tuple[tuple[str, str], ...]
    figure: Decimal
    first: date
    last: date


@dataclass(frozen=True)
class Tie:
    """A requirement rests on a measure: what is asked, how the two stand, and which inputs make the figure for it."""

    measure: str
    requirement: str
    asked: Asked
    window: Window
    relation: str
    unit: str
    reading: tuple[tuple[str, str], ...] = ()
    adds_up: bool = False
    is_presence: bool = False


def verdict_of(tie: Tie, values: Iterable[Value], on: date) -> Verdict:
    """How the requirement stands by this measure alone."""
    found = [(_figure(tie, one), one) for one in values]
    readings = tuple(Reading(figure, one.first, one.last) for figure, one in found if figure is not None)
    return judge(tie.asked, tie.window, Measured(readings, tie.unit, tie.relation, tie.adds_up, tie.is_presence), on)


def _figure(tie: Tie, value: Value) -> Decimal | None:
    return reckon(dict(value.inputs), dict(tie.reading)) if tie.reading else value.figure


def standings(ties: Iterable[Tie], values: Mapping[str, Sequence[Value]], on: date) -> dict[str, Verdict]:
    """How every requirement with a measure stands on that day. Nothing is kept: take a tie away and ask again."""
    held: dict[str, list[Verdict]] = {}
    for tie in ties:
        held.setdefault(tie.requirement, []).append(verdict_of(tie, values.get(tie.measure, ()), on))
    return {requirement: combine(verdicts) for requirement, verdicts in held.items()}
