"""The one place that reads the time. Rules and kernels are handed it as a value."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_fixed: ContextVar[datetime | None] = ContextVar("_fixed", default=None)


def now() -> datetime:
    """Return the present moment, aware."""
    return _fixed.get() or timezone.now()


def today() -> date:
    """Return today's date in the county's time zone."""
    return timezone.localdate(now())


def local(at: datetime) -> datetime:
    """Return the same moment in the county's time zone."""
    return timezone.localtime(at)


def day_only(at: datetime) -> datetime:
    """The beginning of the day of `at`: what is kept where the hour was promised not to be."""
    return local(at).replace(hour=0, minute=0, second=0, microsecond=0)


def is_day_only(at: datetime) -> bool:
    """Whether a moment stands for its day alone: midnight sharp."""
    return at == day_only(at)


@contextmanager
def fixed(at: datetime) -> Iterator[None]:
    """Let it be `at` inside the block: for making a past (the demo county) and for tests."""
    token = _fixed.set(at)
    try:
        yield
    finally:
        _fixed.reset(token)
