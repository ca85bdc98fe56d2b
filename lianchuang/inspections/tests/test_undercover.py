"""Sealed assignments: opened on their day by their inspector alone; conflicts go back to the office."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts.access import Actor
from lianchuang.audit.access import visible_entries
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.ids import new_id
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from lianchuang.findings.access import visible_findings
from lianchuang.findings.actions import Origin
from lianchuang.findings.models import Finding
from lianchuang.inspections.access import visible_rounds, visible_stops
from lianchuang.inspections.actions import (
    close_site,
    declare_conflict,
    finish_round,
    open_assignment,
    reassign_stop,
    release_round,
    report_in_round,
)
from lianchuang.inspections.models import (
    Closed,
    ConflictGround,
    DeclaredConflict,
    OpenedAssignment,
    Round,
    RoundKind,
    RoundSite,
)
from lianchuang.inspections.queries.today import today_of
from lianchuang.inspections.queries.undercover import (
    able_inspectors,
    assignment_page,
    goes_undercover,
    handed_out,
    open_conflicts,
    sealed_days,
)
from lianchuang.inspections.tests.test_record_visit import another_inspector, record, running
from lianchuang.sites.models import Severity
from tests.cast import Cast, Member, make_site

SignIn = Callable[..., Client]


def given(cast: Cast, *, is_opened: bool = False, ahead: int = 0) -> tuple[Member, Round]:
    """An undercover round under way, for one inspector on one day."""
    watcher = another_inspector(cast)
    facts = {"inspector": watcher.post, "name": "暗访甲", "is_opened": is_opened}
    return watcher, running(cast, kind=RoundKind.UNDERCOVER, day=clock.today() + timedelta(days=ahead), **facts)


def open_it(watcher: Member, planned: Round, ahead: int = 0) -> OpenedAssignment:
    day = clock.today() + timedelta(days=ahead)
    return open_assignment(round=planned, day=day, by=watcher.actor, at=clock.now())


def tie(cast: Cast, watcher: Member, planned: Round) -> DeclaredConflict:
    ground = ConflictGround.EARLIER_POST
    return declare_conflict(round=planned, site=cast.lane.pk, ground=ground, by=watcher.actor, at=clock.now())


def knows(cast: Cast, actor: Actor) -> bool:
    return visible_rounds(actor).exists() or visible_stops(actor).exists()


# --- opening ---


def test_before_it_is_opened_its_inspector_knows_the_day_and_nothing_else(cast: Cast, client_of: SignIn) -> None:
    watcher, planned = given(cast, ahead=2)
    assert not knows(cast, watcher.actor)
    today = today_of(watcher.actor, clock.now(), clock.today())
    assert (list(today.stops), [(each.round_id, each.may_open) for each in today.sealed]) == ([], [(planned.pk, False)])
    client = client_of(watcher.person)
    for url in (reverse("inspections:today"), reverse("desk:home"), reverse("inspections:rounds")):
        page = client.get(url).content.decode()
        assert "暗访甲" not in page
        assert cast.lane.name not in page
    address = reverse("inspections:assignment", args=[planned.pk, planned.round_sites.get().day])
    page = client.get(address).content.decode()
    assert "暗访甲" not in page
    assert cast.lane.name not in page
    assert client.post(f"{address}open/").status_code == 409
    assert not OpenedAssignment.objects.exists()


def test_it_is_opened_on_its_day_once_and_the_office_sees_when(cast: Cast, client_of: SignIn) -> None:
    watcher, planned = given(cast)
    address = reverse("inspections:assignment", args=[planned.pk, clock.today()])
    answer = client_of(watcher.person).post(f"{address}open/")
    assert answer["Location"] == address
    opened = OpenedAssignment.objects.get()
    assert open_it(watcher, planned) == opened
    assert Entry.objects.filter(code="round.assignment_opened").count() == 1
    assert cast.lane.name in client_of(watcher.person).get(address).content.decode()
    assert [each.opened for each in handed_out(planned)] == [opened]
    page = client_of(cast.office.person).get(reverse("inspections:round", args=[planned.pk])).content.decode()
    assert f"{clock.local(opened.at):%m-%d %H:%M}" in page


@pytest.mark.parametrize(("ahead", "may"), [(1, False), (0, True), (-1, True)])
def test_not_before_its_day(cast: Cast, ahead: int, may: bool) -> None:
    watcher, planned = given(cast, ahead=ahead)
    assert [each.may_open for each in sealed_days(watcher.actor, clock.today())] == [may]
    if may:
        open_it(watcher, planned, ahead)
        assert sealed_days(watcher.actor, clock.today()) == []
        return
    with pytest.raises(NotPossibleNow) as refused:
        open_it(watcher, planned, ahead)
    assert refused.value.code == "too_early"


@pytest.mark.parametrize("part", ["inspector", "office", "leader", "auditor", "coordinator", "stranger"])
def test_nobody_else_opens_it(cast: Cast, client_of: SignIn, part: str) -> None:
    _watcher, planned = given(cast)
    with pytest.raises(NotAllowed):
        open_it(cast.members[part], planned)
    address = reverse("inspections:assignment", args=[planned.pk, clock.today()])
    assert client_of(cast.members[part].person).get(address).status_code == 404
    assert client_of(cast.members[part].person).post(f"{address}open/").status_code == 404


def test_history_of_it_is_sealed(cast: Cast) -> None:
    watcher, planned = given(cast)
    open_it(watcher, planned)
    tie(cast, watcher, planned)
    codes = ["round.assignment_opened", "round.conflict_declared"]
    assert visible_entries(cast.office.actor).filter(code__in=codes).count() == 2
    assert not visible_entries(cast.auditor.actor).filter(code__in=codes).exists()
    assert not visible_entries(cast.administrator.actor).filter(code__in=codes).exists()


def test_without_opening_no_visit_is_recorded(cast: Cast, client_of: SignIn) -> None:
    watcher, planned = given(cast)
    with pytest.raises(NotAllowed) as refused:
        record(cast, planned, by=watcher)
    assert refused.value.code == "not_opened"
    form = reverse("inspections:visit_form", args=[planned.pk, cast.lane.pk])
    assert client_of(watcher.person).get(form).status_code == 404
    open_it(watcher, planned)
    assert client_of(watcher.person).get(form).status_code == 200
    assert record(cast, planned, by=watcher).by_post == watcher.post


# --- conflicts ---


def test_a_conflict_takes_the_site_away_and_goes_back_to_the_office(cast: Cast, client_of: SignIn) -> None:
    watcher, planned = given(cast, is_opened=True)
    address = reverse("inspections:conflict", args=[planned.pk, cast.lane.pk])
    client = client_of(watcher.person)
    assert client.post(address, {"ground": "nonsense"}).status_code == 422
    assert client.post(address, {"ground": "kin"}).status_code == 302
    assert client.post(address, {"ground": "kin"}).status_code == 404  # it is not theirs any more
    assert not knows(cast, watcher.actor)
    with pytest.raises(NotAllowed):
        record(cast, planned, by=watcher)
    assert not goes_undercover(watcher.actor, clock.today())
    page = client_of(cast.office.person).get(reverse("inspections:round", args=[planned.pk])).content.decode()
    assert reverse("inspections:reassign", args=[planned.pk, cast.lane.pk]) in page


def test_twice_is_once_and_not_after_a_visit(cast: Cast) -> None:
    watcher, planned = given(cast, is_opened=True)
    assert tie(cast, watcher, planned) == tie(cast, watcher, planned)
    other, second = given(cast, is_opened=True)
    record(cast, second, by=other)
    with pytest.raises(NotPossibleNow) as refused:
        tie(cast, other, second)
    assert refused.value.code == "visited"
    with pytest.raises(NotAllowed):
        tie(cast, cast.inspector, second)


def test_the_office_sends_another(cast: Cast, client_of: SignIn) -> None:
    watcher, planned = given(cast, is_opened=True)
    tie(cast, watcher, planned)
    other = another_inspector(cast)
    stop = RoundSite.objects.select_related("round__joint", "site__unit", "inspector__unit").get(round=planned)
    able = set(able_inspectors(stop))
    assert other.post in able
    assert not {watcher.post, cast.inspector.post} & able  # tied; of a bureau that answers for the road
    client, address = client_of(cast.office.person), reverse("inspections:reassign", args=[planned.pk, cast.lane.pk])
    assert client.get(address).status_code == 200
    past = {"to": other.post.pk, "day": clock.today() - timedelta(days=1)}
    assert client.post(address, past).status_code == 422
    assert client.post(address, {"to": other.post.pk, "day": clock.today()}).status_code == 302
    assert client.get(address).status_code == 404  # nothing is left to decide
    assert [each.round_id for each in sealed_days(other.actor, clock.today())] == [planned.pk]
    open_it(other, planned)
    assert record(cast, planned, by=other).by_post == other.post


def test_only_who_is_not_concerned_and_only_by_the_office(cast: Cast) -> None:
    watcher, planned = given(cast, is_opened=True)
    stop = RoundSite.objects.select_related("round__joint__place", "site__unit", "inspector__unit").get(round=planned)
    facts = {"stop": stop, "day": clock.today(), "at": clock.now()}
    with pytest.raises(NotPossibleNow) as early:
        reassign_stop(to=another_inspector(cast).post, by=cast.office.actor, **facts)
    assert early.value.code == "no_conflict"
    tie(cast, watcher, planned)
    for post in (watcher.post, cast.inspector.post, cast.verifier.post):
        with pytest.raises(Invalid):
            reassign_stop(to=post, by=cast.office.actor, **facts)
    for part in ("leader", "inspector", "coordinator", "stranger", "foreign_office"):
        with pytest.raises(NotAllowed):
            reassign_stop(to=another_inspector(cast).post, by=cast.members[part].actor, **facts)


def the_stop(planned: Round, member: Member) -> RoundSite:
    tables = ("round__joint__place", "site__unit", "site__site_type", "inspector__unit", "team")
    return RoundSite.objects.select_related(*tables).get(round=planned, inspector=member.post)


def shut(cast: Cast, planned: Round, member: Member) -> None:
    close_site(stop=the_stop(planned, member), reason=Closed.SHUT, by=cast.office.actor, at=clock.now())


def test_what_is_found_closed_is_no_assignment_any_more(cast: Cast, client_of: SignIn) -> None:
    watcher, planned = given(cast)
    shut(cast, planned, watcher)
    assert sealed_days(watcher.actor, clock.today()) == []
    other, second = given(cast, is_opened=True)
    page = assignment_page(other.actor, second, clock.today(), clock.today())
    assert [each.stop.site for each in page.stops] == [cast.lane]
    shut(cast, second, other)
    assert list(assignment_page(other.actor, second, clock.today(), clock.today()).stops) == []
    with pytest.raises(NotAllowed):
        tie(cast, other, second)


def test_nobody_is_sent_to_what_is_found_closed(cast: Cast, client_of: SignIn) -> None:
    watcher, planned = given(cast, is_opened=True)
    tie(cast, watcher, planned)
    before = the_stop(planned, watcher)
    assert open_conflicts(planned).count() == 1
    shut(cast, planned, watcher)
    assert not open_conflicts(planned).exists()
    address = reverse("inspections:reassign", args=[planned.pk, cast.lane.pk])
    assert client_of(cast.office.person).get(address).status_code == 404
    assert address not in client_of(cast.office.person).get(f"/rounds/{planned.pk}/").content.decode()
    with pytest.raises(NotPossibleNow) as refused:
        reassign_stop(
            stop=before, to=another_inspector(cast).post, day=clock.today(), by=cast.office.actor, at=clock.now()
        )
    assert refused.value.code == "closed"


def test_both_walks_are_put_in_order_anew(cast: Cast) -> None:
    """The lane lies between the other's two sites: it is walked between them, and what is left to the first closes up."""
    watcher, other = another_inspector(cast), another_inspector(cast)
    lanes = [
        make_site(site_type=cast.lane_type, unit=cast.community, code=f"W-{step}", lon=112.6 + step / 100, lat=33.1)
        for step in range(5)
    ]
    facts = {"kind": RoundKind.UNDERCOVER, "inspector": watcher.post, "sites": lanes[:3]}
    planned = running(cast, **facts)
    for order, site in enumerate((lanes[4], lanes[0]), start=1):
        RoundSite.objects.create(round=planned, site=site, inspector=other.post, day=clock.today(), order=order)
    at = {"at": clock.now()}
    declare_conflict(round=planned, site=lanes[1].pk, ground=ConflictGround.KIN, by=watcher.actor, **at)
    stop = planned.round_sites.select_related("round__joint__place", "site__unit", "inspector__unit")
    reassign_stop(stop=stop.get(site=lanes[1]), to=other.post, day=clock.today(), by=cast.office.actor, at=clock.now())
    walks = {
        member.post: list(
            planned.round_sites.filter(inspector=member.post).order_by("order").values_list("site__code", "order")
        )
        for member in (watcher, other)
    }
    assert walks == {
        watcher.post: [("W-0", 1), ("W-2", 2)],
        other.post: [("W-0", 1), ("W-1", 2), ("W-4", 3)],
    }


# --- reports, and the release ---


def test_what_is_reported_is_sealed_and_released_with_the_round(cast: Cast) -> None:
    watcher, planned = given(cast, is_opened=True)
    origin = Origin(kind="field", words="督查")
    report = {"category": cast.rubbish, "severity": Severity.ORDINARY, "title": "墙外堆物", "site": cast.lane}
    report |= {"origin": origin, "finding_id": new_id()}
    finding = report_in_round(round=planned, report=report, by=watcher.actor, at=clock.now())
    assert report_in_round(round=planned, report=report, by=watcher.actor, at=clock.now()) == finding
    assert (finding.is_sealed, finding.number) == (True, None)
    for part in ("leader", "post_holder", "coordinator", "auditor", "inspector"):
        assert not visible_findings(cast.members[part].actor).exists()
    assert not visible_entries(cast.auditor.actor).filter(code__in=["round.reported", "finding.opened"]).exists()
    finish_round(round=planned, by=cast.office.actor, at=clock.now())
    release_round(round=planned, by=cast.office.actor, at=clock.now())
    released = Finding.objects.get()
    assert (released.is_sealed, bool(released.number)) == (False, True)
    assert visible_entries(cast.auditor.actor).filter(code="round.reported").exists()
