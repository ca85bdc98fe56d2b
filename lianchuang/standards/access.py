"""Who may see the standards: they are public catalogues, open to everyone who works here."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor, visible_units
from lianchuang.accounts.models import Role, Unit
from lianchuang.common.refusals import NotAllowed
from lianchuang.standards.models import (
    Edition,
    EditionState,
    Measure,
    MeasureLink,
    MeasureValue,
    Profile,
    Requirement,
    RequirementLink,
    Standard,
    StandardUpload,
)

Row = TypeVar("Row", bound=Model)

EDITORS = (Role.OFFICE, Role.ADMINISTRATOR, Role.AUDITOR)


def visible_editions(actor: Actor) -> QuerySet[Edition]:
    """Published editions for everyone with a post; drafts for those who may load them."""
    if actor.is_system or actor.has(*EDITORS):
        return Edition.objects.all()
    if actor.post is None:
        return Edition.objects.none()
    return Edition.objects.filter(state=EditionState.PUBLISHED)


def get_edition(actor: Actor, code: str) -> Edition:
    """The edition with its standard, or 404 when it does not exist for this actor."""
    edition = visible_editions(actor).select_related("standard").filter(code=code).first()
    if edition is None:
        raise Http404
    return edition


def require_county_office(actor: Actor) -> None:
    """Raise NotAllowed unless the actor is the office of a whole county: the catalogues are one for all, so that the
    office of a street or a bureau reads them and writes none.
    """
    if not actor.is_county_office:
        raise NotAllowed("role_needed", _("Only the office of the whole county may do this."), _("Campaign office"))


def may_write(actor: Actor) -> bool:
    """Whether the actor may write standards at all: drafts, review, publishing, the migration map."""
    return actor.is_county_office


def get_edition_to_write(actor: Actor, code: str) -> Edition:
    """The edition for changing it: 404 for a stranger, NotAllowed for an insider who is not of the county's office."""
    edition = get_edition(actor, code)
    require_county_office(actor)
    return edition


def get_requirement_of(actor: Actor, code: str, key: int) -> Requirement:
    """One requirement of an edition that this actor may see, or 404."""
    edition = get_edition(actor, code)
    requirement = Requirement.objects.filter(edition=edition, pk=key).first()
    if requirement is None:
        raise Http404
    requirement.edition = edition
    return requirement


def get_requirement_to_write(actor: Actor, code: str, key: int) -> Requirement:
    """The requirement for changing it: 404 for a stranger, NotAllowed for an insider who is not of the county's office."""
    requirement = get_requirement_of(actor, code, key)
    require_county_office(actor)
    return requirement


def get_standard_to_write(actor: Actor, code: str) -> Standard:
    """The standard for beginning an edition: only the county's office."""
    require_county_office(actor)
    standard = Standard.objects.filter(code=code).first()
    if standard is None:
        raise Http404
    return standard


def get_upload(actor: Actor, key: UUID, at: datetime) -> StandardUpload:
    """A file that this person sent and has not let expire, or 404; only the county's office sends files."""
    require_county_office(actor)
    upload = StandardUpload.objects.filter(pk=key, sent_by=actor.person, expires_at__gt=at).first()
    if upload is None:
        raise Http404
    return upload


def visible_profiles(actor: Actor) -> QuerySet[Profile]:
    """Profiles of the editions that this actor sees; those of no edition for who may load them."""
    if actor.is_system or actor.has(*EDITORS):
        return Profile.objects.select_related("edition")
    return Profile.objects.select_related("edition").filter(edition__in=visible_editions(actor))


def get_profile(actor: Actor, code: str) -> Profile:
    """The profile, or 404 when it does not exist for this actor."""
    profile = visible_profiles(actor).filter(code=code).first()
    if profile is None:
        raise Http404
    return profile


def may_link(actor: Actor) -> bool:
    """Whether the actor may change the crosswalk."""
    return actor.is_county_office


def get_requirement(actor: Actor, requirement_id: int) -> Requirement:
    """The requirement with its edition, or 404 when the edition does not exist for this actor."""
    seen = Requirement.objects.filter(pk=requirement_id, edition__in=visible_editions(actor))
    return _found(seen.select_related("edition__standard"))


def get_measure(actor: Actor, code: str) -> Measure:
    """The measure: open to everyone with a post, 404 to others."""
    if actor.post is None and not actor.is_system:
        raise Http404
    return _found(Measure.objects.filter(code=code))


def get_link_to_change(actor: Actor, kind: str, link_id: int) -> MeasureLink | RequirementLink:
    """The link between what the actor may see, for changing it: 404 for a stranger, NotAllowed without the county's office."""
    editions = visible_editions(actor)
    link: MeasureLink | RequirementLink
    if kind == "measure":
        links = MeasureLink.objects.filter(pk=link_id, requirement__edition__in=editions)
        link = _found(links.select_related("measure", "requirement__edition__standard"))
    elif kind == "requirement":
        direct = RequirementLink.objects.filter(pk=link_id, source__edition__in=editions, target__edition__in=editions)
        link = _found(direct.select_related("source__edition__standard", "target__edition__standard"))
    else:
        raise Http404
    require_county_office(actor)
    return link


def root_of(actor: Actor) -> Unit:
    """The place whose values an actor sees first: the root of their tree. 404 without a post."""
    return _found(visible_units(actor).filter(parent__isnull=True).order_by("pk"))


def may_enter(actor: Actor, place: Unit) -> bool:
    """Whether the actor may enter values of this place."""
    return actor.is_system or actor.has_over(place.path, Role.OFFICE, Role.COORDINATOR)


def get_value_to_correct(actor: Actor, code: str, value_id: int) -> MeasureValue:
    """The value for correcting it: 404 for a stranger, NotAllowed for an insider without the right over its place."""
    seen = MeasureValue.objects.filter(pk=value_id, measure__code=code, place__in=visible_units(actor))
    value = _found(seen.select_related("measure", "place"))
    actor.require(Role.OFFICE, Role.COORDINATOR, over=value.place.path)
    return value


def _found(rows: QuerySet[Row]) -> Row:
    row = rows.first()
    if row is None:
        raise Http404
    return row
