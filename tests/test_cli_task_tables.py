"""`lianchuang duties import FILE`: what it says, what it writes, how it ends."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils import translation

from lianchuang.config.cli import main
from lianchuang.duties.models import Task, TaskTable
from lianchuang.duties.tests.tasktables.making import Line, xlsx
from tests.cast import Cast

LINES: list[Line] = [
    ["2026年任务分解表", None, None, None],
    ["序号", "工作任务", "责任单位", "完成时限"],
    [1, "背街小巷保洁", "桂亭街道、城管局", "9月底前"],
    [2, "农贸市场整治", "食药监所", "每月25日前"],
]


@pytest.fixture(autouse=True)
def same_language_after() -> Iterator[None]:
    before = translation.get_language()
    yield
    translation.activate(before)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small task table."""
    path = tmp_path / "任务.xlsx"
    path.write_bytes(xlsx({"任务": LINES}))
    return path


def call(*arguments: str, language: str = "en") -> Result:
    given = ("duties", "import", *arguments)
    return CliRunner().invoke(main, given, env={"LIANCHUANG_LANGUAGE": language})


def test_it_says_what_was_understood_of_each_cell_and_keeps_a_draft(cast: Cast, file: Path) -> None:
    answer = json.loads(call(str(file), "--json", "--on", "2026-03-02").stdout)
    first, second = answer["rows"]
    assert first["cells"]["lead"]["value"] == ["莲县城市管理局"] or first["cells"]["lead"]["value"] == ["桂亭街道"]
    assert first["cells"]["deadline"]["value"] == {"date": "2026-09-30"}
    assert second["cells"]["lead"]["confidence"] == "unsure"
    assert second["cells"]["lead"]["open"][0]["text"] == "食药监所"
    assert [one["cell"] for one in answer["not_understood"]] == ["lead"]
    assert (answer["counts"]["rows"], answer["counts"]["ready"], answer["refused_because"]) == (2, 1, [])
    assert answer["draft"] == TaskTable.objects.get().pk
    assert not Task.objects.exists()


def test_a_dry_run_writes_nothing(cast: Cast, file: Path) -> None:
    told = call(str(file), "--dry-run", language="zh")
    assert told.exit_code == 0
    assert "没有叫“食药监所”的单位" in told.stdout
    assert not TaskTable.objects.exists()


def test_accepting_makes_tasks_of_what_is_understood(cast: Cast, file: Path) -> None:
    told = call(str(file), "--accept", "--campaign", "wenming", "--on", "2026-03-02")
    assert told.exit_code == 0
    assert "1 tasks were made" in told.stdout
    assert Task.objects.get().lead_post == cast.coordinator.post
    assert call(str(file), "--accept").exit_code == 2
    assert call(str(file), "--campaign", "no-such").exit_code == 2


def test_a_broken_file_is_refused_with_its_reason(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "任务.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100)
    told = call(str(path), "--json", language="zh")
    assert told.exit_code == 1
    assert "旧式 XLS" in json.loads(told.stdout)["refused_because"][0]
    assert "XLS" in call(str(path)).stderr


def test_without_units_it_says_so(db: None, file: Path) -> None:
    told = call(str(file))
    assert told.exit_code == 1
    assert "no units" in told.stderr
