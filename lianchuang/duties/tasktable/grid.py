"""A table as it is printed: every place knows the block (single or merged cells) that covers it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property


@dataclass(frozen=True)
class Block:
    """A cell, or several merged into one. `day`: a real date; `is_figure`: a number of the spreadsheet, not a text."""

    text: str
    top: int
    left: int
    bottom: int
    right: int
    day: date | None = None
    is_figure: bool = False

    @property
    def is_tall(self) -> bool:
        return self.bottom > self.top

    @property
    def width(self) -> int:
        return self.right - self.left + 1


@dataclass(frozen=True)
class Grid:
    """One sheet or one table of a document. `before`: what is written above a table in the document.

    `first_line`: the number a reader sees for the first row.
    """

    name: str
    lines: Sequence[Sequence[Block]]
    before: tuple[str, ...] = ()
    first_line: int = field(default=1)

    @cached_property
    def width(self) -> int:
        """How many columns."""
        return max((len(line) for line in self.lines), default=0)

    def at(self, row: int, column: int) -> Block:
        """The block that covers a place; an empty one outside."""
        line = self.lines[row]
        return line[column] if column < len(line) else Block("", row, column, row, column)

    def own(self, row: int) -> list[Block]:
        """The filled blocks that begin in a row."""
        return [block for block in self.blocks(row) if block.text and block.top == row]

    def blocks(self, row: int) -> list[Block]:
        """The blocks of a row, each once."""
        return list(dict.fromkeys(self.lines[row]))


Place = tuple[int, int]
Content = tuple[str, date | None, bool]


def grid_of(
    name: str,
    rows: Sequence[Sequence[Content]],
    merges: Mapping[Place, Place],
    before: tuple[str, ...] = (),
) -> Grid:
    """A grid from the cells as they stand and the merged blocks (top left → bottom right)."""
    width = max((len(row) for row in rows), default=0)
    lines: list[list[Block]] = []
    for top, row in enumerate(rows):
        padded = [*row, *[("", None, False)] * (width - len(row))]
        lines.append([
            Block(text, top, left, top, left, day, is_figure) for left, (text, day, is_figure) in enumerate(padded)
        ])  # fmt: skip
    for (top, left), end in merges.items():
        bottom, right = min(end[0], len(lines) - 1), min(end[1], width - 1)
        if top >= len(lines) or left >= width or (bottom, right) == (top, left):
            continue
        first = lines[top][left]
        block = Block(first.text, top, left, bottom, right, first.day, first.is_figure)
        for each in range(top, bottom + 1):
            lines[each][left : right + 1] = [block] * (right - left + 1)
    return Grid(name, lines, before)
