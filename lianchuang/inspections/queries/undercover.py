"""Sealed assignments: what their inspector may know, what the office sees of them, what belongs to a day undercover."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from lianchuang.accounts.access import Actor, in_subtrees
from lianchuang.accounts.models import Post, Role
from lianchuang.inspections import rules
from lianchuang.inspections.access import assigned_stops, declared, own_stops
from lianchuang.inspections.models import (
    DeclaredConflict,
    OpenedAssignment,
    Round,
    RoundKind,
    RoundSite,
    RoundState,
    Visit,
)
from lianchuang.inspections.queries.drawing import inspectors_of
from lianchuang.inspections.queries.places import bodies_concerned, body_of


@dataclass(frozen=True)
class SealedDay:
    """A sealed assignment: its inspector knows the day and nothing else."""

    round_id: UUID
    day: date
    may_open: bool


def sealed_days(actor: Actor, today: date) -> list[SealedDay]:
    """The assignments of the acting post that it has not opened yet, by day. One query."""
    opened = OpenedAssignment.objects.filter(round=OuterRef("round"), post=OuterRef("inspector"), day=OuterRef("day"))
    days = assigned_stops(actor).filter(~Exists(opened)).order_by("day", "round").values_list("round", "day").distinct()
    return [SealedDay(found, day, rules.may_open(day, today)) for found, day in days]


def goes_undercover(actor: Actor, day: date) -> bool:
    """Whether it is a day undercover for the acting post, so that nothing is verified. One query."""
    return round_of_the_day(actor, day, None) is not None


def round_of_the_day(actor: Actor, day: date, site: UUID | None) -> Round | None:
    """The unreleased undercover round to which something belongs that this post noted on a day, at a site or elsewhere.
    Two queries at most.

    A day undercover is one with sealed sites of that day, or left from earlier days; they are left until the day after
    they were visited or found closed. A site given back makes no such day, but what is noted at that very site is its
    round's. None when the post has an open stop at that site on that day and no sealed one: then that is what it was
    there for.
    """
    if actor.post is None:
        return None
    mine = RoundSite.objects.filter(inspector=actor.post, round__state__in=[RoundState.RUNNING, RoundState.FINISHED])
    is_sealed = Q(round__kind=RoundKind.UNDERCOVER, round__released_at=None)
    sealed = list(
        mine.filter(is_sealed, _out_on(day))
        .annotate(is_given_back=declared())
        .select_related("round")
        .order_by("-day", "pk")
    )
    there = [stop for stop in sealed if stop.site_id == site]
    out = [stop for stop in sealed if not stop.is_given_back]
    if out and not there and site and mine.filter(~is_sealed, day=day, site=site).exists():
        return None
    return next((stop.round for stop in (*there, *out)), None)


def _out_on(day: date) -> Q:
    """The inspector of the stop was out for it on that day, or may have been."""
    visits = Visit.objects.filter(round=OuterRef("round"), site=OuterRef("site"), by_post=OuterRef("inspector"))
    done_then = Exists(visits.filter(finished_at__date=day)) | Q(closed_at__date=day)
    done_before = Exists(visits.filter(finished_at__date__lt=day))
    left = Q(day__lt=day) & ~done_before & (Q(round__state=RoundState.RUNNING) | done_then)
    return (Q(day=day) | left) & (Q(closed_at=None) | Q(closed_at__date__gte=day))


def round_named(actor: Actor, found: UUID) -> Round | None:
    """The unreleased undercover round of that id, if this post was ever given something in it or plans it.

    One query, whether there is such a round or not.
    """
    given = Exists(RoundSite.objects.filter(round=OuterRef("pk"), inspector=actor.post))
    opened = Exists(OpenedAssignment.objects.filter(round=OuterRef("pk"), post=actor.post))
    plans = in_subtrees("joint__place", actor.paths(Role.OFFICE))
    held = Round.objects.filter(pk=found, kind=RoundKind.UNDERCOVER, released_at=None).filter(
        Q(given) | Q(opened) | plans
    )
    return held.select_related("joint__place").first()


@dataclass(frozen=True)
class AssignmentStop:
    """A site of an opened assignment, and the visit when there was one."""

    stop: RoundSite
    visit: Visit | None


@dataclass(frozen=True)
class AssignmentPage:
    """What its inspector sees of an assignment: before it is opened the day alone, then what was not found closed.
    `declared` are sites given back.
    """

    day: date
    may_open: bool
    opened: OpenedAssignment | None
    stops: Sequence[AssignmentStop] = ()
    declared: Sequence[DeclaredConflict] = ()


def assignment_page(actor: Actor, round: Round, day: date, today: date) -> AssignmentPage:
    """The acting post's assignment of a day. Four queries."""
    opened = OpenedAssignment.objects.filter(round=round, post=actor.post, day=day).select_related("round").first()
    if opened is None:
        return AssignmentPage(day, rules.may_open(day, today), None)
    stops = (
        own_stops(actor).filter(round=round, day=day, closed_reason="").select_related("site__site_type", "site__unit")
    )
    visits = {visit.site_id: visit for visit in Visit.objects.filter(round=round, by_post=actor.post)}
    declared = DeclaredConflict.objects.filter(round=round, post=actor.post).select_related("site")
    rows = [AssignmentStop(stop, visits.get(stop.site_id)) for stop in stops.order_by("order", "pk")]
    return AssignmentPage(day, True, opened, rows, list(declared))


@dataclass(frozen=True)
class Handed:
    """What one inspector was given for a day, as the office sees it."""

    inspector: Post
    day: date
    sites: int
    opened: OpenedAssignment | None


def handed_out(round: Round) -> list[Handed]:
    """By day and inspector: how many sites, and when it was opened. Two queries."""
    stops = RoundSite.objects.filter(round=round).select_related("inspector__unit").order_by("day", "inspector_id")
    given: dict[tuple[date, Post], int] = {}
    for stop in stops:
        given[stop.day, stop.inspector] = given.get((stop.day, stop.inspector), 0) + 1
    opened = {(each.day, each.post_id): each for each in OpenedAssignment.objects.filter(round=round)}
    return [Handed(post, day, number, opened.get((day, post.pk))) for (day, post), number in given.items()]


def open_conflicts(round: Round) -> QuerySet[DeclaredConflict]:
    """Conflicts whose site nobody else has taken yet, and that somebody has to go to."""
    same = {"round": OuterRef("round"), "site": OuterRef("site"), "inspector": OuterRef("post")}
    waiting = DeclaredConflict.objects.filter(Exists(RoundSite.objects.filter(**same, closed_reason="")), round=round)
    return waiting.select_related("site", "post__unit").order_by("at")


def able_inspectors(stop: RoundSite) -> QuerySet[Post]:
    """The posts that may take over a site: they inspect there, are not concerned, and declared no conflict."""
    concerned = bodies_concerned([stop.site])[stop.site_id]
    tied = DeclaredConflict.objects.filter(round=stop.round, site=stop.site_id).values("post")
    given = RoundSite.objects.filter(round=stop.round, site=stop.site_id).values("inspector")
    posts = inspectors_of(stop.round).exclude(pk__in=tied).exclude(pk__in=given)
    return posts.filter(pk__in=[post.pk for post in posts if not rules.has_conflict(body_of(post.unit), concerned)])
