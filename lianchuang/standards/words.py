"""Scoring and windows in words: ≥ 90 %, 有或无, 每点 0.5 分，满 2 分, 近 12 个月."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import ngettext, pgettext

from lianchuang.common.words import in_reader_language

SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "==": "="}
RELATION_SIGNS = {"equal": "=", "subset": "⊂", "superset": "⊃", "intersects": "∩"}


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
