"""The page of one finding: everything on it comes from its rows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianchuang.common import clock
from lianchuang.findings import actions
from lianchuang.findings.access import get_finding, visible_findings
from lianchuang.findings.models import Finding
from lianchuang.findings.queries import FindingPage, finding_page
from lianchuang.findings.tests import ladder
from lianchuang.findings.tests.ladder import ClientOf, moment
from tests.cast import Cast, Member, make_finding, make_photo

EVERY_STATE: list[Callable[..., Finding]] = [
    ladder.reported,
    ladder.dispatched,
    ladder.rectifying,
    ladder.submitted,
    ladder.verified,
    ladder.closed,
    ladder.returned,
    ladder.deferral_asked,
    ladder.deferred,
]


def page_for(member: Member, finding: Finding) -> FindingPage:
    return finding_page(member.actor, get_finding(member.actor, finding.pk), clock.now())


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("bring", EVERY_STATE)
def test_it_shows_in_every_state_and_language(
    cast: Cast, client_of: ClientOf, bring: Callable[..., Finding], language: str
) -> None:
    finding = bring(cast)
    for member in (cast.office, cast.inspector):
        browser = client_of(member.person)
        browser.cookies["language"] = language
        answer = browser.get(reverse("findings:show", args=[finding.pk]))
        assert answer.status_code == 200
        assert finding.title in answer.content.decode()


def test_the_track_says_when_and_who(cast: Cast) -> None:
    track = page_for(cast.office, ladder.submitted(cast)).track
    assert [stop.state for stop in track] == ["on", "on", "on", "on", "now", "", ""]
    assert track[4].at is not None
    assert cast.post_holder.post.full_name in track[4].lines
    assert track[5].at is None
    assert track[5].lines, "by when the look is due"


def test_reopened_the_track_begins_anew(cast: Cast) -> None:
    finding = actions.reopen_finding(finding=ladder.closed(cast), by=cast.office.actor, note="又有", at=clock.now())
    track = page_for(cast.office, finding).track
    assert [stop.state for stop in track] == ["on", "now", "", "", "", "", ""]
    assert all(stop.at is None for stop in track[2:])


def test_the_story_is_told_newest_first(cast: Cast) -> None:
    story = page_for(cast.office, ladder.returned(cast)).story
    assert [told.step.verb for told in story] == ["return", "dispatch", "open"]
    assert story[0].note == "不属本街道"
    assert story[0].mark == "back"
    assert story[0].clock
    assert story[1].clock


def test_the_clock_is_told_from_the_steps_and_agrees_with_the_row(cast: Cast) -> None:
    finding, office, now = ladder.returned(cast), cast.office.actor, clock.now()
    actions.rule_on_ownership(finding=finding, by=office, post=cast.road_post, note="归市政", at=moment(5))
    actions.extend_finding(finding=finding, by=office, days=1, note="雨", at=moment(6))
    told = page_for(cast.office, finding).timing
    assert told is not None
    assert [span.runs for span in told.spans] == [True, False, True]
    assert told.first_limit + 420 == finding.limit_minutes == told.limit
    assert told.spans[0].minutes == finding.used_minutes
    assert told.left == told.limit - told.used
    assert told.due is not None
    assert told.due == finding.step_due_at
    assert now < clock.now()


def test_an_ended_clock_stands_still(cast: Cast) -> None:
    finding = ladder.closed(cast)
    told = finding_page(
        cast.office.actor, get_finding(cast.office.actor, finding.pk), clock.now() + timedelta(days=9)
    ).timing
    assert told is not None
    assert told.used == finding.used_minutes
    assert not told.is_running


def test_after_a_rework_the_last_photo_stands_for_after(cast: Cast) -> None:
    finding = ladder.submitted(cast, photos=[make_photo()])
    actions.verify_rectification(finding=finding, by=cast.verifier.actor, passed=False, note="还有", at=moment(3))
    last = make_photo()
    actions.submit_rectification(finding=finding, by=cast.post_holder.actor, note="好了", photos=[last], at=moment(5))
    pairs = page_for(cast.office, finding).pairs
    assert len(pairs) == 1
    assert pairs[0].before is not None
    assert pairs[0].after is not None
    assert pairs[0].after.file == last


def test_what_one_can_do_and_why_not(cast: Cast) -> None:
    finding = ladder.rectifying(cast)
    holder = page_for(cast.post_holder, finding)
    assert holder.actions[0].is_main
    assert holder.actions[0].url == "findings:submit"
    leader = page_for(cast.leader, finding)
    assert (list(leader.actions), list(leader.cannot)) == ([], [])
    office = page_for(cast.office, finding)
    assert {action.url for action in office.actions} >= {"findings:reassign", "findings:extend", "findings:void"}
    assert all(cannot.labels and cannot.reason for cannot in office.cannot)


def test_every_action_of_a_page_leads_somewhere(cast: Cast, client_of: ClientOf) -> None:
    for bring in EVERY_STATE:
        finding = bring(cast) if bring is ladder.reported else bring(cast, site=ladder.elsewhere(cast))
        for member in (cast.office, cast.post_holder, cast.coordinator, cast.verifier):
            if finding not in visible_findings(member.actor):
                continue
            for action in page_for(member, finding).actions:
                answer = client_of(member.person).get(reverse(action.url, args=[finding.pk]))
                assert answer.status_code == 200, (action.url, finding.state)


def test_the_same_place_over_twelve_months(cast: Cast) -> None:
    earlier = clock.now() - timedelta(days=100)
    make_finding(site=cast.lane, item=cast.road_item, by=cast.inspector.actor, at=earlier)
    make_finding(site=cast.lane, item=cast.ads_item, by=cast.inspector.actor, sealed=True)
    year = page_for(cast.office, ladder.dispatched(cast)).site_year
    assert year is not None
    assert (year.total, year.same_item) == (2, 1)
    assert len(year.months) == 12


def test_its_queries_do_not_grow_with_its_story(cast: Cast, client_of: ClientOf) -> None:
    finding = ladder.submitted(cast, photos=[make_photo()])
    address = reverse("findings:show", args=[finding.pk])
    browser = client_of(cast.office.person)
    browser.get(address)
    cache.clear()  # the rail counts anew, as it does after each step
    with CaptureQueriesContext(connection) as before:
        browser.get(address)
    for hour in range(3, 9, 2):
        by = cast.post_holder.actor
        actions.verify_rectification(
            finding=finding, by=cast.verifier.actor, passed=False, note="还有", at=moment(hour)
        )
        actions.submit_rectification(finding=finding, by=by, note="好了", photos=[make_photo()], at=moment(hour + 1))
    with CaptureQueriesContext(connection) as after:
        browser.get(address)
    assert len(after) == len(before)


@pytest.mark.parametrize(("part", "status"), [("stranger", 404), ("foreign_office", 404), ("colleague", 404)])
def test_it_does_not_exist_for_others(cast: Cast, client_of: ClientOf, part: str, status: int) -> None:
    finding = ladder.dispatched(cast)
    browser = client_of(cast.members[part].person)
    assert browser.get(reverse("findings:show", args=[finding.pk])).status_code == status


def test_a_photo_is_shown_to_whoever_may_see_the_finding_and_to_nobody_else(cast: Cast, client_of: ClientOf) -> None:
    finding = ladder.dispatched(cast, photos=[make_photo()])
    photo = finding.photos.get()
    address = reverse("findings:photo", args=[finding.pk, photo.file_id])
    answer = client_of(cast.post_holder.person).get(address, {"size": "thumb"})
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "image/webp"
    assert b"WEBP" in b"".join(answer)  # read to its end, so that the file is closed
    assert client_of(cast.stranger.person).get(address).status_code == 404
    other = make_finding(site=cast.market, item=cast.market_item, by=cast.inspector.actor)
    elsewhere = reverse("findings:photo", args=[other.pk, photo.file_id])
    assert client_of(cast.office.person).get(elsewhere).status_code == 404
