"""Random schedules in which the worker is killed between a deed and its message: no notice is lost, none is sent twice.

LIANCHUANG_SCHEDULES sets how many (100); `benchmarks/notice_faults.py` draws 3,000. Each schedule is a working day: deeds,
the message hour, a kill at a point drawn from its number; the mail server and the robots' server misbehave as well.
"""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from lianchuang.common.workdays import calendar
from lianchuang.findings import rules
from lianchuang.findings.models import Finding
from lianchuang.notices.models import Channel, Choice, How, Message, MessageState, Notice, Robot
from tests.cast import Cast, make_finding
from tests.serving import ROOT, surroundings
from tests.standins import WEATHER, Received, mail_server, robot_server

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SCHEDULES = int(os.environ.get("LIANCHUANG_SCHEDULES", "100"))
POINTS = (
    "in the deed", "after the deed", "in gathering", "after gathering", "after claiming", "before handing", "handing",
    "after handing", "after marking",
)  # fmt: skip
RESULT = os.environ.get("LIANCHUANG_RESULT")  # where the benchmark wants the figures
FIRST = date(2026, 3, 2)
QUIET = 8  # days without kills at the end: a message that is refused or kept silent about day after day is rarer than 1 in 1,000,000


def working_days(count: int) -> list[datetime]:
    """8:10 on so many working days."""
    days: list[datetime] = []
    day = FIRST
    while len(days) < count:
        if calendar().is_workday(day):
            days.append(datetime.combine(day, time(8, 10), calendar().zone))
        day += timedelta(days=1)
    return days


def draw(findings: list[Finding]) -> list[dict[str, Any]]:
    """Each day one finding is dispatched (and what a kill undid the day before); quiet days end it."""
    days, plan = working_days(SCHEDULES + QUIET), []
    for number, at in enumerate(days):
        chance = random.Random(number * 7919)
        spared = number % 12 == 0 or number >= SCHEDULES
        point = "none" if spared else chance.choice((*POINTS, "any", "any", "any"))
        pks = [str(finding.pk) for finding in findings[max(0, number - 3) : number + 1]]
        plan.append({"at": at.isoformat(), "point": point, "seed": number, "findings": pks})
    return plan


def run(plan: list[dict[str, Any]], mail: Received, robots: Received, folder: Path) -> list[str]:
    """Let the keeper live through the plan; how each schedule ended."""
    path = folder / "plan.json"
    path.write_text(json.dumps(plan))
    with mail_server(mail) as port, robot_server(robots) as address:
        env = surroundings(None) | {
            "LIANCHUANG_MAIL": f"smtp://127.0.0.1:{port}?tls=0",
            "LIANCHUANG_MAIL_FROM": "lianchuang@example.org",
            "LIANCHUANG_TEST_ROBOTS": address,
            "DJANGO_SETTINGS_MODULE": "lianchuang.config.settings",
        }
        command = [sys.executable, "-m", "tests.telling", str(path)]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    ended: list[str] = json.loads(done.stdout)
    assert set(ended) <= {"killed", "0"}, done.stderr
    return ended


def compare(findings: list[Finding], channel: Channel, got: Received) -> Counter[str]:
    """What the stand-in holds against what was done."""
    ids = Counter(id for id, _text in got.messages)
    assert channel == Channel.WECOM or max(ids.values()) == 1, "a message came twice"
    seen: Counter[str] = Counter()
    for finding in findings:
        times = got.holding(f" {finding.title}")
        assert times <= 1, f"{finding.title} came {times} times by {channel}"
        if times == 0:
            message = Message.objects.get(items__notice__about__endswith=f" {finding.title}", channel=channel)
            assert message.state == MessageState.UNSURE, f"{finding.title}: {message.state} and not there"
            assert got.holding(message.mark) >= 1, f"{finding.title} is lost and nobody says so"
        seen["came" if times else "named"] += 1
    return seen


def test_nothing_is_lost_and_nothing_is_sent_twice(cast: Cast, tmp_path: Path) -> None:
    holder = cast.post_holder
    Choice.objects.create(person=holder.person, how=How.DAILY, email="holder@example.org")
    Robot.objects.create(unit=cast.street, key="street-robot")
    findings = [
        make_finding(state=rules.State.REPORTED, site=cast.lane, title=f"第{number}处", at=working_days(1)[0])
        for number in range(SCHEDULES)
    ]
    mail, robots = Received((*[WEATHER[0]] * 6, *WEATHER), 1), Received((*[WEATHER[0]] * 6, *WEATHER), 2)
    plan = draw(findings)
    ended = run(plan, mail, robots, tmp_path)
    told = Counter(Notice.objects.filter(code="finding.dispatch").values_list("about", flat=True))
    assert len(told) == SCHEDULES, "each deed tells"
    assert set(told.values()) == {1}, "and once"
    assert not Message.objects.filter(state__in=["waiting", "claimed", "handing", "given_up"]).exists()
    by_mail, by_group = compare(findings, Channel.EMAIL, mail), compare(findings, Channel.WECOM, robots)
    assert ended.count("killed") > SCHEDULES * 0.6
    if SCHEDULES >= 100:
        assert {schedule["point"] for schedule, end in zip(plan, ended, strict=True) if end == "killed"} == {
            *POINTS,
            "any",
        }
        assert {*mail.seen, *robots.seen} == set(WEATHER), "each sort of weather must have been"
    said = {"kills": ended.count("killed"), "mail": by_mail, "groups": by_group, "weather": mail.seen + robots.seen}
    if RESULT:
        Path(RESULT).write_text(json.dumps(said))
