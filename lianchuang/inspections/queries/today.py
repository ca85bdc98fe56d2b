"""What an inspector has to do today: sites in walking order, and what is known of the next one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count

from lianchuang.accounts.access import Actor
from lianchuang.findings.access import visible_findings
from lianchuang.findings.models import Finding, FindingPhoto, PhotoRole
from lianchuang.findings.rules import State
from lianchuang.inspections.access import own_stops
from lianchuang.inspections.models import RoundSite, RoundState, Visit
from lianchuang.inspections.queries.checklists import seals_together
from lianchuang.inspections.queries.stops import visits_of
from lianchuang.inspections.queries.undercover import SealedDay, sealed_days
from lianchuang.kernels.walking import kilometres, walking_order
from lianchuang.sites.models import CheckItem, ChecklistItem, Site
from lianchuang.sites.queries import CampaignCount, campaigns_of_items

HALF_A_YEAR = timedelta(days=182)
REPEATED = 2


@dataclass(frozen=True)
class TodayStop:
    """A site of today: its number in the walk, what is asked there, findings open and to verify, distance
    from the one before.
    """

    number: int
    stop: RoundSite
    visit: Visit | None
    seals: Sequence[CampaignCount]
    items: int
    open_findings: int
    to_verify: int
    km: float | None

    @property
    def site(self) -> Site:
        return self.stop.site


@dataclass(frozen=True)
class LastTime:
    """The last finding at a site, its photo, and how often its item was wrong there in half a year."""

    finding: Finding
    photo: FindingPhoto | None
    times: int

    @property
    def words(self) -> str:
        """What was wrong, in the reader's language."""
        return self.finding.item.finding_label if self.finding.item else self.finding.title


@dataclass(frozen=True)
class Today:
    """An inspector's day. `late` are sites of earlier days of running rounds that nobody has visited; `sealed` are
    assignments not opened yet.
    """

    day: date
    stops: Sequence[TodayStop]
    late: Sequence[TodayStop]
    last_time: LastTime | None
    sealed: Sequence[SealedDay] = ()

    @property
    def opened(self) -> list[RoundSite]:
        """The first stop of each opened assignment of an undercover round among today's sites."""
        stops = [each.stop for each in self.stops if each.stop.round.is_sealed]
        return list({each.round_id: each for each in reversed(stops)}.values())

    @property
    def done(self) -> int:
        return sum(each.visit is not None for each in self.stops)

    @property
    def next(self) -> TodayStop | None:
        """The first site not visited yet; those of earlier days come after today's."""
        return next((each for each in (*self.stops, *self.late) if each.visit is None), None)

    @property
    def to_come(self) -> list[TodayStop]:
        """Today's sites after the next one."""
        return [each for each in self.stops if each.visit is None and each is not self.next]

    @property
    def rounds(self) -> list[str]:
        """The names of the rounds walked today."""
        return list(dict.fromkeys(each.stop.round.name for each in (*self.stops, *self.late)))


def today_of(actor: Actor, now: datetime, day: date) -> Today:
    """The acting post's sites of that day in running rounds, in about ten queries whatever their number."""
    mine = own_stops(actor).filter(round__state=RoundState.RUNNING, closed_reason="", day__lte=day)
    tables = ("round", "site__site_type", "site__unit", "team__lead__unit")
    stops = in_walking_order(mine.select_related(*tables).order_by("day", "round__starts_on", "round_id", "order"))
    visits = visits_of(stops, Visit.objects.all())
    stops = [each for each in stops if each.day == day or each.pk not in visits]
    facts = _Facts(actor, stops, visits)
    today = facts.walk([each for each in stops if each.day == day])
    late = facts.walk([each for each in stops if each.day < day])
    plain = Today(day, today, late, None, sealed_days(actor, day))
    return replace(plain, last_time=last_time(actor, plain.next.site, now)) if plain.next else plain


def in_walking_order(stops: Iterable[RoundSite]) -> list[RoundSite]:
    """Each day's stops by nearness, beginning with its first; the days stay as they stand."""
    days: dict[date, list[RoundSite]] = defaultdict(list)
    for stop in stops:
        days[stop.day].append(stop)
    walks = ([each[index] for index in walking_order([_place(stop) for stop in each])] for each in days.values())
    return [stop for walk in walks for stop in walk]


def _place(stop: RoundSite) -> tuple[float, float]:
    return stop.site.lon, stop.site.lat


class _Facts:
    """What the stops share, read once for all of them."""

    def __init__(self, actor: Actor, stops: Sequence[RoundSite], visits: Mapping[int, Visit]) -> None:
        self.visits = visits
        self.items, self.seals = seals_of_types({each.site.site_type_id for each in stops})
        self.open: dict[UUID, int] = defaultdict(int)
        self.verify: dict[UUID, int] = defaultdict(int)
        findings = visible_findings(actor).filter(site__in={each.site_id for each in stops}, is_open=True)
        for site, state, number in (
            findings.order_by().values_list("site", "state").annotate(number=Count("pk", distinct=True))
        ):
            self.open[site] += number
            self.verify[site] += number if state == State.SUBMITTED else 0

    def walk(self, stops: Iterable[RoundSite]) -> list[TodayStop]:
        """The stops in order, each with the distance from the one before."""
        walked: list[TodayStop] = []
        before: Site | None = None
        for number, stop in enumerate(stops, start=1):
            site = stop.site
            km = kilometres((before.lon, before.lat), (site.lon, site.lat)) if before else None
            walked.append(
                TodayStop(
                    number=number,
                    stop=stop,
                    visit=self.visits.get(stop.pk),
                    seals=self.seals.get(site.site_type_id, []),
                    items=self.items.get(site.site_type_id, 0),
                    open_findings=self.open[site.pk],
                    to_verify=self.verify[site.pk],
                    km=km,
                )
            )
            before = site
        return walked


def seals_of_types(types: Iterable[int]) -> tuple[dict[int, int], dict[int, list[CampaignCount]]]:
    """For each type of site: how many items are asked, and the campaigns they count for. Four queries."""
    items: dict[int, list[int]] = defaultdict(list)
    for site_type, item in ChecklistItem.objects.filter(site_type__in=set(types)).values_list(
        "site_type_id", "item_id"
    ):
        items[site_type].append(item)
    counts = campaigns_of_items(CheckItem.objects.filter(pk__in={one for each in items.values() for one in each}))
    seals = {site_type: seals_together(counts[item] for item in each) for site_type, each in items.items()}
    return {site_type: len(each) for site_type, each in items.items()}, seals


def last_time(actor: Actor, site: Site, now: datetime) -> LastTime | None:
    """The last finding at a site before today's visit, that this actor may see."""
    findings = visible_findings(actor).filter(site=site).select_related("item").order_by("-found_at")
    finding = findings.first()
    if finding is None:
        return None
    since = now - HALF_A_YEAR
    times = findings.filter(item=finding.item, found_at__gte=since).count() if finding.item_id else 1
    photo = FindingPhoto.objects.filter(finding=finding, role=PhotoRole.BEFORE).order_by("pk").first()
    return LastTime(finding, photo, times)
