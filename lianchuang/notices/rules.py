"""When people may be disturbed, and what a failed attempt means. No ORM, no clock; see docs/rules/notices.md."""

from datetime import datetime, time, timedelta
from typing import Any

from lianchuang.common.workdays import calendar

QUIET_FROM, QUIET_UNTIL = time(20, 0), time(8, 0)
DIGEST_AT = time(8, 30)
GATHERED_FOR = timedelta(minutes=10)  # so long notices are gathered before a message at once
LEASE = timedelta(minutes=2)  # longer than any sending takes (both channels give up after 20 seconds)
ONE_GO = timedelta(minutes=1)  # of work, then the worker looks after its other tasks; the rest is sent a minute later
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
ROBOT_LIMIT, ROBOT_WINDOW = 20, timedelta(minutes=1)
KEPT_FOR = timedelta(days=180)
OLD_NEWS = timedelta(days=14)  # what is written down later than this is history, no news


def is_quiet(at: datetime) -> bool:
    """Whether nobody is disturbed at that moment: evening, night, and all day when it is no working day."""
    here = at.astimezone(calendar().zone)
    return not (QUIET_UNTIL <= here.time() < QUIET_FROM and calendar().is_workday(here.date()))


def digest_of(at: datetime) -> datetime:
    """The hour of that day's message: what is told later is none of it, however late it is made."""
    return datetime.combine(at.astimezone(calendar().zone).date(), DIGEST_AT, calendar().zone)


def is_digest_time(at: datetime) -> bool:
    """Whether the day's message may be made."""
    return not is_quiet(at) and at >= digest_of(at)


def goes_at_once(*, oldest: datetime, at: datetime) -> bool:
    """Whether what came in since `oldest` has been gathered for long enough."""
    return not is_quiet(at) and at - oldest >= GATHERED_FOR


def retry_after(failed_attempts: int) -> timedelta | None:
    """How long to wait after so many attempts that surely did not arrive; None: give up."""
    return RETRY_AFTER[failed_attempts - 1] if failed_attempts <= len(RETRY_AFTER) else None


def ids_under(data: Any) -> list[int]:
    """The ids in a fact of an entry: one, a list, or none."""
    values = data if isinstance(data, list) else [data]
    return [int(value) for value in values if value not in (None, "")]
