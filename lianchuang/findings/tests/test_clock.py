"""The rectification clock against a slow count, minute by minute, over holidays and make-up days."""

from datetime import date, datetime, time, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.common.workdays import WorkCalendar, is_workday
from lianchuang.findings.rules import Clock, ClockEffect, Elapsed
from lianchuang.findings.tests.simulated import START

ZONE = START.tzinfo
assert ZONE is not None
CALENDAR = WorkCalendar(first=date(2026, 9, 1), last=date(2026, 12, 31), zone=ZONE)
WEEKS = timedelta(weeks=3)


def counted(start: datetime, end: datetime) -> int:
    """Working minutes the slow way."""
    length = int((end - start).total_seconds() // 60)
    return sum(counts(start + timedelta(minutes=minute)) for minute in range(length))


works = cache(is_workday)


def counts(here: datetime) -> bool:
    """Whether the minute that begins here is one of office hours."""
    clock = here.hour, here.minute
    return ((8, 30) <= clock < (12, 0) or (14, 0) <= clock < (17, 30)) and works(here.date())


MOMENTS = st.integers(0, int(WEEKS.total_seconds() // 60)).map(lambda minutes: START + timedelta(minutes=minutes))


@settings(max_examples=25)
@given(first=MOMENTS, second=MOMENTS)
def test_minutes_between_are_counted_right(first: datetime, second: datetime) -> None:
    start, end = sorted([first, second])
    assert CALENDAR.minutes_between(start, end) == counted(start, end)


@settings(max_examples=25)
@given(start=MOMENTS, minutes=st.integers(1, 1500))
def test_the_due_moment_is_the_first_at_which_the_time_has_passed(start: datetime, minutes: int) -> None:
    due = CALENDAR.add_minutes(start, minutes)
    assert counted(start, due) == minutes
    assert counted(start, due - timedelta(minutes=1)) == minutes - 1


@settings(max_examples=60)
@given(turns=st.lists(st.integers(1, 3000), min_size=1, max_size=8))
def test_stops_and_runs_lose_nothing(turns: list[int]) -> None:
    clock, at, used = Clock(CALENDAR, 3 * 420).after(ClockEffect.START, START), START, 0
    for index, minutes in enumerate(turns):
        later = at + timedelta(minutes=minutes)
        if index % 2 == 0:
            used += CALENDAR.minutes_between(at, later)
        at = later
        clock = clock.after(ClockEffect.STOP if index % 2 == 0 else ClockEffect.RUN, at)
        assert clock.used_at(at) == used
        assert clock.remaining_at(at) == 3 * 420 - used
        assert (clock.due() is None) == (index % 2 == 0)


def test_three_working_days_over_the_national_day() -> None:
    """Wednesday 30 September 16:30 + 3 working days: the holidays 1 to 7 October do not count."""
    start = datetime(2026, 9, 30, 16, 30, tzinfo=ZONE)
    due = Clock(CALENDAR, 3 * 420).after(ClockEffect.START, start).due()
    assert due is not None
    assert counted(start, due) == 3 * 420
    assert due.date() > date(2026, 10, 8)
    assert not any(is_workday(date(2026, 10, day)) for day in range(1, 8))


def test_a_make_up_saturday_counts() -> None:
    make_up = [
        day for offset in range(60) if is_workday(day := date(2026, 9, 1) + timedelta(offset)) and day.weekday() > 4
    ]
    assert make_up, "2026 has a make-up day about National Day"
    morning = datetime.combine(make_up[0], time(8, 30), ZONE)
    assert CALENDAR.minutes_between(morning, morning + timedelta(hours=24)) == 420


def test_stopping_twice_and_running_twice_change_nothing() -> None:
    clock = Clock(CALENDAR, 420).after(ClockEffect.START, START)
    noon = START + timedelta(hours=2)
    assert clock.after(ClockEffect.RUN, noon) == clock
    stopped = clock.after(ClockEffect.STOP, noon)
    assert stopped.after(ClockEffect.STOP, noon + timedelta(hours=1)) == stopped
    assert stopped.used == 120


def test_extending_adds_and_a_fresh_start_forgets() -> None:
    clock = Clock(CALENDAR, 420).after(ClockEffect.START, START)
    later = START + timedelta(hours=3)
    assert clock.extended(420).remaining_at(later) == 840 - 180
    assert clock.after(ClockEffect.FRESH, later).used_at(later) == 0


@pytest.mark.parametrize("hours", [1, 24, 49])
def test_urgent_matters_count_day_and_night(hours: int) -> None:
    clock = Clock(Elapsed(), hours * 60).after(ClockEffect.START, START)
    assert clock.due() == START + timedelta(hours=hours)
    assert clock.remaining_at(START + timedelta(hours=hours, minutes=5)) == -5
