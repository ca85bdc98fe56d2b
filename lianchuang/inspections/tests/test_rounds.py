"""The life of a round: planned, drawn, started, finished, released."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.audit.access import visible_entries
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from lianchuang.findings.models import Finding
from lianchuang.findings.rules import State
from lianchuang.inspections.actions import (
    GivenAnswer,
    draw_sample,
    finish_round,
    plan_round,
    release_round,
    start_round,
)  # fmt: skip
from lianchuang.inspections.models import Round, RoundKind, RoundSite, RoundState
from lianchuang.inspections.tests.test_pages import SignIn
from lianchuang.inspections.tests.test_record_visit import another_inspector, record, running
from tests.cast import Cast, Member, make_site

MONDAY = date(2026, 3, 2)
OTHERS = [
    "leader", "coordinator", "post_holder", "inspector", "verifier", "auditor", "administrator", "stranger",
    "foreign_office",
]  # fmt: skip


def plan(cast: Cast, *, by: Member | None = None, **facts: Any) -> Round:
    return plan_round(
        **{
            "joint": cast.joint,
            "name": "日常督查第 10 周",
            "kind": RoundKind.ROUTINE,
            "starts_on": MONDAY,
            "ends_on": MONDAY + timedelta(days=6),
            "by": (by or cast.office).actor,
            "at": clock.now(),
            **facts,
        }
    )


def draw(cast: Cast, planned: Round, *, by: Member | None = None, **facts: Any) -> Round:
    return draw_sample(
        **{
            "round": planned,
            "sites_per_type": {"back-street": 2},
            "seed": 7,
            "inspectors": [cast.inspector.post],
            "by": (by or cast.office).actor,
            "at": clock.now(),
            **facts,
        }
    )


def sites_of(planned: Round) -> list[tuple[str, date, int]]:
    return [
        (stop.site.code, stop.day, stop.order) for stop in planned.round_sites.select_related("site").order_by("pk")
    ]


def test_the_office_plans_a_round(cast: Cast) -> None:
    planned = plan(cast)
    assert (planned.state, planned.planned_by, planned.seed) == (RoundState.PLANNED, cast.office.post, None)
    assert Entry.objects.get(code="round.planned").data["round"] == "日常督查第 10 周"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"ends_on": MONDAY - timedelta(days=1)}, "ends_on"),
        ({"ends_on": date(2028, 1, 1)}, "ends_on"),
    ],
)
def test_it_refuses_a_plan_without_sense(cast: Cast, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        plan(cast, **facts)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize("part", OTHERS)
def test_nobody_else_plans_draws_or_moves_one(cast: Cast, part: str) -> None:
    by = cast.members[part]
    with pytest.raises(NotAllowed):
        plan(cast, by=by)
    planned = plan(cast)
    with pytest.raises(NotAllowed):
        draw(cast, planned, by=by)
    for move in (start_round, finish_round, release_round):
        with pytest.raises(NotAllowed):
            move(round=planned, by=by.actor, at=clock.now())


def test_a_draw_is_kept_and_can_be_repeated(cast: Cast) -> None:
    for _number in range(12):
        make_site(site_type=cast.lane_type, unit=cast.community)
    first, second = draw(cast, plan(cast), sites_per_type={"back-street": 5}), plan(cast)
    draw(cast, second, sites_per_type={"back-street": 5})
    assert sites_of(first) == sites_of(second)
    assert len(sites_of(first)) == 5
    assert {day.weekday() for _code, day, _order in sites_of(first)} <= {0, 1, 2, 3, 4}
    assert first.seed == 7
    assert (first.plan["frame"]["back-street"], first.plan["drawn"]) == (14, {"back-street": 5})


def test_a_new_draw_replaces_the_old_one_until_it_starts(cast: Cast) -> None:
    planned = draw(cast, plan(cast), sites_per_type={"back-street": 1})
    draw(cast, planned, everything=True, seed=8)
    assert RoundSite.objects.filter(round=planned).count() == 3
    start_round(round=planned, by=cast.office.actor, at=clock.now())
    with pytest.raises(NotPossibleNow):
        draw(cast, planned)


def test_official_minimums_are_the_default_and_what_misses_them_is_kept(cast: Cast) -> None:
    cast.lane_type.minimum_sample = 4
    cast.lane_type.save()
    planned = draw(cast, plan(cast), sites_per_type=None)
    assert len(sites_of(planned)) == 2
    assert planned.plan["below_minimum"] == {"back-street": 2}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"inspectors": []}, "inspectors"),
        ({"sites_per_type": {}}, "sites_per_type"),
        ({"sites_per_type": {"nowhere": 2}}, "sites_per_type"),
        ({"sites_per_type": {"market": -1}}, "sites_per_type"),
    ],
)
def test_it_refuses_a_draw_without_sense(cast: Cast, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        draw(cast, plan(cast), **facts)
    assert set(refused.value.fields) == {field}


def test_only_who_inspects_is_sent(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        draw(cast, plan(cast), inspectors=[cast.colleague.post])
    assert set(refused.value.fields) == {"inspectors"}


def test_undercover_nobody_goes_where_their_unit_is_concerned(cast: Cast) -> None:
    planned = plan(cast, kind=RoundKind.UNDERCOVER)
    with pytest.raises(Invalid) as refused:  # the bureau answers for roads in every lane
        draw(cast, planned)
    assert set(refused.value.fields) == {"inspectors"}
    watcher = another_inspector(cast)
    draw(cast, planned, inspectors=[cast.inspector.post, watcher.post])
    assert {stop.inspector for stop in planned.round_sites.all()} == {watcher.post}
    drawn = Entry.objects.get(code="round.drawn")
    assert drawn in visible_entries(cast.office.actor)
    assert drawn not in visible_entries(cast.auditor.actor)


def test_a_round_starts_only_when_drawn_and_once(cast: Cast) -> None:
    planned = plan(cast)
    with pytest.raises(NotPossibleNow) as refused:
        start_round(round=planned, by=cast.office.actor, at=clock.now())
    assert refused.value.code == "not_drawn"
    start_round(round=draw(cast, planned), by=cast.office.actor, at=clock.now())
    with pytest.raises(NotPossibleNow):
        start_round(round=planned, by=cast.office.actor, at=clock.now())


def test_two_at_once_change_it_once(cast: Cast) -> None:
    planned = draw(cast, plan(cast))
    other = Round.objects.select_related("joint__place").get(pk=planned.pk)
    start_round(round=planned, by=cast.office.actor, at=clock.now())
    with pytest.raises(ChangedMeanwhile):
        start_round(round=other, by=cast.office.actor, at=clock.now())
    with pytest.raises(ChangedMeanwhile):
        finish_round(round=planned, by=cast.office.actor, at=clock.now(), expected_version=1)


@pytest.mark.parametrize(("sent", "status"), [({}, 422), ({"version": "x"}, 422), ({"version": 7}, 409)])
def test_no_step_without_the_version_that_was_shown(
    cast: Cast, client_of: SignIn, sent: dict[str, object], status: int
) -> None:
    planned = running(cast)
    client = client_of(cast.office.person)
    assert client.post(reverse("inspections:finish", args=[planned.pk]), sent).status_code == status
    assert Round.objects.get().state == RoundState.RUNNING
    assert (
        client.post(reverse("inspections:finish", args=[planned.pk]), {"version": planned.version}).status_code == 302
    )


def test_finishing_says_how_far_it_came(cast: Cast) -> None:
    planned = running(cast, sites=[cast.lane, cast.market])
    record(cast, planned)
    finish_round(round=planned, by=cast.office.actor, at=clock.now())
    data = Entry.objects.get(code="round.finished").data
    assert (data["visited"], data["sites"]) == (1, 2)


def test_release_unseals_its_findings_in_order_of_time(cast: Cast) -> None:
    watcher = another_inspector(cast)
    planned = running(cast, kind=RoundKind.UNDERCOVER, inspector=watcher.post)
    record(cast, planned, GivenAnswer(cast.rubbish_item, count=1), GivenAnswer(cast.ads_item, count=1), by=watcher)
    with pytest.raises(NotPossibleNow):
        release_round(round=planned, by=cast.office.actor, at=clock.now())
    finish_round(round=planned, by=cast.office.actor, at=clock.now())
    release_round(round=planned, by=cast.office.actor, at=clock.now())
    findings = list(Finding.objects.order_by("found_at", "pk"))
    assert [finding.is_sealed for finding in findings] == [False, False]
    assert [finding.state for finding in findings] == [State.DISPATCHED, State.DISPATCHED]
    assert Entry.objects.get(code="visit.recorded") in visible_entries(cast.auditor.actor)
    numbers = [finding.number or "" for finding in findings]
    assert numbers == sorted(numbers)
    with pytest.raises(NotPossibleNow):
        release_round(round=planned, by=cast.office.actor, at=clock.now())


def test_an_open_round_has_nothing_to_release(cast: Cast) -> None:
    with pytest.raises(NotPossibleNow) as refused:
        release_round(round=running(cast, state=RoundState.FINISHED), by=cast.office.actor, at=clock.now())
    assert refused.value.code == "not_sealed"


def test_from_plan_to_start_by_the_pages(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.office.person)
    typed = {"name": "专项督查", "kind": "special", "starts_on": "2026-03-02", "ends_on": "2026-03-06"}
    answer = client.post(reverse("inspections:plan"), typed)
    planned = Round.objects.get()
    assert answer["Location"] == reverse("inspections:draw", args=[planned.pk])
    assert client.get(answer["Location"]).status_code == 200
    draws = {"version": 1, "method": "some", "seed": 5, "sites-back-street": 2, "inspectors": cast.inspector.post.pk}
    assert client.post(answer["Location"], draws).status_code == 302
    assert planned.round_sites.count() == 2
    assert client.post(reverse("inspections:start", args=[planned.pk]), {"version": 2}).status_code == 302
    assert client.post(reverse("inspections:finish", args=[planned.pk]), {"version": 3}).status_code == 302
    assert client.get(reverse("inspections:round", args=[planned.pk])).status_code == 200


def test_a_wrong_form_keeps_what_was_typed(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.office.person)
    typed = {"name": "专项督查", "kind": "special", "starts_on": "2026-03-02", "ends_on": "2026-03-01"}
    answer = client.post(reverse("inspections:plan"), typed)
    assert answer.status_code == 422
    assert "专项督查" in answer.content.decode()
    planned = plan(cast)
    draws = {"version": 1, "method": "some", "seed": 5, "inspectors": cast.inspector.post.pk}
    assert client.post(reverse("inspections:draw", args=[planned.pk]), draws).status_code == 422


def test_steps_are_posted_never_looked_at(cast: Cast, client_of: SignIn) -> None:
    client: Client = client_of(cast.office.person)
    for verb in ("start", "finish", "release"):
        assert client.get(reverse(f"inspections:{verb}", args=[plan(cast).pk])).status_code == 405


@pytest.mark.parametrize(("part", "status"), [("leader", 403), ("coordinator", 404), ("stranger", 404)])
def test_the_planning_pages_are_the_offices(cast: Cast, client_of: SignIn, part: str, status: int) -> None:
    client = client_of(cast.members[part].person)
    assert client.get(reverse("inspections:plan")).status_code == 403
    assert client.get(reverse("inspections:draw", args=[plan(cast).pk])).status_code == status
