"""签收: the unit has it."""

import pytest

from lianchuang.common import clock
from lianchuang.common.refusals import NotPossibleNow
from lianchuang.findings.actions import accept_finding
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, dispatched, rectifying
from tests.cast import Cast


def test_it_is_with_the_unit_and_the_clock_goes_on(cast: Cast) -> None:
    finding = dispatched(cast)
    running, due = finding.running_since, finding.step_due_at
    accept_finding(finding=finding, by=cast.post_holder.actor, at=clock.now())
    assert finding.state_enum is State.ACCEPTED
    assert (finding.running_since, finding.step_due_at) == (running, due)


def test_the_coordinator_of_the_unit_may_too(cast: Cast) -> None:
    accepted = accept_finding(finding=dispatched(cast), by=cast.coordinator.actor, at=clock.now())
    assert accepted.accepted_at is not None


def test_not_twice(cast: Cast) -> None:
    with pytest.raises(NotPossibleNow) as refusal:
        accept_finding(finding=rectifying(cast), by=cast.post_holder.actor, at=clock.now())
    assert refusal.value.code == "wrong_state"


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    forbidden = {"colleague": 404, "other_coordinator": 404, "office": 403, "verifier": 403, "inspector": 403}
    done = climb(client_of, cast, "accept", dispatched(cast), allowed=cast.post_holder, forbidden=forbidden)
    assert done.state_enum is State.ACCEPTED
