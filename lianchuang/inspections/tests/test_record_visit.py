"""Recording a visit: grades, findings, the same one twice, and who may not."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianchuang.accounts.models import Role
from lianchuang.audit.access import visible_entries
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from lianchuang.findings.models import Finding
from lianchuang.inspections.actions import GivenAnswer, record_visit
from lianchuang.inspections.models import Answer, Grade, Round, RoundKind, RoundState, Visit
from lianchuang.sites.models import CheckItem, Site
from tests.cast import (
    Cast,
    Member,
    grant,
    make_item,
    make_person,
    make_photo,
    make_post,
    make_round,
)


def running(cast: Cast, **columns: Any) -> Round:
    """A round under way with the lane in its sample, assigned to the inspector."""
    facts = {"inspector": cast.inspector.post, "sites": [cast.lane], **columns}
    return make_round(joint=cast.joint, planned_by=cast.office.post, **facts)


def lane_answers(cast: Cast, *faults: GivenAnswer) -> list[GivenAnswer]:
    """An answer to each item of the lane; what is not given is right."""
    given = {fault.item: fault for fault in faults}
    return [given.get(item, GivenAnswer(item)) for item in (cast.rubbish_item, cast.ads_item, cast.road_item)]


def record(cast: Cast, planned: Round, *faults: GivenAnswer, by: Member | None = None, **facts: Any) -> Visit:
    now = clock.now()
    return record_visit(
        **{
            "round": planned,
            "site": cast.lane,
            "by": (by or cast.inspector).actor,
            "answers": lane_answers(cast, *faults),
            "started_at": now - timedelta(minutes=20),
            "finished_at": now,
            "at": now,
            **facts,
        }
    )


def test_it_grades_by_count_and_opens_a_finding_for_what_fails(cast: Cast) -> None:
    photo = make_photo()
    visit = record(
        cast,
        running(cast),
        GivenAnswer(cast.rubbish_item, count=2, note="西侧桶满溢", photos=[photo]),
        GivenAnswer(cast.ads_item, count=1, fixed_on_spot=True),
    )
    rubbish, ads, road = visit.answers.order_by("pk")
    assert (rubbish.grade, ads.grade, road.grade) == (Grade.C, Grade.B, Grade.A)
    assert (visit.item_count, visit.fault_count) == (3, 2)
    assert rubbish.finding is not None
    finding = rubbish.finding
    assert (finding.title, finding.count, finding.detail) == (cast.rubbish_item.finding, 2, "西侧桶满溢")
    assert (finding.origin_kind, finding.origin_id, finding.origin_words) == (
        "visit",
        str(visit.pk),
        visit.round.name,
    )
    assert finding.responsible_post == cast.post_holder.post
    assert [hung.file for hung in finding.photos.all()] == [photo]
    assert [kept.file for kept in rubbish.photos.all()] == [photo]


def test_what_is_fixed_on_the_spot_opens_no_finding_but_counts(cast: Cast) -> None:
    visit = record(cast, running(cast), GivenAnswer(cast.ads_item, count=3, fixed_on_spot=True))
    answer = visit.answers.get(item=cast.ads_item)
    assert (answer.grade, answer.fixed_on_spot, answer.finding) == (Grade.C_SHARP, True, None)
    assert not Finding.objects.exists()


def test_what_is_not_applicable_is_no_item_of_the_visit(cast: Cast) -> None:
    visit = record(cast, running(cast), GivenAnswer(cast.road_item, count=None, not_applicable=True))
    assert visit.answers.get(item=cast.road_item).grade == Grade.NOT_APPLICABLE
    assert visit.item_count == 2


def test_counting_stops_at_the_cap(cast: Cast) -> None:
    visit = record(cast, running(cast), GivenAnswer(cast.rubbish_item, count=40))
    answer = visit.answers.get(item=cast.rubbish_item)
    assert (answer.count, answer.grade) == (cast.rubbish_item.cap, Grade.C_SHARP)


def test_the_same_matter_is_seen_again(cast: Cast) -> None:
    first = record(cast, running(cast), GivenAnswer(cast.rubbish_item, count=1))
    second = record(cast, running(cast), GivenAnswer(cast.rubbish_item, count=2))
    one, other = first.answers.get(item=cast.rubbish_item), second.answers.get(item=cast.rubbish_item)
    assert one.finding == other.finding
    assert Finding.objects.get().seen_count == 2


def test_twice_the_same_submission_is_one_visit(cast: Cast) -> None:
    planned, visit_id = running(cast), uuid4()
    first = record(cast, planned, GivenAnswer(cast.rubbish_item, count=1), visit_id=visit_id)
    entries = Entry.objects.count()
    again = record(cast, planned, GivenAnswer(cast.rubbish_item, count=1), visit_id=visit_id)
    assert first == again
    assert (Visit.objects.count(), Answer.objects.count(), Finding.objects.get().seen_count) == (1, 3, 1)
    assert Entry.objects.count() == entries


def test_a_visit_id_of_somebody_else_stands_for_an_own_one(cast: Cast) -> None:
    planned, visit_id = running(cast), uuid4()
    first = record(cast, planned, visit_id=visit_id)
    second = record(cast, planned, visit_id=visit_id, by=cast.office)
    assert first.pk == visit_id != second.pk
    assert record(cast, planned, visit_id=visit_id, by=cast.office) == second


def test_an_own_visit_id_serves_one_visit(cast: Cast) -> None:
    planned, visit_id = running(cast), uuid4()
    record(cast, planned, visit_id=visit_id)
    with pytest.raises(Invalid) as refused:
        record(cast, running(cast), visit_id=visit_id)
    assert "visit_id" in refused.value.fields


def test_it_tells_history(cast: Cast) -> None:
    visit = record(cast, running(cast), GivenAnswer(cast.rubbish_item, count=1))
    entry = Entry.objects.get(code="visit.recorded")
    assert entry.object_id == str(visit.pk)
    assert (entry.data["site"], entry.data["items"], entry.data["faults"]) == ("桂花巷", 3, 1)


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        (lambda cast: lane_answers(cast)[:2], "answers"),
        (lambda cast: [*lane_answers(cast), GivenAnswer(cast.market_item)], "answers"),
        (lambda cast: [*lane_answers(cast), GivenAnswer(cast.ads_item)], "answers"),
        (lambda cast: lane_answers(cast, GivenAnswer(cast.ads_item, count=None)), "item"),
        (lambda cast: lane_answers(cast, GivenAnswer(cast.ads_item, count=-1)), "item"),
        (lambda cast: lane_answers(cast, GivenAnswer(cast.ads_item, count=1, not_applicable=True)), "item"),
        (lambda cast: lane_answers(cast, GivenAnswer(cast.ads_item, note="长" * 301)), "item"),
    ],
)
def test_it_refuses_answers_that_make_no_sense(cast: Cast, wrong: Any, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        record(cast, running(cast), answers=wrong(cast))
    key = f"item-{cast.ads_item.pk}" if key == "item" else key
    assert set(refused.value.fields) == {key}
    assert not Visit.objects.exists()


@pytest.mark.parametrize("minutes", [-30, 11])
def test_it_refuses_impossible_times(cast: Cast, minutes: int) -> None:
    now = clock.now()
    with pytest.raises(Invalid) as refused:
        record(cast, running(cast), finished_at=now + timedelta(minutes=minutes), at=now)
    assert set(refused.value.fields) == {"finished_at"}


def test_a_clock_a_little_ahead_is_taken(cast: Cast) -> None:
    now = clock.now()
    assert record(cast, running(cast), finished_at=now + timedelta(minutes=9), at=now).item_count


def test_a_planned_round_takes_no_visit(cast: Cast) -> None:
    with pytest.raises(NotPossibleNow):
        record(cast, running(cast, state=RoundState.PLANNED))


def test_a_finished_round_takes_a_visit_of_its_days_that_arrives_late(cast: Cast) -> None:
    planned = running(cast, state=RoundState.FINISHED)
    assert record(cast, planned).item_count
    late = datetime.combine(planned.ends_on + timedelta(days=2), clock.now().time(), clock.now().tzinfo)
    with pytest.raises(NotPossibleNow):
        record(cast, planned, started_at=late, finished_at=late, at=late)


def test_office_and_any_inspector_over_the_place_may_help(cast: Cast) -> None:
    planned = running(cast)
    assert record(cast, planned, by=cast.office).by_post == cast.office.post
    other = another_inspector(cast)
    assert record(cast, planned, by=other).by_unit == cast.market_bureau


def another_inspector(cast: Cast) -> Member:
    """An inspector of the market bureau, which has nothing to do with the lane."""
    post = make_post(unit=cast.market_bureau, name="督查二岗")
    grant(post=post, role=Role.INSPECTOR, scope=cast.county)
    return Member(make_person(post=post), post)


@pytest.mark.parametrize(
    "part",
    ["post_holder", "colleague", "coordinator", "leader", "verifier", "auditor", "administrator", "stranger"],
)
def test_others_may_not(cast: Cast, part: str) -> None:
    with pytest.raises(NotAllowed):
        record(cast, running(cast), by=cast.members[part])
    assert not Visit.objects.exists()


def test_a_site_outside_the_sample_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        record(cast, running(cast), site=cast.other_lane)
    assert set(refused.value.fields) == {"site"}


def test_undercover_findings_are_sealed_and_history_gives_nothing_away(cast: Cast) -> None:
    watcher = another_inspector(cast)
    planned = running(cast, kind=RoundKind.UNDERCOVER, inspector=watcher.post)
    record(cast, planned, GivenAnswer(cast.rubbish_item, count=1), by=watcher)
    finding = Finding.objects.get()
    assert (finding.is_sealed, finding.number, finding.responsible_post) == (True, None, None)
    assert not visible_entries(cast.auditor.actor).filter(code="visit.recorded").exists()


def test_undercover_nobody_looks_at_a_site_of_a_unit_concerned(cast: Cast) -> None:
    planned = running(cast, kind=RoundKind.UNDERCOVER)
    with pytest.raises(NotAllowed) as refused:
        record(cast, planned)  # roads are the bureau's own duty
    assert refused.value.code == "concerned"


def test_undercover_another_inspector_may_not_help(cast: Cast) -> None:
    planned = running(cast, kind=RoundKind.UNDERCOVER)
    with pytest.raises(NotAllowed) as refused:
        record(cast, planned, by=another_inspector(cast))
    assert refused.value.code == "not_assigned"


def test_thirty_answers_take_few_queries(cast: Cast) -> None:
    site, items = big_site(cast)
    planned = running(cast, sites=[site])
    photos = [make_photo(), make_photo()]
    cast.inspector.actor  # noqa: B018 - read before counting
    answers = [GivenAnswer(item, photos=photos) for item in items]
    with CaptureQueriesContext(
        connection,
    ) as caught:
        record(cast, planned, site=site, answers=answers)
    writes = [query["sql"] for query in caught.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(writes) <= 9, writes


def big_site(cast: Cast) -> tuple[Site, list[CheckItem]]:
    zone = cast.lane_type.zones.get()
    items = [cast.rubbish_item, cast.ads_item, cast.road_item]
    items += [make_item(category=cast.rubbish, zone=zone) for _number in range(27)]
    return cast.lane, items
