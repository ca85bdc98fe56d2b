"""The chores of the worker about notices, each parses nothing and calls actions; and what the wiring connects."""

from datetime import datetime

from django.utils.translation import gettext as _

from lianchuang.common import clock
from lianchuang.notices.actions.clearing import clear_old
from lianchuang.notices.actions.gathering import gather_messages
from lianchuang.notices.actions.sending import send_waiting
from lianchuang.notices.actions.telling import tell, telling_since

__all__ = ["clear_notices", "send_notices", "tell", "telling_since"]


def send_notices(at: datetime) -> str:
    """Make the messages that are due, and send what waits."""
    made = gather_messages(at)
    sent = send_waiting(clock.now())  # other tasks and the making took their time since `at`
    words = {"made": made, "sent": sent.sent, "unsure": sent.unsure, "later": sent.later}
    if not any(words.values()):
        return ""
    return _("%(made)s made, %(sent)s sent, %(unsure)s perhaps not arrived, %(later)s to be tried again.") % words


def clear_notices(at: datetime) -> str:
    """Remove what is old."""
    gone = clear_old(at)
    return _("%(number)s old notices removed.") % {"number": gone} if gone else ""
