"""The little language of the texts around the figures: {name} and [ … ], over a closed set of names. No code in it.

{name} is a figure or a fact; [ … ] is left out when something in it is nought or unknown. Names are understood in
Chinese and in English. A text that holds anything else in braces is refused with its place.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

MOST_TEXT = 1500
MOST_HEADING = 30
MOST_TITLE = 80


class Form(StrEnum):
    """How a name is printed."""

    COUNT = "count"
    RATE = "rate"
    FACT = "fact"


@dataclass(frozen=True)
class Name:
    """A name that may stand in braces: its English and Chinese form, what it is, and the figure it prints."""

    code: str
    zh: str
    words: Promise
    form: Form = Form.FACT
    figure: str = ""


def _count(code: str, zh: str, words: Promise, figure: str = "") -> Name:
    return Name(code, zh, words, Form.COUNT, figure or code)


def _rate(code: str, zh: str, words: Promise, figure: str) -> Name:
    return Name(code, zh, words, Form.RATE, figure)


NAMES = (
    _count("visited", "走访", pgettext_lazy("placeholder", "sites visited")),
    Name("planned", "应走", pgettext_lazy("placeholder", "sites planned")),
    _count("new", "新发现", pgettext_lazy("placeholder", "new findings")),
    _count("due", "应销", pgettext_lazy("placeholder", "due to close")),
    _count("due_closed", "已销", pgettext_lazy("placeholder", "closed of due")),
    _rate("closing_rate", "销号率", pgettext_lazy("placeholder", "closing rate"), "due_closed"),
    _rate("on_time_rate", "按期率", pgettext_lazy("placeholder", "on-time rate"), "on_time"),
    _count("closed", "本期销号", pgettext_lazy("placeholder", "closed in these days")),
    _count("verified", "核查", pgettext_lazy("placeholder", "verified")),
    _rate("rework_rate", "返工率", pgettext_lazy("placeholder", "rework rate"), "rework"),
    Name("rework_change", "返工变化", pgettext_lazy("placeholder", "change of rework against the issue before")),
    _count("repeat", "反复", pgettext_lazy("placeholder", "came back")),
    _rate("repeat_rate", "反复率", pgettext_lazy("placeholder", "repeat rate"), "repeat"),
    _count("deferred", "挂账", pgettext_lazy("placeholder", "deferred")),
    _count("returned", "退回", pgettext_lazy("placeholder", "returned as not theirs")),
    _count("left_out", "未计入", pgettext_lazy("placeholder", "left out of what is due")),
    _count("veto", "否决", pgettext_lazy("placeholder", "vetoes open")),
    _rate("top_rate", "集中占比", pgettext_lazy("placeholder", "share of the three kinds of place"), "top"),
    Name("types", "集中点位", pgettext_lazy("placeholder", "the three kinds of place with most")),
    Name("origins", "来源", pgettext_lazy("placeholder", "new findings by origin")),
    Name("start", "起日", pgettext_lazy("placeholder", "first day")),
    Name("end", "止日", pgettext_lazy("placeholder", "last day")),
    Name("as_of", "截至", pgettext_lazy("placeholder", "as of when")),
    Name("week", "周次", pgettext_lazy("placeholder", "week of the year")),
    Name("year", "年", pgettext_lazy("placeholder", "year")),
    Name("month", "月", pgettext_lazy("placeholder", "month")),
    Name("rounds", "轮次", pgettext_lazy("placeholder", "number of rounds")),
    Name("round", "督查名称", pgettext_lazy("placeholder", "name of the round")),
    Name("campaign", "创建项目", pgettext_lazy("placeholder", "name of the campaign")),
    Name("office", "发文机关", pgettext_lazy("placeholder", "who issues it")),
)
LETTER_NAMES = (
    Name("as_of", "截至", pgettext_lazy("placeholder", "as of when")),
    Name("count", "件数", pgettext_lazy("placeholder", "number of findings")),
    Name("oldest", "最早期限", pgettext_lazy("placeholder", "the oldest date")),
    Name("reply_due", "答复期限", pgettext_lazy("placeholder", "answer until")),
)
BY_NAME = {spelt: name for name in NAMES for spelt in (name.code, name.zh)}
LETTER_BY_NAME = {spelt: name for name in LETTER_NAMES for spelt in (name.code, name.zh)}


@dataclass(frozen=True)
class Piece:
    """A stretch of plain words, or a name; `optional` numbers the bracket in which it stands (0: none)."""

    words: str = ""
    name: Name | None = None
    optional: int = 0


class WordingFault(ValueError):
    """A text that cannot be used; `sentence` says why and where."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def parse(text: str, names: Mapping[str, Name] = BY_NAME) -> list[Piece]:
    """The pieces of a text. Raises WordingFault: a name not in the set, a brace or bracket without its other half."""
    pieces: list[Piece] = []
    inside, brackets, at = False, 0, 0
    while at < len(text):
        mark = text[at]
        if mark == "{":
            end = text.find("}", at)
            if end < 0:
                raise WordingFault(_("After “%(words)s” a } is missing.") % {"words": text[at : at + 12]})
            pieces.append(Piece(name=_known(text[at + 1 : end].strip(), names), optional=brackets if inside else 0))
            at = end + 1
            continue
        if mark in "}]" and not (mark == "]" and inside):
            raise WordingFault(_("Before “%(words)s” the opening half is missing.") % {"words": text[at : at + 12]})
        if mark == "[" and inside:
            raise WordingFault(_("Brackets do not stand within brackets: “%(words)s”.") % {"words": text[at : at + 12]})
        if mark in "[]":
            inside, brackets, at = mark == "[", brackets + (mark == "["), at + 1
            continue
        end = min((found for each in "{}[]" if (found := text.find(each, at)) >= 0), default=len(text))
        pieces.append(Piece(words=text[at:end], optional=brackets if inside else 0))
        at = end
    if inside:
        raise WordingFault(_("A ] is missing at the end."))
    return pieces


