"""重开: it is back at the same place; a fresh clock."""

import pytest

from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotPossibleNow
from lianchuang.findings.actions import reopen_finding
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, closed, submitted
from tests.cast import Cast


def test_a_new_life_at_the_same_post(cast: Cast) -> None:
    finding, now = closed(cast), clock.now()
    reopen_finding(finding=finding, by=cast.office.actor, note="又有了", at=now)
    assert finding.state_enum is State.DISPATCHED
    assert finding.responsible_post == cast.post_holder.post
    assert (finding.used_minutes, finding.running_since, finding.reopen_count) == (0, now, 1)
    assert (finding.ended_at, finding.submitted_at, finding.verified_at, finding.was_late) == (None, None, None, False)


def test_it_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(Invalid):
        reopen_finding(finding=closed(cast), by=cast.office.actor, note="", at=clock.now())


def test_not_while_it_is_open(cast: Cast) -> None:
    with pytest.raises(NotPossibleNow):
        reopen_finding(finding=submitted(cast), by=cast.office.actor, note="又有了", at=clock.now())


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "reopen",
        closed(cast),
        allowed=cast.office,
        forbidden={"post_holder": 403, "coordinator": 403, "verifier": 403},
        data=lambda: {"note": "又有了"},
    )
    assert done.reopen_count == 1
