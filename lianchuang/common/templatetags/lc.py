"""The few parts of the look as template tags. They draw values; they never read the database or the clock."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from django import template
from django.conf import settings
from django.forms import BoundField, ModelChoiceField
from django.http import QueryDict
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lianchuang.common import clock
from lianchuang.common.charts import Bars, Flow, Step, StepBars, bars, share_bar, step_bars
from lianchuang.common.shapes import STOPS, Deadline, LoopShape, minutes_words

register = template.Library()

UNSAID = "---------"  # what Django shows for no choice
SMALL_NUMBER = 10  # below it a rate says nothing: only counts are shown
_INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_GROUND = re.compile(r'\s*<path stroke="none" d="M0 0h24v24H0z" fill="none" />')


class SealOf(Protocol):
    """What a seal needs of a campaign."""

    @property
    def seal(self) -> str: ...
    @property
    def slot(self) -> int: ...
    @property
    def label(self) -> str: ...


class Counts(Protocol):
    """What a row of seals needs: a campaign, whether wholly ("full") or in part, whether a veto hangs on it."""

    @property
    def campaign(self) -> SealOf: ...
    @property
    def fill(self) -> str: ...
    @property
    def is_veto(self) -> bool: ...


@lru_cache(maxsize=512)
def icon_paths(name: str) -> str:
    """The inner paths of a shipped icon. An icon that is not shipped is a fault of the code, not of the page."""
    path = settings.PACKAGE / "browser" / "icons" / f"{name}.svg"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        raise LookupError(f"icon {name!r} is not shipped: list it in browser-files.toml and run make setup")
    match = _INNER.search(path.read_text(encoding="utf-8"))
    if match is None:
        raise LookupError(f"icon {name!r} is not an SVG")
    return " ".join(_GROUND.sub("", match[1]).split())


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An outline icon, inline; without a label it is decoration."""
    paths = mark_safe(icon_paths(str(name)))  # noqa: S308 - from our own shipped files
    if label:
        return format_html('<svg class="ic" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, paths)
    return format_html('<svg class="ic" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', paths)


def _seal(campaign: SealOf, *, fill: str = "full", is_veto: bool = False, size: str = "") -> SafeString:
    more = mark_safe("")
    if fill in {"part", "none"}:
        more += format_html(' data-fill="{}"', fill)
    if is_veto:
        more += mark_safe(" data-veto")
    if size:
        more += format_html(' data-size="{}"', size)
    return format_html(
        '<span class="lc-seal" data-c="{}" data-slot="{}"{} title="{}"><span>{}</span></span>',
        campaign.seal,
        campaign.slot,
        more,
        campaign.label,
        campaign.seal,
    )


@register.simple_tag
def seal(campaign: SealOf, size: str = "") -> SafeString:
    """The seal of one campaign; its name is its words."""
    return format_html(
        '<span class="lc-seals" role="img" aria-label="{}">{}</span>', campaign.label, _seal(campaign, size=size)
    )


@register.simple_tag
def seals(counts: Iterable[Counts], size: str = "", places: Iterable[SealOf] = ()) -> SafeString:
    """For which campaigns a thing counts. `places`: all campaigns, so that columns keep an empty place for each."""
    held = sorted(counts, key=lambda count: count.campaign.slot)
    by_slot = {count.campaign.slot: count for count in held}
    columns = list(places) or [count.campaign for count in held]
    if not columns:
        return mark_safe("")
    drawn = format_html_join("", "{}", ((_place(campaign, by_slot.get(campaign.slot)),) for campaign in columns))
    more = format_html(' data-size="{}"', size) if size else mark_safe("")
    return format_html(
        '<span class="lc-seals"{} role="img" aria-label="{}">{}</span>', more, seals_sentence(held), drawn
    )


def _place(campaign: SealOf, count: Counts | None) -> SafeString:
    if count is None:
        return _seal(campaign, fill="none")
    return _seal(campaign, fill=str(count.fill), is_veto=count.is_veto)


def seals_sentence(counts: Sequence[Counts]) -> str:
    """The seals in words: which campaigns count it, which in part, on which a veto hangs."""
    comma = _(", ")
    groups = (
        (_("Counts for %(names)s"), [count for count in counts if count.fill != "part"]),
        (_("in part for %(names)s"), [count for count in counts if count.fill == "part"]),
        (_("a veto hangs on it: %(names)s"), [count for count in counts if count.is_veto]),
    )
    said = [words % {"names": comma.join(c.campaign.label for c in some)} for words, some in groups if some]
    return _("; ").join(said) if said else _("Counts for no campaign")


@register.simple_tag
def loop_line(shape: LoopShape) -> SafeString:
    """The seven stops, with the shape of where it stands."""
    stops = format_html_join(
        "", '<i class="{}"></i>', ((_stop_class(number, shape.stop),) for number in range(1, STOPS + 1))
    )
    state = format_html(' data-state="{}"', shape.shape) if shape.shape != "here" else mark_safe("")
    return format_html('<span class="lc-loop"{} role="img" aria-label="{}">{}</span>', state, shape.sentence, stops)


def _stop_class(number: int, here: int) -> str:
    return "on" if number < here else "now" if number == here else ""


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """A form's field. Its empty choice says what it means: one has to choose, or nothing is meant."""
    shown = field.field
    if isinstance(shown, ModelChoiceField) and shown.empty_label == UNSAID:
        shown.empty_label = pgettext("empty choice", "Choose") if shown.required else "–"
    return SafeString(field)


@register.simple_tag
def due(deadline: Deadline) -> SafeString:
    """The time left as a pill; the dial shows the share used in tens."""
    state = format_html(' data-state="{}"', deadline.state) if deadline.state != "running" else mark_safe("")
    used = format_html(' data-used="{}"', deadline.used_tenths * 10) if deadline.used_tenths else mark_safe("")
    return format_html('<span class="lc-due"{}{}>{}</span>', state, used, deadline.words)


def percent(numerator: float, denominator: float) -> str:
    """A share with one decimal: 94.7. Whole hundred and nought without."""
    return f"{100 * numerator / denominator:.1f}".removesuffix(".0")


@register.simple_tag
def rate(numerator: int | None, denominator: int | None) -> SafeString:
    """A rate never stands alone: 94.7% 3289/3472. Below ten only the counts; of nothing a dash."""
    if not denominator:
        return format_html(
            '<span class="lc-rate dim">–<span class="visually-hidden">{}</span></span>', _("nothing to count")
        )
    counts = format_html("{}/{}", numerator or 0, denominator)
    if denominator < SMALL_NUMBER:
        return format_html('<span class="lc-rate" title="{}">{}</span>', _("Under 10: counts only"), counts)
    return format_html(
        '<span class="lc-rate">{}%<small>{}</small></span>', percent(numerator or 0, denominator), counts
    )


@register.simple_tag
def source_badge(confidence: str) -> SafeString:
    """How sure a standard's figure is: official solid, second-hand dashed, unverified dotted."""
    words = {
        "official": pgettext("source", "official"),
        "secondhand": pgettext("source", "second-hand"),
        "unverified": pgettext("source", "unverified"),
    }
    return format_html('<span class="lc-src" data-k="{}">{}</span>', confidence, words[str(confidence)])


@register.simple_tag
def veto_pennant() -> SafeString:
    """The pennant above every percentage."""
    return format_html('<span class="lc-veto">{}</span>', pgettext("pennant", "Veto"))


@register.simple_tag
def veto_word() -> str:
    """The word for rows of tables, where a pennant would shout."""
    return pgettext("short", "veto")


@register.simple_tag
def working_minutes(minutes: int | None, counts_working_time: bool = True) -> str:
    """A length of time in words: 1.5 working days, 2 working hours; a dash when there is none."""
    return "–" if minutes is None else minutes_words(round(minutes), counts_working_time)


@register.simple_tag
def limit_words(amount: int, unit: str) -> str:
    """A time limit with its unit: 4 working hours, 15 working days."""
    words = {
        "working_hour": ngettext("%(n)s working hour", "%(n)s working hours", amount),
        "working_day": ngettext("%(n)s working day", "%(n)s working days", amount),
        "calendar_day": ngettext("%(n)s calendar day", "%(n)s calendar days", amount),
        "urgent_hour": ngettext("%(n)s hour, day and night", "%(n)s hours, day and night", amount),
    }
    return words[str(unit)] % {"n": amount}


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: Any) -> str:
    """The page's own query with some values changed (None or "" takes one out); the page number starts again."""
    query = _query(context)
    query.pop("page", None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def toggled(context: Context, name: str, value: Any) -> str:
    """The page's own query with one value of a facet put in, or taken out when it is there."""
    query = _query(context)
    query.pop("page", None)
    held = query.getlist(name)
    text = str(value)
    query.setlist(name, [one for one in held if one != text] if text in held else [*held, text])
    return f"?{query.urlencode()}" if query else "?"


def _query(context: Mapping[str, Any] | Context) -> QueryDict:
    return context["request"].GET.copy()  # type: ignore[no-any-return]


@register.filter
def hour(at: datetime) -> str:
    """The hour of a moment; nothing where only the day is kept."""
    return "" if clock.is_day_only(at) else f"{clock.local(at):%H:%M}"


@register.simple_tag
def hbar(value: int, of: int, selected: int | None = None) -> SafeString:
    """A bar of `value` on the scale of `of`; with `selected` that share stands in ink, the rest in wash."""
    return share_bar(value, of, selected)


@register.inclusion_tag("common/_bars.html")
def bars14(days: Bars) -> dict[str, Any]:
    """New above the line, closed below it, one pair a day."""
    return {"chart": bars(days)}


@register.inclusion_tag("common/_bars.html")
def bars_of_weeks(weeks: Bars) -> dict[str, Any]:
    """The same for weeks, over the width of a page."""
    return {"chart": bars(weeks, width=1140, weekly=True)}


@register.inclusion_tag("common/_stepbars.html", takes_context=True)
def stepbars(context: Context, steps: Sequence[Step] | StepBars) -> dict[str, Any]:
    """Facet columns: one per value with its count below; a step with a link answers a click."""
    chart = steps if isinstance(steps, StepBars) else step_bars(steps)
    return {"chart": chart, "request": context.get("request")}


@register.inclusion_tag("common/_flow.html")
def flow(funnel: Flow) -> dict[str, Any]:
    """The loop as one band: width is the count, medians between the stops, the exits below."""
    return {"chart": funnel.drawn()}
