"""Many answers at once: every rule in memory, four queries whatever the number of places and matters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lianchuang.accounts.models import Post, Unit
from lianchuang.accounts.rules import chain_of
from lianchuang.duties.models import DutyRule, Where
from lianchuang.duties.queries.resolving import COMMUNITY_LEVEL, PLACE_LEVEL, Resolution, facts_of
from lianchuang.duties.rules import Checklist, Choice, Matter, PlaceFacts, RuleBook
from lianchuang.sites.models import Category, CheckItem, ChecklistItem, Site


@dataclass(frozen=True)
class Spot:
    """What an answer needs of a place; `site` is its id as text."""

    site: str
    site_type: int
    unit_path: str
    owner: int | None

    @classmethod
    def of(cls, site: Site) -> "Spot":
        """From a site with its unit loaded."""
        return cls(str(site.pk), site.site_type_id, site.unit.path, site.owner_unit_id)


WORDS = ("requirement", "site__unit", "site_type", "item", "category", "area", "post__unit", "post__kind", "post_kind")


def in_force(at: datetime | None) -> Q:
    """A filter: rules in force at that moment; without one, those in force now."""
    if at is None:
        return Q(retired_at__isnull=True)
    return Q(added_at__lte=at) & (Q(retired_at__isnull=True) | Q(retired_at__gt=at))


class Resolver:
    """The rules in force, with the units and posts they lead to. Gives the same answers as `resolve_duty`."""

    def __init__(
        self, *, without: DutyRule | None = None, plus: DutyRule | None = None, at: datetime | None = None
    ) -> None:
        """Load in four queries, as it was `at` a past moment. `without` leaves one rule out and `plus` (it may not be
        saved yet) puts one in, to see what would be.
        """
        rules = DutyRule.objects.filter(in_force(at)).select_related(*WORDS)
        kept = rules.prefetch_related("supporting").order_by("number")
        self.rules = {rule.number: rule for rule in kept if without is None or rule.pk != without.pk}
        if plus is not None:
            self.rules[plus.number] = plus
        self.facts = {number: facts_of(rule) for number, rule in self.rules.items()}
        self.book = RuleBook(self.facts.values())
        self._units = {unit.path: unit for unit in Unit.objects.all()}
        self._posts: dict[tuple[int, int], Post] = {}
        self._levels: dict[tuple[str, str], int | None] = {}
        self._said: dict[tuple[int, int | None], Resolution] = {}
        self._laid: dict[Checklist, dict[tuple[str, int, str], list[int | None]]] = {}
        kinds = {rule.post_kind_id for rule in self.rules.values() if rule.post_kind_id}
        for post in Post.objects.filter(kind__in=kinds).select_related("unit", "kind").order_by("code"):
            self._posts.setdefault((post.unit_id, post.kind_id), post)

    def resolve(self, site: Site, *, item: CheckItem | None = None, category: Category | None = None) -> Resolution:
        """The one post that answers for this matter at this place (with its unit loaded), or why nobody does."""
        known = item.category_id if item else category.pk if category else None
        return self.answer(Spot.of(site), Matter(known, item.pk if item else None))

    def choose(self, spot: Spot, matter: Matter) -> Choice:
        """The rule that answers there."""
        return self.book.choose(place_facts(spot, matter))

    def post_at(self, spot: Spot, matter: Matter) -> Post | None:
        """The post that answers there, without words."""
        number = self.choose(spot, matter).number
        return None if number is None else self.post_of(self.rules[number], spot)

    def posts_at(self, spot: Spot, checklist: Checklist) -> list[Post | None]:
        """The posts that answer there for each matter of a checklist, in its order."""
        numbers = self._numbers_at(spot, checklist)
        led = {number: self.post_of(self.rules[number], spot) for number in set(numbers) if number is not None}
        return [None if number is None else led[number] for number in numbers]

    def leading_at(self, spot: Spot, checklist: Checklist) -> set[Post]:
        """The posts that answer there for something."""
        numbers = {number for number in self._numbers_at(spot, checklist) if number is not None}
        posts = (self.post_of(self.rules[number], spot) for number in numbers)
        return {post for post in posts if post}

    def _numbers_at(self, spot: Spot, checklist: Checklist) -> list[int | None]:
        """The rules that answer there: alike for every place of a type in the same area, unless a rule names it."""
        site = spot.site if spot.site in self.book.named_sites else ""
        area = self.book.area_of(spot.unit_path)
        known = self._laid.setdefault(checklist, {})
        if (site, spot.site_type, area) not in known:
            place = PlaceFacts(site, spot.site_type, unit_path=area)
            known[site, spot.site_type, area] = self.book.choose_all(place, checklist)
        return known[site, spot.site_type, area]

    def answer(self, spot: Spot, matter: Matter) -> Resolution:
        """Who answers there, with the rule and who supports."""
        choice = self.choose(spot, matter)
        if choice.tied:
            names = ", ".join(f"R-{number}" for number in choice.tied)
            return Resolution(None, reasons=(_("Equally specific rules: %(rules)s.") % {"rules": names},))
        if choice.number is None:
            return Resolution(None, reasons=(_("No rule applies."),))
        rule = self.rules[choice.number]
        post = self.post_of(rule, spot)
        known = (rule.number, post.pk if post else None)
        if known not in self._said:
            self._said[known] = _said(rule, post)
        return self._said[known]

    def post_of(self, rule: DutyRule, spot: Spot) -> Post | None:
        """Where the rule leads from there."""
        if rule.post:
            return rule.post
        unit = spot.owner if rule.where == Where.OWNER else self._above(spot.unit_path, rule.where)
        return self._posts.get((unit, rule.post_kind_id)) if unit and rule.post_kind_id else None

    def _above(self, path: str, where: str) -> int | None:
        """The nearest unit of the level that the rule means, going up from the site's unit."""
        if (path, where) not in self._levels:
            kinds = PLACE_LEVEL if where == Where.PLACE else COMMUNITY_LEVEL
            units = (self._units.get(one) for one in reversed(chain_of(path)))
            self._levels[path, where] = next((unit.pk for unit in units if unit and unit.kind in kinds), None)
        return self._levels[path, where]


