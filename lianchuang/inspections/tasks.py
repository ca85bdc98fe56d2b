"""The chores of the worker about visits; each parses nothing and calls one action."""

from datetime import datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM
from lianchuang.inspections import actions


def open_held_findings(at: datetime) -> str:
    """Open what has waited for a second look that did not come."""
    opened = actions.open_held_findings(by=SYSTEM, at=at)
    return _("The findings of %(n)s visits are opened.") % {"n": opened} if opened else ""
