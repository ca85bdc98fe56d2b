"""Earlier honours and the documents of them that can be used again."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.audit.models import Entry
from lianchuang.campaigns import actions
from lianchuang.campaigns.models import Honour, HonourEvidence
from lianchuang.campaigns.queries import honour_line
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed
from tests.cast import Cast
from tests.charter import make_honour

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]


def named(cast: Cast, honour: Honour) -> HonourEvidence:
    return actions.add_honour_evidence(
        honour=honour, title="评价报告", reference="莲爱卫〔2022〕18 号", campaigns=[cast.weisheng, cast.wenming],
        by=cast.office.actor, at=AT,
    )  # fmt: skip


def test_an_honour_is_a_base(cast: Cast) -> None:
    honour = make_honour(cast, at=AT, valid_until=date(2026, 9, 1))
    evidence = named(cast, honour)
    line = honour_line(honour, date(2026, 9, 1))
    assert (line.is_valid, {one.campaign for one in line.seals}) == (True, {cast.wenming, cast.weisheng})
    assert not honour_line(honour, date(2026, 9, 2)).is_valid
    actions.remove_honour_evidence(evidence=evidence, reason="已过期", by=cast.office.actor, at=AT)
    assert honour_line(honour, date(2026, 9, 1)).evidence == ()
    assert Entry.objects.get(code="honour.evidence_removed").data["reason"] == "已过期"


@pytest.mark.parametrize("name", ["leader", "coordinator", "post_holder", "auditor", "foreign_office"])
def test_nobody_else_may(cast: Cast, name: str) -> None:
    by, honour = cast.members[name].actor, make_honour(cast, at=AT)
    evidence = named(cast, honour)
    facts = {"name": "x", "level": "county", "year": 2020, "awarded_by": "x"}
    acts: list[Callable[[], object]] = [
        lambda: actions.add_honour(joint=cast.joint, **facts, by=by, at=AT),
        lambda: actions.change_honour(honour=honour, **facts, by=by, at=AT),
        lambda: actions.add_honour_evidence(
            honour=honour, title="x", reference="x", campaigns=[cast.wenming], by=by, at=AT
        ),
        lambda: actions.remove_honour_evidence(evidence=evidence, reason="x", by=by, at=AT),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_what_is_wrong_is_named(cast: Cast) -> None:
    wrong = {"name": " ", "level": "galactic", "year": 22, "awarded_by": ""}
    with pytest.raises(Invalid) as refused:
        actions.add_honour(joint=cast.joint, **wrong, by=cast.office.actor, at=AT)
    assert set(refused.value.fields) == set(wrong)
    honour = make_honour(cast, at=AT)
    with pytest.raises(Invalid) as early:
        actions.change_honour(
            honour=honour, name="x", level="county", year=2022, awarded_by="x", valid_until=date(2021, 1, 1),
            by=cast.office.actor, at=AT,
        )  # fmt: skip
    assert set(early.value.fields) == {"valid_until"}
    with pytest.raises(Invalid) as evidence:
        actions.add_honour_evidence(honour=honour, title="", reference="", campaigns=[], by=cast.office.actor, at=AT)
    assert set(evidence.value.fields) == {"title", "reference", "campaigns"}


def test_what_is_gone_is_gone_once(cast: Cast) -> None:
    evidence = named(cast, make_honour(cast, at=AT))
    stale = HonourEvidence.objects.select_related("honour__joint__place").get()
    actions.remove_honour_evidence(evidence=evidence, reason="x", by=cast.office.actor, at=AT)
    with pytest.raises(ChangedMeanwhile):
        actions.remove_honour_evidence(evidence=stale, reason="x", by=cast.office.actor, at=AT)


def test_the_pages(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.office.person)
    given = {"name": "省级园林县城", "level": "provincial", "year": 2020, "awarded_by": ""}
    assert client.post(reverse("campaigns:add_honour"), given).status_code == 422
    assert client.post(reverse("campaigns:add_honour"), {**given, "awarded_by": "省住建厅"}).status_code == 302
    honour = Honour.objects.get()
    change = reverse("campaigns:change_honour", args=[honour.pk])
    assert client.post(change, {**given, "awarded_by": "省厅", "version": 1}).status_code == 302
    add = reverse("campaigns:add_honour_evidence", args=[honour.pk])
    document = {"title": "绿地规划", "reference": "莲政 41 号", "campaigns": [cast.yuanlin.pk]}
    assert client.post(add, document).status_code == 302
    page = reverse("campaigns:honour", args=[honour.pk])
    assert "莲政 41 号" in client_of(cast.colleague.person).get(page).content.decode()
    evidence = HonourEvidence.objects.get()
    remove = reverse("campaigns:remove_honour_evidence", args=[honour.pk, evidence.pk])
    assert client_of(cast.leader.person).get(remove).status_code == 403
    other = reverse("campaigns:remove_honour_evidence", args=[make_honour(cast).pk, evidence.pk])
    assert client.get(other).status_code == 404
    assert client.post(remove, {"reason": "旧版"}).status_code == 302
    assert client_of(cast.stranger.person).get(page).status_code == 404
