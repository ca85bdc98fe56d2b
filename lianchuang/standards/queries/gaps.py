"""Reading what the crosswalk lacks: requirements and measures that stand alone, old links, links nobody reviewed."""

from dataclasses import dataclass

from django.db.models import QuerySet

from lianchuang.standards.models import Edition, EditionState, Measure, MeasureLink, Requirement, RequirementLink
from lianchuang.standards.queries.ties import current_editions


@dataclass(frozen=True)
class EditionGap:
    """The requirements of an edition on which no measure hangs, of all it has (headings left out)."""

    edition: Edition
    alone: tuple[Requirement, ...]
    of: int


@dataclass(frozen=True)
class Gaps:
    """Everything the crosswalk lacks."""

    editions: tuple[EditionGap, ...]
    measures: tuple[Measure, ...]
    old: tuple[MeasureLink, ...]
    unreviewed: tuple[MeasureLink, ...]
    unreviewed_direct: tuple[RequirementLink, ...]

    @property
    def alone(self) -> int:
        return sum(len(one.alone) for one in self.editions)

    @property
    def total(self) -> int:
        """Gaps, without the links that only wait for a review."""
        return self.alone + len(self.measures) + len(self.old)

    @property
    def waiting(self) -> int:
        return len(self.unreviewed) + len(self.unreviewed_direct)


def gaps(editions: QuerySet[Edition]) -> Gaps:
    """What the crosswalk of these editions lacks. Seven queries, whatever their number."""
    current = list(current_editions(editions).select_related("standard").order_by("standard__slot"))
    published = list(editions.filter(state=EditionState.PUBLISHED).values_list("pk", flat=True))
    links = list(
        MeasureLink.objects.filter(requirement__edition__in=published)
        .select_related("measure", "requirement__edition__standard")
        .order_by("measure__code", "requirement__edition__standard__slot", "requirement__path")
    )
    here = {edition.pk for edition in current}
    linked = {link.requirement_id for link in links}
    used = {link.measure_id for link in links if link.requirement.edition_id in here}
    direct = RequirementLink.objects.filter(
        reviewed_at__isnull=True, source__edition__in=here, target__edition__in=here
    )
    return Gaps(
        editions=_alone(current, linked),
        measures=tuple(Measure.objects.exclude(pk__in=used).order_by("code")),
        old=tuple(link for link in links if link.requirement.edition_id not in here),
        unreviewed=tuple(link for link in links if not link.is_reviewed and link.requirement.edition_id in here),
        unreviewed_direct=tuple(direct.select_related("source__edition__standard", "target__edition__standard")),
    )


def _alone(editions: list[Edition], linked: set[int]) -> tuple[EditionGap, ...]:
    rows: dict[int, list[Requirement]] = {edition.pk: [] for edition in editions}
    counts = dict.fromkeys(rows, 0)
    requirements = list(Requirement.objects.filter(edition__in=rows).order_by("edition", "path"))
    parents = {one.parent_id for one in requirements}
    covered = set(linked)
    for one in requirements:  # parents come before their children
        if one.parent_id in covered:
            covered.add(one.pk)
        if one.pk in parents:
            continue
        counts[one.edition_id] += 1
        below = one.pk in covered
        if not below:
            rows[one.edition_id].append(one)
    return tuple(EditionGap(edition, tuple(rows[edition.pk]), counts[edition.pk]) for edition in editions)
