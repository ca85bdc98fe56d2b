"""Demands of a notice: accepted, answered, opened again."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts.access import Actor
from lianchuang.audit.models import Entry
from lianchuang.campaigns import actions
from lianchuang.campaigns.models import Demand, DemandState, Notice, NoticeCampaign
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from tests.cast import Cast
from tests.charter import SENTENCE, make_demand, make_promise, make_topic

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]


def accept(cast: Cast, by: Actor | None = None, **changes: Any) -> Notice:
    facts = {"title": "通知", "demands": [("一", "甲。"), ("二", "")], **changes}
    return actions.accept_notice(joint=cast.joint, **facts, by=by or cast.office.actor, at=AT)


def said(cast: Cast) -> actions.SaidOfCampaign:
    return actions.SaidOfCampaign(cast.wenming, "文明城市", "文明办", "由文明办牵头。")


def test_what_was_chosen_is_taken_over(cast: Cast) -> None:
    notice = accept(cast, dated=date(2026, 3, 2), campaigns=[said(cast)])
    rows = list(notice.demands.order_by("order").values_list("text", "sentence", "state"))
    assert rows == [("一", "甲。", "open"), ("二", "", "open")]
    assert NoticeCampaign.objects.get().campaign == cast.wenming
    data = Entry.objects.get(code="notice.accepted").data
    assert (data["demands"], data["dated"], data["campaigns"]) == (2, "2026-03-02", cast.wenming.name)


def test_nothing_is_taken_over_by_halves(cast: Cast) -> None:
    wrongs: list[dict[str, Any]] = [
        {"title": " "},
        {"demands": []},
        {"demands": [("一", ""), (" ", "乙。")]},
        {"campaigns": [said(cast), said(cast)]},
    ]
    for wrong in wrongs:
        with pytest.raises(Invalid):
            accept(cast, **wrong)
    assert not Notice.objects.exists()


def test_it_is_answered_and_opened_again(cast: Cast) -> None:
    demand, topic, promise = make_demand(cast, at=AT), make_topic(cast, at=AT), make_promise(cast, at=AT)
    by = cast.office.actor
    actions.answer_demand(demand=demand, answer="设专题", topic=topic, commitment=promise, by=by, at=AT)
    kept = Demand.objects.get()
    assert (kept.state, kept.topic, kept.commitment) == (DemandState.ANSWERED, topic, promise)
    with pytest.raises(NotPossibleNow):
        actions.answer_demand(demand=demand, answer="又", by=by, at=AT)
    actions.reopen_demand(demand=demand, reason="未落实", by=by, at=AT)
    assert Entry.objects.get(code="demand.reopened").data["answer"] == "设专题"
    assert Demand.objects.get().topic is None
    with pytest.raises(NotPossibleNow):
        actions.reopen_demand(demand=demand, reason="x", by=by, at=AT)


@pytest.mark.parametrize("name", ["leader", "coordinator", "post_holder", "auditor", "foreign_office"])
def test_nobody_else_may(cast: Cast, name: str) -> None:
    by, demand = cast.members[name].actor, make_demand(cast, at=AT)
    acts: list[Callable[[], object]] = [
        lambda: accept(cast, by),
        lambda: actions.answer_demand(demand=demand, answer="x", by=by, at=AT),
        lambda: actions.reopen_demand(demand=demand, reason="x", by=by, at=AT),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_what_is_wrong_is_named(cast: Cast) -> None:
    demand = make_demand(cast, at=AT)
    stale = Demand.objects.select_related("joint__place").get()
    with pytest.raises(Invalid):
        actions.answer_demand(demand=demand, answer=" ", by=cast.office.actor, at=AT)
    actions.answer_demand(demand=demand, answer="设专题", by=cast.office.actor, at=AT)
    with pytest.raises(ChangedMeanwhile):
        actions.answer_demand(demand=stale, answer="别的", by=cast.office.actor, at=AT)
    with pytest.raises(Invalid):
        actions.reopen_demand(demand=demand, reason="", by=cast.office.actor, at=AT)


def test_the_pages(cast: Cast, client_of: ClientOf) -> None:
    demand, client = make_demand(cast), client_of(cast.office.person)
    answer = reverse("campaigns:answer_demand", args=[demand.pk])
    listed = reverse("campaigns:demands")
    assert SENTENCE in client_of(cast.colleague.person).get(listed).content.decode()
    assert answer not in client_of(cast.colleague.person).get(listed).content.decode()
    assert client.post(answer, {"answer": "", "version": 1}).status_code == 422
    assert client.post(answer, {"answer": "设专题 24 项", "version": 1}).status_code == 302
    assert "设专题 24 项" in client.get(listed).content.decode()
    reopen = reverse("campaigns:reopen_demand", args=[demand.pk])
    assert client_of(cast.leader.person).post(reopen, {"reason": "x", "version": 2}).status_code == 403
    assert client.post(reopen, {"reason": "未落实", "version": 2}).status_code == 302
    assert client_of(cast.stranger.person).get(listed).status_code == 404
