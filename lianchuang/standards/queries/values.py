"""Reading values of measures: the history at a place, its trend as a drawing, and what a table holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianchuang.accounts.models import Unit, UnitKind
from lianchuang.common.words import in_reader_language
from lianchuang.kernels.thresholds import span_of
from lianchuang.standards import rules
from lianchuang.standards.models import Measure, MeasureValue, Standard
from lianchuang.standards.queries.standing import Standing, rounded

WIDTH, HEIGHT = 720, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 96, 14, 26


@dataclass(frozen=True)
class ValueLine:
    """A value as its page shows it; `inputs` in words."""

    value: MeasureValue
    figure: str
    inputs: tuple[tuple[str, str, str], ...]

    @property
    def is_day(self) -> bool:
        return self.value.period_from == self.value.period_to


def places_with_values(units: QuerySet[Unit]) -> list[Unit]:
    """Where values may stand: the county itself and its streets and towns, in the order of the tree. One query."""
    kinds = [UnitKind.PROVINCE, UnitKind.PREFECTURE, UnitKind.COUNTY, UnitKind.STREET, UnitKind.TOWN]
    return list(units.filter(kind__in=kinds).order_by("path"))


def history_of(measure: Measure, place: Unit) -> list[ValueLine]:
    """Every value of the measure there, superseded ones too, newest period first. One query."""
    rows = MeasureValue.objects.filter(measure=measure, place=place).select_related("entered_by__unit", "supersedes")
    return [_line(measure, row) for row in rows.order_by("-period_to", "-is_current", "-pk")]


def _line(measure: Measure, row: MeasureValue) -> ValueLine:
    known = {one["name"]: one for one in measure.inputs}
    inputs = tuple(
        (
            in_reader_language(known[name]["name"], known[name]["name_en"]),
            figure,
            in_reader_language(known[name]["unit"], known[name]["unit_en"]),
        )
        for name, figure in row.inputs.items()
        if name in known
    )
    return ValueLine(row, rounded(row.value), inputs)


@dataclass(frozen=True)
class Point:
    """One value in the drawing."""

    x: str
    y: str
    words: str
    day: date


@dataclass(frozen=True)
class Limit:
    """A threshold line with the standards that draw it."""

    y: str
    text_y: str
    words: str
    standards: tuple[Standard, ...]


@dataclass(frozen=True)
class Trend:
    """The values over time as a line in 720 × 220 units, thresholds as dashed lines."""

    points: tuple[Point, ...]
    line: str
    limits: tuple[Limit, ...]
    first: str
    last: str
    top: str
    bottom: str
    sentence: str


def trend_of(lines: Sequence[ValueLine], standings: Sequence[Standing]) -> Trend | None:
    """The current values drawn, oldest left; None when there are fewer than two."""
    held = sorted((one for one in lines if one.value.is_current), key=lambda one: one.value.period_to)
    if len(held) < 2:
        return None
    limits = _limits(standings)
    figures = [float(one.value.value) for one in held] + [float(value) for value, _words, _who in limits]
    low, high = min(figures), max(figures)
    margin = (high - low) * 0.12 or abs(high) * 0.12 or 1
    low, high = (0.0 if low >= 0 and low - margin < 0 else low - margin), high + margin
    start, end = held[0].value.period_to, held[-1].value.period_to
    span = max(1, (end - start).days)

    def y(value: float) -> str:
        return f"{TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low):.1f}"

    points = tuple(
        Point(
            f"{LEFT + (WIDTH - LEFT - RIGHT) * (one.value.period_to - start).days / span:.1f}",
            y(float(one.value.value)),
            one.figure,
            one.value.period_to,
        )
        for one in held
    )
    drawn = tuple(
        Limit(y(float(value)), f"{float(y(float(value))) + 4:.1f}", words, who) for value, words, who in limits
    )
    unit = held[0].value.measure.unit_label
    said = _("From %(first)s %(unit)s on %(start)s to %(last)s %(unit)s on %(end)s.") % {
        "first": held[0].figure,
        "last": held[-1].figure,
        "unit": unit,
        "start": start.isoformat(),
        "end": end.isoformat(),
    }
    line = "M" + "L".join(f"{one.x} {one.y}" for one in points)
    return Trend(points, line, drawn, start.isoformat(), end.isoformat(), f"{high:.4g}", f"{low:.4g}", said)


def _limits(standings: Sequence[Standing]) -> list[tuple[Decimal, str, tuple[Standard, ...]]]:
    """The ends of the thresholds that this figure must pass, each with the standards that ask it."""
    held: dict[Decimal, tuple[str, list[Standard]]] = {}
    for one in standings:
        scoring = one.requirement.scoring
        decides = one.link.relation in {"equal", "subset"} and not one.link.reading
        if scoring.get("form") != "threshold" or scoring.get("op") not in rules.PLAIN_SIGNS or not decides:
            continue
        span = span_of(scoring["op"], Decimal(str(scoring["value"])), Decimal(str(scoring.get("upper", 0))))
        for end in {span.lower, span.upper} - {None}:
            assert end is not None  # noqa: S101 - taken out above
            _words, who = held.setdefault(end, (one.scoring, []))
            if one.requirement.edition.standard not in who:
                who.append(one.requirement.edition.standard)
    return [(end, words, tuple(who)) for end, (words, who) in sorted(held.items(), key=lambda each: each[0])]


def columns_of(measure: Measure) -> list[str]:
    """The head of a table of values of this measure."""
    return [
        _("Unit (place)"),
        _("Period from"),
        _("Period to"),
        *(one["name"] for one in measure.inputs),
        _("Figure, when no inputs are known"),
        _("Source"),
    ]
