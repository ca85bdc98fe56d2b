"""Counting by day in the county's time, fast on both databases."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from django.db.models import CharField, Count, QuerySet
from django.db.models.functions import Cast, Substr

from lianchuang.common import clock
from lianchuang.findings.models import Finding

HOUR = len("2026-11-23 08")


def by_day(findings: QuerySet[Finding], column: str) -> Mapping[date, int]:
    """How many findings have their `column` (a moment) on each day.

    The database counts by hours of UTC as text: on SQLite, Django's own TruncDate calls Python for each row. Right for
    zones whose offset is whole hours, as China's is.
    """
    hour = Substr(Cast(column, CharField(max_length=40)), 1, HOUR)
    rows = findings.annotate(hour=hour).values_list("hour").annotate(number=Count("*")).order_by()
    days: dict[date, int] = {}
    for text, number in rows:
        day = clock.local(datetime.strptime(text, "%Y-%m-%d %H").replace(tzinfo=UTC)).date()
        days[day] = days.get(day, 0) + number
    return days
