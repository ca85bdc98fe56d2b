"""Copy damage of mirror sites: what it was is put back where that can be proven, else the place is marked."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lianchuang.campaigns.notice import shifted
from lianchuang.campaigns.notice.scripts import (
    HANZI,
    PINYIN,
    is_common,
    is_converted,
    is_hanzi,
    is_read,
    is_traditional,
    to_simplified,
)

CJK = f"{HANZI}、。，；：？！“”‘’（）《》〈〉〔〕【】「」『』…—·"
SYLLABLE = rf"[ \u00a0]*([{PINYIN}]{{1,8}})[ \u00a0]*"
STRAY_PINYIN = re.compile(rf"([{HANZI}])[ \u00a0]?(?:[(（\[]{SYLLABLE}[)）\]]|([{PINYIN}]{{1,6}}))")
ODD_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
SPACES_AT_MARKS = re.compile(
    r" +(?=[、。，；：？！”’）》〉〕】…])|(?<=[、。，；：？！“‘（《〈〔【]) +|(?<=[”’）》〉〕】]) +(?=[^\x00-\x7f])"
)
SPACE_BEFORE_QUOTE = re.compile(rf"(?<=[{HANZI}，、；]) +(?=[“‘（《〈〔【])")
NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
WIDE = dict(zip(",:;!?", "，：；！？", strict=True))
PAIR = re.compile(r"\(([^()\n]*)\)")
MARK = re.compile(r"[,:;]|[!?]+")
# Places that no text has unless something was lost: a replacement character, question marks in a row, before a letter or the
# rest of a date, a pinyin that lost its bracket, characters of private use, the well-known nonsense of a wrong decoding.
DAMAGED = re.compile(
    rf"[\ufffd\ue000-\uf8ff]+|{shifted.UNKNOWN}|\?[{PINYIN}]{{1,8}} ?[)）]|(?:锟斤拷|烫烫烫|屯屯屯)+"
    rf"|\?[?!](?=[{CJK}]{{1,20}}[A-Za-z@\[\\\]^_`{{|}}~])"
    r"|[?!]{3,}|[?!]{1,2}(?=[年月日])|\?\?(?=[a-zA-Z])"
)
QUESTION = re.compile(rf"\?[?!？！]?[{CJK}a-zA-Z]{{1,12}}")
PLACES = 200  # shown
MOST_TRIED = 500  # a text with more question marks is beyond repair


@dataclass(frozen=True)
class Place:
    """One place in the text, by line. `before` is what stood there; `after` what it was, empty where nothing proves it."""

    line: int
    before: str
    after: str


@dataclass(frozen=True)
class Mended:
    """The text as it was meant. `counts` and `lines` are by sort of mending."""

    text: str
    counts: Mapping[str, int]
    lines: Mapping[str, tuple[int, ...]] = field(repr=False)
    restored: tuple[Place, ...]
    damaged: tuple[Place, ...]


def mend(text: str) -> Mended:
    """Undo what mirror sites do to a text. A text without damage comes back as it is, but for spaces at line ends."""
    lines: list[str] = []
    done: Counter[str] = Counter()
    touched: dict[str, list[int]] = {}
    restored: list[Place] = []
    damaged: list[Place] = []
    is_worth_it = sum(map(text.count, shifted.LOST)) <= MOST_TRIED
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        line, repairs = shifted.put_back(raw) if is_worth_it else (raw, ())
        restored += [Place(number, found.before, _finish(found.after)) for found in repairs]
        counts = Counter({"restored": len(repairs)} if repairs else {})
        for sort, step in STEPS:
            line, count = step(line)
            counts[sort] += count
        broken = _broken(line)
        damaged += [Place(number, found, "") for found in broken]
        counts["damaged"] = len(broken)
        done.update(counts)
        for sort in +counts:
            touched.setdefault(sort, []).append(number)
        lines.append(line)
    return Mended(
        text="\n".join(lines),
        counts={sort: count for sort, count in done.items() if count},
        lines={sort: tuple(numbers) for sort, numbers in touched.items()},
        restored=tuple(restored[:PLACES]),
        damaged=tuple(damaged[:PLACES]),
    )


def _finish(text: str) -> str:
    for _sort, step in STEPS:
        text, _count = step(text)
    return text


def _broken(line: str) -> list[str]:
    """The places of a line where something is lost for good."""
    places = [found[0] for found in DAMAGED.finditer(line) if set(found[0]) != {"!"}]
    rest = (found[0] for found in QUESTION.finditer(DAMAGED.sub("", line)))
    places += [words for words in rest if any(is_hanzi(sign) and not is_common(sign) for sign in words)]
    return places


def _without_pinyin(line: str) -> tuple[str, int]:
    count = 0

    def drop(found: re.Match[str]) -> str:
        nonlocal count
        bare = found[3]
        if bare and bare.isascii():  # a word in Latin letters; pinyin without brackets is known by its tone
            return found[0]
        if is_converted(found[1]) and is_read(found[1], found[2] or bare):
            count += 1
            return found[1]
        return found[0]

    return STRAY_PINYIN.sub(drop, line), count


def _in_simplified(line: str) -> tuple[str, int]:
    if not any(is_traditional(character) for character in line):
        return line, 0
    after = to_simplified(line)
    return after, sum(one != other for one, other in zip(line, after, strict=False))


def _with_wide_marks(line: str) -> tuple[str, int]:
    """Commas and the like beside Chinese characters are full-width in official papers, figures and letters are not."""
    count = 0

    def is_chinese(at: int) -> bool:
        return 0 <= at < len(line) and re.match(f"[{CJK}]", line[at]) is not None

    def widen(found: re.Match[str]) -> str:
        nonlocal count
        if DAMAGED.match(line, found.start()) or not (is_chinese(found.start() - 1) or is_chinese(found.end())):
            return found[0]
        count += len(found[0])
        return "".join(WIDE[character] for character in found[0])

    def widen_pair(found: re.Match[str]) -> str:
        nonlocal count
        inside = (found.start() + 1, found.end() - 2)
        if not any(map(is_chinese, (found.start() - 1, found.end(), *inside))):
            return found[0]
        count += 2
        return f"（{found[1]}）"

    narrow = line.translate(NARROW)
    count = sum(one != other for one, other in zip(line, narrow, strict=True))
    line = PAIR.sub(widen_pair, narrow)
    return MARK.sub(widen, line), count


def _with_plain_spaces(line: str) -> tuple[str, int]:
    inner = line.strip(" \t\u3000\u00a0\ufeff")
    inner, invisible = INVISIBLE.subn("", inner)
    inner, odd = ODD_SPACES.subn(" ", inner)
    inner, at_marks = SPACES_AT_MARKS.subn("", inner)
    inner, before_quotes = SPACE_BEFORE_QUOTE.subn("", inner)
    return re.sub(" {2,}", " ", inner), invisible + odd + at_marks + before_quotes


STEPS: tuple[tuple[str, Callable[[str], tuple[str, int]]], ...] = (
    ("pinyin", _without_pinyin),
    ("script", _in_simplified),
    ("punctuation", _with_wide_marks),
    ("spaces", _with_plain_spaces),
)
