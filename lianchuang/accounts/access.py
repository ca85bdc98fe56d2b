"""Who is acting, as which post, and what that post may do where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lianchuang.accounts.models import Appointment, Grant, Person, Post, Role, Unit
from lianchuang.common.refusals import NotAllowed

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

SYSTEM_NAME = "系统"


@dataclass(frozen=True)
class Held:
    """A role held by the acting post: over which sub-tree (`path` prefix), for which campaigns (empty: all)."""

    role: Role
    scope_id: int
    path: str
    campaigns: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Actor:
    """Somebody at work: a person in one of their posts, or the system itself.

    Everything that decides about rights takes an Actor, never a request. `other_posts` are further posts
    the person holds today.
    """

    person: Person | None
    post: Post | None
    roles: tuple[Held, ...] = ()
    other_posts: tuple[Post, ...] = ()

    @property
    def is_system(self) -> bool:
        """Whether the program itself acts (a rule, an import), not a person."""
        return self.person is None

    @property
    def person_id(self) -> str:
        return str(self.person.pk) if self.person else ""

    @property
    def person_name(self) -> str:
        return self.person.name if self.person else SYSTEM_NAME

    @property
    def post_id(self) -> str:
        return str(self.post.pk) if self.post else ""

    @property
    def post_name(self) -> str:
        return self.post.full_name if self.post else ""

    @property
    def unit(self) -> Unit | None:
        """The unit of the acting post."""
        return self.post.unit if self.post else None

    @property
    def unit_path(self) -> str:
        return self.post.unit.path if self.post else ""

    def has(self, *roles: Role) -> bool:
        """Whether the post carries one of the roles anywhere."""
        return any(held.role in roles for held in self.roles)

    def has_over(self, path: str, *roles: Role) -> bool:
        """Whether the post carries one of the roles over the unit with this path."""
        return any(held.role in roles and path.startswith(held.path) for held in self.roles)

    def paths(self, *roles: Role) -> tuple[str, ...]:
        """The sub-trees (path prefixes) over which one of the roles is held."""
        return tuple(held.path for held in self.roles if held.role in roles)

    def require(self, *roles: Role, over: str | None = None) -> None:
        """Raise NotAllowed unless one of the roles is held (over the unit with path `over`). The system may all."""
        if self.is_system or (self.has(*roles) if over is None else self.has_over(over, *roles)):
            return
        names = "、".join(str(role.label) for role in roles)
        raise NotAllowed(
            "role_needed", _("This needs another role: %(roles)s.") % {"roles": names}, _("Campaign office")
        )


SYSTEM = Actor(person=None, post=None)


class ActorRequest(HttpRequest):
    """A request as every view sees it: with the acting post, and what htmx says of it."""

    actor: Actor
    htmx: "HtmxDetails"


def actors_of(person: Person, on: date) -> list[Actor]:
    """Every post the person holds on that day, as an Actor each; posts with the wider roles first."""
    appointments = list(
        Appointment.objects.filter(person=person, since__lte=on)
        .filter(Q(until__isnull=True) | Q(until__gt=on))
        .select_related("post__unit", "post__kind")
        .order_by("pk")
    )
    posts = [appointment.post for appointment in appointments]
    held = roles_of(posts)
    return [
        Actor(person, post, held[post.pk], tuple(other for other in posts if other.pk != post.pk)) for post in posts
    ]


def roles_of(posts: Iterable[Post]) -> dict[int, tuple[Held, ...]]:
    """The roles of many posts in one query. Whoever holds a post is responsible for what lands on it."""
    result: dict[int, list[Held]] = {post.pk: [] for post in posts}
    grants = Grant.objects.filter(post_id__in=result).select_related("scope").order_by("pk")
    for grant in grants:
        result[grant.post_id].append(
            Held(Role(grant.role), grant.scope_id, grant.scope.path, frozenset(grant.campaigns))
        )
    return {pk: tuple(held) for pk, held in result.items()}


def in_subtrees(field: str, paths: Iterable[str]) -> Q:
    """A filter: the unit named by `field` lies in one of the sub-trees. No path matches nothing."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field}__path__startswith": path})
    return condition


def visible_units(actor: Actor) -> QuerySet[Unit]:
    """Units are no secret among those who work here: everyone signed in with a post sees the tree."""
    return Unit.objects.all() if actor.is_system or actor.post else Unit.objects.none()
