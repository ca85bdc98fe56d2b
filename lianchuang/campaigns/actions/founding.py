"""Writing campaigns: the joint campaign, a campaign by adopting an edition, its target date."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post, Role, Unit
from lianchuang.audit.actions import action, record
from lianchuang.campaigns import rules
from lianchuang.campaigns.models import Campaign, JointCampaign
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotPossibleNow, Reason
from lianchuang.standards.models import Edition, EditionState


@action("joint.founded")
def found_joint_campaign(
    *,
    name: str,
    name_en: str,
    place: Unit,
    office: Unit,
    symbol: str,
    started_on: date,
    by: Actor,
    at: datetime,
) -> JointCampaign:
    """Found the joint campaign of a place, run by an office in it.

    Refused: a second one of the same place (NotPossibleNow); an empty name or symbol, an office elsewhere (Invalid);
    an actor without the office role over the place.
    """
    by.require(Role.OFFICE, over=place.path)
    faults: dict[str, list[str]] = {}
    for field, value in (("name", name), ("symbol", symbol)):
        if not value.strip():
            faults[field] = [_("This cannot be empty.")]
    if not office.path.startswith(place.path):
        faults["office"] = [_("The office must belong to the place.")]
    if faults:
        raise Invalid(faults)
    if JointCampaign.objects.filter(place=place).exists():
        raise NotPossibleNow([Reason("joint_exists", _("This place has a joint campaign already."))])
    joint = JointCampaign.objects.create(
        name=name.strip(),
        name_en=name_en.strip(),
        place=place,
        office=office,
        symbol=symbol.strip(),
        started_on=started_on,
    )
    data = {"joint": joint.name, "place": place.name, "office": office.name}
    record(code="joint.founded", by=by, at=at, object_kind="joint_campaign", object_id=joint.pk, data=data)
    return joint


@action("campaign.adopted")
def adopt_edition(
    *,
    joint: JointCampaign,
    edition: Edition,
    code: str,
    name: str,
    name_en: str,
    seal: str,
    slot: int,
    lead_post: Post,
    target_date: date,
    supporting_units: Iterable[Unit] = (),
    by: Actor,
    at: datetime,
) -> Campaign:
    """Pursue an edition to a target date, under one lead post.

    Refused: a draft edition (NotPossibleNow); what `rules.adoption_faults` finds (Invalid); an actor without the office
    role over the place.
    """
    by.require(Role.OFFICE, over=joint.place.path)
    if edition.state != EditionState.PUBLISHED:
        raise NotPossibleNow([Reason("edition_is_draft", _("Only a published edition can be adopted."))])
    wanted = rules.Adoption(
        code, seal, slot, edition.pk, target_date, joint.started_on, lead_post.unit.path, joint.place.path
    )
    if faults := rules.adoption_faults(wanted, _taken(joint)):
        raise Invalid(faults)
    campaign = Campaign.objects.create(
        joint=joint, code=code, name=name, name_en=name_en, seal=seal, slot=slot, edition=edition,
        lead_post=lead_post, target_date=target_date,
    )  # fmt: skip
    campaign.supporting_units.set(supporting_units)
    data = {
        "edition": edition.name,
        "campaign": campaign.name,
        "post": lead_post.written_name,
        "target": target_date.isoformat(),
    }
    record(code="campaign.adopted", by=by, at=at, object_kind="campaign", object_id=campaign.pk, data=data)
    return campaign


def _taken(joint: JointCampaign) -> rules.Taken:
    rows = list(Campaign.objects.values_list("code", "slot", "edition_id", "joint_id"))
    ours = [row for row in rows if row[3] == joint.pk]
    return rules.Taken({row[0] for row in rows}, {row[1] for row in ours}, {row[2] for row in ours})


@action("campaign.target_moved")
def move_target_date(*, campaign: Campaign, target_date: date, reason: str, by: Actor, at: datetime) -> Campaign:
    """Move a campaign's target date, with the reason.

    Refused: no reason, the same date, one before the start (Invalid); a date moved by somebody else since it was read
    (ChangedMeanwhile); an actor without the office role over the place.
    """
    by.require(Role.OFFICE, over=campaign.joint.place.path)
    faults: dict[str, list[str]] = {}
    if not reason.strip():
        faults["reason"] = [_("Say why in a sentence.")]
    if target_date == campaign.target_date:
        faults["target_date"] = [_("This is the target date already.")]
    elif target_date <= campaign.joint.started_on:
        faults["target_date"] = [_("The target date must lie after the start of the joint campaign.")]
    if faults:
        raise Invalid(faults)
    old = campaign.target_date
    if not Campaign.objects.filter(pk=campaign.pk, target_date=old).update(target_date=target_date):
        raise ChangedMeanwhile
    campaign.target_date = target_date
    data = {
        "campaign": campaign.name,
        "old": old.isoformat(),
        "new": target_date.isoformat(),
        "reason": reason.strip(),
    }
    record(code="campaign.target_moved", by=by, at=at, object_kind="campaign", object_id=campaign.pk, data=data)
    return campaign
