"""Who may see which rounds, stops and visits, and who may record one.

An unreleased undercover round, its stops and visits exist for nobody but the campaign office of the place
and its own inspectors, and for these only with their own sites, day by day, once they have opened the day's
sealed assignment (docs/rules/undercover.md). Stops still to come are known only to those who plan and inspect.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Person, Post, Role, Unit
from lianchuang.accounts.rules import chain_of
from lianchuang.campaigns.models import JointCampaign
from lianchuang.common.refusals import Invalid, NotAllowed
from lianchuang.evidence.models import StoredFile
from lianchuang.inspections import rules
from lianchuang.inspections.models import (
    AnswerPhoto,
    DeclaredConflict,
    OpenedAssignment,
    Round,
    RoundKind,
    RoundSite,
    RoundState,
    Team,
    Visit,
    VisitFile,
)
from lianchuang.inspections.queries.places import bodies_concerned, body_of
from lianchuang.sites.models import Site

# Roles that know what is planned in their sub-tree; everybody else learns of a visit when it was made.
PLANNERS = (Role.OFFICE, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR, Role.INSPECTOR)
OVERSEERS = (*PLANNERS, Role.VERIFIER)
Stop = tuple[UUID, UUID]  # round and site


def visible_rounds(actor: Actor) -> QuerySet[Round]:
    """The rounds this actor may know of: those of the own county; planned ones only who plans and
    inspects.
    """
    if actor.is_system:
        return Round.objects.all()
    if actor.post is None:
        return Round.objects.none()
    own = Exists(own_stops(actor).filter(round=OuterRef("pk")))
    known = Q(own) | Q(state__in=[RoundState.RUNNING, RoundState.FINISHED])
    if actor.has(*PLANNERS):
        known |= Q(state=RoundState.PLANNED)
    return Round.objects.filter(_works_there(actor, "joint__") & known & (_unsealed("", actor) | Q(own)))


def own_stops(actor: Actor) -> QuerySet[RoundSite]:
    """The stops that the acting post is sent to, alone or in a team, closed ones among them, as far as it may know:
    undercover those of opened days, and nowhere a site where it declared a conflict.
    """
    return RoundSite.objects.filter(_own_stop(actor))


def assigned_stops(actor: Actor) -> QuerySet[RoundSite]:
    """What the acting post was given in unreleased undercover rounds under way and is still due, opened or not. For the
    program, never for a page.
    """
    if actor.post is None:
        return RoundSite.objects.none()
    given = RoundSite.objects.filter(inspector=actor.post, round__state=RoundState.RUNNING, closed_reason="")
    return given.filter(round__kind=RoundKind.UNDERCOVER, round__released_at=None).exclude(declared())


def _own_stop(actor: Actor) -> Q:
    if actor.post is None:
        return Q(pk__in=[])
    sealed = Q(round__kind=RoundKind.UNDERCOVER, round__released_at=None)
    return _sent(actor.post) & (~sealed | Q(_opened())) & ~Q(declared())


def _opened() -> Exists:
    """The inspector of the stop has opened the assignment of its day."""
    same = {"round": OuterRef("round"), "post": OuterRef("inspector"), "day": OuterRef("day")}
    return Exists(OpenedAssignment.objects.filter(**same))


def declared() -> Exists:
    """The inspector of the stop has declared a conflict there."""
    same = {"round": OuterRef("round"), "post": OuterRef("inspector"), "site": OuterRef("site")}
    return Exists(DeclaredConflict.objects.filter(**same))


def visible_stops(actor: Actor) -> QuerySet[RoundSite]:
    """The sites of samples this actor may know of."""
    if actor.is_system:
        return RoundSite.objects.all()
    if actor.post is None:
        return RoundSite.objects.none()
    visited = Exists(Visit.objects.filter(round=OuterRef("round"), site=OuterRef("site"), outside_body=""))
    planner = _in_subtrees("site__unit", actor.paths(*PLANNERS))
    concerned = Q(visited) & (_own_place("site__", actor) | _in_subtrees("site__unit", actor.paths(*OVERSEERS)))
    return RoundSite.objects.filter(
        _own_stop(actor) | _works_there(actor, "round__joint__") & _unsealed("round__", actor) & (planner | concerned)
    )


def visible_visits(actor: Actor) -> QuerySet[Visit]:
    """The visits this actor may see: the own ones, and those at sites in the own sub-tree, run or sponsored
    by it.
    """
    if actor.is_system:
        return Visit.objects.all()
    if actor.post is None:
        return Visit.objects.none()
    there = _own_place("site__", actor) | _in_subtrees("site__unit", actor.paths(*OVERSEERS))
    visits = Visit.objects.filter(Q(by=actor.person) | _unsealed("round__", actor) & there)
    return visits.exclude(_before_the_own_look(actor)) if actor.has(Role.INSPECTOR) else visits


def sees_whole_round(actor: Actor, planned: Round) -> bool:
    """Whether nothing of the round's visits is hidden from this actor, so that its figures stand for the whole."""
    if actor.is_system or plans_rounds(actor, planned):
        return True
    return not planned.is_sealed and actor.has_over(planned.joint.place.path, *PLANNERS)


