"""A site that nobody can look at, and the next one in its place."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lianchuang.audit.access import visible_entries
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from lianchuang.field.queries.package import stops_of
from lianchuang.inspections.actions import close_site, finish_round, open_assignment, start_round
from lianchuang.inspections.models import Closed, ConflictGround, DeclaredConflict, Round, RoundKind, RoundSite
from lianchuang.inspections.queries.drawing import HowDrawn
from lianchuang.inspections.queries.progress import progress_of
from lianchuang.inspections.queries.rounds import round_rows
from lianchuang.inspections.tests.test_draw_sample import drawn_twice, lanes
from lianchuang.inspections.tests.test_pages import SignIn
from lianchuang.inspections.tests.test_record_visit import another_inspector, record
from lianchuang.inspections.tests.test_rounds import draw, plan
from lianchuang.kernels import sampling
from lianchuang.sites.models import Site
from tests.cast import Cast, Member, photo_bytes
from tests.pages import read_out


def under_way(cast: Cast, **facts: Any) -> Round:
    """Four of twelve lanes, today."""
    lanes(cast, 10)
    today = clock.today()
    planned = plan(cast, starts_on=today, ends_on=today, **facts.pop("planned", {}))
    draw(cast, planned, sites_per_type={"back-street": 4}, **facts)
    return start_round(round=planned, by=cast.office.actor, at=clock.now())


def first_stop(planned: Round) -> RoundSite:
    tables = ("round__joint__place", "site__unit", "site__site_type", "team")
    return planned.round_sites.filter(closed_reason="").select_related(*tables).order_by("day", "order", "pk")[0]


def close(cast: Cast, stop: RoundSite, by: Member | None = None, **facts: Any) -> RoundSite | None:
    given = {"reason": Closed.SHUT, "note": "门锁着", **facts}
    return close_site(stop=stop, by=(by or cast.inspector).actor, at=clock.now(), **given)


def test_the_next_of_its_stratum_takes_its_place(cast: Cast) -> None:
    planned = under_way(cast)
    stop = first_stop(planned)
    assert planned.frame is not None
    assert planned.seed is not None
    listed = sampling.read_frame(planned.frame.text)
    like = next(one for one in listed if one.code == stop.site.code)
    taken = set(planned.round_sites.values_list("site__code", flat=True))
    line = sampling.reserve(listed, like, planned.seed, by_part=True, taken=taken)
    other = close(cast, stop)
    assert other is not None
    assert (other.site.code, other.replaces, other.inspector, other.day) == (line[0], stop, stop.inspector, stop.day)
    stop.refresh_from_db()
    assert (stop.closed_reason, stop.closed_note, stop.closed_by) == ("shut", "门锁着", cast.inspector.post)
    told = Entry.objects.get(code="round.site_replaced").data
    assert (told["site"], told["other"]) == (stop.site.name, other.site.name)
    how = HowDrawn(planned)
    assert how.repeated is not None
    assert how.repeated.is_same
    assert [(each.closed, each.by) for each in how.replacements] == [(stop, other)]


def test_it_counts_no_more_and_is_on_no_phone(cast: Cast) -> None:
    planned = under_way(cast)
    stop = first_stop(planned)
    close(cast, stop)
    assert stop.site not in [each.site for each in stops_of(cast.inspector.actor, clock.today())]
    assert round_rows(cast.office.actor, [planned])[0].sites == 4
    whole = progress_of(cast.office.actor, planned, clock.today()).whole
    assert (whole.due, whole.done, whole.closed, whole.replaced) == (4, 0, 1, 1)


def test_one_in_five_is_replaced_the_next_only_noted(cast: Cast) -> None:
    planned = under_way(cast)
    assert close(cast, first_stop(planned)) is not None
    assert close(cast, first_stop(planned), reason=Closed.GONE) is None
    assert Entry.objects.filter(code="round.site_closed").count() == 1
    assert planned.round_sites.filter(closed_reason="").count() == 3


def test_when_nothing_is_left_nothing_takes_its_place(cast: Cast) -> None:
    planned = under_way(cast, everything=True)
    assert close(cast, first_stop(planned)) is None


def test_a_bad_site_is_visited_not_closed(cast: Cast) -> None:
    planned = under_way(cast, everything=True)
    record(cast, planned)
    stop = planned.round_sites.select_related("round__joint__place", "site__unit", "team").get(site=cast.lane)
    with pytest.raises(NotPossibleNow) as refused:
        close(cast, stop)
    assert refused.value.code == "visited"
    assert "bad" not in {each.value for each in Closed}


def test_only_while_it_runs_and_once(cast: Cast) -> None:
    planned = under_way(cast)
    stop = first_stop(planned)
    with pytest.raises(Invalid):
        close(cast, stop, note="长" * 201)
    close(cast, stop)
    with pytest.raises(NotPossibleNow) as refused:
        close(cast, stop)
    assert refused.value.code == "closed"
    other = first_stop(planned)
    finish_round(round=other.round, by=cast.office.actor, at=clock.now())
    with pytest.raises(NotPossibleNow):
        close(cast, other)


def test_others_may_not(cast: Cast, client_of: SignIn) -> None:
    planned = under_way(cast)
    stop = first_stop(planned)
    url = reverse("inspections:close_site", args=[planned.pk, stop.site_id, stop.team_number])
    for part in ("leader", "coordinator", "post_holder", "verifier", "auditor", "stranger"):
        with pytest.raises(NotAllowed):
            close(cast, stop, by=cast.members[part])
        assert client_of(cast.members[part].person).get(url).status_code in {403, 404}


def test_a_site_of_two_teams_is_closed_for_both(cast: Cast) -> None:
    planned = drawn_twice(cast)
    start_round(round=planned, by=cast.office.actor, at=clock.now())
    double = planned.round_sites.filter(is_double=True).select_related("round__joint__place", "site__unit", "team")[0]
    other = close(cast, double, by=cast.office)
    assert other is not None
    stops = planned.round_sites.filter(site=other.site)
    assert len({stop.team_id for stop in stops}) == 2
    assert all(stop.is_double for stop in stops)
    assert planned.round_sites.filter(site=double.site, closed_reason="shut").count() == 2


def test_undercover_the_place_taker_is_nobodys_own(cast: Cast) -> None:
    watcher = another_inspector(cast)
    facts = {"kind": RoundKind.UNDERCOVER}
    planned = under_way(cast, planned=facts, inspectors=[cast.inspector.post, watcher.post])
    stop = first_stop(planned)
    open_assignment(round=planned, day=stop.day, by=watcher.actor, at=clock.now())
    other = close(cast, stop, by=watcher)
    assert other is not None
    assert other.inspector == watcher.post
    assert not visible_entries(cast.auditor.actor).filter(code="round.site_replaced").exists()


def test_by_the_page_with_a_photo(cast: Cast, client_of: SignIn) -> None:
    planned = under_way(cast)
    stop = first_stop(planned)
    client, url = (
        client_of(cast.inspector.person),
        reverse("inspections:close_site", args=[planned.pk, stop.site_id, stop.team_number]),
    )
    assert client.get(url).status_code == 200
    assert client.post(url, {"note": "门锁着"}).status_code == 422
    photo = SimpleUploadedFile("a.jpg", photo_bytes(), "image/jpeg")
    assert client.post(url, {"reason": "refused", "photo": photo}).status_code == 302
    stop.refresh_from_db()
    assert (stop.closed_reason, stop.closed_photo is not None) == ("refused", True)
    page = client_of(cast.office.person).get(reverse("inspections:round", args=[planned.pk])).content.decode()
    assert stop.site.name in page


def with_photo(colour: tuple[int, int, int] = (90, 60, 30)) -> dict[str, Any]:
    return {"reason": "shut", "photo": SimpleUploadedFile("a.jpg", photo_bytes(colour=colour), "image/jpeg")}


def seen(client: Client, url: str) -> int:
    """The status of an answer that is read to its end."""
    answer = client.get(url)
    read_out(answer)
    return answer.status_code


def closed_undercover(cast: Cast, client_of: SignIn, **facts: Any) -> tuple[Member, RoundSite]:
    """A site that its undercover inspector says by the page that it was shut, with a photo."""
    watcher = another_inspector(cast)
    planned = under_way(cast, planned={"kind": RoundKind.UNDERCOVER}, inspectors=[watcher.post], **facts)
    stop = first_stop(planned)
    open_assignment(round=planned, day=stop.day, by=watcher.actor, at=clock.now())
    url = reverse("inspections:close_site", args=[planned.pk, stop.site_id, stop.team_number])
    assert client_of(watcher.person).post(url, with_photo()).status_code == 302
    stop.refresh_from_db()
    return watcher, stop


def test_undercover_the_photo_is_sealed(cast: Cast, client_of: SignIn) -> None:
    watcher, stop = closed_undercover(cast, client_of)
    stored = Entry.objects.get(code="evidence.stored", object_id=str(stop.closed_photo_id)[:40])
    assert (stored.sealed_kind, stored.sealed_id) == ("round", str(stop.round_id))
    for part in ("auditor", "administrator"):
        assert not visible_entries(cast.members[part].actor).filter(code="evidence.stored").exists()
    url = reverse("inspections:closed_photo", args=[stop.round_id, stop.site_id, stop.closed_photo_id])
    for part in ("auditor", "administrator", "leader", "inspector", "coordinator", "stranger"):
        assert seen(client_of(cast.members[part].person), url) == 404
    for member in (watcher, cast.office):
        assert seen(client_of(member.person), f"{url}?size=thumb") == 200


def test_the_photo_stands_where_the_closed_sites_are_told(cast: Cast, client_of: SignIn) -> None:
    planned = under_way(cast)
    stop = first_stop(planned)
    address = reverse("inspections:close_site", args=[planned.pk, stop.site_id, stop.team_number])
    assert client_of(cast.inspector.person).post(address, with_photo()).status_code == 302
    stop.refresh_from_db()
    url = reverse("inspections:closed_photo", args=[planned.pk, stop.site_id, stop.closed_photo_id])
    drawn = reverse("inspections:drawn", args=[planned.pk])
    assert url in client_of(cast.office.person).get(drawn).content.decode()
    finish_round(round=Round.objects.get(pk=planned.pk), by=cast.office.actor, at=clock.now())
    for part, shown in (("office", True), ("leader", True), ("inspector", True), ("other_coordinator", False)):
        client = client_of(cast.members[part].person)
        page = client.get(drawn).content.decode()
        assert (stop.site.name in page, url in page) == (True, shown)
        assert seen(client, url) == (200 if shown else 404)
    other = reverse("inspections:closed_photo", args=[planned.pk, first_stop(planned).site_id, stop.closed_photo_id])
    assert seen(client_of(cast.office.person), other) == 404


def test_the_place_taker_is_named_only_to_who_may_know_it(cast: Cast, client_of: SignIn) -> None:
    """Where the own team may not go another team gets the site, and the first one learns nothing of it."""
    watchers = [another_inspector(cast), another_inspector(cast)]
    planned = under_way(cast, planned={"kind": RoundKind.UNDERCOVER}, inspectors=[watcher.post for watcher in watchers])
    stop = first_stop(planned)
    watcher = next(each for each in watchers if each.post == stop.inspector)
    open_assignment(round=planned, day=stop.day, by=watcher.actor, at=clock.now())
    assert planned.seed is not None
    for site in Site.objects.exclude(round_sites__round=planned):
        facts = {"ground": ConflictGround.KIN, "at": clock.now(), "by": watcher.person}
        DeclaredConflict.objects.create(round=planned, site=site, post=watcher.post, **facts)
    url = reverse("inspections:close_site", args=[planned.pk, stop.site_id, stop.team_number])
    answer = client_of(watcher.person).post(url, {"reason": "shut"}, follow=True)
    other = planned.round_sites.get(replaces=stop)
    assert other.inspector != watcher.post
    assert other.site.name not in answer.content.decode()


@pytest.mark.parametrize("part", ["inspector", "office"])
def test_whoever_goes_there_and_the_office_are_told_which(cast: Cast, client_of: SignIn, part: str) -> None:
    planned = under_way(cast)
    stop = first_stop(planned)
    url = reverse("inspections:close_site", args=[planned.pk, stop.site_id, stop.team_number])
    answer = client_of(cast.members[part].person).post(url, {"reason": "shut"}, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert [planned.round_sites.get(replaces=stop).site.name in words for words in said] == [True]
