"""Writing topics: a sweep that becomes a routine, rectified, then standardised, then raised."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post
from lianchuang.audit.actions import action, record
from lianchuang.campaigns import rules
from lianchuang.campaigns.actions import writing
from lianchuang.campaigns.models import Campaign, JointCampaign, Topic, TopicStep, TopicStepKind
from lianchuang.common import clock
from lianchuang.common.refusals import NotPossibleNow, Reason


def _record(code: str, topic: Topic, by: Actor, at: datetime, **more: str) -> None:
    data = {"topic": topic.name, "stage": rules.STAGE_WORDS[topic.stage], "post": writing.seat(topic.owner), **more}
    record(code=code, by=by, at=at, object_kind="topic", object_id=topic.pk, data=data)


def _step(topic: Topic, kind: TopicStepKind, by: Actor, at: datetime, note: str, reference: str = "") -> None:
    TopicStep.objects.create(
        topic=topic,
        kind=kind,
        stage=topic.stage,
        note=note.strip(),
        reference=reference.strip(),
        post=by.post,
        at=at,
    )


def _refuse_ended(topic: Topic) -> None:
    if topic.ended_on is not None:
        raise NotPossibleNow([Reason("ended", _("This topic has ended."))])


@action("topic.added")
def add_topic(
    *,
    joint: JointCampaign,
    name: str,
    name_en: str = "",
    scope: str = "",
    owner: Post,
    campaigns: Sequence[Campaign],
    dates: rules.TopicDates,
    by: Actor,
    at: datetime,
) -> Topic:
    """Add a topic, at the first stage.

    Refused: no name, an owner or a campaign of elsewhere, dates that are neither an end nor a rhythm (Invalid); whoever
    is not the office.
    """
    writing.require_office(by, joint)
    writing.check(
        rules.blanks(name=name),
        writing.post_faults("owner", owner, joint),
        writing.campaign_faults(campaigns, joint),
        dates.faults,
    )
    topic = Topic.objects.create(
        joint=joint, name=name.strip(), name_en=name_en.strip(), scope=scope.strip(), owner=owner,
        starts_on=dates.starts_on, ends_on=dates.ends_on, every=dates.every, beat=dates.beat,
    )  # fmt: skip
    topic.campaigns.set(campaigns)
    _record("topic.added", topic, by, at, campaigns=writing.named(campaigns))
    return topic


@action("topic.changed")
def change_topic(
    *,
    topic: Topic,
    name: str,
    name_en: str = "",
    scope: str = "",
    owner: Post,
    campaigns: Sequence[Campaign],
    dates: rules.TopicDates,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Topic:
    """Change what a topic is about, its owner, or its dates: so a sweep becomes a standing routine.

    Refused as `add_topic` does; an ended topic (NotPossibleNow).
    """
    writing.require_office(by, topic.joint)
    _refuse_ended(topic)
    writing.check(
        rules.blanks(name=name),
        writing.post_faults("owner", owner, topic.joint),
        writing.campaign_faults(campaigns, topic.joint),
        dates.faults,
    )
    writing.write(
        topic, expected_version, name=name.strip(), name_en=name_en.strip(), scope=scope.strip(), owner=owner,
        starts_on=dates.starts_on, ends_on=dates.ends_on, every=dates.every, beat=dates.beat,
    )  # fmt: skip
    topic.campaigns.set(campaigns)
    _record("topic.changed", topic, by, at, campaigns=writing.named(campaigns))
    return topic


@action("topic.reported")
def report_on_topic(*, topic: Topic, note: str, reference: str = "", by: Actor, at: datetime) -> Topic:
    """Report evidence of how a topic stands; its stage stays.

    Refused: no words (Invalid); an ended topic (NotPossibleNow); whoever is neither its owner nor the office.
    """
    writing.require_office_or_post(by, topic.joint, topic.owner)
    _refuse_ended(topic)
    writing.check(rules.blanks(note=note))
    _step(topic, TopicStepKind.REPORTED, by, at, note, reference)
    _record("topic.reported", topic, by, at, note=note.strip(), reference=reference.strip() or "–")
    return topic


@action("topic.advanced")
def advance_topic(
    *,
    topic: Topic,
    note: str,
    reference: str = "",
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Topic:
    """Take a topic one stage on, with the evidence it rests on.

    Refused: no words (Invalid); at the last stage, ended, or one's own (NotPossibleNow); whoever is not the office.
    """
    writing.require_office(by, topic.joint)
    _refuse_ended(topic)
    writing.refuse_own(by, topic.owner)
    following = rules.next_stage(topic.stage)
    if following is None:
        raise NotPossibleNow([Reason("last_stage", _("It stands at the last stage; it goes on as a routine."))])
    writing.check(rules.blanks(note=note))
    before = rules.STAGE_WORDS[topic.stage]
    writing.write(topic, expected_version, stage=following)
    _step(topic, TopicStepKind.ADVANCED, by, at, note, reference)
    _record("topic.advanced", topic, by, at, old=before, note=note.strip(), reference=reference.strip() or "–")
    return topic


@action("topic.set_back")
def set_back_topic(
    *, topic: Topic, stage: str, note: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Topic:
    """Set a topic back to an earlier stage, with the reason.

    Refused: no reason, a stage that is not earlier (Invalid); an ended topic (NotPossibleNow); whoever is not the office.
    """
    writing.require_office(by, topic.joint)
    _refuse_ended(topic)
    earlier = {} if stage in rules.earlier_stages(topic.stage) else {"stage": [_("Choose an earlier stage.")]}
    writing.check(rules.blanks(note=note), earlier)
    before = rules.STAGE_WORDS[topic.stage]
    writing.write(topic, expected_version, stage=stage)
    _step(topic, TopicStepKind.SET_BACK, by, at, note)
    _record("topic.set_back", topic, by, at, old=before, note=note.strip())
    return topic


@action("topic.ended")
def end_topic(*, topic: Topic, note: str, by: Actor, at: datetime, expected_version: int | None = None) -> Topic:
    """End a topic: it leaves the three stages and stays readable.

    Refused: no reason (Invalid); one that has ended (NotPossibleNow); whoever is not the office.
    """
    writing.require_office(by, topic.joint)
    _refuse_ended(topic)
    writing.check(rules.blanks(note=note))
    day: date = clock.local(at).date()
    writing.write(topic, expected_version, ended_on=day)
    _step(topic, TopicStepKind.ENDED, by, at, note)
    _record("topic.ended", topic, by, at, note=note.strip())
    return topic