def knows_the_draw(actor: Actor, planned: Round) -> bool:
    """Whether this actor may know seed and sample: who plans the round, and everybody who sees it once it is published."""
    return actor.is_system or plans_rounds(actor, planned) or planned.is_published


def _sent(post: Post) -> Q:
    """The post goes there: it leads, or is in the team."""
    return Q(inspector=post) | Q(team__in=Team.members.through.objects.filter(post=post).values("team"))


def _before_the_own_look(actor: Actor) -> Q:
    """Somebody else's visit to a site that the actor's team is still to visit as the second of two: each looks for
    themselves.
    """
    members = Team.members.through.objects.filter(team=OuterRef(OuterRef("team"))).values("post")
    looked = Visit.objects.filter(round=OuterRef("round"), site=OuterRef("site"))
    looked = looked.filter(Q(by_post=OuterRef("inspector")) | Q(by_post__in=members))
    pending = own_stops(actor).filter(is_double=True, closed_reason="", round__state=RoundState.RUNNING)
    pending = pending.filter(~Exists(looked), round=OuterRef("round"), site=OuterRef("site"))
    return Q(Exists(pending)) & ~Q(by=actor.person)


def _works_there(actor: Actor, prefix: str) -> Q:
    """The place of the joint campaign is above the actor's unit, or within a role's sub-tree."""
    return Q(**{f"{prefix}place__path__in": chain_of(actor.unit_path)}) | _in_subtrees(
        f"{prefix}place", [held.path for held in actor.roles]
    )


def _unsealed(prefix: str, actor: Actor) -> Q:
    """The round is no secret to this actor: not undercover, released, or they are the office of its place."""
    is_open = ~Q(**{f"{prefix}kind": RoundKind.UNDERCOVER}) | Q(**{f"{prefix}released_at__isnull": False})
    return is_open | _in_subtrees(f"{prefix}joint__place", actor.paths(Role.OFFICE))


def _own_place(prefix: str, actor: Actor) -> Q:
    """The site lies in the actor's unit, or the unit runs it or stands behind it."""
    units = Unit.objects.filter(path__startswith=actor.unit_path).values("pk")
    return (
        Q(**{f"{prefix}unit__in": units})
        | Q(**{f"{prefix}owner_unit__in": units})
        | Q(**{f"{prefix}sponsor_unit__in": units})
    )


def _in_subtrees(field: str, paths: Iterable[str]) -> Q:
    """Like accounts.access.in_subtrees, as a sub-query on units: the database reads the units once."""
    condition = Q(pk__in=[])
    for path in dict.fromkeys(paths):
        condition |= Q(**{f"{field}__in": Unit.objects.filter(path__startswith=path).values("pk")})
    return condition


def get_round(actor: Actor, round_id: UUID) -> Round:
    """The round, or 404 when it does not exist for this actor."""
    found = visible_rounds(actor).filter(pk=round_id).select_related("joint__place", "planned_by__unit").first()
    if found is None:
        raise Http404
    return found


def get_round_for_office(actor: Actor, round_id: UUID) -> Round:
    """The round for planning work. A stranger gets 404, an insider who is not its office NotAllowed."""
    found = get_round(actor, round_id)
    actor.require(Role.OFFICE, over=found.joint.place.path)
    return found


def joint_to_plan_for(actor: Actor) -> JointCampaign | None:
    """The joint campaign whose rounds this actor plans: that of the place whose campaign office they are."""
    joint = JointCampaign.objects.select_related("place").order_by("pk").first()
    return joint if joint and actor.has_over(joint.place.path, Role.OFFICE) else None


def get_joint_to_plan_for(actor: Actor) -> JointCampaign:
    """The joint campaign whose rounds this actor plans. NotAllowed for whoever is not its office."""
    actor.require(Role.OFFICE)
    joint = get_object_or_404(JointCampaign.objects.select_related("place").order_by("pk")[:1])
    actor.require(Role.OFFICE, over=joint.place.path)
    return joint


def get_visit_file(actor: Actor, round_id: UUID, file_id: UUID, at: datetime) -> VisitFile:
    """A file of visits that this person of the office sent for the round and has not let expire, or 404."""
    found = get_round_for_office(actor, round_id)
    kept = VisitFile.objects.filter(pk=file_id, round=found, sent_by=actor.person, expires_at__gt=at).first()
    if kept is None:
        raise Http404
    kept.round = found
    return kept


