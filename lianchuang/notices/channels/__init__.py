"""The ways out of the program. A channel prepares (`with channel(message) as hand_over`), then hands over, once.

Whatever fails before or in a way that surely sent nothing raises NotSent; whatever leaves it open raises Unsure.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from lianchuang.notices.channels.email import email_channel
from lianchuang.notices.channels.outcomes import NotSent, Unreachable, Unsure
from lianchuang.notices.channels.wecom import wecom_channel
from lianchuang.notices.models import Channel, Message

CHANNELS: dict[Channel, Callable[[Message], AbstractContextManager[Callable[[], None]]]] = {
    Channel.EMAIL: email_channel,
    Channel.WECOM: wecom_channel,
}
__all__ = ["CHANNELS", "NotSent", "Unreachable", "Unsure"]
