"""An outside body's inspection becomes visits under its name; every row accounted for, a visit whole or not at all."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation

from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.columns import BadMap
from lianchuang.common.refusals import NotAllowed
from lianchuang.findings.models import Finding
from lianchuang.inspections.actions import import_visits
from lianchuang.inspections.intake import Ground, VisitTable, read_visits
from lianchuang.inspections.intake.outside import item_said
from lianchuang.inspections.intake.planning import VisitImport, plan_visits
from lianchuang.inspections.models import Round, RoundKind, Visit
from lianchuang.inspections.tests.files import ALL_RIGHT, MAP, csv_of, outside_row, today_at
from lianchuang.inspections.tests.test_record_visit import running
from tests.cast import Cast, make_site

EXAMPLES = Path(settings.PACKAGE).parent / "examples" / "visits"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def read(rows: list[dict[str, str]], found: Round | None = None, mapping: str = MAP) -> VisitTable:
    return read_visits(csv_of([*rows]).encode(), mapping, Ground(chosen=found), clock.now(), map_name="map.yaml")


def take_in(table: VisitTable, cast: Cast, *, accept_refused: bool = False) -> VisitImport:
    by, at = cast.office.actor, clock.now()
    return import_visits(table=table, file_name="测评.csv", accept_refused=accept_refused, by=by, at=at)


def reasons(rows: list[dict[str, str]], mapping: str = MAP) -> list[str]:
    return [row.reason for row in read(rows, mapping=mapping).refused]


def test_it_stands_under_the_bodys_name(cast: Cast) -> None:
    found = running(cast)
    rows = [
        outside_row("路面有垃圾", 数量="2", 说明="西头"),
        outside_row("L-02", 状态="不适用"),
        outside_row("有垃圾桶外溢", site="MARKET-1"),
    ]
    take_in(read(rows[:2], found), cast)
    visit = Visit.objects.get()
    assert (visit.by, visit.by_post, visit.by_unit) == (None, None, None)
    assert visit.recorder == "河桥测评中心 · 检查员甲"
    assert sorted(visit.answers.values_list("item__code", "grade", "count")) == [("L-01", "C", 2), ("L-02", "NA", 0)]
    finding = Finding.objects.get()
    assert (finding.found_by, finding.detail, finding.count) == (None, "西头", 2)
    assert finding.origin_words == f"河桥测评中心 · {found.name}"
    assert finding.responsible_post == cast.post_holder.post
    entry = Entry.objects.get(code="visit.taken_in")
    assert (entry.actor_name, entry.data["body"]) == (cast.office.person.name, "河桥测评中心")
    assert reasons(rows) == ["no such item on the checklist of “Market”"]


def test_what_is_not_listed(cast: Cast) -> None:
    """Not looked at, unless the map says that the body lists only what is wrong; then a place may have nothing wrong."""
    found = running(cast)
    take_in(read([outside_row("L-01"), outside_row("", site="LANE-2")], found, ALL_RIGHT), cast)
    assert sorted(Visit.objects.values_list("site__code", "item_count", "fault_count")) == [
        ("LANE-1", 3, 1),
        ("LANE-2", 3, 0),
    ]
    assert reasons([outside_row("")], MAP.replace("问题, optional: true", "问题")) == ["empty"]


def test_rows_of_one_place_and_time_are_one_visit_and_add_up(cast: Cast) -> None:
    running(cast)
    rows = [outside_row("L-01", 说明="东"), outside_row("L-01", 说明="西"), outside_row("L-01", hour=11)]
    table = read(rows)
    assert [visit.rows for visit in table.visits] == [(2, 3), (4,)]
    assert [answer.count for visit in table.visits for answer in visit.answers] == [2, 1]
    assert table.visits[0].answers[0].note == "东; 西"


def test_twice_is_once_and_another_round_is_refused(cast: Cast) -> None:
    found = running(cast)
    rows = [outside_row("L-01", 数量="1"), outside_row("L-03")]
    take_in(read(rows, found), cast)
    again = take_in(read(rows, found), cast)
    assert (again.imported_rows, again.had_rows, Visit.objects.count(), Finding.objects.count()) == (0, 2, 1, 2)
    other = running(cast)
    plan = plan_visits(read(rows, other), cast.office.actor, clock.now())
    assert (plan.imported_rows, len(plan.refused)) == (0, 2)


def test_a_visit_is_whole_or_not_at_all(cast: Cast) -> None:
    found = running(cast)
    rows = [outside_row("L-01"), outside_row("nothing like it"), outside_row("L-01", site="LANE-2")]
    table = read(rows, found)
    assert [row.row for row in table.refused] == [2, 3]
    assert "row 3" in table.refused[0].reason
    take_in(table, cast, accept_refused=True)
    assert Visit.objects.get().site == cast.other_lane


def test_each_fault_is_said(cast: Cast) -> None:
    running(cast)
    faults = [
        outside_row("L-01", site="X"),
        outside_row("L-01", site=""),
        outside_row("L-01", 时间="昨天"),
        outside_row("L-01", 时间=f"{today_at(9) + timedelta(days=9):%Y-%m-%d %H:%M}"),
        outside_row("L-01", 数量="一"),
        outside_row("L-01", 数量="1.5"),
        outside_row("L-01", 数量="-1"),
        outside_row("L-01", 状态="戊"),
        outside_row("L-01", 数量="3", 状态="乙"),
        outside_row("L-01", 数量="1", 状态="不适用"),
        outside_row("L-01", 时间="1990-01-01"),
        {**outside_row("L-01"), "说明": "=HYPERLINK(1)"},
    ]
    for fault in faults:
        assert len(reasons([fault])) == 1, fault
    twice = [outside_row("L-01", 状态="甲"), outside_row("L-01", 状态="乙")]
    assert reasons(twice) == ["item L-01 is told twice, and not the same"] * 2


def test_a_site_is_found_by_name_and_address(cast: Cast) -> None:
    running(cast)
    row = outside_row("L-01", site="", 名称="桂 花巷")
    assert read([row]).visits[0].site == cast.lane
    double = make_site(site_type=cast.lane_type, unit=cast.community, name="桂花巷")
    type(double).objects.filter(pk=double.pk).update(address="东街 3 号")
    assert reasons([row]) == ["several sites have this name"]
    assert read([{**row, "地址": "东街3号"}]).visits[0].site == double


def test_items_are_known_by_code_or_words(cast: Cast) -> None:
    items = {"L-01": cast.rubbish_item, "L-02": cast.ads_item}
    for said in ("L-01", "l-01", "路面有垃圾", "路面 无垃圾", "rubbish on the ROAD"):
        assert item_said(items, said) == cast.rubbish_item
    assert item_said(items, "垃圾") is None


def test_the_round_is_that_of_the_day_when_there_is_one(cast: Cast) -> None:
    found = running(cast)
    assert read([outside_row("L-01")]).visits[0].round == found
    running(cast)
    assert reasons([outside_row("L-01")]) == ["several rounds ran on this day; name one"]


def test_undercover_stays_under_seal(cast: Cast) -> None:
    found = running(cast, kind=RoundKind.UNDERCOVER)
    take_in(read([outside_row("L-01")], found), cast)
    assert Finding.objects.get().is_sealed
    entries = Entry.objects.filter(code__in=["visit.taken_in", "visits.imported"])
    assert {entry.sealed_id for entry in entries} == {str(found.pk)}


@pytest.mark.parametrize("name", ["leader", "coordinator", "inspector", "auditor", "nobody_special", "stranger"])
def test_only_the_office_takes_in(cast: Cast, name: str) -> None:
    table = read([outside_row("L-01")], running(cast))
    with pytest.raises(NotAllowed):
        import_visits(table=table, file_name="x", accept_refused=False, by=cast.members[name].actor, at=clock.now())
    assert not Visit.objects.exists()


def test_a_visit_is_ours_or_an_outside_bodys(cast: Cast) -> None:
    take_in(read([outside_row("L-01")], running(cast)), cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.update(outside_body="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.update(by=cast.inspector.person)


@pytest.mark.parametrize(
    "mapping",
    [
        MAP.replace("body: 河桥测评中心", ""),
        MAP.replace("body:", "unlisted: perhaps\nbody:"),
        MAP.replace('丁: "C#"', "丁: D"),
        MAP.replace("  item: {column: 问题, optional: true}\n", ""),
        MAP.replace("body: 河桥测评中心", "body: " + "长" * 101),
        "columns: [",
        "x",
    ],
)
def test_a_map_that_makes_no_sense(cast: Cast, mapping: str) -> None:
    running(cast)
    with pytest.raises(BadMap):
        read([outside_row("L-01")], mapping=mapping)


def test_a_missing_column_stops_the_file(cast: Cast) -> None:
    running(cast)
    table = read([{"编码": "LANE-1"}])
    assert (table.visits, "时间" in table.faults[0]) == ((), True)


def test_the_worked_example_can_be_read(cast: Cast) -> None:
    """Its map and its table fit each other; its places are the demo county's."""
    content = (EXAMPLES / "outside-inspection.csv").read_bytes()
    mapping = (EXAMPLES / "outside-inspection.yaml").read_text(encoding="utf-8")
    table = read_visits(content, mapping, Ground(), clock.now(), map_name="outside-inspection.yaml")
    assert (table.read, table.faults, table.notes) == (5, (), ())
    columns = {row.column for row in table.refused if not row.reason.startswith("belongs to")}
    assert columns <= {"点位编码", "点位名称"}
