"""A document before it is set: plain values, in the order in which they are printed."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading of the first level: 一、…"""

    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Bullets:
    """Short lines, each a matter."""

    lines: Sequence[str]


@dataclass(frozen=True)
class Figures:
    """Figures side by side: value, name, and what it is a share of."""

    columns: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Group:
    """Lines of a table under a common name (empty: none)."""

    label: str
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Table:
    """A table; `widths` are shares of the text area, `numbers` the columns set to the right."""

    head: Sequence[str]
    groups: Sequence[Group]
    widths: Sequence[float]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Note:
    """A line in small type."""

    text: str


@dataclass(frozen=True)
class PrintedPair:
    """Two photos (JPEG) with their days, and what they show."""

    before: bytes
    after: bytes
    before_words: str
    after_words: str
    caption: str


@dataclass(frozen=True)
class Pairs:
    pairs: Sequence[PrintedPair]


Block = Heading | Paragraph | Bullets | Figures | Table | Note | Pairs


@dataclass(frozen=True)
class Annex:
    """What is attached, on a page of its own."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Sheet:
    """A whole document. `warning` stands at the head of every page of what is no document yet."""

    office: str
    masthead: str
    number: str
    title: str
    addressee: str
    blocks: Sequence[Block]
    date: str
    copies: str = ""
    issued: str = ""
    annexes: Sequence[Annex] = ()
    corrections: Sequence[str] = ()
    warning: str = ""
    annex_word: str = "附件"
    is_chinese: bool = True

    @property
    def annex_marks(self) -> list[str]:
        """附件, or 附件1, 附件2 where there are several."""
        if len(self.annexes) == 1:
            return [self.annex_word]
        gap = "" if self.is_chinese else " "
        return [f"{self.annex_word}{gap}{number}" for number in range(1, len(self.annexes) + 1)]
