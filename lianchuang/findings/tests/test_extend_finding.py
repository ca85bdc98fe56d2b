"""延期: more time; the first date is kept."""

import pytest

from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotPossibleNow
from lianchuang.findings.actions import extend_finding
from lianchuang.findings.tests.ladder import ClientOf, climb, deferred, rectifying
from tests.cast import Cast


def test_two_working_days_more(cast: Cast) -> None:
    finding = rectifying(cast)
    limit, first = finding.limit_minutes, finding.first_due_at
    extend_finding(finding=finding, by=cast.office.actor, days=2, note="雨天", at=clock.now())
    assert finding.limit_minutes == limit + 840
    assert finding.first_due_at == first
    assert finding.step_due_at is not None
    assert first is not None
    assert finding.step_due_at > first


def test_not_while_the_clock_stands(cast: Cast) -> None:
    with pytest.raises(NotPossibleNow) as refusal:
        extend_finding(finding=deferred(cast), by=cast.office.actor, days=2, note="雨天", at=clock.now())
    assert refusal.value.code == "clock_stands"


@pytest.mark.parametrize("days", [None, 0, 31])
def test_one_to_thirty_days(cast: Cast, days: int | None) -> None:
    with pytest.raises(Invalid) as refusal:
        extend_finding(finding=rectifying(cast), by=cast.office.actor, days=days, note="雨天", at=clock.now())
    assert "days" in refusal.value.fields


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "extend",
        rectifying(cast),
        allowed=cast.office,
        forbidden={"post_holder": 403, "coordinator": 403},
        data=lambda: {"days": 3, "note": "雨天"},
    )
    assert done.extend_count == 1
