"""What a requirement's scoring and window say, as data and back, and what links and values may be. No database.

The states of an edition, its tree, the kernel's rule and two editions side by side are modules of their own.
"""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from lianchuang.common.refusals import Reason
from lianchuang.packs.shapes import Scoring, Window

MOST_VALUE = Decimal(10) ** 13


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


def link_faults(*, is_reviewed: bool, is_drafter: bool) -> list[Reason]:
    """Why a link cannot be reviewed by this actor now; empty when it can."""
    faults = []
    if is_reviewed:
        faults.append(Reason("already_reviewed", _("This link is reviewed already.")))
    if is_drafter:
        faults.append(Reason("own_draft", _("Whoever drafted a link does not review it; another post does.")))
    return faults


def inverse(relation: str) -> str:
    """The same relation read from the other end."""
    return {"subset": "superset", "superset": "subset"}.get(relation, relation)


def value_faults(
    *, names: Collection[str], inputs: Mapping[str, str], value: Decimal | None, first: date, last: date, today: date
) -> dict[str, list[str]]:
    """What is wrong with a value by field, in sentences; empty when nothing is. `inputs` are decimals as text."""
    faults: dict[str, list[str]] = {}
    for name, figure in inputs.items():
        if name not in names:
            faults.setdefault("inputs", []).append(_("The measure has no input “%(name)s”.") % {"name": name})
        elif decimal_of(figure) is None:
            faults.setdefault(name, []).append(_("“%(figure)s” is no number.") % {"figure": figure})
    if value is None and "inputs" not in faults and not any(name in faults for name in names):
        faults["value"] = [_("Give the inputs that make the figure, or the figure itself.")]
    elif value is not None and abs(value) >= MOST_VALUE:
        faults["value"] = [_("The figure is too large.")]
    if last < first:
        faults["period_to"] = [_("The period ends before it begins.")]
    elif last > today:
        faults["period_to"] = [_("The period has not ended yet.")]
    return faults


def decimal_of(text: str) -> Decimal | None:
    """The number a person wrote, commas and spaces left out; None when it is none."""
    try:
        figure = Decimal(text.replace(",", "").replace("，", "").replace(" ", ""))
    except InvalidOperation:
        return None
    return figure if figure.is_finite() and abs(figure) < MOST_VALUE else None
