"""Standing tasks: due when they should, run by one worker, tried again after a fault."""

import threading
from datetime import UTC, datetime, time, timedelta

import pytest

from lianchuang.common.workdays import calendar
from lianchuang.jobs import schedule
from lianchuang.jobs.actions import claim, enrol, fail, finish, make_due, run_due
from lianchuang.jobs.models import StandingTask
from lianchuang.jobs.queries import task_lines
from lianchuang.jobs.rules import Daily, Every, wait_after
from lianchuang.jobs.schedule import Standing
from lianchuang.jobs.worker import Worker

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ran: list[datetime] = []


def count(at: datetime) -> str:
    ran.append(at)
    return "done"


def break_down(at: datetime) -> str:
    raise ValueError("the disk is full")


COUNT = Standing("count", "Count", Every(5), count, timedelta(minutes=2))
BROKEN = Standing("broken", "Break down", Every(5), break_down)


@pytest.fixture
def tasks(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    ran.clear()
    monkeypatch.setattr(schedule, "_standing", {"count": COUNT, "broken": BROKEN})
    enrol(AT)


def test_a_rhythm_says_the_next_time() -> None:
    zone = calendar().zone
    assert Every(5).after(AT) == AT + timedelta(minutes=5)
    morning = datetime(2026, 9, 30, 7, 0, tzinfo=zone)
    daily, working = Daily(time(8, 0)), Daily(time(8, 0), workdays_only=True)
    assert daily.after(morning) == datetime(2026, 9, 30, 8, 0, tzinfo=zone)
    assert daily.after(daily.after(morning)) == datetime(2026, 10, 1, 8, 0, tzinfo=zone)
    # The national holiday of 2026 lasts until 7 October.
    assert working.after(working.after(morning)) == datetime(2026, 10, 8, 8, 0, tzinfo=zone)


def test_it_waits_longer_after_each_failure() -> None:
    waits = [wait_after(failures) for failures in (1, 2, 3, 9, 500)]
    assert waits == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2), *[timedelta(hours=1)] * 2]


def test_what_is_due_runs_once_and_a_fault_stops_nobody(tasks: None) -> None:
    first = {one.name: one for one in run_due(AT)}
    assert first["count"].said == "done"
    assert "the disk is full" in first["broken"].fault
    assert not list(run_due(AT))
    assert [one.name for one in run_due(AT + timedelta(seconds=31))] == ["broken"]
    broken = StandingTask.objects.get(name="broken")
    assert (broken.failures, broken.next_at) == (2, AT + timedelta(seconds=91))
    assert ran == [AT]


def test_the_last_fault_is_kept_and_shown(tasks: None, monkeypatch: pytest.MonkeyPatch) -> None:
    list(run_due(AT))
    mended = Standing("broken", "Break down", Every(5), count)
    monkeypatch.setattr(schedule, "_standing", {"count": COUNT, "broken": mended})
    list(run_due(AT + timedelta(minutes=1)))
    line = next(line for line in task_lines(AT) if line.task.name == "broken")
    assert not line.is_failing
    assert line.last_line == "ValueError: the disk is full"


def test_of_two_workers_one_has_it_until_its_lease_ends(tasks: None) -> None:
    assert claim("count", "first", AT, COUNT.lease)
    assert not claim("count", "second", AT + timedelta(minutes=1), COUNT.lease)
    assert claim("count", "second", AT + timedelta(minutes=2), COUNT.lease)
    # The first one was only slow: what it writes now counts for nothing.
    [one] = [one for one in run_due(AT + timedelta(minutes=9)) if one.name == "count"]
    before = StandingTask.objects.get(name="count").next_at
    finish(COUNT, "first", one, AT)
    fail(COUNT, "first", one, AT)
    assert StandingTask.objects.get(name="count").next_at == before


def test_a_task_is_late_when_nobody_does_it(tasks: None) -> None:
    assert not any(line.is_late for line in task_lines(AT))
    assert all(line.is_late for line in task_lines(AT + timedelta(minutes=11)))
    assert make_due("count", AT)
    assert not make_due("no-such", AT)


def test_rows_follow_the_register(tasks: None, monkeypatch: pytest.MonkeyPatch) -> None:
    list(run_due(AT))
    monkeypatch.setattr(schedule, "_standing", {"count": COUNT})
    enrol(AT + timedelta(days=1))
    assert list(StandingTask.objects.values_list("name", "next_at")) == [("count", AT + timedelta(minutes=5))]


@pytest.mark.django_db(transaction=True)
def test_four_workers_run_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real threads, real connections: each task once."""
    ran.clear()
    done = threading.Event()

    def note(at: datetime) -> str:
        ran.append(at)
        done.set()
        return ""

    monkeypatch.setattr(schedule, "_standing", {"count": Standing("count", "Count", Every(600), note)})
    workers = [Worker(pause=0.01) for _number in range(4)]
    for worker in workers:
        worker.start()
    assert done.wait(20)
    assert all(worker.stop() for worker in workers)
    assert len(ran) == 1
