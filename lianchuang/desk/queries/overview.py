"""The joint dashboard: each finding once in the joint figures, and in each campaign that it serves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Unit, UnitKind
from lianchuang.common import clock
from lianchuang.common.charts import Day
from lianchuang.desk.queries.days import by_day
from lianchuang.desk.queries.home import CampaignState, campaign_states
from lianchuang.findings.access import visible_findings
from lianchuang.findings.models import Finding
from lianchuang.findings.queries.selection import Moment
from lianchuang.findings.rules import State
from lianchuang.sites.models import Category, SiteType

LEAGUES = (UnitKind.STREET, UnitKind.TOWN, UnitKind.BUREAU, UnitKind.COMMUNITY, UnitKind.VILLAGE)
RECENT = timedelta(days=30)
WEEKS = 26


@dataclass(frozen=True)
class Numbers:
    """Open and overdue now; closed in 30 days, of these in time; reworked of these."""

    open: int = 0
    overdue: int = 0
    closed: int = 0
    in_time: int = 0
    reworked: int = 0


@dataclass(frozen=True)
class Line:
    """A unit, category or site type with its numbers."""

    code: str
    label: str
    numbers: Numbers


@dataclass(frozen=True)
class League:
    """Units of a kind in name order."""

    label: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Overview:
    """Everything on the dashboard."""

    now: datetime
    joint: Numbers
    campaigns: Sequence[CampaignState]
    leagues: Sequence[League]
    categories: Sequence[Line]
    types: Sequence[Line]
    weeks: Sequence[Day]

    @property
    def most_open(self) -> int:
        """The scale of the bars."""
        return max((state.open for state in self.campaigns), default=0)


GROUPS = ("responsible_unit", "category", "site__site_type")
# The three groups of some findings, then their numbers: open, overdue, closed, in time, reworked.
Rows = list[tuple[tuple[int | None, ...], tuple[int, int, int, int, int]]]


def overview_of(actor: Actor, now: datetime) -> Overview:
    """The dashboard of whoever may see it, over the findings they may see."""
    moment = Moment(now)
    seen = visible_findings(actor).filter(is_sealed=False).exclude(state=State.ELSEWHERE)
    rows = _rows(seen, moment)
    by_unit, by_category, by_type = (_summed(rows, place) for place in range(len(GROUPS)))
    return Overview(
        now=now,
        joint=_summed(rows, None).get(None, Numbers()),
        campaigns=campaign_states(actor, moment),
        leagues=_leagues(by_unit),
        categories=[
            Line(each.code, each.label, by_category[each.pk])
            for each in Category.objects.all()
            if each.pk in by_category
        ],
        types=[Line(each.code, each.label, by_type[each.pk]) for each in SiteType.objects.all() if each.pk in by_type],
        weeks=_weeks(seen, now),
    )


def _rows(seen: QuerySet[Finding], moment: Moment) -> Rows:
    """The numbers by unit, category and site type at once: open ones and those that ended lately, each in one walk."""
    open_rows = seen.filter(is_open=True).values_list(*GROUPS)
    open_rows = open_rows.annotate(all=Count("*"), over=Count("pk", filter=moment.time_filter("over"))).order_by()
    ended_rows = seen.filter(state=State.CLOSED, ended_at__gte=moment.now - RECENT).values_list(*GROUPS)
    ended_rows = ended_rows.annotate(
        all=Count("*"), fine=Count("pk", filter=Q(was_late=False)), again=Count("pk", filter=Q(rework_count__gt=0))
    ).order_by()
    return [
        *((row[:3], (row[3], row[4], 0, 0, 0)) for row in open_rows),
        *((row[:3], (0, 0, row[3], row[4], row[5])) for row in ended_rows),
    ]


def _summed(rows: Rows, place: int | None) -> dict[int | None, Numbers]:
    """The rows summed by one of their groups, or all of them under None."""
    sums: dict[int | None, list[int]] = {}
    for groups, numbers in rows:
        so_far = sums.setdefault(None if place is None else groups[place], [0] * len(numbers))
        for column, number in enumerate(numbers):
            so_far[column] += number
    return {value: Numbers(*numbers) for value, numbers in sums.items()}


def _leagues(by_unit: dict[int | None, Numbers]) -> list[League]:
    units = Unit.objects.filter(pk__in=[pk for pk in by_unit if pk]).order_by("sort_key")
    lines: dict[str, list[Line]] = {}
    for unit in units:
        lines.setdefault(unit.kind, []).append(Line(unit.code, unit.short_label, by_unit[unit.pk]))
    return [League(str(kind.label), lines[kind]) for kind in LEAGUES if kind in lines]


def _weeks(seen: QuerySet[Finding], now: datetime) -> list[Day]:
    today = clock.local(now).date()
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    new = _by_week(seen.filter(found_at__gte=_midnight(first, now)), "found_at")
    closed = _by_week(seen.filter(state=State.CLOSED, ended_at__gte=_midnight(first, now)), "ended_at")
    every = [first + timedelta(weeks=number) for number in range(WEEKS)]
    return [Day(each, new.get(each, 0), closed.get(each, 0)) for each in every]


def _midnight(day: date, now: datetime) -> datetime:
    return datetime.combine(day, datetime.min.time(), clock.local(now).tzinfo)


def _by_week(findings: QuerySet[Finding], column: str) -> dict[date, int]:
    weeks: dict[date, int] = {}
    for day, number in by_day(findings, column).items():
        monday = day - timedelta(days=day.weekday())
        weeks[monday] = weeks.get(monday, 0) + number
    return weeks
