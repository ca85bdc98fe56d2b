"""A sample that anybody can draw again: by hashes, with no random generator of any language or library.

Every choice is a comparison of SHA-256 sums of short texts, so the same seed and frame give the same sample in every version of every
language. The rule in words, with worked numbers and a script of twenty lines that repeats it: docs/rules/sampling.md.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

RULE = "1"  # stands in every hashed text; a changed rule gets another number
SPAN = 2**256


@dataclass(frozen=True, order=True)
class Listed:
    """One line of a frame: the stratum (a type of site), the part of it (a town), the code that never changes."""

    stratum: str
    part: str
    code: str


@dataclass(frozen=True)
class Cell:
    """What is drawn from together: a stratum, or one part of it.

    `frame` of them there are; between `least` and `most` are drawn; each comes up with the probability `chance`.
    """

    stratum: str
    part: str
    frame: int
    least: int
    most: int
    chance: Fraction


def _sum(kind: str, *words: object) -> str:
    text = "/".join(["lianchuang", RULE, kind, *(str(word) for word in words)])
    return sha256(text.encode()).hexdigest()


def rank(seed: int, code: str) -> str:
    """The place of a code in the order of a seed; smaller comes first."""
    return _sum("rank", seed, code)


def commitment(seed: int, salt: str) -> str:
    """What is printed before the draw, so that nobody can choose the seed afterwards; the salt keeps it from being guessed."""
    return _sum("seed", seed, salt)


def frame_text(frame: Iterable[Listed]) -> str:
    """The frame as it is kept and published: a line for each code, in the order of their letters."""
    return "".join(f"{one.stratum}\t{one.part}\t{one.code}\n" for one in sorted(frame))


def read_frame(text: str) -> list[Listed]:
    """The frame out of its text."""
    return [Listed(*line.split("\t", 2)) for line in text.splitlines()]


def fingerprint(text: str) -> str:
    """The SHA-256 sum of a frame's text."""
    return sha256(text.encode()).hexdigest()


def in_order(seed: int, codes: Iterable[str]) -> list[str]:
    """The codes in the order of the seed."""
    return sorted(codes, key=lambda code: (rank(seed, code), code))


def draw(frame: Iterable[Listed], wanted: Mapping[str, int], seed: int, *, by_part: bool) -> list[str]:
    """Draw so many of each stratum, or all where there are fewer; the codes in the order of their letters.

    Within a stratum every code has the same chance, `wanted / frame`. With `by_part` each part gets its share of the stratum
    rounded up or down, by one hashed start for the stratum, which leaves the chances as they are.
    """
    cells = _cells(frame)
    drawn: list[str] = []
    for stratum in sorted(wanted):
        parts = cells.get(stratum, {})
        for part, number in _numbers(stratum, parts, wanted[stratum], seed, by_part):
            codes = parts[part] if by_part else [code for each in parts.values() for code in each]
            drawn += in_order(seed, codes)[:number]
    return sorted(drawn)


def _cells(frame: Iterable[Listed]) -> dict[str, dict[str, list[str]]]:
    cells: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in sorted(frame):
        cells[one.stratum][one.part].append(one.code)
    return cells


def _numbers(
    stratum: str, parts: Mapping[str, Sequence[str]], wanted: int, seed: int, by_part: bool
) -> list[tuple[str, int]]:
    """How many come from each part. Controlled rounding: quotas laid end to end, cut where the hashed start says."""
    total = sum(len(codes) for codes in parts.values())
    wanted = max(0, min(wanted, total))
    if not wanted:
        return []
    if not by_part:
        return [("", wanted)]
    start, before = Fraction(int(_sum("start", seed, stratum), 16), SPAN), Fraction(0)
    numbers = []
    for part in sorted(parts):
        upto = before + Fraction(wanted * len(parts[part]), total)
        numbers.append((part, math.floor(upto + start) - math.floor(before + start)))
        before = upto
    return numbers


def cells_of(frame: Iterable[Listed], wanted: Mapping[str, int], *, by_part: bool) -> list[Cell]:
    """What would be drawn from, before any seed: each cell with its size, how many come from it, and the chance of each code."""
    found: list[Cell] = []
    cells = _cells(frame)
    for stratum in sorted(wanted):
        parts = cells.get(stratum, {})
        total = sum(len(codes) for codes in parts.values())
        number = max(0, min(wanted[stratum], total))
        if not by_part or not parts:
            found.append(Cell(stratum, "", total, number, number, Fraction(number, total) if total else Fraction(0)))
            continue
        for part in sorted(parts):
            quota = Fraction(number * len(parts[part]), total)
            found.append(
                Cell(stratum, part, len(parts[part]), math.floor(quota), math.ceil(quota), Fraction(number, total))
            )
    return found


def reserve(frame: Iterable[Listed], like: Listed, seed: int, *, by_part: bool, taken: Iterable[str]) -> list[str]:
    """Who takes the place of `like`, the next one first: the rest of its cell in the order of the seed.

    When its part is used up, the rest of its stratum follows.
    """
    gone = set(taken)
    there = [one for one in frame if one.stratum == like.stratum and one.code not in gone]
    near = in_order(seed, (one.code for one in there if not by_part or one.part == like.part))
    far = in_order(seed, (one.code for one in there if by_part and one.part != like.part))
    return near + far


def doubled(codes: Iterable[str], number: int, seed: int) -> list[str]:
    """Which of a sample are visited twice."""
    return sorted(sorted(codes, key=lambda code: (_sum("double", seed, code), code))[: max(0, number)])
