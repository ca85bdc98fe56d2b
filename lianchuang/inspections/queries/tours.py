"""The tours of a round: each team's days in walking order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from lianchuang.inspections.models import Round, RoundSite, RoundState, Team, Visit
from lianchuang.inspections.queries.drawing import days_of
from lianchuang.inspections.queries.stops import visits_of
from lianchuang.kernels.walking import kilometres


@dataclass(frozen=True)
class TourRow:
    """One site of a tour: the distance from the one before, and whether it may still be moved."""

    stop: RoundSite
    km: float | None
    is_done: bool
    may_move: bool


@dataclass(frozen=True)
class TourRows:
    """What a team does on a day, and how far it walks as the crow flies."""

    team: Team | None
    day: date
    rows: Sequence[TourRow]
    km: float


class ToursPage:
    """The tours of a round. Each part is read when it is asked for."""

    def __init__(self, round: Round) -> None:
        self.round = round

    @cached_property
    def teams(self) -> list[Team]:
        """The teams with their members."""
        teams = Team.objects.filter(round=self.round).select_related("lead__unit")
        return list(teams.prefetch_related("members__unit"))

    @cached_property
    def days(self) -> list[date]:
        """The days a site can be moved to."""
        return days_of(self.round)

    @cached_property
    def tours(self) -> list[TourRows]:
        """Team by team and day by day."""
        tables = ("site__site_type", "site__unit", "team", "inspector__unit")
        stops = list(
            RoundSite.objects.filter(round=self.round)
            .select_related(*tables)
            .order_by("team__number", "inspector_id", "day", "order", "pk")
        )
        done = set(visits_of(stops, Visit.objects.only("round", "site", "by_post", "finished_at")))
        teams = {team.pk: team for team in self.teams}
        walked: dict[tuple[int, date], list[RoundSite]] = {}
        for stop in stops:
            walked.setdefault((stop.inspector_id, stop.day), []).append(stop)
        return [
            self._tour(teams.get(some[0].team_id or 0), day, some, done) for (_inspector, day), some in walked.items()
        ]

    @property
    def by_team(self) -> list[list[TourRows]]:
        """The tours, those of one team together."""
        return [list(some) for _lead, some in groupby(self.tours, key=lambda tour: tour.rows[0].stop.inspector_id)]

    def _tour(self, team: Team | None, day: date, stops: Sequence[RoundSite], done: set[int]) -> TourRows:
        is_open = self.round.state != RoundState.FINISHED and bool(self.teams)
        rows = []
        before: tuple[float, float] | None = None
        total = 0.0
        for stop in stops:
            here = (stop.site.lon, stop.site.lat)
            km = kilometres(before, here) if before and not stop.closed_reason else None
            total += km or 0.0
            may_move = is_open and not stop.closed_reason and stop.pk not in done
            rows.append(TourRow(stop, km, stop.pk in done, may_move))
            before = here if not stop.closed_reason else before
        return TourRows(team, day, rows, total)
