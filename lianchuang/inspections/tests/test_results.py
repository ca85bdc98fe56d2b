"""The results of a round: figures with base and interval, for those who see all of it."""

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from lianchuang.inspections.actions import GivenAnswer
from lianchuang.inspections.models import Round
from lianchuang.inspections.queries.figures import Figures
from lianchuang.inspections.tests.test_pages import SignIn
from lianchuang.inspections.tests.test_record_visit import record, running
from tests.cast import Cast, make_site

PARTS = ("campaigns", "types", "items", "bodies")


def walked(cast: Cast, number: int = 6) -> Round:
    """So many lanes of forty looked at: at a third of them rubbish lies, at the first the road is no matter."""
    sites = [make_site(site_type=cast.lane_type, unit=cast.community, name=f"=巷{index}") for index in range(number)]
    planned = running(cast, sites=sites, plan={"frame": {"back-street": 40}})
    for index, site in enumerate(sites):
        faults = [GivenAnswer(cast.rubbish_item, count=1)] if index % 3 == 0 else []
        if index == 0:
            faults.append(GivenAnswer(cast.road_item, count=None, not_applicable=True))
        record(cast, planned, *faults, site=site)
    return planned


@pytest.fixture
def planned(cast: Cast) -> Round:
    return walked(cast)


def test_every_figure_has_its_base_and_interval(cast: Cast, planned: Round) -> None:
    figures = Figures(cast.office.actor, planned)
    whole = figures.whole
    assert (whole.part, whole.base, whole.sites, whole.frame) == (15, 17, 6, 40)
    assert whole.interval is not None
    assert whole.interval.low < 15 / 17 < whole.interval.high
    assert [(each.label, each.part, each.base) for each in figures.types] == [("背街小巷", 15, 17)]
    assert [(each.label, each.base, each.frame) for each in figures.bodies] == [("桂亭街道", 17, None)]
    wenming = figures.campaigns[0]
    assert (wenming.campaign, wenming.base) == (cast.wenming, 17)
    assert wenming.part == pytest.approx(15 + 2 * 0.66)


def test_items_count_sites_the_worst_first(cast: Cast, planned: Round) -> None:
    rubbish, *others = Figures(cast.office.actor, planned).items
    assert (rubbish.label, rubbish.part, rubbish.base, rubbish.frame) == (cast.rubbish_item.text, 4, 6, 40)
    assert [(each.part, each.base, each.left_out, each.frame) for each in others] == [(6, 6, 0, 40), (5, 5, 1, None)]


def test_a_second_visit_does_not_count_again(cast: Cast, planned: Round) -> None:
    again = planned.round_sites.select_related("site__unit", "site__site_type")[0].site
    record(cast, planned, GivenAnswer(cast.ads_item, count=3), site=again)
    assert Figures(cast.office.actor, planned).whole.base == 17


def test_few_sites_are_counts_only(cast: Cast) -> None:
    figures = Figures(cast.office.actor, walked(cast, 4))
    assert all(each.is_too_few and each.interval is None and each.percent is None for each in figures.items)
    assert figures.whole.interval is None


def test_who_sees_a_part_gets_counts_without_intervals(cast: Cast, planned: Round, client_of: SignIn) -> None:
    figures = Figures(cast.coordinator.actor, planned)
    assert not figures.is_whole
    assert figures.whole.base == 17
    assert figures.whole.interval is None
    assert Figures(cast.other_coordinator.actor, planned).whole.base == 0
    url = reverse("inspections:results", args=[planned.pk])
    assert client_of(cast.coordinator.person).get(url + "?part=agreement").status_code == 404


def test_each_part_has_its_page(cast: Cast, planned: Round, client_of: SignIn) -> None:
    client = client_of(cast.office.person)
    url = reverse("inspections:results", args=[planned.pk])
    for part, figure in zip(PARTS, ("16.3/17", "15/17", "4/6", "15/17"), strict=True):
        assert figure in client.get(f"{url}?part={part}").content.decode()
    assert client.get(f"{url}?part=agreement").status_code == 200
    assert client.get(f"{url}?part=secrets").status_code == 404


def test_the_sheet_holds_all_and_no_formula(cast: Cast, planned: Round, client_of: SignIn) -> None:
    answer = client_of(cast.office.person).get(reverse("inspections:results_sheet", args=[planned.pk]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 1 + 1 + 3 + 1 + 1 + 3
    assert rows[1][2:7] == [6, 40, 15, 17, 88.2]


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_progress_costs_the_same_for_many_sites(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.office.person)
    small = reverse("inspections:progress", args=[walked(cast, 2).pk])
    large = reverse("inspections:progress", args=[walked(cast, 5).pk])
    client.get(small)
    assert queries_of(client, large) == queries_of(client, small) <= 11
