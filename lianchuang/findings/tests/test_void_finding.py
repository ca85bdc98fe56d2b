"""作废: it was none, and why."""

import pytest

from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotPossibleNow
from lianchuang.findings.actions import void_finding
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, reported, verified
from tests.cast import Cast


def test_it_ends_with_its_reason(cast: Cast) -> None:
    finding = void_finding(finding=reported(cast), by=cast.office.actor, note="误报", at=clock.now())
    assert finding.state_enum is State.VOID
    assert finding.ended_at is not None


def test_it_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(Invalid):
        void_finding(finding=reported(cast), by=cast.office.actor, note="", at=clock.now())


def test_not_when_a_look_has_passed(cast: Cast) -> None:
    with pytest.raises(NotPossibleNow):
        void_finding(finding=verified(cast), by=cast.office.actor, note="误报", at=clock.now())


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "void",
        reported(cast),
        allowed=cast.office,
        forbidden={"inspector": 403, "coordinator": 403},
        data=lambda: {"note": "误报"},
    )
    assert done.state_enum is State.VOID
