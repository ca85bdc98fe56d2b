"""`lianchuang import cases`: every row accounted for, nothing half-imported, in the reader's language, for
scripts too.
"""

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml
from click.testing import CliRunner, Result
from django.apps import apps
from django.core import serializers
from django.utils import translation

from lianchuang.config.cli import answers, main
from lianchuang.config.cli import cases as cases_command
from lianchuang.findings.models import Finding
from lianchuang.packs import load_categories
from tests.cast import Cast

EXAMPLE = Path(__file__).parent.parent / "examples" / "cases" / "la311.yaml"
MAP = """
system: city
words: 12345 热线
columns:
  number: id
  found_at: when
  settled_at: {column: done, optional: true}
  state: {column: state, values: {Open: open, Done: settled}}
  category: {column: kind, values: {bin: rubbish, hole: roads}}
  title: what
  place: where
  lon: {column: lon, optional: true}
  lat: {column: lat, optional: true}
"""
HEADER = "id,when,done,state,kind,what,where,lon,lat"
A1 = "A1,2026-03-02 09:30,,Open,bin,垃圾满溢,胜利路,112.5,33.1"
A2 = "A2,2026-03-02 09:30,2026-03-03 10:00,Done,hole,路面破损,文化路,,"
GOOD = f"{HEADER}\n{A1}\n{A2}\n"
KEYS = {"refused_because", "dry_run", "read", "imported", "merged", "settled", "refused", "notes"}

Import = Callable[..., Result]


@pytest.fixture(autouse=True)
def same_language_after() -> Iterator[None]:
    before = translation.get_language()
    yield
    translation.activate(before)


@pytest.fixture
def import_cases(tmp_path: Path, cast: Cast) -> Import:
    """A function: call the command on a file with this content, as a person in English unless said."""

    def call(
        content: str | bytes, *options: str, mapping: str = MAP, language: str = "en", name: str = "cases.csv"
    ) -> Result:
        file, map_path = tmp_path / name, tmp_path / "map.yaml"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        map_path.write_text(mapping, encoding="utf-8")
        environment = {"LIANCHUANG_LANGUAGE": language}
        arguments = ["import", "cases", str(file), "--map", str(map_path), *options]
        return CliRunner().invoke(main, arguments, env=environment)

    return call


def everything() -> dict[str, list[str]]:
    """Every row of every table, as text."""
    return {
        model._meta.label: sorted(serializers.serialize("jsonl", model._default_manager.all()).splitlines())
        for model in apps.get_models()
    }


