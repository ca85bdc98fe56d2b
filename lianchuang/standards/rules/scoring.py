"""A stored scoring and window as the kernel's rule, and what it brings in worked figures. No database."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lianchuang.kernels import scoring as kernel


def kernel_rule(scoring: Mapping[str, Any]) -> kernel.Rule:
    """The kernel's rule of a stored scoring. Raises ValueError when it says nothing sensible."""
    form = kernel.Form(scoring.get("form", "information"))
    figures = {name: kernel.exact(str(scoring[name])) for name in ("value", "upper", "step", "of") if name in scoring}
    missing = _NEEDED.get(form, set()) - scoring.keys()
    if form == kernel.Form.THRESHOLD and scoring.get("op") != "improving":
        missing |= {"value"} - scoring.keys()
        missing |= {"upper"} - scoring.keys() if scoring.get("op") == "between" else set()
    if missing:
        raise ValueError(f"{form} needs {', '.join(sorted(missing))}")
    shares = tuple(scoring.get("shares", kernel.DEFAULT_SHARES))
    lower = scoring.get("better") == "lower"
    return kernel.Rule(form, op=scoring.get("op", ">="), shares=shares, lower_is_better=lower, **figures)  # type: ignore[arg-type]


_NEEDED: dict[kernel.Form, set[str]] = {
    kernel.Form.THRESHOLD: {"op"},
    kernel.Form.STEPS: {"step", "of"},
    kernel.Form.BONUS: {"step", "of"},
    kernel.Form.DEDUCTION: {"step"},
}


def kernel_window(window: Mapping[str, Any]) -> kernel.Window:
    """The kernel's window of a stored one. Raises ValueError as `kernel_rule`."""
    weights = tuple(window.get("weights", ()))
    return kernel.Window(window.get("months"), window.get("years"), bool(window.get("each_year")), weights)


def worked(scoring: Mapping[str, Any], points: Decimal | None) -> list[tuple[int, Fraction]]:
    """What 0, 1, 2 … cases bring in points, for the forms that count; empty for others and for what has no points."""
    try:
        rule = kernel_rule(scoring)
    except ValueError:
        return []
    if rule.form == kernel.Form.GRADED and points is not None:
        return [(count, Fraction(points) * share / 100) for count, share in enumerate(rule.shares)]
    if rule.form == kernel.Form.STEPS and rule.of:
        whole = rule.of if points is None else Fraction(points)
        counts = range(1, min(MOST_WORKED, -int(-rule.of // rule.step)) + 1)
        judged = [(count, kernel.judge(rule, kernel.Seen(count=count)).share) for count in counts]
        return [(count, whole * share) for count, share in judged if share is not None]
    return []


MOST_WORKED = 8
