"""Topics: rectified, then standardised, then raised; who may take them on, and what is refused."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts.access import Actor
from lianchuang.audit.models import Entry
from lianchuang.audit.queries import tell
from lianchuang.campaigns import actions
from lianchuang.campaigns.models import Stage, Topic, TopicStep
from lianchuang.campaigns.rules import TopicDates
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from tests.cast import Cast
from tests.charter import make_topic

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]
DAY = date(2026, 9, 1)


def parts(cast: Cast, **changes: Any) -> dict[str, Any]:
    facts = {
        "name": "公厕管护",
        "owner": cast.post_holder.post,
        "campaigns": [cast.wenming],
        "dates": TopicDates(DAY, every=1, beat="weeks"),
    }
    return {**facts, **changes}


def advance(topic: Topic, by: Actor, note: str = "抽查合格") -> Topic:
    return actions.advance_topic(topic=topic, note=note, reference="莲验 3 号", by=by, at=AT)


def test_it_goes_one_stage_at_a_time(cast: Cast) -> None:
    topic = make_topic(cast, at=AT)
    advance(topic, cast.office.actor)
    assert Topic.objects.get().stage == Stage.STANDARDISED
    advance(topic, cast.office.actor)
    with pytest.raises(NotPossibleNow) as refused:
        advance(topic, cast.office.actor)
    assert refused.value.code == "last_stage"
    assert [step.stage for step in TopicStep.objects.order_by("id")] == ["standardised", "raised"]
    sentence = tell(list(Entry.objects.filter(code="topic.advanced").order_by("id")))[0].sentence
    assert "整治" in sentence
    assert "规范" in sentence


def test_it_is_set_back_with_a_reason(cast: Cast) -> None:
    topic = advance(advance(make_topic(cast, at=AT), cast.office.actor), cast.office.actor)
    for wrong in ({"stage": "raised", "note": "x"}, {"stage": "rectified", "note": " "}, {"stage": "", "note": "x"}):
        with pytest.raises(Invalid):
            actions.set_back_topic(topic=topic, **wrong, by=cast.office.actor, at=AT)
    actions.set_back_topic(topic=topic, stage="rectified", note="反复", by=cast.office.actor, at=AT)
    assert Topic.objects.get().stage == Stage.RECTIFIED
    assert Entry.objects.get(code="topic.set_back").data["old"] == "提升"


def test_a_sweep_becomes_a_routine(cast: Cast) -> None:
    topic = make_topic(cast, at=AT, dates=TopicDates(DAY, ends_on=date(2026, 12, 1)))
    actions.change_topic(topic=topic, **parts(cast), by=cast.office.actor, at=AT)
    kept = Topic.objects.get()
    assert (kept.is_standing, kept.ends_on, kept.every) == (True, None, 1)
    assert list(kept.campaigns.all()) == [cast.wenming]


def test_its_owner_reports_and_does_not_take_it_on(cast: Cast) -> None:
    topic = make_topic(cast, at=AT)
    actions.report_on_topic(topic=topic, note="清理 12 处", by=cast.post_holder.actor, at=AT)
    assert TopicStep.objects.get().post == cast.post_holder.post
    with pytest.raises(NotAllowed):
        advance(topic, cast.post_holder.actor)


def test_the_office_does_not_judge_its_own(cast: Cast) -> None:
    topic = actions.add_topic(joint=cast.joint, **parts(cast, owner=cast.office.post), by=cast.office.actor, at=AT)
    with pytest.raises(NotPossibleNow) as refused:
        advance(topic, cast.office.actor)
    assert refused.value.code == "own"


def test_an_ended_topic_rests(cast: Cast) -> None:
    topic = make_topic(cast, at=AT)
    actions.end_topic(topic=topic, note="并入门前三包", by=cast.office.actor, at=AT)
    assert Topic.objects.get().ended_on == DAY
    acts: list[Callable[[], object]] = [
        lambda: advance(topic, cast.office.actor),
        lambda: actions.end_topic(topic=topic, note="x", by=cast.office.actor, at=AT),
        lambda: actions.report_on_topic(topic=topic, note="x", by=cast.office.actor, at=AT),
        lambda: actions.change_topic(topic=topic, **parts(cast), by=cast.office.actor, at=AT),
        lambda: actions.set_back_topic(topic=topic, stage="rectified", note="x", by=cast.office.actor, at=AT),
    ]
    for act in acts:
        with pytest.raises(NotPossibleNow):
            act()


@pytest.mark.parametrize("name", ["leader", "coordinator", "colleague", "auditor", "foreign_office", "stranger"])
def test_nobody_else_may(cast: Cast, name: str) -> None:
    by, topic = cast.members[name].actor, make_topic(cast, at=AT)
    acts: list[Callable[[], object]] = [
        lambda: actions.add_topic(joint=cast.joint, **parts(cast), by=by, at=AT),
        lambda: actions.change_topic(topic=topic, **parts(cast), by=by, at=AT),
        lambda: actions.report_on_topic(topic=topic, note="x", by=by, at=AT),
        lambda: advance(topic, by),
        lambda: actions.set_back_topic(topic=topic, stage="rectified", note="x", by=by, at=AT),
        lambda: actions.end_topic(topic=topic, note="x", by=by, at=AT),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert not TopicStep.objects.exists()


def test_what_is_wrong_is_named(cast: Cast) -> None:
    wrong = {"name": " ", "owner": cast.stranger.post, "campaigns": [], "dates": TopicDates(DAY)}
    with pytest.raises(Invalid) as refused:
        actions.add_topic(joint=cast.joint, **wrong, by=cast.office.actor, at=AT)
    assert set(refused.value.fields) == {"name", "owner", "campaigns", "ends_on"}
    with pytest.raises(Invalid):
        advance(make_topic(cast, at=AT), cast.office.actor, note=" ")


def test_two_people_take_it_on_once(cast: Cast) -> None:
    topic = make_topic(cast, at=AT)
    stale = Topic.objects.select_related("joint__place", "owner__unit").get()
    advance(topic, cast.office.actor)
    with pytest.raises(ChangedMeanwhile):
        advance(stale, cast.office.actor)
    assert TopicStep.objects.count() == 1


def test_the_pages(cast: Cast, client_of: ClientOf) -> None:
    client, add = client_of(cast.office.person), reverse("campaigns:add_topic")
    given = {
        "name": "公厕管护",
        "owner": cast.post_holder.post.pk,
        "campaigns": [cast.wenming.pk],
        "starts_on": "2026-09-01",
    }
    kept = client.post(add, given)
    assert kept.status_code == 422
    assert "写明哪天结束" in kept.content.decode()
    assert client.post(add, {**given, "every": 1, "beat": "weeks"}).status_code == 302
    topic = Topic.objects.get()
    address = {
        verb: reverse(f"campaigns:{verb}_topic", args=[topic.pk]) for verb in ("advance", "set_back", "change", "end")
    }
    assert client.post(address["advance"], {"note": "", "version": 1}).status_code == 422
    assert client.post(address["advance"], {"note": "合格", "version": 1}).status_code == 302
    assert client.post(address["set_back"], {"note": "反复", "stage": "rectified", "version": 2}).status_code == 302
    changed = {**given, "every": 2, "beat": "months", "version": 3}
    assert client.post(address["change"], changed).status_code == 302
    page = client.get(reverse("campaigns:topic", args=[topic.pk])).content.decode()
    assert "反复" in page
    assert "每 2 个月" in page
    assert client.post(address["end"], {"note": "并入", "version": 4}).status_code == 302


def test_the_page_says_what_can_be_done_and_why_not(cast: Cast, client_of: ClientOf) -> None:
    topic = make_topic(cast)
    url, report = reverse("campaigns:topic", args=[topic.pk]), reverse("campaigns:report_on_topic", args=[topic.pk])
    advance_url = reverse("campaigns:advance_topic", args=[topic.pk])
    for name, may_report, may_advance in (
        ("office", True, True),
        ("post_holder", True, False),
        ("leader", False, False),
    ):
        page = client_of(cast.members[name].person).get(url).content.decode()
        assert (report in page, advance_url in page) == (may_report, may_advance), name
        assert ("由创建办推进" in page) is not may_advance
    assert client_of(cast.post_holder.person).post(report, {"note": "清理 12 处"}).status_code == 302
    assert client_of(cast.colleague.person).post(report, {"note": "x"}).status_code == 403
    assert client_of(cast.stranger.person).get(url).status_code == 404
