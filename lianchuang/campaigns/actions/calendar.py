"""Opening and closing the secret address of a post's calendar."""

import secrets
from datetime import datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Person, Post
from lianchuang.audit.actions import action, record
from lianchuang.campaigns.models import CalendarFeed
from lianchuang.common.refusals import NotAllowed, NotPossibleNow, Reason

SECRET_BYTES = 24


def _seat(by: Actor) -> tuple[Person, Post]:
    if by.person is None or by.post is None:
        raise NotAllowed("no_post", _("A calendar address belongs to a person in a post."))
    return by.person, by.post


def _close(person: Person, post: Post, at: datetime) -> int:
    return CalendarFeed.objects.filter(person=person, post=post, closed_at__isnull=True).update(closed_at=at)


@action("calendar_feed.opened")
def open_feed(*, by: Actor, at: datetime) -> CalendarFeed:
    """Give the acting post a new secret address of the calendar; an older one of the same person stops to answer.

    Refused: an actor without a post (NotAllowed). The secret itself is not written into history.
    """
    person, post = _seat(by)
    _close(person, post, at)
    feed = CalendarFeed.objects.create(
        person=person, post=post, token=secrets.token_urlsafe(SECRET_BYTES), opened_at=at
    )
    data = {"post": by.post_name}
    record(code="calendar_feed.opened", by=by, at=at, object_kind="calendar_feed", object_id=feed.pk, data=data)
    return feed


@action("calendar_feed.closed")
def close_feed(*, by: Actor, at: datetime) -> None:
    """Close one's secret address in the acting post. Refused: there is none (NotPossibleNow)."""
    person, post = _seat(by)
    if not _close(person, post, at):
        raise NotPossibleNow([Reason("no_feed", _("There is no open calendar address of this post."))])
    data = {"post": by.post_name}
    record(code="calendar_feed.closed", by=by, at=at, object_kind="calendar_feed", object_id=post.pk, data=data)
