"""A table of pairs against the crosswalk: what it would add and change, and which of its ids nobody knows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lianchuang.standards.exchange.oscal_mapping import MEASURES, MappingFile, MappingOut
from lianchuang.standards.exchange.pairs import TURNED, Pair, PairTable, sort_pairs, turned
from lianchuang.standards.exchange.shapes import Refused
from lianchuang.standards.models import Edition, Measure, MeasureLink, Requirement, RequirementLink
from lianchuang.standards.queries.exchange import knowing_most
from lianchuang.standards.words import RELATION_SIGNS


@dataclass(frozen=True)
class Unmatched:
    """An id that neither edition has: where it stands, on which side."""

    id: str
    side: str
    row: int = 0
    place: str = ""


@dataclass(frozen=True)
class NewLink:
    """A pair whose both ends are known: keys of requirements (or of measure and requirement)."""

    pair: Pair
    source_id: int
    target_id: int

    @property
    def sign(self) -> str:
        """The relation as a sign: = ⊂ ⊃ ∩."""
        return RELATION_SIGNS[self.pair.relation]


@dataclass(frozen=True)
class ChangedLink:
    """A link that is there with another relation. `relation` is the new one, as the link reads it."""

    pair: Pair
    link: Any
    relation: str

    @property
    def said(self) -> str:
        """The relation here and the new one: = → ⊂."""
        return f"{RELATION_SIGNS[self.link.relation]} → {RELATION_SIGNS[self.relation]}"


@dataclass(frozen=True)
class PairPlan:
    """What a table of pairs would do between a source and a target. `source` none: the shared measures."""

    source: Edition | None
    target: Edition
    read: int
    added: tuple[NewLink, ...] = field(repr=False)
    changed: tuple[ChangedLink, ...] = ()
    same: int = 0
    unmatched: tuple[Unmatched, ...] = ()
    doubled: tuple[Pair, ...] = ()
    contradicting: tuple[Pair, ...] = ()
    refused: tuple[Refused, ...] = ()

    @property
    def source_label(self) -> str:
        """What the source is called."""
        return self.source.label if self.source else _("Shared measures")

    @property
    def faults(self) -> tuple[Refused, ...]:
        """Why nothing of the table is written: rows that cannot be read, rows that contradict each other."""
        return (*self.refused, *(_contradicts(pair) for pair in self.contradicting))


def _contradicts(pair: Pair) -> Refused:
    value = f"{pair.source} → {pair.target}: {pair.relation}"
    return Refused(_("the same pair stands with another relation elsewhere"), pair.row, value=value, place=pair.place)


def plan_pairs(table: PairTable, *, source: Edition | None, target: Edition) -> PairPlan:
    """What the table would do. Three queries, whatever its length."""
    kept = sort_pairs(_one_way(table.pairs) if source == target else table.pairs)
    sources = _measures() if source is None else _requirements(source)
    targets = _requirements(target)
    links = _measure_links(target) if source is None else _requirement_links(source, target)
    added, changed, unmatched, same = [], [], [], 0
    refused = list(table.refused)
    for pair in kept.pairs:
        unknown = [
            Unmatched(one, side, pair.row, pair.place)
            for one, side, held in ((pair.source, "source", sources), (pair.target, "target", targets))
            if one not in held
        ]
        if unknown:
            unmatched += unknown
            continue
        ends = sources[pair.source], targets[pair.target]
        if source is not None and ends[0] == ends[1]:
            refused.append(Refused(_("a requirement is not linked with itself"), pair.row, value=pair.source))
        elif ends not in links:
            added.append(NewLink(pair, *ends))
        elif _stored(pair, links[ends], source, ends) != links[ends].relation:
            changed.append(ChangedLink(pair, links[ends], _stored(pair, links[ends], source, ends)))
        else:
            same += 1
    return PairPlan(
        source,
        target,
        len(table.pairs) + len(table.refused),
        tuple(added),
        tuple(changed),
        same,
        tuple(unmatched),
        kept.doubled,
        kept.contradicting,
        tuple(refused),
    )


def _one_way(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Within one edition, two ids are read as they first stand."""
    seen: set[tuple[str, str]] = set()
    for pair in pairs:
        read = turned(pair) if (pair.target, pair.source) in seen else pair
        seen.add((read.source, read.target))
        yield read


def _stored(pair: Pair, link: Any, source: Edition | None, ends: tuple[int, int]) -> str:
    """The pair's relation as the link reads it: a measure's from the requirement, a turned link's the other way."""
    if source is None or link.source_id != ends[0]:
        return TURNED[pair.relation]
    return pair.relation


def _requirements(edition: Edition) -> dict[str, int]:
    return dict(Requirement.objects.filter(edition=edition).values_list("code", "pk"))