def plans_rounds(actor: Actor, planned: Round) -> bool:
    """Whether the actor is the campaign office of the round's place."""
    return actor.has_over(planned.joint.place.path, Role.OFFICE)


def get_stop(actor: Actor, round_id: UUID, site_id: UUID) -> tuple[Round, Site]:
    """The round and a site of its sample for recording a visit. 404 for whom it does not exist, else
    NotAllowed.
    """
    found = get_round(actor, round_id)
    stop = visible_stops(actor).filter(round=found, site=site_id)
    site = stop.select_related("site__site_type", "site__unit", "site__owner_unit", "site__sponsor_unit").first()
    if site is None:
        raise Http404
    require_recorder(actor, found, site.site)
    return found, site.site


def _of_team(number: int) -> Q:
    """The stops of a round's team; of none for 0."""
    return Q(team__number=number) if number else Q(team__isnull=True)


def get_stop_to_close(actor: Actor, round_id: UUID, site_id: UUID, team: int) -> RoundSite:
    """A stop of the team of that number, for whoever stands before a closed door: 404 when it does not exist for them,
    else NotAllowed.
    """
    found = get_round(actor, round_id)
    tables = ("site__site_type", "site__unit", "site__owner_unit", "site__sponsor_unit", "team", "inspector__unit")
    stop = visible_stops(actor).filter(_of_team(team), round=found, site=site_id).select_related(*tables).first()
    if stop is None:
        raise Http404
    stop.round = found
    require_recorder(actor, found, stop.site)
    return stop


def get_closed_photo(actor: Actor, round_id: UUID, site_id: UUID, sha256: str) -> StoredFile:
    """The photo taken where a stop of the site was found closed, or 404 when it or the stop does not exist for this actor."""
    stops = visible_stops(actor).filter(round=round_id, site=site_id, closed_photo=sha256)
    found = stops.select_related("closed_photo").order_by("pk").first()
    if found is None or found.closed_photo is None:
        raise Http404
    return found.closed_photo


def get_stop_to_move(actor: Actor, round_id: UUID, site_id: UUID, team: int) -> RoundSite:
    """A stop for planning work. A stranger gets 404, an insider who is not the round's office NotAllowed."""
    found = get_round_for_office(actor, round_id)
    tables = ("site__site_type", "site__unit", "site__owner_unit", "site__sponsor_unit", "team", "inspector__unit")
    stop = RoundSite.objects.filter(_of_team(team), round=found, site=site_id).select_related(*tables).first()
    if stop is None:
        raise Http404
    stop.round = found
    return stop


def require_recorder(actor: Actor, planned: Round, site: Site) -> tuple[Person, Post]:
    """The person and post that record a visit there; raises unless they may: the inspector it is assigned
    or their team, the office, and where the round is not undercover and the site not to be visited twice any inspector
    over the site. Undercover, the assignment must have been opened, and nobody looks at a site of a unit concerned or
    where they declared a conflict.
    """
    return Recorders([planned], [site]).require(actor, planned, site)


