"""Two teams at one site: neither knows of the other, findings are opened once and late, agreement is told."""

import pytest
from django.urls import reverse

from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import NotAllowed
from lianchuang.findings.models import Finding
from lianchuang.inspections.access import visible_visits
from lianchuang.inspections.actions import (
    GivenAnswer,
    close_site,
    finish_round,
    open_assignment,
    open_held_findings,
    release_round,
)
from lianchuang.inspections.models import Answer, Closed, Round, RoundKind, RoundSite, Team, Visit
from lianchuang.inspections.queries.agreement import AgreementPage
from lianchuang.inspections.queries.progress import progress_of
from lianchuang.inspections.queries.today import today_of
from lianchuang.inspections.tests.test_pages import SignIn
from lianchuang.inspections.tests.test_record_visit import another_inspector, record
from lianchuang.inspections.tests.test_whose_work import from_outside
from tests.cast import Cast, Member, appoint, make_person, make_photo, make_round


def by_two(cast: Cast, second: Member, **facts: object) -> Round:
    """A round under way; both the inspector and `second` are sent to the lane."""
    planned = make_round(joint=cast.joint, planned_by=cast.office.post, **facts)
    for number, post in enumerate((cast.inspector.post, second.post), start=1):
        team = Team.objects.create(round=planned, number=number, lead=post)
        team.members.add(post)
        RoundSite.objects.create(
            round=planned, site=cast.lane, inspector=post, team=team, day=clock.today(), is_double=True
        )
    return planned


def wrong(cast: Cast, count: int = 1) -> GivenAnswer:
    return GivenAnswer(cast.rubbish_item, count=count, note="桶边", photos=[make_photo()])


def test_the_second_learns_nothing_before_they_have_looked(cast: Cast, client_of: SignIn) -> None:
    second = another_inspector(cast)
    planned = by_two(cast, second)
    first = record(cast, planned, wrong(cast))
    assert first not in visible_visits(second.actor)
    assert first in visible_visits(cast.office.actor)
    assert first in visible_visits(cast.inspector.actor)
    client = client_of(second.person)
    assert client.get(reverse("inspections:visit", args=[first.pk])).status_code == 404
    for url in (
        reverse("inspections:round", args=[planned.pk]),
        reverse("inspections:results", args=[planned.pk]) + "?part=items",
        reverse("inspections:today"),
        reverse("inspections:visit_form", args=[planned.pk, cast.lane.pk]),
        reverse("inspections:site_looks", args=[cast.lane.pk]),
        reverse("findings:list"),
    ):
        page = client.get(url).content.decode()
        assert "桶边" not in page
        assert str(first.pk) not in page
    day = today_of(second.actor, clock.now(), clock.today())
    assert (day.done, day.stops[0].visit) == (0, None)
    record(cast, planned, by=second)
    assert first in visible_visits(second.actor)


def test_findings_wait_for_the_second_look_and_are_opened_once(cast: Cast) -> None:
    second = another_inspector(cast)
    planned = by_two(cast, second)
    first = record(cast, planned, wrong(cast, 2))
    assert first.findings_held
    assert not Finding.objects.exists()
    later = record(cast, planned, wrong(cast), GivenAnswer(cast.ads_item, count=1), by=second)
    assert not later.findings_held
    one, other = (visit.answers.get(item=cast.rubbish_item) for visit in (first, later))
    assert one.finding == other.finding
    finding = Finding.objects.get(item=cast.rubbish_item)
    assert (finding.found_by, finding.count, finding.seen_count) == (cast.inspector.person, 2, 2)
    assert finding.photos.count() == 2
    assert Finding.objects.count() == 2
    assert not Visit.objects.filter(findings_held=True).exists()
    assert Entry.objects.get(code="visit.findings_opened").data["findings"] == 1


def test_what_the_office_saw_meanwhile_waits_too(cast: Cast) -> None:
    """Before either team, between them, and after both: told only when both have looked."""
    second = another_inspector(cast)
    planned = by_two(cast, second)
    assert record(cast, planned, wrong(cast), by=cast.office).findings_held
    record(cast, planned, wrong(cast))
    assert record(cast, planned, GivenAnswer(cast.ads_item, count=1), by=cast.office).findings_held
    assert not Finding.objects.exists()
    assert today_of(second.actor, clock.now(), clock.today()).stops[0].open_findings == 0
    record(cast, planned, by=second)
    assert Finding.objects.count() == 2
    assert not Visit.objects.filter(findings_held=True).exists()
    assert not record(cast, planned, GivenAnswer(cast.road_item, count=1), by=cast.office).findings_held
    assert Finding.objects.count() == 3


def test_what_an_outside_body_saw_waits_too(cast: Cast) -> None:
    second = another_inspector(cast)
    planned = by_two(cast, second)
    told = from_outside(cast, planned, wrong(cast))
    assert told.findings_held
    assert told not in visible_visits(second.actor)
    record(cast, planned)
    assert not Finding.objects.exists()
    record(cast, planned, by=second)
    assert Finding.objects.get().origin_words.startswith(told.outside_body)


