"""Reading what might be linked: requirements whose words are like those of a measure and of what rests on it already."""

from collections.abc import Iterable, Mapping
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


def suggestions_for(editions: QuerySet[Edition]) -> list[Suggestion]:
    """Suggested links of these editions, best first; none that exist, were turned down, or hang on a parent.

    Five queries; of the requirements only words are read, and rows only of those that are suggested.
    """
    rows = Requirement.objects.filter(edition__in=editions).order_by("pk")
    words = list(rows.values_list("pk", "parent_id", "name", "text", "scoring__unit"))
    parents = {pk: parent for pk, parent, *_words in words}
    headings = set(parents.values())
    links = list(MeasureLink.objects.values_list("requirement_id", "measure_id", "requirement__name"))
    settled = {(requirement, measure) for requirement, measure, _name in links}
    settled |= set(RejectedLink.objects.values_list("requirement_id", "measure_id"))
    lefts = [Text(f"{pk}", name, text, unit or "") for pk, _up, name, text, unit in words if pk not in headings]
    measures = {row.pk: row for row in Measure.objects.all()}
    found = [
        one
        for one in best_matches(lefts, _measure_texts(measures.values(), links), at_least=AT_LEAST, most=MOST)
        if not _is_settled(int(one.left), int(one.right), parents, settled)
    ]
    named = Requirement.objects.select_related("edition__standard").in_bulk([int(one.left) for one in found])
    return [Suggestion(named[int(one.left)], measures[int(one.right)], one.score, one.shared) for one in found]


def _measure_texts(measures: Iterable[Measure], links: Iterable[tuple[int, int, str]]) -> list[Text]:
    """A measure in words: its name, its inputs, and what rests on it already."""
    named: dict[int, list[str]] = {}
    for _requirement, measure, name in links:
        named.setdefault(measure, []).append(name)
    return [
        Text(f"{row.pk}", row.name, " ".join([*(one["name"] for one in row.inputs), *named.get(row.pk, [])]), row.unit)
        for row in measures
    ]


def _is_settled(
    requirement: int, measure: int, parents: Mapping[int, int | None], settled: set[tuple[int, int]]
) -> bool:
    """Whether it, or a node above it, is linked with the measure or was turned down."""
    here: int | None = requirement
    while here is not None:
        if (here, measure) in settled:
            return True
        here = parents.get(here)
    return False