class Recorders:
    """Who may record visits at these sites in these rounds: what many visits have in common is asked once."""

    def __init__(self, rounds: Iterable[Round], sites: Iterable[Site]) -> None:
        self.rounds = {each.pk: each for each in rounds}
        self.sites = {each.pk: each for each in sites}
        self._sent: dict[int, dict[Stop, list[tuple[bool, bool]]]] = {}
        self._open: dict[int, set[Stop]] = {}

    def require(self, actor: Actor, planned: Round, site: Site) -> tuple[Person, Post]:
        """The person and post that record it, or raise: see `require_recorder`."""
        if actor.person is None or actor.post is None:
            raise NotAllowed("post_needed", _("A visit is recorded by a person in a post."))
        assigned = self._assigned(actor.post).get((planned.pk, site.pk), [])
        if not assigned:
            raise Invalid({"site": [_("This site is not in the round's sample.")]})
        is_undercover = planned.kind == RoundKind.UNDERCOVER
        is_double = any(double for _sent_there, double in assigned)
        may_help = not is_undercover and not is_double and actor.has_over(site.unit.path, Role.INSPECTOR)
        is_sent = any(sent_there for sent_there, _double in assigned)
        if not is_sent and not may_help and not plans_rounds(actor, planned):
            raise NotAllowed("not_assigned", _("This site is another inspector's in this round."), _("Campaign office"))
        if planned.is_sealed and is_sent and (planned.pk, site.pk) not in self._opened(actor, actor.post):
            raise NotAllowed("not_opened", _("Open the sealed assignment first."))
        if is_undercover and rules.has_conflict(body_of(actor.post.unit), self._concerned[site.pk]):
            raise NotAllowed(
                "concerned", _("Undercover, nobody looks at a site of the own unit."), _("Campaign office")
            )
        return actor.person, actor.post

    def require_own_look(self, actor: Actor, planned: Round, site: Site) -> None:
        """Raise unless somebody looks who has not looked before in another post: where two teams go, each for themselves."""
        if actor.person is None or actor.post is None or not self.is_double(planned, site):
            return
        posts = self.looked[planned.pk, site.pk, actor.person.pk]
        if posts - {actor.post.pk}:
            raise NotAllowed("own_look", _("You have looked here already; the second look is another person's."))

    def is_double(self, planned: Round, site: Site) -> bool:
        """Whether two teams visit it."""
        return (planned.pk, site.pk) in self._doubles

    @cached_property
    def looked(self) -> dict[tuple[UUID, UUID, UUID | None], set[int]]:
        """In which posts each person has looked at each of the sites that two teams visit. More can be put in."""
        held: dict[tuple[UUID, UUID, UUID | None], set[int]] = defaultdict(set)
        visits = Visit.objects.filter(self._there, outside_body="").order_by()
        for planned, site, person, post in visits.values_list("round", "site", "by", "by_post"):
            held[planned, site, person].add(post)
        return held

    @property
    def _there(self) -> Q:
        return Q(round__in=list(self.rounds), site__in=list(self.sites))

    @cached_property
    def _doubles(self) -> set[Stop]:
        return set(RoundSite.objects.filter(self._there, is_double=True).values_list("round", "site").order_by())

    @cached_property
    def _concerned(self) -> dict[UUID, frozenset[str]]:
        return bodies_concerned(list(self.sites.values()))

    def _assigned(self, post: Post) -> dict[Stop, list[tuple[bool, bool]]]:
        """For each stop whether the post is sent there, and whether two teams go."""
        if post.pk not in self._sent:
            held = self._sent[post.pk] = defaultdict(list)
            mine = RoundSite.objects.filter(_sent(post), pk=OuterRef("pk"))
            stops = RoundSite.objects.filter(self._there).annotate(is_sent=Exists(mine))
            for planned, site, *facts in stops.values_list("round", "site", "is_sent", "is_double"):
                held[planned, site].append((facts[0], facts[1]))
        return self._sent[post.pk]

    def _opened(self, actor: Actor, post: Post) -> set[Stop]:
        """The stops that the post may know of."""
        if post.pk not in self._open:
            self._open[post.pk] = set(own_stops(actor).filter(self._there).values_list("round", "site").order_by())
        return self._open[post.pk]


def get_assignment(actor: Actor, round_id: UUID, day: date) -> tuple[Round, list[RoundSite]]:
    """An undercover round and what the acting post was given for that day, or 404: it does not exist for others."""
    given = RoundSite.objects.filter(round=round_id, inspector=actor.post, day=day, round__kind=RoundKind.UNDERCOVER)
    begun = given.filter(round__state__in=[RoundState.RUNNING, RoundState.FINISHED]) if actor.post else given.none()
    stops = list(begun.select_related("round__joint__place").order_by("order", "pk"))
    if not stops:
        raise Http404
    return stops[0].round, stops


def get_own_stop(actor: Actor, round_id: UUID, site_id: UUID) -> RoundSite:
    """A site of an undercover round that the acting post goes to and may know of, or 404."""
    own = own_stops(actor).filter(round=round_id, site=site_id, round__kind=RoundKind.UNDERCOVER)
    found = own.select_related("round__joint__place", "site").order_by("day").first()
    if found is None:
        raise Http404
    return found


def get_stop_to_reassign(actor: Actor, round_id: UUID, site_id: UUID) -> RoundSite:
    """A site not found closed where its inspector declared a conflict, for the office. 404 for whom it does not exist."""
    planned = get_round_for_office(actor, round_id)
    given_back = RoundSite.objects.filter(declared(), round=planned, site=site_id, closed_reason="")
    found = given_back.select_related("site__unit", "site__owner_unit", "site__sponsor_unit", "inspector__unit").first()
    if found is None:
        raise Http404
    found.round = planned
    return found


def get_visit(actor: Actor, visit_id: UUID) -> Visit:
    """The visit with what its page needs, or 404 when it does not exist for this actor."""
    found = (
        visible_visits(actor)
        .filter(pk=visit_id)
        .select_related("round__joint", "site__site_type", "site__unit", "by", "by_post__unit")
        .first()
    )
    if found is None:
        raise Http404
    return found


def get_visit_photo(actor: Actor, visit_id: UUID, sha256: str) -> AnswerPhoto:
    """A photo of a visit, or 404 when visit or photo does not exist for this actor."""
    photos = AnswerPhoto.objects.filter(answer__visit__in=visible_visits(actor), answer__visit=visit_id, file=sha256)
    found = photos.select_related("file").first()
    if found is None:
        raise Http404
    return found
