"""Duties as lines of a page: rules in words with their reach, answers at a site, and why."""

from collections import Counter
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianchuang.accounts.models import Person, Unit
from lianchuang.accounts.queries import appointments_of
from lianchuang.campaigns.models import Campaign
from lianchuang.duties.models import DutyRule
from lianchuang.duties.queries.bulk import WORDS, Resolver, Spot, pairs_of, place_facts
from lianchuang.duties.queries.resolving import Resolution
from lianchuang.duties.queries.sponsoring import Sponsors, sponsors_of
from lianchuang.duties.queries.things import Moment, Reach, things_within
from lianchuang.duties.rules import Matter, RuleFacts, applies, specificity
from lianchuang.duties.words import answer_of, matter_of, responsible_of, supporting_of
from lianchuang.sites.models import Category, CheckItem, ChecklistItem, Site


def rules_with_words() -> QuerySet[DutyRule]:
    """All rules with everything that saying them in words needs, in four queries."""
    return DutyRule.objects.select_related(*WORDS).prefetch_related(
        "responsible_posts__unit", "responsible_units", "supporting"
    )


@dataclass(frozen=True)
class RuleInWords:
    """A rule as a line. It answers at `sites` sites for something, for `pairs` items at sites in all; and it leads
    `things` requirements and sites as a whole.
    """

    rule: DutyRule
    matter: str
    answer: str
    responsible: str
    supporting: str
    sites: int = 0
    pairs: int = 0
    things: int = 0

    @classmethod
    def of(cls, rule: DutyRule, sites: int = 0, pairs: int = 0, things: int = 0) -> "RuleInWords":
        """From a rule with its words loaded."""
        words = (matter_of(rule), answer_of(rule), responsible_of(rule), supporting_of(rule))
        return cls(rule, *words, sites, pairs, things)


@dataclass(frozen=True)
class RuleList:
    """The rules in force and retired, and for how many items at sites somebody or nobody answers."""

    in_force: tuple[RuleInWords, ...]
    retired: tuple[RuleInWords, ...]
    pairs: int
    unanswered: int

    @property
    def for_places(self) -> list[RuleInWords]:
        """Those in force that speak of places."""
        return [line for line in self.in_force if line.rule.requirement_id is None]

    @property
    def for_requirements(self) -> list[RuleInWords]:
        """Those in force that speak of requirements."""
        return [line for line in self.in_force if line.rule.requirement_id is not None]

    @property
    def answered(self) -> int:
        return self.pairs - self.unanswered


def rules_in_words(
    rules: QuerySet[DutyRule], sites: QuerySet[Site], campaigns: QuerySet[Campaign] | None = None
) -> RuleList:
    """The rules as lines by number, with their reach over these sites and campaigns (without any: sites alone).
    Fourteen queries, whatever the numbers.
    """
    resolver = Resolver()
    none = Campaign.objects.none()
    things = things_within(Reach(none if campaigns is None else campaigns, sites, Unit.objects.none()))
    whole = Counter(number for thing in things for number in resolver.book.choose(thing.facts).numbers)
    at_sites: Counter[int] = Counter()
    at_pairs: Counter[int] = Counter()
    pairs = unanswered = 0
    met: set[tuple[int, Spot]] = set()
    for crowd, matter in pairs_of(sites, resolver):
        pairs += crowd.number
        number = resolver.choose(crowd.spot, matter).number
        if number is None or resolver.post_at(crowd.spot, matter) is None:
            unanswered += crowd.number
        if number is not None:
            at_pairs[number] += crowd.number
            if (number, crowd.spot) not in met:
                met.add((number, crowd.spot))
                at_sites[number] += crowd.number
    held = list(rules.order_by("number"))
    lines = [RuleInWords.of(rule, at_sites[rule.number], at_pairs[rule.number], whole[rule.number]) for rule in held]
    in_force = tuple(line for line in lines if line.rule.retired_at is None)
    retired = tuple(line for line in lines if line.rule.retired_at is not None)
    return RuleList(in_force, retired, pairs, unanswered)


