"""Reading what inspecting jointly saves: check items asked once, sites walked once."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from lianchuang.campaigns.models import Campaign
from lianchuang.sites.models import ChecklistItem, ItemRequirement, Site


@dataclass(frozen=True)
class Share:
    """What one campaign alone would take."""

    campaign: Campaign
    number: int


@dataclass(frozen=True)
class Saved:
    """A thing done jointly, against each campaign doing it by itself."""

    jointly: int
    shares: tuple[Share, ...]

    @property
    def apart(self) -> int:
        return sum(share.number for share in self.shares)

    @property
    def saved(self) -> int:
        return self.apart - self.jointly


@dataclass(frozen=True)
class JointSaving:
    """Check items to know, and visits of a round that sees every active site once."""

    items: Saved
    visits: Saved


def joint_saving(sites: QuerySet[Site], campaigns: QuerySet[Campaign]) -> JointSaving:
    """Items and visits, jointly and apart. Four queries, whatever the number of sites.

    A campaign alone would ask the items that count for it, and walk the sites on whose checklist one of them stands.
    """
    rows = list(campaigns.order_by("slot"))
    by_edition: dict[int, list[int]] = {}
    for campaign in rows:
        by_edition.setdefault(campaign.edition_id, []).append(campaign.pk)
    items: dict[int, set[int]] = {campaign.pk: set() for campaign in rows}
    links = ItemRequirement.objects.filter(requirement__edition__in=by_edition)
    for item, edition in links.values_list("item_id", "requirement__edition_id").distinct():
        for campaign_pk in by_edition[edition]:
            items[campaign_pk].add(item)
    on_type: dict[int, set[int]] = {}
    for site_type, item in ChecklistItem.objects.values_list("site_type_id", "item_id"):
        on_type.setdefault(site_type, set()).add(item)
    active = sites.filter(is_active=True).order_by()
    numbers = dict(active.values_list("site_type").annotate(number=Count("pk")))
    every = set().union(*items.values())

    def visits(wanted: set[int]) -> int:
        return sum(number for site_type, number in numbers.items() if on_type.get(site_type, set()) & wanted)

    return JointSaving(
        items=Saved(len(every), tuple(Share(one, len(items[one.pk])) for one in rows)),
        visits=Saved(visits(every), tuple(Share(one, visits(items[one.pk])) for one in rows)),
    )
