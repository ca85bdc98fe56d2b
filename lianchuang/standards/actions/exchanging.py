"""Writing what files say: an edition, a profile, a crosswalk; and keeping a file until somebody confirms it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow, Reason
from lianchuang.standards.access import require_county_office
from lianchuang.standards.actions.drafts import written
from lianchuang.standards.actions.loading import write_requirements
from lianchuang.standards.exchange.pairs import TURNED
from lianchuang.standards.exchange.shapes import EDITION_COLUMNS, EditionFile, StandardWords, paths_of
from lianchuang.standards.models import (
    Edition,
    MeasureLink,
    Profile,
    RejectedLink,
    RequirementLink,
    Sharing,
    Standard,
    StandardUpload,
)
from lianchuang.standards.queries.exchange import EditionPlan, ProfilePlan, digest_of, edition_file, free_slot
from lianchuang.standards.queries.pairing import NewLink, PairPlan
from lianchuang.standards.rules import states

KEPT_FOR = timedelta(hours=24)


@action("standard_file.sent")
def keep_upload(*, content: bytes, name: str, kind: str, by: Actor, at: datetime) -> StandardUpload:
    """Keep a file until its sender has looked at what it would change; files kept longer than a day go.

    Refused: whoever is not the county office.
    """
    require_county_office(by)
    if by.person is None:
        raise NotAllowed("person_needed", _("A file is sent by a person."))
    StandardUpload.objects.filter(expires_at__lte=at).delete()
    upload = StandardUpload.objects.create(
        name=name[:200],
        kind=kind,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        sent_by=by.person,
        sent_at=at,
        expires_at=at + KEPT_FOR,
    )
    data = {"file": upload.name, "sha256": upload.sha256}
    record(code="standard_file.sent", by=by, at=at, object_kind="standard_file", object_id=upload.pk, data=data)
    return upload


@action("edition.imported")
def import_edition(*, plan: EditionPlan, by: Actor, at: datetime) -> Edition:
    """Write what the plan's file says, into a draft or as a new draft; what changes nothing writes nothing.

    Refused: a file with refused rows (Invalid); an edition that is no draft, or rows on which something hangs
    (NotPossibleNow); an edition changed since the plan was made (ChangedMeanwhile); whoever is not the county office.
    """
    require_county_office(by)
    if plan.refused:
        raise Invalid({"file": [str(one) for one in plan.refused]}, code="refused_rows")
    if plan.blocked:
        raise NotPossibleNow([Reason("edition_published", plan.blocked)])
    held = Edition.objects.select_for_update(of=("self",)).select_related("standard").filter(code=plan.code).first()
    if digest_of(edition_file(held) if held else None) != plan.digest:
        raise ChangedMeanwhile
    if held is not None and plan.changes_nothing:
        nothing_changed()
        return held
    # it may have been reviewed or published since the plan was made, with every word as it was
    if held is not None and (faults := states.change_faults(held.state)):
        raise NotPossibleNow(faults)
    edition = _written_edition(held, plan.file)
    _write_nodes(edition, plan)
    written(edition, by, tree=True)
    changes = plan.difference
    data = {
        "edition": edition.name,
        "added": len(changes.added),
        "changed": len(changes.changed),
        "deleted": len(changes.deleted),
    }
    record(code="edition.imported", by=by, at=at, object_kind="edition", object_id=edition.pk, data=data)
    return edition


def _written_edition(held: Edition | None, file: EditionFile) -> Edition:
    """The edition's own row, changed or new."""
    columns = {name: getattr(file, name) for name in EDITION_COLUMNS} | {"carried": file.carried or ""}
    if held is None:
        columns["source"] = columns["source"] or file.name
        return Edition.objects.create(code=file.code, standard=_standard(file), **columns)
    for name, value in columns.items():
        setattr(held, name, value)
    held.save(update_fields=list(columns))
    return held


def _standard(file: EditionFile) -> Standard:
    """The standard, which lives longer than its editions: the first file names it."""
    own = file.standard or StandardWords(file.code[:30].rstrip("-"), file.name)
    columns = {
        "name": own.name,
        "name_en": own.name_en,
        "seal": (own.seal or own.name)[:1],
        "slot": free_slot(own.slot),
    }
    return Standard.objects.get_or_create(code=own.code, defaults=columns)[0]


