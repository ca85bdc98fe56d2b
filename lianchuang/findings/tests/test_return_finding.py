"""退回: not ours."""

import pytest

from lianchuang.common import clock
from lianchuang.common.refusals import Invalid
from lianchuang.findings.actions import return_finding
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, dispatched
from tests.cast import Cast


def test_the_clock_stands_until_the_office_has_ruled(cast: Cast) -> None:
    finding = return_finding(finding=dispatched(cast), by=cast.post_holder.actor, note="属市政", at=clock.now())
    assert finding.state_enum is State.RETURNED
    assert finding.running_since is None
    assert finding.return_count == 1


def test_it_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(Invalid):
        return_finding(finding=dispatched(cast), by=cast.post_holder.actor, note="", at=clock.now())


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "return",
        dispatched(cast),
        allowed=cast.post_holder,
        forbidden={"colleague": 404, "office": 403, "verifier": 403},
        data=lambda: {"note": "属市政"},
    )
    assert done.state_enum is State.RETURNED
