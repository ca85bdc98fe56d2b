"""What a requirement's scoring and window say, as data and back, and what links and values may be. No database.

The states of an edition, its tree, the kernel's rule and two editions side by side are modules of their own.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from lianchuang.common.refusals import Reason
from lianchuang.kernels.measuring import Asked, Tie, Window
from lianchuang.kernels.thresholds import Demand, same_unit, span_of
from lianchuang.packs import shapes

MOST_VALUE = Decimal(10) ** 13
MOST_PLACES = 20  # behind the point
WHOLLY = frozenset({"equal", "subset"})  # relations by which a value decides
PLAIN_SIGNS = frozenset({">=", ">", "<=", "<", "==", "between"})


def scoring_data(scoring: shapes.Scoring) -> dict[str, Any]:
    """The scoring as it is stored: only what is said; figures as text, so that 0.25 stays 0.25."""
    data: dict[str, Any] = {"form": scoring.form}
    for name in ("op", "unit", "better"):
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


def window_data(window: shapes.Window | None) -> dict[str, Any]:
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


def asked_of(scoring: Mapping[str, Any]) -> Asked:
    """What a requirement asks of a figure, from its stored scoring; forms without a figure ask for none."""
    form, op = str(scoring.get("form", "information")), scoring.get("op")
    span = None
    if form == "threshold" and op in PLAIN_SIGNS:
        upper = scoring.get("upper")
        span = span_of(str(op), Decimal(str(scoring["value"])), None if upper is None else Decimal(str(upper)))
    return Asked(
        form=form,
        unit=str(scoring.get("unit", "")),
        span=span,
        improving=op == "improving",
        lower_is_better=scoring.get("better") == "lower",
        shares=tuple(int(share) for share in scoring.get("shares", ())),
    )


def window_of(window: Mapping[str, Any]) -> Window:
    """The stretch of time a requirement looks at, from its stored window; years with weights stand each by itself."""
    months = int(window.get("months") or 12 * int(window.get("years") or 0))
    return Window(months, bool(window.get("each_year") or window.get("weights")))


def demands_of(ties: Iterable[Tie]) -> list[Demand]:
    """The thresholds that a measure's own figure must pass: of requirements that rest on it wholly."""
    return [
        Demand(
            key=tie.requirement,
            span=tie.asked.span,
            unit=tie.asked.unit,
            basis=" ÷ ".join(name for part, name in tie.reading if part in {"of", "per"}),
            window=f"{tie.window.months}{'/12' if tie.window.each_year else ''}" if tie.window.months else "",
        )
        for tie in ties
        if tie.asked.span is not None and tie.relation in WHOLLY and same_unit(tie.asked.unit, tie.unit)
    ]


def asks_in_another_unit(tie: Tie) -> bool:
    """Whether its threshold is in a unit that the measure is not in, so that it cannot enter the joint target."""
    return tie.asked.span is not None and tie.relation in WHOLLY and not same_unit(tie.asked.unit, tie.unit)


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
    exponent = figure.as_tuple().exponent  # a letter when it is not finite
    # 1e-30000000 is short to type and thirty million characters to keep; what a spreadsheet reckoned has 17 digits
    if not isinstance(exponent, int) or not -MOST_PLACES <= exponent <= MOST_PLACES:
        return None
    return figure if abs(figure) < MOST_VALUE else None
