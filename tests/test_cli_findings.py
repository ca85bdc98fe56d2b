"""`lianchuang findings due`: by kind, of one unit, as JSON; and what it refuses."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from django.utils import translation

from lianchuang.common import clock
from lianchuang.config.cli import main
from lianchuang.findings.actions import ask_extension
from lianchuang.findings.tests.ladder import deferred, dispatched, elsewhere, rectifying
from tests.cast import Cast, make_finding


@pytest.fixture(autouse=True)
def same_language_after() -> Iterator[None]:
    before = translation.get_language()
    yield
    translation.activate(before)


def due(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["findings", "due", *arguments], env={"LIANCHUANG_LANGUAGE": "en"})


def test_nothing_is_due(cast: Cast) -> None:
    result = due()
    assert (result.exit_code, result.stdout) == (0, "Nothing is due.\n")


def test_by_kind_and_for_a_unit(cast: Cast) -> None:
    late = dispatched(cast)
    asked = rectifying(cast, site=elsewhere(cast))
    ask_extension(finding=asked, by=cast.post_holder.actor, days=2, note="雨天", at=clock.now())
    deferred(cast, site=elsewhere(cast))
    sealed = make_finding(site=cast.market, item=cast.market_item, by=cast.inspector.actor, sealed=True)
    assert late.step_due_at is not None
    with clock.fixed(late.step_due_at + timedelta(days=30)):
        result, other, said = due("--json"), due("--unit", "6", "--json"), due("--within", "2d", "--unit", "5")
    assert (result.exit_code, other.exit_code, said.exit_code) == (0, 0, 0)
    answer = json.loads(result.stdout)
    assert answer["counts"] == {"overdue": 2, "soon": 0, "review": 1, "extension": 1, "part": 0}
    assert {one["number"] for one in answer["overdue"]} == {late.number, asked.number}
    assert answer["extension"][0]["days_asked"] == 2
    assert sealed.title not in result.stdout
    assert sum(json.loads(other.stdout)["counts"].values()) == 0
    assert "Overdue: 2" in said.stdout
    assert str(late.number) in said.stdout


def test_what_it_does_not_understand(cast: Cast) -> None:
    assert due("--within", "soon").exit_code == 2
    result = due("--unit", "nowhere", "--json")
    assert result.exit_code == 1
    assert "nowhere" in json.loads(result.stdout)["refused_because"][0]
