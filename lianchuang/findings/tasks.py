"""The chores of the worker about findings; each parses nothing and calls one action."""

from datetime import datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM
from lianchuang.findings import actions


def note_due_findings(at: datetime) -> str:
    """Tell whom it concerns what is due soon, overdue or to be reviewed, each once."""
    told = actions.note_due_findings(by=SYSTEM, at=at)
    return _("%(soon)s due soon, %(over)s overdue, %(reviews)s to review, %(parts)s parts overdue.") % {
        "soon": told.soon,
        "over": told.overdue,
        "reviews": told.reviews,
        "parts": told.parts,
    }
