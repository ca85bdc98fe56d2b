"""Drafting: the hand-counted week, what never enters, the number, who may."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianchuang.accounts.access import Actor
from lianchuang.audit.models import Entry
from lianchuang.bulletins import actions
from lianchuang.bulletins.models import Bulletin, FigureRow
from lianchuang.bulletins.tests.week import (
    CUT_OFF,
    EXPECTED,
    MONDAY,
    MORNING_AFTER,
    SUNDAY,
    closing,
    draft,
    moment,
    publish,
    put,
    put_week,
    rows,
    step,
)
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from lianchuang.findings.actions import (
    dispatch_finding,
    extend_finding,
    reopen_finding,
    submit_rectification,
    verify_rectification,
)
from lianchuang.findings.models import Finding
from lianchuang.findings.rules import State
from lianchuang.inspections.models import Round, RoundKind, RoundSite, Visit
from lianchuang.notices.models import Notice
from lianchuang.sites.models import Site
from tests.cast import Cast, make_finding, make_photo, make_round

LAST_WEEK = MONDAY - timedelta(days=7)
WEDNESDAY = moment(11)


def test_it_counts_the_week_as_by_hand(cast: Cast) -> None:
    put_week(cast)
    figures = draft(cast).figures
    assert {key: (figures[key]["value"], figures[key]["denominator"]) for key in EXPECTED} == EXPECTED


def test_the_rows_behind_each_figure_are_those_counted(cast: Cast) -> None:
    found = put_week(cast)
    bulletin = draft(cast)

    def behind(*names: str) -> set[object]:
        return {found[name].pk for name in names}

    assert rows(bulletin, "due_closed") == behind("closed in time", "closed late", "closed before the week")
    assert rows(bulletin, "on_time") == behind("closed in time", "closed before the week")
    assert rows(bulletin, "left_out") == behind("deferred", "returned")
    assert rows(bulletin, "new") == behind("reported", "released")
    assert rows(bulletin, "repeat") == behind("reopened", "seen again")
    assert rows(bulletin, "veto") == behind("old veto")
    for figure, frozen in bulletin.figures.items():
        assert bulletin.rows.filter(key=figure).count() == frozen["value"], figure


def test_sealed_foreign_merged_void_and_elsewhere_settled_ones_never_enter(cast: Cast) -> None:
    found = put_week(cast)
    draft(cast)
    for name in ("sealed", "another county", "merged", "void", "settled elsewhere"):
        assert not FigureRow.objects.filter(finding=found[name]).exists(), name


def test_a_rate_carries_its_cells_and_each_cell_its_rows(cast: Cast) -> None:
    put_week(cast)
    bulletin = draft(cast)
    table = {row["cell"]: row for row in bulletin.tables["units"]}
    street = table[f"unit-{cast.street.pk}"]
    assert (street["league"], street["due"], street["due_closed"], street["rework"]) == ("street", 6, 3, 1)
    assert not street["rates"]
    assert bulletin.rows.filter(key=f"due_closed-unit-{cast.street.pk}").count() == 3
    assert sum(row["due"] for row in table.values()) == bulletin.figures["due"]["value"]


def test_a_finding_of_several_campaigns_is_once_in_the_joint_figure(cast: Cast) -> None:
    put(cast, State.RECTIFYING, due=moment(12))
    bulletin = draft(cast)
    assert bulletin.figures["due"]["value"] == 1
    by_campaign = {row["code"]: row["due"] for row in bulletin.tables["campaigns"]}
    assert by_campaign == {"wenming": 1, "weisheng": 1, "yuanlin": 0, "shuangyong": 0}
    assert rows(bulletin, "due") == rows(bulletin, "due-campaign-wenming") == rows(bulletin, "due-campaign-weisheng")


def test_an_extension_moves_it_into_another_week(cast: Cast) -> None:
    """Found on a Monday with two working days; extended by five, so that it is due in the next week."""
    finding = make_finding(site=cast.lane, item=cast.rubbish_item, by=cast.inspector.actor, at=moment(9, 9))
    extend_finding(finding=finding, by=cast.office.actor, days=5, note="等备件", at=moment(10))
    first, second = draft(cast), draft(cast, monday=MONDAY + timedelta(days=7), as_of=moment(22, 20), at=moment(23))
    assert rows(first, "due") == set()
    assert rows(second, "due") == {finding.pk}


def test_an_extended_one_that_was_closed_early_stands_in_the_week_of_its_date(cast: Cast) -> None:
    finding = make_finding(site=cast.lane, item=cast.rubbish_item, by=cast.inspector.actor, at=moment(2, 9))
    extend_finding(finding=finding, by=cast.office.actor, days=5, note="等备件", at=moment(3))
    close(cast, finding, moment(5))
    bulletin = draft(cast)
    assert finding.first_due_at is not None
    assert finding.first_due_at < moment(9)
    assert rows(bulletin, "on_time") == {finding.pk}
    assert rows(bulletin, "closed") == set()


def close(cast: Cast, finding: Finding, at: datetime) -> None:
    submit_rectification(
        finding=finding, by=cast.post_holder.actor, note="已清理", photos=[make_photo()], at=at - timedelta(hours=2)
    )
    verify_rectification(finding=finding, by=cast.verifier.actor, passed=True, at=at)


def test_what_happens_after_the_cut_off_does_not_count(cast: Cast) -> None:
    """Counted late, it still says what was so at the cut-off."""
    finding = make_finding(site=cast.lane, item=cast.rubbish_item, by=cast.inspector.actor, at=moment(9, 9))
    late = put(cast, State.DEFERRED, due=moment(12))
    step(late, "resume", State.DEFERRED, State.RECTIFYING, moment(16, 8), due="2026-11-20 10:00")
    Finding.objects.filter(pk=late.pk).update(state=State.RECTIFYING, step_due_at=moment(20))
    close(cast, finding, moment(16, 12))
    make_finding(site=cast.other_lane, item=cast.ads_item, by=cast.inspector.actor, at=moment(16, 8))
    figures = draft(cast, at=moment(17)).figures
    assert figures["due_closed"] == {"value": 0, "denominator": 1}
    assert figures["new"]["value"] == 1
    assert (figures["deferred"]["value"], figures["left_out"]["value"]) == (1, 1)


@pytest.mark.parametrize(("submitted", "on_time"), [(moment(11, 9), 1), (moment(13, 9), 0)])
def test_one_reopened_later_was_in_time_or_not_as_it_was_then(cast: Cast, submitted: datetime, on_time: int) -> None:
    finding = make_finding(site=cast.lane, item=cast.rubbish_item, by=cast.inspector.actor, at=moment(9, 9))
    close(cast, finding, submitted + timedelta(hours=2))
    reopen_finding(finding=finding, by=cast.office.actor, note="又有了", at=moment(17))
    figures = draft(cast, at=moment(18)).figures
    assert figures["on_time"] == {"value": on_time, "denominator": 1}


def test_it_counts_stops_of_these_days_and_visits_made(cast: Cast) -> None:
    planned = walk(cast, [cast.lane, cast.other_lane], visited=[cast.lane])
    walk(cast, [cast.market], visited=[cast.market], day=moment(4))
    figures, tables = draft(cast).figures, draft_tables()
    assert figures["visited"] == {"value": 1, "denominator": 2}
    assert tables["head"]["rounds"] == 1
    assert FigureRow.objects.get(key="visited").visit == planned.visits.get()


def draft_tables() -> dict[str, dict[str, int]]:
    return Bulletin.objects.get().tables


def walk(
    cast: Cast,
    sites: list[Site],
    *,
    visited: list[Site],
    day: datetime = WEDNESDAY,
    kind: RoundKind = RoundKind.ROUTINE,
    released_at: datetime | None = None,
) -> Round:
    inspector = cast.inspector
    planned = make_round(
        joint=cast.joint,
        planned_by=cast.office.post,
        inspector=inspector.post,
        sites=sites,
        day=day.date(),
        kind=kind,
        released_at=released_at,
    )
    for site in visited:
        Visit.objects.create(
            round=planned, site=site, by=inspector.person, by_post=inspector.post, by_unit=inspector.unit,
            started_at=day, finished_at=day, received_at=day, item_count=3, fault_count=1,
        )  # fmt: skip
    return planned


@pytest.mark.parametrize(("released", "count"), [(None, 0), (moment(13), 1), (moment(17), 0)])
def test_an_undercover_round_counts_when_it_is_released(cast: Cast, released: datetime | None, count: int) -> None:
    walk(cast, [cast.lane], visited=[cast.lane], day=moment(3), kind=RoundKind.UNDERCOVER, released_at=released)
    assert draft(cast).figures["visited"] == {"value": count, "denominator": count}


def test_a_site_of_two_inspectors_counts_once_a_round(cast: Cast) -> None:
    planned = walk(cast, [cast.lane], visited=[cast.lane])
    RoundSite.objects.create(round=planned, site=cast.lane, inspector=cast.verifier.post, day=moment(12).date())
    assert draft(cast).figures["visited"] == {"value": 1, "denominator": 1}


def test_it_chooses_pairs_of_different_places_verified_in_the_week(cast: Cast) -> None:
    chosen = make_finding(
        site=cast.lane, item=cast.rubbish_item, by=cast.inspector.actor, at=moment(9, 9), photos=[make_photo()]
    )
    close(cast, chosen, moment(11))
    no_photo = make_finding(site=cast.other_lane, item=cast.ads_item, by=cast.inspector.actor, at=moment(9, 9))
    dispatch_if_needed(cast, no_photo)
    bulletin = draft(cast)
    (pair,) = bulletin.pairs.all()
    assert (pair.before.finding_id, pair.after.finding_id) == (chosen.pk, chosen.pk)
    (words,) = bulletin.tables["pairs"]
    assert (words["before"], words["after"], words["campaigns"]) == ("11-09", "11-11", ["weisheng", "wenming"])


def dispatch_if_needed(cast: Cast, finding: Finding) -> None:
    if finding.state == State.REPORTED:
        dispatch_finding(finding=finding, by=cast.office.actor, post=cast.post_holder.post, at=moment(9, 10))


def test_no_pair_shows_as_right_what_came_back(cast: Cast) -> None:
    finding = make_finding(
        site=cast.lane, item=cast.rubbish_item, by=cast.inspector.actor, at=moment(9, 9), photos=[make_photo()]
    )
    close(cast, finding, moment(11))
    reopen_finding(finding=finding, by=cast.office.actor, note="又有了", at=moment(13))
    assert not draft(cast).pairs.exists()


def test_numbers_follow_each_other_within_a_year(cast: Cast) -> None:
    issues = [
        draft(cast, monday=MONDAY + timedelta(weeks=week), as_of=at, at=at)
        for week, at in enumerate([moment(16), moment(23), moment(30)])
    ]
    new_year = datetime(2027, 1, 4, 9, tzinfo=CUT_OFF.tzinfo)
    issues.append(draft(cast, monday=MONDAY + timedelta(weeks=7), as_of=new_year, at=new_year))
    assert [(each.year, each.issue) for each in issues] == [(2026, 1), (2026, 2), (2026, 3), (2027, 1)]


def test_it_remembers_the_rates_of_the_published_bulletin_before(cast: Cast) -> None:
    reject = ("reject", State.SUBMITTED, State.REWORK, moment(4))
    put(cast, State.REWORK, reject, due=moment(20))
    before = draft(cast, monday=LAST_WEEK, as_of=moment(8, 20))
    assert draft(cast).tables["before"] == {}
    Bulletin.objects.exclude(pk=before.pk).delete()
    publish(cast, before)
    assert draft(cast).tables["before"]["rework"] == {"value": 1, "denominator": 1}


def test_it_leaves_one_entry(cast: Cast) -> None:
    bulletin = draft(cast)
    entry = Entry.objects.get(code="bulletin.drafted")
    assert (entry.object_id, entry.data["number"]) == (str(bulletin.pk), "莲联创通〔2026〕1 号")


def test_who_may_sign_it_is_told(cast: Cast) -> None:
    draft(cast)
    told = Notice.objects.get(code="bulletin.drafted")  # whoever drafted it is not told
    assert (told.post, told.link) == (cast.leader.post, "/bulletins/weekly/2026/1/")


def test_a_week_has_one_bulletin(cast: Cast) -> None:
    draft(cast)
    with pytest.raises(NotPossibleNow):
        draft(cast)
    assert Bulletin.objects.count() == 1


@pytest.mark.parametrize(
    ("monday", "as_of"),
    [(MONDAY + timedelta(days=1), CUT_OFF), (MONDAY, moment(9, 0)), (MONDAY, MORNING_AFTER + timedelta(seconds=1))],
)
def test_it_refuses_no_week_and_a_cut_off_before_it_or_to_come(cast: Cast, monday: object, as_of: datetime) -> None:
    with pytest.raises(Invalid):
        draft(cast, monday=monday, as_of=as_of)  # type: ignore[arg-type]


@pytest.mark.parametrize("who", ["leader", "coordinator", "inspector", "auditor", "administrator", "foreign_office"])
def test_only_the_office_of_the_place_drafts(cast: Cast, who: str) -> None:
    actor: Actor = cast.members[who].actor
    with pytest.raises(NotAllowed):
        actions.draft_bulletin(
            joint=cast.joint, period_from=MONDAY, period_to=SUNDAY, as_of=CUT_OFF, by=actor, at=MORNING_AFTER
        )


def test_its_queries_do_not_grow_with_the_rows(cast: Cast) -> None:
    put_week(cast)
    with CaptureQueriesContext(connection) as few:
        draft(cast)
    Bulletin.objects.all().delete()
    for _each in range(12):
        put(cast, State.CLOSED, *closing(11), due=moment(11, 17))
    with CaptureQueriesContext(connection) as more:
        draft(cast)
    assert len(more) <= len(few)
    assert len(few) <= 32
