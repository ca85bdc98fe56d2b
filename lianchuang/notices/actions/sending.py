"""Sending: claim, prepare, hand over, mark; each step committed before the next (docs/rules/notices.md).

A worker that dies before the step "handing" has surely sent nothing: the message is tried again. One that dies after it
may have sent: the message is unsure, is never sent again, and the next message to that address says so.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from lianchuang.common import clock
from lianchuang.common.ids import new_id
from lianchuang.notices import rules
from lianchuang.notices.channels import CHANNELS, NotSent, Unreachable, Unsure
from lianchuang.notices.models import Channel, Message, MessageState

MOST_IN_ONE_GO = 500


@dataclass
class Go:
    """One go at sending: what became of its messages, which channels cannot be reached, and its own clock."""

    at: datetime
    began: datetime
    worker: str
    sent: int = 0
    unsure: int = 0
    later: int = 0
    away: set[str] = field(default_factory=set)

    @property
    def now(self) -> datetime:
        """The moment: a message may take many seconds, and the next one is later by them."""
        return self.at + (clock.now() - self.began)

    def is_over(self) -> bool:
        """Whether the quiet time has begun, or the worker's other tasks have waited long enough."""
        return rules.is_quiet(self.now) or self.now - self.at >= rules.ONE_GO


def send_waiting(at: datetime, worker: str = "") -> Go:
    """Send what waits and is due, for about a minute. In quiet hours nothing is sent; of two workers one sends a message.

    A channel that cannot be reached is not tried again in this go.
    """
    go = Go(at, clock.now(), worker or str(new_id()))
    settle_leases(at)
    if go.is_over():
        return go
    waiting = Message.objects.filter(state=MessageState.WAITING, next_at__lte=at).order_by("next_at", "pk")
    for message in waiting.select_related("person", "robot")[:MOST_IN_ONE_GO]:
        if go.is_over():
            break
        if message.channel in go.away or _is_too_much(message, go.now) or not claim(message, go.worker, go.now):
            go.later += 1
        else:
            _send(message, go)
    return go


def settle_leases(at: datetime) -> None:
    """Messages of workers that are gone: what was only claimed waits again, what was being handed over is unsure."""
    gone = Message.objects.filter(leased_until__lte=at)
    gone.filter(state=MessageState.CLAIMED).update(state=MessageState.WAITING, worker="", leased_until=None)
    lost = list(gone.filter(state=MessageState.HANDING).values_list("pk", flat=True))
    if lost:
        held = Message.objects.filter(pk__in=lost, state=MessageState.HANDING)
        _lose(held, MessageState.UNSURE, "the worker was cut off while handing it over")


def claim(message: Message, worker: str, at: datetime) -> bool:
    """Take a message that waits and is due: another worker may have put it off meanwhile. Of two workers one gets True."""
    waiting = Message.objects.filter(pk=message.pk, state=MessageState.WAITING, next_at__lte=at)
    return bool(waiting.update(state=MessageState.CLAIMED, worker=worker, leased_until=at + rules.LEASE))


def begin_handing(message: Message, worker: str, at: datetime) -> bool:
    """From here on it may have been sent, whatever happens."""
    mine = Message.objects.filter(pk=message.pk, worker=worker, state=MessageState.CLAIMED)
    return bool(mine.update(state=MessageState.HANDING, handed_at=at))


def mark_sent(message: Message, worker: str) -> bool:
    """The channel has it. One that was taken for unsure meanwhile (a slow channel) is sent after all."""
    mine = Message.objects.filter(pk=message.pk, worker=worker, state__in=[MessageState.HANDING, MessageState.UNSURE])
    return bool(mine.update(state=MessageState.SENT, leased_until=None, last_error=""))


def _send(message: Message, go: Go) -> None:
    try:
        with CHANNELS[Channel(message.channel)](message) as hand_over:
            if not begin_handing(message, go.worker, go.now):
                return
            hand_over()
    except NotSent as fault:
        go.later += 1
        if isinstance(fault, Unreachable):
            go.away.add(message.channel)
        _try_later(message, go.worker, go.now, fault)
    except Unsure as fault:
        go.unsure += 1
        _lose(Message.objects.filter(pk=message.pk, worker=go.worker), MessageState.UNSURE, str(fault))
    else:
        go.sent += 1
        mark_sent(message, go.worker)


def _try_later(message: Message, worker: str, at: datetime, fault: NotSent) -> None:
    """It surely was not sent: again after a while; or given up, where that cannot help or has gone on for long."""
    mine = Message.objects.filter(pk=message.pk, worker=worker)
    failed = message.failed_attempts + 1
    wait = None if fault.is_final else rules.retry_after(failed)
    if wait is None:
        _lose(mine, MessageState.GIVEN_UP, str(fault))
        return
    mine.update(
        state=MessageState.WAITING,
        worker="",
        leased_until=None,
        handed_at=None,
        next_at=at + wait,
        failed_attempts=failed,
        last_error=str(fault)[:400],
    )


@transaction.atomic
def _lose(messages: QuerySet[Message], state: MessageState, error: str) -> None:
    """It is not sent any more. The next message names it, and what it should have named itself."""
    keys = list(messages.values_list("pk", flat=True))
    Message.objects.filter(followed_by__in=keys).update(followed_by=None)
    messages.update(state=state, leased_until=None, last_error=error[:400])


def _is_too_much(message: Message, at: datetime) -> bool:
    """Whether the robot has sent as much in the last minute as it may."""
    if message.robot_id is None:
        return False
    lately = Message.objects.filter(robot=message.robot_id, handed_at__gt=at - rules.ROBOT_WINDOW)
    return lately.count() >= rules.ROBOT_LIMIT
