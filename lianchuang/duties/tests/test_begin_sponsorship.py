"""Standing behind a place (包保): beginning and ending it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.models import Entry
from lianchuang.audit.queries import tell
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from lianchuang.duties.actions import begin_sponsorship, end_sponsorship
from lianchuang.duties.models import Sponsorship
from lianchuang.duties.queries import sponsored_areas
from lianchuang.sites.models import Site
from tests.cast import Cast

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]


def begun(cast: Cast, **parts: Any) -> Sponsorship:
    return begin_sponsorship(**{"area": cast.street, "unit": cast.urban, "by": cast.office.actor, "at": AT, **parts})


def test_a_unit_and_a_leader_stand_behind_a_street(cast: Cast) -> None:
    first = begun(cast, ground="会议纪要")
    second = begun(cast, unit=None, post=cast.leader.post)
    lines = {one.area: one for one in sponsored_areas(type(cast.street).objects.all(), Site.objects.all())}
    assert lines[cast.street].sponsorships == (first, second)
    assert lines[cast.other_street].sponsorships == ()
    sentence = tell([Entry.objects.filter(code="sponsorship.begun").order_by("pk")[0]])[0].sentence
    assert cast.urban.label in sentence
    assert "会议纪要" in sentence


def test_a_leader_stands_behind_a_site(cast: Cast) -> None:
    made = begun(cast, area=None, site=cast.lane, unit=None, post=cast.leader.post)
    assert made.site == cast.lane


def test_what_is_wrong_is_named(cast: Cast) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"area": None}, "area"),
        ({"site": cast.lane}, "area"),
        ({"unit": None}, "post"),
        ({"post": cast.leader.post}, "post"),
        ({"area": None, "site": cast.lane}, "unit"),  # kept with the site
        ({"unit": cast.street}, "unit"),
    ]
    for parts, field in wrong:
        with pytest.raises(Invalid) as refused:
            begun(cast, **{**parts, "by": SYSTEM})
        assert set(refused.value.fields) == {field}
    assert not Sponsorship.objects.exists()


def test_twice_is_refused_and_after_an_end_allowed(cast: Cast) -> None:
    first = begun(cast)
    with pytest.raises(NotPossibleNow) as refused:
        begun(cast)
    assert refused.value.code == "sponsored_already"
    end_sponsorship(sponsorship=first, reason="轮换", by=cast.office.actor, at=AT)
    assert begun(cast).pk != first.pk


def test_ending(cast: Cast) -> None:
    held = begun(cast)
    with pytest.raises(Invalid):
        end_sponsorship(sponsorship=held, reason=" ", by=cast.office.actor, at=AT)
    end_sponsorship(sponsorship=held, reason="轮换", by=cast.office.actor, at=AT)
    assert Sponsorship.objects.get().ended_at == AT
    with pytest.raises(NotPossibleNow):
        end_sponsorship(sponsorship=held, reason="轮换", by=cast.office.actor, at=AT)
    assert Entry.objects.get(code="sponsorship.ended").data["reason"] == "轮换"


@pytest.mark.parametrize("name", ["leader", "coordinator", "foreign_office", "administrator"])
def test_nobody_else_may(cast: Cast, name: str) -> None:
    held = begun(cast)
    with pytest.raises(NotAllowed):
        begun(cast, unit=cast.market_bureau, by=cast.members[name].actor)
    with pytest.raises(NotAllowed):
        end_sponsorship(sponsorship=held, reason="x", by=cast.members[name].actor, at=AT)


def test_the_pages(cast: Cast, client_of: ClientOf) -> None:
    client, url = client_of(cast.office.person), reverse("duties:begin_sponsorship")
    given = {"area": cast.street.pk, "unit": cast.urban.pk}
    assert client.get(url, {"area": cast.street.pk}).status_code == 200
    assert client.post(url, {**given, "unit": ""}).status_code == 422
    assert client.post(url, {**given, "site_code": "no-such"}).status_code == 422
    assert client.post(url, given).status_code == 302
    held = Sponsorship.objects.get()
    shown = client.get(reverse("duties:sponsorships")).content.decode()
    assert cast.urban.label in shown
    end = reverse("duties:end_sponsorship", args=[held.pk])
    assert client.get(end).status_code == 200
    assert client.post(end, {"reason": ""}).status_code == 422
    assert client.post(end, {"reason": "轮换"}).status_code == 302
    assert client.post(end, {"reason": "轮换"}).status_code == 422


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    held = begun(cast)
    end, url = reverse("duties:end_sponsorship", args=[held.pk]), reverse("duties:begin_sponsorship")
    assert client_of(cast.colleague.person).get(reverse("duties:sponsorships")).status_code == 200
    assert client_of(cast.colleague.person).get(url).status_code == 403
    assert client_of(cast.leader.person).post(end, {"reason": "x"}).status_code == 403
    assert client_of(cast.foreign_office.person).get(end).status_code == 404
    assert cast.urban.label not in client_of(cast.stranger.person).get(reverse("duties:sponsorships")).content.decode()
