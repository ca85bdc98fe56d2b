"""The chores of the worker about findings; each parses nothing and calls one action."""

from datetime import datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM
from lianchuang.findings import actions


def remind_of_deadlines(at: datetime) -> str:
    """Tell the responsible posts what is due soon and what is overdue, each once."""
    told = actions.remind_of_deadlines(by=SYSTEM, at=at)
    return _("%(soon)s due soon, %(over)s overdue.") % {"soon": told.soon, "over": told.over}
