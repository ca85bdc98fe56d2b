"""The clock's arithmetic in words: of each stretch what was counted, and what was not and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from lianchuang.common import clock as present
from lianchuang.common.workdays import DayOff, days_off
from lianchuang.findings.queries.timing import Span, Timing
from lianchuang.findings.rules import Verb

MOST_NAMED = 5


@dataclass(frozen=True)
class Reckoned:
    """A stretch with its reasons: why it stood, or which days in it did not count and which did though weekend."""

    span: Span
    why: Sequence[str]


def reckoned(told: Timing, now: datetime) -> list[Reckoned]:
    """Every stretch of the present life, oldest first."""
    return [Reckoned(span, _why(span, told, now)) for span in told.spans]


def _why(span: Span, told: Timing, now: datetime) -> list[str]:
    if not span.runs:
        return [words] if (words := _stood(span.verb)) else []
    if not told.working:
        return []
    first, last = (present.local(moment).date() for moment in (span.start, span.until(now)))
    off = days_off(first, last)
    return [_day_words(each) for each in off] if len(off) <= MOST_NAMED else [_summed(off)]


def _summed(off: Sequence[DayOff]) -> str:
    """Over weeks and months the days by kind."""
    facts = {
        "weekends": sum(each.days for each in off if not each.is_made_up and each.name is None),
        "holidays": sum(each.days for each in off if not each.is_made_up and each.name is not None),
        "made_up": sum(each.days for each in off if each.is_made_up),
    }
    return (
        _("%(weekends)s weekend days and %(holidays)s holidays not counted, %(made_up)s make-up days counted") % facts
    )


def _stood(verb: str) -> str:
    """Why the clock stood after this step."""
    return {
        Verb.SUBMIT.value: _("handed in; somebody else had to look"),
        Verb.RETURN.value: _("returned; a ruling was waited for"),
        Verb.ASK_DEFERRAL.value: _("a deferral was asked for"),
    }.get(verb, "")


def _day_words(off: DayOff) -> str:
    english = (get_language() or "").startswith("en")
    name = (off.name[1] if english else off.name[0]) if off.name else ""
    days = f"{off.first:%m-%d}" if off.days == 1 else f"{off.first:%m-%d} – {off.last:%m-%d}"
    if off.is_made_up:
        return _("%(days)s worked instead of %(name)s: counted") % {"days": days, "name": name}
    what = name or pgettext("days off", "weekend")
    number = ngettext("%(n)s day", "%(n)s days", off.days) % {"n": off.days}
    return _("%(days)s %(what)s: %(number)s not counted") % {"days": days, "what": what, "number": number}
