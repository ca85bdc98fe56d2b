"""What a requirement's scoring and window say, as data. The states of an edition, its tree, the kernel's rule and two editions
side by side are modules of their own. No database.
"""

from decimal import Decimal
from typing import Any

from lianchuang.packs.shapes import Scoring, Window


def scoring_data(scoring: Scoring) -> dict[str, Any]:
    """The scoring as it is stored: only what is said; figures as text, so that 0.25 stays 0.25."""
    data: dict[str, Any] = {"form": scoring.form}
    for name in ("op", "unit"):
        if value := getattr(scoring, name):
            data[name] = value
    if scoring.unit_en and scoring.unit_en != scoring.unit:
        data["unit_en"] = scoring.unit_en
    for name in ("value", "upper", "step", "of"):
        if (figure := getattr(scoring, name)) is not None:
            data[name] = plain(figure)
    if scoring.shares:
        data["shares"] = list(scoring.shares)
    return data


def window_data(window: Window | None) -> dict[str, Any]:
    """The window as it is stored: {"months": 12}, {"years": 4, "each_year": true}, {"years": 3, "weights": [15, 25, 60]};
    empty for none.
    """
    if window is None:
        return {}
    data: dict[str, Any] = {}
    if window.months is not None:
        data["months"] = window.months
    if window.years is not None:
        data["years"] = window.years
    if window.each_year:
        data["each_year"] = True
    if window.weights:
        data["weights"] = list(window.weights)
    return data


def plain(figure: Decimal) -> str:
    """A figure without needless zeros and without exponent: 90, 0.25."""
    text = f"{figure:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
