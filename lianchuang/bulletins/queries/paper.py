"""A bulletin as a paper: its sections in their order, the words around the figures filled in, each figure known."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from lianchuang.bulletins.queries.letters import day_words
from lianchuang.bulletins.queries.pages import BulletinPage
from lianchuang.bulletins.rules import Kind
from lianchuang.bulletins.rules.wording import Form, Name, Section, Words, kept, parse
from lianchuang.common import clock
from lianchuang.common.words import in_reader_language

NUMERALS = (
    pgettext_lazy("section", "1"),
    pgettext_lazy("section", "2"),
    pgettext_lazy("section", "3"),
    pgettext_lazy("section", "4"),
    pgettext_lazy("section", "5"),
    pgettext_lazy("section", "6"),
    pgettext_lazy("section", "7"),
)


@dataclass(frozen=True)
class Run:
    """A stretch of a paragraph: plain words, or a figure by its key, as a count or a rate."""

    words: str = ""
    key: str = ""
    form: Form = Form.FACT


@dataclass(frozen=True)
class Part:
    """A section of the paper."""

    key: str
    numeral: Promise
    heading: str
    paragraphs: Sequence[Sequence[Run]]


class Paper:
    """The words of a bulletin in the reader's language, around its frozen figures."""

    def __init__(self, page: BulletinPage) -> None:
        self.page = page
        self.wording = page.wording

    @property
    def masthead(self) -> str:
        return said(self.wording.masthead)

    @property
    def title(self) -> str:
        return "".join(self._plain(run) for run in self._runs(said(self.wording.title)))

    @property
    def addressee(self) -> str:
        return said(self.wording.addressee)

    @property
    def copies(self) -> str:
        return said(self.wording.copies)

    @property
    def opening(self) -> list[list[Run]]:
        return self._paragraphs(self.wording.opening)

    @cached_property
    def parts(self) -> list[Part]:
        """The sections that are there, numbered."""
        there = [section for section in self.wording.sections if section.shown and self._has(section)]
        return [
            Part(section.key, numeral, said(section.heading), self._paragraphs(section.text))
            for section, numeral in zip(there, NUMERALS, strict=False)
        ]

    def _has(self, section: Section) -> bool:
        """Whether there is anything to say in it."""
        match section.key:
            case "pairs":
                return bool(self.page.pairs)
            case "list":
                return bool(self.page.listed)
            case "outlook":
                return bool(self.page.bulletin.outlook) or self.page.bulletin.is_draft
            case "demands":
                return bool(said(section.text))
        return True

    def _paragraphs(self, words: Words) -> list[list[Run]]:
        lines = [line.strip() for line in said(words).splitlines() if line.strip()]
        return [runs for line in lines if (runs := self._runs(line))]

    def _runs(self, text: str) -> list[Run]:
        runs = []
        for piece in kept(parse(text), self._is_there):
            if piece.name is None:
                runs.append(Run(piece.words))
            elif piece.name.form is Form.FACT:
                runs.append(Run(self._facts[piece.name.code]))
            else:
                runs.append(Run(key=piece.name.figure, form=piece.name.form))
        return runs

    def _is_there(self, name: Name) -> bool:
        if name.form is Form.FACT:
            return bool(self._facts[name.code])
        shown = self.page.shown(name.figure)
        return bool(shown.denominator if name.form is Form.RATE else shown.value)

    def _plain(self, run: Run) -> str:
        return run.words if run.form is Form.FACT else str(self.page.value(run.key))

    @cached_property
    def _facts(self) -> dict[str, str]:
        """Every fact that a name may stand for; empty where it is not known."""
        page, bulletin, head = self.page, self.page.bulletin, self.page.tables["head"]
        visited, first = page.shown("visited"), bulletin.period_from
        return {
            "planned": str(visited.denominator or 0),
            "rework_change": self._change("rework"),
            "types": page.type_words if page.value("new") else "",
            "origins": self._origins(),
            "start": day_words(first),
            "end": day_words(bulletin.period_to),
            "as_of": date_format(clock.local(bulletin.as_of), pgettext("date format", "j F, H:i")),
            "week": str(page.week),
            "year": str(first.year),
            "month": str(first.month),
            "rounds": str(page.rounds),
            "round": head.get("round", ""),
            "campaign": in_reader_language(head.get("campaign", ""), head.get("campaign_en", "")),
            "office": page.office,
        }

    def _origins(self) -> str:
        parts = [f"{line.label} {line.counts['new']}" for line in self.page.origins]
        return pgettext("between kinds of place", ", ").join(parts)

    def _change(self, key: str) -> str:
        """By how much a rate changed against the bulletin before, in words; empty without a base."""
        points = self.page.changes.get(key)
        if points is None:
            return ""
        words = {"points": abs(points)}
        if self.page.bulletin.kind == Kind.WEEKLY:
            if points == 0:
                return _("as in the week before")
            up, down = (
                _("up %(points)s percentage points on the week before"),
                _("down %(points)s percentage points on the week before"),
            )
        else:
            if points == 0:
                return _("as in the issue before")
            up, down = (
                _("up %(points)s percentage points on the issue before"),
                _("down %(points)s percentage points on the issue before"),
            )
        return (up if points > 0 else down) % words


def said(words: Words) -> str:
    """A text in the reader's language."""
    return words.zh if (translation.get_language() or "").startswith("zh") else words.en or words.zh
