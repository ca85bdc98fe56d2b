"""`lianchuang photos hints`: two files, no database."""

import json
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result

from lianchuang.config.cli.main import main
from tests import photos


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo of before, the same one cropped, and one that is none."""
    folder = tmp_path_factory.mktemp("photos")
    before = photos.photo("textured", 2, 9)[0]
    (folder / "before.jpg").write_bytes(before)
    (folder / "after.jpg").write_bytes(photos.ALTERATIONS["cropped to 90 % of each side, anywhere"](before, Random(1)))
    (folder / "words.jpg").write_text("no photo", encoding="utf-8")
    return folder


def run(files: Path, *arguments: str) -> Result:
    """As typed, in that folder."""
    names = [str(files / each) if each.endswith(".jpg") else each for each in arguments]
    return CliRunner().invoke(main, ["photos", "hints", *names])


def test_it_says_what_to_look_at_and_why(files: Path) -> None:
    answer = run(files, "before.jpg", "after.jpg", "--at", "2026-05-14T09:30", "--place", "112.53,32.99", "--json")
    assert answer.exit_code == 0, answer.output
    said = json.loads(answer.stdout)
    assert said["refused_because"] == []
    assert [hint["kind"] for hint in said["hints"]] == ["before", "no_notes"]
    assert said["hints"][0]["strength"] == "strong"
    assert all(hint["reason"] for hint in said["hints"])
    assert said["after"]["taken_at"] is None
    assert run(files, "before.jpg", "after.jpg").exit_code == 0


def test_a_file_that_is_no_photo_is_refused_with_the_reason(files: Path) -> None:
    answer = run(files, "before.jpg", "words.jpg", "--json")
    assert answer.exit_code == 1
    assert "words.jpg" in json.loads(answer.stdout)["refused_because"][0]


@pytest.mark.parametrize(
    "wrong",
    [
        ("before.jpg",),
        ("before.jpg", "nowhere.jpg"),
        ("before.jpg", "after.jpg", "--at", "yesterday"),
        ("before.jpg", "after.jpg", "--place", "112.53"),
        ("before.jpg", "after.jpg", "--place", "512,32"),
    ],
)
def test_a_wrong_call_is_told_apart(files: Path, wrong: tuple[str, ...]) -> None:
    assert run(files, *wrong).exit_code == 2
