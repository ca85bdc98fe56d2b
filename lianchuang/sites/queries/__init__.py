"""Reading places and what is looked at there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from lianchuang.campaigns.models import Campaign
from lianchuang.sites.models import CheckItem, ChecklistItem, Fill, ItemRequirement, Site, SiteType, Zone
from lianchuang.sites.queries.locator import Locator, locate
from lianchuang.standards.models import Edition, Requirement


@dataclass(frozen=True)
class CampaignCount:
    """An item counts for a campaign: through which requirement, wholly or in part, and whether a veto hangs on it."""

    campaign: Campaign
    requirement: Requirement | None
    fill: Fill
    is_veto: bool


@dataclass(frozen=True)
class ChecklistLine:
    """One item as the inspector sees it, with the campaigns it counts for in slot order."""

    item: CheckItem
    counts: tuple[CampaignCount, ...]


@dataclass(frozen=True)
class ChecklistZone:
    """A part of the site in walking order, with its items."""

    zone: Zone
    lines: tuple[ChecklistLine, ...]


def campaigns_of_item(item: CheckItem) -> list[CampaignCount]:
    """The campaigns that count this item, each once, in slot order."""
    return campaigns_of_items([item])[item.pk]


def campaigns_of_items(items: Iterable[CheckItem]) -> dict[int, list[CampaignCount]]:
    """For each item's id the campaigns that count it. Two queries, whatever the number of items.

    Several requirements of one campaign give one count: the fullest, a veto before others.
    """
    by_edition: dict[int, list[Campaign]] = {}
    for campaign in Campaign.objects.all():
        by_edition.setdefault(campaign.edition_id, []).append(campaign)
    result: dict[int, dict[int, CampaignCount]] = {item.pk: {} for item in items}
    links = ItemRequirement.objects.filter(item_id__in=result).select_related("requirement").order_by("pk")
    for link in links:
        for campaign in by_edition.get(link.requirement.edition_id, []):
            count = CampaignCount(campaign, link.requirement, Fill(link.fill), link.requirement.is_veto)
            held = result[link.item_id].get(campaign.pk)
            if held is None or _weight(count) > _weight(held):
                result[link.item_id][campaign.pk] = count
    return {pk: sorted(counts.values(), key=lambda count: count.campaign.slot) for pk, counts in result.items()}


def _weight(count: CampaignCount) -> tuple[bool, bool]:
    return count.is_veto, count.fill == Fill.FULL


def checklist_for(site_type: SiteType) -> list[ChecklistZone]:
    """The checklist of a site type, composed of the items of all adopted editions: asked once, counted for each."""
    rows = list(ChecklistItem.objects.filter(site_type=site_type).select_related("zone", "item__category"))
    counts = campaigns_of_items(row.item for row in rows)
    zones: dict[int, tuple[Zone, list[ChecklistLine]]] = {}
    for row in rows:
        lines = zones.setdefault(row.zone_id, (row.zone, []))[1]
        lines.append(ChecklistLine(row.item, tuple(counts[row.item_id])))
    return [ChecklistZone(zone, tuple(lines)) for zone, lines in zones.values()]


def requirements_with_items(edition: Edition) -> list[tuple[Requirement, tuple[ItemRequirement, ...]]]:
    """The requirements of an edition that check items count for, in its order, each with its items. One query."""
    links = ItemRequirement.objects.filter(requirement__edition=edition).select_related("requirement", "item")
    rows: dict[Requirement, list[ItemRequirement]] = {}
    for link in links.order_by("requirement__path", "item__code"):
        rows.setdefault(link.requirement, []).append(link)
    return [(requirement, tuple(held)) for requirement, held in rows.items()]


@dataclass(frozen=True)
class TypeLine:
    """A site type in figures, with the campaigns its checklist counts for in slot order."""

    site_type: SiteType
    sites: int
    items: int
    counts: tuple[CampaignCount, ...]


def site_types_in_figures(sites: QuerySet[Site]) -> list[TypeLine]:
    """Every site type with its number of active `sites` and what its checklist counts for. Five queries."""
    active = sites.filter(is_active=True).order_by()
    numbers = dict(active.values_list("site_type").annotate(number=Count("pk")))
    rows = list(ChecklistItem.objects.select_related("item").order_by("pk"))
    counts = campaigns_of_items({row.item_id: row.item for row in rows}.values())
    by_type: dict[int, list[int]] = {}
    for row in rows:
        by_type.setdefault(row.site_type_id, []).append(row.item_id)
    return [
        TypeLine(
            site_type=one,
            sites=numbers.get(one.pk, 0),
            items=len(by_type.get(one.pk, ())),
            counts=_merged(count for item in by_type.get(one.pk, ()) for count in counts[item]),
        )
        for one in SiteType.objects.all()
    ]


def counts_of_checklist(zones: Iterable[ChecklistZone]) -> tuple[CampaignCount, ...]:
    """The campaigns a whole checklist counts for, each once, in slot order."""
    return _merged(count for zone in zones for line in zone.lines for count in line.counts)


def _merged(counts: Iterable[CampaignCount]) -> tuple[CampaignCount, ...]:
    """Each campaign once: wholly when one item counts wholly, with a veto when one hangs on any item."""
    held: dict[int, CampaignCount] = {}
    for count in counts:
        before = held.get(count.campaign.pk)
        if before is None:
            held[count.campaign.pk] = count
        else:
            fill = Fill.FULL if Fill.FULL in (before.fill, count.fill) else Fill.PART
            veto = before.is_veto or count.is_veto
            held[count.campaign.pk] = CampaignCount(count.campaign, before.requirement, fill, veto)
    return tuple(sorted(held.values(), key=lambda count: count.campaign.slot))


NEIGHBOURS = 300  # dots that a small drawing can hold


def locator_of(site: Site) -> Locator | None:
    """The site drawn among the active sites of its street or town. One query."""
    above = ".".join(site.unit.path.split(".")[:2]) + "."
    around = Site.objects.filter(unit__path__startswith=above, is_active=True).exclude(pk=site.pk)
    return locate(site.lon, site.lat, around.order_by("pk").values_list("lon", "lat")[:NEIGHBOURS])
