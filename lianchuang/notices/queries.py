"""Reading notices, who is told, and what goes out."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Appointment, Grant, Person, Role, Unit
from lianchuang.accounts.queries import in_office
from lianchuang.accounts.rules import chain_of
from lianchuang.common import clock
from lianchuang.notices import words
from lianchuang.notices.access import own_notices
from lianchuang.notices.models import Channel, Choice, Message, MessageItem, MessageState, Notice, Robot

STUCK = (MessageState.UNSURE, MessageState.GIVEN_UP)
LATELY = timedelta(days=30)
MOST_MESSAGES = 50


# --- whom an entry tells ---


def posts_of_units(units: Collection[int]) -> list[int]:
    """The posts that take in what a unit is asked: its coordinators; where it has none, its post-holders."""
    rows = Grant.objects.filter(post__unit__in=units, role__in=[Role.COORDINATOR, Role.POST_HOLDER])
    found: dict[int, dict[str, list[int]]] = {}
    for unit, role, post in rows.order_by("post").values_list("post__unit", "role", "post"):
        found.setdefault(unit, {}).setdefault(role, []).append(post)
    return [
        post
        for by_role in found.values()
        for post in by_role.get(Role.COORDINATOR) or by_role.get(Role.POST_HOLDER, [])
    ]


def posts_carrying(roles: Iterable[str], path: str, *, within: bool) -> list[int]:
    """The posts that carry one of the roles over the unit with this path; or (`within`) those of its whole sub-tree."""
    where = Q(post__unit__path__startswith=path) if within else Q(scope__path__in=chain_of(path))
    rows = Grant.objects.filter(where, role__in=list(roles))
    return list(dict.fromkeys(rows.order_by("post").values_list("post", flat=True)))


def posts_only_of(person_id: str, posts: Collection[int], at: datetime) -> set[int]:
    """Those of the posts that this person holds, and nobody else."""
    held = Appointment.objects.filter(in_office(clock.local(at).date()), post__in=posts)
    people: dict[int, set[str]] = {}
    for post, person in held.values_list("post", "person"):
        people.setdefault(post, set()).add(str(person))
    return {post for post, some in people.items() if some == {person_id}}


# --- the list of a post ---


@dataclass(frozen=True)
class Line:
    """A notice with its word."""

    notice: Notice
    says: str


def count_unread(actor: Actor) -> int:
    """What the bell shows: one query on its own index."""
    return own_notices(actor).filter(is_read=False).count()


def notices_shown(actor: Actor, *, everything: bool) -> QuerySet[Notice]:
    """The unread ones, vetoes first; or all, the newest first."""
    own = own_notices(actor)
    return own.order_by("-id") if everything else own.filter(is_read=False).order_by("-is_urgent", "-id")


def lines_of(notices: Iterable[Notice]) -> list[Line]:
    """With their words."""
    return [Line(notice, words.says_of(notice.code)) for notice in notices]


def by_day(lines: Iterable[Line]) -> list[tuple[date, list[Line]]]:
    """Under their days, in the order given."""
    days: dict[date, list[Line]] = {}
    for line in lines:
        days.setdefault(timezone.localdate(line.notice.at), []).append(line)
    return list(days.items())


def unread_elsewhere(actor: Actor) -> int:
    """What waits for the person in their other posts."""
    others = [post.pk for post in actor.other_posts]
    return Notice.objects.filter(post__in=others, is_read=False).count() if others else 0


# --- outside the program ---


def choice_of(person: Person) -> Choice:
    """How the person wants to be told; unsaved when they never chose."""
    return Choice.objects.filter(person=person).first() or Choice(person=person)


def holders_of(posts: Collection[int], on: date) -> dict[int, list[Person]]:
    """Who holds each of the posts that day, of those who may sign in."""
    found: dict[int, list[Person]] = {}
    held = Appointment.objects.filter(in_office(on), post__in=posts, person__is_active=True)
    for row in held.select_related("person").order_by("pk"):
        found.setdefault(row.post_id, []).append(row.person)
    return found


def robots_above(robots: Sequence[Robot]) -> Callable[[str], Robot | None]:
    """A function: the robot of the unit with this path, or of the nearest unit above it that has one."""
    by_path: Mapping[str, Robot] = {robot.unit.path: robot for robot in robots}
    return lambda path: next((by_path[one] for one in reversed(chain_of(path)) if one in by_path), None)


def items_in(notices: Collection[UUID], target: str) -> set[UUID]:
    """Which of the notices have gone to that address."""
    rows = MessageItem.objects.filter(notice__in=notices, target=target)
    return set(rows.values_list("notice", flat=True))


def unfollowed(channel: Channel) -> dict[object, list[Message]]:
    """Messages that perhaps did not arrive and that no later one has named, by the person or robot they were for."""
    found: dict[object, list[Message]] = {}
    lost = Message.objects.filter(channel=channel, state__in=STUCK, followed_by__isnull=True)
    for message in lost.select_related("person").order_by("made_at", "pk"):
        found.setdefault(message.person_id or message.robot_id, []).append(message)
    return found


@dataclass(frozen=True)
class Outgoing:
    """What goes out, for whoever looks after it: counts by state of 30 days, and what did not arrive."""

    counts: Mapping[str, int]
    waiting: int
    stuck: Sequence[Message]


def outgoing(now: datetime) -> Outgoing:
    """Two queries."""
    rows = Message.objects.filter(made_at__gte=now - LATELY)
    states = list(rows.values_list("state", flat=True))
    counts = {state.value: states.count(state.value) for state in MessageState}
    failed = rows.filter(Q(state__in=STUCK) | ~Q(last_error=""))
    stuck = failed.select_related("person", "robot__unit").order_by("-made_at")[:MOST_MESSAGES]
    return Outgoing(counts, states.count(MessageState.WAITING), list(stuck))


def robots_of(actor: Actor) -> list[Robot]:
    """The robots in the actor's tree, by unit."""
    root = actor.unit_path.split(".")[0]
    rows = Robot.objects.filter(unit__path__startswith=f"{root}.") if root else Robot.objects.none()
    return list(rows.select_related("unit").order_by("unit__path"))


def robot_of(unit: Unit) -> Robot | None:
    """The unit's own robot."""
    return Robot.objects.filter(unit=unit).first()
