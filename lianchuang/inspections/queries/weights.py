"""How much each item weighs for each campaign that counts it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from lianchuang.campaigns.models import Campaign
from lianchuang.inspections import rules
from lianchuang.inspections.rules import Scoring, Weighed
from lianchuang.sites.queries import CampaignCount


def scoring_of(count: CampaignCount) -> Scoring:
    """How the requirement that an item counts through is judged."""
    requirement = count.requirement
    if requirement is None:
        return Scoring(key=f"campaign-{count.campaign.pk}", is_veto=count.is_veto)
    return Scoring(
        key=str(requirement.pk),
        form=str(requirement.scoring.get("form", "information")),
        shares=tuple(requirement.scoring.get("shares", ())),
        points=requirement.points,
        is_veto=count.is_veto,
    )


def weigh_types(
    asked: Mapping[int, Iterable[int]], counts: Mapping[int, Sequence[CampaignCount]]
) -> dict[tuple[Campaign, int], dict[int, Weighed]]:
    """The weights of each type's items for each campaign that counts them."""
    scorings: dict[tuple[Campaign, int], dict[int, Scoring]] = defaultdict(dict)
    for site_type, items in asked.items():
        for item in items:
            for count in counts[item]:
                scorings[count.campaign, site_type][item] = scoring_of(count)
    return {key: rules.weigh(each) for key, each in scorings.items()}
