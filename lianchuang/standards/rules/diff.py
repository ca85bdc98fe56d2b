"""Two editions side by side: what stays, changes, moves, is split, merged, goes, and is new. No database.

A requirement finds its successor first in the migration map (what a person settled), then by its code when the words do
not speak against it, then by words and unit; the last is a suggestion only, and is marked as one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from lianchuang.kernels.wordmatch import Text, best_matches, likeness, rarity

FIRM = 0.3  # the same code with words at least this like is the same requirement
SUGGESTED = 0.45
MOST_OFFERED = 5
LEAST_OFFERED = 0.1
FIELDS = ("name", "text", "scoring", "window", "method", "points", "is_veto")


class Fate(StrEnum):
    """What becomes of a requirement."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    SPLIT = "split"
    MERGED = "merged"
    GONE = "gone"
    NEW = "new"


class By(StrEnum):
    """What a pair rests on."""

    MAP = "map"
    CODE = "code"
    WORDS = "words"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Side:
    """A requirement as one edition has it."""

    key: int
    parent: int | None
    code: str
    name: str
    text: str = ""
    method: str = ""
    scoring: Mapping[str, Any] = field(default_factory=dict)
    points: Decimal | None = None
    is_veto: bool = False
    window: Mapping[str, Any] = field(default_factory=dict)
    is_heading: bool = False
    name_en: str = ""

    @cached_property
    def words(self) -> Text:
        """What is compared of it."""
        return Text(str(self.key), self.name, self.text, str(self.scoring.get("unit", "")))


@dataclass(frozen=True)
class Change:
    """One field that differs. `turn`: stricter or easier, where that can be said."""

    field: str
    before: Any
    after: Any
    turn: str = ""


@dataclass(frozen=True)
class Line:
    """One requirement's fate: one earlier and one later, or several of one of them, or only one."""

    fate: Fate
    earlier: tuple[Side, ...]
    later: tuple[Side, ...]
    by: By
    changes: tuple[Change, ...] = ()
    is_moved: bool = False

    @property
    def is_suggested(self) -> bool:
        """Whether a person should confirm it: it rests on likeness alone."""
        return self.by == By.WORDS


@dataclass(frozen=True)
class Diff:
    """All lines in the order of the earlier edition, then what is new in the order of the later."""

    lines: tuple[Line, ...]

    @cached_property
    def counts(self) -> dict[Fate, int]:
        """How many lines of each fate."""
        found = Counter(line.fate for line in self.lines)
        return {fate: found[fate] for fate in Fate}

    @cached_property
    def suggested(self) -> int:
        """How many lines wait for a person."""
        return sum(line.is_suggested for line in self.lines)


def compare(earlier: Sequence[Side], later: Sequence[Side], settled: Iterable[tuple[int, int | None]] = ()) -> Diff:
    """Two editions; `settled` is the map: keys of an earlier and a later requirement, or none for "nothing"."""
    matching = _Matching(earlier, later)
    matching.by_map(list(settled))
    matching.by_code(firm=True)
    matching.by_words()
    matching.by_code(firm=False)
    return Diff(tuple(matching.lines()))


def offers(one: Side, later: Iterable[Side]) -> list[tuple[Side, float]]:
    """The later requirements most like one earlier, best first."""
    sides = {side.words.key: side for side in later if side.is_heading == one.is_heading}
    texts = [side.words for side in sides.values()]
    found = best_matches([one.words], texts, at_least=LEAST_OFFERED, most=MOST_OFFERED)
    return [(sides[match.right], match.score) for match in found]


