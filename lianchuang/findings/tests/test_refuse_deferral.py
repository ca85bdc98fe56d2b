"""不准挂账: back to work, with the reason."""

import pytest

from lianchuang.common import clock
from lianchuang.common.refusals import Invalid
from lianchuang.findings.actions import refuse_deferral
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, deferral_asked
from tests.cast import Cast


def test_the_clock_goes_on(cast: Cast) -> None:
    finding, now = deferral_asked(cast), clock.now()
    refuse_deferral(finding=finding, by=cast.office.actor, note="先围挡", at=now)
    assert finding.state_enum is State.RECTIFYING
    assert (finding.running_since, finding.deferred_until) == (now, None)


def test_it_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(Invalid):
        refuse_deferral(finding=deferral_asked(cast), by=cast.office.actor, note="", at=clock.now())


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "refuse_deferral",
        deferral_asked(cast),
        allowed=cast.office,
        forbidden={"post_holder": 403, "coordinator": 403},
        data=lambda: {"note": "先围挡"},
    )
    assert done.state_enum is State.RECTIFYING
