"""Reading units, posts and people. `on` is the day whose appointments count."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from lianchuang.accounts.access import Actor, manageable_people, visible_units
from lianchuang.accounts.models import Appointment, Grant, Person, Post, PostKind, Role, Unit
from lianchuang.accounts.rules import chain_of


@dataclass
class TreeLine:
    """A unit in the tree with the number of its own posts, how many are vacant, and what stands below it."""

    unit: Unit
    post_count: int
    vacant_count: int
    children: list["TreeLine"] = field(default_factory=list)

    @cached_property
    def posts_below(self) -> int:
        """Posts of the unit and everything below it."""
        return self.post_count + sum(child.posts_below for child in self.children)

    @cached_property
    def vacant_below(self) -> int:
        """Vacant posts of the unit and everything below it."""
        return self.vacant_count + sum(child.vacant_below for child in self.children)


@dataclass(frozen=True)
class Seat:
    """A post with whoever holds it today, and the roles it carries."""

    post: Post
    appointment: Appointment | None
    grants: tuple[Grant, ...]

    @property
    def person(self) -> Person | None:
        return self.appointment.person if self.appointment else None


@dataclass(frozen=True)
class UnitPage:
    """A unit with the chain above it, what stands below it, and its seats."""

    unit: Unit
    chain: tuple[Unit, ...]
    children: tuple[TreeLine, ...]
    seats: tuple[Seat, ...]

    @property
    def vacant_count(self) -> int:
        return sum(seat.person is None for seat in self.seats)


def in_office(on: date) -> Q:
    """A filter on appointments: in office on that day."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))


def unit_tree(actor: Actor, on: date) -> list[TreeLine]:
    """The whole tree this actor sees, children in name order. Two queries, however many posts there are."""
    units = list(visible_units(actor).order_by("path"))
    lines = _lines(units, on)
    roots: list[TreeLine] = []
    for unit in units:
        above = lines.get(unit.parent_id) if unit.parent_id else None
        (above.children if above else roots).append(lines[unit.pk])
    for line in lines.values():
        line.children.sort(key=lambda child: child.unit.sort_key)
    return roots


def _lines(units: Iterable[Unit], on: date) -> dict[int, TreeLine]:
    held = Appointment.objects.filter(in_office(on), post=OuterRef("pk"))
    posts = Post.objects.annotate(is_held=Exists(held)).values("unit").order_by()
    rows = posts.annotate(total=Count("pk"), vacant=Count("pk", filter=Q(is_held=False)))
    counts = {row["unit"]: (row["total"], row["vacant"]) for row in rows}
    return {unit.pk: TreeLine(unit, *counts.get(unit.pk, (0, 0))) for unit in units}


def unit_page(unit: Unit, on: date) -> UnitPage:
    """Everything the page of one unit shows."""
    children = list(Unit.objects.filter(parent=unit).order_by("sort_key"))
    lines = _lines(children, on) if children else {}
    return UnitPage(unit, tuple(chain_above(unit)), tuple(lines.values()), tuple(seats_of(unit, on)))


def chain_above(unit: Unit) -> list[Unit]:
    """The units above this one, from the root down."""
    return list(Unit.objects.filter(path__in=chain_of(unit.path)[:-1]).order_by("path"))


def seats_of(unit: Unit, on: date) -> list[Seat]:
    """The posts of one unit with holders and roles, in the order of their codes."""
    posts = list(posts_of_unit(unit))
    held = appointments_of(posts, on)
    grants: dict[int, list[Grant]] = {}
    for grant in Grant.objects.filter(post__in=posts).select_related("scope").order_by("pk"):
        grants.setdefault(grant.post_id, []).append(grant)
    return [Seat(post, held.get(post.pk), tuple(grants.get(post.pk, ()))) for post in posts]


def posts_of_unit(unit: Unit) -> QuerySet[Post]:
    """The posts of one unit, in the order of their codes."""
    return Post.objects.filter(unit=unit).select_related("unit", "kind").order_by("code")


def posts_below(*paths: str) -> QuerySet[Post]:
    """The posts of these sub-trees, unit by unit, for choosing one."""
    within = Q(pk__in=[])
    for path in paths:
        within |= Q(unit__path__startswith=path)
    return Post.objects.filter(within).select_related("unit", "kind").order_by("unit__path", "code")


def appointments_of(posts: Iterable[Post], on: date) -> dict[int, Appointment]:
    """Who holds which of the posts that day, by post id."""
    rows = Appointment.objects.filter(in_office(on), post__in=list(posts)).select_related("person")
    return {row.post_id: row for row in rows.order_by("-since", "pk")}


def holder_of(post: Post, on: date) -> Person | None:
    """Who holds the post that day, if anybody."""
    held = appointments_of([post], on).get(post.pk)
    return held.person if held else None


def vacant_posts(path: str, on: date) -> QuerySet[Post]:
    """The posts of a sub-tree that nobody holds that day."""
    held = Appointment.objects.filter(in_office(on), post=OuterRef("pk"))
    return posts_below(path).filter(~Exists(held))


def posts_with_role(role: Role, path: str) -> QuerySet[Post]:
    """The posts that carry the role over the unit with this path or over something below it."""
    over = Q(grants__scope__path__startswith=path)
    found = Post.objects.filter(over | Q(grants__scope__path__in=chain_of(path)), grants__role=role)
    return found.select_related("unit", "kind").distinct().order_by("unit__path", "code")


def post_kinds() -> QuerySet[PostKind]:
    """Every kind of post."""
    return PostKind.objects.order_by("code")


def people_for(actor: Actor, on: date, words: str = "") -> QuerySet[Person]:
    """The people whom this actor keeps in order, with `held` (appointments of that day); by name or user
    name.
    """
    held = Appointment.objects.filter(in_office(on)).select_related("post__unit")
    people = manageable_people(actor, on)
    if words:
        people = people.filter(Q(name__icontains=words) | Q(username__icontains=words))
    return people.order_by("name", "username").prefetch_related(Prefetch("appointments", held, to_attr="held"))


def terms_of(person: Person) -> QuerySet[Appointment]:
    """All terms of a person, the latest first."""
    terms = Appointment.objects.filter(person=person).select_related("post__unit")
    return terms.order_by("-since", "-pk")


def posts_to_hand_over(person: Person, from_day: date) -> list[Post]:
    """The posts a person holds on that day or later."""
    terms = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gt=from_day), person=person)
    posts = [term.post for term in terms.select_related("post__unit").order_by("post__unit__path", "post__code")]
    return list(dict.fromkeys(posts))


def candidates(actor: Actor, path: str, on: date) -> QuerySet[Person]:
    """Who might be appointed in the body with this path: its own people, and those without a post that
    day.
    """
    held = Appointment.objects.filter(in_office(on), person=OuterRef("pk"))
    body = ".".join(path.split(".")[:2]) + "."
    near = Q(Exists(held.filter(post__unit__path__startswith=body))) | ~Q(Exists(held))
    return manageable_people(actor, on).filter(near, is_active=True).order_by("name", "username")
