"""销号: only after a passed look; over a veto only by hand."""

import pytest

from lianchuang.accounts.access import SYSTEM
from lianchuang.common import clock
from lianchuang.common.refusals import NotPossibleNow
from lianchuang.findings.actions import close_finding
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, submitted, verified
from tests.cast import Cast


def test_the_office_closes_it(cast: Cast) -> None:
    finding = close_finding(finding=verified(cast), by=cast.office.actor, at=clock.now())
    assert finding.state_enum is State.CLOSED
    assert finding.step_due_at is None


def test_not_before_a_look_has_passed(cast: Cast) -> None:
    with pytest.raises(NotPossibleNow) as refusal:
        close_finding(finding=submitted(cast), by=cast.office.actor, at=clock.now())
    assert refusal.value.code == "not_verified"


def test_the_program_does_not_close_over_a_veto(cast: Cast) -> None:
    with pytest.raises(NotPossibleNow) as refusal:
        close_finding(finding=verified(cast), by=SYSTEM, at=clock.now())
    assert refusal.value.code == "veto_by_hand"


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    forbidden = {"verifier": 403, "post_holder": 403, "coordinator": 403, "colleague": 404}
    done = climb(client_of, cast, "close", verified(cast), allowed=cast.office, forbidden=forbidden)
    assert done.state_enum is State.CLOSED
