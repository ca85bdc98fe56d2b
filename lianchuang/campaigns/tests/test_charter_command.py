"""`lianchuang charter draft`: one object for scripts, lines for people, an honest word when nothing is found."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.utils import translation

from lianchuang.campaigns.tests.mirror import to_traditional
from lianchuang.campaigns.tests.notices import CASES, NOT_NOTICES, THREE_CITIES
from lianchuang.config.cli import main


@pytest.fixture(autouse=True)
def same_language_after() -> Iterator[None]:
    before = translation.get_language()
    yield
    translation.activate(before)


def draft(path: Path, *options: str, language: str = "en") -> Result:
    return CliRunner().invoke(main, ["charter", "draft", str(path), *options], env={"LIANCHUANG_LANGUAGE": language})


def as_json(path: Path, *options: str) -> dict[str, Any]:
    return json.loads(draft(path, "--json", *options).stdout)


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(THREE_CITIES.text, encoding="utf-8")
    return path


def test_one_object_for_scripts(notice: Path) -> None:
    result = draft(notice, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["refused_because"] == []
    assert found["name"] == "三城同创"
    assert found["place"] == "青槐县"
    assert found["date"] == "2025-04-07"
    assert [set(campaign) for campaign in found["campaigns"]] == [
        {"name", "lead_post", "sentence", "lead_sentence", "line"}
    ] * 3
    assert all(demand["text"] in demand["sentence"] for demand in found["demands"])
    assert found["mended"]["counts"] == {}
    assert found["mended"]["names_left_out"] == 7


def test_a_demand_of_no_known_kind_has_none(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(CASES["numerals, one campaign"].text, encoding="gb18030")
    demands = as_json(path)["demands"]
    assert any("kind" not in demand for demand in demands)
    assert all(demand.get("kind", "D1").startswith("D") for demand in demands)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_lines_for_people(tmp_path: Path, language: str) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(to_traditional(THREE_CITIES.text) + "\n什么?wáng)的", encoding="utf-8")
    result = draft(path, language=language)
    assert result.exit_code == 0
    for words in ("国家园林县城", "县委常委、副县长", "2025-04-07", "每周通报一次", "?wáng)"):
        assert words in result.stdout
    assert ("Traditional characters" in result.stdout) == (language == "en")
    assert ("繁体字" in result.stdout) == (language == "zh-hans")


def test_it_writes_nothing_with_or_without_dry_run(notice: Path) -> None:
    """No database is at hand in this test: a write or a read would fail."""
    assert as_json(notice, "--dry-run") == {**as_json(notice), "dry_run": True}


@pytest.mark.parametrize("name", NOT_NOTICES)
def test_nothing_found_is_said_and_ends_with_one(tmp_path: Path, name: str) -> None:
    path = tmp_path / "text.txt"
    path.write_text(NOT_NOTICES[name], encoding="utf-8")
    result = draft(path, "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert found["refused_because"][0].startswith("Nothing found")
    assert found["campaigns"] == found["demands"] == []
    assert found["date"] is None
    said = draft(path)
    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr.startswith("Nothing found")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notice.pdf"
    path.write_bytes(b"%PDF-1.7")
    result = draft(path, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["refused_because"] == [
        "PDF files are not read. Save the notice as DOCX or text, or paste it."
    ]
    assert "另存为" in draft(path, language="zh-hans").stderr


@pytest.mark.parametrize(
    "arguments", [["charter", "draft"], ["charter", "draft", "/no/such/file"], ["charter", "paint"]]
)
def test_a_wrong_call_ends_with_two(arguments: list[str]) -> None:
    assert CliRunner().invoke(main, arguments).exit_code == 2
