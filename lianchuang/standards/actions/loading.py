"""Writing standards: loading an edition or the shared measures from a pack."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common.refusals import Invalid, NotPossibleNow, Reason
from lianchuang.common.rows import bring
from lianchuang.packs import shapes
from lianchuang.standards import rules
from lianchuang.standards.access import require_county_office
from lianchuang.standards.actions.drafts import written
from lianchuang.standards.models import (
    Edition,
    EditionState,
    Measure,
    MeasureLink,
    RejectedLink,
    Requirement,
    Standard,
)
from lianchuang.standards.rules import states


@action("edition.loaded")
def load_edition(*, pack: shapes.Edition, by: Actor, at: datetime) -> Edition:
    """Bring a pack's edition in as a draft, or a draft up to its pack; the same pack again changes nothing.

    Refused: a published edition whose pack says something else (NotPossibleNow); whoever is not the county office.
    """
    require_county_office(by)
    standard = _standard(pack.standard)
    edition, is_new = Edition.objects.get_or_create(code=pack.code, defaults=_edition_columns(pack, standard))
    differing = [] if is_new else _differing(edition, _edition_columns(pack, standard))
    wanted = _wanted_requirements(pack)
    if not is_new and not differing and _held_requirements(edition) == wanted:
        nothing_changed()
        return edition
    if edition.state == EditionState.PUBLISHED:
        sentence = _("%(edition)s is published and never changes; load a new edition.") % {"edition": edition.label}
        raise NotPossibleNow([Reason("edition_published", sentence)])
    if faults := states.change_faults(edition.state):
        raise NotPossibleNow(faults)
    if differing:
        edition.save(update_fields=differing)
    write_requirements(edition, wanted)
    written(edition, by, tree=True)
    data = {"edition": edition.name, "count": len(wanted)}
    record(code="edition.loaded", by=by, at=at, object_kind="edition", object_id=edition.pk, data=data)
    return edition


def _standard(pack: shapes.Standard) -> Standard:
    """The standard, which lives longer than its editions: the first pack names it."""
    columns = {"name": pack.name, "name_en": pack.name_en, "seal": pack.seal, "slot": pack.slot}
    return Standard.objects.get_or_create(code=pack.code, defaults=columns)[0]


def _edition_columns(pack: shapes.Edition, standard: Standard) -> dict[str, Any]:
    return {
        "standard": standard,
        "name": pack.name,
        "name_en": pack.name_en,
        "effective": pack.effective,
        "source": pack.provenance.source,
        "source_en": pack.provenance.source_en,
        "confidence": pack.provenance.confidence,
        "note": pack.note,
        "note_en": pack.note_en,
    }


def _differing(edition: Edition, columns: Mapping[str, Any]) -> list[str]:
    """Set what differs; the names of the columns set."""
    names = [name for name, value in columns.items() if getattr(edition, name) != value]
    for name in names:
        setattr(edition, name, columns[name])
    return names


def _wanted_requirements(pack: shapes.Edition) -> dict[str, dict[str, Any]]:
    """Every requirement's columns by code, parents before children; `parent` is the parent's code."""
    wanted: dict[str, dict[str, Any]] = {}

    def add(nodes: tuple[shapes.Requirement, ...], parent: str, path: str) -> None:
        for number, node in enumerate(nodes, start=1):
            here = f"{path}{number:04d}."
            wanted[node.code] = {"parent": parent, "path": here, **_requirement_columns(node)}
            add(node.children, node.code, here)

    add(pack.requirements, "", "")
    return wanted


def _requirement_columns(node: shapes.Requirement) -> dict[str, Any]:
    return {
        "name": node.title,
        "name_en": node.title_en,
        "text": node.text,
        "text_en": node.text_en,
        "method": node.method or "",
        "scoring": rules.scoring_data(node.scoring),
        "points": node.points,
        "is_veto": node.veto,
        "window": rules.window_data(node.window),
        "source": node.provenance.source,
        "source_en": node.provenance.source_en,
        "confidence": node.provenance.confidence,
    }


def _held_requirements(edition: Edition) -> dict[str, dict[str, Any]]:
    """What is stored, in the shape of `_wanted_requirements`."""
    columns = (
        "path",
        "name",
        "name_en",
        "text",
        "text_en",
        "method",
        "scoring",
        "points",
        "is_veto",
        "window",
    )
    rows = edition.requirements.annotate(parent_code=F("parent__code")).values(
        "code", "parent_code", *columns, "source", "source_en", "confidence"
    )
    return {row.pop("code"): {"parent": row.pop("parent_code") or "", **row} for row in rows}


def write_requirements(edition: Edition, wanted: Mapping[str, Mapping[str, Any]]) -> None:
    """Make the stored tree the wanted one: gone codes are deleted, the others changed or added level by level."""
    held = Requirement.objects.filter(edition=edition)
    gone = held.exclude(code__in=wanted)
    # what moves out from under a heading that goes must not go with it, nor all that hangs on it
    held.filter(code__in=wanted, parent__in=gone).update(parent=None)
    gone.delete()
    held.update(path=Concat(Value("~"), F("path")), version=F("version") + 1)  # so that two nodes may change places
    levels: dict[int, list[str]] = {}
    for code, columns in wanted.items():
        levels.setdefault(columns["path"].count("."), []).append(code)
    ids: dict[str, int | None] = {"": None}
    for level in sorted(levels):
        rows = [
            {"edition_id": edition.pk, "code": code, **wanted[code], "parent_id": ids[wanted[code]["parent"]]}
            for code in levels[level]
        ]
        for row in rows:
            del row["parent"]
        brought = bring(held.filter(code__in=levels[level]), key=["code"], wanted=rows)
        ids |= {code: row.pk for (code,), row in brought.rows.items()}


@action("measures.loaded")
def load_measures(*, pack: shapes.MeasurePack, by: Actor, at: datetime) -> int:
    """Bring in the shared measures and what each gives to which requirement; returns the number of links.

    The same pack again changes nothing. Links that the pack no longer has are removed; those that a person drafted or
    turned down stay as they are. Refused: a link to a requirement that is not loaded (Invalid); whoever is not the
    county office.
    """
    require_county_office(by)
    brought = bring(Measure.objects.all(), key=["code"], wanted=[_measure_columns(one) for one in pack.measures])
    measures = {code: measure.pk for (code,), measure in brought.rows.items()}
    settled = _settled()
    links = [row for row in _link_columns(pack, measures) if (row["measure_id"], row["requirement_id"]) not in settled]
    kept = {(row["measure_id"], row["requirement_id"]) for row in links}
    of_pack = MeasureLink.objects.filter(measure__code__in=[one.code for one in pack.measures], drafter__isnull=True)
    gone = [link.pk for link in of_pack if (link.measure_id, link.requirement_id) not in kept]
    MeasureLink.objects.filter(pk__in=gone).delete()
    linked = bring(MeasureLink.objects.all(), key=["measure_id", "requirement_id"], wanted=links)
    if not (brought.anything or linked.anything or gone):
        nothing_changed()
        return len(links)
    data = {"measures": len(pack.measures), "links": len(links)}
    record(code="measures.loaded", by=by, at=at, object_kind="measures", object_id="", data=data)
    return len(links)


def _settled() -> set[tuple[int, int]]:
    """Measure and requirement of links that a person has drafted, changed or turned down."""
    drafted = MeasureLink.objects.filter(drafter__isnull=False).values_list("measure_id", "requirement_id")
    return {*drafted, *RejectedLink.objects.values_list("measure_id", "requirement_id")}


def _reading_columns(reading: shapes.Reading | None) -> dict[str, str]:
    if reading is None:
        return {}
    times = rules.plain(reading.times)
    return (
        {"of": reading.of} | ({"per": reading.per} if reading.per else {}) | ({"times": times} if times != "1" else {})
    )


def _measure_columns(one: shapes.Measure) -> dict[str, Any]:
    inputs = [
        {"name": each.name, "name_en": each.name_en, "unit": each.unit, "unit_en": each.unit_en} for each in one.inputs
    ]
    return {
        "code": one.code,
        "name": one.name,
        "name_en": one.name_en,
        "sharing": one.sharing,
        "unit": one.unit,
        "unit_en": one.unit_en,
        "inputs": inputs,
        "reading": _reading_columns(one.reading),
        "note": one.note,
        "note_en": one.note_en,
        "source": one.provenance.source,
        "source_en": one.provenance.source_en,
        "confidence": one.provenance.confidence,
    }


def _link_columns(pack: shapes.MeasurePack, measures: Mapping[str, int]) -> list[dict[str, Any]]:
    editions = {link.edition for link in pack.links}
    known = Requirement.objects.filter(edition__code__in=editions).values_list("edition__code", "code", "pk")
    ids = {(edition, code): pk for edition, code, pk in known}
    missing = [link for link in pack.links if (link.edition, link.requirement) not in ids]
    if missing:
        sentence = _("Requirement %(code)s of %(edition)s is not loaded.")
        raise Invalid(
            {"links": [sentence % {"code": link.requirement, "edition": link.edition} for link in missing]},
            code="unknown_requirement",
        )
    return [
        {
            "measure_id": measures[link.measure],
            "requirement_id": ids[link.edition, link.requirement],
            "relation": link.relation,
            "reuse": link.reuse,
            "reading": _reading_columns(link.reading),
            "reason": link.reason,
            "reason_en": link.reason_en,
        }
        for link in pack.links
    ]
