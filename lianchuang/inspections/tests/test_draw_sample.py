"""The draw with teams, towns and double visits: what is kept, repeated, moved and told."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from lianchuang.accounts.models import Role
from lianchuang.audit.access import visible_entries
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from lianchuang.inspections.actions import finish_round, move_stop, start_round
from lianchuang.inspections.models import Frame, Round, RoundKind, RoundSite
from lianchuang.inspections.queries.drawing import HowDrawn
from lianchuang.inspections.tests.test_pages import SignIn
from lianchuang.inspections.tests.test_record_visit import another_inspector, record
from lianchuang.inspections.tests.test_rounds import MONDAY, OTHERS, draw, plan
from lianchuang.kernels import sampling
from tests.cast import Cast, Member, grant, make_person, make_post, make_site


def lanes(cast: Cast, number: int) -> None:
    """More lanes, a third of them in the other street."""
    for index in range(number):
        unit = cast.other_community if index % 3 == 0 else cast.community
        make_site(
            site_type=cast.lane_type, unit=unit, code=f"L-{index:02d}", lon=112.5 + index % 5 / 100, lat=33 + index / 90
        )


def second_of_the_bureau(cast: Cast) -> Member:
    post = make_post(unit=cast.urban, name="督查三岗")
    grant(post=post, role=Role.INSPECTOR, scope=cast.county)
    return Member(make_person(post=post), post)


def drawn_twice(cast: Cast, **facts: Any) -> Round:
    """A round with two teams, one of them of two posts, half of its sites visited by both."""
    lanes(cast, 10)
    pair = [cast.inspector.post, second_of_the_bureau(cast).post]
    teams = {"inspectors": [], "teams": [pair, [another_inspector(cast).post]]}
    return draw(cast, plan(cast), sites_per_type={"back-street": 6}, doubles=50, **{**teams, **facts})


# --- the golden sample, through the database ---


def test_the_database_draws_what_the_kernel_draws(cast: Cast) -> None:
    """Fixed codes for a fixed seed: this suite runs on SQLite and on PostgreSQL."""
    lanes(cast, 10)
    planned = draw(cast, plan(cast), sites_per_type={"back-street": 5}, seed=20260301)
    assert sorted(planned.round_sites.values_list("site__code", flat=True)) == GOLDEN
    assert planned.frame_id == GOLDEN_FRAME


GOLDEN = ["L-00", "L-01", "L-03", "L-04", "L-09"]
GOLDEN_FRAME = "b3eb76257924def3287220562113f998fed68754f840131a390eec273012061e"


def test_without_a_seed_it_is_the_one_that_was_promised(cast: Cast) -> None:
    planned = draw(cast, plan(cast, seed=4711), seed=None)
    assert planned.seed == planned.committed_seed == 4711
    assert planned.commitment == sampling.commitment(4711, planned.salt)
    told = Entry.objects.get(code="round.planned").data
    assert told["commitment"] == planned.commitment
    assert "4711" not in json.dumps(told)
    assert HowDrawn(planned).is_committed_seed
    assert not HowDrawn(draw(cast, planned, seed=5)).is_committed_seed
    assert planned.plan["draws"] == 2


def test_it_can_be_repeated_also_after_sites_have_changed(cast: Cast) -> None:
    planned = drawn_twice(cast)
    cast.lane.unit, cast.lane.is_active = cast.other_community, False
    cast.lane.save()
    how = HowDrawn(Round.objects.get(pk=planned.pk))
    assert how.repeated is not None
    assert (how.repeated.is_same, how.repeated.drawn) == (True, 6)
    stranger = RoundSite.objects.filter(round=planned)[0]
    RoundSite.objects.filter(round=planned, site=stranger.site).delete()
    again = HowDrawn(planned).repeated
    assert again is not None
    assert again.fewer == [stranger.site.code]


def test_the_same_frame_is_kept_once(cast: Cast) -> None:
    one, other = draw(cast, plan(cast)), draw(cast, plan(cast), seed=8)
    assert one.frame == other.frame
    assert Frame.objects.get().size == 2


def test_without_towns_chance_alone_decides_where(cast: Cast) -> None:
    lanes(cast, 10)
    kept = draw(cast, plan(cast), sites_per_type={"back-street": 6}, by_town=False)
    (share,) = HowDrawn(kept).shares
    assert (share.frame, share.drawn, share.chance, share.parts) == (12, 6, 0.5, [])
    (share,) = HowDrawn(draw(cast, kept, sites_per_type={"back-street": 6})).shares
    assert [(part.label, part.frame, part.least, part.most) for part in share.parts] == [
        ("桂亭街道", 7, 3, 4),
        ("莲池街道", 5, 2, 3),
    ]


# --- teams, double visits, room ---


def test_teams_share_the_days_and_half_is_visited_twice(cast: Cast) -> None:
    planned = drawn_twice(cast)
    stops = list(planned.round_sites.select_related("team"))
    assert len(stops) == 9
    doubled = [stop for stop in stops if stop.is_double]
    assert len({stop.site_id for stop in doubled}) == 3
    assert len({(stop.site_id, stop.team_id) for stop in doubled}) == 6
    assert [team.members.count() for team in planned.teams.all()] == [2, 1]
    assert all(stop.team is not None and stop.inspector_id == stop.team.lead_id for stop in stops)


def test_it_refuses_what_cannot_be(cast: Cast) -> None:
    lanes(cast, 10)
    planned, post = plan(cast), cast.inspector.post
    for facts, field in (
        ({"doubles": 20}, "doubles"),
        ({"doubles": 51}, "doubles"),
        ({"sites_per_type": {"back-street": 12}, "capacity": 2}, "capacity"),
        ({"teams": [[post], [post]], "inspectors": []}, "inspectors"),
        ({"seed": -1}, "seed"),
    ):
        with pytest.raises(Invalid) as refused:
            draw(cast, planned, **facts)
        assert set(refused.value.fields) == {field}
    assert not RoundSite.objects.exists()


def test_a_member_of_the_team_is_sent_too(cast: Cast, client_of: SignIn) -> None:
    member = second_of_the_bureau(cast)
    today = clock.today()
    planned = plan(cast, starts_on=today, ends_on=today)
    draw(cast, planned, everything=True, inspectors=[], teams=[[cast.inspector.post, member.post]])
    start_round(round=planned, by=cast.office.actor, at=clock.now())
    day = client_of(member.person).get(reverse("inspections:today")).context["today"]
    assert {each.site for each in day.stops} == {cast.lane, cast.other_lane, cast.market}
    record(cast, planned, by=member)
    day = client_of(cast.inspector.person).get(reverse("inspections:today")).context["today"]
    assert day.done == 1


# --- moving a site ---


def stops_of_two(cast: Cast) -> tuple[Round, RoundSite, Any, Any]:
    lanes(cast, 4)
    teams = [[cast.inspector.post], [another_inspector(cast).post]]
    planned = draw(cast, plan(cast), everything=True, inspectors=[], teams=teams)
    first, second = planned.teams.order_by("number")
    return planned, planned.round_sites.filter(team=first)[0], first, second


def move(cast: Cast, stop: RoundSite, team: Any, day: date, by: Member | None = None) -> RoundSite:
    return move_stop(stop=stop, team=team, day=day, by=(by or cast.office).actor, at=clock.now())


def test_a_site_moves_to_another_team_and_day(cast: Cast) -> None:
    planned, stop, _first, second = stops_of_two(cast)
    friday = MONDAY + timedelta(days=4)
    move(cast, stop, second, friday)
    stop.refresh_from_db()
    assert (stop.team, stop.inspector, stop.day) == (second, second.lead, friday)
    orders = planned.round_sites.filter(team=second, day=friday).values_list("order", flat=True)
    assert sorted(orders) == list(range(1, len(orders) + 1))
    assert Entry.objects.get(code="round.site_moved").data["team"] == 2


def test_it_moves_only_where_it_may_go(cast: Cast) -> None:
    planned, stop, first, second = stops_of_two(cast)
    with pytest.raises(Invalid):
        move(cast, stop, second, MONDAY + timedelta(days=5))
    with pytest.raises(NotPossibleNow):
        move(cast, stop, first, stop.day)
    RoundSite.objects.create(round=planned, site=stop.site, team=second, inspector=second.lead, day=MONDAY)
    with pytest.raises(Invalid):
        move(cast, stop, second, MONDAY)
    Round.objects.filter(pk=planned.pk).update(kind=RoundKind.UNDERCOVER)
    market = planned.round_sites.select_related("site__unit", "site__site_type").get(site=cast.market)
    RoundSite.objects.filter(pk=market.pk).update(team=first, inspector=first.lead)
    market.refresh_from_db()
    with pytest.raises(Invalid):  # the market bureau runs the market
        move(cast, market, second, MONDAY)


def test_what_is_visited_stays(cast: Cast) -> None:
    planned, _stop, _first, second = stops_of_two(cast)
    start_round(round=planned, by=cast.office.actor, at=clock.now())
    record(cast, planned, by=cast.office)
    lane = planned.round_sites.select_related("round__joint__place", "site").get(site=cast.lane)
    with pytest.raises(NotPossibleNow) as refused:
        move(cast, lane, second, MONDAY)
    assert refused.value.code == "visited"


def test_nobody_else_moves_a_site(cast: Cast) -> None:
    _planned, stop, _first, second = stops_of_two(cast)
    for part in OTHERS:
        with pytest.raises(NotAllowed):
            move(cast, stop, second, MONDAY, by=cast.members[part])


def test_by_the_page(cast: Cast, client_of: SignIn) -> None:
    planned, stop, _first, second = stops_of_two(cast)
    client, url = (
        client_of(cast.office.person),
        reverse("inspections:move_stop", args=[planned.pk, stop.site_id, stop.team_number]),
    )
    assert client.post(url, {"team": second.pk, "day": "2026-03-06"}).status_code == 302
    url = reverse("inspections:move_stop", args=[planned.pk, stop.site_id, second.number])
    assert client.post(url, {"team": second.pk, "day": "2026-03-06"}).status_code == 422
    page = client.get(reverse("inspections:tours", args=[planned.pk])).content.decode()
    assert stop.site.name in page
    assert client_of(cast.leader.person).get(reverse("inspections:tours", args=[planned.pk])).status_code == 403


# --- the pages before and after ---


def form(cast: Cast, **more: Any) -> dict[str, Any]:
    typed = {"version": 1, "method": "some", "by_town": "on", "sites-back-street": 4}
    return {**typed, "inspectors": [cast.inspector.post.pk], **more}


def test_the_preview_tells_the_chance_and_why_a_minimum_is_missed(cast: Cast, client_of: SignIn) -> None:
    lanes(cast, 10)
    cast.lane_type.minimum_sample = 8
    cast.lane_type.save()
    planned, client = plan(cast), client_of(cast.office.person)
    client.cookies["language"] = "en"
    url = reverse("inspections:preview", args=[planned.pk])
    part = client.post(url, form(cast), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "0.333" in part
    assert "Official minimum 8, but only 4 are asked for." in part
    assert "0.333" in client.post(url, form(cast)).content.decode()
    assert client.post(url, {**form(cast), "sites-back-street": 0}).status_code == 422
    assert not planned.round_sites.exists()
    assert Round.objects.get(pk=planned.pk).seed is None


def test_teams_are_made_on_the_page(cast: Cast, client_of: SignIn) -> None:
    lanes(cast, 4)
    mate, other = second_of_the_bureau(cast), another_inspector(cast)
    planned, client = plan(cast), client_of(cast.office.person)
    url = reverse("inspections:draw", args=[planned.pk])
    posts = [cast.inspector.post.pk, mate.post.pk, other.post.pk]
    together = {f"team-{pk}": 1 for pk in posts[:2]}
    two_leads = {f"lead-{pk}": "on" for pk in posts[:2]}
    assert client.post(url, form(cast, inspectors=posts, **together, **two_leads)).status_code == 422
    lead = {f"lead-{mate.post.pk}": "on"}
    assert client.post(url, form(cast, inspectors=posts, doubles=50, **together, **lead)).status_code == 302
    assert {(team.lead, team.members.count()) for team in planned.teams.all()} == {(mate.post, 2), (other.post, 1)}
    again = client.get(url).content.decode()
    assert f'name="lead-{mate.post.pk}" id="id_lead-{mate.post.pk}" checked' in again


def test_the_draw_is_told_to_all_only_when_the_round_is_over(cast: Cast, client_of: SignIn) -> None:
    planned = draw(cast, plan(cast), seed=918273)
    start_round(round=planned, by=cast.office.actor, at=clock.now())
    page, frame = (reverse(f"inspections:{name}", args=[planned.pk]) for name in ("drawn", "frame"))
    office, street = client_of(cast.office.person), client_of(cast.coordinator.person)
    assert "918273" in office.get(page).content.decode()
    before = street.get(page).content.decode()
    assert planned.commitment in before
    assert "918273" not in before
    assert "LANE-1" not in before
    assert street.get(frame).status_code == 409
    finish_round(round=planned, by=cast.office.actor, at=clock.now())
    after = street.get(page).content.decode()
    assert "918273" in after
    assert "LANE-1" in after
    text = street.get(frame).content.decode()
    assert sampling.fingerprint(text) == planned.frame_id


def test_an_undercover_draw_is_told_to_nobody_before_its_release(cast: Cast, client_of: SignIn) -> None:
    watcher = another_inspector(cast)
    planned = draw(cast, plan(cast, kind=RoundKind.UNDERCOVER), inspectors=[watcher.post], seed=5550123)
    start_round(round=planned, by=cast.office.actor, at=clock.now())
    finish_round(round=planned, by=cast.office.actor, at=clock.now())
    names = ("drawn", "frame", "results", "results_sheet", "progress", "tours")
    urls = [reverse(f"inspections:{name}", args=[planned.pk]) for name in names]
    for part in ("leader", "auditor", "coordinator", "inspector", "stranger"):
        client = client_of(cast.members[part].person)
        assert [client.get(url).status_code for url in urls] == [404] * len(urls)
    assert "5550123" not in client_of(watcher.person).get(urls[0]).content.decode()
    assert not visible_entries(cast.auditor.actor).filter(code__startswith="round.drawn").exists()


def test_a_round_of_the_earlier_rule_says_so(cast: Cast, client_of: SignIn) -> None:
    planned = draw(cast, plan(cast))
    Round.objects.filter(pk=planned.pk).update(frame=None, plan={"method": "stratified", "frame": {}, "drawn": {}})
    page = reverse("inspections:drawn", args=[planned.pk])
    assert client_of(cast.office.person).get(page).status_code == 200
    assert client_of(cast.office.person).get(reverse("inspections:frame", args=[planned.pk])).status_code == 409
    assert client_of(cast.office.person).get(reverse("inspections:draw", args=[planned.pk])).status_code == 200
