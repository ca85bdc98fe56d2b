"""Two editions side by side, row by row and cell by cell: what a file would add, change, move and take away."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from lianchuang.standards.exchange.shapes import EDITION_COLUMNS, NODE_COLUMNS, EditionFile, Node

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
FIGURES = ("value", "upper", "step", "of")
ORDER, CARRIED = "order", "carried"
DIGEST = re.compile(r'"digest":"[0-9a-f]{64}"')


@dataclass(frozen=True)
class CellChange:
    """One cell: what stands there, what would stand there. Values as in the shapes.

    `order`: places among siblings. `carried`: something of the file for which we have no column.
    """

    column: str
    old: Any
    new: Any


@dataclass(frozen=True)
class RowChange:
    """One requirement that changes, with its cells."""

    code: str
    name: str
    cells: tuple[CellChange, ...]


@dataclass(frozen=True)
class Difference:
    """What a file would do to an edition. `edition` are the cells about the edition itself."""

    added: tuple[Node, ...]
    changed: tuple[RowChange, ...]
    deleted: tuple[Node, ...]
    edition: tuple[CellChange, ...]
    same: int

    @property
    def anything(self) -> bool:
        """Whether anything would change."""
        return bool(self.added or self.changed or self.deleted or self.edition)


def tidy(value: Any) -> Any:
    """A value as two files agree on it: no blanks around a text, one kind of line end, 36 for 36.0, nothing for empty."""
    if isinstance(value, str):
        return CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if isinstance(value, Mapping):
        held = {key: _figure(each) if key in FIGURES else tidy(each) for key, each in value.items()}
        return {key: each for key, each in held.items() if each not in ("", None, [])}
    return value


def _figure(value: Any) -> Any:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return tidy(value)


def merged(held: EditionFile | None, new: EditionFile) -> EditionFile:
    """The file as it would be written: what it does not say, or says in the same words, stays as it is held."""
    if held is None:
        nodes = tuple(replace(one, carried=one.carried or "", is_withdrawn=bool(one.is_withdrawn)) for one in new.nodes)
        return replace(new, nodes=nodes, carried=new.carried or "")
    before = {one.code: one for one in held.nodes}
    nodes = tuple(_merged_node(before.get(one.code), one, new.says) for one in new.nodes)
    if "parent" not in new.says:
        nodes = tuple(_in_tree_order(nodes))
    names = EDITION_COLUMNS if new.says_edition else ()
    said = {name: _kept(getattr(held, name), getattr(new, name)) for name in names}
    carried = held.carried if new.carried is None else new.carried
    whole = replace(held, **said, nodes=nodes, carried=carried)
    return replace(whole, refused=new.refused, dangling=new.dangling, rows=new.rows)


def _in_tree_order(nodes: Sequence[Node]) -> list[Node]:
    """Each node after its parent, siblings as they stand; those whose parent is gone come last."""
    under: dict[str, list[Node]] = {}
    for node in nodes:
        under.setdefault(node.parent, []).append(node)
    waiting, placed = list(reversed(under.get("", []))), []
    while waiting:
        placed.append(waiting.pop())
        waiting.extend(reversed(under.get(placed[-1].code, [])))
    there = {node.code for node in placed}
    return [*placed, *(node for node in nodes if node.code not in there)]


def _merged_node(held: Node | None, new: Node, says: Sequence[str]) -> Node:
    if held is None:
        return replace(new, carried=new.carried or "", is_withdrawn=bool(new.is_withdrawn))
    said = {name: _kept(getattr(held, name), getattr(new, name)) for name in says}
    return replace(held, **said, carried=held.carried if new.carried is None else new.carried)


def _kept(held: Any, new: Any) -> Any:
    return held if (new is None and isinstance(held, bool)) or tidy(held) == tidy(new) else new


def difference(held: EditionFile | None, new: EditionFile) -> Difference:
    """What would change; `new` has been merged with `held`."""
    before = {one.code: one for one in held.nodes} if held else {}
    after = {one.code: one for one in new.nodes}
    moved = _moved(held.nodes if held else (), new.nodes)
    changed = [
        RowChange(code, one.name, (*_cells(before[code], one, NODE_COLUMNS), *moved.get(code, ())))
        for code, one in after.items()
        if code in before
    ]
    changed = [row for row in changed if row.cells]
    return Difference(
        added=tuple(one for code, one in after.items() if code not in before),
        changed=tuple(changed),
        deleted=tuple(one for code, one in before.items() if code not in after),
        edition=_cells(held, new, EDITION_COLUMNS) if held else (),
        same=len(after.keys() & before.keys()) - len(changed),
    )


def _cells(held: Any, new: Any, names: Sequence[str]) -> tuple[CellChange, ...]:
    pairs = [(name, getattr(held, name), getattr(new, name)) for name in names]
    cells = [CellChange(name, old, now) for name, old, now in pairs if tidy(old) != tidy(now)]
    if not cells and held.carried and DIGEST.sub("", held.carried) != DIGEST.sub("", new.carried or ""):
        cells.append(CellChange(CARRIED, "", ""))
    return tuple(cells)


def _moved(before: Sequence[Node], after: Sequence[Node]) -> dict[str, tuple[CellChange, ...]]:
    """As few siblings as possible that must be said to have moved, so that the others keep their order."""
    old, new = _places(before), _places(after)
    stayed = {code: held for code, held in new.items() if code in old and old[code][0] == held[0]}
    moved: dict[str, tuple[CellChange, ...]] = {}
    for parent in dict.fromkeys(held[0] for held in stayed.values()):
        mine = [code for code, held in stayed.items() if held[0] == parent]
        for code in set(mine) - _longest_in_order(mine, {code: old[code][1] for code in mine}):
            moved[code] = (CellChange(ORDER, old[code][1], new[code][1]),)
    return moved


def _places(nodes: Sequence[Node]) -> dict[str, tuple[str, int]]:
    """Each code's parent and place among its siblings, counted from 1."""
    counts: dict[str, int] = {}
    places = {}
    for node in nodes:
        counts[node.parent] = counts.get(node.parent, 0) + 1
        places[node.code] = (node.parent, counts[node.parent])
    return places


def _longest_in_order(codes: Sequence[str], places: Mapping[str, int]) -> set[str]:
    """The longest run of these codes whose places grow (patience sorting)."""
    ends: list[int] = []
    tops: list[str] = []
    back: dict[str, str | None] = {}
    for code in codes:
        at = bisect_left(ends, places[code])
        back[code] = tops[at - 1] if at else None
        if at == len(ends):
            ends.append(places[code])
            tops.append(code)
        else:
            ends[at], tops[at] = places[code], code
    run: set[str] = set()
    last: str | None = tops[-1] if tops else None
    while last is not None:
        run.add(last)
        last = back[last]
    return run
