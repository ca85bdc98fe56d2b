"""How far a round is: done, due, replaced and left, for each day and team and for each type of site."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianchuang.accounts.access import Actor
from lianchuang.inspections.access import PLANNERS, sees_whole_round, visible_stops
from lianchuang.inspections.models import Round, RoundSite, Visit
from lianchuang.inspections.queries.stops import visits_of


@dataclass(frozen=True)
class Tally:
    """So many visits were due and done; `closed` could not be made, `replaced` of them are due elsewhere; `late` are left
    from days that have passed.
    """

    label: str
    due: int
    done: int
    closed: int
    replaced: int
    late: int

    @property
    def left(self) -> int:
        return self.due - self.done


@dataclass(frozen=True)
class TeamTally:
    """One team: day by day (None where it has nothing to do), and all days together."""

    days: Sequence[Tally | None]
    whole: Tally


@dataclass(frozen=True)
class Progress:
    """The round as far as this actor may see it: all of it if `is_whole`. Visits are counted, so a site visited by two teams
    counts twice; `doubles` are the sites that two teams are to visit. Who
    neither plans nor inspects sees stops only once they are made (not `knows_due`): how far it is they cannot tell.
    """

    whole: Tally
    days: Sequence[tuple[date, Tally]]
    teams: Sequence[TeamTally]
    types: Sequence[Tally]
    doubles: int
    is_whole: bool
    knows_due: bool


def progress_of(actor: Actor, round: Round, today: date) -> Progress:
    """Counted live, in three queries whatever the number of sites."""
    tables = ("site__site_type", "inspector__unit", "team")
    stops = list(visible_stops(actor).filter(round=round).select_related(*tables).order_by("day", "team__number", "pk"))
    # Whether somebody was there, not what was seen: every visit counts.
    done = set(visits_of(stops, Visit.objects.only("round", "site", "by_post", "finished_at")))
    replaced = {stop.replaces_id for stop in stops if stop.replaces_id}

    def tally(label: str, some: Sequence[RoundSite]) -> Tally:
        due = [stop for stop in some if not stop.closed_reason]
        made = sum(stop.pk in done for stop in due)
        late = sum(stop.day < today and stop.pk not in done for stop in due)
        return Tally(label, len(due), made, len(some) - len(due), sum(stop.pk in replaced for stop in some), late)

    days = _by(stops, lambda stop: stop.day)
    teams = []
    for some in _by(sorted(stops, key=_number), lambda stop: stop.inspector_id).values():
        own = _by(some, lambda stop: stop.day)
        each = [tally("", own[day]) if day in own else None for day in days]
        teams.append(TeamTally(each, tally(_team(some[0]), some)))
    of_type = _by(stops, lambda stop: stop.site.site_type_id)
    types = sorted(
        (tally(some[0].site.site_type.label, some) for some in of_type.values()), key=lambda each: each.label
    )
    rows = [(day, tally("", some)) for day, some in days.items()]
    sent = Counter(stop.site_id for stop in stops if stop.is_double and not stop.closed_reason)
    is_whole = sees_whole_round(actor, round)
    knows_due = is_whole or actor.has(*PLANNERS)
    doubles = sum(number > 1 for number in sent.values())
    return Progress(tally("", stops), rows, teams, types, doubles, is_whole, knows_due)


def _number(stop: RoundSite) -> tuple[int, str]:
    return stop.team.number if stop.team else 0, stop.inspector.code


def _team(stop: RoundSite) -> str:
    """The team's number and who leads it."""
    return f"{stop.team.number} · {stop.inspector.full_name}" if stop.team else stop.inspector.full_name


def _by(stops: Iterable[RoundSite], key: Callable[[RoundSite], Any]) -> dict[Any, list[RoundSite]]:
    groups: dict[Any, list[RoundSite]] = {}
    for stop in stops:
        groups.setdefault(key(stop), []).append(stop)
    return groups
