"""Loading what is looked at: kinds of finding, site types with their zones, check items with their checklists."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common.refusals import Invalid
from lianchuang.common.rows import Brought, bring
from lianchuang.packs import shapes
from lianchuang.sites.models import Category, CheckItem, ChecklistItem, ItemRequirement, SiteType, Zone
from lianchuang.standards.access import require_county_office
from lianchuang.standards.models import Requirement


@action("categories.loaded")
def load_categories(*, categories: Sequence[shapes.Category], by: Actor, at: datetime) -> int:
    """Bring in the kinds of finding; returns how many rows were written. The same again changes nothing.

    Refused: whoever is not the county office. Time limits belong to the findings app.
    """
    require_county_office(by)
    wanted = [
        {"code": one.code, "name": one.name, "name_en": one.name_en, "icon": one.icon, "order": order}
        for order, one in enumerate(categories)
    ]
    return _note("categories.loaded", [bring(Category.objects.all(), key=["code"], wanted=wanted)], 0, by, at)


@action("site_types.loaded")
def load_site_types(*, site_types: Sequence[shapes.SiteType], by: Actor, at: datetime) -> int:
    """Bring in the site types and their zones; returns how many rows were written. The same again changes nothing.

    Refused: whoever is not the county office.
    """
    require_county_office(by)
    wanted = [_site_type_columns(order, one) for order, one in enumerate(site_types)]
    types = bring(SiteType.objects.all(), key=["code"], wanted=wanted)
    zones = [
        {
            "site_type_id": types.rows[one.code,].pk,
            "code": zone.code,
            "name": zone.name,
            "name_en": zone.name_en,
            "order": order,
        }
        for one in site_types
        for order, zone in enumerate(one.zones)
    ]
    brought = bring(Zone.objects.all(), key=["site_type_id", "code"], wanted=zones)
    return _note("site_types.loaded", [types, brought], 0, by, at)


def _site_type_columns(order: int, one: shapes.SiteType) -> dict[str, Any]:
    sample = one.minimum_sample
    return {
        "code": one.code,
        "name": one.name,
        "name_en": one.name_en,
        "group": one.group,
        "icon": one.icon,
        "order": order,
        "minimum_sample": sample.count if sample else None,
        "minimum_together": list(sample.together_with) if sample else [],
        "minimum_confidence": sample.provenance.confidence if sample else "",
        "minimum_source": sample.provenance.source if sample else "",
        "minimum_source_en": sample.provenance.source_en if sample else "",
    }


@action("check_items.loaded")
def load_check_items(*, items: Sequence[shapes.CheckItem], by: Actor, at: datetime) -> int:
    """Bring in check items, what they count for and on which checklists they stand; returns how many rows were written.

    An item's links and places become those of the pack; the same again changes nothing. Refused: an unknown category,
    requirement, site type or zone (Invalid); whoever is not the county office.
    """
    require_county_office(by)
    known = _Known(items)
    if known.faults:
        raise Invalid({"items": known.faults}, code="unknown_reference")
    rows = bring(CheckItem.objects.all(), key=["code"], wanted=[_item_columns(one, known) for one in items])
    ids = {one.code: rows.rows[one.code,].pk for one in items}
    links = [
        {
            "item_id": ids[one.code],
            "requirement_id": known.requirements[link.edition, link.code],
            "fill": link.fill,
        }
        for one in items
        for link in one.requirements
    ]
    places = [
        {
            "item_id": ids[one.code],
            "site_type_id": known.zones[place.site_type, place.zone].site_type_id,
            "zone_id": known.zones[place.site_type, place.zone].pk,
            "order": order,
        }
        for order, one in enumerate(items)
        for place in one.places
    ]
    gone = _drop_links(ids.values(), links) + _drop_places(ids.values(), places)
    linked = bring(ItemRequirement.objects.all(), key=["item_id", "requirement_id"], wanted=links)
    placed = bring(ChecklistItem.objects.all(), key=["site_type_id", "item_id"], wanted=places)
    return _note("check_items.loaded", [rows, linked, placed], gone, by, at)


class _Known:
    """What the items refer to, by code; `faults` says what is not there."""

    def __init__(self, items: Iterable[shapes.CheckItem]) -> None:
        editions = {link.edition for one in items for link in one.requirements}
        rows = Requirement.objects.filter(edition__code__in=editions).values_list("edition__code", "code", "pk")
        self.requirements = {(edition, code): pk for edition, code, pk in rows}
        self.categories = dict(Category.objects.values_list("code", "pk"))
        self.zones = {(zone.site_type.code, zone.code): zone for zone in Zone.objects.select_related("site_type")}
        self.faults = [fault for one in items for fault in self._faults(one)]

    def _faults(self, one: shapes.CheckItem) -> Iterable[str]:
        unknown = [] if one.category in self.categories else [one.category]
        unknown += [f"{p.site_type}/{p.zone}" for p in one.places if (p.site_type, p.zone) not in self.zones]
        unknown += [
            f"{link.edition}/{link.code}"
            for link in one.requirements
            if (link.edition, link.code) not in self.requirements
        ]
        for what in unknown:
            yield _("Item %(item)s refers to %(what)s, which is not loaded.") % {
                "item": one.code,
                "what": what,
            }


def _item_columns(one: shapes.CheckItem, known: _Known) -> dict[str, Any]:
    return {
        "code": one.code,
        "text": one.text,
        "text_en": one.text_en,
        "finding": one.finding,
        "finding_en": one.finding_en,
        "counts": one.counts,
        "counts_en": one.counts_en,
        "category_id": known.categories[one.category],
        "severity": one.severity,
        "grading": one.grading,
        "cap": one.cap,
        "is_local": one.local,
        "source": one.provenance.source,
        "source_en": one.provenance.source_en,
        "confidence": one.provenance.confidence,
    }


def _drop_links(items: Iterable[int], wanted: Iterable[dict[str, Any]]) -> int:
    """Delete what these items no longer count for; the number deleted."""
    kept = {(row["item_id"], row["requirement_id"]) for row in wanted}
    held = ItemRequirement.objects.filter(item__in=list(items)).values_list("pk", "item_id", "requirement_id")
    gone = [pk for pk, item, requirement in held if (item, requirement) not in kept]
    return ItemRequirement.objects.filter(pk__in=gone).delete()[0]


def _drop_places(items: Iterable[int], wanted: Iterable[dict[str, Any]]) -> int:
    """Delete these items from the checklists they no longer stand on; the number deleted."""
    kept = {(row["item_id"], row["site_type_id"]) for row in wanted}
    held = ChecklistItem.objects.filter(item__in=list(items)).values_list("pk", "item_id", "site_type_id")
    gone = [pk for pk, item, site_type in held if (item, site_type) not in kept]
    return ChecklistItem.objects.filter(pk__in=gone).delete()[0]


def _note(code: str, brought: Sequence[Brought[Any]], gone: int, by: Actor, at: datetime) -> int:
    """One entry with the counts of the first kind of row, or none when nothing was written."""
    written = sum(one.added + one.changed for one in brought) + gone
    if not written:
        nothing_changed()
        return 0
    data = {"added": brought[0].added, "changed": brought[0].changed, "written": written}
    record(code=code, by=by, at=at, object_kind="catalogue", object_id=code, data=data)
    return written
