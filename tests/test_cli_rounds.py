"""`lianchuang rounds draw`: what can be drawn, a dry run, the draw, and why not."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.utils import translation

from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.config.cli import main
from lianchuang.inspections.actions import draw_sample, plan_round, start_round
from lianchuang.inspections.models import Round, RoundKind
from tests.cast import Cast


@pytest.fixture(autouse=True)
def same_language_after() -> Iterator[None]:
    before = translation.get_language()
    yield
    translation.activate(before)


def draw(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["rounds", "draw", *arguments], env={"LIANCHUANG_LANGUAGE": "en"})


def plan(cast: Cast, name: str = "三月督查", **facts: Any) -> Round:
    today = clock.today()
    days = {"starts_on": today, "ends_on": today + timedelta(days=6), "kind": RoundKind.ROUTINE, **facts}
    return plan_round(joint=cast.joint, name=name, by=cast.office.actor, at=clock.now(), **days)


def test_without_a_name_it_lists_what_can_be_drawn(cast: Cast) -> None:
    assert "nothing to draw" in draw().stdout
    planned = plan(cast)
    listed = json.loads(draw("--json").stdout)["rounds"]
    assert [(each["id"], each["name"], each["drawn"]) for each in listed] == [(str(planned.pk), "三月督查", False)]
    assert str(planned.pk) in draw().stdout


def test_a_dry_run_says_all_and_writes_nothing(cast: Cast) -> None:
    cast.lane_type.minimum_sample = 3
    cast.lane_type.save()
    planned = plan(cast, seed=99)
    answer = json.loads(draw("三月督查", "--dry-run", "--json").stdout)
    assert (answer["seed"], answer["sample"], answer["dry_run"]) == (99, ["LANE-1", "LANE-2"], True)
    assert answer["below_minimum"] == {"back-street": 1}
    assert answer["teams"] == [["cast-inspector"]]
    assert not planned.round_sites.exists()
    assert "Official minimum 3, but there are only 2." in draw(str(planned.pk), "--dry-run").stdout
    drawn = draw(str(planned.pk), "--seed", "7", "--json")
    assert drawn.exit_code == 0
    planned.refresh_from_db()
    assert (planned.seed, planned.frame_id) == (7, json.loads(drawn.stdout)["frame_sha256"])
    assert planned.round_sites.count() == 2
    assert Entry.objects.get(code="round.drawn").post_name == ""


def test_it_draws_again_as_the_office_wanted_it(cast: Cast) -> None:
    planned = plan(cast)
    inspectors = [cast.inspector.post]
    draw_sample(round=planned, everything=True, inspectors=inspectors, by=cast.office.actor, at=clock.now())
    result = draw("三月督查")
    assert result.exit_code == 0
    assert "3 of 3 sites" in result.stdout


def test_why_not_is_said(cast: Cast) -> None:
    for each in ("两个", "两个", "空", "开始了"):
        planned = plan(cast, each)
    facts = {"everything": True, "inspectors": [cast.inspector.post], "by": cast.office.actor, "at": clock.now()}
    start_round(round=draw_sample(round=planned, **facts), by=cast.office.actor, at=clock.now())
    for name, words in (
        ("无此轮", "No planned round"),
        ("两个", "Several"),
        ("开始了", "has begun"),
        ("空", "Nothing would"),
    ):
        result = draw(name, "--json")
        assert result.exit_code == 1
        assert words in json.loads(result.stdout)["refused_because"][0]


def test_what_is_typed_wrongly_is_two() -> None:
    assert draw("x", "--seed", "minus").exit_code == 2
