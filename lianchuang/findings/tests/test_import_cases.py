"""Cases of another system: each becomes one finding, all of them or none, and the same file again changes nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.utils import translation

from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.columns import BadMap
from lianchuang.common.refusals import NotAllowed
from lianchuang.findings import rules
from lianchuang.findings.actions import accept_finding, import_cases, submit_rectification
from lianchuang.findings.actions.numbers import next_numbers
from lianchuang.findings.case_file import CaseFile, RefusedRow, read_case_file
from lianchuang.findings.models import Finding, Serial, Step
from lianchuang.findings.queries.importing import CaseRow, ImportResult, preview_import
from lianchuang.sites.models import Severity
from tests.cast import Cast, make_photo

FOUND = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
SETTLED = FOUND + timedelta(days=1)
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
GOOD = "A1,2026-03-02 09:30,,Open,bin,垃圾满溢,胜利路,112.5,33.1"


def case(cast: Cast, number: str, **facts: Any) -> CaseRow:
    given: dict[str, Any] = {
        "row": 2,
        "found_at": FOUND,
        "category": cast.rubbish,
        "severity": Severity.ORDINARY,
        "title": "垃圾满溢",
        "place": "胜利路",
        "state_there": "Open",
        **facts,
    }
    return CaseRow(number=number, **given)


def settled(cast: Cast, number: str, **facts: Any) -> CaseRow:
    return case(cast, number, settled_at=SETTLED, state_there="Done", **facts)


def take_in(cast: Cast, rows: Sequence[CaseRow], **how: Any) -> ImportResult:
    given: dict[str, Any] = {"by": cast.office.actor, "at": clock.now(), "refused": 0, **how}
    return import_cases(rows=rows, system="city", words="12345 热线", file_name="cases.csv", **given)


def everything() -> dict[str, list[str]]:
    """Every row of every table, as text."""
    return {
        model._meta.label: sorted(serializers.serialize("jsonl", model._default_manager.all()).splitlines())
        for model in apps.get_models()
    }


# --- the action ---


def test_an_open_case_goes_our_way(cast: Cast) -> None:
    result = take_in(cast, [case(cast, "A1", detail="两桶", lon=112.5, lat=33.1)], campaigns=[cast.weisheng])
    assert result == ImportResult(imported=1, merged=0, settled=0)
    finding = Finding.objects.get(external_system="city", external_id="A1")
    assert (finding.state, finding.is_open, finding.found_at) == (rules.State.REPORTED, True, FOUND)
    assert (finding.title, finding.detail, finding.place) == ("垃圾满溢", "两桶", "胜利路")
    assert (finding.lon, finding.lat, finding.origin_words) == (112.5, 33.1, "12345 热线")
    assert list(finding.campaigns.all()) == [cast.weisheng]


def test_the_clock_of_an_open_case_starts_when_we_hear_of_it(cast: Cast) -> None:
    at = FOUND + timedelta(days=40)
    with clock.fixed(at):
        take_in(cast, [case(cast, "A1", responsible=cast.post_holder.post)])
    finding = Finding.objects.get(external_id="A1")
    assert finding.found_at == FOUND
    assert finding.dispatched_at == at
    assert finding.step_due_at is not None
    assert finding.step_due_at > at
    first = finding.steps.earliest("pk")
    assert (first.at, first.received_at) == (FOUND, at)


def test_an_open_case_with_a_post_is_dispatched_to_it(cast: Cast) -> None:
    take_in(cast, [case(cast, "A1", responsible=cast.post_holder.post)])
    finding = Finding.objects.get(external_id="A1")
    assert (finding.state, finding.responsible_post) == (rules.State.DISPATCHED, cast.post_holder.post)
    assert finding.ground == "12345 热线"


def test_a_settled_case_is_kept_as_ended_elsewhere(cast: Cast) -> None:
    take_in(cast, [settled(cast, "A1", responsible=cast.post_holder.post)], campaigns=[cast.weisheng, cast.wenming])
    finding = Finding.objects.get(external_id="A1")
    assert (finding.state, finding.is_open, finding.ended_at) == (rules.State.ELSEWHERE, False, SETTLED)
    assert list(finding.campaigns.all()) == [cast.wenming, cast.weisheng]
    steps = list(Step.objects.filter(finding=finding).values_list("verb", "to_state", "at", "note"))
    assert steps == [("open", "reported", FOUND, ""), ("settle", "elsewhere", SETTLED, "Done")]
    codes = Entry.objects.filter(object_id=str(finding.pk)).order_by("id").values_list("code", flat=True)
    assert list(codes) == ["finding.opened", "finding.settle"]


def test_one_entry_tells_of_the_whole_import(cast: Cast) -> None:
    take_in(cast, [case(cast, "A1"), settled(cast, "A2"), case(cast, "A1")], refused=4)
    entry = Entry.objects.get(code="cases.imported")
    assert entry.data == {"read": 7, "imported": 2, "merged": 1, "refused": 4, "file": "cases.csv"}
    assert (entry.object_kind, entry.object_id) == ("cases", "city")


def test_the_same_cases_again_change_nothing(cast: Cast) -> None:
    rows = [case(cast, "A1"), settled(cast, "A2"), case(cast, "A3", responsible=cast.post_holder.post)]
    take_in(cast, rows)
    before = everything()
    assert take_in(cast, rows) == ImportResult(imported=0, merged=3, settled=0)
    assert everything() == before


def test_a_number_twice_in_a_file_is_one_case(cast: Cast) -> None:
    rows = [case(cast, "A1", title="先"), case(cast, "A1", title="后"), settled(cast, "A2"), case(cast, "A2")]
    assert take_in(cast, rows) == ImportResult(imported=2, merged=2, settled=0)
    assert Finding.objects.get(external_id="A1").title == "后"
    assert Finding.objects.get(external_id="A2").state == rules.State.ELSEWHERE


def test_a_case_settled_there_later_is_ended_here(cast: Cast) -> None:
    with clock.fixed(FOUND + timedelta(minutes=5)):
        take_in(cast, [case(cast, "A1", responsible=cast.post_holder.post), case(cast, "A2")])
    again = [settled(cast, "A1"), case(cast, "A2")]
    assert preview_import(rows=again, system="city") == ImportResult(imported=0, merged=2, settled=1)
    assert take_in(cast, again) == ImportResult(imported=0, merged=2, settled=1)
    finding = Finding.objects.get(external_id="A1")
    assert (finding.state, finding.ended_at, finding.running_since) == (rules.State.ELSEWHERE, SETTLED, None)
    assert Finding.objects.get(external_id="A2").is_open
    before = everything()
    assert take_in(cast, again) == ImportResult(imported=0, merged=2, settled=0)
    assert everything() == before


def test_it_never_ends_before_its_last_step(cast: Cast) -> None:
    take_in(cast, [case(cast, "A1", responsible=cast.post_holder.post)])
    finding = Finding.objects.get(external_id="A1")
    later = SETTLED + timedelta(days=2)
    accept_finding(finding=finding, by=cast.post_holder.actor, at=later)
    take_in(cast, [settled(cast, "A1")])
    finding.refresh_from_db()
    assert (finding.state, finding.ended_at) == (rules.State.ELSEWHERE, later)


def test_what_was_submitted_here_is_verified_here(cast: Cast) -> None:
    take_in(cast, [case(cast, "A1", responsible=cast.post_holder.post)])
    finding = Finding.objects.get(external_id="A1")
    photo = make_photo(by=cast.post_holder.actor)
    submit_rectification(finding=finding, by=cast.post_holder.actor, note="已清", photos=[photo], at=clock.now())
    assert take_in(cast, [settled(cast, "A1")]) == ImportResult(imported=0, merged=1, settled=0)
    finding.refresh_from_db()
    assert finding.state == rules.State.SUBMITTED


def test_the_same_number_in_another_system_is_another_case(cast: Cast) -> None:
    take_in(cast, [case(cast, "A1")])
    other = import_cases(
        rows=[case(cast, "A1")],
        system="other",
        words="另一系统",
        file_name="x.csv",
        refused=0,
        by=cast.office.actor,
        at=clock.now(),
    )
    assert other.imported == 1


def test_numbers_follow_the_time_found_a_series_a_year(cast: Cast) -> None:
    rows = [
        settled(cast, "late"),
        settled(cast, "early", found_at=FOUND - timedelta(days=2)),
        # New Year's Eve in London is New Year's Day here.
        settled(cast, "new year", found_at=datetime(2025, 12, 31, 20, tzinfo=UTC)),
        settled(cast, "old year", found_at=datetime(2025, 12, 31, 10, tzinfo=UTC)),
    ]
    take_in(cast, rows)
    numbers = dict(Finding.objects.values_list("external_id", "number"))
    assert numbers == {
        "old year": "问-2025-00001",
        "new year": "问-2026-00001",
        "early": "问-2026-00002",
        "late": "问-2026-00003",
    }
    assert next_numbers(2026, 2) == ["问-2026-00004", "问-2026-00005"]
    assert Serial.objects.get(year=2026).last == 5


@pytest.mark.parametrize("part", ["coordinator", "inspector", "stranger", "auditor", "nobody_special"])
def test_others_may_not_import(cast: Cast, part: str) -> None:
    before = everything()
    with pytest.raises(NotAllowed):
        take_in(cast, [case(cast, "A1")], by=cast.members[part].actor)
    assert everything() == before


@pytest.mark.parametrize("stop", [500, 501, 503, 505])
def test_a_crash_in_the_middle_leaves_nothing(cast: Cast, stop: int) -> None:
    take_in(cast, [case(cast, "known")])
    rows = [settled(cast, f"S{number}") for number in range(501)]
    rows += [case(cast, f"O{number}") for number in range(3)]
    rows.append(settled(cast, "known"))
    before = everything()

    def crash(done: int) -> None:
        if done >= stop:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_in(cast, rows, progress=crash)
    assert everything() == before


def test_progress_counts_every_case_once(cast: Cast) -> None:
    take_in(cast, [case(cast, "known")])
    told: list[int] = []
    rows = [settled(cast, "S1"), case(cast, "O1"), case(cast, "O2"), settled(cast, "known")]
    take_in(cast, rows, progress=told.append)
    assert told == [1, 2, 3, 4]


def test_a_preview_reads_only(cast: Cast) -> None:
    take_in(cast, [case(cast, "A1")])
    before = everything()
    rows = [settled(cast, "A1"), case(cast, "A2"), case(cast, "A2")]
    assert preview_import(rows=rows, system="city") == ImportResult(imported=1, merged=2, settled=1)
    assert everything() == before


# --- the file ---


def read(folder: Path, *lines: str, mapping: str = MAP, header: str = HEADER) -> CaseFile:
    file, map_path = folder / "cases.csv", folder / "map.yaml"
    file.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    map_path.write_text(mapping, encoding="utf-8")
    with translation.override("en"):
        return read_case_file(file, map_path)


def with_cell(column: str, value: str, line: str = GOOD) -> str:
    cells = line.split(",")
    cells[HEADER.split(",").index(column)] = value
    return ",".join(cells)


def test_a_row_is_understood(cast: Cast, tmp_path: Path) -> None:
    done = with_cell("state", "Done", with_cell("done", "2026-03-03 09:30"))
    found = read(tmp_path, GOOD, done)
    assert (found.read, found.system, found.words, found.refused) == (2, "city", "12345 热线", ())
    expected = case(cast, "A1", lon=112.5, lat=33.1)
    assert found.cases == (expected, replace(expected, row=3, settled_at=SETTLED, state_there="Done"))


@pytest.mark.parametrize(
    ("column", "value", "where", "reason"),
    [
        ("id", "", "id", "empty"),
        ("id", "9" * 81, "id", "longer than 80 characters"),
        ("when", "31/31/2026", "when", "not a date of the expected form"),
        ("when", "", "when", "empty"),
        ("when", "2149-01-01", "when", "lies in the future"),
        ("state", "Lost", "state", "the map has no entry for this value"),
        ("state", "Done", "done", "settled, but without a date"),
        ("kind", "noise", "kind", "the map has no entry for this value"),
        ("what", "", "what", "empty"),
        ("what", "=HYPERLINK(1)", "what", "a formula; give its value instead"),
        ("where", "@SUM(1)", "where", "a formula; give its value instead"),
        ("lon", "999", "lon / lat", "not a place on earth"),
        ("lat", "nan", "lon / lat", "not a place on earth"),
        ("lat", "north", "lat", "not a number"),
        ("lat", "", "lon / lat", "one of the two coordinates is missing"),
        ("lat", "33.1,extra", "", "10 cells, but 9 columns"),
    ],
)
def test_a_row_not_understood_is_refused_with_its_place(
    cast: Cast, tmp_path: Path, column: str, value: str, where: str, reason: str
) -> None:
    found = read(tmp_path, GOOD, with_cell(column, value))
    assert [row.number for row in found.cases] == ["A1"]
    assert [(row.row, row.column, row.reason) for row in found.refused] == [(3, where, reason)]


def test_settled_before_found_is_refused_with_what_stands_there(cast: Cast, tmp_path: Path) -> None:
    line = with_cell("state", "Done", with_cell("done", "2026-03-01 09:30"))
    assert read(tmp_path, line).refused == (RefusedRow(2, "done", "2026-03-01 09:30", "settled before it was found"),)


def test_words_too_long_for_a_title_are_kept_in_the_detail(cast: Cast, tmp_path: Path) -> None:
    long_title, long_place = "长" * 130, "路" * 210
    row = read(tmp_path, with_cell("what", long_title, with_cell("where", long_place))).cases[0]
    assert (row.title, row.place) == ("长" * 119 + "…", "路" * 199 + "…")
    assert row.detail == f"{long_title}\n{long_place}"
    take_in(cast, [row])


def test_a_missing_column_is_a_fault_of_the_file(cast: Cast, tmp_path: Path) -> None:
    found = read(tmp_path, GOOD, header=HEADER.replace("what", "said"))
    assert (found.cases, found.refused) == ((), ())
    names = HEADER.replace("what", "said").replace(",", ", ")
    assert found.faults == (f"Column “what” is missing. The file has: {names}.",)


def test_a_missing_optional_column_is_a_note(cast: Cast, tmp_path: Path) -> None:
    found = read(tmp_path, GOOD, header=HEADER.replace("lon", "x").replace("lat", "y"))
    assert (found.cases[0].lon, found.faults) == (None, ())
    assert [note.split("”")[0] for note in found.notes] == ["Column “lat", "Column “lon"]


def test_posts_may_stand_in_the_table_or_in_the_map(cast: Cast, tmp_path: Path) -> None:
    code = cast.post_holder.post.code
    header = f"{HEADER},post"
    direct = read(tmp_path, f"{GOOD},{code}", f"{GOOD},nobody", mapping=f"{MAP}  responsible: post\n", header=header)
    assert [row.responsible for row in direct.cases] == [cast.post_holder.post]
    assert [(row.column, row.value, row.reason) for row in direct.refused] == [("post", "nobody", "no such post")]
    mapping = f"{MAP}  responsible: {{column: post, values: {{street: {code}}}}}\n"
    assert (
        read(tmp_path, f"{GOOD},street", mapping=mapping, header=header).cases[0].responsible == cast.post_holder.post
    )


def test_severity_may_stand_in_the_table(cast: Cast, tmp_path: Path) -> None:
    header, mapping = f"{HEADER},how bad", f"{MAP}  severity: {{column: how bad, optional: true}}\n"
    found = read(tmp_path, f"{GOOD},serious", f"{GOOD},", f"{GOOD},awful", mapping=mapping, header=header)
    assert [row.severity for row in found.cases] == [Severity.SERIOUS, Severity.ORDINARY]
    assert [(row.column, row.value, row.reason) for row in found.refused] == [("how bad", "awful", "no such severity")]


def test_campaigns_are_one_or_a_list(cast: Cast, tmp_path: Path) -> None:
    assert read(tmp_path, GOOD, mapping=f"campaigns: weisheng\n{MAP}").campaigns == (cast.weisheng,)
    both = read(tmp_path, GOOD, mapping=f"campaigns: [wenming, weisheng]\n{MAP}")
    assert both.campaigns == (cast.wenming, cast.weisheng)


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        (MAP.replace("system: city", ""), "The map does not name the “system” the cases come from."),
        (MAP.replace("system: city", f"system: {'x' * 41}"), "In the map, “system” is longer than 40 characters."),
        (MAP.replace("bin: rubbish", "bin: litter"), "The map sends “category” to unknown values: litter."),
        (MAP.replace("Done: settled", "Done: gone"), "The map sends “state” to unknown values: gone."),
        (f"{MAP}  severity: {{value: awful}}\n", "The map sends “severity” to unknown values: awful."),
        (f"{MAP}  responsible: {{value: nobody}}\n", "The map names posts that do not exist: nobody."),
        (f"campaigns: [olympics]\n{MAP}", "The map names campaigns that do not exist: olympics."),
        (f"campaigns: {{a: b}}\n{MAP}", "In the map, “campaigns” must be a text or a list of texts."),
        (f"{MAP}  colour: x\n", "The map names unknown facts: colour."),
        (MAP.replace("  title: what\n", ""), "The map does not say where to find: title."),
    ],
)
def test_a_wrong_map_says_where(cast: Cast, tmp_path: Path, mapping: str, sentence: str) -> None:
    with pytest.raises(BadMap) as caught:
        read(tmp_path, GOOD, mapping=mapping)
    assert str(caught.value).startswith(sentence)