def _said(rule: DutyRule, post: Post | None) -> Resolution:
    """The answer of a rule that leads to this post."""
    if post is None:
        reason = _("Rule R-%(number)s finds no such post there.") % {"number": rule.number}
        return Resolution(None, rule=rule, reasons=(reason,))
    return Resolution(post, ground=f"R-{rule.number}", rule=rule, supporting=tuple(rule.supporting.all()))


def place_facts(spot: Spot, matter: Matter) -> PlaceFacts:
    """The place and the matter as the rules see them."""
    return PlaceFacts(spot.site, spot.site_type, matter.item, matter.category, spot.unit_path)


def resolve_many(*, sites: Iterable[Site], categories: Iterable[Category]) -> dict[tuple[UUID, int], Resolution]:
    """Who answers for each category at each site (units loaded), by site id and category id. Four queries."""
    resolver = Resolver()
    asked = list(categories)
    return {(site.pk, one.pk): resolver.resolve(site, category=one) for site in sites for one in asked}


@dataclass(frozen=True)
class Crowd:
    """Sites for which every rule decides alike."""

    spot: Spot
    number: int


def crowds_of(sites: QuerySet[Site], resolver: Resolver) -> list[Crowd]:
    """The active sites in crowds: same type, unit and owner; a site that a rule names stands alone. Two queries."""
    active = sites.filter(is_active=True).order_by()
    named = [UUID(one) for one in resolver.book.named_sites]
    columns = ("site_type_id", "unit__path", "owner_unit_id")
    grouped = active.exclude(pk__in=named).values_list(*columns).annotate(number=Count("pk"))
    crowds = [Crowd(Spot("", kind, path, owner), number) for kind, path, owner, number in grouped]
    alone = active.filter(pk__in=named).select_related("unit")
    return crowds + [Crowd(Spot.of(site), 1) for site in alone]


def matters_of_types() -> dict[int, Checklist]:
    """What the checklist of each site type asks, by type id. One query."""
    matters: dict[int, list[Matter]] = {}
    rows = ChecklistItem.objects.order_by("pk").values_list("site_type_id", "item__category_id", "item_id")
    for site_type, category, item in rows:
        matters.setdefault(site_type, []).append(Matter(category, item))
    return {site_type: Checklist(tuple(held)) for site_type, held in matters.items()}


def pairs_of(sites: QuerySet[Site], resolver: Resolver) -> Iterator[tuple[Crowd, Matter]]:
    """Every crowd of sites with every item of its checklist. Three queries."""
    checklists = matters_of_types()
    for crowd in crowds_of(sites, resolver):
        checklist = checklists.get(crowd.spot.site_type)
        for matter in checklist.matters if checklist else ():
            yield crowd, matter
