"""Related rectification: sources, their points, and through what they are answered."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.models import Entry
from lianchuang.campaigns import actions
from lianchuang.campaigns.models import JointCampaign, RectificationItem, RectificationSource, Topic
from lianchuang.campaigns.queries import source_line
from lianchuang.campaigns.rules import TopicDates
from lianchuang.common.refusals import Invalid, NotAllowed
from tests.cast import Cast, make_campaign, make_edition, make_joint
from tests.charter import make_demand, make_source, make_topic

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]


def foreign_topic(cast: Cast) -> Topic:
    joint: JointCampaign = make_joint(place=cast.other_county, office=cast.other_county)
    campaign = make_campaign(joint=joint, edition=make_edition(code="far"), lead_post=cast.stranger.post, code="far")
    return actions.add_topic(
        joint=joint, name="外县", owner=cast.stranger.post, campaigns=[campaign],
        dates=TopicDates(date(2026, 9, 1), every=1, beat="weeks"), by=SYSTEM, at=AT,
    )  # fmt: skip


def test_points_are_linked_to_topics_and_demands(cast: Cast) -> None:
    source, topic, demand = make_source(cast, at=AT), make_topic(cast, at=AT), make_demand(cast, at=AT)
    item = actions.add_item(source=source, text="修补不及时", by=cast.office.actor, at=AT)
    assert source_line(source).linked == 0
    actions.link_item(item=item, topic=topic, demand=demand, by=cast.office.actor, at=AT)
    assert source_line(source).linked == 1
    assert topic.name in Entry.objects.get(code="rectification.item_linked").data["link"]
    actions.link_item(item=item, topic=None, demand=None, by=cast.office.actor, at=AT)
    assert source_line(source).linked == 0


@pytest.mark.parametrize("name", ["leader", "coordinator", "post_holder", "auditor", "foreign_office"])
def test_nobody_else_may(cast: Cast, name: str) -> None:
    by, source = cast.members[name].actor, make_source(cast, at=AT)
    item = actions.add_item(source=source, text="t", by=cast.office.actor, at=AT)
    facts = {"name": "x", "kind": "case", "document": "x", "dated": date(2026, 1, 1)}
    acts: list[Callable[[], object]] = [
        lambda: actions.add_source(joint=cast.joint, **facts, by=by, at=AT),
        lambda: actions.change_source(source=source, **facts, by=by, at=AT),
        lambda: actions.add_item(source=source, text="x", by=by, at=AT),
        lambda: actions.link_item(item=item, topic=None, demand=None, by=by, at=AT),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_what_is_wrong_is_named(cast: Cast) -> None:
    wrong = {"name": "", "kind": "rumour", "document": " "}
    with pytest.raises(Invalid) as refused:
        actions.add_source(joint=cast.joint, **wrong, dated=date(2026, 1, 1), by=cast.office.actor, at=AT)
    assert set(refused.value.fields) == set(wrong)
    far = foreign_topic(cast)
    with pytest.raises(Invalid) as item:
        actions.add_item(source=make_source(cast), text=" ", topic=far, by=cast.office.actor, at=AT)
    assert set(item.value.fields) == {"text", "topic"}


def test_the_pages(cast: Cast, client_of: ClientOf) -> None:
    client, topic = client_of(cast.office.person), make_topic(cast)
    given = {"name": "以案促改", "kind": "case", "document": "", "dated": "2026-05-01"}
    assert client.post(reverse("campaigns:add_source"), given).status_code == 422
    assert client.post(reverse("campaigns:add_source"), {**given, "document": "莲纪 11 号"}).status_code == 302
    source = RectificationSource.objects.get()
    change = reverse("campaigns:change_source", args=[source.pk])
    assert client.post(change, {**given, "document": "莲纪 12 号", "version": 1}).status_code == 302
    assert client.post(reverse("campaigns:add_item", args=[source.pk]), {"text": "台账不实"}).status_code == 302
    item = RectificationItem.objects.get()
    link = reverse("campaigns:link_item", args=[source.pk, item.pk])
    assert client.post(link, {"topic": foreign_topic(cast).pk}).status_code == 422
    assert client.post(link, {"topic": topic.pk}).status_code == 302
    page = client_of(cast.colleague.person).get(reverse("campaigns:source", args=[source.pk])).content.decode()
    assert topic.name in page
    assert link not in page
    assert client_of(cast.leader.person).get(link).status_code == 403
    assert client.get(reverse("campaigns:link_item", args=[make_source(cast).pk, item.pk])).status_code == 404