def test_they_do_not_wait_longer_than_the_day(cast: Cast) -> None:
    planned = by_two(cast, another_inspector(cast))
    record(cast, planned, wrong(cast))
    assert open_held_findings(by=cast.office.actor, at=clock.now()) == 0
    RoundSite.objects.filter(round=planned).update(day=clock.today().replace(year=2020))
    with pytest.raises(NotAllowed):
        open_held_findings(by=cast.inspector.actor, at=clock.now())
    assert open_held_findings(by=cast.office.actor, at=clock.now()) == 1
    assert Finding.objects.get().found_by == cast.inspector.person


def test_the_end_of_the_round_opens_what_waits(cast: Cast) -> None:
    planned = by_two(cast, another_inspector(cast))
    record(cast, planned, wrong(cast))
    finish_round(round=planned, by=cast.office.actor, at=clock.now())
    assert Answer.objects.get(item=cast.rubbish_item).finding == Finding.objects.get()


def test_a_door_shut_for_the_second_opens_what_waits(cast: Cast) -> None:
    second = another_inspector(cast)
    planned = by_two(cast, second)
    record(cast, planned, wrong(cast))
    tables = ("round__joint__place", "site__unit", "site__site_type", "team")
    stop = planned.round_sites.select_related(*tables).get(inspector=second.post)
    assert close_site(stop=stop, reason=Closed.SHUT, by=second.actor, at=clock.now()) is None
    assert Finding.objects.get().found_by == cast.inspector.person


def test_under_seal_they_stay_sealed_and_one(cast: Cast) -> None:
    watchers = another_inspector(cast), another_inspector(cast)
    planned = by_two(cast, watchers[1], kind=RoundKind.UNDERCOVER)
    RoundSite.objects.filter(round=planned, inspector=cast.inspector.post).update(inspector=watchers[0].post)
    for watcher in watchers:
        day = RoundSite.objects.get(round=planned, inspector=watcher.post).day
        open_assignment(round=planned, day=day, by=watcher.actor, at=clock.now())
        record(cast, planned, wrong(cast), by=watcher)
    finding = Finding.objects.get()
    assert (finding.is_sealed, finding.number) == (True, None)
    finish_round(round=planned, by=cast.office.actor, at=clock.now())
    release_round(round=planned, by=cast.office.actor, at=clock.now())
    assert not Finding.objects.get().is_sealed


def test_the_second_look_is_another_persons_and_no_helpers(cast: Cast) -> None:
    second = another_inspector(cast)
    planned = by_two(cast, second)
    record(cast, planned)
    appoint(person=cast.inspector.person, post=second.post)
    both = Member(cast.inspector.person, second.post)
    with pytest.raises(NotAllowed) as refused:
        record(cast, planned, by=both)
    assert refused.value.code == "own_look"
    with pytest.raises(NotAllowed) as refused:
        record(cast, planned, by=another_inspector(cast))
    assert refused.value.code == "not_assigned"


def test_progress_counts_both(cast: Cast) -> None:
    second = another_inspector(cast)
    planned = by_two(cast, second)
    record(cast, planned)
    progress = progress_of(cast.office.actor, planned, clock.today())
    assert (progress.whole.due, progress.whole.done, progress.doubles) == (2, 1, 1)
    assert [[day.done for day in team.days if day] for team in progress.teams] == [[1], [0]]


def test_a_site_that_one_of_them_found_closed_is_no_double(cast: Cast) -> None:
    second = another_inspector(cast)
    planned = by_two(cast, second)
    tables = ("round__joint__place", "site__unit", "site__site_type", "team")
    stop = planned.round_sites.select_related(*tables).get(inspector=second.post)
    record(cast, planned)
    close_site(stop=stop, reason=Closed.SHUT, by=second.actor, at=clock.now())
    progress = progress_of(cast.office.actor, planned, clock.today())
    assert (progress.whole.due, progress.whole.done, progress.whole.closed, progress.doubles) == (1, 1, 1, 0)


def test_agreement_counts_what_both_have_sent(cast: Cast) -> None:
    second = another_inspector(cast)
    planned = by_two(cast, second)
    record(cast, planned, wrong(cast, 2))
    before = AgreementPage(planned)
    assert (before.planned, before.made, before.pairs) == (1, 0, [])
    record(cast, planned, wrong(cast), GivenAnswer(cast.road_item, count=None, not_applicable=True), by=second)
    page = AgreementPage(planned)
    assert (page.made, len(page.pairs)) == (1, 3)
    assert (page.whole.plain.number, page.whole.plain.same, page.whole.applies_differ) == (2, 1, 1)
    assert not page.whole.is_enough
    differing = {each.item: (each.differ, each.pairs, each.apart) for each in page.items}
    assert differing == {cast.rubbish_item: (1, 1, 1.0), cast.road_item: (1, 1, 0.0)}


def test_the_colleague_of_the_team_stands_for_it(cast: Cast) -> None:
    second, mate = another_inspector(cast), Member(make_person(post=cast.road_post), cast.road_post)
    planned = by_two(cast, second)
    planned.teams.get(number=1).members.add(mate.post)
    record(cast, planned, by=mate)
    assert today_of(cast.inspector.actor, clock.now(), clock.today()).done == 1
    record(cast, planned, by=second)
    assert AgreementPage(planned).made == 1
