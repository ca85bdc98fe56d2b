"""The shared calendar: every dated thing of a joint campaign, from the charter and from whatever source is added."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor, roles_of
from lianchuang.accounts.models import Post, Role
from lianchuang.campaigns.models import CalendarFeed, Campaign, Commitment, CommitmentState, JointCampaign, Phase, Topic
from lianchuang.campaigns.rules import TopicDates

WHOLE = (Role.OFFICE, Role.LEADER)  # whose feed holds the topics and commitments of all
BACK, AHEAD = timedelta(days=92), timedelta(days=400)


@dataclass(frozen=True)
class Dated:
    """Something on a day, or from `day` to `until` (included). `key` never changes; `url` is a path of ours.

    What returns has one `series` for all its days.
    """

    key: str
    kind: str
    day: date
    title: str
    url: str
    until: date | None = None
    post: Post | None = None
    campaigns: tuple[Campaign, ...] = ()
    series: str = ""

    @property
    def last(self) -> date:
        return self.until or self.day


Source = Callable[[JointCampaign, Post | None, date, date], Iterable[Dated]]
_sources: list[Source] = []


def add_source(source: Source) -> None:
    """Let an app above put its dates into the calendar: (joint, post or None for all, first, last) → what is dated.

    Called once at the start by config. A source answers only what holders of that post may see.
    """
    if source not in _sources:
        _sources.append(source)


@dataclass(frozen=True)
class Charter:
    """The rows whose dates stand in the calendar."""

    campaigns: Sequence[Campaign]
    phases: Sequence[Phase]
    topics: Sequence[Topic]
    commitments: Sequence[Commitment]


def charter_of(joint: JointCampaign) -> Charter:
    """The dated rows of a joint campaign, in six queries."""
    owned = Topic.objects.filter(joint=joint, ended_on__isnull=True).select_related("owner__unit")
    promised = Commitment.objects.filter(joint=joint, state=CommitmentState.OPEN).select_related("post__unit")
    return Charter(
        list(joint.campaigns.select_related("lead_post__unit").order_by("slot")),
        list(Phase.objects.filter(joint=joint).select_related("campaign")),
        list(owned.prefetch_related("campaigns")),
        list(promised.prefetch_related("campaigns")),
    )


def dated_things(
    joint: JointCampaign, charter: Charter, first: date, last: date, post: Post | None = None
) -> list[Dated]:
    """What lies between the two days, by day. With `post`: what is common, and of the rest what concerns that post."""
    found = [*_targets(charter), *_phases(charter)]
    found += [one for one in (*_topics(charter, first, last), *_promises(charter)) if _concerns(one, post)]
    for source in _sources:
        found += source(joint, post, first, last)
    within = [one for one in found if one.last >= first and one.day <= last]
    return sorted(within, key=lambda one: (one.day, one.kind, one.key))


def _concerns(one: Dated, post: Post | None) -> bool:
    """Everything of one's own unit and what stands below it."""
    return post is None or one.post is None or one.post.unit.path.startswith(post.unit.path)


def _targets(charter: Charter) -> Iterable[Dated]:
    for campaign in charter.campaigns:
        title = _("Target date: %(campaign)s") % {"campaign": campaign.label}
        url = f"{reverse('campaigns:show')}#{campaign.code}"
        yield Dated(f"target-{campaign.pk}", "target", campaign.target_date, title, url, campaigns=(campaign,))


def _phases(charter: Charter) -> Iterable[Dated]:
    for phase in charter.phases:
        whose = (phase.campaign,) if phase.campaign else ()
        title = _("Phase: %(phase)s") % {"phase": phase.label}
        url = f"{reverse('campaigns:show')}#phases"
        yield Dated(f"phase-{phase.pk}", "phase", phase.starts_on, title, url, phase.ends_on, campaigns=whose)


def _topics(charter: Charter, first: date, last: date) -> Iterable[Dated]:
    for topic in charter.topics:
        words = _("Topic: %(topic)s") if topic.is_standing else _("Topic ends: %(topic)s")
        title, url = words % {"topic": topic.label}, reverse("campaigns:topic", args=[topic.pk])
        serves = tuple(topic.campaigns.all())
        for day in dates_of(topic).days_between(first, last):
            series = f"topic-{topic.pk}" if topic.is_standing else ""
            key = f"{series}-{day.isoformat()}" if series else f"topic-{topic.pk}"
            yield Dated(key, "topic", day, title, url, post=topic.owner, campaigns=serves, series=series)


def _promises(charter: Charter) -> Iterable[Dated]:
    for promise in charter.commitments:
        if promise.state == CommitmentState.OPEN:
            title = _("Commitment due: %(text)s") % {"text": promise.text}
            url = reverse("campaigns:commitment", args=[promise.pk])
            serves = tuple(promise.campaigns.all())
            key = f"commitment-{promise.pk}"
            yield Dated(key, "commitment", promise.due_on, title, url, post=promise.post, campaigns=serves)


def dates_of(topic: Topic) -> TopicDates:
    """A topic's dates as plain values."""
    return TopicDates(topic.starts_on, topic.ends_on, topic.every, topic.beat)


def feed_things(feed: CalendarFeed, joint: JointCampaign, today: date) -> list[Dated]:
    """What the feed of a post holds: three months back to thirteen ahead."""
    whole = any(held.role in WHOLE for held in roles_of([feed.post])[feed.post.pk])
    post = None if whole else feed.post
    return dated_things(joint, charter_of(joint), today - BACK, today + AHEAD, post)


def open_feed_of(actor: Actor) -> CalendarFeed | None:
    """The open feed of whoever acts, in the acting post, if there is one."""
    feeds = CalendarFeed.objects.filter(person=actor.person, post=actor.post, closed_at__isnull=True)
    return feeds.select_related("post__unit").first()
