"""How alike two short official texts are: shared pairs of characters, Latin words, figures and units.

Pairs are weighted by how rare they are among all texts compared (an inverse document frequency), so that 率 and 建设 say
little and 烟草 says much. The score is the weighted share of the rarer side that the other one has, between 0 and 1.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

HAN = re.compile(r"[㐀-鿿]+")
LATIN = re.compile(r"[A-Za-z]{3,}")
FIGURE = re.compile(r"\d+(?:\.\d+)?")
SAME_UNIT = 0.06  # what a common unit adds


@dataclass(frozen=True)
class Text:
    """A text to compare: `title` weighs double, `more` once; `unit` of its figure."""

    key: str
    title: str
    more: str = ""
    unit: str = ""

    @cached_property
    def tokens(self) -> Counter[str]:
        """Its tokens with their weight."""
        found: Counter[str] = Counter()
        for words, weight in ((self.title, 2), (self.more, 1)):
            for token in set(tokens(words)):
                found[token] = max(found[token], weight)
        return found


def tokens(words: str) -> list[str]:
    """Overlapping pairs of Han characters, Latin words and figures."""
    found = [run[start : start + 2] for run in HAN.findall(words) for start in range(max(1, len(run) - 1))]
    found += [word.lower() for word in LATIN.findall(words)]
    return found + FIGURE.findall(words)


def rarity(texts: Iterable[Text]) -> dict[str, float]:
    """How much each token says: more when few texts have it."""
    count = 0
    held: Counter[str] = Counter()
    for text in texts:
        count += 1
        held.update(text.tokens.keys())
    return {token: math.log(1 + count / number) for token, number in held.items()}


def likeness(one: Text, two: Text, weights: Mapping[str, float]) -> float:
    """How alike the two are, 0 to 1."""
    return _likeness(one, two, weights, min(_mass(one, weights), _mass(two, weights)))


def _likeness(one: Text, two: Text, weights: Mapping[str, float], smaller: float) -> float:
    shared = one.tokens.keys() & two.tokens.keys()
    common = sum(weights.get(token, 0.0) * min(one.tokens[token], two.tokens[token]) for token in shared)
    score = common / smaller if smaller else 0.0
    if one.unit and one.unit == two.unit and common:
        score += SAME_UNIT
    return min(1.0, score)


def _mass(text: Text, weights: Mapping[str, float]) -> float:
    return sum(weights.get(token, 0.0) * weight for token, weight in text.tokens.items())


@dataclass(frozen=True)
class Match:
    """A pair that is alike, with the tokens that say so, the rarest first."""

    left: str
    right: str
    score: float
    shared: tuple[str, ...]


def best_matches(lefts: Iterable[Text], rights: Iterable[Text], *, at_least: float, most: int = 3) -> list[Match]:
    """For each left text the rights most like it, at most `most`, best first; ties in the order of their keys."""
    lefts, rights = list(lefts), list(rights)
    weights = rarity([*lefts, *rights])
    masses = {right.key: _mass(right, weights) for right in rights}
    holders: dict[str, list[Text]] = {}
    for right in rights:
        for token in right.tokens:
            holders.setdefault(token, []).append(right)
    found: list[Match] = []
    for left in lefts:
        near = {right.key: right for token in left.tokens for right in holders.get(token, ())}
        mass = _mass(left, weights)
        scored = [(_likeness(left, right, weights, min(mass, masses[right.key])), right) for right in near.values()]
        for score, right in sorted(scored, key=lambda each: (-each[0], each[1].key))[:most]:
            if score >= at_least:
                found.append(Match(left.key, right.key, score, _telling(left, right, weights)))
    return sorted(found, key=lambda each: (-each.score, each.left, each.right))


def _telling(one: Text, two: Text, weights: Mapping[str, float]) -> tuple[str, ...]:
    shared = one.tokens.keys() & two.tokens.keys()
    return tuple(sorted(shared, key=lambda token: (-weights.get(token, 0.0), token))[:4])
