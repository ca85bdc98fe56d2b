"""The burden meter: what units are asked, what asking jointly spares them, and the cap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, Sum

from lianchuang.accounts.access import Actor, visible_units
from lianchuang.accounts.models import Unit, UnitKind
from lianchuang.campaigns.models import Campaign, JointCampaign
from lianchuang.campaigns.queries.complaints import ComplaintCounts, count_complaints
from lianchuang.common import clock
from lianchuang.desk.rules import minutes_of_requests, minutes_of_visits
from lianchuang.evidence.models import EvidenceRequest, RequestState
from lianchuang.evidence.queries import cap_over, week_start
from lianchuang.inspections.models import RoundKind, Visit
from lianchuang.sites.access import visible_sites
from lianchuang.sites.models import ChecklistItem, ItemRequirement
from lianchuang.sites.queries.saving import Saved, joint_saving
from lianchuang.standards.models import MeasureLink

WEEKS = 8
LEAGUES = (UnitKind.COUNTY, UnitKind.BUREAU, UnitKind.STREET, UnitKind.TOWN, UnitKind.COMMUNITY, UnitKind.VILLAGE)


@dataclass(frozen=True)
class UnitLine:
    """A unit with the number of requests in each of the weeks."""

    label: str
    weeks: Sequence[int]
    urgent: int
    over_cap: bool

    @property
    def total(self) -> int:
        return sum(self.weeks)


@dataclass(frozen=True)
class League:
    """Units of a kind in name order."""

    label: str
    lines: Sequence[UnitLine]


@dataclass(frozen=True)
class Burden:
    """Everything on the page. Over the last eight weeks, the running one included, unless it says otherwise."""

    now: datetime
    mondays: Sequence[date]
    leagues: Sequence[League]
    cap: int | None
    asked: int
    asked_this_week: int
    units_this_week: int
    sent_back: int
    urgent: int
    repeats_documents: int
    repeats_visits: int
    visits: int
    items: int
    forms: Saved
    complaints: ComplaintCounts | None

    @property
    def minutes_requests(self) -> int:
        return minutes_of_requests(self.asked, self.sent_back)

    @property
    def minutes_visits(self) -> int:
        return minutes_of_visits(self.items)

    @property
    def a_unit(self) -> float | None:
        """Requests this week for each unit that was asked at all."""
        return self.asked_this_week / self.units_this_week if self.units_this_week else None


@dataclass(frozen=True)
class _Asked:
    unit: int
    measure: int
    monday: date
    sent_back: bool
    urgent: bool


def burden_of(actor: Actor, joint: JointCampaign | None, now: datetime) -> Burden:
    """The meter for the tree that the actor works in; everybody who works there may read it."""
    first = week_start(now) - timedelta(weeks=WEEKS - 1)
    mondays = [(clock.local(first) + timedelta(weeks=number)).date() for number in range(WEEKS)]
    asked = _asked(actor, first)
    this_week = [one for one in asked if one.monday == mondays[-1]]
    root = visible_units(actor).order_by("path").first()
    cap = cap_over(root) if root else None
    visits, repeats_visits, items = _visits(actor, joint, first)
    return Burden(
        now=now,
        mondays=mondays,
        leagues=_leagues(actor, asked, mondays, cap.per_week if cap else None),
        cap=cap.per_week if cap else None,
        asked=len(asked),
        asked_this_week=len(this_week),
        units_this_week=len({one.unit for one in this_week}),
        sent_back=sum(one.sent_back for one in asked),
        urgent=sum(one.urgent for one in asked),
        repeats_documents=_repeats(asked, joint),
        repeats_visits=repeats_visits,
        visits=visits,
        items=items,
        forms=joint_saving(visible_sites(actor), Campaign.objects.filter(joint=joint)).items,
        complaints=count_complaints(joint) if joint else None,
    )


def _asked(actor: Actor, first: datetime) -> list[_Asked]:
    rows = EvidenceRequest.objects.filter(unit__in=visible_units(actor), asked_at__gte=first).order_by("pk")
    columns = rows.values_list("unit", "measure", "asked_at", "state", "reason", "urgent_reason")
    return [
        _Asked(unit, measure, week_start(at).date(), state == RequestState.RETURNED or bool(reason), bool(urgent))
        for unit, measure, at, state, reason, urgent in columns
    ]


def _leagues(actor: Actor, asked: Sequence[_Asked], mondays: Sequence[date], cap: int | None) -> list[League]:
    counts: dict[int, list[int]] = {}
    urgent: dict[int, int] = {}
    for one in asked:
        weeks = counts.setdefault(one.unit, [0] * len(mondays))
        weeks[mondays.index(one.monday)] += 1
        urgent[one.unit] = urgent.get(one.unit, 0) + one.urgent
    lines: dict[str, list[UnitLine]] = {}
    for unit in visible_units(actor).filter(pk__in=counts).order_by("sort_key"):
        weeks = counts[unit.pk]
        line = UnitLine(_short(unit), weeks, urgent[unit.pk], cap is not None and max(weeks) > cap)
        lines.setdefault(unit.kind, []).append(line)
    return [League(str(kind.label), lines[kind]) for kind in LEAGUES if kind in lines]


def _short(unit: Unit) -> str:
    return unit.label if unit.name_en and unit.label != unit.name else unit.short_name


def _repeats(asked: Sequence[_Asked], joint: JointCampaign | None) -> int:
    """Of each document: the requirements of adopted editions that rest on it, beyond the first."""
    editions = Campaign.objects.filter(joint=joint).values("edition")
    links = MeasureLink.objects.filter(
        measure__in={one.measure for one in asked}, requirement__edition__in=editions
    ).order_by()
    serves: Mapping[int, int] = dict(links.values_list("measure").annotate(number=Count("requirement", distinct=True)))
    return sum(max(serves.get(one.measure, 0) - 1, 0) for one in asked)


def _visits(actor: Actor, joint: JointCampaign | None, first: datetime) -> tuple[int, int, int]:
    """Visits, those spared because one served several campaigns, items looked at. Unreleased undercover work counts nowhere."""
    sealed = Q(round__kind=RoundKind.UNDERCOVER, round__released_at__isnull=True)
    rows = Visit.objects.filter(site__in=visible_sites(actor), finished_at__gte=first).exclude(sealed).order_by()
    on_type = _campaigns_of_types(joint)
    visits = spared = items = 0
    for site_type, number, some in rows.values_list("site__site_type").annotate(
        number=Count("pk"), some=Sum("item_count")
    ):
        visits += number
        items += some or 0
        spared += number * max(on_type.get(site_type, 0) - 1, 0)
    return visits, spared, items


def _campaigns_of_types(joint: JointCampaign | None) -> dict[int, int]:
    """How many campaigns the checklist of each site type serves."""
    editions = set(Campaign.objects.filter(joint=joint).values_list("edition", flat=True))
    served: dict[int, set[int]] = {}
    links = ItemRequirement.objects.filter(requirement__edition__in=editions)
    for item, edition in links.values_list("item", "requirement__edition").distinct():
        served.setdefault(item, set()).add(edition)
    found: dict[int, set[int]] = {}
    for site_type, item in ChecklistItem.objects.values_list("site_type", "item"):
        found.setdefault(site_type, set()).update(served.get(item, ()))
    return {site_type: len(some) for site_type, some in found.items()}
