"""The ladder as a table: one rung after the other, never while an answer is awaited, and each signed by a person."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.bulletins.rules.ladder import (
    LADDER,
    MOVES,
    SIGNED,
    STEP_OF,
    WORKDAY,
    LetterState,
    Past,
    Rung,
    move_faults,
    next_rung,
)
from lianchuang.bulletins.tests.week import ZONE

NOW = datetime(2026, 11, 16, 9, tzinfo=ZONE)
ORDER = [step.rung for step in SIGNED]


def past(rung: Rung, state: LetterState = LetterState.SETTLED, quiet: timedelta = timedelta(days=-1)) -> Past:
    return Past(rung, state, NOW + quiet)


@pytest.mark.parametrize(
    ("days", "reached", "expected"),
    [
        (0, None, None),
        (0.1, None, Rung.OVERDUE),
        (30, None, Rung.OVERDUE),
        (2.9, Rung.OVERDUE, None),
        (3, Rung.OVERDUE, Rung.HEAD),
        (6, Rung.HEAD, Rung.LETTER),
        (12, Rung.LETTER, Rung.YELLOW),
        (19.9, Rung.YELLOW, None),
        (20, Rung.YELLOW, Rung.RED),
        (99, Rung.RED, None),
    ],
)
def test_which_rung_comes_next(days: float, reached: Rung | None, expected: Rung | None) -> None:
    assert next_rung(round(days * WORKDAY), [past(reached)] if reached else [], NOW) == expected


@pytest.mark.parametrize("state", [LetterState.ISSUED, LetterState.SETTLED, LetterState.DECLINED])
def test_nothing_is_proposed_before_the_window_is_over(state: LetterState) -> None:
    waiting = past(Rung.OVERDUE, state, timedelta(hours=1))
    assert next_rung(30 * WORKDAY, [waiting], NOW) is None


def test_an_answer_that_nobody_decided_on_stops_the_ladder() -> None:
    assert next_rung(30 * WORKDAY, [past(Rung.LETTER, LetterState.REPLIED)], NOW) is None


def test_what_was_not_signed_does_not_count_as_a_rung() -> None:
    assert next_rung(30 * WORKDAY, [past(Rung.OVERDUE, LetterState.DECLINED)], NOW) is Rung.OVERDUE


histories = st.lists(
    st.builds(
        past,
        st.sampled_from(ORDER),
        st.sampled_from(list(LetterState)),
        st.integers(-9, 9).map(lambda hours: timedelta(hours=hours)),
    ),
    max_size=4,
)


@settings(max_examples=80)
@given(st.integers(0, 60 * WORKDAY), histories)
def test_no_rung_is_skipped_and_none_comes_too_soon(late: int, before: list[Past]) -> None:
    found = next_rung(late, before, NOW)
    if found is None:
        return
    step = STEP_OF[found]
    assert late > 0
    assert late >= step.late_days * WORKDAY
    reached = {one.rung for one in before if one.state in {LetterState.ISSUED, LetterState.SETTLED}}
    assert step.after is None or step.after in reached
    assert not any(one.quiet_until and one.quiet_until > NOW for one in before)


def test_every_step_above_the_reminder_is_signed_has_a_window_and_a_sign() -> None:
    assert [step.rung for step in LADDER if not step.is_signed] == [Rung.REMINDER]
    assert all(step.reply_days > 0 and step.to and step.sign for step in SIGNED)
    assert len({step.sign for step in SIGNED}) == len(SIGNED)
    assert [step.rung for step in SIGNED if step.leader_signs] == [Rung.YELLOW, Rung.RED]


def test_from_every_state_there_is_a_way_to_an_end() -> None:
    ends = {LetterState.SETTLED, LetterState.DECLINED, LetterState.LAPSED}
    for state in set(LetterState) - ends:
        reached, grown = {state}, {state}
        while grown:
            grown = {target for source, target in MOVES.values() if source in reached} - reached
            reached |= grown
        assert reached & ends, state
    assert move_faults("sign", "issued")
    assert not move_faults("reply", "issued")


def test_the_document_has_a_line_for_each_rung() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "rules" / "ladder.md").read_text(encoding="utf-8")
    for step in LADDER:
        row = next(line for line in text.splitlines() if line.startswith(f"| `{step.rung}`"))
        assert f"| {step.late_days} |" in row
        assert f"| {step.reply_days or '–'} |" in row
