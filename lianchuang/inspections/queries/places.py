"""What drawing and recording need to know of places: the frame, official minimums, checklists, bodies
concerned.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lianchuang.accounts.models import Grant, Post, Role, Unit
from lianchuang.campaigns.models import JointCampaign
from lianchuang.duties.models import DutyRule
from lianchuang.duties.queries import facts_of
from lianchuang.duties.rules import PlaceFacts, RuleFacts, choose
from lianchuang.findings import rules as finding_rules
from lianchuang.inspections.models import Round
from lianchuang.sites.models import ChecklistItem, Site, SiteType


def body_of(unit: Unit) -> str:
    """The body a unit belongs to, as a path: its bureau, street or town."""
    return finding_rules.body_of(unit.path)


def sites_to_draw(joint: JointCampaign) -> QuerySet[Site]:
    """The active sites of the place, in code order, with type and unit."""
    sites = Site.objects.filter(is_active=True, unit__path__startswith=joint.place.path)
    return sites.select_related("site_type", "unit", "owner_unit", "sponsor_unit").order_by("code")


def official_minimums() -> dict[str, int]:
    """The official minimum of sites by type code, where one is known."""
    rows = SiteType.objects.filter(minimum_sample__gt=0).order_by("code")
    return {site_type.code: site_type.minimum_sample or 0 for site_type in rows}


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


@dataclass(frozen=True)
class Drawing:
    """What the page for drawing offers: types with how many sites there are, inspectors, and what was drawn
    before.
    """

    types: Sequence[SiteType]
    frame: Mapping[str, int]
    inspectors: QuerySet[Post]
    initial: Mapping[str, Any]

    @property
    def total(self) -> int:
        return sum(self.frame.values())


def drawing_of(round: Round) -> Drawing:
    """The types that have active sites in the place, and the posts that inspect there. Official minimums
    come filled in.
    """
    frame = Counter(sites_to_draw(round.joint).order_by().values_list("site_type__code", flat=True))
    types = list(SiteType.objects.filter(code__in=frame))
    granted = Grant.objects.filter(role=Role.INSPECTOR, scope__path__startswith=round.joint.place.path).values("post")
    inspectors = Post.objects.filter(pk__in=granted).select_related("unit").order_by("unit__path", "code")
    before = round.plan.get("sites_per_type")
    numbers = official_minimums() if before is None else before
    initial: dict[str, Any] = {f"sites-{code}": number for code, number in numbers.items()}
    initial["inspectors"] = list(
        inspectors.filter(code__in=round.plan.get("inspectors", [])).values_list("pk", flat=True)
    )
    if round.plan.get("method") == "all":
        initial["method"] = "all"
    return Drawing(types, frame, inspectors, initial)
