"""`lianchuang standards diff`: two editions side by side, for people and scripts."""

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result
from django.utils import translation

from lianchuang.config.cli import main
from lianchuang.standards.models import EditionState
from tests.cast import Cast, make_edition, make_requirement


@pytest.fixture(autouse=True)
def same_language_after() -> Iterator[None]:
    before = translation.get_language()
    yield
    translation.activate(before)


def diff(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["standards", "diff", *arguments], env={"LIANCHUANG_LANGUAGE": "en"})


@pytest.fixture
def later(cast: Cast) -> str:
    edition = make_edition(standard=cast.weisheng.edition.standard, code="weisheng-next", state=EditionState.DRAFT)
    make_requirement(edition=edition, code="1", name="卫生县城要求1", text="改了说法")
    make_requirement(edition=edition, code="8", name="禁止活禽宰杀交易")
    return edition.code


def test_for_a_person(cast: Cast, later: str) -> None:
    answer = diff(cast.weisheng.edition.code, later)
    assert answer.exit_code == 0
    lines = answer.stdout.splitlines()
    assert "Changed 1 卫生县城要求1 → 1 卫生县城要求1: Text – → 改了说法" in lines
    assert any(line.startswith("Changed [suggested] V1 无活禽宰杀 → 8 禁止活禽宰杀交易") for line in lines)
    assert lines[-1] == "Of 3: 0 kept, 2 changed, 1 gone; 0 new."


def test_for_a_script(cast: Cast, later: str) -> None:
    answer = json.loads(diff(cast.weisheng.edition.code, later, "--json").stdout)
    assert answer["counts"] == {"same": 0, "moved": 0, "changed": 2, "split": 0, "merged": 0, "gone": 1, "new": 0}
    assert answer["suggested"] == 1
    (first,) = [line for line in answer["lines"] if line["earlier"] and line["earlier"][0]["code"] == "1"]
    assert first["changes"] == [{"field": "text", "before": "", "after": "改了说法", "turn": ""}]


def test_what_stays_is_shown_when_asked(cast: Cast) -> None:
    copy = make_edition(standard=cast.weisheng.edition.standard, code="weisheng-copy", state=EditionState.DRAFT)
    make_requirement(edition=copy, code="1", name="卫生县城要求1", name_en="Requirement 1")
    short = json.loads(diff(cast.weisheng.edition.code, copy.code, "--json").stdout)
    whole = json.loads(diff(cast.weisheng.edition.code, copy.code, "--json", "--all").stdout)
    assert len(whole["lines"]) == len(short["lines"]) + 1


def test_an_unknown_edition_and_two_standards_are_refused(cast: Cast) -> None:
    unknown = diff(cast.weisheng.edition.code, "no-such")
    assert unknown.exit_code == 1
    assert "no-such" in unknown.stderr
    apart = diff(cast.weisheng.edition.code, cast.wenming.edition.code, "--json")
    assert apart.exit_code == 1
    assert json.loads(apart.stdout)["refused_because"]
