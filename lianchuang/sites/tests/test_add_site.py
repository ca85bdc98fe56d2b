"""Putting places on the list: one, many, and by the page."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianchuang.accounts.access import SYSTEM, Actor
from lianchuang.audit.models import Entry
from lianchuang.audit.queries import tell
from lianchuang.common.refusals import Invalid, NotAllowed
from lianchuang.kernels.coordinates import Point, System, from_wgs84
from lianchuang.sites.actions import SiteFacts, add_site, add_sites
from lianchuang.sites.models import Site
from tests.cast import Cast

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]


def facts(cast: Cast, **changes: Any) -> SiteFacts:
    given = {
        "code": "LANE-9",
        "name": "柳荫巷",
        "site_type": cast.lane_type,
        "unit": cast.community,
        "lon": 114.38,
        "lat": 34.06,
    }
    return SiteFacts(**{**given, **changes})


def add(cast: Cast, by: Actor, **changes: Any) -> Site:
    return add_site(**facts(cast, **changes).columns(), by=by, at=AT)


def test_the_office_adds_one(cast: Cast) -> None:
    site = add(cast, cast.office.actor, owner_unit=cast.urban, contact_post=cast.post_holder.post)
    assert Site.objects.get(code="LANE-9") == site
    entry = Entry.objects.get(code="site.added", object_id=str(site.pk))
    assert "柳荫巷" in tell([entry])[0].sentence


@pytest.mark.parametrize("name", ["leader", "coordinator", "inspector", "foreign_office", "stranger"])
def test_nobody_else_may(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        add(cast, cast.members[name].actor)
    with pytest.raises(NotAllowed):
        add_sites(sites=[facts(cast)], by=cast.members[name].actor, at=AT)


def test_what_is_wrong_is_named(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        add(cast, SYSTEM, code=" ", name="", lon=34.06, lat=114.38, unit=cast.urban)
    assert set(refused.value.fields) == {"code", "name", "lon", "lat", "unit"}
    with pytest.raises(Invalid) as nowhere:
        add(cast, SYSTEM, lon=float("nan"))
    assert set(nowhere.value.fields) == {"lon"}
    with pytest.raises(Invalid) as taken:
        add(cast, SYSTEM, code=cast.lane.code)
    assert set(taken.value.fields) == {"code"}


def test_many_in_a_few_queries_each_with_its_entry(cast: Cast) -> None:
    rows = [facts(cast, code=f"N-{number}") for number in range(400)]
    with CaptureQueriesContext(connection) as held:
        made = add_sites(sites=rows, by=cast.office.actor, at=AT)
    assert len(made) == 400
    assert len(held) < 25  # SQLite takes a thousand values at a time
    assert Entry.objects.filter(code="site.added").count() == 400


def test_many_come_in_whole_or_not_at_all(cast: Cast) -> None:
    before = Site.objects.count()
    rows = [facts(cast, code="N-1"), facts(cast, code="N-1"), facts(cast, code=cast.lane.code), facts(cast, name="")]
    with pytest.raises(Invalid) as refused:
        add_sites(sites=rows, by=SYSTEM, at=AT)
    assert len(refused.value.sentences()) == 3
    assert Site.objects.count() == before
    assert add_sites(sites=[], by=SYSTEM, at=AT) == []


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    amap = from_wgs84(Point(114.38, 34.06), System.GCJ02)
    given = {
        "name": "柳荫巷",
        "code": "LANE-9",
        "site_type": cast.lane_type.pk,
        "unit": cast.community.pk,
        "lon": amap.lon,
        "lat": amap.lat,
        "system": "gcj02",
    }
    return {**given, **changes}


def test_the_page_converts_chinese_coordinates(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.office.person)
    assert client.get(reverse("sites:add")).status_code == 200
    answer = client.post(reverse("sites:add"), typed(cast))
    site = Site.objects.get(code="LANE-9")
    assert answer.status_code == 302
    assert answer["Location"] == reverse("sites:show", args=[site.pk])
    assert site.lon == pytest.approx(114.38, abs=2e-6)
    assert site.lat == pytest.approx(34.06, abs=2e-6)


def test_the_page_keeps_what_was_typed(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.office.person)
    for wrong in ({"code": cast.lane.code}, {"lon": "x"}, {"unit": cast.urban.pk}, {"unit": cast.other_county.pk}):
        page = client.post(reverse("sites:add"), typed(cast, **wrong))
        assert page.status_code == 422
        assert "柳荫巷" in page.content.decode()


def test_the_page_is_the_offices(cast: Cast, client_of: ClientOf) -> None:
    for name in ("leader", "colleague", "coordinator"):
        assert client_of(cast.members[name].person).get(reverse("sites:add")).status_code == 403
    assert client_of(cast.office.person).delete(reverse("sites:add")).status_code == 405
