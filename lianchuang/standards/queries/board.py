"""Reading two editions side by side: blocks of a measure with what rests on it on either side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from lianchuang.standards.models import (
    Edition,
    Measure,
    MeasureLink,
    Relation,
    Requirement,
    RequirementLink,
)
from lianchuang.standards.queries.crosswalk import SealCount
from lianchuang.standards.queries.suggesting import Suggestion, suggestions_for
from lianchuang.standards.rules import inverse
from lianchuang.standards.words import RELATION_SIGNS, scoring_words, window_words

MOST_FOUND = 30  # unlinked requirements that a search shows on one side
MOST_SUGGESTED = 60
SHORTEST = 1


@dataclass(frozen=True)
class Wire:
    """A line from a requirement to a measure (`to` "m12") or to a requirement of the other side ("r34").

    `relation` is read from the requirement it hangs on.
    """

    to: str
    sign: str
    relation: str
    is_reviewed: bool
    is_suggested: bool = False
    label: str = ""

    @property
    def measure_pk(self) -> str:
        """The measure it leads to; empty when it leads to a requirement."""
        return self.to[1:] if self.to.startswith("m") else ""

    @property
    def other_pk(self) -> str:
        """The requirement it leads to; empty when it leads to a measure."""
        return self.to[1:] if self.to.startswith("r") else ""


@dataclass
class Row:
    """A requirement on one side with its wires."""

    requirement: Requirement
    wires: list[Wire] = field(default_factory=list)
    is_found: bool = False

    @property
    def scoring(self) -> str:
        return scoring_words(self.requirement.scoring)

    @property
    def window(self) -> str:
        return window_words(self.requirement.window)

    @property
    def is_open(self) -> bool:
        """Whether only suggestions hang on it."""
        return all(wire.is_suggested for wire in self.wires)


@dataclass
class Block:
    """A measure with the requirements that stand beside it; without a measure: rows found, and direct links."""

    measure: Measure | None
    seals: tuple[SealCount, ...] = ()
    left: list[Row] = field(default_factory=list)
    right: list[Row] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.left and not self.right


@dataclass(frozen=True)
class Side:
    """One of the two editions in figures."""

    edition: Edition
    words: str
    requirements: int
    linked: int
    found: int
    is_cut: bool


@dataclass(frozen=True)
class Board:
    """Two editions side by side. `found` holds what a search found that rests on nothing yet."""

    left: Side
    right: Side
    found: Block
    blocks: tuple[Block, ...]
    idle: tuple[Measure, ...]
    suggestions: tuple[Suggestion, ...]
    links: int

    @property
    def shared(self) -> int:
        """Measures with something on both sides."""
        return sum(1 for block in self.blocks if block.measure and block.left and block.right)


@dataclass(frozen=True)
class Look:
    """What the board is asked to show."""

    left: Edition
    right: Edition
    left_words: str = ""
    right_words: str = ""
    only_suggested: bool = False


class _Builder:
    """Lays requirements into the block of the first measure they rest on."""

    def __init__(self, look: Look, links: Sequence[MeasureLink], suggestions: Sequence[Suggestion]) -> None:
        self.look = look
        self.blocks: dict[int, Block] = {}
        self.found = Block(None)
        self.rows: dict[int, Row] = {}
        held: dict[int, list[MeasureLink]] = {}
        for link in links:
            held.setdefault(link.measure_id, []).append(link)
        self.linked = held
        self.suggestions = suggestions

    def block(self, measure: Measure) -> Block:
        if measure.pk not in self.blocks:
            self.blocks[measure.pk] = Block(measure, _seals(self.linked.get(measure.pk, ())))
        return self.blocks[measure.pk]

    def side(self, block: Block, requirement: Requirement) -> list[Row]:
        return block.left if requirement.edition_id == self.look.left.pk else block.right

    def row(self, requirement: Requirement, block: Block) -> Row:
        if requirement.pk not in self.rows:
            self.rows[requirement.pk] = Row(requirement)
            self.side(block, requirement).append(self.rows[requirement.pk])
        return self.rows[requirement.pk]

    def add_link(self, link: MeasureLink) -> None:
        row = self.row(link.requirement, self.block(link.measure))
        row.wires.append(
            Wire(
                f"m{link.measure_id}",
                RELATION_SIGNS[link.relation],
                link.relation,
                link.is_reviewed,
                label=link.measure.label if row.wires else "",
            )
        )

    def add_direct(self, link: RequirementLink) -> None:
        """A link between two requirements hangs on the left one; without a measure both stand below."""
        turned = link.source.edition_id != self.look.left.pk
        left, right = (link.target, link.source) if turned else (link.source, link.target)
        relation = inverse(link.relation) if turned else link.relation
        words = f"{right.code} {right.label}"
        wire = Wire(f"r{right.pk}", RELATION_SIGNS[relation], relation, link.is_reviewed, label=words)
        self.row(right, self.found)
        self.row(left, self.found).wires.append(wire)

    def add_suggestion(self, one: Suggestion) -> None:
        row = self.row(one.requirement, self.block(one.measure))
        sign = RELATION_SIGNS[Relation.INTERSECTS]
        words = one.measure.label if row.wires else ""
        row.wires.append(Wire(f"m{one.measure.pk}", sign, Relation.INTERSECTS, False, is_suggested=True, label=words))


def board_of(look: Look) -> Board:
    """The board of two editions. Nine queries, whatever their size; only what is linked, suggested or found is there."""
    pair = [look.left.pk, look.right.pk]
    links = list(
        MeasureLink.objects.filter(requirement__edition__in=pair)
        .select_related("measure", "requirement__edition__standard")
        .order_by("measure__code", "requirement__path")
    )
    suggestions = suggestions_for(Edition.objects.filter(pk__in=pair))[:MOST_SUGGESTED]
    builder = _Builder(look, links, suggestions)
    if not look.only_suggested:
        for link in links:
            builder.add_link(link)
        for direct in _direct(look):
            builder.add_direct(direct)
    for one in suggestions:
        builder.add_suggestion(one)
    sides = tuple(
        _side(edition, words, links, builder)
        for edition, words in ((look.left, look.left_words), (look.right, look.right_words))
    )
    blocks = sorted(builder.blocks.values(), key=lambda block: block.measure.code if block.measure else "")
    idle = () if look.only_suggested else tuple(Measure.objects.exclude(pk__in=builder.blocks).order_by("code"))
    return Board(sides[0], sides[1], builder.found, tuple(blocks), idle, tuple(suggestions), len(links))


def _direct(look: Look) -> QuerySet[RequirementLink]:
    left, right = look.left, look.right
    across = Q(source__edition=left, target__edition=right) | Q(source__edition=right, target__edition=left)
    return RequirementLink.objects.filter(across).select_related("source__edition", "target__edition").order_by("pk")


def _side(edition: Edition, words: str, links: Iterable[MeasureLink], builder: _Builder) -> Side:
    """Count one side, mark the rows a search finds there, and bring those that rest on nothing."""
    leaves = Requirement.objects.filter(edition=edition, children__isnull=True)
    found, is_cut = 0, False
    if len(words) >= SHORTEST:
        rows = Requirement.objects.filter(edition=edition).filter(
            Q(name__icontains=words) | Q(code__icontains=words) | Q(text__icontains=words) | Q(name_en__icontains=words)
        )
        loose = []
        for requirement in rows.select_related("edition__standard").order_by("path"):
            found += 1
            if requirement.pk in builder.rows:
                builder.rows[requirement.pk].is_found = True
            else:
                loose.append(requirement)
        is_cut = len(loose) > MOST_FOUND
        for requirement in loose[:MOST_FOUND]:
            builder.row(requirement, builder.found).is_found = True
    linked = {link.requirement_id for link in links if link.requirement.edition_id == edition.pk}
    return Side(edition, words, leaves.count(), len(linked), found, is_cut)


def _seals(links: Iterable[MeasureLink]) -> tuple[SealCount, ...]:
    """The standards of the two sides on a measure, in slot order."""
    held: dict[int, list[MeasureLink]] = {}
    for link in links:
        held.setdefault(link.requirement.edition.standard_id, []).append(link)
    counts = [
        SealCount(
            some[0].requirement.edition.standard,
            "full" if any(one.relation != Relation.INTERSECTS for one in some) else "part",
            any(one.requirement.is_veto for one in some),
        )
        for some in held.values()
    ]
    return tuple(sorted(counts, key=lambda one: one.campaign.slot))
