"""Characters: Traditional and Simplified, how they are read, and which of them are ordinary."""

import re
import unicodedata
from functools import cache
from importlib import resources

from opencc import OpenCC
from pypinyin import Style, pinyin
from pypinyin.constants import PHRASES_DICT

HANZI = "\u3400-\u4dbf\u4e00-\u9fff"
# Letters of pinyin, also those that copies write with the phonetic ɑ and ɡ, or with the tone as a mark of its own.
PINYIN = "a-zA-Z\u00e0-\u00fc\u0101-\u01dc\u0251\u0261\u0300-\u030c"
# What the converter leaves as it is: 著 is 着 unless it is about writing or renown.
STILL_TRADITIONAL = re.compile("(?<![显名原编卓土专论巨昭遗合译拙])著(?![名作述者称书录])|陜")
LONGEST_RUN = 400  # the converter recurses; a run without any punctuation is handed over in parts
TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))


@cache
def _converter(direction: str) -> OpenCC:
    return OpenCC(direction)


def to_simplified(text: str) -> str:
    """The text in Simplified characters, words considered."""
    parts = (text[start : start + LONGEST_RUN] for start in range(0, len(text), LONGEST_RUN))
    simplified = "".join(str(_converter("t2s").convert(part)) for part in parts)
    return STILL_TRADITIONAL.sub(lambda found: "着" if found[0] == "著" else "陕", simplified)


@cache
def simplified_character(character: str) -> str:
    """One character in its Simplified form."""
    return str(_converter("t2s").convert(character))


@cache
def is_converted(character: str) -> bool:
    """Whether the two scripts write this character differently, whichever of the two it is."""
    return simplified_character(character) != character or str(_converter("s2t").convert(character)) != character


@cache
def is_traditional(character: str) -> bool:
    """Whether this character is written in Traditional text only."""
    return simplified_character(character) != character and not _in_gb2312(character)


@cache
def is_common(character: str) -> bool:
    """Whether its Simplified form stands in GB 2312, as nearly every character of official papers does."""
    return _in_gb2312(simplified_character(character))


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def is_hanzi(character: str) -> bool:
    """Whether this is a Chinese character."""
    return re.fullmatch(f"[{HANZI}]", character) is not None


@cache
def is_read(character: str, syllable: str) -> bool:
    """Whether `syllable` is a reading of the character; a syllable without tone fits every tone."""
    said = _plain(syllable)
    readings = _readings(character) | _readings(simplified_character(character))
    return said in readings or said in {_toneless(reading) for reading in readings}


@cache
def _readings(character: str) -> frozenset[str]:
    found = pinyin(character, style=Style.TONE, heteronym=True, errors="ignore")
    return frozenset(_plain(reading) for readings in found for reading in readings)


def _plain(syllable: str) -> str:
    folded = syllable.strip().lower().replace("\u0251", "a").replace("\u0261", "g").replace("v", "ü")
    return unicodedata.normalize("NFC", folded)


def _toneless(syllable: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", syllable).translate(TONES))


@cache
def _phrases() -> frozenset[str]:
    lines = (resources.files("opencc") / "dictionary" / "STPhrases.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("\t", 1)[0] for line in lines)


def is_word(text: str) -> bool:
    """Whether the dictionaries of the two libraries (some 90 000 words) know this as a word."""
    simplified = "".join(map(simplified_character, text))
    return simplified in PHRASES_DICT or simplified in _phrases()
