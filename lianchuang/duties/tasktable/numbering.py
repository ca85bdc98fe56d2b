"""Numbers of lists: 一、（一）1. 1.1 (1) ① and what they say about the tree."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lianchuang.duties.tasktable.listnumbers import CIRCLED

HAN_DIGITS = {"零": 0, "〇": 0, **{char: number for number, char in enumerate("一二三四五六七八九", start=1)}, "两": 2}
UNITS_AFTER = "米公里万亿元吨平个年月日号度%％倍人户座处条天项家所次级"
_HAN = "[一二三四五六七八九十百]{1,4}"
_DECIMAL = r"\d{1,3}(?:[.．]\d{1,3}){1,4}"
STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第({_HAN}|\d{{1,2}})[章节部分项类条篇]+[、.．:：\s]*")),
    ("han", re.compile(rf"({_HAN})(?:[、.．,，:：]|\s+|$)\s*")),
    ("han_bracket", re.compile(rf"[（(]({_HAN})[）)]\s*[、.．]?\s*")),
    ("decimal", re.compile(rf"({_DECIMAL})(?:[、.．]|\s+|$|(?=[\u4e00-\u9fff“])(?![{UNITS_AFTER}]))\s*")),
    ("figure", re.compile(r"(\d{1,3})(?:[、．:：]|[.](?!\d)|[）)]|\s+(?=[\u4e00-\u9fff“])|$)\s*")),
    ("bracket", re.compile(r"[（(](\d{1,3})[）)]\s*[、.．]?\s*")),
    ("circle", re.compile(rf"([{CIRCLED}])\s*[、.．]?\s*")),
)


@dataclass(frozen=True)
class ListNumber:
    """A number as its style and parts: （二） is han_bracket (2,), 1.10 is decimal (1, 10)."""

    style: str
    parts: tuple[int, ...]

    def __str__(self) -> str:
        return ".".join(str(part) for part in self.parts)


def han_value(text: str) -> int:
    """十二 → 12."""
    if "十" in text:
        tens, _ten, ones = text.partition("十")
        return (HAN_DIGITS.get(tens, 1) if tens else 1) * 10 + (HAN_DIGITS.get(ones, 0) if ones else 0)
    value = 0
    for char in text:
        value = value * 10 + HAN_DIGITS.get(char, 0)
    return value


def split_number(text: str) -> tuple[ListNumber | None, str]:
    """The number a text begins with, and the rest."""
    for style, pattern in STYLES:
        match = pattern.match(text)
        if match is None:
            continue
        if style == "circle":
            parts: tuple[int, ...] = (CIRCLED.index(match[1]) + 1,)
        elif style == "decimal":
            parts = tuple(int(part) for part in re.split(r"[.．]", match[1]))
        else:
            parts = (int(match[1]) if match[1].isdigit() else han_value(match[1]),)
        return ListNumber(style, parts), text[match.end() :]
    return None, text


def whole_number(text: str) -> ListNumber | None:
    """The number that is the whole text."""
    number, rest = split_number(text.strip())
    return number if number and not rest.strip() else None


def split_all(text: str) -> tuple[list[ListNumber], str]:
    """All numbers a text begins with, one inside the other: 4.（1）… A list that goes on in the text keeps its first number."""
    numbers: list[ListNumber] = []
    rest = text
    while len(numbers) < 3:
        number, after = split_number(rest)
        if number is None or any(one.style == number.style for one in numbers) or _goes_on(after, number):
            break
        numbers.append(number)
        rest = after
    return numbers, rest


def _goes_on(text: str, number: ListNumber) -> bool:
    """Whether the next number of the same list stands further on in the text."""
    following = ListNumber(number.style, (*number.parts[:-1], number.parts[-1] + 1))
    for match in re.finditer(r"(?:^|[\n；;。，\s])(?=[\d（(①-⑳一-十])", text):
        if split_number(text[match.end() :])[0] == following:
            return True
    return bool(number.style == "circle" and number.parts[0] < len(CIRCLED) and CIRCLED[number.parts[0]] in text)


@dataclass(frozen=True)
class Section:
    """A heading over the rows that follow."""

    number: ListNumber | None
    words: str
    is_branch: bool = False  # of a tree whose leaves are the tasks


class Sections:
    """The headings one stands under; a new one ends those of its own style and deeper."""

    def __init__(self) -> None:
        self.open: list[Section] = []

    def enter(self, text: str) -> None:
        """Begin under a heading."""
        number, words = split_number(text.strip())
        self.enter_numbered(number, words.strip())

    def enter_numbered(self, number: ListNumber | None, words: str, *, is_branch: bool = False) -> None:
        """Begin under a heading whose number is known."""
        style = number.style if number else ""
        held = [section.number.style if section.number else "" for section in self.open]
        self.open = self.open[: held.index(style)] if style in held else [] if not style else self.open
        self.open.append(Section(number, words, is_branch))

    def leave_branches(self, leaf: ListNumber) -> None:
        """A task with this number ends the branches that stand beside it or deeper: 3. does not belong under 2."""
        self.open = [
            section
            for section in self.open
            if not (section.is_branch and section.number and not is_deeper(leaf, section.number))
        ]

    @property
    def has_unnumbered(self) -> bool:
        """Whether a heading without number is among them: less sure to be one."""
        return any(section.number is None for section in self.open)

    def clear(self) -> None:
        """Stand under nothing."""
        self.open = []

    @property
    def words(self) -> list[str]:
        return [section.words for section in self.open]

    @property
    def numbers(self) -> list[ListNumber]:
        return [section.number for section in self.open if section.number]


def path_of(above: Sequence[ListNumber], own: Sequence[ListNumber]) -> str:
    """Where a row stands in the tree: 2.1.3. A number with points is whole by itself."""
    path: list[str] = []
    for number in (*above, *own):
        path = [str(number)] if number.style == "decimal" else [*path, str(number)]
    return ".".join(path)


def is_deeper(number: ListNumber, than: ListNumber) -> bool:
    """Whether a number belongs under another: ① under (1), (1) under 1., 1.1 under 1."""
    if number.style == than.style == "decimal":
        return len(number.parts) > len(than.parts)
    return DEPTHS.index(number.style) > DEPTHS.index(than.style)


DEPTHS = ("part", "han", "han_bracket", "figure", "decimal", "bracket", "circle")
