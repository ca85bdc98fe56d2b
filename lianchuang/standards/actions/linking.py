"""Writing the crosswalk: drawing a link, changing, reviewing and removing it, turning a suggestion down."""

from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotPossibleNow, Reason
from lianchuang.standards import rules
from lianchuang.standards.access import require_county_office
from lianchuang.standards.models import (
    Measure,
    MeasureLink,
    RejectedLink,
    Relation,
    Requirement,
    RequirementLink,
    Sharing,
)
from lianchuang.standards.words import RELATION_SIGNS

AnyLink = MeasureLink | RequirementLink
L = TypeVar("L", bound=AnyLink)


@action("link.added")
def link_measure(
    *, measure: Measure, requirement: Requirement, relation: str, reuse: str, reason: str, by: Actor, at: datetime
) -> MeasureLink:
    """Say that a requirement rests on a measure; the link waits for a review by somebody else.

    Refused: an unknown relation or kind of reuse (Invalid); a link that is there already (NotPossibleNow); whoever is
    not the county office.
    """
    require_county_office(by)
    _require_relation(relation)
    if reuse not in Sharing.values:
        raise Invalid({"reuse": [_("Choose what is reused.")]})
    link, created = MeasureLink.objects.get_or_create(
        measure=measure,
        requirement=requirement,
        defaults={"relation": relation, "reuse": reuse, "reason": reason.strip(), **_drafted(by, at)},
    )
    if not created:
        raise NotPossibleNow([Reason("linked_already", _("These two are linked already."))])
    RejectedLink.objects.filter(measure=measure, requirement=requirement).delete()
    _record("link.added", link, by, at)
    return link


@action("link.added")
def link_requirements(
    *,
    source: Requirement,
    target: Requirement,
    relation: str,
    reason: str,
    by: Actor,
    at: datetime,
    reason_en: str = "",
) -> RequirementLink:
    """Say how one requirement stands to another, read source → target; the link waits for a review.

    Refused: an unknown relation, a requirement with itself (Invalid); a link that is there already, in either direction
    (NotPossibleNow); whoever is not the county office.
    """
    require_county_office(by)
    _require_relation(relation)
    if source.pk == target.pk:
        raise Invalid({"target": [_("A requirement is not linked with itself.")]})
    if RequirementLink.objects.filter(source=target, target=source).exists():
        raise NotPossibleNow([Reason("linked_already", _("These two are linked already."))])
    defaults = {"relation": relation, "reason": reason.strip(), "reason_en": reason_en.strip(), **_drafted(by, at)}
    link, created = RequirementLink.objects.get_or_create(source=source, target=target, defaults=defaults)
    if not created:
        raise NotPossibleNow([Reason("linked_already", _("These two are linked already."))])
    _record("link.added", link, by, at)
    return link


@action("link.changed")
def change_relation(*, link: L, relation: str, reason: str, expected_version: int, by: Actor, at: datetime) -> L:
    """Give a link another relation or reason; it waits for a review again.

    Refused: an unknown relation (Invalid); a link changed since it was read (ChangedMeanwhile); whoever is not the
    county office. The same relation and reason change nothing.
    """
    require_county_office(by)
    _require_relation(relation)
    if link.version == expected_version and (link.relation, link.reason) == (relation, reason.strip()):
        nothing_changed()
        return link
    before = RELATION_SIGNS[link.relation]
    changed = {"relation": relation, "reason": reason.strip(), "reason_en": "", **_drafted(by, at)}
    if reason.strip() == link.reason:
        del changed["reason_en"]
    _claim(link, expected_version, {**changed, "reviewed_by": None, "reviewed_at": None})
    _record("link.changed", link, by, at, before=before)
    return link


