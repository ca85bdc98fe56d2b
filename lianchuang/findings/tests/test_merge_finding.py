"""并案: the same matter as another open one."""

import pytest

from lianchuang.common import clock
from lianchuang.common.refusals import Invalid
from lianchuang.findings.actions import merge_finding
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, closed, dispatched, reported
from tests.cast import Cast, make_finding


def test_the_other_goes_on(cast: Cast) -> None:
    finding, other = reported(cast), dispatched(cast)
    merge_finding(finding=finding, by=cast.office.actor, into=other, at=clock.now())
    assert (finding.state_enum, finding.merged_into) == (State.MERGED, other)
    assert not finding.is_open
    other.refresh_from_db()
    assert other.state_enum is State.DISPATCHED


def test_not_into_itself_an_ended_one_or_a_sealed_one(cast: Cast) -> None:
    finding, office = reported(cast), cast.office.actor
    sealed = make_finding(site=cast.market, item=cast.market_item, by=cast.inspector.actor, sealed=True)
    for other in (finding, closed(cast), sealed):
        with pytest.raises(Invalid) as refusal:
            merge_finding(finding=finding, by=office, into=other, at=clock.now())
        assert list(refusal.value.fields) == ["into"]


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    other = dispatched(cast)
    done = climb(
        client_of,
        cast,
        "merge",
        reported(cast),
        allowed=cast.office,
        forbidden={"coordinator": 403, "inspector": 403},
        data=lambda: {"into": other.pk},
    )
    assert done.merged_into == other
