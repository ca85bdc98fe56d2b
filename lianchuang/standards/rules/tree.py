"""The tree of an edition as places: who stands under whom, in which order, written as paths ("0003.0001.")."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

DEEPEST = 8
MOST_SIBLINGS = 9999


class Misplaced(Exception):
    """A place in the tree that cannot be; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Way(StrEnum):
    """One step in the tree."""

    UP = "up"
    DOWN = "down"
    IN = "in"  # under the one before
    OUT = "out"  # after its parent


@dataclass(frozen=True, slots=True)
class Place:
    """Where one requirement stands."""

    key: int
    parent: int | None
    path: str


class Tree:
    """The places of one edition; each change gives back only the places that became others."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places: dict[int, Place] = {place.key: place for place in places}
        self.children: dict[int | None, list[int]] = {}
        for place in sorted(self.places.values(), key=lambda one: one.path):
            self.children.setdefault(place.parent, []).append(place.key)

    def order(self) -> list[int]:
        """The keys in the order of the catalogue, each after its parent."""
        return [place.key for place in sorted(self.places.values(), key=lambda one: one.path)]

    def under(self, key: int) -> list[int]:
        """The node and everything below it, in order."""
        return [key, *(below for child in self.children.get(key, ()) for below in self.under(child))]

    def index(self, key: int) -> int:
        """Its number among its siblings, from 0."""
        return self.children[self.places[key].parent].index(key)

    def added(self, key: int, parent: int | None, position: int | None = None) -> dict[int, Place]:
        """Put a new one under `parent` (None: at the root) at a position (None: last)."""
        if key in self.places:
            raise Misplaced("there_already")
        siblings = self.children.setdefault(parent, [])
        siblings.insert(len(siblings) if position is None else position, key)
        return self._renumbered(parent)

    def moved(self, key: int, parent: int | None, position: int | None = None) -> dict[int, Place]:
        """Put one, with everything below it, elsewhere; `position` counts the siblings without it."""
        if parent is not None and parent in self.under(key):
            raise Misplaced("under_itself")
        old = self.places[key].parent
        self.children[old].remove(key)
        siblings = self.children.setdefault(parent, [])
        siblings.insert(len(siblings) if position is None else position, key)
        return self._renumbered(old) | self._renumbered(parent)

    def stepped(self, key: int, way: Way) -> dict[int, Place]:
        """One step up, down, under the one before, or out of its parent. Raises Misplaced at the edge."""
        parent, index = self.places[key].parent, self.index(key)
        siblings = self.children[parent]
        if way == Way.UP and index > 0:
            return self.moved(key, parent, index - 1)
        if way == Way.DOWN and index < len(siblings) - 1:
            return self.moved(key, parent, index + 1)
        if way == Way.IN and index > 0:
            return self.moved(key, siblings[index - 1])
        if way == Way.OUT and parent is not None:
            return self.moved(key, self.places[parent].parent, self.index(parent) + 1)
        raise Misplaced("at_the_edge")

    def ways(self, key: int) -> list[Way]:
        """The steps that are open to it."""
        parent, index = self.places[key].parent, self.index(key)
        last = len(self.children[parent]) - 1
        is_open = {Way.UP: index > 0, Way.DOWN: index < last, Way.IN: index > 0, Way.OUT: parent is not None}
        return [way for way in Way if is_open[way]]

    def removed(self, key: int) -> dict[int, Place]:
        """Take one and everything below it out; the changed places of those that stay."""
        parent = self.places[key].parent
        for gone in self.under(key):
            del self.places[gone]
            self.children.pop(gone, None)
        self.children[parent].remove(key)
        return self._renumbered(parent)

    def _renumbered(self, parent: int | None) -> dict[int, Place]:
        """Number the children of `parent` anew, and what is below those that changed."""
        prefix = "" if parent is None else self.places[parent].path
        if len(self.children.get(parent, ())) > MOST_SIBLINGS:
            raise Misplaced("too_many")
        changed: dict[int, Place] = {}
        for number, key in enumerate(self.children.get(parent, ()), start=1):
            place = Place(key, parent, f"{prefix}{number:04d}.")
            if place.path.count(".") > DEEPEST:
                raise Misplaced("too_deep")
            if place != self.places.get(key):
                self.places[key] = changed[key] = place
                changed |= self._renumbered(key)
        return changed
