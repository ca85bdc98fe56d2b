"""A charter for tests: one of everything in it, made through the actions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lianchuang.campaigns import actions
from lianchuang.campaigns.models import (
    Commitment,
    Demand,
    Honour,
    HonourEvidence,
    Phase,
    RectificationItem,
    RectificationSource,
    Topic,
)
from lianchuang.campaigns.rules import TopicDates
from lianchuang.common import clock
from tests.cast import Cast, serial

SENTENCE = "整治一项、规范一项、提升一项。"


@dataclass(frozen=True)
class Charter:
    """One of everything; topic and commitment belong to the post-holder, the demand is open."""

    phase: Phase
    topic: Topic
    commitment: Commitment
    honour: Honour
    evidence: HonourEvidence
    source: RectificationSource
    item: RectificationItem
    demand: Demand


def make_topic(cast: Cast, *, at: datetime | None = None, dates: TopicDates | None = None, name: str = "") -> Topic:
    """A topic of the post-holder for two campaigns; every two weeks unless said otherwise."""
    at = at or clock.now()
    return actions.add_topic(
        joint=cast.joint,
        name=name or f"公厕管护{serial()}",
        name_en="Public toilets",
        scope="城区公厕",
        owner=cast.post_holder.post,
        campaigns=[cast.wenming, cast.weisheng],
        dates=dates or TopicDates(clock.local(at).date(), every=2, beat="weeks"),
        by=cast.office.actor,
        at=at,
    )


def make_promise(cast: Cast, *, at: datetime | None = None, due_on: date | None = None) -> Commitment:
    """A commitment of the post-holder, due in thirty days unless said otherwise."""
    at = at or clock.now()
    return actions.make_commitment(
        joint=cast.joint,
        text=f"新增停车泊位{serial()}",
        measure="不少于 1200 个",
        post=cast.post_holder.post,
        campaigns=[cast.wenming],
        due_on=due_on or clock.local(at).date() + timedelta(days=30),
        by=cast.office.actor,
        at=at,
    )


def make_demand(cast: Cast, *, at: datetime | None = None) -> Demand:
    """An open demand of a notice."""
    said = actions.SaidOfCampaign(cast.wenming, "文明城市", "文明办", "由文明办牵头。")
    notice = actions.accept_notice(
        joint=cast.joint,
        title="动员大会通知",
        dated=date(2026, 3, 2),
        demands=[("整治一项", SENTENCE)],
        campaigns=[said],
        by=cast.office.actor,
        at=at or clock.now(),
    )
    return Demand.objects.select_related("joint__place").get(notice=notice)


def make_honour(cast: Cast, *, at: datetime | None = None, valid_until: date | None = None) -> Honour:
    """An earlier honour."""
    return actions.add_honour(
        joint=cast.joint,
        name="省级卫生县城",
        level="provincial",
        year=2022,
        awarded_by="省爱卫会",
        valid_until=valid_until,
        by=cast.office.actor,
        at=at or clock.now(),
    )


def make_source(cast: Cast, *, at: datetime | None = None) -> RectificationSource:
    """A related rectification without points."""
    return actions.add_source(
        joint=cast.joint,
        name="县委巡察反馈整改",
        kind="inspection",
        document="莲巡察〔2026〕3 号",
        dated=date(2026, 4, 1),
        by=cast.office.actor,
        at=at or clock.now(),
    )


def make_charter(cast: Cast) -> Charter:
    """One of everything."""
    at, by = clock.now(), cast.office.actor
    today = clock.local(at).date()
    phase = actions.add_phase(
        joint=cast.joint, campaign=cast.wenming, name="集中整治", name_en="Sweep", starts_on=today - timedelta(days=9),
        ends_on=today + timedelta(days=90), by=by, at=at,
    )  # fmt: skip
    topic, promise, demand = make_topic(cast, at=at), make_promise(cast, at=at), make_demand(cast, at=at)
    honour, source = make_honour(cast, at=at), make_source(cast, at=at)
    actions.report_on_topic(topic=topic, note="清理 12 处。", by=cast.post_holder.actor, at=at)
    actions.report_on_commitment(commitment=promise, note="已划线 300 个。", by=cast.post_holder.actor, at=at)
    evidence = actions.add_honour_evidence(
        honour=honour, title="评价报告", reference="莲爱卫〔2022〕18 号", campaigns=[cast.weisheng], by=by, at=at
    )
    item = actions.add_item(source=source, text="修补不及时", topic=topic, demand=demand, by=by, at=at)
    return Charter(phase, topic, promise, honour, evidence, source, item, demand)
