"""开始整改."""

from lianchuang.common import clock
from lianchuang.findings.actions import accept_finding, start_rectification
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, dispatched, moment
from tests.cast import Cast


def test_work_has_begun(cast: Cast) -> None:
    finding = accept_finding(finding=dispatched(cast), by=cast.post_holder.actor, at=moment(1))
    start_rectification(finding=finding, by=cast.post_holder.actor, at=clock.now())
    assert finding.state_enum is State.RECTIFYING
    assert finding.running_since is not None


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    finding = accept_finding(finding=dispatched(cast), by=cast.post_holder.actor, at=moment(1))
    forbidden = {"colleague": 404, "office": 403, "verifier": 403}
    done = climb(client_of, cast, "start", finding, allowed=cast.coordinator, forbidden=forbidden)
    assert done.state_enum is State.RECTIFYING
