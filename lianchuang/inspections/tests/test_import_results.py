"""Results of our XLSForm become visits of our own people: once each, photos by name, every row accounted for."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from lianchuang.accounts.models import Appointment
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import NotAllowed, NotPossibleNow
from lianchuang.common.tablefile import UnreadableTable
from lianchuang.evidence.models import StoredFile
from lianchuang.findings.models import Finding
from lianchuang.inspections.actions import import_visits
from lianchuang.inspections.intake import Ground, VisitTable, read_results
from lianchuang.inspections.intake.planning import VisitImport, plan_visits
from lianchuang.inspections.models import Round, RoundKind, RoundState, Visit
from lianchuang.inspections.tests.files import csv_of, result_row, zip_of
from lianchuang.inspections.tests.test_double_visits import by_two
from lianchuang.inspections.tests.test_record_visit import another_inspector, running
from tests.cast import Cast, Member, make_site, photo_bytes


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def read(content: str | bytes, found: Round | None = None, **more: bool) -> VisitTable:
    return read_results(content if isinstance(content, bytes) else content.encode(), Ground(chosen=found), **more)


def take_in(table: VisitTable, by: Member, *, accept_refused: bool = False) -> VisitImport:
    return import_visits(table=table, file_name="form.csv", accept_refused=accept_refused, by=by.actor, at=clock.now())


def reasons(table: VisitTable, cast: Cast) -> list[str]:
    return [row.reason for row in plan_visits(table, cast.office.actor, clock.now()).refused]


def test_a_result_is_the_inspectors_visit(cast: Cast) -> None:
    found = running(cast)
    photo = photo_bytes()
    wrong = {
        cast.rubbish_item: {"count": "2", "photo": "17.jpg", "note": "桶边"},
        cast.ads_item: {"count": "1", "fixed": "yes"},
    }
    row = result_row(cast, wrong, remark="雨后")
    done = take_in(read(zip_of(csv_of([row]), {"media/17.jpg": photo})), cast.office)
    (visit,) = done.fresh
    stored = Visit.objects.get(pk=visit.id)
    assert stored.pk == UUID(row["meta-instanceID"].removeprefix("uuid:"))
    assert (stored.round, stored.by, stored.by_post) == (found, cast.inspector.person, cast.inspector.post)
    assert (stored.fault_count, stored.item_count, stored.remark) == (2, 3, "雨后")
    rubbish = stored.answers.get(item=cast.rubbish_item)
    assert (rubbish.grade, rubbish.note, rubbish.photos.count()) == ("C", "桶边", 1)
    assert stored.answers.get(item=cast.ads_item).fixed_on_spot
    assert Finding.objects.get(origin_id=str(stored.pk)).item == cast.rubbish_item
    assert Entry.objects.get(code="visit.recorded").actor_name == cast.inspector.person.name
    assert Entry.objects.get(code="visits.imported").actor_name == cast.office.person.name


def test_again_changes_nothing_and_is_said(cast: Cast) -> None:
    running(cast)
    table = read(csv_of([result_row(cast)]))
    take_in(table, cast.office)
    before = Entry.objects.count()
    again = take_in(table, cast.office)
    assert (len(again.fresh), again.had_rows, again.refused) == (0, 1, ())
    assert (Visit.objects.count(), Entry.objects.count()) == (1, before)


def test_looking_changes_nothing(cast: Cast) -> None:
    running(cast)
    row = result_row(cast, {cast.rubbish_item: {"count": "1", "photo": "a.jpg"}})
    table = read(zip_of(csv_of([row]), {"a.jpg": photo_bytes()}))
    plan = plan_visits(table, cast.office.actor, clock.now())
    assert (plan.imported_rows, plan.had_rows, plan.refused) == (1, 0, ())
    assert not Visit.objects.exists()
    assert not StoredFile.objects.exists()


def test_the_same_id_with_other_answers_is_refused(cast: Cast) -> None:
    running(cast)
    row = result_row(cast)
    take_in(read(csv_of([row])), cast.office)
    changed = {**result_row(cast, {cast.rubbish_item: {"count": "1"}}), "meta-instanceID": row["meta-instanceID"]}
    assert "other answers" in reasons(read(csv_of([changed])), cast)[0]


def test_kobo_puts_photos_in_a_folder_for_each_result(cast: Cast) -> None:
    running(cast, sites=[cast.lane, cast.other_lane])
    rows = [
        result_row(cast, {cast.rubbish_item: {"count": "1", "photo": "1.jpg"}}, site=site)
        for site in (cast.lane, cast.other_lane)
    ]
    kobo = [
        {
            name.replace("-", "/").replace("meta/instanceID", "_uuid"): cell.removeprefix("uuid:")
            for name, cell in row.items()
        }
        for row in rows
    ]
    for row, original in zip(kobo, rows, strict=True):
        row |= {"_uuid": original["meta-instanceID"].removeprefix("uuid:"), "place/site": original["place-site"]}
        row["place/inspector"] = original["place-inspector"]
        row |= {"started": original["started"], "ended": original["ended"]}
    photos = {f"user/attachments/{row['_uuid']}/1.jpg": photo_bytes() for row in kobo}
    table = read(zip_of(csv_of(kobo), photos))
    assert reasons(table, cast) == []
    take_in(table, cast.office)
    assert StoredFile.objects.count() == 2
    flat = {f"{number}/1.jpg": photo_bytes() for number in range(2)}
    assert [row.reason for row in read(zip_of(csv_of(kobo), flat)).refused] == [
        "several photos in the file have this name"
    ] * 2


def test_photos_that_are_not_there_are_never_dropped_silently(cast: Cast) -> None:
    running(cast)
    content = csv_of([result_row(cast, {cast.rubbish_item: {"count": "1", "photo": "17.jpg"}})])
    (row,) = read(content).refused
    assert (row.row, row.value, "ZIP" in row.reason) == (2, "17.jpg", True)
    without = read(content, without_photos=True)
    assert (without.refused, len(without.visits), len(without.notes)) == ((), 1, 1)
    broken = read(zip_of(content, {"17.jpg": b"no picture"}))
    assert len(reasons(broken, cast)) == 1


def test_each_fault_is_said_with_its_row(cast: Cast) -> None:
    running(cast)
    verdict = "zone_along-verdict_L_01"
    good = result_row(cast)
    rows = [
        good,
        result_row(cast, **{"place-site": "X-1"}),
        result_row(cast, **{"place-inspector": "nobody"}),
        result_row(cast, ended="gestern"),
        result_row(cast, **{verdict: "maybe"}),
        result_row(cast, **{"meta-instanceID": "7"}),
        result_row(cast, {cast.rubbish_item: {"count": "0"}}),
        result_row(cast, **{verdict: ""}),
        result_row(cast, site=cast.other_lane),
        good,
    ]
    plan = plan_visits(read(csv_of(rows)), cast.office.actor, clock.now())
    assert [row.row for row in plan.refused] == list(range(3, 12))
    assert len({row.reason for row in plan.refused}) == 9
    assert plan.imported_rows + plan.had_rows + len(plan.refused) == 10
    with pytest.raises(NotPossibleNow):
        take_in(read(csv_of(rows)), cast.office)
    assert not Visit.objects.exists()
    assert take_in(read(csv_of(rows)), cast.office, accept_refused=True).imported_rows == 1


def test_whoever_held_the_post_that_day(cast: Cast) -> None:
    running(cast)
    Appointment.objects.filter(post=cast.inspector.post).delete()
    assert reasons(read(csv_of([result_row(cast)])), cast) == ["nobody held this post on that day"]


def test_the_actions_own_refusals_are_in_the_list(cast: Cast) -> None:
    """What recording would refuse is known before: another's site, a round that takes nothing."""
    found = running(cast, kind=RoundKind.UNDERCOVER, inspector=cast.verifier.post)
    assert "another inspector" in reasons(read(csv_of([result_row(cast)]), found), cast)[0]
    Round.objects.update(state=RoundState.PLANNED)
    found.refresh_from_db()
    assert "not started" in reasons(read(csv_of([result_row(cast)]), found), cast)[0]


