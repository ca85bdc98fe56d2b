"""What must have exactly one lead: every requirement of every adopted edition, and every site."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from lianchuang.accounts.models import Unit
from lianchuang.campaigns.models import Campaign
from lianchuang.common import clock
from lianchuang.common.workdays import calendar
from lianchuang.duties.queries.bulk import Spot
from lianchuang.duties.queries.resolving import node_of
from lianchuang.duties.rules import PlaceFacts
from lianchuang.sites.models import ChecklistItem, Site
from lianchuang.standards.models import Requirement


@dataclass(frozen=True)
class Reach:
    """Whose duties are looked at: the campaigns, sites and units that one sees."""

    campaigns: QuerySet[Campaign]
    sites: QuerySet[Site]
    units: QuerySet[Unit]


@dataclass(frozen=True)
class Moment:
    """The day whose appointments count, and the moment whose rules count (None: now)."""

    day: date
    rules_at: datetime | None = None

    @classmethod
    def of(cls, day: date | None) -> "Moment":
        """The end of that day; today is now."""
        today = clock.today()
        if day is None or day == today:
            return cls(today)
        midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), calendar().zone)
        return cls(day, midnight)

    @property
    def is_today(self) -> bool:
        return self.rules_at is None


@dataclass(frozen=True, eq=False)
class Thing:
    """One requirement of a campaign, or one site."""

    facts: PlaceFacts
    spot: Spot
    campaign: Campaign | None = None
    requirement: Requirement | None = None
    site: Site | None = None

    @property
    def label(self) -> str:
        """Its name; a requirement with its number."""
        if self.requirement:
            return f"{self.requirement.code} {self.requirement.label}"
        return self.site.name if self.site else ""

    @property
    def code(self) -> str:
        """Its number or code."""
        return self.requirement.code if self.requirement else self.site.code if self.site else ""

    @property
    def is_veto(self) -> bool:
        """Whether the campaign fails with it."""
        return self.requirement is not None and self.requirement.is_veto


def thing_of_site(site: Site) -> Thing:
    """A site as a whole. Needs its unit loaded."""
    spot = Spot.of(site)
    return Thing(PlaceFacts(spot.site, spot.site_type, unit_path=spot.unit_path), spot, site=site)


def thing_of_requirement(campaign: Campaign, requirement: Requirement) -> Thing:
    """A requirement in a campaign. Needs the campaign's place loaded."""
    path = campaign.joint.place.path
    facts = PlaceFacts(unit_path=path, requirement=node_of(requirement))
    return Thing(facts, Spot("", 0, path, None), campaign=campaign, requirement=requirement)


def things_within(reach: Reach) -> list[Thing]:
    """Every requirement (headings left out) in slot order and tree order, then every active site. Three queries."""
    campaigns = list(reach.campaigns.select_related("joint__place").order_by("joint_id", "slot"))
    asked: dict[int, list[Requirement]] = {}
    for requirement in requirements_asked(one.edition_id for one in campaigns):
        asked.setdefault(requirement.edition_id, []).append(requirement)
    sites = reach.sites.filter(is_active=True).select_related("unit", "site_type").order_by("unit__path", "code")
    return [thing_of_requirement(one, each) for one in campaigns for each in asked.get(one.edition_id, ())] + [
        thing_of_site(site) for site in sites
    ]


def requirements_asked(editions: Iterable[int]) -> QuerySet[Requirement]:
    """The requirements of these editions that have nothing below them, in tree order."""
    leaves = Requirement.objects.filter(edition__in=list(editions), children__isnull=True).order_by("edition", "path")
    return leaves.only("edition_id", "parent_id", "path", "code", "name", "name_en", "is_veto")


def campaigns_of_types(campaigns: Iterable[Campaign]) -> dict[int, list[Campaign]]:
    """For which campaigns the checklist of each site type counts, in slot order. One query."""
    by_edition: dict[int, list[Campaign]] = {}
    for campaign in campaigns:
        by_edition.setdefault(campaign.edition_id, []).append(campaign)
    columns = ("site_type_id", "item__requirements__edition_id")
    rows = ChecklistItem.objects.filter(item__requirements__edition__in=by_edition).order_by()
    found: dict[int, list[Campaign]] = {}
    for site_type, edition in rows.values_list(*columns).distinct():
        found.setdefault(site_type, []).extend(by_edition[edition])
    return {one: sorted(held, key=lambda each: each.slot) for one, held in found.items()}
