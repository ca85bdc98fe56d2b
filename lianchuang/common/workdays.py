"""Working time: Chinese statutory holidays and make-up workdays, and the office's hours.

Working days come from the State Council's yearly notices through `chinesecalendar`. For a year the library does not
know yet, Monday to Friday count as working days and `is_assumed` says so.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

import chinese_calendar
from django.conf import settings

MORNING = (time(8, 30), time(12, 0))
AFTERNOON = (time(14, 0), time(17, 30))
MINUTES_PER_WORKDAY = 420
MINUTES_PER_WORKING_HOUR = 60
SATURDAY = 5


def is_workday(day: date) -> bool:
    """Whether `day` is a working day: holidays and make-up days first, else Monday to Friday."""
    official = _official(day)
    return day.weekday() < SATURDAY if official is None else not official[0]


def is_assumed(day: date) -> bool:
    """Whether no official list is known for that year, so that weekdays were taken as working days."""
    return _official(day) is None


def _official(day: date) -> tuple[bool, str | None] | None:
    """Whether the day is off by the official list, and for which holiday it is off or worked; None: no list of that year."""
    try:
        is_off, holiday = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:  # how the library says that it does not know the year
        return None
    return bool(is_off), holiday


def _minute_of_day(at: datetime) -> int:
    return at.hour * 60 + at.minute


@dataclass(frozen=True)
class WorkCalendar:
    """Arithmetic in working minutes over a span of years; every answer in O(log days).

    `hours` are the office's working intervals in minutes after midnight, ascending, not overlapping.
    """

    first: date
    last: date
    zone: tzinfo
    hours: tuple[tuple[int, int], ...] = (
        (MORNING[0].hour * 60 + MORNING[0].minute, MORNING[1].hour * 60),
        (AFTERNOON[0].hour * 60, AFTERNOON[1].hour * 60 + AFTERNOON[1].minute),
    )

    @cached_property
    def minutes_a_day(self) -> int:
        """Working minutes of one working day."""
        return sum(end - start for start, end in self.hours)

    @cached_property
    def _workdays(self) -> Sequence[int]:
        """Ordinals of all working days in the span, ascending."""
        span = range(self.first.toordinal(), self.last.toordinal() + 1)
        return [ordinal for ordinal in span if is_workday(date.fromordinal(ordinal))]

    def is_workday(self, day: date) -> bool:
        """Whether `day` is a working day of this calendar."""
        index = bisect_left(self._workdays, day.toordinal())
        return index < len(self._workdays) and self._workdays[index] == day.toordinal()

    def _position(self, at: datetime) -> int:
        """Working minutes from the start of the span to `at` (whole minutes, seconds cut)."""
        here = at.astimezone(self.zone)
        ordinal = here.date().toordinal()
        index = bisect_left(self._workdays, ordinal)
        done = index * self.minutes_a_day
        if index < len(self._workdays) and self._workdays[index] == ordinal:
            minute = _minute_of_day(here)
            done += sum(max(0, min(minute, end) - start) for start, end in self.hours)
        return done

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Working minutes from `start` to `end`; negative when `end` is earlier."""
        return self._position(end) - self._position(start)

    def add_minutes(self, start: datetime, minutes: int) -> datetime:
        """The first moment at which `minutes` (≥ 0) of working time have passed since `start`.

        With 0 minutes this is `start` itself, also outside working hours.
        """
        if minutes <= 0:
            return start
        target = self._position(start) + minutes
        index = min((target - 1) // self.minutes_a_day, len(self._workdays) - 1)
        rest = target - index * self.minutes_a_day
        day = date.fromordinal(self._workdays[index])
        for opening, closing in self.hours:
            if rest <= closing - opening:
                minute = opening + rest
                return datetime.combine(day, time(minute // 60, minute % 60), self.zone)
            rest -= closing - opening
        raise ValueError("more minutes than the calendar's span holds")

    def end_of_workday(self, at: datetime) -> datetime:
        """The end of office hours on that day, or on the next working day when that day is none."""
        ordinal = at.astimezone(self.zone).date().toordinal()
        index = min(bisect_left(self._workdays, ordinal), len(self._workdays) - 1)
        end = self.hours[-1][1]
        day = date.fromordinal(self._workdays[index])
        return datetime.combine(day, time(end // 60, end % 60), self.zone)

    def workdays_between(self, start: date, end: date) -> int:
        """Number of working days d with start < d <= end."""
        return bisect_right(self._workdays, end.toordinal()) - bisect_right(self._workdays, start.toordinal())


@lru_cache(maxsize=1)
def calendar() -> WorkCalendar:
    """The county's working calendar, from 2015 to ten years ahead of the library's last known year."""
    return WorkCalendar(first=date(2015, 1, 1), last=date(2040, 12, 31), zone=ZoneInfo(settings.TIME_ZONE))


def days_ago(at: datetime, days: int) -> datetime:
    """Calendar days before `at`."""
    return at - timedelta(days=days)


@dataclass(frozen=True)
class DayOff:
    """Days in a row that differ from the ordinary week: off by a holiday (`name` in both languages), off as a weekend
    (no name), or a weekend day that is worked instead of one (`is_made_up`).
    """

    first: date
    last: date
    name: tuple[str, str] | None
    is_made_up: bool

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


def days_off(first: date, last: date) -> list[DayOff]:
    """The days off and the make-up days from the first to the last, neighbours of one kind together."""
    found: list[DayOff] = []
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        works, name = is_workday(day), _holiday_name(day)
        if works and day.weekday() < SATURDAY:
            continue
        one = DayOff(day, day, name, works)
        before = found[-1] if found else None
        if before and before.last == day - timedelta(days=1) and (before.name, before.is_made_up) == (name, works):
            found[-1] = DayOff(before.first, day, name, works)
        else:
            found.append(one)
    return found


def _holiday_name(day: date) -> tuple[str, str] | None:
    """The holiday that a day is off for, or is worked instead of: Chinese and English."""
    official = _official(day)
    name = official[1] if official else None
    return (str(chinese_calendar.Holiday(name).chinese), name) if name else None
