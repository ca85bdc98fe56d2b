"""Reading places and what is looked at there."""

from collections.abc import Iterable
from dataclasses import dataclass

from lianchuang.campaigns.models import Campaign
from lianchuang.sites.models import CheckItem, ChecklistItem, Fill, ItemRequirement, SiteType, Zone
from lianchuang.standards.models import Requirement


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
    return {
        pk: sorted(counts.values(), key=lambda count: count.campaign.slot) for pk, counts in result.items()
    }


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
