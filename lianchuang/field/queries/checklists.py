"""Checklists as the device is given them: zones, items, and what each campaign makes of each count."""

from collections.abc import Iterable, Sequence
from typing import Any

from lianchuang.field.words import taken_words
from lianchuang.inspections.queries.checklists import seals_together
from lianchuang.inspections.queries.visits import grades_of
from lianchuang.sites.models import ChecklistItem, SiteType
from lianchuang.sites.queries import CampaignCount, campaigns_of_items


def seal_data(count: Any) -> dict[str, Any]:
    """A seal: its character, slot, name, whether it counts wholly, whether a veto hangs on it."""
    campaign = count.campaign
    return {
        "c": campaign.seal,
        "slot": campaign.slot,
        "label": campaign.label,
        "fill": str(count.fill),
        "veto": bool(count.is_veto),
    }


def checklists_of(types: Iterable[SiteType]) -> dict[str, dict[str, Any]]:
    """The checklists of these types by the type's code. Three queries, whatever their number."""
    kinds = {each.pk: each for each in types}
    rows = list(
        ChecklistItem.objects.filter(site_type__in=kinds)
        .select_related("zone", "item__category")
        .order_by("site_type_id", "zone__order", "order")
    )
    counts = campaigns_of_items(row.item for row in rows)
    lists: dict[str, dict[str, Any]] = {
        each.code: {"label": each.label, "zones": [], "seals": []} for each in kinds.values()
    }
    for pk, kind in kinds.items():
        mine = [row for row in rows if row.site_type_id == pk]
        lists[kind.code]["zones"] = _zones(mine, counts)
        lists[kind.code]["seals"] = [seal_data(one) for one in seals_together(counts[row.item_id] for row in mine)]
    return lists


def _zones(rows: Sequence[ChecklistItem], counts: dict[int, list[CampaignCount]]) -> list[dict[str, Any]]:
    zones: dict[int, dict[str, Any]] = {}
    for row in rows:
        zone = zones.setdefault(row.zone_id, {"id": row.zone_id, "label": row.zone.label, "items": []})
        zone["items"].append(_item(row, counts[row.item_id]))
    return list(zones.values())


def _item(row: ChecklistItem, counts: Sequence[CampaignCount]) -> dict[str, Any]:
    item = row.item
    return {
        "id": item.pk,
        "text": item.label,
        "finding": item.finding_label,
        "unit": item.counts_label,
        "yes_no": item.grading == "yes_no",
        "seals": [seal_data(one) for one in counts],
        "choices": [
            {"n": n, "grade": grade, "made": taken_words(taken)} for n, grade, taken in grades_of(item, counts)
        ],
    }