def _known(spelt: str, names: Mapping[str, Name]) -> Name:
    if spelt in names:
        return names[spelt]
    near = get_close_matches(spelt, names, n=1, cutoff=0.5)
    if near:
        words = {"name": spelt, "near": near[0]}
        raise WordingFault(_("There is no {%(name)s}. Do you mean {%(near)s}?") % words)
    raise WordingFault(_("There is no {%(name)s}. The names that may be used stand below.") % {"name": spelt})


def kept(pieces: list[Piece], is_there: Callable[[Name], bool]) -> Iterator[Piece]:
    """The pieces that are printed: a bracket with something missing in it is left out whole."""
    missing = {piece.optional for piece in pieces if piece.optional and piece.name and not is_there(piece.name)}
    return (piece for piece in pieces if piece.optional not in missing)


@dataclass(frozen=True)
class Words:
    """One text in both languages; without an English one the Chinese is shown to all."""

    zh: str
    en: str = ""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        return cls(data["zh"], data.get("en", ""))

    @property
    def data(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}


VETOES = "vetoes"
SECTIONS: dict[str, Promise] = {
    VETOES: gettext_lazy("vetoes, always first"),
    "whole": gettext_lazy("five figures, and a line for each campaign"),
    "units": gettext_lazy("the table of units, by group"),
    "list": gettext_lazy("each new finding, in the annex"),
    "pairs": gettext_lazy("before and after, in the annex"),
    "demands": gettext_lazy("words only"),
    "outlook": gettext_lazy("what is planned next, written for each issue"),
}


@dataclass(frozen=True)
class Section:
    """A section: its heading and the words before its figures; whether it is there at all."""

    key: str
    shown: bool
    heading: Words
    text: Words


@dataclass(frozen=True)
class Wording:
    """All the words of a kind of bulletin, in their order."""

    masthead: Words
    title: Words
    addressee: Words
    opening: Words
    copies: Words
    sections: tuple[Section, ...]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """From plain values, as they are kept and shipped."""
        sections = tuple(
            Section(one["key"], bool(one["shown"]), Words.of(one["heading"]), Words.of(one["text"]))
            for one in data["sections"]
        )
        frame = {name: Words.of(data[name]) for name in FRAME}
        return cls(**frame, sections=sections)

    @property
    def data(self) -> dict[str, Any]:
        """As plain values."""
        sections = [
            {"key": one.key, "shown": one.shown, "heading": one.heading.data, "text": one.text.data}
            for one in self.sections
        ]
        return {**{name: getattr(self, name).data for name in FRAME}, "sections": sections}

    def section(self, key: str) -> Section:
        """The section with that key."""
        return next(one for one in self.sections if one.key == key)

    def shows(self, key: str) -> bool:
        return self.section(key).shown


FRAME = ("masthead", "title", "addressee", "opening", "copies")
FRAME_MOST = {"masthead": 20, "title": MOST_TITLE, "addressee": 120, "opening": MOST_TEXT, "copies": 200}
WITH_NAMES = {"title", "opening"}


def wording_faults(wording: Wording) -> dict[str, list[str]]:
    """What is wrong with a wording, by field (`opening_zh`, `whole_text_zh`); empty when it can be used."""
    faults: dict[str, list[str]] = {}
    for field, text, most, is_plain, is_needed in _texts(wording):
        if found := _text_faults(text, most, is_plain, is_needed):
            faults[field] = found
    keys = [section.key for section in wording.sections]
    if sorted(keys) != sorted(SECTIONS):
        faults["order"] = [_("Each section stands once.")]
    elif keys[0] != VETOES or not wording.sections[0].shown:
        faults["order"] = [_("Vetoes come first and are never left out.")]
    return faults


def _texts(wording: Wording) -> Iterator[tuple[str, str, int, bool, bool]]:
    """Every text: its field, itself, how long it may be, whether it holds no names, whether it is needed."""
    for name in FRAME:
        words: Words = getattr(wording, name)
        is_needed = name in {"masthead", "title"}
        yield f"{name}_zh", words.zh, FRAME_MOST[name], name not in WITH_NAMES, is_needed
        yield f"{name}_en", words.en, 2 * FRAME_MOST[name], name not in WITH_NAMES, False
    for section in wording.sections:
        yield f"{section.key}_heading_zh", section.heading.zh, MOST_HEADING, True, True
        yield f"{section.key}_heading_en", section.heading.en, 2 * MOST_HEADING, True, False
        yield f"{section.key}_text_zh", section.text.zh, MOST_TEXT, False, False
        yield f"{section.key}_text_en", section.text.en, 2 * MOST_TEXT, False, False


def _text_faults(text: str, most: int, is_plain: bool, is_needed: bool) -> list[str]:
    if is_needed and not text.strip():
        return [_("This must not be empty.")]
    if len(text) > most:
        return [_("At most %(most)s characters.") % {"most": most}]
    if is_plain:
        return [_("No figures stand here: leave out { } and [ ].")] if set(text) & set("{}[]") else []
    try:
        parse(text)
    except WordingFault as fault:
        return [fault.sentence]
    return []


def in_order(wording: Wording, keys: list[str]) -> Wording:
    """The same words with the sections in another order; those not named keep theirs, at the end."""
    places = {key: place for place, key in enumerate(keys)}
    return replace(wording, sections=tuple(sorted(wording.sections, key=lambda one: places.get(one.key, len(places)))))
