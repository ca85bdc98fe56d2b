"""Numbers of findings: 问-2026-03417, one series a year."""

from datetime import datetime

from django.db.models import F

from lianchuang.common import clock as present
from lianchuang.findings.models import Serial


def next_number(at: datetime) -> str:
    """The next number of that year. Two writers never get the same one."""
    return next_numbers(present.local(at).year, 1)[0]


def next_numbers(year: int, count: int) -> list[str]:
    """The next `count` numbers of a year, reserved in the running transaction."""
    if not Serial.objects.filter(year=year).update(last=F("last") + count):
        Serial.objects.get_or_create(year=year)
        Serial.objects.filter(year=year).update(last=F("last") + count)
    last = Serial.objects.get(year=year).last
    return [f"问-{year}-{number:05d}" for number in range(last - count + 1, last + 1)]
