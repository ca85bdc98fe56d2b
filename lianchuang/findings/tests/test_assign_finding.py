"""The coordinator passes it on to a post of the own units."""

import pytest

from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotAllowed
from lianchuang.findings.actions import assign_finding
from lianchuang.findings.models import Step
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, dispatched, rectifying
from tests.cast import Cast, make_post


def test_it_is_accepted_and_with_another_post(cast: Cast) -> None:
    finding = dispatched(cast)
    assign_finding(finding=finding, by=cast.coordinator.actor, post=cast.colleague.post, at=clock.now())
    assert finding.state_enum is State.ACCEPTED
    assert finding.responsible_post == cast.colleague.post
    assert finding.ground == "R-1", "the ground of the unit's answering stays"


def test_a_post_of_a_community_below_may_have_it(cast: Cast) -> None:
    below = make_post(unit=cast.community)
    finding = assign_finding(finding=dispatched(cast), by=cast.coordinator.actor, post=below, at=clock.now())
    assert finding.responsible_unit == cast.community


def test_during_work_the_state_stays_and_no_time_is_counted_as_left(cast: Cast) -> None:
    finding = rectifying(cast)
    since = finding.state_since
    assign_finding(finding=finding, by=cast.coordinator.actor, post=cast.colleague.post, at=clock.now())
    assert (finding.state_enum, finding.state_since) == (State.RECTIFYING, since)
    assert Step.objects.filter(finding=finding).latest("id").minutes == 0


def test_not_to_another_unit(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        assign_finding(finding=dispatched(cast), by=cast.coordinator.actor, post=cast.road_post, at=clock.now())
    assert "post" in refusal.value.fields


def test_not_to_where_it_is(cast: Cast) -> None:
    with pytest.raises(Invalid):
        assign_finding(finding=dispatched(cast), by=cast.coordinator.actor, post=cast.post_holder.post, at=clock.now())


def test_who_may_not_learns_that_first_whatever_the_post(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        assign_finding(finding=dispatched(cast), by=cast.leader.actor, post=cast.road_post, at=clock.now())


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "assign",
        dispatched(cast),
        allowed=cast.coordinator,
        forbidden={"post_holder": 403, "colleague": 404, "other_coordinator": 404, "office": 403},
        data=lambda: {"post": cast.colleague.post.pk},
    )
    assert done.responsible_post == cast.colleague.post
