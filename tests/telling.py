# ruff: noqa: E402  (Django is set up before anything of ours is loaded)
"""A worker that is killed at some point between a deed and its message; run by test_notice_faults.

    python -m tests.telling PLAN    a JSON list of schedules; says how each one ended

The keeper loads the program once and forks a process for each schedule, as a service manager would start it anew.
"""

import django

django.setup()

import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import connections
from django.urls import reverse
from django.utils import translation

from lianchuang.accounts.models import Person, Post
from lianchuang.audit.actions import hear
from lianchuang.common import clock
from lianchuang.common.workdays import calendar
from lianchuang.findings.actions import dispatch_finding
from lianchuang.findings.models import Finding
from lianchuang.notices.actions import gathering, sending
from tests.rows import actor_of


def die(*_given: object, **_named: object) -> Any:
    """SIGKILL, now."""
    os.kill(os.getpid(), signal.SIGKILL)


def dying_after(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, and then the end."""

    def inner(*given: Any, **named: Any) -> Any:
        function(*given, **named)
        die()

    return inner


def arm(point: str, chance: random.Random, whole: float) -> None:
    """Let this process be killed at the point; "any" is a random moment of the `whole` seconds it takes."""
    if point == "any":
        timer = threading.Timer(chance.uniform(0, whole), die)
        timer.daemon = True
        timer.start()
    elif point == "in the deed":
        hear(die)  # hears after the notices are written, before the transaction ends
    elif point == "in gathering":
        gathering._make = dying_after(gathering._make)
    elif point == "after claiming":
        sending.claim = dying_after(sending.claim)
    elif point == "before handing":
        sending.begin_handing = die
    elif point == "handing":
        sending.begin_handing = dying_after(sending.begin_handing)
    elif point == "after handing":
        sending.mark_sent = die
    elif point == "after marking":
        sending.mark_sent = dying_after(sending.mark_sent)


def live(schedule: dict[str, Any], whole: float) -> None:
    """The deeds of a day, and what the worker makes of them at its message hour."""
    at, point = datetime.fromisoformat(schedule["at"]), schedule["point"]
    arm(point, random.Random(schedule["seed"]), whole)
    do_deeds(schedule["findings"], at)
    if point == "after the deed":
        die()
    gathering.gather_messages(at + timedelta(minutes=30))
    if point == "after gathering":
        die()
    sending.send_waiting(at + timedelta(minutes=30))


def do_deeds(findings: list[str], at: datetime) -> None:
    """Dispatch what is not dispatched yet, as somebody does who got no answer the first time."""
    waiting = list(Finding.objects.filter(pk__in=findings, state="reported"))
    if not waiting:
        return
    post = Post.objects.select_related("unit").get(code="cast-post_holder")
    office = Post.objects.select_related("unit").get(code="cast-office")
    by = actor_of(Person.objects.get(username="office"), office)
    for finding in waiting:
        dispatch_finding(finding=finding, by=by, post=post, at=at)


def warm_up() -> None:
    """Everything that is loaded when it is first asked for: before the first fork."""
    reverse("notices:list")
    for language in ("zh-hans", "en"):
        with translation.override(language):
            translation.gettext("Notices")
    calendar().is_workday(clock.today())
    get_connection()
    list(Finding.objects.select_related("responsible_post__unit", "place_unit")[:1])


def keep(plan: Path) -> None:
    """Each schedule in a process of its own."""
    settings.WECOM_ADDRESS = os.environ["LIANCHUANG_TEST_ROBOTS"]
    warm_up()
    ended, whole = [], 0.1
    for schedule in json.loads(plan.read_text()):
        connections.close_all()
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            live(schedule, whole)
            connections.close_all()
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        if schedule["point"] == "none":
            whole = time.monotonic() - began
        ended.append("killed" if os.WIFSIGNALED(status) else str(os.WEXITSTATUS(status)))
    sys.stdout.write(json.dumps(ended))


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
