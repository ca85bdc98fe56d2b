"""The same again at the same place: the links between findings, and the topic that a failing place becomes."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, record
from lianchuang.campaigns import actions as campaigns
from lianchuang.campaigns.models import Topic
from lianchuang.campaigns.rules import TopicDates
from lianchuang.common import clock as present
from lianchuang.common.refusals import Invalid, NotPossibleNow, Reason
from lianchuang.findings import access, nearby
from lianchuang.findings.models import FailingPlace, Finding, Recurrence
from lianchuang.findings.queries.county import loop_rules
from lianchuang.findings.queries.recurring import COUNTED, Failing, failing_place
from lianchuang.kernels.coordinates import Point, metres_between
from lianchuang.sites.models import CheckItem, Site


def link_recurrence(finding: Finding, *, later_too: bool = False) -> None:
    """Link a finding to the earlier ones that it is again; `later_too`: and later ones to it, when it comes to light.

    Sealed ones are never linked: nothing about them may show in an ordinary one. Nor is what was none, or another's.
    """
    if finding.item_id is None or finding.lon is None or finding.lat is None or finding.is_sealed:
        return
    if finding.state not in COUNTED:
        return
    figures = loop_rules(access.place_of(finding))
    near = _near(finding, figures)
    since = nearby.months_before(finding.found_at, figures.months)
    earlier = _close(finding, near.filter(found_at__gte=since, found_at__lte=finding.found_at), figures)
    Recurrence.objects.bulk_create(
        Recurrence(finding=finding, earlier_id=other.pk, metres=other.metres) for other in earlier
    )
    if earlier:
        finding.again_count = len(earlier)
        Finding.objects.filter(pk=finding.pk).update(again_count=len(earlier))
    if later_too:
        _link_later(finding, near, figures)


class Close(NamedTuple):
    """Another finding of the same item, so many metres away."""

    pk: UUID
    found_at: datetime
    metres: int


def _near(finding: Finding, figures: nearby.Again) -> QuerySet[Finding]:
    """The same item within the box around it; the exact distance is reckoned after."""
    assert finding.lon is not None  # noqa: S101 - asked before
    assert finding.lat is not None  # noqa: S101 - asked before
    box = nearby.box_around(finding.lon, finding.lat, figures.metres)
    same = Finding.objects.filter(item=finding.item_id, is_sealed=False, state__in=COUNTED).exclude(pk=finding.pk)
    return same.filter(lon__range=(box.west, box.east), lat__range=(box.south, box.north)).order_by()


def _close(finding: Finding, others: QuerySet[Finding], figures: nearby.Again) -> list[Close]:
    """Those really within the distance, with their metres."""
    found, here = [], Point(finding.lon or 0, finding.lat or 0)
    for pk, lon, lat, found_at in others.values_list("pk", "lon", "lat", "found_at"):
        metres = metres_between(here, Point(lon or 0, lat or 0))
        if metres <= figures.metres:
            found.append(Close(pk, found_at, round(metres)))
    return found


def _link_later(finding: Finding, near: QuerySet[Finding], figures: nearby.Again) -> None:
    later = _close(finding, near.filter(found_at__gt=finding.found_at), figures)
    reached = [other for other in later if nearby.months_before(other.found_at, figures.months) <= finding.found_at]
    Recurrence.objects.bulk_create(
        Recurrence(finding_id=other.pk, earlier=finding, metres=other.metres) for other in reached
    )
    Finding.objects.filter(pk__in=[other.pk for other in reached]).update(again_count=F("again_count") + 1)


@action("finding.topic_accepted")
def accept_topic(*, site: Site, item: CheckItem, by: Actor, at: datetime) -> Topic:
    """Make a topic of a place that keeps failing: first a one-off sweep; when it fails again after it, a standing routine.

    Refused: a place that does not fail that often, or nobody to own the topic (NotPossibleNow); whoever is not the office.
    """
    failing = _failing(site, item, by, at)
    had = failing.topic
    topic = _make_standing(failing, had, by=by, at=at) if had else _begin_sweep(failing, by=by, at=at)
    _decide(failing, topic, "", by=by, at=at)
    return topic


@action("finding.topic_declined")
def decline_topic(*, site: Site, item: CheckItem, note: str, by: Actor, at: datetime) -> None:
    """Say why a failing place shall be no topic; it is proposed again only when it has failed as often again."""
    failing = _failing(site, item, by, at)
    if not note.strip():
        raise Invalid({"note": [_("Say it in a sentence.")]})
    _decide(failing, None, note.strip()[:300], by=by, at=at)


def _failing(site: Site, item: CheckItem, by: Actor, at: datetime) -> Failing:
    access.require_topics(by, site)
    Site.objects.select_for_update().get(pk=site.pk)  # two who click at once: the second finds it decided
    failing = failing_place(by, site, item, at)
    if failing is None:
        raise NotPossibleNow([Reason("not_failing", _("It does not fail that often, or it has been decided."))])
    return failing


def _begin_sweep(failing: Failing, *, by: Actor, at: datetime) -> Topic:
    if failing.owner is None or failing.joint is None:
        raise NotPossibleNow([Reason("no_owner", _("No post answers for it, so nobody could own the topic."))])
    today = present.local(at).date()
    return campaigns.add_topic(
        joint=failing.joint,
        name=failing.name,
        scope=_scope(failing),
        owner=failing.owner,
        campaigns=failing.campaigns,
        dates=TopicDates(starts_on=today, ends_on=today + timedelta(days=nearby.SWEEP_DAYS)),
        by=by,
        at=at,
    )


def _make_standing(failing: Failing, topic: Topic, *, by: Actor, at: datetime) -> Topic:
    """A routine every month from today on, with the owner and campaigns it has."""
    return campaigns.change_topic(
        topic=topic,
        name=topic.name,
        name_en=topic.name_en,
        scope=_scope(failing),
        owner=topic.owner,
        campaigns=list(topic.campaigns.all()),
        dates=TopicDates(starts_on=present.local(at).date(), every=1, beat="months"),
        by=by,
        at=at,
    )


def _scope(failing: Failing) -> str:
    """The scope as it is kept: in the county's language, whoever accepts."""
    with override(settings.LANGUAGE_CODE):
        return failing.scope[:300]


def _decide(failing: Failing, topic: Topic | None, note: str, *, by: Actor, at: datetime) -> None:
    FailingPlace.objects.create(
        site=failing.site, item=failing.item, topic=topic, times=failing.times, until=at, note=note
    )
    data = {"place": failing.site.name, "item": failing.item.finding, "times": failing.times, "note": note or "–"}
    data |= {"topic": topic.name} if topic else {}
    code = "finding.topic_accepted" if topic else "finding.topic_declined"
    record(code=code, by=by, at=at, object_kind="failing_place", object_id=failing.site.pk, data=data)
