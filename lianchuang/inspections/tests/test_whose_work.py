"""What a round has done is what its own people did, and what somebody sees of it is said to be a part."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from lianchuang.audit.models import Entry
from lianchuang.bulletins.queries.facts import Subject, walked_in, window_of
from lianchuang.common import clock
from lianchuang.common.ids import new_id
from lianchuang.field.queries.stops import counted_visits
from lianchuang.findings.models import Finding
from lianchuang.inspections.access import visible_stops
from lianchuang.inspections.actions import GivenAnswer, close_site, finish_round, record_outside_visit
from lianchuang.inspections.models import Closed, Round, Visit
from lianchuang.inspections.queries.figures import Figures
from lianchuang.inspections.queries.progress import progress_of
from lianchuang.inspections.queries.rounds import RoundPage, round_rows
from lianchuang.inspections.queries.today import today_of
from lianchuang.inspections.recording import Outside
from lianchuang.inspections.tests.test_pages import SignIn
from lianchuang.inspections.tests.test_record_visit import another_inspector, lane_answers, record, running
from lianchuang.sites.models import Site
from tests.cast import Cast, make_site


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def from_outside(cast: Cast, planned: Round, *faults: GivenAnswer, site: Site | None = None) -> Visit:
    """An outside body was there an hour ago."""
    now = clock.now()
    return record_outside_visit(
        round=planned,
        site=site or cast.lane,
        outside=Outside("河桥测评中心"),
        by=cast.office.actor,
        answers=lane_answers(cast, *faults),
        started_at=now - timedelta(minutes=70),
        finished_at=now - timedelta(minutes=60),
        visit_id=new_id(),
        at=now,
    )


def wrong(cast: Cast, count: int = 1) -> GivenAnswer:
    return GivenAnswer(cast.rubbish_item, count=count)


def test_that_an_outside_body_was_there_does_no_stop(cast: Cast) -> None:
    planned = running(cast)
    from_outside(cast, planned, wrong(cast))
    office = cast.office.actor
    row = round_rows(office, [planned])[0]
    assert (row.sites, row.visited, row.visits, row.left, row.findings) == (1, 0, 0, 1, 1)
    assert progress_of(office, planned, clock.today()).whole.done == 0
    assert [each.state for day in RoundPage(office, planned).days for each in day.stops] == ["todo"]
    assert today_of(cast.inspector.actor, clock.now(), clock.today()).done == 0
    assert not visible_stops(cast.coordinator.actor).exists()  # it is still to come
    helper = another_inspector(cast)
    assert not counted_visits(helper.actor, planned.round_sites.all()).exists()
    subject = Subject(cast.joint, round=planned)
    assert not walked_in(subject, window_of(planned.starts_on, planned.ends_on, clock.now(), "round")).visits
    stop = planned.round_sites.select_related("round__joint__place", "site__unit", "team").get()
    close_site(stop=stop, reason=Closed.SHUT, by=cast.inspector.actor, at=clock.now())
    finish_round(round=planned, by=office, at=clock.now())
    assert Entry.objects.get(code="round.finished").data["visited"] == 0


def test_it_is_none_of_the_rounds_results(cast: Cast) -> None:
    planned = running(cast)
    from_outside(cast, planned, wrong(cast, 3))
    from_outside(cast, planned, wrong(cast, 3), site=cast.other_lane)
    assert Figures(cast.office.actor, planned).whole.base == 0
    record(cast, planned)
    whole = Figures(cast.office.actor, planned).whole
    assert (whole.part, whole.base, whole.sites) == (3, 3, 1)
    page = RoundPage(cast.office.actor, planned)
    assert (page.figures.whole.base, page.wrong_items, page.right_items, len(page.outside)) == (3, [], 3, 2)
    assert Finding.objects.count() == 2


def test_where_nobody_of_ours_is_sent_it_is_what_the_round_holds(cast: Cast, client_of: SignIn) -> None:
    planned = running(cast, inspector=None, plan={"frame": {"back-street": 40}})
    for _number in range(6):
        site = make_site(site_type=cast.lane_type, unit=cast.community)
        from_outside(cast, planned, wrong(cast), site=site)
    figures = Figures(cast.office.actor, planned)
    assert (figures.whole.base, figures.whole.interval, figures.whole.frame) == (18, None, None)
    assert [each.interval for each in figures.items] == [None] * 3
    client = client_of(cast.office.person)
    client.cookies["language"] = "en"
    page = client.get(reverse("inspections:results", args=[planned.pk])).content.decode()
    assert "Nobody of ours is sent out" in page


def test_the_rounds_page_and_its_results_tell_the_same(cast: Cast) -> None:
    """A site counts by its first visit on both."""
    planned = running(cast)
    record(cast, planned, wrong(cast, 2))
    record(cast, planned, wrong(cast, 3), GivenAnswer(cast.ads_item, count=1))
    page = RoundPage(cast.office.actor, planned)
    assert [(each.label, each.wrong, each.base, each.cases) for each in page.wrong_items] == [
        (cast.rubbish_item.label, 1, 1, 2)
    ]
    assert page.figures.whole == Figures(cast.office.actor, planned).whole


# --- a part is said to be one ---


@pytest.mark.parametrize(
    ("part", "is_whole", "knows_due"),
    [("office", True, True), ("inspector", True, True), ("leader", True, True), ("coordinator", False, False)],
)
def test_who_sees_a_part_is_not_told_that_all_is_done(
    cast: Cast, client_of: SignIn, part: str, is_whole: bool, knows_due: bool
) -> None:
    planned = running(cast, sites=[cast.lane, cast.other_lane, cast.market])
    record(cast, planned)
    progress = progress_of(cast.members[part].actor, planned, clock.today())
    assert (progress.whole.done, progress.is_whole, progress.knows_due) == (1, is_whole, knows_due)
    client = client_of(cast.members[part].person)
    client.cookies["language"] = "en"
    pages = [client.get(reverse(f"inspections:{name}", args=[planned.pk])) for name in ("round", "progress")]
    shown = [page.content.decode() for page in pages]
    assert ["1 of 3 visits made" in page for page in shown] == [knows_due] * 2
    assert ["is known to those who plan and inspect" in page for page in shown] == [not knows_due] * 2
    assert ("all visited" in shown[0], "1<small>/1</small>" in shown[0]) == (False, False)
    rounds = client.get(reverse("inspections:rounds")).content.decode()
    assert ("1/3" in rounds, "1/1" in rounds) == (is_whole, False)


def test_an_undercover_inspector_sees_how_far_the_own_part_is(cast: Cast, client_of: SignIn) -> None:
    planned = running(cast, kind="undercover")
    progress = progress_of(cast.inspector.actor, planned, clock.today())
    assert (progress.whole.due, progress.is_whole, progress.knows_due) == (1, False, True)
    client = client_of(cast.inspector.person)
    client.cookies["language"] = "en"
    page = client.get(reverse("inspections:progress", args=[planned.pk])).content.decode()
    assert "0 made of 1 visits that you see" in page
