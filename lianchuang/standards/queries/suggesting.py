"""Reading what might be linked: requirements whose words are like those of a measure and of what rests on it already."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from lianchuang.kernels.wordmatch import Text, best_matches
from lianchuang.standards.models import Edition, Measure, MeasureLink, RejectedLink, Requirement

AT_LEAST = 0.25  # on the shipped packs three of four suggestions are right from here on
MOST = 2  # suggestions for one requirement


@dataclass(frozen=True)
class Suggestion:
    """A requirement that might rest on a measure, and the words that say so."""

    requirement: Requirement
    measure: Measure
    score: float
    words: tuple[str, ...]


def suggestions_for(editions: QuerySet[Edition] | Iterable[Edition]) -> list[Suggestion]:
    """Suggested links of these editions, best first; none that exist, were turned down, or hang on a parent. Four queries."""
    requirements = {
        row.pk: row for row in Requirement.objects.filter(edition__in=editions).select_related("edition__standard")
    }
    measures = {row.pk: row for row in Measure.objects.all()}
    links = list(MeasureLink.objects.values_list("requirement_id", "measure_id", "requirement__name"))
    settled = {(requirement, measure) for requirement, measure, _name in links}
    settled |= set(RejectedLink.objects.values_list("requirement_id", "measure_id"))
    named: dict[int, list[str]] = {}
    for _requirement, measure, name in links:
        named.setdefault(measure, []).append(name)
    parents = {row.parent_id for row in requirements.values()}
    lefts = [
        Text(str(row.pk), row.name, row.text, str(row.scoring.get("unit", "")))
        for row in requirements.values()
        if row.pk not in parents
    ]
    rights = [
        Text(str(row.pk), row.name, " ".join([*(one["name"] for one in row.inputs), *named.get(row.pk, [])]), row.unit)
        for row in measures.values()
    ]
    found = best_matches(lefts, rights, at_least=AT_LEAST, most=MOST)
    pairs = [(requirements[int(one.left)], measures[int(one.right)], one) for one in found]
    return [
        Suggestion(requirement, measure, one.score, one.shared)
        for requirement, measure, one in pairs
        if not _is_settled(requirement, measure.pk, requirements, settled)
    ]


def _is_settled(
    requirement: Requirement, measure: int, requirements: dict[int, Requirement], settled: set[tuple[int, int]]
) -> bool:
    """Whether it, or a node above it, is linked with the measure or was turned down."""
    here: Requirement | None = requirement
    while here is not None:
        if (here.pk, measure) in settled:
            return True
        here = requirements.get(here.parent_id or 0)
    return False
