"""What a file says about an edition, whatever its form; and what is wrong with it, with the place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _


class UnreadableFile(Exception):
    """A file that cannot be read at all; the message says why, to a person."""


@dataclass(frozen=True)
class Refused:
    """A row or a cell that cannot be taken over, and why. `row` counts as a spreadsheet does; 0: the file as a whole."""

    reason: str
    row: int = 0
    column: str = ""
    value: str = ""
    place: str = ""

    def __str__(self) -> str:
        """The fault as one sentence with its place."""
        where = _("Row %(row)s") % {"row": self.row} if self.row else self.place
        words = {"place": ", ".join(one for one in (where, self.column) if one), "reason": self.reason}
        if self.value:
            return (
                _("%(place)s “%(value)s”: %(reason)s") % {**words, "value": self.value}
                if words["place"]
                else (_("“%(value)s”: %(reason)s") % {**words, "value": self.value})
            )
        return _("%(place)s: %(reason)s") % words if words["place"] else self.reason


@dataclass(frozen=True)
class Dangling:
    """A link to something that is not there: where it stands, and what it asks for."""

    place: str
    target: str
    kind: str = "link"


@dataclass(frozen=True)
class StandardWords:
    """The standard an edition belongs to."""

    code: str
    name: str
    name_en: str = ""
    seal: str = ""
    slot: int = 0


@dataclass(frozen=True)
class Node:
    """One requirement. `parent` is its parent's code. `carried` None: the file does not say, what is held stays."""

    code: str
    parent: str = ""
    name: str = ""
    name_en: str = ""
    text: str = ""
    text_en: str = ""
    method: str = ""
    scoring: dict[str, Any] = field(default_factory=lambda: {"form": "information"})
    points: Decimal | None = None
    is_veto: bool = False
    window: dict[str, Any] = field(default_factory=dict)
    source: str = ""
    source_en: str = ""
    confidence: str = "secondhand"
    carried: str | None = None
    is_withdrawn: bool | None = None


# The columns of a node that a person sees and a difference names, in the order of the sheet.
NODE_COLUMNS = (
    "parent",
    "name",
    "name_en",
    "text",
    "text_en",
    "method",
    "scoring",
    "points",
    "is_veto",
    "window",
    "source",
    "source_en",
    "confidence",
    "is_withdrawn",
)
EDITION_COLUMNS = ("name", "name_en", "effective", "source", "source_en", "confidence", "note", "note_en")


@dataclass(frozen=True)
class EditionFile:
    """An edition as a file has it: its nodes in order, each after its parent. `standard` None: the file does not say.

    `says` are the columns of nodes that the file speaks of; what it does not speak of stays as it is held. `rows`: where each
    code stands, when the file is a table.
    """

    code: str
    name: str
    nodes: tuple[Node, ...] = field(repr=False)
    standard: StandardWords | None = None
    name_en: str = ""
    effective: date | None = None
    source: str = ""
    source_en: str = ""
    confidence: str = "secondhand"
    note: str = ""
    note_en: str = ""
    carried: str | None = None
    refused: tuple[Refused, ...] = ()
    dangling: tuple[Dangling, ...] = ()
    says_edition: bool = True
    says: tuple[str, ...] = NODE_COLUMNS
    rows: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def parents(self) -> set[str]:
        """The codes that have something under them."""
        return {node.parent for node in self.nodes}


def paths_of(nodes: tuple[Node, ...]) -> Iterator[tuple[Node, str]]:
    """Each node with its place in the tree, "0003.0001."."""
    counts: dict[str, int] = {}
    paths = {"": ""}
    for node in nodes:
        counts[node.parent] = counts.get(node.parent, 0) + 1
        paths[node.code] = f"{paths[node.parent]}{counts[node.parent]:04d}."
        yield node, paths[node.code]
