"""How long findings of a category and severity may take."""

import pytest

from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotAllowed
from lianchuang.findings.actions import set_time_limit
from lianchuang.findings.models import TimeLimit
from lianchuang.findings.rules import LimitUnit
from lianchuang.findings.tests.ladder import dispatched
from lianchuang.sites.models import Severity
from tests.cast import Cast


def limit(cast: Cast, amount: int, unit: LimitUnit = LimitUnit.WORKING_DAY, by: str = "office") -> TimeLimit:
    return set_time_limit(
        category=cast.rubbish,
        severity=Severity.ORDINARY,
        amount=amount,
        unit=unit,
        source="县里定的",
        by=cast.members[by].actor,
        at=clock.now(),
    )


def test_new_findings_follow_it_and_open_ones_keep_theirs(cast: Cast) -> None:
    before = dispatched(cast)
    limit(cast, 1)
    after = dispatched(cast, item=cast.ads_item, category=cast.rubbish, severity=Severity.ORDINARY)
    assert (before.limit_minutes, after.limit_minutes) == (840, 420)


def test_urgent_hours_count_day_and_night(cast: Cast) -> None:
    limit(cast, 24, LimitUnit.URGENT_HOUR)
    finding = dispatched(cast)
    assert not finding.counts_working_time
    assert finding.limit_minutes == 24 * 60
    assert finding.dispatched_at is not None
    assert finding.step_due_at is not None
    assert (finding.step_due_at - finding.dispatched_at).total_seconds() == 24 * 3600


@pytest.mark.parametrize("amount", [0, 366])
def test_within_a_year(cast: Cast, amount: int) -> None:
    with pytest.raises(Invalid):
        limit(cast, amount)


@pytest.mark.parametrize("part", ["coordinator", "leader", "post_holder"])
def test_not_for_everybody(cast: Cast, part: str) -> None:
    with pytest.raises(NotAllowed):
        limit(cast, 1, by=part)
