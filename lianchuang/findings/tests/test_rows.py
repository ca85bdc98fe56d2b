"""What a row says: the shape on the loop line and the time left, of whoever has it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from lianchuang.common import clock
from lianchuang.findings.models import Finding
from lianchuang.findings.queries import deadline, loop_shape
from lianchuang.findings.tests import ladder
from tests.cast import Cast, make_finding


@pytest.mark.parametrize(
    ("bring", "stop", "shape", "state"),
    [
        (ladder.closed, 7, "closed", "done"),
        (ladder.returned, 2, "back", None),
        (ladder.deferral_asked, 4, "hold", None),
        (ladder.deferred, 4, "hold", "hold"),
    ],
)
def test_a_state_is_a_shape_first(
    cast: Cast, bring: Callable[[Cast], Finding], stop: int, shape: str, state: str | None
) -> None:
    finding, now = bring(cast), clock.now()
    drawn = loop_shape(finding, now)
    assert (drawn.stop, drawn.shape) == (stop, shape)
    assert drawn.sentence
    if state:
        assert deadline(finding, now).state == state


def test_overdue_is_a_diamond_and_says_by_how_much(cast: Cast) -> None:
    finding, now = ladder.dispatched(cast), clock.now() + timedelta(days=30)
    assert loop_shape(finding, now).shape == "over"
    assert deadline(finding, now).state == "over"
    assert deadline(finding, now).used_tenths == 10


def test_past_the_due_hour_on_a_day_off_it_is_overdue_though_no_working_minute_has_passed(cast: Cast) -> None:
    finding = ladder.dispatched(cast)
    assert finding.step_due_at is not None
    one_second_later = finding.step_due_at + timedelta(seconds=1)
    assert deadline(finding, one_second_later).state == "over"


def test_the_last_working_day_is_soon(cast: Cast) -> None:
    finding = ladder.dispatched(cast)
    assert finding.step_due_at is not None
    assert deadline(finding, finding.step_due_at).state == "soon"
    assert loop_shape(finding, finding.step_due_at).shape == "soon"


def test_a_sealed_one_is_due_to_nobody(cast: Cast) -> None:
    finding = make_finding(site=cast.lane, item=cast.ads_item, by=cast.inspector.actor, sealed=True)
    assert deadline(finding, clock.now() + timedelta(days=90)).state == "hold"
    assert loop_shape(finding, clock.now() + timedelta(days=90)).shape == "hold"
