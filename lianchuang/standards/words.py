"""Scoring and windows in words: ≥ 90 %, 有或无, 每点 0.5 分，满 2 分, 近 12 个月."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lianchuang.common.words import in_reader_language
from lianchuang.kernels.measuring import State, Why
from lianchuang.kernels.thresholds import Span
from lianchuang.standards.rules import plain

SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "==": "="}
RELATION_SIGNS = {"equal": "=", "subset": "⊂", "superset": "⊃", "intersects": "∩"}


def span_words(span: Span, unit: str) -> str:
    """What a value may be: ≥ 40 %, 0 起, > 85 and ≤ 90 %; that nothing can be is said."""
    if span.is_empty:
        return pgettext("threshold", "contradictory: no value satisfies all")
    if span.lower is not None and span.lower == span.upper:
        return f"= {plain(span.lower)} {unit}".strip()
    lower = "" if span.lower is None else f"{'>' if span.lower_open else '≥'} {plain(span.lower)}"
    upper = "" if span.upper is None else f"{'<' if span.upper_open else '≤'} {plain(span.upper)}"
    return f"{pgettext('threshold', ' and ').join(one for one in (lower, upper) if one)} {unit}".strip()


def reading_words(reading: Mapping[str, str], inputs: Iterable[Mapping[str, str]]) -> str:
    """From which inputs a figure is made: Area under green cover ÷ Built-up area × 100."""
    names = {one["name"]: in_reader_language(one["name"], one["name_en"]) for one in inputs}
    parts = [names.get(reading[part], reading[part]) for part in ("of", "per") if reading.get(part)]
    times = f" × {reading['times']}" if reading.get("times", "1") != "1" else ""
    return f"{' ÷ '.join(parts)}{times}" if parts else ""


def state_words(state: State) -> str:
    """How a requirement stands, in a word."""
    words = {
        State.MET: pgettext("standing", "met"),
        State.PART: pgettext("standing", "in part"),
        State.NOT_MET: pgettext("standing", "not met"),
        State.UNKNOWN: pgettext("standing", "unknown"),
    }
    return words[state]


def why_words(why: Why, unit: str = "") -> str:
    """A reason of a verdict as a sentence."""
    facts = {**dict(why.data), "unit": unit}
    sentences = {
        "no_value": _("No value has been entered."),
        "no_measure": _("It rests on no measure."),
        "too_old": _("The newest value (%(last)s) lies before the stretch of time it looks at."),
        "covers_part": _("The measure covers a part of what is asked; the rest needs other evidence."),
        "units_differ": _("It asks in %(asked)s, the measure is in %(measured)s."),
        "no_figure": _("It gives no figure to compare with; a person judges."),
        "outside": _("The value does not reach the threshold."),
        "absent": _("What was asked for is not at hand."),
        "graded": _("The count gives %(share)s %% of the points."),
        "no_last_year": _("There is no value of a year before to compare with."),
        "last_year": _("A year before it was %(before)s %(unit)s."),
        "not_covered": _("Nothing was reported from %(from)s on; silence is not nought."),
        "year_not_met": _("Of %(years)s years, %(bad)s do not reach it."),
        "year_missing": _("Of %(years)s years, %(missing)s have no value."),
    }
    return sentences[why.code] % facts


def scoring_words(scoring: Mapping[str, Any]) -> str:
    """How a requirement is judged, in a few words; empty when no rule is known or it is a heading."""
    form = scoring.get("form", "information")
    if form == "threshold":
        return _threshold(scoring)
    if form == "yes_no":
        return pgettext("scoring", "yes or no")
    if form == "steps":
        return pgettext("scoring", "%(step)s for each point met, %(of)s at most") % {
            "step": points_words(scoring["step"]),
            "of": points_words(scoring["of"]),
        }
    if form == "graded":
        shares = [str(share) for share in scoring["shares"]]
        counts = "/".join(str(count) for count in range(len(shares)))
        return pgettext("scoring", "%(counts)s cases → %(shares)s %%") % {"counts": counts, "shares": "/".join(shares)}
    return ""


def _threshold(scoring: Mapping[str, Any]) -> str:
    op = scoring["op"]
    if op == "improving":
        return pgettext("scoring", "better than last year")
    unit = in_reader_language(scoring.get("unit", ""), scoring.get("unit_en", ""))
    figure = f"{scoring['value']}–{scoring['upper']}" if op == "between" else f"{SIGNS[op]} {scoring['value']}"
    return f"{figure} {unit}".strip()


def points_words(points: object) -> str:
    """0.5 分 / 0.5 points; empty for none."""
    if points is None:
        return ""
    text = f"{points}".rstrip("0").rstrip(".") if "." in f"{points}" else f"{points}"
    return ngettext("%(points)s point", "%(points)s points", 1 if text == "1" else 2) % {"points": text}


def window_words(window: Mapping[str, Any]) -> str:
    """Which stretch of time the evidence must cover; empty for none."""
    if months := window.get("months"):
        return ngettext("last %(count)d month", "last %(count)d months", months) % {"count": months}
    years = window.get("years")
    if not years:
        return ""
    if window.get("each_year"):
        return ngettext("%(count)d year, by itself", "%(count)d years, each by itself", years) % {"count": years}
    return ngettext("last %(count)d year", "last %(count)d years", years) % {"count": years}
