"""The pages of rounds and visits: who sees what, and the checklist with and without script."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianchuang.common import clock
from lianchuang.findings.models import Finding
from lianchuang.inspections.actions import GivenAnswer, release_round
from lianchuang.inspections.models import Round, RoundKind, RoundSite, RoundState, Visit
from lianchuang.inspections.tests.test_record_visit import another_inspector, record, running
from tests.cast import Cast, Member, make_photo, make_site, open_for, photo_bytes

SignIn = Callable[..., Client]
EVERYBODY = (
    "office", "leader", "coordinator", "post_holder", "colleague", "inspector", "verifier", "same_unit_verifier",
    "auditor", "administrator", "other_coordinator", "nobody_special", "stranger", "foreign_office",
)  # fmt: skip


def looked_at(client: Client, url: str) -> int:
    """The status of a page or photo, read to its end so that its file is closed."""
    answer = client.get(url)
    if answer.streaming:
        assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return answer.status_code


def form_url(planned: Round, cast: Cast) -> str:
    return reverse("inspections:visit_form", args=[planned.pk, cast.lane.pk])


def filled(cast: Cast, **more: Any) -> dict[str, Any]:
    """The form as a browser without script sends it: one thing wrong, the rest fine."""
    return {
        "visit_id": str(uuid4()),
        "started_at": clock.now().isoformat(),
        "rest": "1",
        f"count-{cast.rubbish_item.pk}": "2",
        f"note-{cast.rubbish_item.pk}": "桶边",
        **more,
    }


def undercover(cast: Cast) -> tuple[Member, Round, Visit]:
    """An unreleased undercover round with a visit by its inspector."""
    watcher = another_inspector(cast)
    facts = {"kind": RoundKind.UNDERCOVER, "inspector": watcher.post, "name": "暗访甲"}
    planned = running(cast, **facts)
    visit = record(cast, planned, GivenAnswer(cast.rubbish_item, count=1, photos=[make_photo()]), by=watcher)
    return watcher, planned, visit


def addresses(cast: Cast, planned: Round, visit: Visit) -> list[str]:
    sha256 = visit.answers.get(item=cast.rubbish_item).photos.get().file_id
    return [
        reverse("inspections:round", args=[planned.pk]),
        form_url(planned, cast),
        reverse("inspections:visit", args=[visit.pk]),
        reverse("inspections:photo", args=[visit.pk, sha256]),
    ]


@pytest.mark.parametrize("part", [part for part in EVERYBODY if part != "office"])
def test_an_unreleased_undercover_round_does_not_exist_for_others(cast: Cast, client_of: SignIn, part: str) -> None:
    _watcher, planned, visit = undercover(cast)
    client = client_of(cast.members[part].person)
    for url in addresses(cast, planned, visit):
        assert client.get(url).status_code == 404, (part, url)
    upload = reverse("inspections:photo_upload", args=[planned.pk, cast.lane.pk])
    assert client.post(upload, {"photo": SimpleUploadedFile("a.jpg", photo_bytes())}).status_code == 404
    page = client.get(reverse("inspections:rounds"))
    assert "暗访甲" not in page.content.decode()
    for verb in ("start", "finish", "release"):
        assert client.post(reverse(f"inspections:{verb}", args=[planned.pk])).status_code == 404


def test_its_office_and_its_inspector_see_it(cast: Cast, client_of: SignIn) -> None:
    watcher, planned, visit = undercover(cast)
    for member in (cast.office, watcher):
        client = client_of(member.person)
        assert "暗访甲" in client.get(reverse("inspections:rounds")).content.decode()
        for url in addresses(cast, planned, visit):
            assert looked_at(client, url) == 200, (member.person.username, url)


def test_its_inspector_sees_only_the_own_sites(cast: Cast, client_of: SignIn) -> None:
    watcher, planned, _visit = undercover(cast)
    other = another_inspector(cast)
    RoundSite.objects.create(round=planned, site=cast.other_lane, inspector=other.post, day=clock.today())
    open_for(planned, other.post)
    theirs = record_elsewhere(cast, planned, other)
    client = client_of(watcher.person)
    assert "荷花巷" not in client.get(reverse("inspections:round", args=[planned.pk])).content.decode()
    assert client.get(reverse("inspections:visit", args=[theirs.pk])).status_code == 404
    url = reverse("inspections:visit_form", args=[planned.pk, cast.other_lane.pk])
    assert client.get(url).status_code == 404


def record_elsewhere(cast: Cast, planned: Round, by: Member) -> Visit:
    return record(cast, planned, site=cast.other_lane, by=by)


def test_released_it_is_seen_as_any_other(cast: Cast, client_of: SignIn) -> None:
    _watcher, planned, visit = undercover(cast)
    Round.objects.filter(pk=planned.pk).update(state=RoundState.FINISHED)
    planned.refresh_from_db()
    release_round(round=planned, by=cast.office.actor, at=clock.now())
    client = client_of(cast.coordinator.person)
    assert client.get(reverse("inspections:visit", args=[visit.pk])).status_code == 200
    assert not Finding.objects.get().is_sealed


def test_a_visit_is_seen_where_it_concerns_somebody(cast: Cast, client_of: SignIn) -> None:
    visit = record(cast, running(cast))
    url = reverse("inspections:visit", args=[visit.pk])
    seen = {part for part in EVERYBODY if client_of(cast.members[part].person).get(url).status_code == 200}
    hidden = {"other_coordinator", "nobody_special", "stranger", "foreign_office"}
    assert seen == set(EVERYBODY) - hidden


def test_who_is_inspected_does_not_know_what_is_still_to_come(cast: Cast, client_of: SignIn) -> None:
    planned = running(cast)
    url = reverse("inspections:round", args=[planned.pk])
    assert "桂花巷" not in client_of(cast.coordinator.person).get(url).content.decode()
    record(cast, planned)
    assert "桂花巷" in client_of(cast.coordinator.person).get(url).content.decode()


def test_the_form_shows_the_checklist(cast: Cast, client_of: SignIn) -> None:
    page = client_of(cast.inspector.person).get(form_url(running(cast), cast)).content.decode()
    for item in (cast.rubbish_item, cast.ads_item, cast.road_item):
        assert item.text in page
        assert f'name="count-{item.pk}"' in page
    assert "style=" not in page


def test_sending_it_records_the_visit(cast: Cast, client_of: SignIn) -> None:
    planned = running(cast)
    photo = SimpleUploadedFile("a.jpg", photo_bytes(), "image/jpeg")
    data = filled(cast, **{f"photos-{cast.rubbish_item.pk}": photo})
    client = client_of(cast.inspector.person)
    answer = client.post(form_url(planned, cast), data)
    visit = Visit.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("inspections:visit", args=[visit.pk])
    wrong = visit.answers.get(item=cast.rubbish_item)
    assert (wrong.count, wrong.note, wrong.photos.count()) == (2, "桶边", 1)
    page = client.get(answer["Location"])
    assert cast.rubbish_item.finding in page.content.decode()


def test_sending_it_twice_is_one_visit(cast: Cast, client_of: SignIn) -> None:
    planned, data = running(cast), filled(cast)
    client = client_of(cast.inspector.person)
    first, second = (client.post(form_url(planned, cast), data) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Visit.objects.count() == 1


def test_with_a_fault_everything_typed_comes_back(cast: Cast, client_of: SignIn) -> None:
    planned = running(cast)
    bad = SimpleUploadedFile("a.gif", b"GIF89a", "image/gif")
    good = SimpleUploadedFile("b.jpg", photo_bytes(), "image/jpeg")
    data = filled(cast, remark="风大", **{f"photos-{cast.rubbish_item.pk}": [bad, good]})
    client = client_of(cast.inspector.person)
    answer = client.post(form_url(planned, cast), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    for kept in ("桶边", "风大", data["visit_id"], f'name="kept-{cast.rubbish_item.pk}"'):
        assert kept in page
    assert 'value="2" checked' in page
    assert not Visit.objects.exists()


def test_without_an_answer_to_each_item_it_says_where(cast: Cast, client_of: SignIn) -> None:
    data = filled(cast)
    del data["rest"]
    answer = client_of(cast.inspector.person).post(form_url(running(cast), cast), data)
    assert answer.status_code == 422
    assert answer.content.decode().count('class="errorlist"') == 2


def test_a_photo_sent_ahead_is_its_uploaders_alone(cast: Cast, client_of: SignIn) -> None:
    planned = running(cast)
    client = client_of(cast.inspector.person)
    url = reverse("inspections:photo_upload", args=[planned.pk, cast.lane.pk])
    said = client.post(url, {"photo": SimpleUploadedFile("a.jpg", photo_bytes())}).json()
    assert looked_at(client, said["thumb"]) == 200
    assert client_of(cast.office.person).get(said["thumb"]).status_code == 404
    client.post(form_url(planned, cast), filled(cast, **{f"kept-{cast.rubbish_item.pk}": said["token"]}))
    assert Visit.objects.get().answers.get(item=cast.rubbish_item).photos.count() == 1


def test_a_stolen_token_hangs_no_photo(cast: Cast, client_of: SignIn) -> None:
    planned = running(cast)
    url = reverse("inspections:photo_upload", args=[planned.pk, cast.lane.pk])
    said = client_of(cast.inspector.person).post(url, {"photo": SimpleUploadedFile("a.jpg", photo_bytes())}).json()
    data = filled(cast, **{f"kept-{cast.rubbish_item.pk}": said["token"]})
    client_of(cast.office.person).post(form_url(planned, cast), data)
    assert not Visit.objects.get().answers.get(item=cast.rubbish_item).photos.exists()


def test_what_is_no_photo_is_refused_at_once(cast: Cast, client_of: SignIn) -> None:
    url = reverse("inspections:photo_upload", args=[running(cast).pk, cast.lane.pk])
    client = client_of(cast.inspector.person)
    assert client.post(url, {"photo": SimpleUploadedFile("a.svg", b"<svg/>")}).status_code == 422
    assert client.post(url).status_code == 422
    assert client.get(url).status_code == 405


@pytest.mark.parametrize(
    ("part", "status"),
    [("inspector", 200), ("office", 200), ("leader", 403), ("auditor", 403), ("coordinator", 404), ("stranger", 404)],
)
def test_who_may_open_the_form(cast: Cast, client_of: SignIn, part: str, status: int) -> None:
    assert client_of(cast.members[part].person).get(form_url(running(cast), cast)).status_code == status


def test_today_shows_the_walk(cast: Cast, client_of: SignIn) -> None:
    planned = running(cast, sites=[cast.lane, cast.market])
    client = client_of(cast.inspector.person)
    before = client.get(reverse("inspections:today"))
    assert before.context["next"].site == cast.lane
    record(cast, planned, GivenAnswer(cast.rubbish_item, count=1))
    after = client.get(reverse("inspections:today"))
    assert after.context["next"].site == cast.market
    assert (after.context["today"].done, len(after.context["today"].stops)) == (1, 2)


def test_today_is_for_who_inspects(cast: Cast, client_of: SignIn) -> None:
    assert client_of(cast.post_holder.person).get(reverse("inspections:today")).status_code == 403


def test_ids_that_do_not_exist_are_404(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.office.person)
    for name in ("round", "draw", "visit"):
        assert client.get(reverse(f"inspections:{name}", args=[uuid4()])).status_code == 404
    assert client.get(reverse("inspections:photo", args=[uuid4(), "0" * 64])).status_code == 404
    assert client.get(reverse("inspections:photo_uploaded", args=["nonsense"])).status_code == 404


def test_pages_speak_english(cast: Cast, client_of: SignIn) -> None:
    visit = record(cast, running(cast), GivenAnswer(cast.rubbish_item, count=1))
    client = client_of(cast.inspector.person)
    client.cookies["language"] = "en"
    page = client.get(reverse("inspections:visit", args=[visit.pk])).content.decode()
    assert "Rubbish on the road" in page
    assert "1 of 3 not right" in page


@pytest.mark.parametrize("name", ["round", "today", "rounds"])
def test_queries_do_not_grow_with_the_sites(cast: Cast, client_of: SignIn, name: str) -> None:
    planned = running(cast, sites=[cast.lane])
    record(cast, planned, GivenAnswer(cast.rubbish_item, count=1))
    url = reverse(f"inspections:{name}", args=[planned.pk] if name == "round" else [])
    client = client_of(cast.inspector.person)
    client.get(url)
    before = queries_of(client, url)
    for number in range(6):
        site = make_site(site_type=cast.lane_type, unit=cast.community)
        RoundSite.objects.create(
            round=planned, site=site, inspector=cast.inspector.post, day=clock.today(), order=number + 5
        )
        if number < 4:
            record(cast, planned, GivenAnswer(cast.rubbish_item, count=1), site=site)
    assert queries_of(client, url) <= before + 2  # the next site's last finding, once there is a next site


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_it_says_when_somebody_was_there_already(cast: Cast, client_of: SignIn) -> None:
    planned = running(cast)
    visit = record(cast, planned)
    page = client_of(cast.inspector.person).get(form_url(planned, cast)).content.decode()
    assert reverse("inspections:visit", args=[visit.pk]) in page


# --- what was seen at a site ---


def looks(client: Client, cast: Cast, **headers: str) -> str:
    return client.get(reverse("inspections:site_looks", args=[cast.lane.pk]), headers=headers).content.decode()


def test_a_site_shows_its_open_findings_and_visits(cast: Cast, client_of: SignIn) -> None:
    visit = record(cast, running(cast), GivenAnswer(cast.rubbish_item, count=2, photos=[make_photo()]))
    finding = Finding.objects.get(origin_id=str(visit.pk))
    page = looks(client_of(cast.coordinator.person), cast)
    assert reverse("findings:show", args=[finding.pk]) in page
    assert reverse("inspections:visit", args=[visit.pk]) in page
    assert "<html" not in looks(client_of(cast.coordinator.person), cast, **{"HX-Request": "true"})


def test_a_site_keeps_an_undercover_visit_to_itself(cast: Cast, client_of: SignIn) -> None:
    _watcher, planned, visit = undercover(cast)
    untouched = looks(client_of(cast.coordinator.person), cast)
    assert str(visit.pk) not in untouched
    assert planned.name not in untouched
    assert str(visit.pk) in looks(client_of(cast.office.person), cast)
