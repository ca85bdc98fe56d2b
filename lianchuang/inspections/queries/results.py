"""What visits show: shares of right items and scores per campaign, by type of site and by body, with their
bases.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Sum

from lianchuang.accounts.models import Unit
from lianchuang.campaigns.models import Campaign
from lianchuang.findings.rules import body_of
from lianchuang.inspections import rules
from lianchuang.inspections.models import Answer, Grade, Visit
from lianchuang.inspections.rules import Score, Scoring, Weighed
from lianchuang.sites.models import CheckItem, SiteType
from lianchuang.sites.queries import CampaignCount, campaigns_of_items


class Tallied(NamedTuple):
    """So many answers of one grade to one item, at sites of one type in one unit."""

    site_type: int
    unit_path: str
    item: int
    grade: str
    number: int


@dataclass(frozen=True)
class CampaignScore:
    """A campaign's score of some visits; `reasons` are the items that cost points, dearest first."""

    campaign: Campaign
    score: Score


@dataclass(frozen=True)
class Group:
    """The results of one type of site or one body: visits, items looked at, those that were right, and the
    scores.
    """

    label: str
    visits: int
    items: int
    right: int
    scores: tuple[Score | None, ...]


@dataclass(frozen=True)
class Results:
    """Results of some visits. `items` and `right` count answers; every score has its points as base."""

    visits: int
    items: int
    right: int
    campaigns: tuple[CampaignScore, ...]
    types: tuple[Group, ...]
    bodies: tuple[Group, ...]


@dataclass(frozen=True)
class ItemResult:
    """How one item was answered: answers by grade, cases counted, answers fixed on the spot."""

    item: CheckItem
    counts: Sequence[CampaignCount]
    answers: int
    faults: int
    cases: int


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


def results_of(visits: QuerySet[Visit]) -> Results:
    """The results of these visits, in six queries, whatever their number."""
    rows = _tally(visits)
    weighed = weighed_items(rows)
    campaigns = sorted({campaign for campaign, _type in weighed}, key=lambda each: each.slot)
    per_type = _visit_counts(visits, "site__site_type_id")
    per_unit = _visit_counts(visits, "site__unit__path")
    per_body: dict[str, int] = defaultdict(int)
    for path, number in per_unit.items():
        per_body[body_of(str(path))] += number
    types = {each.pk: each.label for each in SiteType.objects.filter(pk__in=per_type)}
    bodies = {each.path: each.label for each in Unit.objects.filter(path__in=per_body).order_by("sort_key")}
    by_type = _split(rows, lambda row: row.site_type)
    by_body = _split(rows, lambda row: body_of(row.unit_path))

    def group(label: str, number: int, some: Sequence[Tallied]) -> Group:
        scores = tuple(_score(some, campaign, weighed) for campaign in campaigns)
        return Group(label, number, _items(some), _right(some), scores)

    return Results(
        visits=sum(per_type.values()),
        items=_items(rows),
        right=_right(rows),
        campaigns=tuple(CampaignScore(each, _score(rows, each, weighed) or Score()) for each in campaigns),
        types=tuple(group(label, per_type[pk], by_type[pk]) for pk, label in types.items()),
        bodies=tuple(group(label, per_body[path], by_body[path]) for path, label in bodies.items()),
    )


def _tally(visits: QuerySet[Visit]) -> list[Tallied]:
    answers = Answer.objects.filter(visit__in=visits.order_by().values("pk")).order_by()
    keys = ("visit__site__site_type_id", "visit__site__unit__path", "item_id", "grade")
    return [Tallied(*row) for row in answers.values_list(*keys).annotate(number=Count("pk"))]


def _visit_counts(visits: QuerySet[Visit], key: str) -> dict[Any, int]:
    return dict(visits.order_by().values_list(key).annotate(number=Count("pk", distinct=True)))


def weighed_items(rows: Iterable[Tallied]) -> dict[tuple[Campaign, int], dict[int, Weighed]]:
    """For each campaign and type of site the weights of the items answered there. Two queries."""
    asked: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        asked[row.site_type].add(row.item)
    items = CheckItem.objects.filter(pk__in=set().union(*asked.values())).only("pk")
    return weigh_types(asked, campaigns_of_items(items))


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


def _score(
    rows: Sequence[Tallied], campaign: Campaign, weighed: Mapping[tuple[Campaign, int], dict[int, Weighed]]
) -> Score | None:
    """The campaign's score of these answers; None when it counts none of them."""
    counted = [
        (row.grade, item, row.number)
        for row in rows
        if (item := weighed.get((campaign, row.site_type), {}).get(row.item))
    ]
    return rules.score(counted) if counted else None


def _split(rows: Iterable[Tallied], key: Callable[[Tallied], Any]) -> dict[Any, list[Tallied]]:
    result: dict[Any, list[Tallied]] = defaultdict(list)
    for row in rows:
        result[key(row)].append(row)
    return result


def _items(rows: Iterable[Tallied]) -> int:
    return sum(row.number for row in rows if row.grade != Grade.NOT_APPLICABLE)


def _right(rows: Iterable[Tallied]) -> int:
    return sum(row.number for row in rows if row.grade == Grade.A)


def item_results(visits: QuerySet[Visit]) -> list[ItemResult]:
    """How each item was answered in these visits, the most often wrong first. Four queries."""
    answers = Answer.objects.filter(visit__in=visits.order_by().values("pk")).exclude(grade=Grade.NOT_APPLICABLE)
    rows = answers.order_by().values_list("item_id", "grade").annotate(number=Count("pk"), cases=Sum("count"))
    held: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for item, grade, number, cases in rows:
        held[item][0] += number
        held[item][1] += number if grade != Grade.A else 0
        held[item][2] += cases
    items = list(CheckItem.objects.filter(pk__in=held))
    counts = campaigns_of_items(items)
    found = [ItemResult(item, counts[item.pk], *held[item.pk]) for item in items]
    return sorted(found, key=lambda each: (-each.faults, -each.cases, each.item.code))