def _measures() -> dict[str, int]:
    return dict(Measure.objects.values_list("code", "pk"))


def _requirement_links(source: Edition, target: Edition) -> dict[tuple[int, int], RequirementLink]:
    """The links between the two, by the ends as the table reads them."""
    there = Q(source__edition=source, target__edition=target)
    back = Q(source__edition=target, target__edition=source)
    held: dict[tuple[int, int], RequirementLink] = {}
    for link in RequirementLink.objects.filter(there | back).order_by("pk"):
        held[link.target_id, link.source_id] = link
        held[link.source_id, link.target_id] = link
    return held


def _measure_links(target: Edition) -> dict[tuple[int, int], MeasureLink]:
    rows = MeasureLink.objects.filter(requirement__edition=target)
    return {(row.measure_id, row.requirement_id): row for row in rows}


# --- OSCAL mapping collections ---


def plan_mappings(mappings: Iterable[MappingFile], editions: QuerySet[Edition]) -> list[PairPlan | Refused]:
    """A plan for each two ends that are mapped; a refusal where no edition here is what a mapping maps.

    Mappings between the same two are one table, whichever way they read, so that they are held against each other.
    """
    tables: dict[tuple[Edition | None, Edition], list[PairTable]] = {}
    refused: list[Refused] = []
    for mapping in mappings:
        ends, pairs = _ends_of(mapping, editions), mapping.pairs
        if isinstance(ends, Refused):
            refused.append(ends)
            continue
        source, target = ends
        if source is not None and source != target and (target, source) in tables:
            ends, pairs = (target, source), tuple(turned(pair) for pair in pairs)
        tables.setdefault(ends, []).append(PairTable(pairs, mapping.refused))
    plans = [plan_pairs(_as_one(held), source=source, target=target) for (source, target), held in tables.items()]
    return [*plans, *refused]


def _as_one(tables: Sequence[PairTable]) -> PairTable:
    pairs = tuple(pair for one in tables for pair in one.pairs)
    return PairTable(pairs, tuple(fault for one in tables for fault in one.refused))


def _ends_of(mapping: MappingFile, editions: QuerySet[Edition]) -> tuple[Edition | None, Edition] | Refused:
    sources = {pair.source for pair in mapping.pairs}
    target = _resource(mapping.target, {pair.target for pair in mapping.pairs}, editions)
    is_measures = mapping.source == MEASURES
    source = None if is_measures else _resource(mapping.source, sources, editions)
    if target is None or (source is None and not is_measures):
        missing = mapping.target if target is None else mapping.source
        return Refused(_("No edition here is what the file maps."), value=missing)
    return source, target


def _resource(name: str, ids: set[str], editions: QuerySet[Edition]) -> Edition | None:
    named = editions.filter(Q(code=name.removesuffix(".json")) | Q(name=name)).first()
    return named or knowing_most(ids, editions)


def mappings_of(edition: Edition, others: QuerySet[Edition]) -> list[MappingOut]:
    """The crosswalk of an edition: from the shared measures, and to each other edition it is linked with."""
    found = [_measures_out(edition), *_editions_out(edition, others)]
    return [one for one in found if one.pairs]


def _measures_out(edition: Edition) -> MappingOut:
    rows = (
        MeasureLink.objects.filter(requirement__edition=edition)
        .select_related("measure", "requirement")
        .order_by("measure__code", "requirement__path")
    )
    pairs = tuple(
        Pair(
            0,
            row.measure.code,
            row.requirement.code,
            TURNED[row.relation],
            reason=row.reason,
            reason_en=row.reason_en,
            reuse=row.reuse,
        )
        for row in rows
    )
    return MappingOut(MEASURES, _("Shared measures"), edition.code, edition.name, pairs)


def _editions_out(edition: Edition, others: QuerySet[Edition]) -> list[MappingOut]:
    there = Q(source__edition=edition, target__edition__in=others)
    back = Q(target__edition=edition, source__edition__in=others)
    rows = (
        RequirementLink.objects.filter(there | back)
        .exclude(source__edition=edition, target__edition=edition)
        .select_related("source__edition", "target__edition")
        .order_by("source__edition", "target__edition", "source__path", "target__path")
    )
    held: dict[tuple[Edition, Edition], list[Pair]] = {}
    for row in rows:
        pair = Pair(0, row.source.code, row.target.code, row.relation, reason=row.reason, reason_en=row.reason_en)
        held.setdefault((row.source.edition, row.target.edition), []).append(pair)
    return [
        MappingOut(source.code, source.name, target.code, target.name, tuple(pairs))
        for (source, target), pairs in held.items()
    ]
