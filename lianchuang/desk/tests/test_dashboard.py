"""The joint dashboard: jointly each finding once, and in each campaign that it serves."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lianchuang.common import clock
from lianchuang.desk.queries.flow import flow, leg_medians
from lianchuang.desk.queries.overview import WEEKS, overview_of
from lianchuang.findings.models import FindingCampaign, Step
from lianchuang.findings.rules import State
from tests.cast import Cast, make_finding

SignIn = Callable[..., Client]


def test_a_finding_of_several_campaigns_is_counted_once(cast: Cast) -> None:
    finding = make_finding(site=cast.lane, item=cast.rubbish_item)
    served = set(FindingCampaign.objects.filter(finding=finding).values_list("campaign__code", flat=True))
    assert len(served) > 1
    overview = overview_of(cast.office.actor, clock.now())
    assert overview.joint.open == 1
    assert {state.campaign.code: state.open for state in overview.campaigns if state.open} == dict.fromkeys(served, 1)
    assert [line.numbers.open for line in overview.categories] == [1]
    assert [line.numbers.open for line in overview.types] == [1]


def test_rates_carry_what_they_are_of(cast: Cast) -> None:
    for late in (False, False, True):
        make_finding(
            site=cast.lane,
            item=cast.rubbish_item,
            state=State.CLOSED,
            responsible_post=cast.post_holder.post,
            was_late=late,
            rework_count=int(late),
        )
    overview = overview_of(cast.office.actor, clock.now())
    assert (overview.joint.in_time, overview.joint.closed, overview.joint.reworked) == (2, 3, 1)


def test_what_was_settled_elsewhere_is_never_counted_as_closed(cast: Cast) -> None:
    make_finding(site=cast.lane, item=cast.rubbish_item, state=State.ELSEWHERE)
    overview = overview_of(cast.office.actor, clock.now())
    assert overview.joint.closed == 0
    assert sum(week.new for week in overview.weeks) == 0


def test_overdue_is_a_part_of_open(cast: Cast) -> None:
    now = clock.now()
    for days in (-1, 2):
        make_finding(
            site=cast.lane,
            item=cast.rubbish_item,
            state=State.RECTIFYING,
            responsible_post=cast.post_holder.post,
            step_due_at=now + timedelta(days=days),
        )
    overview = overview_of(cast.office.actor, now)
    assert (overview.joint.open, overview.joint.overdue) == (2, 1)
    (league,) = overview.leagues
    assert [(line.label, line.numbers.overdue) for line in league.lines] == [("桂亭街道", 1)]


def test_units_stand_in_name_order_in_their_leagues(cast: Cast) -> None:
    for post in (cast.other_coordinator.post, cast.coordinator.post, cast.inspector.post):
        make_finding(site=cast.lane, item=cast.rubbish_item, state=State.ACCEPTED, responsible_post=post)
    leagues = overview_of(cast.office.actor, clock.now()).leagues
    assert [[line.label for line in league.lines] for league in leagues] == [["桂亭街道", "莲池街道"], ["城管局"]]


def test_half_a_year_of_weeks(cast: Cast) -> None:
    now = clock.now()
    make_finding(site=cast.lane, item=cast.rubbish_item, state=State.CLOSED, at=now - timedelta(weeks=3))
    make_finding(site=cast.lane, item=cast.rubbish_item, state=State.CLOSED, at=now - timedelta(weeks=WEEKS + 1))
    weeks = overview_of(cast.office.actor, now).weeks
    assert len(weeks) == WEEKS
    assert sum(week.new for week in weeks) == 1
    assert sum(week.closed for week in weeks) == 1
    assert all(week.day.weekday() == 0 for week in weeks)


def test_it_says_that_each_is_counted_once(cast: Cast, client_of: SignIn) -> None:
    make_finding(site=cast.lane, item=cast.rubbish_item)
    html = client_of(cast.leader.person).get("/dashboard/").content.decode()
    assert "合计中每件只计一次" in html


@pytest.mark.parametrize("part", ["colleague", "other_coordinator", "stranger"])
def test_others_see_only_what_they_may(cast: Cast, part: str) -> None:
    make_finding(site=cast.lane, item=cast.rubbish_item)
    overview = overview_of(cast.members[part].actor, clock.now())
    assert overview.joint.open == 0
    assert overview.categories == []


def test_small_numbers_have_no_rate(cast: Cast, client_of: SignIn) -> None:
    make_finding(site=cast.lane, item=cast.rubbish_item, state=State.CLOSED)
    html = client_of(cast.office.person).get("/dashboard/").content.decode()
    assert "1/1" in html
    assert "100%" not in html


def test_the_loop_counts_how_far_they_came(cast: Cast) -> None:
    now = clock.now()
    times = {"dispatched_at": now, "accepted_at": now, "submitted_at": now, "verified_at": now}
    make_finding(site=cast.lane, item=cast.rubbish_item, state=State.CLOSED, **times)
    make_finding(site=cast.lane, item=cast.rubbish_item, state=State.REPORTED)
    make_finding(site=cast.lane, item=cast.rubbish_item, state=State.RETURNED, dispatched_at=now, return_count=1)
    now = clock.now()
    loop = flow(cast.office.actor, now)
    assert loop is not None
    assert [stop.count for stop in loop.stops] == [3, 2, 1, 1, 1, 1, 1]
    assert loop.final_counts == "1/1"
    assert flow(cast.stranger.actor, now) is None


def test_medians_are_those_of_the_own_county(cast: Cast) -> None:
    now = clock.now()
    own = make_finding(site=cast.lane, item=cast.rubbish_item, state=State.ACCEPTED)
    strange = make_finding(state=State.ACCEPTED, responsible_post=cast.stranger.post)
    for finding, minutes in ((own, 30), (strange, 900)):
        facts = {"verb": "accept", "from_state": "dispatched", "to_state": "accepted", "at": now, "received_at": now}
        Step.objects.create(finding=finding, minutes=minutes, **facts)
    assert leg_medians(cast.office.actor, now)[State.ACCEPTED] == 30
    assert leg_medians(cast.foreign_office.actor, now)[State.ACCEPTED] == 900


def test_the_number_of_queries_does_not_grow(
    cast: Cast, client_of: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for post in (cast.post_holder.post, cast.other_coordinator.post, cast.inspector.post):
        for state in (State.RECTIFYING, State.CLOSED):
            make_finding(site=cast.lane, item=cast.rubbish_item, state=state, responsible_post=post)
    client = client_of(cast.office.person)
    client.get("/dashboard/")
    with django_assert_max_num_queries(32):
        assert client.get("/dashboard/").status_code == 200
