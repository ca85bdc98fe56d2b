"""The list of sites, one site, types, checklists."""

from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from lianchuang.accounts.access import visible_units
from lianchuang.accounts.models import UnitKind
from lianchuang.sites.access import visible_sites
from lianchuang.sites.models import Site
from lianchuang.sites.queries.listing import Asked, Listing
from tests.cast import Cast, make_site, make_unit

ClientOf = Callable[..., Client]


def listing(cast: Cast, query: str = "") -> Listing:
    actor = cast.office.actor
    return Listing(visible_sites(actor), Asked.from_query(QueryDict(query)), visible_units(actor))


def names(cast: Cast, query: str) -> set[str]:
    found = listing(cast, query)
    rows = {site.name for site in found.rows}
    assert found.total == len(rows)
    return rows


def test_narrowing(cast: Cast) -> None:
    everything = {"桂花巷", "荷花巷", "桂亭农贸市场"}
    assert names(cast, "") == everything
    assert names(cast, "type=market") == {"桂亭农贸市场"}
    assert names(cast, "group=markets") == {"桂亭农贸市场"}
    assert names(cast, f"place={cast.street.code}") == {"桂花巷", "桂亭农贸市场"}
    assert names(cast, f"place={cast.street.code}&type=back-street") == {"桂花巷"}
    assert names(cast, "q=花巷") == {"桂花巷", "荷花巷"}
    assert names(cast, "q=lane-1") == {"桂花巷"}
    assert names(cast, "q=花") == everything  # one character is too short to narrow
    assert names(cast, "closed=1") == set()
    assert names(cast, "type=no-such") == set()
    assert names(cast, "place=no-such") == set()
    assert names(cast, "group=no-such") == everything


def test_facets_count_what_they_would_leave(cast: Cast) -> None:
    found = listing(cast, f"place={cast.street.code}")
    assert {one.code: one.count for one in found.type_facets} == {"back-street": 1, "market": 1}
    assert {one.code: one.count for one in found.place_facets} == {
        cast.street.code: 2,
        cast.other_street.code: 1,
    }
    assert [one.is_on for one in found.place_facets if one.code == cast.street.code] == [True]


def test_the_list_is_scoped(cast: Cast, client_of: ClientOf) -> None:
    foreign = make_unit(parent=cast.other_county, kind=UnitKind.TOWN, name="松镇", code="91")
    make_site(site_type=cast.lane_type, unit=foreign, name="松针巷")
    ours = client_of(cast.colleague.person).get(reverse("sites:list")).content.decode()
    assert "桂花巷" in ours
    assert "松针巷" not in ours
    theirs = client_of(cast.stranger.person).get(reverse("sites:list")).content.decode()
    assert "松针巷" in theirs
    assert "桂花巷" not in theirs


def test_only_the_office_is_offered_to_add(cast: Cast, client_of: ClientOf) -> None:
    url = reverse("sites:add")
    assert url in client_of(cast.office.person).get(reverse("sites:list")).content.decode()
    assert url not in client_of(cast.leader.person).get(reverse("sites:list")).content.decode()


def test_the_download_holds_what_was_asked_for(cast: Cast, client_of: ClientOf) -> None:
    Site.objects.filter(pk=cast.market.pk).update(name="=cmd()")
    answer = client_of(cast.office.person).get(reverse("sites:download") + "?type=market")
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(sheet) == 2
    assert sheet[1][:2] == ["MARKET-1", "=cmd()"]


def test_one_site(cast: Cast, client_of: ClientOf) -> None:
    url = reverse("sites:show", args=[cast.market.pk])
    for name in ("office", "leader", "colleague", "inspector"):
        page = client_of(cast.members[name].person).get(url)
        assert page.status_code == 200
        assert cast.market_item.text in page.content.decode()
    assert client_of(cast.stranger.person).get(url).status_code == 404
    assert client_of(cast.office.person).get(reverse("sites:show", args=[uuid4()])).status_code == 404
    assert client_of(cast.office.person).post(url).status_code == 405
    change = reverse("sites:change", args=[cast.market.pk])
    assert change in client_of(cast.office.person).get(url).content.decode()
    assert change not in client_of(cast.leader.person).get(url).content.decode()


def test_types_and_checklist(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.inspector.person)
    types = client.get(reverse("sites:types")).content.decode()
    assert cast.market_type.name in types
    page = client.get(reverse("sites:checklist", args=[cast.lane_type.code])).content.decode()
    for item in (cast.rubbish_item, cast.ads_item, cast.road_item):
        assert item.text in page
    assert client.get(reverse("sites:checklist", args=["no-such"])).status_code == 404


def test_items_of_an_edition_as_page_and_as_part(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.inspector.person)
    url = reverse("sites:edition_items", args=[cast.wenming.edition.code])
    page = client.get(url).content.decode()
    assert "<html" in page
    assert cast.ads_item.text in page
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert cast.ads_item.text in part


@pytest.mark.parametrize("name", ["list", "types"])
def test_query_counts_do_not_grow(cast: Cast, client_of: ClientOf, name: str) -> None:
    client = client_of(cast.office.person)

    def queries() -> int:
        with CaptureQueriesContext(connection) as held:
            client.get(reverse(f"sites:{name}"))
        return len(held)

    queries()
    before = queries()
    for number in range(30):
        make_site(site_type=cast.lane_type, unit=cast.community, name=f"新巷{number}", owner_unit=cast.urban)
    assert queries() <= before
