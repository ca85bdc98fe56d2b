"""A site that nobody can look at: closed with a reason, and the next of the seeded order in its place."""

from datetime import datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action
from lianchuang.common.refusals import Invalid, NotPossibleNow, Reason
from lianchuang.evidence.models import StoredFile
from lianchuang.inspections import access, rules
from lianchuang.inspections.actions.drawing import may_go, walk_anew
from lianchuang.inspections.actions.holding import open_held
from lianchuang.inspections.actions.rounds import state_reasons, tell
from lianchuang.inspections.models import Closed, Round, RoundSite, RoundState, Team, Visit
from lianchuang.inspections.queries.drawing import reserve_for
from lianchuang.inspections.queries.places import sites_to_draw
from lianchuang.inspections.queries.stops import visited

MOST_NOTE = 200


@action("round.site_closed", "round.site_replaced")
def close_site(
    *,
    stop: RoundSite,
    reason: Closed,
    note: str = "",
    photo: StoredFile | None = None,
    by: Actor,
    at: datetime,
) -> RoundSite | None:
    """Say that a site of the sample could not be looked at; the next of the same stratum takes its place, and is returned.

    None when nothing does: one site in five has been replaced already, the stratum is used up, the site has been seen by the
    other team, or the draw cannot be repeated. A site in a bad state is visited, never closed. Needs `stop.round`, `stop.site`.
    Raises NotAllowed (neither sent there nor office), NotPossibleNow (not under way, visited, closed already), Invalid.
    """
    round = stop.round
    access.require_recorder(by, round, stop.site)
    if len(note.strip()) > MOST_NOTE:
        raise Invalid({"note": [_("A note has at most %(most)s characters.") % {"most": MOST_NOTE}]})
    # One at a time: two closed sites must not get the same one in their place.
    Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    stop.refresh_from_db(fields=["closed_reason"])
    if reasons := reasons_not_closable(stop):
        raise NotPossibleNow(reasons)
    closed = _close(stop, reason, note.strip(), photo, by, at)
    facts = {"site": stop.site.name, "reason": str(reason.value), "note": note.strip()}
    # A site that the other team has seen stands in the sample already; its findings wait for nobody any more.
    seen = RoundSite.objects.filter(round=round, site=stop.site, closed_reason="").exists()
    if seen:
        open_held(Visit.objects.filter(round=round, site=stop.site), at)
    replacing = [] if seen else _replace(round, closed)
    if not replacing:
        tell("round.site_closed", round, by, at, **facts)
        return None
    tell("round.site_replaced", round, by, at, **facts, other=replacing[0].site.name)
    return replacing[0]


def reasons_not_closable(stop: RoundSite) -> list[Reason]:
    """Why a site cannot be called closed now; empty when it can."""
    if reasons := state_reasons(stop.round, RoundState.RUNNING):
        return reasons
    if stop.closed_reason:
        return [Reason("closed", _("It has been found closed already."))]
    if visited(stop):
        return [Reason("visited", _("It has been visited already: what was wrong there stands in the visit."))]
    return []


def _close(
    stop: RoundSite, reason: Closed, note: str, photo: StoredFile | None, by: Actor, at: datetime
) -> list[RoundSite]:
    """Mark every stop of the site that nobody has made yet; which ones."""
    there = RoundSite.objects.select_for_update(of=("self",)).filter(round=stop.round, site=stop.site, closed_reason="")
    rows = [row for row in there.select_related("round", "site", "team") if not visited(row)]
    for row in rows:
        row.closed_reason, row.closed_note, row.closed_at = reason.value, note, at
        row.closed_by, row.closed_photo = by.post, photo
    columns = ["closed_reason", "closed_note", "closed_at", "closed_by", "closed_photo"]
    RoundSite.objects.bulk_update(rows, columns)
    for name in columns:
        if rows:
            setattr(stop, name, getattr(rows[0], name))
    return rows


def _replace(round: Round, closed: list[RoundSite]) -> list[RoundSite]:
    """The stops that take the place of these, which are all of one site; none when the limit is reached or nothing is left."""
    sample = round.plan.get("sample", 0)
    replaced = RoundSite.objects.filter(round=round, replaces__isnull=False).values("site").distinct().count()
    if not closed or replaced >= rules.most_replaced(sample):
        return []
    taken = set(RoundSite.objects.filter(round=round).values_list("site__code", flat=True))
    codes = reserve_for(round, closed[0], taken)
    there = {site.code: site for site in sites_to_draw(round.joint).filter(code__in=codes)}
    teams = list(Team.objects.filter(round=round).select_related("lead"))
    for code in codes:
        if code not in there:
            continue
        stops = [RoundSite(round=round, site=there[code], replaces=row, is_double=row.is_double) for row in closed]
        if _send(stops, teams):
            RoundSite.objects.bulk_create(stops)
            for stop in stops:
                walk_anew(round, stop.inspector_id, stop.day)
            return stops
    return []


def _send(stops: list[RoundSite], teams: list[Team]) -> bool:
    """Give each stop a team: that of the closed site, else the first other one that may go there. False when none may."""
    sent: set[int] = set()
    for stop in stops:
        closed = stop.replaces
        if closed is None:
            return False
        own = [team for team in teams if team.pk == closed.team_id]
        able = [team for team in (*own, *teams) if team.pk not in sent and may_go(stop.round, stop, team)]
        if not able:
            return False
        stop.team, stop.inspector = able[0], able[0].lead
        stop.day, stop.order = closed.day, closed.order
        sent.add(able[0].pk)
    return True
