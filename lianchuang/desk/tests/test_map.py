"""The map: every site of the own county, and of findings only what one may see."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from lianchuang.common import clock
from lianchuang.findings.rules import State
from tests.cast import Cast, Member, make_finding, make_site

SignIn = Callable[..., Client]


def places(client_of: SignIn, member: Member) -> dict[str, dict[str, Any]]:
    response = client_of(member.person, member.post).get("/map/data.json")
    assert response.status_code == 200
    features = json.loads(response.content)["features"]
    return {feature["properties"]["name"]: feature["properties"] for feature in features}


def test_it_shows_what_is_open_overdue_and_hangs_on_a_veto(cast: Cast, client_of: SignIn) -> None:
    late = clock.now() - timedelta(days=1)
    make_finding(site=cast.market, item=cast.veto_item, state=State.RECTIFYING, has_veto=True, step_due_at=late)
    make_finding(site=cast.market, item=cast.market_item, state=State.RECTIFYING)
    make_finding(site=cast.market, item=cast.market_item, state=State.CLOSED)
    market = places(client_of, cast.office)[cast.market.name]
    assert (market["open"], market["overdue"], market["vetoes"]) == (2, 1, 1)
    assert market["url"] == f"/sites/{cast.market.pk}/"


def test_a_stranger_sees_neither_sites_nor_findings_of_the_county(cast: Cast, client_of: SignIn) -> None:
    make_finding(site=cast.lane, item=cast.rubbish_item)
    make_site(site_type=cast.lane_type, unit=cast.other_county, name="松县一巷")
    assert set(places(client_of, cast.stranger)) == {"松县一巷"}


def test_a_colleague_sees_the_sites_only(cast: Cast, client_of: SignIn) -> None:
    make_finding(site=cast.lane, item=cast.rubbish_item)
    assert places(client_of, cast.post_holder)[cast.lane.name]["open"] == 1
    assert places(client_of, cast.colleague)[cast.lane.name]["open"] == 0


def test_sealed_work_does_not_show(cast: Cast, client_of: SignIn) -> None:
    make_finding(site=cast.lane, item=cast.rubbish_item, state=State.REPORTED, is_sealed=True)
    assert places(client_of, cast.leader)[cast.lane.name]["open"] == 0


def test_closed_sites_are_left_out(cast: Cast, client_of: SignIn) -> None:
    make_site(site_type=cast.lane_type, unit=cast.community, name="已撤点位", is_active=False)
    assert "已撤点位" not in places(client_of, cast.office)


def test_the_page_says_the_same_as_a_list(cast: Cast, client_of: SignIn) -> None:
    make_finding(site=cast.lane, item=cast.rubbish_item)
    html = client_of(cast.office.person).get("/map/").content.decode()
    assert f"/findings/?site={cast.lane.pk}" in html
    assert "data-basemap" not in html


def test_nothing_open_is_said(cast: Cast, client_of: SignIn) -> None:
    assert 'class="empty"' in client_of(cast.office.person).get("/map/").content.decode()


def test_the_countys_own_basemap_is_served_to_who_is_signed_in(cast: Cast, client_of: SignIn, client: Client) -> None:
    client_in = client_of(cast.colleague.person)
    assert client_in.get("/map/basemap.json").status_code == 404
    path = Path(settings.HOME) / "basemap.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    try:
        response = client_in.get("/map/basemap.json")
        assert json.loads(b"".join(response)) == {"type": "FeatureCollection", "features": []}  # type: ignore[call-overload]
        assert client.get("/map/basemap.json").status_code == 302
        assert "data-basemap" in client_in.get("/map/").content.decode()
    finally:
        path.unlink()
