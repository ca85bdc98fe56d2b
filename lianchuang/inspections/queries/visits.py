"""Reading visits: one visit as recorded, and the visits of a site."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from lianchuang.accounts.access import Actor
from lianchuang.campaigns.models import Campaign
from lianchuang.findings.access import visible_findings
from lianchuang.findings.models import Finding
from lianchuang.inspections import rules
from lianchuang.inspections.access import visible_visits
from lianchuang.inspections.models import Answer, Grade, Visit
from lianchuang.inspections.queries.weights import scoring_of, weigh_types
from lianchuang.inspections.rules import Made, Score
from lianchuang.sites.models import CheckItem, ChecklistItem, Site, Zone
from lianchuang.sites.queries import CampaignCount, campaigns_of_items


@dataclass(frozen=True)
class Taken:
    """What one campaign makes of one answer."""

    campaign: Campaign
    made: Made | None


@dataclass(frozen=True)
class AnswerRow:
    """One answer as the visit's page shows it. `finding` only when this actor may see it."""

    answer: Answer
    counts: Sequence[CampaignCount]
    taken: Sequence[Taken]
    finding: Finding | None

    @property
    def is_wrong(self) -> bool:
        return self.answer.grade not in {Grade.A, Grade.NOT_APPLICABLE}


@dataclass(frozen=True)
class CampaignOfVisit:
    """A campaign's score of the visit, and the answers that cost it points."""

    campaign: Campaign
    score: Score
    costly: Sequence[tuple[AnswerRow, Made]]


class VisitPage:
    """One visit as recorded, zone by zone. Each part is read when it is asked for."""

    def __init__(self, actor: Actor, visit: Visit) -> None:
        self.actor = actor
        self.visit = visit

    @cached_property
    def rows(self) -> list[AnswerRow]:
        """The answers in the order of the checklist."""
        answers = list(self.visit.answers.select_related("item__category").prefetch_related("photos").order_by("pk"))
        counts = campaigns_of_items(answer.item for answer in answers)
        ids = [answer.finding_id for answer in answers if answer.finding_id]
        seen = {finding.pk: finding for finding in visible_findings(self.actor).filter(pk__in=ids)} if ids else {}
        return [
            AnswerRow(
                answer=answer,
                counts=counts[answer.item_id],
                taken=taken_by(answer.grade, counts[answer.item_id]),
                finding=seen.get(answer.finding_id) if answer.finding_id else None,
            )
            for answer in answers
        ]

    @property
    def wrong(self) -> list[AnswerRow]:
        return [row for row in self.rows if row.is_wrong]

    @property
    def left_out(self) -> list[AnswerRow]:
        return [row for row in self.rows if row.answer.grade == Grade.NOT_APPLICABLE]

    @cached_property
    def zones(self) -> list[tuple[Zone | None, list[AnswerRow]]]:
        """The answers by part of the site; items no longer on the checklist stand last, without a zone."""
        lines = ChecklistItem.objects.filter(site_type=self.visit.site.site_type_id).select_related("zone")
        zone_of = {line.item_id: line.zone for line in lines}
        zones: dict[int, tuple[Zone | None, list[AnswerRow]]] = {}
        for row in self.rows:
            zone = zone_of.get(row.answer.item_id)
            zones.setdefault(zone.pk if zone else 0, (zone, []))[1].append(row)
        return sorted(zones.values(), key=lambda each: each[0].order if each[0] else 10**6)

    @cached_property
    def scores(self) -> list[CampaignOfVisit]:
        """The score for each campaign that counts something here, with its reasons."""
        site_type = self.visit.site.site_type_id
        counts = {row.answer.item_id: row.counts for row in self.rows}
        weighed = weigh_types({site_type: counts}, counts)
        result = []
        for campaign, _type in sorted(weighed, key=lambda key: key[0].slot):
            items = weighed[campaign, site_type]
            mine = [row for row in self.rows if row.answer.item_id in items]
            score = rules.score((row.answer.grade, items[row.answer.item_id], 1) for row in mine)
            costly = [(row, made) for row in mine if (made := _made(row, campaign)) and made.share < 100]
            result.append(CampaignOfVisit(campaign, score, costly))
        return result


def _made(row: AnswerRow, campaign: Campaign) -> Made | None:
    return next((taken.made for taken in row.taken if taken.campaign == campaign), None)


def taken_by(grade: str, counts: Sequence[CampaignCount]) -> list[Taken]:
    """What each campaign makes of a grade."""
    return [Taken(count.campaign, rules.made_of(grade, scoring_of(count))) for count in counts]


def grades_of(item: CheckItem, counts: Sequence[CampaignCount]) -> list[tuple[int, str, list[Taken]]]:
    """For each number of cases that can be counted: the grade, and what each campaign makes of it."""
    result = []
    for number in range(item.cap + 1):
        grade = rules.grade_of(number, yes_no=item.grading == "yes_no")
        result.append((number, grade, taken_by(grade, counts)))
    return result


def visits_at(actor: Actor, site: Site) -> QuerySet[Visit]:
    """The visits at a site that this actor may see, newest first, with round and post."""
    return visible_visits(actor).filter(site=site).select_related("round", "by_post__unit").order_by("-finished_at")
