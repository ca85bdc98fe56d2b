"""The kinds of bulletin: which days each may cover, and how its number is written."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from lianchuang.common.refusals import Reason

WEEK = timedelta(days=6)


class Kind(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    ROUND = "round"
    CAMPAIGN = "campaign"


# What stands between the county's own sign and the year: 莲联创通〔2026〕13 号. Each kind counts from 1 every year.
SIGNS = {Kind.DAILY: "日报", Kind.WEEKLY: "通", Kind.ROUND: "督通", Kind.CAMPAIGN: "专通"}
CORRECTION_SIGN = "更"


def number_of(symbol: str, sign: str, year: int, issue: int) -> str:
    """发文字号: sign of the office, the year in six-cornered brackets, the number without noughts before it."""
    return f"{symbol}{sign}〔{year}〕{issue} 号"


def end_of_month(first: date) -> date:
    """The last day of the month of a day."""
    return first.replace(day=monthrange(first.year, first.month)[1])


def period_faults(kind: str, first: date, last: date) -> list[str]:
    """Why these days are none of this kind: a day, a week from Monday to Sunday, a whole month; a round has its own."""
    if kind == Kind.DAILY and first != last:
        return [_("A daily bulletin is of one day.")]
    if kind == Kind.WEEKLY and week_faults(first, last):
        return [_("A weekly bulletin runs from Monday to Sunday.")]
    if kind == Kind.CAMPAIGN and (first.day != 1 or last != end_of_month(first)):
        return [_("The bulletin of a campaign is of a whole month.")]
    return [_("The days end before they begin.")] if last < first else []


def week_faults(first: date, last: date) -> bool:
    """Whether these days are no week from Monday to Sunday."""
    return first.weekday() != 0 or last - first != WEEK


def signing_faults(*, signer: str, drafter: str, is_interim: bool) -> list[Reason]:
    """Why a person cannot sign this draft now; empty when they can. Ids of people; the program drafts as nobody.

    Two pairs of eyes: whoever drafted or last counted it does not sign it.
    """
    faults = []
    if is_interim:
        reason = _("It was counted before its last day was over. Count anew when it is.")
        faults.append(Reason("still_running", reason))
    if drafter and signer == drafter:
        reason = _("Whoever drafted or last counted it does not sign it; another person does.")
        faults.append(Reason("own_draft", reason))
    return faults
