"""`lianchuang standards import | export | pairs`: counts, refusals and dry runs, for people and for scripts."""

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.utils import translation

from lianchuang.config.cli import main
from lianchuang.packs import PACKS
from lianchuang.standards.models import Edition, Profile, RequirementLink
from lianchuang.standards.tests.test_oscal import CATALOG, PROFILE, text_of

PACK = PACKS / "standards" / "weisheng" / "weisheng-2014.yaml"
KEYS = {
    "refused_because",
    "kind",
    "edition",
    "read",
    "active",
    "withdrawn",
    "selected",
    "added",
    "changed",
    "deleted",
    "refused",
    "dangling_links",
    "dry_run",
}


@pytest.fixture(autouse=True)
def same_language_after(db: None) -> Iterator[None]:
    before = translation.get_language()
    yield
    translation.activate(before)


def call(*words: object, language: str = "en") -> Result:
    return CliRunner().invoke(main, ["standards", *map(str, words)], env={"LIANCHUANG_LANGUAGE": language})


def answer(*words: object, code: int = 0) -> dict[str, Any]:
    result = call(*words, "--json")
    assert result.exit_code == code, result.output
    held = json.loads(result.stdout)
    assert isinstance(held, dict)
    return held


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.txt"
    path.write_text(text_of(CATALOG), encoding="utf-8")
    return path


def test_a_catalogue_comes_in_and_goes_out(catalogue: Path, tmp_path: Path) -> None:
    held = answer("import", catalogue)
    assert set(held) >= KEYS
    assert (held["kind"], held["edition"], held["read"], held["active"], held["withdrawn"]) == (
        "catalog",
        "example-sp-1-rev-2",
        4,
        3,
        1,
    )
    assert (held["added"], held["selected"], held["dry_run"]) == (7, 0, False)
    assert held["dangling_links"] == [{"place": "ac › ac-1 links[1]", "href": "#nowhere", "kind": "link"}]
    out = tmp_path / "out.json"
    assert call("export", "example-sp-1-rev-2", "--format", "oscal", "--out", out).exit_code == 0
    assert out.read_bytes() == catalogue.read_bytes()
    assert call("export", "example-sp-1-rev-2", "--format", "oscal").stdout == text_of(CATALOG)
    assert answer("import", catalogue)["added"] == 0


def test_a_dry_run_writes_nothing(catalogue: Path) -> None:
    assert answer("import", catalogue, "--dry-run")["added"] == 7
    assert not Edition.objects.exists()
    assert "Dry run" in call("import", catalogue, "--dry-run").stdout
    assert "没有写入" in call("import", catalogue, "--dry-run", language="zh").stdout


