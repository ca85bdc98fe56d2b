"""`lianchuang duties prove`: exit code, list, JSON."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from django.utils import translation

from lianchuang.accounts.models import Appointment
from lianchuang.common import clock
from lianchuang.config.cli import main
from lianchuang.duties.models import DutyRule
from lianchuang.duties.tests.county import settle
from tests.cast import Cast, make_duty_rule


@pytest.fixture(autouse=True)
def same_language_after() -> Iterator[None]:
    before = translation.get_language()
    yield
    translation.activate(before)


def prove(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["duties", "prove", *arguments], env={"LIANCHUANG_LANGUAGE": "en"})


def test_complete_is_zero(cast: Cast) -> None:
    settle(cast)
    result = prove("--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert (answer["things"], answer["requirements"], answer["sites"]) == (12, 9, 3)
    assert [answer[name] for name in ("without_lead", "two_leads", "vacant", "overloaded")] == [[]] * 4
    assert answer["idle_posts"]
    said = prove()
    assert said.exit_code == 0
    assert "Complete" in said.stdout


def test_nothing_to_prove_is_said(db: None) -> None:
    result = prove()
    assert result.exit_code == 0
    assert "nothing to prove" in result.stdout


def test_gaps_and_overlaps_are_one_with_the_list(cast: Cast) -> None:
    settled = settle(cast)
    gone, doubled = settled.by_campaign["weisheng"][:2]
    DutyRule.objects.filter(pk=gone.pk).update(retired_at=clock.now())
    second = make_duty_rule(requirement=doubled.requirement, area=doubled.area, post=cast.road_post)
    Appointment.objects.filter(post=cast.market_post).update(until=clock.today())
    result = prove("--json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    (asked,) = cast.weisheng.edition.requirements.filter(code="1")
    assert gone.requirement == asked
    assert [one["code"] for one in answer["without_lead"]] == [asked.code]
    assert [one["rules"] for one in answer["two_leads"]] == [[str(doubled), str(second)]]
    assert [(one["kind"], one["code"]) for one in answer["vacant"]] == [("site", cast.market.code)]
    said = prove()
    assert said.exit_code == 1
    assert "3 of 12 things" in said.stderr


def test_a_past_day(cast: Cast) -> None:
    settled = settle(cast)
    rule = settled.by_campaign["weisheng"][0]
    DutyRule.objects.filter(pk=rule.pk).update(retired_at=clock.now())
    assert prove().exit_code == 1
    yesterday = clock.today() - timedelta(days=1)
    assert prove("--on", yesterday.isoformat()).exit_code == 0
    assert prove("--on", "yesterday").exit_code == 2