@action("link.reviewed")
def review_link(*, link: L, expected_version: int, by: Actor, at: datetime) -> L:
    """Confirm a link that somebody else drafted.

    Refused: one's own draft, a reviewed one (NotPossibleNow); a link changed since it was read (ChangedMeanwhile); whoever
    is not the county office.
    """
    require_county_office(by)
    own_post = by.post is not None and link.drafted_by_id == by.post.pk
    own_person = by.person is not None and link.drafter_id == by.person.pk
    faults = rules.link_faults(is_reviewed=link.is_reviewed, is_drafter=own_post or own_person)
    if faults:
        raise NotPossibleNow(faults)
    _claim(link, expected_version, {"reviewed_by": by.post, "reviewed_at": at})
    _record("link.reviewed", link, by, at)
    return link


@action("link.removed")
def remove_link(*, link: AnyLink, reason: str, expected_version: int, by: Actor, at: datetime) -> None:
    """Take a link away, with the reason. A measure's link is not suggested again, nor brought back by its pack.

    Refused: no reason (Invalid); a link changed since it was read (ChangedMeanwhile); whoever is not the county office.
    """
    require_county_office(by)
    if not reason.strip():
        raise Invalid({"reason": [_("Say why in a sentence.")]})
    _record("link.removed", link, by, at, reason=reason.strip())
    gone, _each = type(link).objects.filter(pk=link.pk, version=expected_version).delete()
    if not gone:
        raise ChangedMeanwhile
    if isinstance(link, MeasureLink):
        _turn_down(link.measure, link.requirement, by, at)


@action("link.turned_down")
def reject_suggestion(*, measure: Measure, requirement: Requirement, by: Actor, at: datetime) -> None:
    """Turn a suggested link down, so that it is not suggested again.

    Refused: two that are linked (NotPossibleNow); whoever is not the county office.
    """
    require_county_office(by)
    if MeasureLink.objects.filter(measure=measure, requirement=requirement).exists():
        raise NotPossibleNow([Reason("linked_already", _("These two are linked already."))])
    if not _turn_down(measure, requirement, by, at):
        nothing_changed()
        return
    data = {"from": measure.name, "to": f"{requirement.code} {requirement.name}"}
    record(code="link.turned_down", by=by, at=at, object_kind="measure", object_id=measure.code, data=data)


def _turn_down(measure: Measure, requirement: Requirement, by: Actor, at: datetime) -> bool:
    defaults = {"rejected_by": by.post, "rejected_at": at}
    return RejectedLink.objects.get_or_create(measure=measure, requirement=requirement, defaults=defaults)[1]


def _require_relation(relation: str) -> None:
    if relation not in Relation.values:
        raise Invalid({"relation": [_("Choose how the two stand to each other.")]})


def _drafted(by: Actor, at: datetime) -> dict[str, Any]:
    return {"drafted_by": by.post, "drafter": by.person, "created_at": at}


def _claim(link: AnyLink, expected_version: int, columns: dict[str, Any]) -> None:
    """Write these columns if nobody changed the link meanwhile."""
    rows = type(link).objects.filter(pk=link.pk, version=expected_version)
    if not rows.update(version=expected_version + 1, **columns):
        raise ChangedMeanwhile
    for name, value in {**columns, "version": expected_version + 1}.items():
        setattr(link, name, value)


def _record(code: str, link: AnyLink, by: Actor, at: datetime, **more: str) -> None:
    data = {"from": _ends(link)[0], "relation": RELATION_SIGNS[link.relation], "to": _ends(link)[1], **more}
    data.setdefault("reason", link.reason or "–")
    if isinstance(link, MeasureLink):
        record(code=code, by=by, at=at, object_kind="measure", object_id=link.measure.code, data=data)
    else:
        record(code=code, by=by, at=at, object_kind="requirement", object_id=link.source_id, data=data)


def _ends(link: AnyLink) -> tuple[str, str]:
    """The two ends in words, as the relation is read: the requirement ⊂ the measure; source ⊂ target."""
    if isinstance(link, MeasureLink):
        return f"{link.requirement.code} {link.requirement.name}", f"{link.measure.code} {link.measure.name}"
    return f"{link.source.code} {link.source.name}", f"{link.target.code} {link.target.name}"
