"""`lianchuang bulletins make`: drafts once, writes files whole, ends with 0, 1 or 2."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils import translation

from lianchuang.bulletins.models import Bulletin
from lianchuang.bulletins.tests.week import MORNING_AFTER, put_week
from lianchuang.common import clock
from lianchuang.common.typesetting import fonts
from lianchuang.config.cli import main
from tests.cast import Cast, make_round


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    before = translation.get_language()
    with clock.fixed(MORNING_AFTER):
        yield
    translation.activate(before)


def make(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["bulletins", "make", *arguments], env={"LIANCHUANG_LANGUAGE": "en"})


def test_it_drafts_last_week_and_writes_it_and_takes_the_same_draft_again(cast: Cast, tmp_path: Path) -> None:
    put_week(cast)
    formats = "docx,pdf" if fonts() else "docx"
    arguments = ["weekly", "--out", str(tmp_path), "--formats", formats, "--json"]
    answer = json.loads(make(*arguments).stdout)
    assert (answer["from"], answer["state"], answer["number"]) == ("2026-11-09", "draft", "莲联创通〔2026〕1 号")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(Path(one).name for one in answer["files"])
    with zipfile.ZipFile(tmp_path / "莲联创通〔2026〕1号.docx") as parts:
        text = io.TextIOWrapper(parts.open("word/document.xml"), encoding="utf-8").read()
    assert "关于第 46 周日常督查情况的通报" in text
    assert json.loads(make(*arguments).stdout)["number"] == answer["number"]
    assert Bulletin.objects.count() == 1


def test_a_dry_run_writes_nothing(cast: Cast, tmp_path: Path) -> None:
    result = make("daily", "--for", "2026-11-10", "--out", str(tmp_path), "--dry-run")
    assert result.exit_code == 0
    assert "would be drafted" in result.stdout
    assert not Bulletin.objects.exists()
    assert not list(tmp_path.iterdir())


def test_a_campaign_and_a_round_are_named(cast: Cast, tmp_path: Path) -> None:
    make_round(
        joint=cast.joint,
        planned_by=cast.office.post,
        name="专项",
        day=MORNING_AFTER.date().replace(day=4),
        state="finished",
    )
    out = ["--out", str(tmp_path), "--formats", "docx", "--json"]
    named = json.loads(make("campaign", "--for", "wenming@2026-10", *out).stdout)
    assert (named["from"], named["to"]) == ("2026-10-01", "2026-10-31")
    assert json.loads(make("round", "--for", "专项", *out).stdout)["number"] == "莲联创督通〔2026〕1 号"


def test_it_says_why_not(cast: Cast, tmp_path: Path) -> None:
    make_round(joint=cast.joint, planned_by=cast.office.post, name="暗访", kind="undercover", state="finished")
    for arguments in (["campaign"], ["round", "--for", "暗访"], ["weekly", "--for", "2026-12-24"]):
        result = make(*arguments, "--out", str(tmp_path), "--json")
        assert result.exit_code == 1, arguments
        assert json.loads(result.stdout)["refused_because"]
    assert not Bulletin.objects.exists()


@pytest.mark.parametrize(
    "arguments", [["yearly"], ["weekly", "--formats", "odt"], ["weekly", "--for", "yesterday"], []]
)
def test_a_wrong_call_is_two(cast: Cast, arguments: list[str]) -> None:
    assert make(*arguments).exit_code == 2
