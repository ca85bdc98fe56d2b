"""The clock against a slow one written apart from it: every minute of every year the calendar knows, walked one by one.

The reference shares no code: it reads the lists of holidays and make-up days themselves, and marks each minute as worked or
not in one long table.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from chinese_calendar.constants import holidays, workdays

from lianchuang.common.workdays import WorkCalendar
from lianchuang.findings.rules import MINUTES_OF, Clock, ClockEffect, Elapsed, LimitUnit

ZONE = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2004, 1, 1), date(2027, 12, 31)  # the library knows 2004 to 2026
CASES = 10_000
DAY = 1440
# 8:30 to 12:00 and 14:00 to 17:30, minute by minute.
WORKED = bytes(1 if 510 <= minute < 720 or 840 <= minute < 1050 else 0 for minute in range(DAY))


def walked() -> bytes:
    """A byte for each minute: 1 when it is worked."""
    days, day = [], FIRST
    while day <= LAST:
        works = day in workdays or (day not in holidays and day.isoweekday() < 6)
        days.append(WORKED if works else bytes(DAY))
        day += timedelta(days=1)
    return b"".join(days)


@dataclass(frozen=True)
class Story:
    """A limit, a start, and what happened at which minutes after it: stop, run, or a number of minutes more."""

    unit: LimitUnit
    amount: int
    start: int
    events: tuple[tuple[int, str | int], ...]
    probe: int

    @property
    def working(self) -> bool:
        return self.unit in {LimitUnit.WORKING_HOUR, LimitUnit.WORKING_DAY}


def reference(story: Story, table: bytes) -> tuple[int, int, int | None]:
    """Used and left at the probe, and the due minute if it runs."""
    limit, used, since = story.amount * MINUTES[story.unit], 0, story.start
    running = True

    def passed(begin: int, end: int) -> int:
        return table.count(1, begin, end) if story.working else end - begin

    for at, what in story.events:
        if isinstance(what, int):
            limit += what
        elif what == "stop" and running:
            used, running = used + passed(since, at), False
        elif what == "run" and not running:
            since, running = at, True
    if not running:
        return used, limit - used, None
    now = used + passed(since, story.probe)
    return now, limit - now, due_minute(since, limit - used, table, story.working)


def due_minute(since: int, need: int, table: bytes, working: bool) -> int:
    """Walk on until so many minutes have counted: whole days first, then the last one minute by minute."""
    if need <= 0:
        return since
    if not working:
        return since + need
    at = since
    while need > (inside := table.count(1, at, at - at % DAY + DAY)):
        need, at = need - inside, at - at % DAY + DAY
    while need:
        need, at = need - table[at], at + 1
    return at


MINUTES = {
    LimitUnit.WORKING_HOUR: 60,
    LimitUnit.WORKING_DAY: 420,
    LimitUnit.CALENDAR_DAY: 1440,
    LimitUnit.URGENT_HOUR: 60,
}
MOST = {LimitUnit.WORKING_HOUR: 40, LimitUnit.WORKING_DAY: 20, LimitUnit.CALENDAR_DAY: 30, LimitUnit.URGENT_HOUR: 72}
SPAN = 45 * DAY


def stories() -> Iterator[Story]:
    """One over every holiday and every make-up day, then any, up to the number."""
    chance = random.Random(20261128)
    special = sorted({*holidays, *workdays})
    for day in special:
        yield story(chance, ((day - FIRST).days - 1) * DAY + chance.randrange(DAY))
    for _number in range(CASES - len(special)):
        yield story(chance, chance.randrange((date(2026, 11, 30) - FIRST).days * DAY))


def story(chance: random.Random, start: int) -> Story:
    unit = chance.choice(list(LimitUnit))
    moments = sorted(start + chance.randrange(SPAN) for _each in range(chance.randrange(7)))
    events = tuple(
        (at, chance.choice(("stop", "run", "stop", "run", chance.randint(1, 10) * MINUTES[unit]))) for at in moments
    )
    probe = max(start, *(at for at, _what in events)) if events else start
    return Story(unit, chance.randint(1, MOST[unit]), max(0, start), events, probe + chance.randrange(10 * DAY))


def at(minute: int) -> datetime:
    return datetime(FIRST.year, 1, 1, tzinfo=ZONE) + timedelta(minutes=minute)


def clocked(story: Story, calendar: WorkCalendar) -> tuple[int, int, datetime | None]:
    """The same by the clock of the program."""
    clock = Clock(calendar if story.working else Elapsed(), story.amount * MINUTES_OF[story.unit])
    clock = clock.after(ClockEffect.START, at(story.start))
    for minute, what in story.events:
        clock = clock.extended(what) if isinstance(what, int) else clock.after(ClockEffect(what), at(minute))
    return clock.used_at(at(story.probe)), clock.remaining_at(at(story.probe)), clock.due()


@pytest.mark.slow
def test_ten_thousand_clocks_agree_with_the_walk() -> None:
    table, calendar = walked(), WorkCalendar(FIRST, LAST, ZONE)
    seen = 0
    for each in stories():
        used, left, due = reference(each, table)
        wanted = (used, left, at(due) if due is not None else None)
        assert clocked(each, calendar) == wanted, each
        seen += 1
    assert seen == CASES


def test_the_table_knows_the_odd_days() -> None:
    table = walked()

    def worked(day: date) -> int:
        begin = (day - FIRST).days * DAY
        return table.count(1, begin, begin + DAY)

    assert worked(date(2026, 10, 1)) == 0
    assert worked(date(2026, 10, 10)) == 420, "a Saturday worked instead of a holiday"
    assert worked(date(2026, 10, 11)) == 0
    assert worked(date(2026, 10, 12)) == 420
