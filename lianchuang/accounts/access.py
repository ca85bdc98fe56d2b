"""Who is acting, as which post, and what that post may do where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from lianchuang.accounts import rules
from lianchuang.accounts.models import Appointment, Grant, Person, Post, Role, Unit
from lianchuang.common import clock
from lianchuang.common.refusals import NotAllowed

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

Row = TypeVar("Row", bound=Model)

SYSTEM_NAME = "系统"
# Who keeps units, posts, people and roles in order, each over their own sub-tree.
MANAGERS = (Role.OFFICE, Role.ADMINISTRATOR)
HISTORY_READERS = (Role.OFFICE, Role.AUDITOR, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Held:
    """A role held by the acting post: over which sub-tree (`path` prefix), for which campaigns (empty:
    all).
    """

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
        """The acting post as records keep it."""
        return self.post.written_name if self.post else ""

    @property
    def post_label(self) -> str:
        """The acting post in the reader's language."""
        return self.post.full_name if self.post else ""

    @property
    def unit(self) -> Unit | None:
        """The unit of the acting post."""
        return self.post.unit if self.post else None

    @property
    def unit_path(self) -> str:
        return self.post.unit.path if self.post else ""

    @property
    def may_read_history(self) -> bool:
        """Whether the pages of the history are open to this post."""
        return self.is_system or self.has(*HISTORY_READERS)

    @property
    def history_paths(self) -> tuple[str, ...]:
        """The sub-trees whose doings this post may read about."""
        return self.paths(*HISTORY_READERS)

    @property
    def sees_sealed(self) -> bool:
        """Whether unreleased undercover work is open to this post: only to the office of the whole place, which
        plans it. The office of one street or bureau is among those that are looked at.
        """
        return self.is_county_office

    @property
    def is_county_office(self) -> bool:
        """Whether the office role is held over a whole tree, not only over a street or a bureau of it."""
        return self.is_system or any(is_root(path) for path in self.paths(Role.OFFICE))

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
        """Raise NotAllowed unless one of the roles is held (over the unit with path `over`). The system
        may all.
        """
        if self.is_system or (self.has(*roles) if over is None else self.has_over(over, *roles)):
            return
        names = "、".join(str(role.label) for role in roles)
        raise NotAllowed(
            "role_needed", _("This needs another role: %(roles)s.") % {"roles": names}, _("Campaign office")
        )


def is_root(path: str) -> bool:
    """Whether a unit path is a tree's root (it holds one code)."""
    return path.count(".") == 1


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
    """Units are no secret among those who work here: with a post one sees the whole tree that it stands
    in.
    """
    if actor.is_system:
        return Unit.objects.all()
    if actor.post is None:
        return Unit.objects.none()
    root = actor.unit_path.split(".")[0]
    return Unit.objects.filter(path__startswith=f"{root}.")


def get_unit(actor: Actor, unit_id: int) -> Unit:
    """The unit, or 404 when it stands in another tree."""
    return _found(visible_units(actor).filter(pk=unit_id).select_related("parent"))


def get_unit_to_manage(actor: Actor, unit_id: int) -> Unit:
    """The unit for changing what is in it: 404 for a stranger, NotAllowed for an insider without the
    right.
    """
    unit = get_unit(actor, unit_id)
    actor.require(*MANAGERS, over=unit.path)
    return unit


def get_post_to_manage(actor: Actor, post_id: int) -> Post:
    """The post for filling it or changing its roles."""
    seen = Post.objects.filter(pk=post_id, unit__in=visible_units(actor)).select_related("unit", "kind")
    post = _found(seen)
    actor.require(*MANAGERS, over=post.unit.path)
    return post


def get_appointment_to_manage(actor: Actor, appointment_id: int) -> Appointment:
    """The appointment for ending it."""
    seen = Appointment.objects.filter(pk=appointment_id, post__unit__in=visible_units(actor))
    appointment = _found(seen.select_related("post__unit", "person"))
    actor.require(*MANAGERS, over=appointment.post.unit.path)
    return appointment


def get_grant_to_manage(actor: Actor, grant_id: int) -> Grant:
    """The role of a post for taking it away."""
    seen = Grant.objects.filter(pk=grant_id, post__unit__in=visible_units(actor))
    grant = _found(seen.select_related("post__unit", "scope"))
    actor.require(*MANAGERS, over=grant.post.unit.path)
    return grant


def manageable_people(actor: Actor, on: date) -> QuerySet[Person]:
    """The people whom this actor may name for a post: those at posts in their sub-trees, and those without any post who last
    held one in the same county, or never did.
    """
    if actor.is_system:
        return Person.objects.all()
    actor.require(*MANAGERS)
    today = Appointment.objects.filter(_not_over(on), person=OuterRef("pk"), since__lte=on)
    paths = actor.paths(*MANAGERS)
    here = Appointment.objects.filter(in_subtrees("post__unit", {rules.chain_of(path)[0] for path in paths}))
    free = Q(last_term=None) | Q(last_term__in=here.values("pk"))
    within = Exists(today.filter(in_subtrees("post__unit", paths)))
    return _with_last_term().filter(Q(within) | Q(~Exists(today)) & free)


def kept_accounts(actor: Actor, on: date) -> QuerySet[Person]:
    """The people whose accounts this actor keeps in order: all that they may do, now or from a day to come, lies in the actor's
    sub-trees. Whoever has no post is kept where they last had one; whoever never had one, by those at the root.

    Who sets a password can act as that person: a post elsewhere, or a role that reaches further, is not theirs to open.
    """
    if actor.is_system:
        return Person.objects.all()
    actor.require(*MANAGERS)
    paths = actor.paths(*MANAGERS)
    terms = Appointment.objects.filter(_not_over(on), person=OuterRef("pk"))
    within = in_subtrees("post__unit", paths)
    elsewhere = terms.exclude(within)
    reaches = Grant.objects.exclude(in_subtrees("scope", paths)).filter(post=OuterRef("post"))
    last = Q(last_term__in=Appointment.objects.filter(within).values("pk"))
    if any(is_root(path) for path in paths):
        last |= Q(last_term=None)
    return _with_last_term().filter(last, ~Exists(elsewhere), ~Exists(terms.filter(Exists(reaches))))


def _not_over(on: date) -> Q:
    return Q(until__isnull=True) | Q(until__gt=on)


def _with_last_term() -> QuerySet[Person]:
    """People with their latest appointment; None for who never had one."""
    latest = Appointment.objects.filter(person=OuterRef("pk")).order_by("-since", "-pk")
    return Person.objects.annotate(last_term=Subquery(latest.values("pk")[:1]))


def get_person_to_manage(actor: Actor, person_id: UUID, on: date) -> Person:
    """The person, or 404 when they work where this actor has nothing to say."""
    return _found(manageable_people(actor, on).filter(pk=person_id))


def keeps_account(actor: Actor, person: Person, on: date) -> bool:
    """Whether the actor keeps this person's account in order."""
    return kept_accounts(actor, on).filter(pk=person.pk).exists()


def require_management(actor: Actor, person: Person, at: datetime) -> None:
    """Raise NotAllowed unless the actor keeps this person's account in order."""
    if not keeps_account(actor, person, clock.local(at).date()):
        words = _("This person has a post or a role where you have nothing to say, now or from a day to come.")
        raise NotAllowed("not_your_person", words, _("Campaign office"))


def _found(rows: QuerySet[Row]) -> Row:
    row = rows.first()
    if row is None:
        raise Http404
    return row
