"""Making messages out of notices: one message for many, at the hours that people have chosen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from lianchuang.accounts.models import Person
from lianchuang.common import clock
from lianchuang.notices import rules, words
from lianchuang.notices.models import Channel, Choice, How, Message, MessageItem, Notice, Robot
from lianchuang.notices.queries import holders_of, items_in, robots_above, unfollowed

MOST_AT_ONCE = 5000  # notices looked at in one go; the rest is taken a minute later
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Target:
    """Where a message goes."""

    channel: Channel
    person: Person | None = None
    robot: Robot | None = None

    @property
    def key(self) -> str:
        return f"{self.channel}:{self.person.pk if self.person else self.robot.pk if self.robot else ''}"

    @property
    def language(self) -> str:
        return (self.person.language if self.person else "") or settings.LANGUAGE_CODE


def gather_messages(at: datetime) -> int:
    """Make the messages that are due at that moment. Returns how many. In quiet hours nothing is made."""
    if rules.is_quiet(at):
        return 0
    made = gather_mail(at) if settings.MAIL_IS_SET_UP else _close("mail_done")
    return made + gather_groups(at)


def _close(way: str) -> int:
    """There is no such way here: what waits for it has nothing to wait for; everything stands in the app."""
    Notice.objects.filter(**{way: False}).update(**{way: True})
    return 0


@transaction.atomic
def gather_mail(at: datetime) -> int:
    """E-mails to those who hold the posts today and want them."""
    Notice.objects.filter(mail_done=False, is_read=True).update(mail_done=True)  # what was read is not sent
    waiting = _waiting("mail_done", at)
    holders = holders_of({notice.post_id for notice in waiting}, clock.local(at).date())
    everybody = {person.pk: person for people in holders.values() for person in people}
    behind = unfollowed(Channel.EMAIL)
    everybody |= {pk: person for pk, person in _people(behind).items() if pk not in everybody}
    choices = {choice.person_id: choice for choice in Choice.objects.filter(person__in=everybody).exclude(email="")}
    made, open_ones = 0, set()
    for pk, person in everybody.items():
        choice = choices.get(pk)
        if choice is None or choice.how == How.IN_APP:
            continue
        target = _Target(Channel.EMAIL, person=person)
        mine = _not_yet(target, [notice for notice in waiting if person in holders.get(notice.post_id, ())])
        key, due = _due_mail(target, choice.how, mine, behind.get(pk, ()), at)
        made += _make(target, key, due, behind.get(pk, ()), at) if key else 0
        open_ones |= {notice.pk for notice in mine} - {notice.pk for notice in due}
    Notice.objects.filter(pk__in=[one.pk for one in waiting if one.pk not in open_ones]).update(mail_done=True)
    return made


def _waiting(way: str, at: datetime) -> list[Notice]:
    """The notices that wait for this way out and may leave the program by now."""
    rows = Notice.objects.filter(**{way: False}).select_related("post__unit").order_by("pk")
    return [notice for notice in rows[:MOST_AT_ONCE] if _news_since(notice) <= at]


def _news_since(notice: Notice) -> datetime:
    """From when on it may leave the program. What keeps only its day (an anonymous complaint) goes the day after: the hour of
    its message would tell its own.
    """
    return notice.at + ONE_DAY if clock.is_day_only(notice.at) else notice.at


def _of_the_day(notices: Iterable[Notice], at: datetime) -> list[Notice]:
    """Those that the day's message takes: told before its hour."""
    return [notice for notice in notices if _news_since(notice) <= rules.digest_of(at)]


def _people(behind: Mapping[object, Sequence[Message]]) -> dict[UUID, Person]:
    return {one.person.pk: one.person for some in behind.values() for one in some if one.person is not None}


def _due_mail(
    target: _Target, how: str, mine: Sequence[Notice], behind: Sequence[Message], at: datetime
) -> tuple[str, Sequence[Notice]]:
    """The key of the message that is due for this person now, and what it holds; an empty key: none."""
    day, of_the_day = f"{target.key}:{clock.local(at):%Y-%m-%d}", _of_the_day(mine, at)
    if (of_the_day or behind) and rules.is_digest_time(at) and not Message.objects.filter(key=day).exists():
        return day, of_the_day
    soon = mine if how == How.AT_ONCE else [notice for notice in mine if notice.is_urgent]
    if soon and rules.goes_at_once(oldest=min(_news_since(notice) for notice in soon), at=at):
        return f"{target.key}:n{soon[0].pk}", mine
    return "", ()


@transaction.atomic
def gather_groups(at: datetime) -> int:
    """One message a working day to the group of each unit that has a robot: what its posts were told before its hour and
    have not read yet.
    """
    if not rules.is_digest_time(at):
        return 0
    Notice.objects.filter(group_done=False, is_read=True).update(group_done=True)
    robots = list(Robot.objects.select_related("unit"))
    if not robots:
        return _close("group_done")
    waiting = _waiting("group_done", at)
    nearest = robots_above(robots)
    behind = unfollowed(Channel.WECOM)
    made, open_ones = 0, set()
    by_robot: dict[int, list[Notice]] = {robot.pk: [] for robot in robots}
    for notice in waiting:
        if (robot := nearest(notice.post.unit.path)) is not None:
            by_robot[robot.pk].append(notice)
    for robot in robots:
        target = _Target(Channel.WECOM, robot=robot)
        key = f"{target.key}:{clock.local(at):%Y-%m-%d}"
        mine = _not_yet(target, by_robot[robot.pk])
        due = _of_the_day(mine, at)
        if Message.objects.filter(key=key).exists():
            due = []
        elif due or behind.get(robot.pk):
            made += _make(target, key, due, behind.get(robot.pk, ()), at)
        open_ones |= {notice.pk for notice in mine} - {notice.pk for notice in due}
    Notice.objects.filter(pk__in=[one.pk for one in waiting if one.pk not in open_ones]).update(group_done=True)
    return made


def _not_yet(target: _Target, notices: Iterable[Notice]) -> list[Notice]:
    """Those that have not gone to this address."""
    notices = list(notices)
    gone = items_in([notice.pk for notice in notices], target.key)
    return [notice for notice in notices if notice.pk not in gone]


def _make(target: _Target, key: str, notices: Sequence[Notice], behind: Sequence[Message], at: datetime) -> int:
    """Write the message with its items; what perhaps did not arrive before is named in it."""
    with translation.override(target.language):
        items = [
            words.Item(words.says_of(one.code), one.about, one.due, one.link, one.is_urgent)
            for one in sorted(notices, key=lambda one: (not one.is_urgent, one.pk))
        ]
        lost = [words.Lost(one.made_at, one.mark, one.items.count()) for one in behind]
        body = words.mail_body if target.channel == Channel.EMAIL else words.group_body
        message = Message.objects.create(
            key=key,
            channel=target.channel,
            person=target.person,
            robot=target.robot,
            subject=words.subject(items, lost),
            body=body(items, lost, settings.ADDRESS, reverse("notices:list")),
            made_at=at,
            next_at=at,
        )
    MessageItem.objects.bulk_create(
        [MessageItem(message=message, notice=notice, target=target.key) for notice in notices], batch_size=500
    )
    Message.objects.filter(pk__in=[one.pk for one in behind]).update(followed_by=message)
    return 1
