"""Reading editions: all with their counts, one as a tree."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lianchuang.standards.models import Confidence, Edition, MeasureLink, Requirement, Standard
from lianchuang.standards.words import points_words, scoring_words, window_words


@dataclass(frozen=True)
class EditionCounts:
    """An edition in figures: `requirements` without headings, `vetoes` topmost ones, nodes by confidence."""

    edition: Edition
    requirements: int
    vetoes: int
    linked: int
    official: int
    secondhand: int
    unverified: int

    @property
    def nodes(self) -> int:
        """Headings and requirements."""
        return self.official + self.secondhand + self.unverified


@dataclass(frozen=True)
class StandardEditions:
    """A standard with its editions."""

    standard: Standard
    editions: tuple[EditionCounts, ...]


def standards_with_editions(editions: QuerySet[Edition]) -> list[StandardEditions]:
    """The standards of these editions in slot order, each edition in figures. Two queries."""
    counts = _counts(editions)
    by_standard: dict[Standard, list[EditionCounts]] = {}
    for edition in editions.select_related("standard").order_by("standard__slot", "code"):
        by_standard.setdefault(edition.standard, []).append(EditionCounts(edition, **counts[edition.pk]))
    return [StandardEditions(standard, tuple(rows)) for standard, rows in by_standard.items()]


def _counts(editions: QuerySet[Edition]) -> dict[int, dict[str, int]]:
    """The figures by edition id; joins multiply rows, so that everything is counted once by distinct."""

    def nodes(**conditions: object) -> Count:
        return Count(
            "requirements", filter=Q(**{f"requirements__{k}": v for k, v in conditions.items()}), distinct=True
        )

    top_veto = Q(requirements__parent__isnull=True) | Q(requirements__parent__is_veto=False)
    rows = editions.order_by().annotate(
        leaves=nodes(children__isnull=True),
        vetoes=Count("requirements", filter=Q(requirements__is_veto=True) & top_veto, distinct=True),
        linked=nodes(measure_links__isnull=False),
        official=nodes(confidence=Confidence.OFFICIAL),
        secondhand=nodes(confidence=Confidence.SECONDHAND),
        unverified=nodes(confidence=Confidence.UNVERIFIED),
    )
    names = ("vetoes", "linked", "official", "secondhand", "unverified")
    return {
        row["pk"]: {"requirements": row["leaves"], **{n: row[n] for n in names}}
        for row in rows.values("pk", "leaves", *names)
    }


@dataclass(frozen=True)
class Node:
    """A requirement as the page shows it; `links` are the shared measures it rests on."""

    requirement: Requirement
    is_heading: bool
    scoring: str
    points: str
    window: str
    links: tuple[MeasureLink, ...]


def tree_of(edition: Edition) -> list[Node]:
    """The whole edition in the order of the catalogue, each node after its parent. Two queries."""
    requirements = list(edition.requirements.order_by("path"))
    parents = {requirement.parent_id for requirement in requirements}
    links: dict[int, list[MeasureLink]] = {}
    found = MeasureLink.objects.filter(requirement__edition=edition).select_related("measure").order_by("measure__code")
    for link in found:
        links.setdefault(link.requirement_id, []).append(link)
    return [
        Node(
            requirement=requirement,
            is_heading=requirement.pk in parents,
            scoring=scoring_words(requirement.scoring),
            points=points_words(requirement.points),
            window=window_words(requirement.window),
            links=tuple(links.get(requirement.pk, ())),
        )
        for requirement in requirements
    ]