def test_a_profile(catalogue: Path, tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    path.write_text(text_of(PROFILE), encoding="utf-8")
    answer("import", catalogue, "--code", "mine")
    held = answer("import", path)
    assert (held["kind"], held["edition"], held["selected"]) == ("profile", "mine", 3)
    assert [one["href"] for one in held["dangling_links"]] == ["zz-9", "at-1.2"]
    assert call("export", "a-choice", "--format", "oscal").stdout == text_of(PROFILE)
    assert answer("import", path, "--of", "nobody", code=1)["refused_because"]
    assert Profile.objects.count() == 1


def test_a_pack_through_a_sheet(tmp_path: Path) -> None:
    assert answer("import", PACK)["added"] == 64
    sheet = tmp_path / "sheet.xlsx"
    for language in ("zh", "en"):
        assert call("export", "weisheng-2014", "--format", "xlsx", "--out", sheet, language=language).exit_code == 0
        held = answer("import", sheet)
        assert (held["kind"], held["added"], held["changed"], held["deleted"]) == ("xlsx", 0, 0, 0)
    text = PACK.read_text(encoding="utf-8")
    body = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    assert call("export", "weisheng-2014", "--format", "yaml").stdout == body


def test_refused_with_reasons(catalogue: Path, tmp_path: Path) -> None:
    for content in ("", "<a/>", '{"catalog": 1}', "nothing known"):
        path = tmp_path / "bad"
        path.write_text(content, encoding="utf-8")
        held = answer("import", path, code=1)
        assert set(held) >= KEYS
        assert held["refused_because"]
    assert answer("import", catalogue, "--code", "import", code=1)["refused"]
    assert call("export", "nobody", "--format", "yaml").exit_code == 1
    answer("import", catalogue)
    assert "seal" in call("export", "example-sp-1-rev-2", "--format", "yaml").stderr
    assert call("export", "example-sp-1-rev-2", "--format", "mapping").exit_code == 1
    Edition.objects.update(state="published")
    changed = tmp_path / "changed.json"
    changed.write_text(text_of(CATALOG).replace("Accounts", "All accounts"), encoding="utf-8")
    held = answer("import", changed, code=1)
    assert (held["changed"], len(held["refused_because"])) == (1, 1)
    assert answer("import", changed, "--code", "next")["added"] == 7


def test_pairs(catalogue: Path, tmp_path: Path) -> None:
    answer("import", catalogue, "--code", "mine")
    answer("import", PACK)
    table = tmp_path / "pairs.csv"
    rows = ["源编号,目标编号,关系", "WS-V1,ac-1,=", "WS-V2,zz,包含", "WS-V1,ac-1,等同", "WS-V3,ac-2,⊂"]
    table.write_bytes("\n".join(rows).encode("gb18030"))
    ends = ("--source", "weisheng-2014", "--target", "mine")
    held = answer("pairs", table, *ends, "--dry-run")
    assert (held["added"], held["dry_run"], RequirementLink.objects.count()) == (2, True, 0)
    held = answer("pairs", table, *ends)
    assert (held["read"], held["added"], held["same"]) == (4, 2, 0)
    assert held["unmatched"] == [{"id": "zz", "side": "target", "row": 3, "place": ""}]
    assert [row["row"] for row in held["doubled"]] == [4]
    assert RequirementLink.objects.count() == 2
    assert "zz" in call("pairs", table, *ends).stdout
    table.write_text("WS-V1,ac-1,=\nWS-V1,ac-1,subset\nWS-V4,ac-1,cousin\n", encoding="utf-8")
    held = answer("pairs", table, *ends, code=1)
    assert (len(held["contradicting"]), len(held["refused"])) == (2, 1)
    assert answer("pairs", table, "--source", "nobody", "--target", "mine", code=1)["refused_because"]
    assert answer("import", table, code=1)["kind"] == "pairs"
    out = tmp_path / "mapping.json"
    assert call("export", "mine", "--format", "mapping", "--out", out).exit_code == 0
    RequirementLink.objects.all().delete()
    assert answer("import", out)["added"] == 2


def test_an_export_in_one_object(catalogue: Path, tmp_path: Path) -> None:
    answer("import", catalogue)
    out = tmp_path / "out.json"
    dry = answer("export", "example-sp-1-rev-2", "--format", "oscal", "--out", out, "--dry-run")
    assert not out.exists()
    assert (dry["dry_run"], dry["file"], dry["bytes"]) == (True, str(out), len(catalogue.read_bytes()))
    told = call("export", "example-sp-1-rev-2", "--format", "oscal", "--dry-run").stdout
    assert "Dry run" in told
    assert dry["sha256"] in told
    wrote = answer("export", "example-sp-1-rev-2", "--format", "oscal", "--out", out)
    assert hashlib.sha256(out.read_bytes()).hexdigest() == wrote["sha256"] == dry["sha256"]
    assert "content" not in wrote
    assert answer("export", "example-sp-1-rev-2", "--format", "oscal")["content"] == text_of(CATALOG)
    sheet = answer("export", "example-sp-1-rev-2", "--format", "xlsx")
    assert base64.b64decode(sheet["content_base64"]).startswith(b"PK")
    assert answer("export", "nobody", "--format", "yaml", code=1)["refused_because"]
    nowhere = tmp_path / "no" / "such" / "folder"
    assert answer("export", "example-sp-1-rev-2", "--format", "oscal", "--out", nowhere, code=1)["refused_because"]
