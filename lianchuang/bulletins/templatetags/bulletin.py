"""A frozen figure as it is printed: underlined with dots, and a link to the rows behind it."""

from collections.abc import Sequence

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lianchuang.bulletins.models import Bulletin, Correction
from lianchuang.bulletins.queries import BulletinPage
from lianchuang.bulletins.queries.pages import Line, Shown
from lianchuang.bulletins.queries.paper import Run
from lianchuang.bulletins.queries.sheets import correction_words, units_note
from lianchuang.bulletins.rules import BY_KEY, cell_key, shows_rate
from lianchuang.bulletins.rules.wording import Form
from lianchuang.common.templatetags.lc import percent

register = template.Library()


def _link(bulletin: Bulletin, key: str, words: SafeString | str, is_empty: bool) -> SafeString:
    if is_empty:
        return format_html('<span class="bl-f">{}</span>', words)
    address = reverse("bulletins:figure", args=[bulletin.kind, bulletin.year, bulletin.issue, key])
    return format_html('<a class="bl-f" href="{}">{}</a>', address, words)


def _words(value: int, denominator: int | None) -> SafeString | str:
    """A count, or a rate with its counts; below ten the counts alone; of nothing a dash."""
    if denominator is None:
        return str(value)
    if not denominator:
        return format_html('–<span class="visually-hidden">{}</span>', _("nothing to count"))
    if not shows_rate(denominator):
        return f"{value}/{denominator}"
    return format_html("{}%<small>{}/{}</small>", percent(value, denominator), value, denominator)


@register.simple_tag
def figure(page: BulletinPage, key: str) -> SafeString:
    """A figure of the whole in running text: a count, or a rate when it has a base."""
    shown = page.shown(key)
    return _link(page.bulletin, key, _words(shown.value, shown.denominator), not shown.value)


@register.simple_tag
def runs(page: BulletinPage, some: Sequence[Run]) -> SafeString:
    """A paragraph of the paper: its words, and each figure as a link to its rows."""
    return format_html_join("", "{}", ((_run(page, run),) for run in some))


def _run(page: BulletinPage, run: Run) -> SafeString | str:
    if run.form is Form.FACT:
        return run.words
    shown = page.shown(run.key)
    words = _words(shown.value, shown.denominator if run.form is Form.RATE else None)
    return _link(page.bulletin, run.key, words, not shown.value)


@register.simple_tag
def strip_figure(page: BulletinPage, shown: Shown) -> SafeString:
    """A figure at the head: the rate large and its counts below, or the count; sites visited are a count."""
    value, denominator = shown.value, shown.denominator
    if shown.key == "visited" or denominator is None:
        return _link(page.bulletin, shown.key, str(value), not value)
    words = f"{percent(value, denominator)}%" if shows_rate(denominator) else f"{value}/{denominator}"
    return _link(page.bulletin, shown.key, words if denominator else "–", not value)


@register.simple_tag
def cell(page: BulletinPage, line: Line, key: str) -> SafeString:
    """A cell of a table: a count, or a rate where the figure has a base and the line is large enough for one."""
    value, base = line.counts[key], BY_KEY[key].base
    denominator = line.counts[base] if base in line.counts and line.rates else None
    return _link(page.bulletin, cell_key(key, line.cell), _words(value, denominator), not value)


@register.simple_tag
def note_of_units(page: BulletinPage) -> str:
    """How the table of units is to be read."""
    return units_note(page)


@register.simple_tag
def correction_sentence(correction: Correction) -> str:
    """A signed correction in words."""
    return correction_words(correction)
