"""What the loop line and the deadline pill draw, and lengths of working time in words. Values only: no tables, no clock.

Higher apps compute these values from their own states; the template tags of `common` only draw them.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianchuang.common.workdays import MINUTES_PER_WORKDAY, MINUTES_PER_WORKING_HOUR

STOPS = 7
MINUTES_PER_DAY = 1440

LoopState = Literal["here", "soon", "over", "hold", "back", "closed", "void"]
DueState = Literal["running", "soon", "over", "hold", "done"]


@dataclass(frozen=True)
class LoopShape:
    """Where a finding stands on the loop line: `stop` 1 to 7, the shape drawn there, and the whole as a sentence.

    Shapes: here ring, soon half ring, over diamond, hold two bars, back triangle, closed tick, void cross.
    """

    stop: int
    shape: LoopState
    sentence: str


@dataclass(frozen=True)
class Deadline:
    """The time left as a pill: `words` (剩 1.5 工作日), `used_tenths` 0 to 10 of the limit used, shown by the dial."""

    state: DueState
    words: str
    used_tenths: int = 0


def minutes_words(minutes: int, counts_working_time: bool = True) -> str:
    """A length in words: working days of 420 and working hours of 60 minutes, else calendar days and hours; one decimal."""
    length = abs(minutes)
    if counts_working_time and length >= MINUTES_PER_WORKDAY:
        n, many = _amount(length / MINUTES_PER_WORKDAY)
        return ngettext("%(n)s working day", "%(n)s working days", many) % {"n": n}
    if counts_working_time and length >= MINUTES_PER_WORKING_HOUR:
        n, many = _amount(length / MINUTES_PER_WORKING_HOUR)
        return ngettext("%(n)s working hour", "%(n)s working hours", many) % {"n": n}
    if length >= MINUTES_PER_DAY:
        n, many = _amount(length / MINUTES_PER_DAY)
        return ngettext("%(n)s day", "%(n)s days", many) % {"n": n}
    if length >= MINUTES_PER_WORKING_HOUR:
        n, many = _amount(length / MINUTES_PER_WORKING_HOUR)
        return ngettext("%(n)s hour", "%(n)s hours", many) % {"n": n}
    return ngettext("%(n)s minute", "%(n)s minutes", length) % {"n": length}


def deadline_words(minutes: int, counts_working_time: bool = True) -> str:
    """The time left in words; negative minutes are overdue: 剩 1.5 工作日, 逾期 2 工时."""
    length = minutes_words(minutes, counts_working_time)
    if minutes < 0:
        return _("%(length)s late") % {"length": length}
    return _("%(length)s left") % {"length": length}


def used_tenths(used: int, limit: int) -> int:
    """The share of a limit that is used, in tenths from 0 to 10 (rounded down, so that only a whole limit is 10)."""
    return max(0, min(10, used * 10 // limit)) if limit > 0 else 0


def _amount(value: float) -> tuple[str, int]:
    """The figure with one decimal, and whether it is one or many for the grammar."""
    text = f"{value:.1f}".removesuffix(".0")
    return text, 1 if text == "1" else 2
