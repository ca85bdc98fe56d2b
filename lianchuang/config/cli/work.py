"""`lianchuang work`: standing tasks in a process of their own."""

import signal
import sys
import threading
from dataclasses import asdict

import click
from django.utils.translation import gettext as _

from lianchuang.common import clock
from lianchuang.config.cli.answers import REFUSED, prepare_database, say
from lianchuang.jobs.actions import Ran, enrol, run_due
from lianchuang.jobs.worker import work as work_on


@click.command()
@click.option("--once", is_flag=True, help="Run what is due now, and end; exit code 1 when a task failed.")
@click.option("--json", "as_json", is_flag=True, help="With --once: one JSON object on standard output.")
def work(once: bool, as_json: bool) -> None:
    """Work off standing tasks: notices by e-mail and to groups, reminders, clearing.

    `lianchuang serve` does this by itself. In production, with several server processes, run this beside them (one or
    more: no task is run twice) and set LIANCHUANG_WORKER=0 for them.
    """
    if as_json and not once:
        raise click.UsageError(_("--json needs --once."))
    prepare_database()
    if once:
        _run_once(as_json)
        return
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_given: stopped.set())
    click.echo(_("Working. Ctrl-C ends it."))
    work_on(stopped)


def _run_once(as_json: bool) -> None:
    at = clock.now()
    enrol(at)
    ran = list(run_due(at))
    lines = [_line(one) for one in ran] or [_("Nothing is due.")]
    say(as_json, {"ran": [asdict(one) for one in ran]}, lines)
    if any(one.fault for one in ran):
        sys.exit(REFUSED)


def _line(one: Ran) -> str:
    fault = one.fault.strip().rpartition("\n")[2]
    mark = "✗" if fault else "✓"
    return f"{mark} {one.name} {one.seconds:.1f} s {fault or one.said}".rstrip()
