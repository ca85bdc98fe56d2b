"""Moving a campaign's target date: the action and its page."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.audit.models import Entry
from lianchuang.campaigns.actions import move_target_date
from lianchuang.campaigns.models import Campaign
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed
from tests.cast import Cast

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]


def later(campaign: Campaign) -> date:
    return campaign.target_date + timedelta(days=30)


def test_it_moves_and_says_why(cast: Cast) -> None:
    old, new = cast.wenming.target_date, later(cast.wenming)
    move_target_date(campaign=cast.wenming, target_date=new, reason=" 上级改期 ", by=cast.office.actor, at=AT)
    assert Campaign.objects.get(pk=cast.wenming.pk).target_date == new
    data = Entry.objects.get(code="campaign.target_moved").data
    assert (data["old"], data["new"], data["reason"]) == (old.isoformat(), new.isoformat(), "上级改期")


@pytest.mark.parametrize("name", ["leader", "coordinator", "foreign_office"])
def test_nobody_else_may(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        move_target_date(
            campaign=cast.wenming,
            target_date=later(cast.wenming),
            reason="x",
            by=cast.members[name].actor,
            at=AT,
        )


def test_what_is_wrong_is_named(cast: Cast) -> None:
    with pytest.raises(Invalid) as same:
        move_target_date(
            campaign=cast.wenming, target_date=cast.wenming.target_date, reason=" ", by=cast.office.actor, at=AT
        )
    assert set(same.value.fields) == {"target_date", "reason"}
    with pytest.raises(Invalid) as early:
        move_target_date(
            campaign=cast.wenming, target_date=cast.joint.started_on, reason="x", by=cast.office.actor, at=AT
        )
    assert set(early.value.fields) == {"target_date"}


def test_a_date_moved_meanwhile_is_not_overwritten(cast: Cast) -> None:
    stale = Campaign.objects.get(pk=cast.wenming.pk)
    Campaign.objects.filter(pk=cast.wenming.pk).update(target_date=date(2031, 1, 1))
    with pytest.raises(ChangedMeanwhile):
        move_target_date(campaign=stale, target_date=later(stale), reason="x", by=cast.office.actor, at=AT)
    assert Campaign.objects.get(pk=cast.wenming.pk).target_date == date(2031, 1, 1)


def given(campaign: Campaign, **changes: str) -> dict[str, str]:
    held = campaign.target_date.isoformat()
    return {"target_date": later(campaign).isoformat(), "reason": "上级改期", "held": held, **changes}


def test_the_page(cast: Cast, client_of: ClientOf) -> None:
    url = reverse("campaigns:move_target_date", args=[cast.wenming.code])
    client = client_of(cast.office.person)
    assert client.get(url).status_code == 200
    kept = client.post(url, given(cast.wenming, reason=""))
    assert kept.status_code == 422
    assert later(cast.wenming).isoformat() in kept.content.decode()
    stale = client.post(url, given(cast.wenming, held="2020-01-01"))
    assert stale.status_code == 422
    assert client.post(url, given(cast.wenming)).status_code == 302
    assert Campaign.objects.get(pk=cast.wenming.pk).target_date == later(cast.wenming)


def test_the_page_is_the_offices(cast: Cast, client_of: ClientOf) -> None:
    url = reverse("campaigns:move_target_date", args=[cast.wenming.code])
    assert client_of(cast.leader.person).get(url).status_code == 403
    assert client_of(cast.leader.person).post(url, given(cast.wenming)).status_code == 403
    assert client_of(cast.foreign_office.person).get(url).status_code == 404
    none = reverse("campaigns:move_target_date", args=["no-such"])
    assert client_of(cast.office.person).get(none).status_code == 404
    assert client_of(cast.office.person).delete(url).status_code == 405