def _write_nodes(edition: Edition, plan: EditionPlan) -> None:
    file, wanted = plan.file, {}
    versions = dict(edition.requirements.values_list("code", "version"))
    changed = {row.code for row in plan.difference.changed}
    for node, path in paths_of(file.nodes):
        columns = {name: value for name, value in vars(node).items() if name != "code"}
        version = versions.get(node.code, 1) + (node.code in changed)
        source = node.source or file.source or file.name
        wanted[node.code] = {**columns, "path": path, "source": source, "version": version}
    try:
        write_requirements(edition, wanted)
    except ProtectedError as fault:
        sentence = _("On rows that the file leaves out, check items still hang. Take those off first.")
        raise NotPossibleNow([Reason("requirement_in_use", sentence)]) from fault


@action("profile.imported")
def import_profile(*, plan: ProfilePlan, by: Actor, at: datetime) -> Profile:
    """Keep a profile's selection; the same file again changes nothing.

    Refused: whoever is not the county office.
    """
    require_county_office(by)
    if plan.is_same and plan.held is not None:
        nothing_changed()
        return plan.held
    columns = {
        "name": plan.file.name,
        "edition": plan.edition,
        "selected": list(plan.selected),
        "carried": plan.file.carried,
        "imported_at": at,
    }
    profile, _is_new = Profile.objects.update_or_create(code=plan.code, defaults=columns)
    data = {"profile": profile.name, "selected": len(plan.selected)}
    record(code="profile.imported", by=by, at=at, object_kind="profile", object_id=profile.pk, data=data)
    return profile


@action("crosswalk.imported")
def import_pairs(*, plans: Sequence[PairPlan], by: Actor, at: datetime) -> int:
    """Write the pairs whose both ends are known, all or none; returns how many links were added or changed.

    New and changed links wait for a review by somebody else. Refused: a table that contradicts itself or holds rows that
    cannot be read (Invalid); links changed since the plan was made (ChangedMeanwhile); whoever is not the county office.
    """
    require_county_office(by)
    if faults := [str(fault) for plan in plans for fault in plan.faults]:
        raise Invalid({"file": faults}, code="refused_rows")
    changing = [plan for plan in plans if plan.added or plan.changed]
    if not changing:
        nothing_changed()
    drafted = {"drafted_by": by.post, "drafter": by.person, "created_at": at}
    for plan in changing:
        _add_links(plan, drafted)
        _change_links(plan, drafted)
        counts = {"added": len(plan.added), "changed": len(plan.changed)}
        data = {"source": plan.source_label, "target": plan.target.name, **counts}
        record(code="crosswalk.imported", by=by, at=at, object_kind="edition", object_id=plan.target.pk, data=data)
    return sum(len(plan.added) + len(plan.changed) for plan in changing)


def _change_links(plan: PairPlan, drafted: dict[str, Any]) -> None:
    for one in plan.changed:
        again = {"relation": one.relation, "reviewed_by": None, "reviewed_at": None, "version": one.link.version + 1}
        rows = type(one.link).objects.filter(pk=one.link.pk, version=one.link.version)
        if not rows.update(**again, **drafted):
            raise ChangedMeanwhile


def _add_links(plan: PairPlan, drafted: dict[str, Any]) -> None:
    if plan.source is None:
        MeasureLink.objects.bulk_create(MeasureLink(**_measure_link(one), **drafted) for one in plan.added)
        for one in plan.added:
            RejectedLink.objects.filter(measure_id=one.source_id, requirement_id=one.target_id).delete()
        return
    RequirementLink.objects.bulk_create(
        RequirementLink(
            source_id=one.source_id,
            target_id=one.target_id,
            relation=one.pair.relation,
            reason=one.pair.reason,
            reason_en=one.pair.reason_en,
            **drafted,
        )
        for one in plan.added
    )


def _measure_link(one: NewLink) -> dict[str, Any]:
    reuse = one.pair.reuse if one.pair.reuse in Sharing.values else Sharing.VALUE
    return {
        "measure_id": one.source_id,
        "requirement_id": one.target_id,
        "relation": TURNED[one.pair.relation],
        "reuse": reuse,
        "reason": one.pair.reason,
        "reason_en": one.pair.reason_en,
    }
