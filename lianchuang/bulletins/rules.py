"""What a bulletin counts. Pure definitions: each figure has a key, its words, and the words of its denominator."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SMALL_NUMBER = 10


@dataclass(frozen=True)
class Figure:
    """A figure: its key, what it counts, and, for a rate, the key it is a share of."""

    key: str
    label: Promise
    base: str = ""
    base_label: Promise | str = ""


FIGURES = (
    Figure("sites_visited", _("sites visited"), "", _("of all rounds that are not sealed")),
    Figure("new", _("new findings"), "", _("found in these days, each counted once")),
    Figure(
        "due", _("due to close"), "", _("the limit ran out in these days; without deferred, returned, merged and void")
    ),
    Figure("due_closed", _("of these closed"), "due", _("of due to close")),
    Figure("closed", _("closed"), "", _("closed in these days")),
    Figure("closed_in_time", _("closed in time"), "closed", _("of closed")),
    Figure("verified", _("looked at again"), "", _("verifications in these days")),
    Figure("rework", _("rework"), "verified", _("of looked at again")),
    Figure("recurring", _("back at the same place"), "", _("seen again or reopened in these days")),
    Figure("deferred", _("deferred"), "", _("clock stopped with reason, plan and date, at the cut-off")),
    Figure("returned", _("returned: not ours"), "", _("in these days")),
    Figure("veto_open", _("open with a veto"), "", _("at the cut-off")),
)
BY_KEY = {figure.key: figure for figure in FIGURES}
# The strip at the head of the second section.
STRIP = ("sites_visited", "new", "due_closed", "closed_in_time", "recurring")


def shows_rate(denominator: int) -> bool:
    """Whether a rate may be printed: never of fewer than ten."""
    return denominator >= SMALL_NUMBER


def percent(numerator: int, denominator: int) -> str:
    """A share with one decimal."""
    return f"{100 * numerator / denominator:.1f}".removesuffix(".0")
