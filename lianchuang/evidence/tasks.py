"""The chores of the worker about evidence; each parses nothing and calls one action."""

from datetime import datetime

from django.utils.translation import gettext as _
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


def hash_photos(at: datetime) -> str:
    """Take the prints of photos that were kept before prints were taken, some at a time."""
    done = actions.hash_photos(by=SYSTEM, at=at)
    return _("Prints of %(n)s photos taken.") % {"n": done} if done else ""
