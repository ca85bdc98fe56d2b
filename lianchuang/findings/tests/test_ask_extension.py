"""申请延期: the unit asks, the office grants or refuses; the clock runs on."""

import pytest

from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotPossibleNow
from lianchuang.findings.actions import (
    ask_extension,
    extend_finding,
    grant_extension,
    reassign_finding,
    refuse_extension,
    submit_rectification,
)
from lianchuang.findings.models import Finding
from lianchuang.findings.queries.page import steps_of
from lianchuang.findings.queries.selection import awaiting_office
from lianchuang.findings.queries.timing import timing
from lianchuang.findings.tests.ladder import ClientOf, climb, rectifying
from tests.cast import Cast, make_photo


def asked(cast: Cast) -> Finding:
    return ask_extension(finding=rectifying(cast), by=cast.post_holder.actor, days=3, note="雨天", at=clock.now())


def test_asked_it_waits_for_the_office_and_the_clock_runs_on(cast: Cast) -> None:
    finding = rectifying(cast)
    due, since = finding.step_due_at, finding.running_since
    ask_extension(finding=finding, by=cast.post_holder.actor, days=3, note="雨天", at=clock.now())
    assert (finding.step_due_at, finding.running_since, finding.extension_days) == (due, since, 3)
    assert finding in Finding.objects.filter(awaiting_office(cast.office.actor, clock.now()))
    with pytest.raises(NotPossibleNow) as refusal:
        extend_finding(finding=finding, by=cast.office.actor, days=1, note="雨天", at=clock.now())
    assert refusal.value.code == "no_extension_asked"


def test_granted_there_is_more_time_and_the_arithmetic_says_so(cast: Cast) -> None:
    finding = asked(cast)
    limit, first = finding.limit_minutes, finding.first_due_at
    grant_extension(finding=finding, by=cast.office.actor, days=2, at=clock.now())
    assert (finding.limit_minutes, finding.first_due_at) == (limit + 840, first)
    assert (finding.extension_days, finding.extend_count) == (0, 1)
    told = timing(finding, steps_of(finding), clock.now())
    assert told is not None
    assert [more.minutes for more in told.extensions] == [840]
    assert told.due == finding.step_due_at


def test_refused_nothing_changes_but_that_it_may_be_asked_again(cast: Cast) -> None:
    finding = asked(cast)
    limit = finding.limit_minutes
    refuse_extension(finding=finding, by=cast.office.actor, note="有人手", at=clock.now())
    assert (finding.limit_minutes, finding.extension_days, finding.extend_count) == (limit, 0, 0)
    ask_extension(finding=finding, by=cast.post_holder.actor, days=1, note="仍不够", at=clock.now())
    assert finding.extension_days == 1


@pytest.mark.parametrize("way", ["submit", "reassign"])
def test_without_object_the_asking_falls_away(cast: Cast, way: str) -> None:
    finding = asked(cast)
    if way == "submit":
        photos = [make_photo(by=cast.post_holder.actor)]
        submit_rectification(finding=finding, by=cast.post_holder.actor, note="好了", photos=photos, at=clock.now())
    else:
        reassign_finding(finding=finding, by=cast.office.actor, post=cast.road_post, note="改派", at=clock.now())
    assert finding.extension_days == 0


@pytest.mark.parametrize("days", [None, 0, 31])
def test_one_to_thirty_days(cast: Cast, days: int | None) -> None:
    with pytest.raises(Invalid):
        ask_extension(finding=rectifying(cast), by=cast.post_holder.actor, days=days, note="雨天", at=clock.now())


def test_the_ladder_of_asking(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "ask_extension",
        rectifying(cast),
        allowed=cast.post_holder,
        forbidden={"office": 403, "colleague": 404},
        data=lambda: {"days": 3, "note": "雨天"},
    )
    assert done.extension_days == 3


def test_the_ladder_of_granting(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "grant_extension",
        asked(cast),
        allowed=cast.office,
        forbidden={"post_holder": 403, "coordinator": 403},
        data=lambda: {"days": 3},
    )
    assert done.extend_count == 1
