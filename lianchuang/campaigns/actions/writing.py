"""What all writes of the charter share: who may, one version after another, words for history."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post, Role
from lianchuang.campaigns.models import Campaign, Charted, JointCampaign
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotPossibleNow, Reason

Faults = dict[str, list[str]]


def require_office(by: Actor, joint: JointCampaign) -> None:
    """Raise NotAllowed unless the actor is the campaign office of the place."""
    by.require(Role.OFFICE, over=joint.place.path)


def require_office_or_post(by: Actor, joint: JointCampaign, post: Post) -> None:
    """Raise NotAllowed unless the actor acts in that post or is the campaign office of the place."""
    if not _acts_in(by, post):
        require_office(by, joint)


def refuse_own(by: Actor, post: Post) -> None:
    """Raise NotPossibleNow when the actor would judge what their own post answers for."""
    if _acts_in(by, post):
        raise NotPossibleNow([Reason("own", _("Your own post answers for this; somebody else of the office decides."))])


def _acts_in(by: Actor, post: Post) -> bool:
    return by.post is not None and by.post.pk == post.pk


def check(*faults: Faults) -> None:
    """Raise Invalid with everything that is wrong, or nothing."""
    found: Faults = {}
    for each in faults:
        found.update(each)
    if found:
        raise Invalid(found)


def post_faults(field: str, post: Post, joint: JointCampaign) -> Faults:
    """The sentence against a post of another place."""
    if post.unit.path.startswith(joint.place.path):
        return {}
    return {field: [_("The post must belong to the place of the joint campaign.")]}


def campaign_faults(campaigns: Iterable[Campaign], joint: JointCampaign) -> Faults:
    """The sentence against no campaign, or one of another joint campaign."""
    chosen = list(campaigns)
    if not chosen:
        return {"campaigns": [_("Choose at least one campaign that it serves.")]}
    if any(campaign.joint_id != joint.pk for campaign in chosen):
        return {"campaigns": [_("Choose campaigns of this joint campaign.")]}
    return {}


def write(row: Charted, expected_version: int | None, **values: Any) -> None:
    """Write named columns if nobody has changed the row since that version was read. Raises ChangedMeanwhile."""
    held = row.version if expected_version is None else expected_version
    rows = type(row)._default_manager.filter(pk=row.pk, version=held)
    if not rows.update(version=held + 1, **values):
        raise ChangedMeanwhile
    for name, value in values.items():
        setattr(row, name, value)
    row.version = held + 1


def named(campaigns: Iterable[Campaign]) -> str:
    """The campaigns in words, as history says them."""
    return "、".join(campaign.name for campaign in sorted(campaigns, key=lambda one: one.slot))


def seat(post: Post) -> str:
    """A post in words, as history says it."""
    return post.written_name
