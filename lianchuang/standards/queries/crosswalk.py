"""Reading the crosswalk: the shared measures side by side, and what sharing saves."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from lianchuang.standards.models import Edition, Measure, MeasureLink, Relation, Requirement, Standard
from lianchuang.standards.words import RELATION_SIGNS, scoring_words, window_words


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
