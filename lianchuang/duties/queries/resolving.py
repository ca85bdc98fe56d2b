"""One answer: which post answers for a place and a matter."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from lianchuang.accounts.models import Post, Unit, UnitKind
from lianchuang.accounts.queries import chain_above
from lianchuang.duties.models import DutyRule, Where
from lianchuang.duties.rules import PlaceFacts, RuleFacts, choose
from lianchuang.sites.models import Category, CheckItem, Site
from lianchuang.standards.models import Requirement

PLACE_LEVEL = (UnitKind.STREET, UnitKind.TOWN)
COMMUNITY_LEVEL = (UnitKind.COMMUNITY, UnitKind.VILLAGE)


@dataclass(frozen=True)
class Resolution:
    """Who answers: the post, the rule's number and words, who supports; or why nobody does."""

    post: Post | None
    ground: str = ""
    rule: DutyRule | None = None
    supporting: tuple[Unit, ...] = ()
    reasons: tuple[str, ...] = field(default=())


def resolve_duty(*, site: Site | None, item: CheckItem | None, category: Category | None) -> Resolution:
    """The one post that answers for this matter at this place, by the most specific rule."""
    if site is None:
        return Resolution(None, reasons=(_("No site, so no rule applies."),))
    category = item.category if item else category
    rules = _candidates(site, item, category)
    facts = [facts_of(rule) for rule in rules]
    place = PlaceFacts(
        site=str(site.pk),
        site_type=site.site_type_id,
        item=item.pk if item else None,
        category=category.pk if category else None,
        unit_path=site.unit.path,
    )
    choice = choose(facts, place)
    if choice.tied:
        names = ", ".join(f"R-{number}" for number in choice.tied)
        return Resolution(None, reasons=(_("Equally specific rules: %(rules)s.") % {"rules": names},))
    rule = next((rule for rule in rules if rule.number == choice.number), None)
    if rule is None:
        return Resolution(None, reasons=(_("No rule applies."),))
    return _answer(rule, site)


def _candidates(site: Site, item: CheckItem | None, category: Category | None) -> list[DutyRule]:
    """The rules in force whose conditions may hold here, in one query."""
    fits = (
        (Q(site__isnull=True) | Q(site=site))
        & (Q(site_type__isnull=True) | Q(site_type=site.site_type_id))
        & (Q(item__isnull=True) | Q(item=item))
        & (Q(category__isnull=True) | Q(category=category))
    )
    in_force = DutyRule.objects.filter(fits, retired_at__isnull=True, requirement__isnull=True)
    rules = in_force.select_related("area", "post__unit", "post_kind")
    return list(rules.prefetch_related("supporting"))


def node_of(requirement: Requirement) -> str:
    """A requirement as the rules see it: its edition and its path there."""
    return f"{requirement.edition_id}/{requirement.path}"


def facts_of(rule: DutyRule) -> RuleFacts:
    """The rule as plain values. Needs `area` and `requirement` loaded."""
    return RuleFacts(
        number=rule.number,
        site=str(rule.site_id or ""),
        site_type=rule.site_type_id,
        item=rule.item_id,
        category=rule.category_id,
        area_path=rule.area.path if rule.area else "",
        requirement=node_of(rule.requirement) if rule.requirement else "",
        is_whole=rule.is_whole,
    )


def _answer(rule: DutyRule, site: Site) -> Resolution:
    post = rule.post or _post_of_kind(rule, site)
    if post is None:
        return Resolution(
            None,
            rule=rule,
            reasons=(_("Rule R-%(number)s finds no such post there.") % {"number": rule.number},),
        )
    return Resolution(post, ground=f"R-{rule.number}", rule=rule, supporting=tuple(rule.supporting.all()))


def _post_of_kind(rule: DutyRule, site: Site) -> Post | None:
    """The first post of the kind in the unit that the rule points to, going up from the site's unit."""
    unit = _unit_for(rule, site)
    if unit is None:
        return None
    return Post.objects.filter(unit=unit, kind=rule.post_kind).select_related("unit").order_by("code").first()


def _unit_for(rule: DutyRule, site: Site) -> Unit | None:
    if rule.where == Where.OWNER:
        return site.owner_unit
    kinds = PLACE_LEVEL if rule.where == Where.PLACE else COMMUNITY_LEVEL
    return next((unit for unit in _upwards(site.unit) if unit.kind in kinds), None)


def _upwards(unit: Unit) -> list[Unit]:
    """The unit and everything above it, nearest first, in one query."""
    return [unit, *reversed(chain_above(unit))]