class _Matching:
    """The pairs found so far."""

    def __init__(self, earlier: Sequence[Side], later: Sequence[Side]) -> None:
        self.earlier = {one.key: one for one in earlier}
        self.later = {one.key: one for one in later}
        self.pairs: dict[int, list[int]] = {}
        self.back: dict[int, list[int]] = {}
        self.by: dict[int, By] = {}
        self.open_earlier = dict(self.earlier)
        self.open_later = dict(self.later)
        self.earlier_order = {key: number for number, key in enumerate(self.earlier)}
        self.later_order = {key: number for number, key in enumerate(self.later)}
        self.weights = rarity(side.words for side in (*earlier, *later))

    def _like(self, old: Side, new: Side) -> float:
        return 1.0 if old.name == new.name else likeness(old.words, new.words, self.weights)

    def _pair(self, old: int, new: int, by: By) -> None:
        self.pairs.setdefault(old, []).append(new)
        self.back.setdefault(new, []).append(old)
        self.by[old] = by
        self.open_earlier.pop(old, None)
        self.open_later.pop(new, None)

    def by_map(self, settled: list[tuple[int, int | None]]) -> None:
        for old, new in settled:
            if old not in self.earlier:
                continue
            if new is None:
                self.by[old] = By.MAP
                self.open_earlier.pop(old, None)
            elif new in self.later:
                self._pair(old, new, By.MAP)

    def by_code(self, *, firm: bool) -> None:
        codes = {one.code: one for one in self.open_later.values()}
        for old in list(self.open_earlier.values()):
            new = codes.get(old.code)
            if new is None or old.is_heading != new.is_heading or new.key not in self.open_later:
                continue
            if not firm or self._like(old, new) >= FIRM:
                self._pair(old.key, new.key, By.CODE if firm else By.WORDS)

    def by_words(self) -> None:
        """The likest pairs first, each requirement once; headings with headings."""
        found = []
        for is_heading in (True, False):
            olds = [side.words for side in self.open_earlier.values() if side.is_heading == is_heading]
            news = [side.words for side in self.open_later.values() if side.is_heading == is_heading]
            found += best_matches(olds, news, at_least=SUGGESTED)
        for match in sorted(found, key=lambda match: (-match.score, match.left, match.right)):
            old, new = int(match.left), int(match.right)
            if old in self.open_earlier and new in self.open_later:
                self._pair(old, new, By.WORDS)

    def lines(self) -> Iterable[Line]:
        told: set[int] = set()
        for old in self.earlier.values():
            if old.key in told:
                continue
            olds, news = self._together(old.key)
            told |= set(olds)
            if not news:
                yield Line(Fate.GONE, (old,), (), self.by.get(old.key, By.NOTHING))
            elif len(olds) == len(news) == 1:
                yield self._one(old, self.later[news[0]])
            else:
                yield self._several(Fate.SPLIT if len(olds) == 1 else Fate.MERGED, olds, news)
        for new in self.later.values():
            if new.key not in self.back:
                yield Line(Fate.NEW, (), (new,), By.NOTHING)

    def _together(self, old: int) -> tuple[list[int], list[int]]:
        """All that hang together through the map: earlier and later ones, each in the order of its catalogue."""
        olds, news, open_olds = {old}, set[int](), [old]
        while open_olds:
            for new in self.pairs.get(open_olds.pop(), ()):
                news.add(new)
                found = set(self.back[new]) - olds
                olds |= found
                open_olds += found
        return sorted(olds, key=self.earlier_order.__getitem__), sorted(news, key=self.later_order.__getitem__)

    def _several(self, fate: Fate, olds: Sequence[int], news: Sequence[int]) -> Line:
        return Line(fate, tuple(self.earlier[key] for key in olds), tuple(self.later[key] for key in news), By.MAP)

    def _one(self, old: Side, new: Side) -> Line:
        changes = changes_of(old, new)
        is_moved = self._parent_moved(old, new)
        fate = Fate.CHANGED if changes else Fate.MOVED if is_moved else Fate.SAME
        return Line(fate, (old,), (new,), self.by[old.key], changes, is_moved)

    def _parent_moved(self, old: Side, new: Side) -> bool:
        if old.parent is None or new.parent is None:
            return old.parent is not new.parent
        return new.parent not in self.pairs.get(old.parent, ())


def changes_of(old: Side, new: Side) -> tuple[Change, ...]:
    """The fields that differ, in the order of `FIELDS`."""
    found = []
    for name in FIELDS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            turn = turn_of(before, after) if name == "scoring" else ""
            found.append(Change(name, before, after, turn))
    return tuple(found)


def turn_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Whether a threshold got stricter or easier; empty where that cannot be said."""
    kept = ("form", "op", "unit")
    if before.get("form") != "threshold" or any(before.get(name) != after.get(name) for name in kept):
        return ""
    op = before.get("op")
    if op not in {">=", ">", "<=", "<"} or before["value"] == after["value"]:
        return ""
    rises = Decimal(after["value"]) > Decimal(before["value"])
    return "stricter" if rises == (op in {">=", ">"}) else "easier"
