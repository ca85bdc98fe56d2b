"""Reading campaigns."""

from dataclasses import dataclass
from datetime import date

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Person, Unit
from lianchuang.accounts.queries import appointments_of
from lianchuang.campaigns.access import visible_joint_campaigns
from lianchuang.campaigns.models import Campaign, JointCampaign


@dataclass(frozen=True)
class CampaignLine:
    """A campaign as its page shows it: who sits on the lead post today, days to the target (negative when past)."""

    campaign: Campaign
    holder: Person | None
    days_left: int
    supporting: tuple[Unit, ...]

    @property
    def days_past(self) -> int:
        return max(0, -self.days_left)


def joint_campaign_for(actor: Actor) -> JointCampaign | None:
    """The joint campaign that the actor works for; the one highest in the tree when there are several."""
    seen = visible_joint_campaigns(actor).select_related("place", "office")
    return seen.order_by("place__path", "pk").first()


def campaigns_of(joint: JointCampaign, on: date) -> list[CampaignLine]:
    """The campaigns in slot order, on that day. Three queries, whatever their number."""
    rows = joint.campaigns.select_related("edition__standard", "lead_post__unit")
    campaigns = list(rows.prefetch_related("supporting_units").order_by("slot"))
    held = appointments_of([campaign.lead_post for campaign in campaigns], on)
    return [
        CampaignLine(
            campaign=campaign,
            holder=held[campaign.lead_post_id].person if campaign.lead_post_id in held else None,
            days_left=(campaign.target_date - on).days,
            supporting=tuple(sorted(campaign.supporting_units.all(), key=lambda unit: unit.sort_key)),
        )
        for campaign in campaigns
    ]
