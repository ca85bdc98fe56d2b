"""Scoring and windows in words: ≥ 90 %, 有或无, 每点 0.5 分，满 2 分, 近 12 个月."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, pgettext, pgettext_lazy

from lianchuang.common.words import in_reader_language
from lianchuang.kernels.measuring import State, Why
from lianchuang.kernels.thresholds import Span
from lianchuang.standards.models import Confidence, Method
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
    say = _SCORING.get(scoring.get("form", "information"))
    return say(scoring) if say else ""


def _steps(scoring: Mapping[str, Any]) -> str:
    return pgettext("scoring", "%(step)s for each point met, %(of)s at most") % _step_and_cap(scoring)


def _graded(scoring: Mapping[str, Any]) -> str:
    shares = [str(share) for share in scoring["shares"]]
    counts = "/".join(str(count) for count in range(len(shares)))
    return pgettext("scoring", "%(counts)s cases → %(shares)s %%") % {"counts": counts, "shares": "/".join(shares)}


def _bonus(scoring: Mapping[str, Any]) -> str:
    return pgettext("scoring", "adds %(step)s each, %(of)s at most") % _step_and_cap(scoring)


def _deduction(scoring: Mapping[str, Any]) -> str:
    if "of" in scoring:
        return pgettext("scoring", "takes %(step)s each, %(of)s at most") % _step_and_cap(scoring)
    return pgettext("scoring", "takes %(step)s each") % _step_and_cap(scoring)


def _step_and_cap(scoring: Mapping[str, Any]) -> dict[str, str]:
    return {"step": points_words(scoring["step"]), "of": points_words(scoring.get("of"))}


def _threshold(scoring: Mapping[str, Any]) -> str:
    op = scoring["op"]
    if op == "improving" and scoring.get("better") == "lower":
        return pgettext("scoring", "lower than last year")
    if op == "improving":
        return pgettext("scoring", "better than last year")
    unit = in_reader_language(scoring.get("unit", ""), scoring.get("unit_en", ""))
    figure = f"{scoring['value']}–{scoring['upper']}" if op == "between" else f"{SIGNS[op]} {scoring['value']}"
    return f"{figure} {unit}".strip()


_SCORING: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "threshold": _threshold,
    "yes_no": lambda _scoring: pgettext("scoring", "yes or no"),
    "steps": _steps,
    "graded": _graded,
    "bonus": _bonus,
    "deduction": _deduction,
}


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
    if weights := window.get("weights"):
        shares = "/".join(str(weight) for weight in weights)
        return ngettext("%(count)d year, weighing %(shares)s %%", "%(count)d years, weighing %(shares)s %%", years) % {
            "count": years,
            "shares": shares,
        }
    if window.get("each_year"):
        return ngettext("%(count)d year, by itself", "%(count)d years, each by itself", years) % {"count": years}
    return ngettext("last %(count)d year", "last %(count)d years", years) % {"count": years}


# --- what a requirement is made of, for history and for two editions side by side ---

FIELD_NAMES: dict[str, str | Promise] = {
    "code": gettext_lazy("Code"),
    "name": gettext_lazy("Title"),
    "name_en": gettext_lazy("Title in English"),
    "text": gettext_lazy("Text"),
    "text_en": gettext_lazy("Text in English"),
    "method": gettext_lazy("Method"),
    "scoring": gettext_lazy("Judged by"),
    "points": gettext_lazy("Points"),
    "is_veto": pgettext_lazy("requirement", "Veto"),
    "window": gettext_lazy("Window"),
    "source": gettext_lazy("Source"),
    "source_en": gettext_lazy("Source in English"),
    "confidence": gettext_lazy("Confidence"),
}


_VALUES: dict[str, Callable[[Any], str]] = {
    "scoring": scoring_words,
    "window": window_words,
    "points": points_words,
    "is_veto": lambda value: _("yes") if value else _("no"),
    "method": lambda value: str(Method(value).label) if value else "",
    "confidence": lambda value: str(Confidence(value).label) if value else "",
}


def value_words(name: str, value: Any) -> str:
    """The value of a requirement's field as a person reads it; empty for none."""
    say = _VALUES.get(name)
    return say(value) if say else str(value or "")


_HANGING: dict[str, Any] = {
    "standards.MeasureLink": ngettext_lazy("%(count)d shared measure", "%(count)d shared measures", "count"),
    "standards.RequirementLink": ngettext_lazy("%(count)d crosswalk link", "%(count)d crosswalk links", "count"),
    "sites.ItemRequirement": ngettext_lazy("%(count)d check item", "%(count)d check items", "count"),
    "findings.FindingCampaign": ngettext_lazy("%(count)d finding", "%(count)d findings", "count"),
}
_OTHER = ngettext_lazy("%(count)d other link", "%(count)d other links", "count")


def hanging_words(kind: str, count: int) -> str:
    """How many of what hang on a requirement: 2 check items. `kind` is a model's label."""
    return str(_HANGING.get(kind, _OTHER) % {"count": count})


def fate_words(fate: str) -> str:
    """What becomes of a requirement in another edition, in a word."""
    return {
        "same": pgettext("fate", "Same"),
        "moved": pgettext("fate", "Moved"),
        "changed": pgettext("fate", "Changed"),
        "split": pgettext("fate", "Split"),
        "merged": pgettext("fate", "Merged"),
        "gone": pgettext("fate", "Gone"),
        "new": pgettext("fate", "New"),
    }[fate]
