"""The list: tabs, facets, the answer, groups; and that it costs the same however many there are."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from lianchuang.common import clock
from lianchuang.findings.queries import FindingList
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import (
    ClientOf,
    closed,
    deferral_asked,
    dispatched,
    elsewhere,
    moment,
    reported,
    returned,
    submitted,
)
from tests.cast import Cast, Member, make_finding, make_site

LIST = "/findings/"


def listed(browser: Client, **query: Any) -> FindingList:
    """What the page is made of."""
    answer = browser.get(LIST, query)
    assert answer.status_code == 200
    return answer.context["listed"]  # type: ignore[no-any-return]


def tab(page: FindingList, code: str) -> int | None:
    return next(tab.count for tab in page.tabs if tab.code == code)


def test_what_is_open_in_groups_of_time_left(cast: Cast, client_of: ClientOf) -> None:
    dispatched(cast, at=clock.now().replace(year=clock.now().year - 1))
    make_finding(site=cast.market, item=cast.veto_item, by=cast.inspector.actor)
    deferred_one = make_finding(
        site=cast.other_lane, item=cast.ads_item, state=State.DEFERRED, responsible_post=cast.road_post
    )
    page = listed(client_of(cast.office.person))
    assert page.open_count == 3
    counts = {group.code: group.count for group in page.groups}
    assert counts["over"] == 1
    assert counts["hold"] == 1
    assert sum(counts.values()) == page.facets.answer.total == 3
    assert page.groups[-1].rows[0].finding == deferred_one


def test_the_tabs_count_what_they_hold(cast: Cast, client_of: ClientOf) -> None:
    submitted(cast)
    make_finding(site=cast.market, item=cast.veto_item, by=cast.inspector.actor)
    reported(cast)
    page = listed(client_of(cast.office.person))
    assert (tab(page, "open"), tab(page, "verify"), tab(page, "veto"), tab(page, "mine")) == (3, 1, 1, 1)
    assert tab(page, "closed") is None, "what has ended is never counted for a tab"
    for code in ("verify", "veto", "mine"):
        assert listed(client_of(cast.office.person), view=code).facets.answer.total == tab(page, code)


@pytest.mark.parametrize(
    ("part", "waiting"),
    [("office", 3), ("post_holder", 1), ("coordinator", 1), ("verifier", 1), ("same_unit_verifier", 0), ("leader", 0)],
)
def test_yours_now_is_what_this_post_can_move_on(cast: Cast, client_of: ClientOf, part: str, waiting: int) -> None:
    reported(cast)
    sites = [make_site(site_type=cast.lane_type, unit=cast.community) for _ in range(3)]
    with_site = [dispatched(cast, site=site) for site in sites]
    assert len(with_site) == 3
    for finding, bring in zip(with_site, ("submit", "return", "ask"), strict=True):
        _bring(cast, finding, bring)
    dispatched(cast)
    page = listed(client_of(cast.members[part].person), view="mine")
    assert page.facets.answer.total == waiting


def _bring(cast: Cast, finding: Any, what: str) -> None:
    state = {"submit": State.SUBMITTED, "return": State.RETURNED, "ask": State.DEFERRAL_ASKED}[what]
    type(finding).objects.filter(pk=finding.pk).update(state=state, running_since=None)


def test_facets_count_within_the_other_choices(cast: Cast, client_of: ClientOf) -> None:
    dispatched(cast)
    make_finding(site=cast.lane, item=cast.road_item, by=cast.inspector.actor)
    make_finding(site=cast.market, item=cast.market_item, by=cast.inspector.actor)
    page = listed(client_of(cast.office.person), unit=cast.street.code)
    units = {value.code: (value.total, value.chosen, value.inked) for value in page.facets.units}
    assert units[cast.street.code] == (1, 1, 1)
    assert units[cast.urban.code] == (1, 1, 0), "what one would get by choosing it stands there, uninked"
    campaigns = {value.code: (value.total, value.chosen) for value in page.facets.campaigns}
    assert campaigns == {"wenming": (3, 1), "weisheng": (3, 1), "yuanlin": (1, 0), "shuangyong": (0, 0)}
    assert [chip.label for chip in page.chips] == [cast.street.short_name]


def test_choices_narrow_together_and_chips_take_them_away(cast: Cast, client_of: ClientOf) -> None:
    first = dispatched(cast)
    make_finding(site=cast.lane, item=cast.road_item, by=cast.inspector.actor)
    chosen = {"campaign": "weisheng", "category": "rubbish", "unit": cast.street.code, "stage": "dispatched"}
    page = listed(client_of(cast.office.person), **chosen)
    assert [row.finding for group in page.groups for row in group.rows] == [first]
    assert len(page.chips) == 4
    assert all("campaign=weisheng" not in chip.address for chip in page.chips if chip.campaign)


@pytest.mark.parametrize("words", ["桂花", "垃圾", "路面有"])
def test_two_characters_find_it(cast: Cast, client_of: ClientOf, words: str) -> None:
    finding = dispatched(cast)
    page = listed(client_of(cast.office.person), q=words)
    assert [row.finding for group in page.groups for row in group.rows] == [finding]


def test_a_number_finds_it(cast: Cast, client_of: ClientOf) -> None:
    finding = dispatched(cast)
    assert finding.number is not None
    for words in (finding.number, finding.short_number, finding.short_number.lstrip("0")):
        assert listed(client_of(cast.office.person), q=words).facets.answer.total == 1


def test_nonsense_in_the_address_is_left_out(cast: Cast, client_of: ClientOf) -> None:
    dispatched(cast)
    page = listed(client_of(cast.office.person), view="nothing", stage="nowhere", time="never", site="x", expand="y")
    assert page.facets.answer.total == 1
    assert page.chips == []


def test_what_ended_stands_in_its_own_view(cast: Cast, client_of: ClientOf) -> None:
    finding = closed(cast)
    page = listed(client_of(cast.office.person), view="closed")
    assert [row.finding for row in page.rows] == [finding]
    assert page.page is not None
    assert page.groups == []
    assert listed(client_of(cast.office.person)).facets.answer.total == 0


def test_each_sees_the_own_list(cast: Cast, client_of: ClientOf) -> None:
    dispatched(cast)
    assert listed(client_of(cast.post_holder.person)).open_count == 1
    assert listed(client_of(cast.colleague.person)).open_count == 0
    assert listed(client_of(cast.stranger.person)).open_count == 0


def test_htmx_gets_the_part_and_going_back_the_page(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.office.person)
    part = browser.get(LIST, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'id="fd-tools"' in part
    back = browser.get(LIST, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in back.content.decode()
    assert "HX-Request" in back["Vary"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_reads_in_both_languages(cast: Cast, client_of: ClientOf, language: str) -> None:
    for bring in (dispatched, submitted, returned, deferral_asked, closed):
        bring(cast, site=elsewhere(cast))
    with translation.override(language):
        browser = client_of(cast.office.person)
        browser.cookies["language"] = language
        for view in ("open", "mine", "closed", "all"):
            assert browser.get(LIST, {"view": view}).status_code == 200


def queries_of(member: Member, client_of: ClientOf, **query: Any) -> int:
    browser = client_of(member.person)
    browser.get(LIST, query)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(LIST, query).status_code == 200
    return len(captured)


@pytest.mark.parametrize("query", [{}, {"view": "mine"}, {"view": "closed"}, {"campaign": "weisheng", "q": "垃圾"}])
def test_the_number_of_queries_does_not_grow(cast: Cast, client_of: ClientOf, query: dict[str, str]) -> None:
    def more(number: int) -> None:
        for _each in range(number):
            site = make_site(site_type=cast.lane_type, unit=cast.community)
            dispatched(cast, site=site)
            make_finding(site=site, item=cast.ads_item, by=cast.office.actor, at=moment())
            columns = {"responsible_post": cast.post_holder.post, "ended_at": clock.now()}
            make_finding(site=site, item=cast.rubbish_item, state=State.CLOSED, **columns)

    more(2)
    reported(cast)
    before = queries_of(cast.office, client_of, **query)
    more(6)
    assert queries_of(cast.office, client_of, **query) == before
    assert before <= 30, "with session, person, post and the frame"


def test_a_page_limits_its_rows_and_offers_the_rest(cast: Cast, client_of: ClientOf) -> None:
    columns = {"responsible_post": cast.post_holder.post, "step_due_at": clock.now().replace(year=2025)}
    for number in range(70):
        make_finding(site=cast.lane, state=State.RECTIFYING, category=cast.rubbish, title=f"第{number}件", **columns)
    page = listed(client_of(cast.office.person))
    assert sum(len(group.rows) for group in page.groups) == 60
    assert page.groups[0].rest == 10
    whole = client_of(cast.office.person).get(LIST + page.groups[0].address).context["listed"]
    assert len(whole.groups[0].rows) == 70


def test_only_get(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.office.person).post(reverse("findings:list")).status_code == 405
