"""The one place that reads the time. Rules and kernels are handed it as a value."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return the present moment, aware."""
    return timezone.now()


def today() -> date:
    """Return today's date in the county's time zone."""
    return timezone.localdate(now())


def local(at: datetime) -> datetime:
    """Return the same moment in the county's time zone."""
    return timezone.localtime(at)
