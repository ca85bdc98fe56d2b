"""When a standing task is due next. No ORM, no clock."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianchuang.common.workdays import calendar

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)


class When(Protocol):
    """A rhythm."""

    def after(self, at: datetime) -> datetime:
        """The first moment after `at`."""

    def words(self) -> str:
        """The rhythm in words."""


@dataclass(frozen=True)
class Every:
    """Every so many minutes; after a standstill once, not once for each that was missed."""

    minutes: int

    def after(self, at: datetime) -> datetime:
        return at + timedelta(minutes=self.minutes)

    def words(self) -> str:
        return ngettext("every minute", "every %(number)s minutes", self.minutes) % {"number": self.minutes}


@dataclass(frozen=True)
class Daily:
    """Once a day at a time of the county's clock; or only on working days."""

    at: time
    workdays_only: bool = False

    def after(self, at: datetime) -> datetime:
        here = at.astimezone(calendar().zone)
        day = here.date() if here.time() < self.at else here.date() + timedelta(days=1)
        while self.workdays_only and not calendar().is_workday(day):
            day += timedelta(days=1)
        return datetime.combine(day, self.at, calendar().zone)

    def words(self) -> str:
        sentence = _("working days at %(time)s") if self.workdays_only else _("daily at %(time)s")
        return sentence % {"time": f"{self.at:%H:%M}"}


def wait_after(failures: int) -> timedelta:
    """How long to wait after so many failures in a row: half a minute, then twice as long each time, an hour at most."""
    return min(FIRST_WAIT * (1 << min(failures - 1, 20)), LONGEST_WAIT)
