"""Who may see the joint campaign and who may move its dates."""

from django.db.models import QuerySet
from django.http import Http404

from lianchuang.accounts.access import Actor, visible_units
from lianchuang.accounts.models import Role
from lianchuang.campaigns.models import Campaign, JointCampaign


def visible_joint_campaigns(actor: Actor) -> QuerySet[JointCampaign]:
    """The joint campaigns of the tree in which this actor works."""
    if actor.is_system:
        return JointCampaign.objects.all()
    return JointCampaign.objects.filter(place__in=visible_units(actor))


def get_campaign(actor: Actor, code: str) -> Campaign:
    """The campaign with its joint campaign, or 404 when it does not exist for this actor."""
    seen = Campaign.objects.filter(joint__in=visible_joint_campaigns(actor), code=code)
    campaign = seen.select_related("joint__place", "edition", "lead_post__unit").first()
    if campaign is None:
        raise Http404
    return campaign


def get_campaign_to_plan(actor: Actor, code: str) -> Campaign:
    """The campaign for moving its date: 404 for a stranger, NotAllowed for an insider who is not of the office."""
    campaign = get_campaign(actor, code)
    actor.require(Role.OFFICE, over=campaign.joint.place.path)
    return campaign
