"""The chores of the worker about evidence; each parses nothing and calls one action."""

from datetime import datetime

from django.utils.translation import ngettext

from lianchuang.accounts.access import SYSTEM
from lianchuang.evidence import actions


def warn_of_expiry(at: datetime) -> str:
    """Tell whom it concerns that a document expires before an assessment, once each."""
    told = len(actions.warn_of_expiry(by=SYSTEM, at=at))
    if not told:
        return ""
    return ngettext(
        "%(n)s document expires before its assessment.", "%(n)s documents expire before their assessment.", told
    ) % {"n": told}
