"""What no edition may hold, whichever file says it: a rule that cannot be worked out, points of nothing, a veto in part."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from lianchuang.standards.exchange.shapes import EditionFile, Node, Refused
from lianchuang.standards.rules.scoring import kernel_rule, kernel_window

FIGURES = ("value", "upper", "step", "of")
WORDS = ("form", "op", "unit", "unit_en", "better")
MOST_FIGURE = Decimal(10) ** 12
MOST_DECIMALS = 12
MOST_POINTS = 100_000
LONGEST_FIGURE = 40  # characters
LONGEST_SPAN = 120  # months or years


def node_faults(edition: EditionFile, touched: Collection[str]) -> list[Refused]:
    """What cannot be in the rows with these codes, nor between them and what stands above and under them."""
    held = {node.code: node for node in edition.nodes}
    found = []
    for node in edition.nodes:
        reasons = list(_reasons(node)) if node.code in touched else []
        above = held.get(node.parent)
        breaks = above is not None and above.is_veto and not node.is_veto
        if breaks and (node.code in touched or node.parent in touched):
            reasons.append(_("It stands under a veto, so that it is one too; mark it as a veto."))
        found += [Refused(reason, edition.rows.get(node.code, 0), place=node.code) for reason in reasons]
    return found


def _reasons(node: Node) -> Iterator[str]:
    if not _has_rule(node.scoring):
        yield _("This scoring is not complete: look at its figures again.")
    if not _has_window(node.window):
        yield _("A window is 1 to 120 months or years; where years are weighed, one weight for each, together 100.")
    if node.points is not None and node.points <= 0:
        yield _("Points are more than nothing; leave it empty for none.")
    elif node.points is not None and (node.points >= MOST_POINTS or node.points != round(node.points, 2)):
        yield _("at most two decimals, below 100,000")


def _has_rule(scoring: Mapping[str, Any]) -> bool:
    shares = scoring.get("shares", [])
    is_said = (
        all(isinstance(scoring.get(name, ""), str) for name in WORDS)
        and all(_is_figure(scoring[name]) for name in FIGURES if name in scoring)
        and _are_whole(shares)
        and (bool(shares) or scoring.get("form") != "graded")
    )
    try:
        return is_said and bool(kernel_rule(scoring))
    except ValueError:
        return False


def _has_window(window: Mapping[str, Any]) -> bool:
    spans = [window[name] for name in ("months", "years") if name in window]
    is_said = (
        _are_whole(spans)
        and all(1 <= span <= LONGEST_SPAN for span in spans)
        and isinstance(window.get("each_year", False), bool)
        and _are_whole(window.get("weights", []))
    )
    try:
        return is_said and bool(kernel_window(window))
    except ValueError:
        return False


def _are_whole(values: object) -> bool:
    return isinstance(values, list) and all(type(value) is int for value in values)


def _is_figure(value: object) -> bool:
    text = str(value)
    try:
        return len(text) <= LONGEST_FIGURE and is_short(Decimal(text))
    except InvalidOperation:
        return False


def is_short(figure: Decimal) -> bool:
    """Whether a figure is finite, not immense and soon written out: 1e-30000000 would be thirty million characters."""
    exponent = figure.as_tuple().exponent  # a letter when it is not finite
    return isinstance(exponent, int) and exponent >= -MOST_DECIMALS and figure.copy_abs() <= MOST_FIGURE
