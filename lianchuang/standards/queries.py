"""Reading standards: editions with their counts, one edition as a tree, the shared measures side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lianchuang.standards.models import Confidence, Edition, Measure, MeasureLink, Relation, Requirement, Standard
from lianchuang.standards.words import RELATION_SIGNS, points_words, scoring_words, window_words


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


@dataclass(frozen=True)
class Asked:
    """What one requirement takes from a measure."""

    requirement: Requirement
    scoring: str
    window: str
    sign: str
    link: MeasureLink


@dataclass(frozen=True)
class SealCount:
    """A standard as a seal: wholly when a requirement rests on the measure alone, in part when it only meets it."""

    campaign: Standard
    fill: str
    is_veto: bool


@dataclass(frozen=True)
class MeasureRow:
    """A shared measure with what each standard asks of it, in slot order."""

    measure: Measure
    cells: tuple[tuple[Standard, tuple[Asked, ...]], ...]
    seals: tuple[SealCount, ...]

    @property
    def asked(self) -> int:
        """How many requirements rest on it."""
        return sum(len(cell) for _standard, cell in self.cells)


@dataclass(frozen=True)
class SharingSaving:
    """For one kind of sharing: measures, requirements resting on them, and what is asked less often."""

    kind: str
    label: str
    measures: int
    links: int

    @property
    def saved(self) -> int:
        return self.links - self.measures


@dataclass(frozen=True)
class Crosswalk:
    """The shared measures and the standards side by side."""

    standards: tuple[Standard, ...]
    rows: tuple[MeasureRow, ...]
    savings: tuple[SharingSaving, ...]

    @property
    def links(self) -> int:
        """Requirements that rest on a shared measure, once for each measure."""
        return sum(row.asked for row in self.rows)

    @property
    def measures(self) -> int:
        """Measures on which something rests."""
        return sum(1 for row in self.rows if row.asked)

    @property
    def saved(self) -> int:
        """Links minus measures: how often less one asks, looks or writes."""
        return self.links - self.measures


def crosswalk(editions: QuerySet[Edition]) -> Crosswalk:
    """The shared measures with the requirements of these editions. Three queries, whatever their number."""
    standards = tuple(Standard.objects.filter(editions__in=editions).distinct().order_by("slot"))
    asked: dict[int, list[Asked]] = {}
    links = MeasureLink.objects.filter(requirement__edition__in=editions)
    for link in links.select_related("requirement__edition").order_by("requirement__edition", "requirement__path"):
        needed = link.requirement
        sign = RELATION_SIGNS[link.relation]
        one = Asked(needed, scoring_words(needed.scoring), window_words(needed.window), sign, link)
        asked.setdefault(link.measure_id, []).append(one)
    rows = tuple(_row(measure, standards, asked.get(measure.pk, [])) for measure in Measure.objects.all())
    return Crosswalk(standards, rows, _savings(rows))


def _row(measure: Measure, standards: Iterable[Standard], asked: list[Asked]) -> MeasureRow:
    cells = []
    seals = []
    for standard in standards:
        cell = tuple(one for one in asked if one.requirement.edition.standard_id == standard.pk)
        cells.append((standard, cell))
        if cell:
            whole = any(one.link.relation != Relation.INTERSECTS for one in cell)
            veto = any(one.requirement.is_veto for one in cell)
            seals.append(SealCount(standard, "full" if whole else "part", veto))
    return MeasureRow(measure, tuple(cells), tuple(seals))


def _savings(rows: Iterable[MeasureRow]) -> tuple[SharingSaving, ...]:
    kinds: dict[str, list[MeasureRow]] = {}
    for row in rows:
        if row.asked:
            kinds.setdefault(row.measure.sharing, []).append(row)
    return tuple(
        SharingSaving(kind, held[0].measure.get_sharing_display(), len(held), sum(row.asked for row in held))
        for kind, held in kinds.items()
    )
