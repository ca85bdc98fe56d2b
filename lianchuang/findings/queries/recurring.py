"""Places that keep failing in the same item, and what has been decided about them. Sealed findings are no part of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post
from lianchuang.campaigns.models import Campaign, JointCampaign, Topic
from lianchuang.common import clock as present
from lianchuang.findings import access, nearby, rules
from lianchuang.findings.models import FailingPlace, Finding
from lianchuang.findings.queries.county import loop_rules
from lianchuang.findings.rules import State
from lianchuang.sites.models import CheckItem, Site
from lianchuang.sites.queries import campaigns_of_item

# What was a real one: not what was void, merged into another, or only known as settled elsewhere.
COUNTED = sorted(state.value for state in {*State} - {State.VOID, State.MERGED, State.ELSEWHERE})
MOST_PLACES = 100


@dataclass(frozen=True)
class Failing:
    """A place that failed in one item so often; `topic`: the sweep it had, after which it failed again."""

    site: Site
    item: CheckItem
    times: int
    last_at: datetime
    figures: nearby.Again
    topic: Topic | None = None
    findings: Sequence[Finding] = ()
    owner: Post | None = None
    joint: JointCampaign | None = None
    campaigns: Sequence[Campaign] = ()

    @property
    def name(self) -> str:
        """The topic's name."""
        return f"{self.site.name}：{self.item.finding}"[:100]

    @property
    def scope(self) -> str:
        """The topic's scope in words, as the county reads it."""
        words = {"times": self.times, "months": self.figures.months, "item": self.item.text}
        return _("%(times)s times within %(months)s months; item: %(item)s") % words


def failing_places(actor: Actor, now: datetime) -> list[Failing]:
    """The places that wait for a decision, the most failing first; their findings in one query for all."""
    places = _failing(actor, now, Q())[:MOST_PLACES]
    keys = Q(pk__in=[])
    for place in places:
        keys |= Q(site=place.site, item=place.item)
    since = nearby.months_before(now, loop_rules(actor.unit_path).months)
    found: dict[tuple[object, object], list[Finding]] = {}
    for finding in _counted(actor).filter(keys, found_at__gte=since).order_by("-found_at"):
        found.setdefault((finding.site_id, finding.item_id), []).append(finding)
    return [replace(place, findings=found.get((place.site.pk, place.item.pk), [])) for place in places]


def failing_place(actor: Actor, site: Site, item: CheckItem, now: datetime) -> Failing | None:
    """One of them with what its topic needs; None when nothing is to be decided."""
    places = _failing(actor, now, Q(site=site, item=item))
    if not places:
        return None
    latest = _counted(actor).filter(site=site, item=item, responsible_post__isnull=False)
    last = latest.select_related("responsible_post__unit").order_by("-found_at").first()
    joint = JointCampaign.objects.filter(place__path=rules.root_of(site.unit.path)).first()
    serving = [count.campaign for count in campaigns_of_item(item)]
    ours = [campaign for campaign in serving if joint and campaign.joint_id == joint.pk]
    owner = last.responsible_post if last else None
    return replace(places[0], owner=owner, joint=joint, campaigns=ours)


def decided_places(actor: Actor) -> QuerySet[FailingPlace]:
    """What was decided, the latest first."""
    root = rules.root_of(actor.unit_path)
    rows = FailingPlace.objects.filter(site__unit__path__startswith=root) if root else FailingPlace.objects.none()
    return rows.select_related("site", "item", "topic")


def _counted(actor: Actor) -> QuerySet[Finding]:
    return access.visible_findings(actor).filter(is_sealed=False, state__in=COUNTED)


def _failing(actor: Actor, now: datetime, narrow: Q) -> list[Failing]:
    figures = loop_rules(actor.unit_path)
    since = nearby.months_before(now, figures.months)
    rows = _counted(actor).filter(narrow, site__isnull=False, item__isnull=False, found_at__gte=since)
    counted = (
        rows.values("site", "item")
        .annotate(number=Count("pk"), reopened=Sum("reopen_count"), last_at=Max("found_at"))
        .order_by()
    )
    often = [row for row in counted if row["number"] + row["reopened"] >= figures.times]
    sites = Site.objects.select_related("unit").in_bulk([row["site"] for row in often])
    items = CheckItem.objects.in_bulk([row["item"] for row in often])
    places = [
        Failing(sites[row["site"]], items[row["item"]], row["number"] + row["reopened"], row["last_at"], figures)
        for row in often
    ]
    return sorted(_undecided(actor, places, rows, now), key=lambda place: (-place.times, str(place.site.pk)))


def _undecided(actor: Actor, places: list[Failing], rows: QuerySet[Finding], now: datetime) -> list[Failing]:
    """Leave out what was decided, unless it has failed anew: as often again, or at all after its sweep has ended."""
    last: dict[tuple[object, object], FailingPlace] = {}
    for decision in decided_places(actor).order_by("pk"):
        last[decision.site_id, decision.item_id] = decision
    undecided = []
    for place in places:
        before = last.get((place.site.pk, place.item.pk))
        if before is None:
            undecided.append(place)
        elif renewed := _renewed(place, before, rows.filter(site=place.site, item=place.item), now):
            undecided.append(renewed)
    return undecided


def _renewed(place: Failing, decision: FailingPlace, rows: QuerySet[Finding], now: datetime) -> Failing | None:
    topic = decision.topic
    if topic is not None and topic.ended_on is None:
        today = present.local(now).date()
        if topic.is_standing or topic.ends_on is None or topic.ends_on >= today:
            return None
        after = present.local(decision.until).replace(
            year=topic.ends_on.year, month=topic.ends_on.month, day=topic.ends_on.day
        )
        again = rows.filter(found_at__gt=after).count()
        return replace(place, times=again, topic=topic) if again else None
    again = rows.filter(found_at__gt=decision.until).count()
    return replace(place, times=again) if again >= place.figures.times else None
