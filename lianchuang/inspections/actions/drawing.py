"""Drawing a round's sample: which sites, which team goes, on which day; and moving a site to another team or day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post
from lianchuang.audit.actions import action
from lianchuang.common.refusals import Invalid, NotPossibleNow, Reason
from lianchuang.inspections.actions.rounds import require_office, require_version, state_reasons, tell, write
from lianchuang.inspections.models import DeclaredConflict, Frame, Round, RoundKind, RoundSite, RoundState, Team
from lianchuang.inspections.queries import places
from lianchuang.inspections.queries.drawing import Prepared, Wish, days_of, prepare
from lianchuang.inspections.queries.stops import visited
from lianchuang.kernels import tours


@action("round.drawn")
def draw_sample(
    *,
    round: Round,
    sites_per_type: Mapping[str, int] | None = None,
    everything: bool = False,
    by_town: bool = True,
    doubles: int = 0,
    capacity: int | None = None,
    seed: int | None = None,
    inspectors: Sequence[Post] = (),
    teams: Sequence[Sequence[Post]] = (),
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Round:
    """Draw the sites of a planned round and spread them over teams and working days; replaces an earlier draw.

    `sites_per_type` maps type codes to numbers of sites; None takes the official minimums; `everything` takes every active
    site of the place. `by_town` draws from each body its share; `doubles` percent are visited by two teams; no team gets
    more than `capacity` sites a day. Without `seed` it is the one whose hash was printed when the round was planned.
    The first of each of the `teams` leads; each of the `inspectors` goes alone. Plan, seed and frame are kept with the
    round, so that anybody can repeat the draw (docs/rules/sampling.md). Raises NotAllowed, NotPossibleNow (started
    already), ChangedMeanwhile, Invalid (nobody goes, a post that does not inspect or goes twice, nothing drawn, an unknown
    type, no room, undercover: a site where every team is concerned).
    """
    require_office(round, by)
    require_version(round, expected_version)
    if reasons := state_reasons(round, RoundState.PLANNED):
        raise NotPossibleNow(reasons)
    wish = Wish(sites_per_type, everything, by_town, doubles, capacity)
    prepared = prepare(round, wish, [*teams, *([post] for post in inspectors)], seed)
    _keep_stops(round, prepared)
    kept = {**prepared.kept(), "draws": round.plan.get("draws", 0) + 1, "drawn_at": at.isoformat()}
    write(round, seed=prepared.seed, plan=kept, frame=_keep_frame(prepared))
    tell(
        "round.drawn",
        round,
        by,
        at,
        sites=len(prepared.sample),
        frame=len(prepared.ground.listed),
        seed=prepared.seed,
        inspectors=sum(len(team) for team in prepared.teams),
        fingerprint=round.frame_id,
    )
    return round


def _keep_frame(prepared: Prepared) -> Frame:
    text = prepared.frame_text
    columns = {"text": text, "size": len(prepared.ground.listed)}
    return Frame.objects.get_or_create(sha256=prepared.fingerprint, defaults=columns)[0]


def _keep_stops(round: Round, prepared: Prepared) -> None:
    RoundSite.objects.filter(round=round).delete()
    Team.objects.filter(round=round).delete()
    teams = Team.objects.bulk_create(
        Team(round=round, number=number, lead=team[0]) for number, team in enumerate(prepared.teams, start=1)
    )
    through = Team.members.through
    through.objects.bulk_create(
        through(team=team, post=post) for team, posts in zip(teams, prepared.teams, strict=True) for post in posts
    )
    twice = set(prepared.twice)
    RoundSite.objects.bulk_create(
        RoundSite(
            round=round,
            site=prepared.ground.sites[spot.code],
            inspector=prepared.teams[tour.team][0],
            team=teams[tour.team],
            day=prepared.days[tour.day],
            order=order,
            is_double=spot.code in twice,
        )
        for tour in prepared.plan.tours
        for order, spot in enumerate(tour.spots, start=1)
    )


@action("round.site_moved")
def move_stop(*, stop: RoundSite, team: Team, day: date, by: Actor, at: datetime) -> RoundSite:
    """Give a site that nobody has visited yet to another team or day; both walks are put in order anew.

    Raises NotAllowed (not the office), NotPossibleNow (finished, visited, closed, nothing to move), Invalid (`team`: it goes
    there already, or is concerned undercover; `day`: not a day of the round).
    """
    round = stop.round
    require_office(round, by)
    if reasons := _reasons_not_movable(stop):
        raise NotPossibleNow(reasons)
    _require_may_go(stop, team, day)
    before = (stop.team_id, stop.inspector_id, stop.day)
    if before == (team.pk, team.lead_id, day):
        raise NotPossibleNow([Reason("there_already", _("It is with this team on this day already."))])
    moved = RoundSite.objects.filter(pk=stop.pk, closed_reason="").update(team=team, inspector=team.lead, day=day)
    if not moved:
        raise NotPossibleNow([Reason("closed", _("It was found closed meanwhile."))])
    stop.team, stop.inspector, stop.day = team, team.lead, day
    for inspector, on in {(before[1], before[2]), (team.lead_id, day)}:
        walk_anew(round, inspector, on)
    tell("round.site_moved", round, by, at, site=stop.site.name, team=team.number, day=day.isoformat())
    return stop


def _reasons_not_movable(stop: RoundSite) -> list[Reason]:
    if stop.round.state == RoundState.FINISHED:
        return state_reasons(stop.round, RoundState.RUNNING)
    if stop.closed_reason:
        return [Reason("closed", _("It was found closed; another site took its place."))]
    if visited(stop):
        return [Reason("visited", _("It has been visited already."))]
    return []


def _require_may_go(stop: RoundSite, team: Team, day: date) -> None:
    if team.round_id != stop.round_id:
        raise Invalid({"team": [_("This team is of another round.")]})
    if day not in days_of(stop.round):
        raise Invalid({"day": [_("This is no working day of the round.")]})
    others = RoundSite.objects.filter(round=stop.round, site=stop.site).exclude(pk=stop.pk)
    if others.filter(inspector=team.lead).exists():
        raise Invalid({"team": [_("This team goes there already; the second look must be another's.")]})
    if not may_go(stop.round, stop, team):
        raise Invalid({"team": [_("Undercover, nobody looks at a site of the own unit.")]})


def may_go(round: Round, stop: RoundSite, team: Team) -> bool:
    """Whether nobody of the team is of a body concerned at the site or has declared a conflict there, where the round is
    undercover.
    """
    if round.kind != RoundKind.UNDERCOVER:
        return True
    members = list(team.members.select_related("unit"))
    if DeclaredConflict.objects.filter(round=round, site=stop.site_id, post__in=members).exists():
        return False
    bodies = [places.body_of(post.unit) for post in members]
    return not places.barred_at([stop.site], [bodies])[stop.site.pk]


def walk_anew(round: Round, inspector: int, day: date) -> None:
    """Put the stops of a team's day in walking order."""
    stops = list(RoundSite.objects.filter(round=round, inspector=inspector, day=day).select_related("site"))
    spots = {stop.site.code: stop for stop in stops}
    order = tours.walk([tours.Spot(code, stop.site.lon, stop.site.lat) for code, stop in spots.items()])
    for number, spot in enumerate(order, start=1):
        spots[spot.code].order = number
    RoundSite.objects.bulk_update(stops, ["order"])
