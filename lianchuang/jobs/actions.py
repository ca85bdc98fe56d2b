"""Working the schedule off. Each step is a conditional update that is committed by itself, on SQLite and PostgreSQL alike.

These are no audited actions: they change nothing of the county's, only when the program does its own chores next.
"""

import logging
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from lianchuang.common.ids import new_id
from lianchuang.jobs.models import StandingTask
from lianchuang.jobs.rules import wait_after
from lianchuang.jobs.schedule import Standing, registered

MOST_ERROR = 4000
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ran:
    """One run: how long it took, what it said, or the fault it ended with."""

    name: str
    seconds: float
    said: str = ""
    fault: str = ""


def enrol(at: datetime) -> None:
    """Give every registered task its row, due at once; rows that nobody registers any more go."""
    names = registered()
    missing = names.keys() - set(StandingTask.objects.values_list("name", flat=True))
    StandingTask.objects.bulk_create(
        [StandingTask(name=name, next_at=at) for name in sorted(missing)], ignore_conflicts=True
    )
    StandingTask.objects.exclude(name__in=names).delete()


def claim(name: str, worker: str, at: datetime, lease: timedelta) -> bool:
    """Take a task that is due and that nobody has. Of two workers one gets True."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
    due = StandingTask.objects.filter(free, name=name, next_at__lte=at)
    return bool(due.update(worker=worker, leased_until=at + lease, started_at=at))


def finish(standing: Standing, worker: str, ran: Ran, at: datetime) -> None:
    """Write down a run that went well, and when the next one is; unless another worker has the task by now."""
    StandingTask.objects.filter(name=standing.name, worker=worker).update(
        worker="",
        leased_until=None,
        next_at=standing.when.after(at),
        finished_at=at,
        seconds=ran.seconds,
        said=ran.said[:200],
        failures=0,
    )


def fail(standing: Standing, worker: str, ran: Ran, at: datetime) -> None:
    """Write down a run that failed, and try again later: the longer, the more often it failed."""
    mine = StandingTask.objects.filter(name=standing.name, worker=worker)
    failures = (mine.values_list("failures", flat=True).first() or 0) + 1
    mine.update(
        worker="",
        leased_until=None,
        next_at=at + wait_after(failures),
        finished_at=at,
        seconds=ran.seconds,
        failures=failures,
        last_error=ran.fault[-MOST_ERROR:],
        last_error_at=at,
    )


def make_due(name: str, at: datetime) -> bool:
    """Let a task be due now, whatever its rhythm. False when there is no such task."""
    return bool(StandingTask.objects.filter(name=name).update(next_at=at))


def run_due(at: datetime, worker: str = "") -> Iterator[Ran]:
    """Run every task that is due, one after the other; a fault of one does not stop the others."""
    worker = worker or str(new_id())
    due = list(StandingTask.objects.filter(next_at__lte=at).order_by("next_at").values_list("name", flat=True))
    tasks = registered()
    for name in due:
        standing = tasks.get(name)
        if standing is not None and claim(name, worker, at, standing.lease):
            yield _run(standing, worker, at)


def _run(standing: Standing, worker: str, at: datetime) -> Ran:
    began = time.monotonic()
    try:
        said = standing.run(at)
    except Exception:  # noqa: BLE001 - whatever it was is kept and shown, and the other tasks go on
        ran = Ran(standing.name, round(time.monotonic() - began, 3), fault=traceback.format_exc())
        log.warning("standing task %s failed:\n%s", standing.name, ran.fault)
        fail(standing, worker, ran, at)
        return ran
    ran = Ran(standing.name, round(time.monotonic() - began, 3), said)
    finish(standing, worker, ran, at)
    return ran
