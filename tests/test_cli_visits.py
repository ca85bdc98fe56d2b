"""`lianchuang checklists export` and `visits import`: files, exit codes, lists, JSON."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils import translation
from python_calamine import CalamineWorkbook

from lianchuang.config.cli import main
from lianchuang.inspections.models import Visit
from lianchuang.inspections.tests.files import MAP, csv_of, outside_row, result_row
from lianchuang.inspections.tests.test_record_visit import running
from tests.cast import Cast

KEYS = {"refused_because", "dry_run", "read", "imported", "known", "visits", "findings", "refused", "notes"}


@pytest.fixture(autouse=True)
def same_language_after() -> Iterator[None]:
    before = translation.get_language()
    yield
    translation.activate(before)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], env={"LIANCHUANG_LANGUAGE": "en"})


def test_forms_go_into_a_folder(cast: Cast, tmp_path: Path) -> None:
    result = run("checklists", "export", "--xlsform", "--out", tmp_path / "forms", "--json")
    answer = json.loads(result.stdout)
    assert (result.exit_code, [form["type"] for form in answer["forms"]]) == (0, ["back-street", "market"])
    assert {path.name for path in (tmp_path / "forms").iterdir()} == {"back-street.xlsx", "market.xlsx"}
    assert CalamineWorkbook.from_path(tmp_path / "forms" / "market.xlsx").sheet_names[0] == "survey"


def test_one_form_goes_into_a_file_and_a_dry_run_writes_none(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "lane.xlsx"
    export = ("checklists", "export", "--xlsform", "--out", file)
    assert "2 sites" in run(*export, "--type", "back-street", "--dry-run").stdout
    assert not file.exists()
    assert run(*export, "--type", "back-street").exit_code == 0
    assert file.exists()
    assert run(*export).exit_code == 1
    unknown = run(*export, "--type", "moon", "--json")
    assert (unknown.exit_code, json.loads(unknown.stdout)["forms"]) == (1, [])


def test_an_outside_inspection(cast: Cast, tmp_path: Path) -> None:
    found = running(cast)
    file, mapping = tmp_path / "out.csv", tmp_path / "map.yaml"
    file.write_text(csv_of([outside_row("L-01"), outside_row("L-03", site="LANE-2")]), encoding="utf-8")
    mapping.write_text(MAP, encoding="utf-8")
    call = ("visits", "import", file, "--map", mapping, "--round", found.name)
    assert run(*call, "--dry-run").stdout.endswith("2 rows: 2 imported as 2 visits, 0 known before, 0 refused.\n")
    assert not Visit.objects.exists()
    answer = json.loads(run(*call, "--json").stdout)
    assert answer.keys() == KEYS
    assert (answer["imported"], answer["visits"], answer["findings"], answer["refused"]) == (2, 2, 2, [])
    again = json.loads(run(*call, "--json").stdout)
    assert (again["imported"], again["known"], Visit.objects.count()) == (0, 2, 2)


def test_a_refused_row_stops_it_unless_accepted(cast: Cast, tmp_path: Path) -> None:
    running(cast)
    file = tmp_path / "form.csv"
    file.write_text(csv_of([result_row(cast), result_row(cast, **{"place-site": "X"})]), encoding="utf-8")
    stopped = run("visits", "import", file)
    assert (stopped.exit_code, stopped.stdout, Visit.objects.count()) == (1, "", 0)
    assert "Row 3, place-site “X”: no site with this code" in stopped.stderr
    assert "2 rows: 0 imported" in stopped.stderr
    done = run("visits", "import", file, "--accept-refused")
    assert (done.exit_code, Visit.objects.count()) == (0, 1)


def test_what_cannot_be_read_is_said(cast: Cast, tmp_path: Path) -> None:
    running(cast)
    file = tmp_path / "form.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    answer = run("visits", "import", file, "--json")
    assert (answer.exit_code, "map" in json.loads(answer.stdout)["refused_because"][0]) == (1, True)
    assert run("visits", "import", file, "--round", "nowhere").exit_code == 1
