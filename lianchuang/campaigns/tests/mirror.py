"""What mirror sites do to a text, as a function: the test of mending is that it undoes this.

Written from the outside, byte by byte as such sites work, and sharing no code with the mending.
"""

import random
import re

from opencc import OpenCC
from pypinyin import Style, pinyin

NARROW = dict(zip("，：；！？（）", ",:;!?()", strict=True))
to_traditional = OpenCC("s2t").convert
to_simplified = OpenCC("t2s").convert


def survives_conversion(text: str) -> bool:
    """Whether the two scripts lead back to the same text; where they do not, no mending could."""
    return bool(to_simplified(to_traditional(text)) == text)


def mirrored(text: str, chance: random.Random) -> str:
    """The text in Traditional characters (or half of it), pinyin behind converted ones, marks folded, odd spaces in between."""
    share = chance.choice((0.2, 1.0))
    parts: list[str] = []
    lines = [to_traditional(line) if chance.random() < 0.8 else line for line in text.split("\n")]
    for before, after in zip(text, "\n".join(lines), strict=True):
        parts.append(NARROW.get(after, after))
        if before != after and chance.random() < share:
            opening, closing = chance.choice(("()", "()", "（）"))
            space = chance.choice(("", " ", "\u00a0"))
            parts.append(f"{opening}{_reading(after)}{space}{closing}")
    return "".join(parts)


def _reading(character: str) -> str:
    return str(pinyin(character, style=Style.TONE)[0][0])


def with_marks_found_inside(text: str) -> str:
    """The text after “！” and “？” were looked for without minding where a character begins: the byte before is lost as "?"."""
    content = bytearray(text.encode("gbk"))
    at = 0
    while at < len(content):
        width = 1 if content[at] < 0x80 else 2
        if width == 2 and bytes(content[at + 1 : at + 3]) in {b"\xa3\xa1", b"\xa3\xbf"}:
            content[at : at + 1] = b"?"
        at += width
    return _lenient(bytes(content))


def with_pinyin_inside(text: str, converted: str) -> str:
    """The text after pinyin was inserted wherever the bytes of a converted character stand, in step with the text or not."""
    inserted = f"({_reading(converted)})".encode("gbk")
    return _lenient(text.encode("gbk").replace(converted.encode("gbk"), converted.encode("gbk") + inserted))


def _lenient(content: bytes) -> str:
    """GBK read as browsers of old did: two bytes at a time, "?" for a pair that is no character."""
    parts: list[str] = []
    at = 0
    while at < len(content):
        if content[at] < 0x80:
            parts.append(chr(content[at]))
            at += 1
            continue
        try:
            parts.append(content[at : at + 2].decode("gbk"))
        except UnicodeDecodeError:
            parts.append("?")
        at += 2
    return re.sub("[，：；！？（）]", lambda found: NARROW[found[0]], "".join(parts))
