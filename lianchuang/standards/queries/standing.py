"""Reading how requirements stand by what was measured: worked out live from links and values, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from lianchuang.accounts.models import Unit
from lianchuang.kernels.measuring import State, Verdict, combine, verdict_of
from lianchuang.kernels.thresholds import joint_targets
from lianchuang.standards import rules
from lianchuang.standards.models import Edition, Measure, MeasureLink, Requirement
from lianchuang.standards.queries.ties import tie_of, values_at
from lianchuang.standards.words import (
    RELATION_SIGNS,
    reading_words,
    scoring_words,
    span_words,
    state_words,
    why_words,
    window_words,
)


@dataclass(frozen=True)
class Standing:
    """How a requirement stands by one measure, or by all together (then `link` is the one that decides)."""

    requirement: Requirement
    link: MeasureLink
    verdict: Verdict
    others: int = 0

    @property
    def sign(self) -> str:
        return RELATION_SIGNS[self.link.relation]

    @property
    def state(self) -> str:
        return self.verdict.state.value

    @property
    def state_label(self) -> str:
        return state_words(self.verdict.state)

    @property
    def scoring(self) -> str:
        return scoring_words(self.requirement.scoring)

    @property
    def window(self) -> str:
        return window_words(self.requirement.window)

    @property
    def value(self) -> str:
        return "" if self.verdict.value is None else rounded(self.verdict.value)

    @property
    def distance(self) -> str:
        """How much is missing; empty when nothing is, or nothing is known."""
        return rounded(self.verdict.distance) if self.verdict.distance else ""

    @property
    def reasons(self) -> list[str]:
        return [why_words(why, self.link.measure.unit_label) for why in self.verdict.reasons]


def rounded(figure: Decimal) -> str:
    """A figure to at most two decimals."""
    return rules.plain(round(figure, 2))


def _links(editions: QuerySet[Edition]) -> QuerySet[MeasureLink]:
    links = MeasureLink.objects.filter(requirement__edition__in=editions)
    return links.select_related("measure", "requirement__edition__standard").order_by(
        "requirement__edition__standard__slot", "requirement__path", "measure__code"
    )


def standings_of_measure(measure: Measure, editions: QuerySet[Edition], place: Unit, on: date) -> list[Standing]:
    """Every requirement that rests on the measure, by this measure alone, in slot order. Two queries."""
    links = list(_links(editions).filter(measure=measure))
    values = values_at(place, [measure])[measure.code]
    return [Standing(link.requirement, link, verdict_of(tie_of(link), values, on)) for link in links]


@dataclass(frozen=True)
class EditionStanding:
    """An edition by what was measured: its linked requirements, and how many stand how."""

    rows: tuple[Standing, ...]

    def count(self, state: State) -> int:
        return sum(row.verdict.state is state for row in self.rows)

    @property
    def met(self) -> int:
        return self.count(State.MET)

    @property
    def part(self) -> int:
        return self.count(State.PART)

    @property
    def not_met(self) -> int:
        return self.count(State.NOT_MET)

    @property
    def unknown(self) -> int:
        return self.count(State.UNKNOWN)


def standing_of_edition(edition: Edition, place: Unit, on: date) -> EditionStanding:
    """Each requirement with a measure, by all its measures together, in the order of the catalogue. Two queries."""
    links = list(_links(Edition.objects.filter(pk=edition.pk)))
    values = values_at(place, {link.measure_id: link.measure for link in links}.values())
    by_requirement: dict[int, list[Standing]] = {}
    for link in links:
        verdict = verdict_of(tie_of(link), values[link.measure.code], on)
        by_requirement.setdefault(link.requirement_id, []).append(Standing(link.requirement, link, verdict))
    return EditionStanding(tuple(_together(rows) for rows in by_requirement.values()))


def _together(rows: list[Standing]) -> Standing:
    whole = combine(row.verdict for row in rows)
    deciding = next(row for row in rows if row.verdict == whole)
    return Standing(deciding.requirement, deciding.link, whole, len(rows) - 1)


@dataclass(frozen=True)
class JointLine:
    """One joint target in words, with the codes of the requirements it satisfies."""

    words: str
    codes: str
    window: str
    basis: str
    is_contradictory: bool


@dataclass(frozen=True)
class Joint:
    """What a measure must reach so that all are satisfied; `apart` when figures or stretches of time differ."""

    lines: tuple[JointLine, ...]
    differs: tuple[str, ...]

    @property
    def is_one(self) -> bool:
        return len(self.lines) == 1


def joint_of(links: Iterable[MeasureLink]) -> Joint:
    """The joint target over these links of one measure, in words. No query."""
    links = list(links)
    by_pk = {str(link.requirement_id): link for link in links}
    ties = [tie_of(link) for link in links]
    targets = joint_targets(rules.demands_of(ties))
    lines = []
    for target in targets:
        held = [by_pk[key] for key in target.keys]
        unit = held[0].measure.unit_label
        codes = " · ".join(sorted(link.requirement.code for link in held))
        lines.append(
            JointLine(
                span_words(target.span, unit),
                codes,
                window_words(held[0].requirement.window),
                reading_words(held[0].reading, held[0].measure.inputs),
                target.is_contradictory,
            )
        )
    differs = {name for name in ("unit", "basis", "window") if len({getattr(one, name) for one in targets}) > 1}
    if any(rules.asks_in_another_unit(tie) for tie in ties):
        differs.add("unit")
    return Joint(tuple(lines), tuple(sorted(differs)))
