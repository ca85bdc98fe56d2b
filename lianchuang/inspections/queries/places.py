"""What drawing and recording need to know of places: the frame, official minimums, checklists, bodies
concerned.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet

from lianchuang.accounts.models import Unit
from lianchuang.campaigns.models import JointCampaign
from lianchuang.duties.models import DutyRule
from lianchuang.duties.queries import facts_of
from lianchuang.duties.rules import PlaceFacts, RuleFacts, choose
from lianchuang.findings import rules as finding_rules
from lianchuang.inspections.rules import Minimum, has_conflict
from lianchuang.sites.models import ChecklistItem, Site, SiteType


def body_of(unit: Unit) -> str:
    """The body a unit belongs to, as a path: its bureau, street or town."""
    return finding_rules.body_of(unit.path)


def sites_to_draw(joint: JointCampaign) -> QuerySet[Site]:
    """The active sites of the place, in code order, with type and unit."""
    sites = Site.objects.filter(is_active=True, unit__path__startswith=joint.place.path)
    return sites.select_related("site_type", "unit", "owner_unit", "sponsor_unit").order_by("code")


def official_minimums() -> list[Minimum]:
    """The official minimums that are known, each once: of one type, or of several together."""
    types = SiteType.objects.filter(minimum_sample__gt=0).order_by("order", "code")
    found: dict[tuple[str, ...], int] = {}
    for each in types:
        codes = tuple(sorted({each.code, *(str(code) for code in each.minimum_together)}))
        found.setdefault(codes, each.minimum_sample or 0)
    return [Minimum(codes, count) for codes, count in found.items()]


def checklist_item_ids(site_type_id: int) -> frozenset[int]:
    """The ids of the items on the checklist of a site type."""
    lines = ChecklistItem.objects.filter(site_type=site_type_id).order_by()
    return frozenset(lines.values_list("item_id", flat=True))


def bodies_concerned(sites: Sequence[Site]) -> dict[UUID, frozenset[str]]:
    """For each site the bodies it lies in, that run it, stand behind it, or answer for anything there by the
    duty rules.

    Two queries, whatever the number of sites (whose units must be loaded). A rule that names a kind of post
    leads into the unit the site lies in or its owner, which are concerned anyway.
    """
    matters: dict[int, set[tuple[int | None, int | None]]] = defaultdict(lambda: {(None, None)})  # the place as a whole
    types = {site.site_type_id for site in sites}
    for type_id, item, category in ChecklistItem.objects.filter(site_type__in=types).values_list(
        "site_type_id", "item_id", "item__category_id"
    ):
        matters[type_id].add((item, category))
    rules = {
        rule.number: rule
        for rule in DutyRule.objects.filter(retired_at=None, requirement=None).select_related("post__unit", "area")
    }
    facts = [facts_of(rule) for rule in rules.values()]
    return {site.pk: _bodies(site, matters[site.site_type_id], rules, facts) for site in sites}


def _bodies(
    site: Site, matters: Iterable[tuple[int | None, int | None]], rules: dict[int, DutyRule], facts: Sequence[RuleFacts]
) -> frozenset[str]:
    units = [site.unit, site.owner_unit, site.sponsor_unit]
    for item, category in matters:
        place = PlaceFacts(str(site.pk), site.site_type_id, item, category, site.unit.path)
        number = choose(facts, place).number
        post = rules[number].post if number is not None else None
        units.append(post.unit if post else None)
    return frozenset(body_of(unit) for unit in units if unit)


def barred_at(sites: Sequence[Site], bodies: Sequence[Iterable[str]]) -> dict[UUID, set[int]]:
    """For each site which of the teams may not go there undercover: `bodies` are those of each team's members."""
    concerned = bodies_concerned(sites)
    return {
        site.pk: {
            number for number, each in enumerate(bodies) if any(has_conflict(body, concerned[site.pk]) for body in each)
        }
        for site in sites
    }
