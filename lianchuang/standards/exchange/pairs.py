"""A plain table of pairs: source id, target id, relation. The words for a relation, in Chinese, English and signs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from lianchuang.standards.exchange.shapes import Refused

RELATIONS = {
    "equal": "= == ＝ ≡ equal equals equal-to equivalent equivalent-to same exact 等同 等于 相等 相同 一致 同",
    "subset": "⊂ ⊆ < subset subset-of part-of narrower 子集 包含于 被包含 属于 部分",
    "superset": "⊃ ⊇ > superset superset-of contains broader 超集 包含 涵盖",
    "intersects": "∩ ~ intersects intersects-with intersect overlaps overlap partial 相交 交叉 交集 重叠 部分重叠",
}
WORDS = {word: relation for relation, words in RELATIONS.items() for word in words.split()}
OF_OSCAL = {
    "equal": "equal-to",
    "subset": "subset-of",
    "superset": "superset-of",
    "intersects": "intersects-with",
}
TURNED = {"equal": "equal", "subset": "superset", "superset": "subset", "intersects": "intersects"}
HEADS = {
    "source": ("source", "from", "源", "来源", "源编号", "甲", "a"),
    "target": ("target", "to", "目标", "目标编号", "对应", "乙", "b"),
    "relation": ("relation", "relationship", "关系", "对照关系"),
}


@dataclass(frozen=True)
class Pair:
    """One row: two ids and how the source stands to the target. `place` says where, when it is no row.

    `reuse`: what a measure is reused as; empty between two requirements.
    """

    row: int
    source: str
    target: str
    relation: str
    place: str = ""
    reason: str = ""
    reason_en: str = ""
    reuse: str = ""


def turned(pair: Pair) -> Pair:
    """The same pair read from its other end: A ⊂ B is B ⊃ A."""
    return replace(pair, source=pair.target, target=pair.source, relation=TURNED[pair.relation])


@dataclass(frozen=True)
class PairTable:
    """The pairs of a table, and the rows that cannot be read."""

    pairs: tuple[Pair, ...] = field(repr=False)
    refused: tuple[Refused, ...] = ()


def relation_of(words: str) -> str:
    """The relation that a cell names; empty when it names none."""
    plain = words.strip().lower()
    return WORDS.get(plain) or WORDS.get("-".join(plain.replace("_", " ").split()), "")


def read_pairs(lines: Iterable[Sequence[str]]) -> PairTable:
    """The rows as pairs. A first row that names no relation in its third cell is the header."""
    pairs: list[Pair] = []
    refused: list[Refused] = []
    columns = (0, 1, 2)
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if number == 1 and (held := _header(cells)):
            columns = held
            continue
        source, target, words = (cells[at] if at < len(cells) else "" for at in columns)
        if fault := _fault(number, source, target, words):
            refused.append(fault)
        else:
            pairs.append(Pair(number, source, target, relation_of(words)))
    return PairTable(tuple(pairs), tuple(refused))


def _header(cells: list[str]) -> tuple[int, int, int] | None:
    """Where the three columns stand, when this row is a header."""
    if len(cells) > 2 and relation_of(cells[2]):
        return None
    plain = [cell.lower().removesuffix(" id").removesuffix("_id") for cell in cells]
    found = [next((at for at, cell in enumerate(plain) if cell in names), None) for names in HEADS.values()]
    if None not in found and len(set(found)) == 3:
        return (found[0] or 0, found[1] or 0, found[2] or 0)
    return (0, 1, 2) if len(cells) > 2 else None


def _fault(row: int, source: str, target: str, words: str) -> Refused | None:
    if not source or not target:
        return Refused(_("an id is missing"), row, _("source id") if not source else _("target id"))
    if not words:
        return Refused(_("no relation is given"), row, _("relation"))
    if not relation_of(words):
        return Refused(_("this relation is not known"), row, _("relation"), words)
    return None


@dataclass(frozen=True)
class Sorted:
    """What the rows of a table come to: pairs taken once, rows said twice, rows that contradict each other."""

    pairs: tuple[Pair, ...]
    doubled: tuple[Pair, ...]
    contradicting: tuple[Pair, ...]


def sort_pairs(pairs: Iterable[Pair]) -> Sorted:
    """Each pair once. The same pair with two relations contradicts itself: none of its rows is taken."""
    held: dict[tuple[str, str], list[Pair]] = {}
    for pair in pairs:
        held.setdefault((pair.source, pair.target), []).append(pair)
    kept, doubled, contradicting = [], [], []
    for rows in held.values():
        if len({row.relation for row in rows}) > 1:
            contradicting += rows
        else:
            kept.append(rows[0])
            doubled += rows[1:]
    return Sorted(tuple(kept), tuple(doubled), tuple(contradicting))
