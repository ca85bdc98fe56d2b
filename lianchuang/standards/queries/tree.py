"""Reading one edition as a tree: lean rows for the page, everything about one requirement when it is opened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q
from django.db.models.functions import Left
from django.utils.translation import pgettext

from lianchuang.common.words import in_reader_language
from lianchuang.kernels.scoring import say
from lianchuang.standards.exchange import oscal
from lianchuang.standards.models import Edition, MeasureLink, Requirement
from lianchuang.standards.queries.hanging import Hanging, hanging_on
from lianchuang.standards.rules.scoring import worked
from lianchuang.standards.rules.tree import Place, Tree, Way
from lianchuang.standards.words import points_words, scoring_words, window_words

MANY = 200  # from here on the chapters come folded
INDENT = "\u3000"  # one level down
STEP = 5  # characters of one level of a path


@dataclass(frozen=True, slots=True)
class Row:
    """A requirement as a line of the tree."""

    key: int
    parent: int | None
    path: str
    code: str
    label: str
    judged: str
    is_veto: bool
    confidence: str
    is_heading: bool = False

    @property
    def depth(self) -> int:
        """0 for a root."""
        return self.path.count(".") - 1


@dataclass(frozen=True)
class Chapter:
    """A root with what stands under it; roots without children stand together in a chapter without a head."""

    head: Row | None
    rows: list[Row] = field(default_factory=list)

    @property
    def leaves(self) -> int:
        """Requirements without headings."""
        return sum(not row.is_heading for row in self.rows)

    @property
    def vetoes(self) -> int:
        """The topmost ones: a condition with two figures is one veto."""
        held = {row.key for row in self.rows if row.is_veto}
        return sum(row.parent not in held for row in self.rows if row.is_veto)


@dataclass(frozen=True)
class TreePage:
    """The tree as the page shows it: `found` answer the search, of `count` nodes."""

    chapters: tuple[Chapter, ...]
    found: int
    count: int
    is_search: bool

    @property
    def is_open(self) -> bool:
        """Whether the chapters stand open."""
        return self.is_search or self.count <= MANY


_COLUMNS = (
    "pk",
    "parent_id",
    "path",
    "code",
    "name",
    "name_en",
    "scoring",
    "points",
    "is_veto",
    "confidence",
    "is_withdrawn",
)
_KIND = Left("carried", 20)  # enough to tell a heading of an imported catalogue


def tree_page(edition: Edition, words: str = "") -> TreePage:
    """The whole edition, or what answers the words with the headings above it. One query, two when one searches."""
    found = _answering(edition, words) if words else None
    rows = _rows(edition.requirements.order_by("path").values_list(*_COLUMNS, _KIND))
    count = len(rows)
    if found is not None:
        paths = [row.path for row in rows if row.key in found]
        above = {path[:end] for path in paths for end in range(STEP, len(path) + 1, STEP)}
        rows = [row for row in rows if row.path in above]
    return TreePage(tuple(_chapters(rows)), count if found is None else len(found), count, found is not None)


def _rows(held: Iterable[Sequence[Any]]) -> list[Row]:
    held = list(held)
    parents = {values[1] for values in held}
    return [
        _row(values[:-1], is_heading=oscal.is_heading(values[-1], has_children=values[0] in parents)) for values in held
    ]


def _row(values: Sequence[Any], *, is_heading: bool) -> Row:
    key, parent, path, code, name, name_en, scoring, points, is_veto, confidence, is_withdrawn = values
    words = (scoring_words(scoring), points_words(points), pgettext("requirement", "withdrawn") if is_withdrawn else "")
    judged = " · ".join(one for one in words if one)
    return Row(key, parent, path, code, in_reader_language(name, name_en), judged, is_veto, confidence, is_heading)


def _answering(edition: Edition, words: str) -> set[int]:
    """Those in whose code, title or text every word stands."""
    fields = ("code", "name", "name_en", "text", "text_en")
    every = [reduce(or_, (Q(**{f"{name}__icontains": word}) for name in fields)) for word in words.split()]
    return set(edition.requirements.filter(reduce(and_, every, Q())).values_list("pk", flat=True))


def _chapters(rows: Iterable[Row]) -> list[Chapter]:
    chapters: list[Chapter] = []
    for row in rows:
        if row.depth == 0 and (row.is_heading or not chapters or chapters[-1].head is not None):
            chapters.append(Chapter(row if row.is_heading else None))
        chapters[-1].rows.append(row)
    return chapters


@dataclass(frozen=True)
class Opened:
    """One requirement with all that is known of it, and what may be done with it."""

    requirement: Requirement
    row: Row
    links: tuple[MeasureLink, ...]
    hanging: tuple[Hanging, ...]
    worked: tuple[tuple[int, str], ...]
    window: str
    ways: tuple[Way, ...]


def open_requirement(requirement: Requirement, *, may_edit: bool) -> Opened:
    """Everything about one requirement; where it may step to is asked only for who may edit."""
    tree = tree_of(requirement.edition) if may_edit else None
    return Opened(
        requirement,
        row_of(requirement),
        tuple(requirement.measure_links.select_related("measure").order_by("measure__code")),
        tuple(one for one in hanging_on([requirement.pk]) if one.kind != MeasureLink._meta.label),
        tuple((count, say(points)) for count, points in worked(requirement.scoring, requirement.points)),
        window_words(requirement.window),
        tuple(tree.ways(requirement.pk)) if tree else (),
    )


def row_of(requirement: Requirement) -> Row:
    """The requirement as a line of the tree. One query."""
    is_heading = oscal.is_heading(requirement.carried, has_children=requirement.children.exists())
    return _row([getattr(requirement, name) for name in _COLUMNS], is_heading=is_heading)


def tree_of(edition: Edition) -> Tree:
    """The places of the whole edition. One query."""
    rows = Requirement.objects.filter(edition=edition).values_list("pk", "parent_id", "path")
    return Tree(Place(*row) for row in rows)


def under(requirement: Requirement) -> list[Requirement]:
    """The requirement and everything below it, in the order of the catalogue. One query."""
    rows = Requirement.objects.filter(edition=requirement.edition_id, path__startswith=requirement.path)
    return list(rows.order_by("path"))


def places_for(requirement: Requirement) -> list[tuple[int, str]]:
    """Where it may be put: every requirement that does not stand under it, set in by its depth. One query."""
    rows = requirement.edition.requirements.order_by("path").values_list("pk", "path", "code", "name", "name_en")
    return [
        (key, f"{INDENT * (path.count('.') - 1)}{code} {in_reader_language(name, name_en)}")
        for key, path, code, name, name_en in rows
        if not path.startswith(requirement.path)
    ]