def workbook_of(*rows: list[str]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    return buffer.getvalue()


# --- it imports ---


def test_it_imports_and_says_so(import_cases: Import) -> None:
    result = import_cases(GOOD)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "2 rows: 2 new, 0 seen again (0 settled now), 0 refused.\n"
    assert Finding.objects.filter(external_system="city").count() == 2


def test_the_second_time_changes_nothing(import_cases: Import) -> None:
    import_cases(GOOD)
    before = everything()
    result = import_cases(GOOD, "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer.keys() == KEYS
    assert (answer["read"], answer["imported"], answer["merged"], answer["settled"]) == (2, 0, 2, 0)
    assert (answer["refused"], answer["refused_because"]) == ([], [])
    assert everything() == before


def test_a_dry_run_tells_what_would_happen(import_cases: Import) -> None:
    import_cases(f"{HEADER}\n{A1}\n")
    before = everything()
    settled = A1.replace("09:30,,Open", "09:30,2026-03-04,Done")
    answer = json.loads(import_cases(f"{HEADER}\n{settled}\n{A2}\n", "--dry-run", "--json").stdout)
    assert (answer["dry_run"], answer["imported"], answer["merged"], answer["settled"]) == (True, 1, 1, 1)
    assert import_cases(GOOD, "--dry-run").stdout.startswith("Dry run, nothing was written.\n2 rows: 1 new")
    assert everything() == before


def test_a_workbook_is_taken_too(import_cases: Import) -> None:
    rows = [line.split(",") for line in GOOD.splitlines()]
    result = import_cases(workbook_of(*rows), "--json", name="cases.xlsx")
    assert (result.exit_code, json.loads(result.stdout)["imported"]) == (0, 2)


def test_refused_rows_can_be_left_behind(import_cases: Import) -> None:
    content = f"{GOOD}{A1.replace('A1', 'A3').replace('2026-03-02', 'yesterday')}\n"
    result = import_cases(content, "--accept-refused", "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert (answer["read"], answer["imported"], answer["refused_because"]) == (3, 2, [])
    refused = {"row": 4, "column": "when", "value": "yesterday 09:30", "reason": "not a date of the expected form"}
    assert answer["refused"] == [refused]
    assert Finding.objects.filter(external_system="city").count() == 2


def test_a_missing_optional_column_is_told(import_cases: Import) -> None:
    result = import_cases(GOOD.replace("lon", "x").replace("lat", "y"))
    assert result.exit_code == 0
    assert "Column “lon” of the map is not in the file" in result.stdout


# --- it refuses, and writes nothing ---


def row(**changes: str) -> str:
    """A file whose third row is wrong in one cell."""
    cells = dict(zip(HEADER.split(","), A1.split(","), strict=True)) | {"id": "A3"} | changes
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells.values())
    return GOOD + buffer.getvalue()


WRONG_ROWS: dict[str, tuple[str, str, str]] = {
    "broken date": (row(when="2026-13-45"), "when", "日期格式不对"),
    "future": (row(when="2149-01-01"), "when", "晚于现在"),
    "formula": (row(what="=1+1"), "what", "是公式，请改成数值"),
    "unknown category": (row(kind="noise"), "kind", "对照文件没有这个值"),
    "no place on earth": (row(lon="181"), "lon / lat", "不是有效的经纬度"),
    "settled before found": (row(state="Done", done="2026-01-01"), "done", "办结时间早于发现时间"),
    "settled without a date": (row(state="Done"), "done", "已结，但没有日期"),
    "too many cells": (f"{GOOD}{A1},more\n", "", "有 10 格，却是 9 列"),
    "too few cells": (f"{GOOD}A3,2026-03-02\n", "", "有 2 格，却是 9 列"),
}


@pytest.mark.parametrize(("content", "column", "reason"), WRONG_ROWS.values(), ids=WRONG_ROWS)
def test_one_wrong_row_stops_the_whole_file(import_cases: Import, content: str, column: str, reason: str) -> None:
    before = everything()
    result = import_cases(content, "--json", language="zh")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert answer.keys() == KEYS
    assert (answer["read"], answer["imported"], answer["merged"]) == (3, 0, 0)
    assert [(refused["row"], refused["column"], refused["reason"]) for refused in answer["refused"]] == [
        (4, column, reason)
    ]
    assert len(answer["refused_because"]) == 1
    assert everything() == before


def test_a_person_reads_every_refused_row_and_what_to_do(import_cases: Import) -> None:
    result = import_cases(row(when="soon"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "Row 4, when “soon”: not a date of the expected form",
        "3 rows: 0 new, 0 seen again (0 settled now), 1 refused.",
        "Nothing was written. Mend the file, or import the other rows with --accept-refused.",
    ]


def test_a_dry_run_of_a_wrong_file_is_refused_too(import_cases: Import) -> None:
    result = import_cases(row(when="soon"), "--dry-run", "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (answer["imported"], len(answer["refused"]), len(answer["refused_because"])) == (2, 1, 1)
    assert import_cases(row(when="soon"), "--dry-run", "--accept-refused").exit_code == 0


def test_many_refused_rows_do_not_fill_the_screen(import_cases: Import) -> None:
    content = f"{HEADER}\n" + "".join(f"{A1.replace('2026-03-02', 'x')}\n" for _number in range(25))
    lines = import_cases(content).stderr.splitlines()
    assert len(lines) == answers.MOST_REFUSED + 3
    assert "… and 5 more (all of them with --json)." in lines
    assert len(json.loads(import_cases(content, "--json").stdout)["refused"]) == 25


WRONG_FILES: dict[str, tuple[str | bytes, str, str]] = {
    "empty": (b"", "The file is empty", "文件是空的"),
    "missing column": (GOOD.replace("what", "said"), "Column “what” is missing.", "缺“what”列"),
    "double column": (GOOD.replace("what", "id", 1), "Column names stand twice: id.", "列名重复：id"),
    "latin-1": (GOOD.replace("胜利路", "Café").encode("latin-1", "replace"), "The text is in another encoding", "文字是别的编码"),
    "binary": (bytes(100), "This is neither a CSV nor an XLSX file.", "这既不是 CSV，也不是 XLSX 文件"),
    "password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "The file is an old or password-protected workbook.", "旧格式或带密码"),
    "cut gzip": (gzip.compress(GOOD.encode())[:-9], "The compressed file cases.csv is damaged.", "压缩文件 cases.csv 已损坏"),
    "open quote": (f'{GOOD}"A3,x\n', "In row 4 a quotation mark is never closed", "第 4 行"),
    "cut workbook": (workbook_of(["id"])[:-40], "The workbook cannot be read", "读不了工作簿"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "english", "chinese"), WRONG_FILES.values(), ids=WRONG_FILES)
def test_a_file_that_cannot_be_read_is_refused(
    import_cases: Import, content: str | bytes, english: str, chinese: str
) -> None:
    before = everything()
    result = import_cases(content)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(english)
    result = import_cases(content, "--json", "--accept-refused", language="zh_CN.UTF-8")
    answer = json.loads(result.stdout)
    assert (result.exit_code, answer.keys()) == (1, KEYS)
    assert chinese in answer["refused_because"][0]
    assert everything() == before


WRONG_MAPS: dict[str, tuple[str, str, str]] = {
    "no YAML": ("columns: {a", "The map map.yaml is not YAML: look at line 1.", "第 1 行"),
    "unknown fact": (f"{MAP}  colour: x\n", "The map names unknown facts: colour.", "对照文件里有不认识的项：colour"),
    "missing fact": (MAP.replace("  title: what\n", ""), "The map does not say where to find: title.", "没有说明这些从哪里来：title"),
    "unknown category": (MAP.replace("rubbish", "noise"), "The map sends “category” to unknown values: noise.", "noise"),
    "no system": (MAP.replace("system: city", ""), "The map does not name the “system”", "system"),
}  # fmt: skip


@pytest.mark.parametrize(("mapping", "english", "chinese"), WRONG_MAPS.values(), ids=WRONG_MAPS)
def test_a_wrong_map_is_refused(import_cases: Import, mapping: str, english: str, chinese: str) -> None:
    before = everything()
    result = import_cases(GOOD, mapping=mapping)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(english)
    answer = json.loads(import_cases(GOOD, "--json", mapping=mapping, language="zh").stdout)
    assert answer.keys() == KEYS
    assert chinese in answer["refused_because"][0]
    assert everything() == before


def test_a_crash_leaves_nothing(import_cases: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    real = cases_command.import_cases

    def crash(_done: int) -> None:
        raise RuntimeError("the power went")

    def crashing(**facts: Any) -> Any:
        return real(**{**facts, "progress": crash})

    monkeypatch.setattr(cases_command, "import_cases", crashing)
    before = everything()
    result = import_cases(GOOD)
    assert isinstance(result.exception, RuntimeError)
    assert everything() == before


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["import", "cases"],
        ["import", "cases", "{file}"],
        ["import", "cases", "{file}", "--map", "none.yaml"],
        ["import", "cases", "none.csv", "--map", "{file}"],
        ["import", "cases", "{file}", "--map", "{file}", "--unknown"],
        ["import", "nothing"],
    ],
)
def test_a_wrong_call_is_another_matter(tmp_path: Path, arguments: list[str]) -> None:
    file = tmp_path / "there"
    file.touch()
    result = CliRunner().invoke(main, [argument.format(file=file) for argument in arguments])
    assert result.exit_code == 2


# --- the worked example ---


def test_the_worked_example_fits_the_shipped_categories() -> None:
    mapping = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    known = {category.code for category in load_categories()}
    assert set(mapping["columns"]["category"]["values"].values()) <= known


def test_the_worked_example_reads_what_the_portal_writes(db: None, tmp_path: Path) -> None:
    header = "srnumber,requesttype,status,createddate,updateddate,closeddate,requestsource,latitude,longitude,address"
    lines = [
        '1-1,Graffiti Removal,Closed,1/1/20 0:05,1/2/20 8:43,1/2/20 8:43,Call,34.19402846,-118.4994716,"1 W VANOWEN ST, 91406"',
        '1-2,Bulky Items,Closed,1/1/20 0:05,1/3/20 8:43,,Mobile App,,,"2 W VANOWEN ST, 91406"',
        '1-3,Other,Pending,1/1/20 0:05,1/3/20 8:43,,Call,,,"3 W VANOWEN ST, 91406"',
    ]
    file = tmp_path / "portal.csv.gz"
    file.write_bytes(gzip.compress("\n".join((header, *lines)).encode()))
    result = CliRunner().invoke(main, ["import", "cases", str(file), "--map", str(EXAMPLE), "--json"])
    assert result.exit_code == 0, result.output
    found = Finding.objects.filter(external_system="la311").order_by("external_id")
    assert list(found.values_list("state", "category__code")) == [
        ("elsewhere", "posters"),
        ("elsewhere", "litter"),
        ("reported", "municipal"),
    ]
