"""What has been done at a stop, and who is sent there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from lianchuang.inspections.models import RoundSite, RoundState, Team, Visit


def posts_of(stop: RoundSite) -> set[int]:
    """Who is sent to the stop: its inspector, and the others of the team."""
    return posts_of_stops([stop])[stop.pk]


def posts_of_stops(stops: Iterable[RoundSite]) -> dict[int, set[int]]:
    """Who is sent to each of the stops: its inspector, and the others of the team. One query."""
    rows = list(stops)
    teams: dict[int | None, set[int]] = defaultdict(set)
    ids = {stop.team_id for stop in rows if stop.team_id}
    if ids:
        for team, post in Team.members.through.objects.filter(team__in=ids).values_list("team", "post"):
            teams[team].add(post)
    return {stop.pk: {stop.inspector_id} | teams[stop.team_id] for stop in rows}


def visits_of(stops: Sequence[RoundSite], visits: QuerySet[Visit]) -> dict[int, Visit]:
    """The last visit of each stop, by the stop: any of ours; where two teams are sent, that of its own team. Two queries.

    That an outside body was there does a stop no more than a passer-by.
    """
    made: dict[tuple[UUID, UUID], list[Visit]] = defaultdict(list)
    there = visits.filter(round__in={each.round_id for each in stops}, site__in={each.site_id for each in stops})
    for visit in there.filter(outside_body="").order_by("finished_at"):
        made[visit.round_id, visit.site_id].append(visit)
    sent = posts_of_stops(stop for stop in stops if stop.is_double)
    found = {}
    for stop in stops:
        for visit in made.get((stop.round_id, stop.site_id), ()):
            if not stop.is_double or visit.by_post_id in sent[stop.pk]:
                found[stop.pk] = visit
    return found


def visited(stop: RoundSite) -> bool:
    """Whether the stop is done: by any of ours, where two teams are sent by its own."""
    visits = Visit.objects.filter(round=stop.round_id, site=stop.site_id, outside_body="")
    if stop.is_double:
        visits = visits.filter(by_post__in=posts_of(stop))
    return visits.exists()


def is_first_of_two(visit: Visit) -> bool:
    """Whether another team is still to look at the site, so that nothing must be told of this visit yet, whoever made it.

    The stops of the site are locked until the transaction ends: two visits sent at once are one after the other.
    """
    stops = RoundSite.objects.select_for_update(of=("self",)).filter(
        round=visit.round_id, site=visit.site_id, is_double=True, closed_reason=""
    )
    rows = [row for row in stops.select_related("team").order_by("pk") if visit.round.state == RoundState.RUNNING]
    sent = {row.pk: posts_of(row) for row in rows}
    others = [row for row in rows if visit.by_post_id not in sent[row.pk]]
    return any(not visited(row) for row in others)


def held_too_long(day: date) -> QuerySet[Visit]:
    """Visits whose findings wait for a second look that was due before that day, or that nobody will make any more."""
    waiting = RoundSite.objects.filter(is_double=True, closed_reason="", day__gte=day)
    pairs = {(found, site) for found, site in waiting.values_list("round", "site")}
    held = Visit.objects.filter(findings_held=True)
    late = [pk for pk, found, site in held.values_list("pk", "round", "site") if (found, site) not in pairs]
    return Visit.objects.filter(pk__in=late)
