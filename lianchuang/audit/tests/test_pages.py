"""Who reads history, and what they find."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from lianchuang.accounts.access import SYSTEM, Actor
from lianchuang.audit import queries
from lianchuang.audit.access import visible_entries
from lianchuang.audit.actions import record
from lianchuang.audit.models import Entry
from lianchuang.audit.queries import Mark, Wanted
from lianchuang.common import clock
from lianchuang.common.refusals import NotAllowed
from tests.cast import Cast


def _note(by: Actor, unit: str = "某单位", days_ago: int = 0, *, sealed: bool = False, about: int = 7) -> Entry:
    return record(
        code="unit.added",
        by=by,
        at=clock.now() - timedelta(days=days_ago),
        object_kind="unit",
        object_id=about,
        data={"unit": unit, "parent": "莲县"},
        sealed_with=("finding", 7) if sealed else None,
    )


def test_auditor_office_and_administrator_read(cast: Cast, client_of: Callable[..., Client]) -> None:
    _note(cast.coordinator.actor, "桂花社区")
    for member in (cast.auditor, cast.office, cast.administrator):
        page = client_of(member.person).get(reverse("audit:entries"))
        assert "桂花社区" in page.content.decode()
    for member in (cast.leader, cast.coordinator, cast.inspector, cast.nobody_special):
        assert client_of(member.person).get(reverse("audit:entries")).status_code == 403
        assert client_of(member.person).get(reverse("audit:about", args=["unit", 7])).status_code == 403
        assert client_of(member.person).get(reverse("audit:download")).status_code == 403


def test_another_county_reads_its_own(cast: Cast, client_of: Callable[..., Client]) -> None:
    _note(cast.coordinator.actor, "桂花社区")
    client = client_of(cast.foreign_office.person)
    assert "桂花社区" not in client.get(reverse("audit:entries")).content.decode()
    assert client.get(reverse("audit:about", args=["unit", 7])).status_code == 404


def test_what_the_program_did_is_read_by_those_concerned(cast: Cast) -> None:
    ours, nobodys = _note(SYSTEM, about=7), _note(SYSTEM, about=8)
    _note(cast.coordinator.actor, about=7)
    assert {ours, nobodys} <= set(visible_entries(cast.auditor.actor))
    assert ours not in visible_entries(cast.foreign_office.actor)
    assert nobodys in visible_entries(cast.foreign_office.actor)


def test_undercover_work_is_read_by_the_office_until_released(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = _note(cast.inspector.actor, sealed=True)
    assert hidden in visible_entries(cast.office.actor)
    assert hidden not in visible_entries(cast.auditor.actor)
    assert hidden not in visible_entries(cast.administrator.actor)
    record(code="finding.unsealed", by=cast.office.actor, at=clock.now(), object_kind="finding", object_id=7)
    assert hidden in visible_entries(cast.auditor.actor)


def test_the_program_reads_all(cast: Cast) -> None:
    hidden = _note(cast.inspector.actor, sealed=True)
    assert hidden in visible_entries(SYSTEM)
    with pytest.raises(NotAllowed):
        visible_entries(cast.leader.actor)


def test_it_finds_by_day_code_and_who(cast: Cast) -> None:
    old, new = _note(cast.coordinator.actor, days_ago=9), _note(cast.inspector.actor)
    today, seen = clock.today(), visible_entries(cast.auditor.actor)
    assert list(queries.among(seen, Wanted(first=today - timedelta(days=2)))) == [new]
    assert list(queries.among(seen, Wanted(last=today - timedelta(days=2)))) == [old]
    assert list(queries.among(seen, Wanted(who="桂亭"))) == [old]
    assert list(queries.among(seen, Wanted(who="郑行"))) == [new]
    assert not queries.among(seen, Wanted(code="unit.renamed")).exists()
    assert queries.among(seen, Wanted(object_kind="unit", object_id="7")).count() == 2


def test_it_goes_back_page_by_page(cast: Cast) -> None:
    numbers = [_note(SYSTEM).pk for _entry in range(5)]
    seen = visible_entries(cast.auditor.actor)
    first = queries.stretch(queries.among(seen, Wanted()), per=2)
    assert [one.number for one in first.told] == [numbers[4], numbers[3]]
    second = queries.stretch(queries.among(seen, Wanted()), before=first.before, per=2)
    last = queries.stretch(queries.among(seen, Wanted()), before=second.before, per=2)
    assert [one.number for one in last.told] == [numbers[0]]
    assert last.before is None


def test_the_story_of_one_object_is_told_in_order(cast: Cast, client_of: Callable[..., Client]) -> None:
    _note(cast.office.actor, "甲社区")
    _note(cast.office.actor, "乙社区")
    page = client_of(cast.auditor.person).get(reverse("audit:about", args=["unit", 7])).content.decode()
    assert page.index("甲社区") < page.index("乙社区")
    assert client_of(cast.auditor.person).get(reverse("audit:about", args=["unit", 8])).status_code == 404


def test_nonsense_in_the_address_shows_the_list(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.auditor.person)
    given = {"first": "yesterday", "code": "no.such", "before": "x", "object_id": "9" * 99}
    assert client.get(reverse("audit:entries"), given).status_code == 200
    assert client.post(reverse("audit:entries")).status_code == 405


def test_it_is_downloaded(cast: Cast, client_of: Callable[..., Client]) -> None:
    _note(cast.office.actor, "=HYPERLINK(1)")
    answer = client_of(cast.auditor.person).get(reverse("audit:download"))
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert "=HYPERLINK(1)" in str(rows[1][3])
    assert rows[1][2] == "沈雨"


def test_an_entry_outlives_its_code(cast: Cast) -> None:
    entry = _note(cast.office.actor)
    entry.code = "gone.code"
    (told,) = queries.tell([entry])
    assert "gone.code" in told.sentence


def test_where_one_goes_on_reading_tells_nothing_of_sealed_entries(cast: Cast) -> None:
    with clock.fixed(clock.now()):
        for number in range(6):
            _note(cast.coordinator.actor, f"社区{number}")
        read = _through(cast)
        for _number in range(3):
            _note(cast.inspector.actor, sealed=True)
        _note(cast.coordinator.actor, "社区末")
    again = _through(cast, skip=1)
    assert [mark for mark, _told in again] == [mark for mark, _told in read]
    assert [told for _mark, told in again] == [told for _mark, told in read]


def _through(cast: Cast, skip: int = 0) -> list[tuple[str, list[str]]]:
    """Everything the auditor reads, two at a time, with the mark before it; `skip` the newest."""
    seen = queries.among(visible_entries(cast.auditor.actor), Wanted(code="unit.added"))
    newest = seen[0].at
    mark: Mark | None = Mark(newest, skip)
    read = []
    while mark is not None:
        part = queries.stretch(seen, before=mark, per=2)
        read.append((str(Mark(mark.at, mark.passed - skip)), [one.sentence for one in part.told]))
        mark = part.before
    return read


@pytest.mark.parametrize("text", ["", "x", "1", "1.", ".1", "1.x", "9" * 30 + ".1", "-5.0"])
def test_nonsense_is_no_mark(text: str) -> None:
    assert Mark.read(text) is None


def test_a_mark_is_read_as_it_was_written() -> None:
    mark = Mark(clock.now(), 7)
    assert Mark.read(str(mark)) == mark


@pytest.mark.parametrize("wanted", [{"last": "9999-12-31"}, {"first": "0001-01-01"}])
def test_a_day_nobody_can_count_with_is_left_out(
    cast: Cast, client_of: Callable[..., Client], wanted: dict[str, str]
) -> None:
    _note(cast.coordinator.actor, "桂花社区")
    client = client_of(cast.auditor.person)
    assert "桂花社区" in client.get(reverse("audit:entries"), wanted).content.decode()
    assert client.get(reverse("audit:download"), wanted).status_code == 200