def test_the_second_look_of_the_same_person_is_known_before(cast: Cast) -> None:
    """Whether the first one is recorded already or stands in the same file."""
    second = another_inspector(cast)
    planned = by_two(cast, second)
    Appointment.objects.filter(post=second.post).update(person=cast.inspector.person)
    rows = [result_row(cast), result_row(cast, **{"place-inspector": second.post.code})]
    plan = plan_visits(read(csv_of(rows), planned), cast.office.actor, clock.now())
    assert (plan.imported_rows, [(row.row, "looked here" in row.reason) for row in plan.refused]) == (1, [(3, True)])
    take_in(read(csv_of(rows[:1]), planned), cast.office)
    assert "looked here" in reasons(read(csv_of(rows[1:]), planned), cast)[0]


@pytest.mark.parametrize("kind", [RoundKind.ROUTINE, RoundKind.UNDERCOVER])
def test_looking_asks_no_more_for_many_visits(cast: Cast, kind: RoundKind) -> None:
    watcher = another_inspector(cast)
    sites = [make_site(site_type=cast.lane_type, unit=cast.community, code=f"Q-{step}") for step in range(6)]
    planned = running(cast, kind=kind, inspector=watcher.post, sites=sites)

    def asked(number: int) -> int:
        rows = [result_row(cast, site=site, **{"place-inspector": watcher.post.code}) for site in sites[:number]]
        table = read(csv_of(rows), planned)
        with CaptureQueriesContext(connection) as caught:
            assert plan_visits(table, cast.office.actor, clock.now()).imported_rows == number
        return len(caught)

    asked(1)  # from now on the round's place is known
    assert asked(6) == asked(1) <= 8


@pytest.mark.parametrize("name", ["leader", "inspector", "nobody_special", "stranger"])
def test_only_the_office_takes_in(cast: Cast, name: str) -> None:
    running(cast)
    with pytest.raises(NotAllowed):
        take_in(read(csv_of([result_row(cast)])), cast.members[name])


def test_another_countys_office_takes_in_nothing(cast: Cast) -> None:
    running(cast)
    plan = plan_visits(read(csv_of([result_row(cast)])), cast.foreign_office.actor, clock.now())
    assert (plan.fresh, len(plan.refused)) == ((), 1)


def test_files_that_are_no_results(cast: Cast) -> None:
    assert "needs a map" in read("a,b\n1,2\n").faults[0]
    with pytest.raises(UnreadableTable):
        read(b"PK\x03\x04 broken")
    with pytest.raises(UnreadableTable):
        read(zip_of("", {"second.csv": b"x"}))
