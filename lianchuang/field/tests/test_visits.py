"""A visit from the phone: kept, applied once, never lost; who may, and what changed meanwhile."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils.translation import override

from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.ids import new_id
from lianchuang.field import actions
from lianchuang.field.models import Submission
from lianchuang.field.rules import read_envelope
from lianchuang.field.tests.sending import (
    client_for,
    envelope,
    outsider,
    post,
    running_round,
    send,
    send_photo,
    sha256_of,
    undercover_round,
    visit,
    visit_body,
)
from lianchuang.findings.models import Finding
from lianchuang.inspections.models import Answer, RoundSite, RoundState, Visit
from tests.cast import Cast, appoint, make_round, photo_bytes


def test_history_is_written_in_the_countys_language(cast: Cast) -> None:
    sent = envelope("report", {"category": "nonsense"}, post=cast.inspector.post)
    with override("en"):
        made = actions.receive_submission(
            envelope=read_envelope(json.dumps(sent).encode()), by=cast.inspector.actor, at=clock.now()
        )
    assert Entry.objects.get(code="field.received").data["kind"] == made.written_kind == "问题"


def test_a_visit_is_recorded_as_typed(cast: Cast) -> None:
    found, item = running_round(cast), cast.rubbish_item.pk
    photo = send_photo(cast.inspector, photo_bytes())
    wrong = {item: {"count": 2, "note": "巷口两处", "photos": [photo]}, cast.ads_item.pk: {"count": 1, "fixed": True}}
    sent = visit(cast, found, wrong=wrong, photos=(photo,))
    answer = send(cast.inspector, sent)
    assert (answer["result"], answer["sentences"], answer["title"]) == ("applied", [], cast.lane.name)
    made = Visit.objects.get()
    assert (str(made.pk), made.by, made.by_post, made.round, made.site) == (
        sent["id"],
        cast.inspector.person,
        cast.inspector.post,
        found,
        cast.lane,
    )
    kept = Answer.objects.get(item=item)
    assert (kept.grade, kept.count, kept.note, [each.file_id for each in kept.photos.all()]) == (
        "C",
        2,
        "巷口两处",
        [photo],
    )
    finding = Finding.objects.get()
    assert (finding.item_id, finding.origin_id, finding.responsible_post) == (item, sent["id"], cast.post_holder.post)


def test_the_text_is_kept_as_it_came(cast: Cast) -> None:
    sent = visit(cast, running_round(cast))
    send(cast.inspector, sent)
    row = Submission.objects.get()
    assert str(row.pk) == sent["id"]
    assert read_envelope(row.raw.encode()).body == sent["body"]


def test_twice_is_once_with_the_same_answer(cast: Cast) -> None:
    sent = visit(cast, running_round(cast), wrong={cast.rubbish_item.pk: {"count": 1}})
    first = send(cast.inspector, sent)
    entries = Entry.objects.count()
    again = send(cast.inspector, {**sent, "device_now": clock.now().isoformat()})
    assert (again["result"], again["was"], again["title"]) == ("already_had", "applied", first["title"])
    assert (Visit.objects.count(), Finding.objects.count(), Entry.objects.count()) == (1, 1, entries)


def test_words_first_then_photos(cast: Cast) -> None:
    content = photo_bytes()
    sha256 = sha256_of(content)
    wrong = {cast.rubbish_item.pk: {"count": 1, "photos": [sha256]}}
    sent = visit(cast, running_round(cast), wrong=wrong, photos=(sha256,))
    answer = send(cast.inspector, sent)
    assert (answer["result"], answer["missing"]) == ("missing_photos", [sha256])
    assert Submission.objects.get().state == "received"
    assert not Visit.objects.exists()
    send_photo(cast.inspector, content)
    assert send(cast.inspector, sent)["result"] == "applied"


def test_a_photo_of_somebody_else_does_not_count(cast: Cast) -> None:
    sha256 = send_photo(cast.verifier, photo_bytes())
    wrong = {cast.rubbish_item.pk: {"count": 1, "photos": [sha256]}}
    answer = send(cast.inspector, visit(cast, running_round(cast), wrong=wrong))
    assert (answer["result"], answer["missing"]) == ("missing_photos", [sha256])


def test_killed_between_keeping_and_applying(cast: Cast) -> None:
    """What was kept and not applied is applied when it comes again."""
    sent = visit(cast, running_round(cast))
    read = read_envelope(json.dumps(sent).encode())
    actions.receive_submission(envelope=read, by=cast.inspector.actor, at=clock.now())
    assert not Visit.objects.exists()
    assert send(cast.inspector, sent)["result"] == "applied"
    assert Submission.objects.count() == 1


def test_two_phones_at_one_stop(cast: Cast) -> None:
    """The second one is kept and waits for the office; asked again it says the same."""
    found = running_round(cast)
    first, second = (visit(cast, found) for _ in "ab")
    assert send(cast.inspector, first)["result"] == "applied"
    for _time in range(2):
        answer = send(cast.inspector, second)
        assert answer["result"] == "conflict"
        assert cast.inspector.post.full_name in answer["sentences"][0]
    assert (Visit.objects.count(), Submission.objects.count()) == (1, 2)


def test_a_second_visit_on_purpose_counts(cast: Cast) -> None:
    """Whose package knew of the first visit goes again knowingly."""
    found = running_round(cast)
    send(cast.inspector, visit(cast, found))
    assert send(cast.inspector, visit(cast, found, base_version=1))["result"] == "applied"


def test_two_inspectors_sent_to_one_place_both_count(cast: Cast) -> None:
    found = running_round(cast)
    RoundSite.objects.create(round=found, site=cast.lane, inspector=cast.office.post, day=clock.today())
    assert send(cast.inspector, visit(cast, found))["result"] == "applied"
    assert send(cast.office, visit(cast, found, member=cast.office))["result"] == "applied"


@pytest.mark.parametrize("ahead", [timedelta(days=1), timedelta(days=-1, hours=-2)])
def test_a_phone_whose_clock_is_a_day_wrong(cast: Cast, ahead: timedelta) -> None:
    now = clock.now()
    with clock.fixed(now):
        answer = send(cast.inspector, visit(cast, running_round(cast), ahead=ahead))
    assert answer["result"] == "applied"
    assert len(answer["sentences"]) == 1
    made = Visit.objects.get()
    assert (made.started_at, made.finished_at) == (now - timedelta(minutes=15), now - timedelta(minutes=1))
    assert Submission.objects.get().clock_seconds == ahead.total_seconds()


def test_a_finished_round_takes_what_was_done_in_its_days(cast: Cast) -> None:
    found = running_round(cast)
    sent = visit(cast, found)
    type(found).objects.filter(pk=found.pk).update(state=RoundState.FINISHED)
    assert send(cast.inspector, sent)["result"] == "applied"


def test_what_is_refused_is_kept_and_may_be_tried_again(cast: Cast) -> None:
    found = running_round(cast, state=RoundState.PLANNED)
    sent = visit(cast, found)
    answer = send(cast.inspector, sent)
    assert (answer["result"], answer["kept"]) == ("refused", True)
    assert answer["sentences"]
    type(found).objects.filter(pk=found.pk).update(state=RoundState.RUNNING)
    assert send(cast.inspector, sent)["result"] == "applied"


def test_an_item_without_answer_is_refused_in_a_sentence(cast: Cast) -> None:
    sent = visit(cast, running_round(cast))
    sent["body"]["answers"].pop()
    answer = send(cast.inspector, sent)
    assert answer["result"] == "refused"
    assert "1" in answer["sentences"][0]
    assert not Visit.objects.exists()


# --- who ---


@pytest.mark.parametrize("name", ["coordinator", "post_holder", "leader", "auditor", "nobody_special", "stranger"])
def test_others_do_not_work_in_the_field(cast: Cast, name: str) -> None:
    member = cast.members[name]
    assert post(member, visit(cast, running_round(cast), member=member)).status_code == 403
    assert not Submission.objects.exists()


def test_a_verifier_without_the_stop_is_refused_and_it_is_kept(cast: Cast) -> None:
    answer = send(cast.verifier, visit(cast, running_round(cast), member=cast.verifier))
    assert answer["result"] == "refused"
    assert Submission.objects.get().by == cast.verifier.person


def test_signed_out_is_401_and_nothing_is_kept(cast: Cast) -> None:
    answer = post(Client(), visit(cast, running_round(cast)))
    assert answer.status_code == 401
    assert answer.json()["code"] == "signed_out"
    assert not Submission.objects.exists()


def test_the_id_of_somebody_else_tells_nothing_of_theirs(cast: Cast) -> None:
    sent = visit(cast, running_round(cast))
    send(cast.inspector, sent)
    guess = envelope("visit", {"round": str(uuid4()), "site": str(uuid4())}, post=cast.verifier.post)
    never, taken = send(cast.verifier, guess), send(cast.verifier, {**guess, "id": sent["id"]})
    assert {**taken, "id": ""} == {**never, "id": ""}
    assert send(cast.verifier, {**guess, "id": sent["id"]}) == taken
    assert Submission.objects.get(pk=sent["id"]).by == cast.inspector.person


def test_the_same_id_with_other_content_is_refused(cast: Cast) -> None:
    found = running_round(cast)
    sent = visit(cast, found)
    send(cast.inspector, sent)
    other = {**sent, "body": visit_body(found, cast.market)}
    assert send(cast.inspector, other)["result"] == "refused"
    assert Visit.objects.get().site == cast.lane


def test_undercover_work_is_sealed_everywhere(cast: Cast) -> None:
    member = outsider(cast)
    found = undercover_round(cast, member)
    content = photo_bytes()
    sha256 = sha256_of(content)
    wrong = {cast.rubbish_item.pk: {"count": 1, "photos": [sha256]}}
    sent = visit(cast, found, member=member, wrong=wrong, photos=(sha256,))
    before = Entry.objects.count()
    assert send(member, sent)["result"] == "missing_photos"
    send_photo(member, content)
    assert send(member, sent)["result"] == "applied"
    row = Submission.objects.get()
    assert row.sealed_round == found
    assert Entry.objects.count() == before + 6  # received, photo twice, visit, finding, applied
    assert {entry.sealed_kind for entry in Entry.objects.order_by("-pk")[:6]} <= {"round", "finding"}


# --- what cannot be read ---


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b"\xff", b'{"id": "x"}', b'"' + b"[" * 3000, b"[" * 100_000, b"null"]
)
def test_no_submission_is_400(cast: Cast, text: bytes) -> None:
    answer = post(cast.inspector, text)
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")


def test_too_large_is_413(cast: Cast) -> None:
    assert post(cast.inspector, b" " * (300 * 1024)).status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"answers": 3},
        {"round": "x", "site": "y", "answers": []},
        {"answers": [1]},
        {"round": str(new_id()), "site": str(new_id()), "started_at": "1", "finished_at": "2", "answers": []},
    ],
)
def test_a_body_without_sense_is_kept_and_refused(cast: Cast, body: dict[str, Any]) -> None:
    answer = send(cast.inspector, envelope("visit", body, post=cast.inspector.post))
    assert (answer["result"], answer["kept"]) == ("refused", True)


def test_characters_that_no_database_keeps(cast: Cast) -> None:
    sent = visit(cast, running_round(cast), wrong={cast.rubbish_item.pk: {"count": 1, "note": "巷口\x00\ud800尾"}})
    assert send(cast.inspector, sent)["result"] == "applied"
    assert Answer.objects.get(item=cast.rubbish_item).note == "巷口?尾"


def test_a_full_disk_is_507_and_nothing_half(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise DatabaseError("database or disk is full")

    sent = visit(cast, running_round(cast))
    with monkeypatch.context() as patch:
        patch.setattr("lianchuang.field.actions.settling.record_visit", full)
        answer = post(cast.inspector, sent)
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")
    assert not Visit.objects.exists()
    assert send(cast.inspector, sent)["result"] == "applied"


def test_a_person_with_two_posts_sends_the_work_of_the_other(cast: Cast) -> None:
    """It was recorded in one post; at sending the session stands in the other."""
    found = make_round(joint=cast.joint, planned_by=cast.office.post, inspector=cast.inspector.post, sites=[cast.lane])
    appoint(person=cast.verifier.person, post=cast.inspector.post)
    client = client_for(cast.verifier)
    session = client.session
    session["acting_post"] = cast.verifier.post.pk
    session.save()
    assert send(client, visit(cast, found))["result"] == "applied"
    assert Visit.objects.get().by_post == cast.inspector.post
