"""Reading the schedule."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lianchuang.jobs.models import StandingTask
from lianchuang.jobs.schedule import registered

PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True)
class TaskLine:
    """A standing task with its words; `is_late` when it has been due for long and nobody does it."""

    task: StandingTask
    label: str
    rhythm: str
    is_late: bool

    @property
    def is_failing(self) -> bool:
        return self.task.failures > 0

    @property
    def last_line(self) -> str:
        """The fault in a line."""
        return self.task.last_error.strip().rpartition("\n")[2]


def task_lines(now: datetime) -> list[TaskLine]:
    """Every standing task that has its row, by name. One query."""
    tasks = registered()
    rows = StandingTask.objects.filter(name__in=tasks)
    return [TaskLine(row, str(tasks[row.name].label), tasks[row.name].when.words(), _is_late(row, now)) for row in rows]


def _is_late(task: StandingTask, now: datetime) -> bool:
    has_it = task.leased_until is not None and task.leased_until > now
    return task.next_at < now - PATIENCE and not has_it
