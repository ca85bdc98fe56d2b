"""Which requirement a task is about: by its code, else by shared words. Only ever a suggestion."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from lianchuang.duties.tasktable.shapes import Confidence

LEAST_SHARED = 5  # pairs of characters
LIKELY, UNSURE = 0.6, 0.4
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]*")


@dataclass(frozen=True)
class KnownRequirement:
    """A requirement as plain values."""

    id: int
    code: str
    words: str


@dataclass(frozen=True)
class Suggestion:
    """A requirement that may be meant."""

    requirement: int
    confidence: Confidence


def pairs_of(text: str) -> set[str]:
    """The overlapping pairs of Han characters."""
    return {run[at : at + 2] for run in re.findall(r"[\u4e00-\u9fff]+", text) for at in range(len(run) - 1)}


class Requirements:
    """Many requirements, for asking about many tasks."""

    def __init__(self, known: Sequence[KnownRequirement]) -> None:
        self._codes = {one.code: one.id for one in known if re.search(r"[A-Za-z]", one.code)}
        self._sizes: dict[int, int] = {}
        self._with_pair: dict[str, list[int]] = defaultdict(list)
        for one in known:
            pairs = pairs_of(one.words)
            self._sizes[one.id] = len(pairs)
            for pair in pairs:
                self._with_pair[pair].append(one.id)

    def suggest(self, task: str, *codes: str) -> Suggestion | None:
        """The requirement whose code is written, else the one that shares most words; a tie suggests none."""
        for text in (*codes, task):
            named = {self._codes[word] for word in CODE.findall(text) if word in self._codes}
            if len(named) == 1:
                return Suggestion(named.pop(), "sure")
        pairs = pairs_of(task)
        shared = Counter(identity for pair in pairs for identity in self._with_pair.get(pair, ()))
        rated = sorted(
            (
                (count / min(len(pairs), self._sizes[identity]), identity)
                for identity, count in shared.items()
                if count >= LEAST_SHARED
            ),
            reverse=True,
        )
        if not rated or rated[0][0] < UNSURE or (len(rated) > 1 and rated[1][0] == rated[0][0]):
            return None
        return Suggestion(rated[0][1], "likely" if rated[0][0] >= LIKELY else "unsure")
