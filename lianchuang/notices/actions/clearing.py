"""Forgetting: notices and messages are news, not records; history keeps what happened."""

from datetime import datetime

from lianchuang.notices import rules
from lianchuang.notices.models import Message, Notice


def clear_old(at: datetime) -> int:
    """Remove notices and messages older than half a year. Returns how many notices went."""
    Message.objects.filter(made_at__lt=at - rules.KEPT_FOR).delete()
    gone, _rows = Notice.objects.filter(at__lt=at - rules.KEPT_FOR).delete()
    return gone