@dataclass(frozen=True)
class AnswerAt:
    """For a category at a site, or for some items of it: who answers and by which rule, or why nobody does."""

    category: Category
    items: tuple[CheckItem, ...]
    is_whole: bool
    resolution: Resolution
    holder: Person | None = None


def answers_at(site: Site, resolver: Resolver | None = None) -> list[AnswerAt]:
    """Who answers for what the site's checklist asks, category by category. Five queries.

    A category is one line when one post answers for all its items by one rule; else there is a line for each.
    """
    resolver = resolver or Resolver()
    asked = ChecklistItem.objects.filter(site_type=site.site_type_id).select_related("item__category")
    by_category: dict[Category, dict[tuple[int | None, int | None], list[tuple[CheckItem, Resolution]]]] = {}
    for row in asked.order_by("item__category__order", "item__category__code", "order"):
        found = resolver.resolve(site, item=row.item)
        key = (found.post.pk if found.post else None, found.rule.number if found.rule else None)
        by_category.setdefault(row.item.category, {}).setdefault(key, []).append((row.item, found))
    return [
        AnswerAt(category, tuple(item for item, _found in held), len(groups) == 1, held[0][1])
        for category, groups in by_category.items()
        for held in groups.values()
    ]


@dataclass(frozen=True)
class SiteAnswers:
    """Who answers at a site on a day: for the place as a whole, for each kind of finding, and who stands behind it."""

    whole: Resolution
    holder: Person | None
    answers: tuple[AnswerAt, ...]
    sponsors: Sponsors
    moment: Moment


def site_answers(site: Site, moment: Moment) -> SiteAnswers:
    """Resolve a site to posts and persons on a day. Seven queries."""
    resolver = Resolver(at=moment.rules_at)
    whole = resolver.resolve(site)
    answers = answers_at(site, resolver)
    posts = {one.post for one in (whole, *(answer.resolution for answer in answers)) if one.post}
    held = appointments_of(posts, moment.day)
    people = {pk: term.person for pk, term in held.items()}
    return SiteAnswers(
        whole=whole,
        holder=people.get(whole.post.pk) if whole.post else None,
        answers=tuple(
            replace(one, holder=people.get(one.resolution.post.pk)) if one.resolution.post else one for one in answers
        ),
        sponsors=sponsors_of(site),
        moment=moment,
    )


@dataclass(frozen=True)
class Contender:
    """A rule that holds there, and why it answers or not."""

    line: RuleInWords
    answers: bool
    why: str


@dataclass(frozen=True)
class Explanation:
    """Who answers, and every rule that holds there, the most specific first."""

    resolution: Resolution
    contenders: tuple[Contender, ...]


def explain(site: Site, *, item: CheckItem | None = None, category: Category | None = None) -> Explanation:
    """Who answers for a matter at a site (or for the place as a whole), and why the other rules that hold there do not.
    Four queries.
    """
    resolver = Resolver()
    matter = Matter(item.category_id if item else category.pk if category else None, item.pk if item else None)
    place = place_facts(Spot.of(site), matter)
    holding = [facts for facts in resolver.facts.values() if applies(facts, place)]
    holding.sort(key=lambda facts: (specificity(facts), -facts.number), reverse=True)
    best = specificity(holding[0]) if holding else None
    tied = sum(specificity(facts) == best for facts in holding) > 1
    contenders = [
        Contender(
            line=RuleInWords.of(resolver.rules[facts.number]),
            answers=not tied and specificity(facts) == best,
            why=_why(facts, best, tied),
        )
        for facts in holding
    ]
    return Explanation(resolver.resolve(site, item=item, category=category), tuple(contenders))


def _why(facts: RuleFacts, best: tuple[int, int] | None, tied: bool) -> str:
    if specificity(facts) == best:
        return _("as specific as another: a person must settle it") if tied else _("the most specific that holds")
    given = [
        words
        for words, is_given in (
            (_("the site"), facts.site),
            (_("the item"), facts.item is not None),
            (_("the type of site"), facts.site_type is not None),
            (_("the category"), facts.category is not None),
            (_("an area"), facts.area_path),
        )
        if is_given
    ]
    if not given:
        return _("less specific: it names nothing")
    return _("less specific: it names only %(conditions)s") % {"conditions": _(", ").join(given)}
