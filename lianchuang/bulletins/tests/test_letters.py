"""Supervisory letters: proposed by the program, signed by a person, answered by the unit, the answer decided on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lianchuang.accounts.access import SYSTEM
from lianchuang.accounts.models import Grant, Post, Role
from lianchuang.audit.models import Entry
from lianchuang.bulletins import actions
from lianchuang.bulletins.access import visible_letters
from lianchuang.bulletins.documents import Paragraph, Table
from lianchuang.bulletins.models import Letter, LetterFinding, Reply
from lianchuang.bulletins.queries import LetterPage, letter_number, letter_sheet
from lianchuang.bulletins.tests.week import moment, put
from lianchuang.common import clock
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from lianchuang.common.workdays import MINUTES_PER_WORKING_HOUR, calendar
from lianchuang.evidence.actions import GivenFile
from lianchuang.evidence.files.shelf import shelve
from lianchuang.findings.models import Finding
from lianchuang.findings.rules import State
from lianchuang.notices.models import Notice
from tests.cast import Cast, photo_bytes

ClientOf = Callable[..., Client]
LADDER_MD = Path(__file__).resolve().parents[3] / "docs" / "rules" / "ladder.md"
NOON = moment(16, 11)


def late(cast: Cast, day: int = 12, **columns: Any) -> Finding:
    """A finding of the street that should have been right on that day of November."""
    return put(cast, State.RECTIFYING, due=moment(day, 16), **columns)


def propose(cast: Cast, at: datetime = NOON) -> list[Letter]:
    return actions.propose_letters(joint=cast.joint, by=SYSTEM, at=at)


def issued(cast: Cast, at: datetime = NOON) -> Letter:
    """A notice of delay to the street, signed by the office."""
    late(cast)
    (letter,) = propose(cast, at)
    return actions.sign_letter(letter=letter, by=cast.office.actor, at=at, expected_version=1)


def answer(cast: Cast, letter: Letter, at: datetime = NOON, **more: Any) -> Reply:
    given = {"text": "已清理。", "by": cast.coordinator.actor, "expected_version": letter.version, **more}
    given["files"] = [GivenFile(shelve(content, "attached"), name) for name, content in given.get("files", ())]
    return actions.reply_to_letter(letter=letter, at=at, **given)


def test_the_program_proposes_once_and_lapses_what_lost_its_ground(cast: Cast) -> None:
    finding = late(cast)
    late(cast, is_sealed=True, site=cast.other_lane)
    late(cast, site=None, responsible_post=cast.stranger.post)
    (letter,) = propose(cast)
    assert (letter.unit, letter.to_post, letter.rung) == (cast.street, cast.coordinator.post, "overdue")
    assert list(letter.letter_findings.values_list("finding", flat=True)) == [finding.pk]
    entries = Entry.objects.count()
    assert propose(cast, moment(16, 15)) == []
    assert Entry.objects.count() == entries
    another = late(cast, day=13, site=cast.other_lane)
    propose(cast, moment(16, 16))
    assert set(letter.letter_findings.values_list("finding", flat=True)) == {finding.pk, another.pk}
    Finding.objects.update(state=State.SUBMITTED, step_due_at=None)
    propose(cast, moment(17))
    letter.refresh_from_db()
    assert letter.state == "lapsed"
    assert Entry.objects.filter(code="letter.lapsed").count() == 1


def test_a_proposal_that_stands_says_what_holds_now(cast: Cast) -> None:
    finding = late(cast)
    (letter,) = propose(cast)
    late(cast, day=13, site=cast.other_lane)
    Finding.objects.filter(pk=finding.pk).update(title="改了字")
    Letter.objects.update(to_post=None)  # its unit had no post then
    propose(cast, moment(17))
    letter.refresh_from_db()
    assert "As of 17 November 2026, findings of your unit past their date: 2;" in letter.words["paragraphs"][0]["en"]
    assert letter.to_post == cast.coordinator.post
    assert letter.letter_findings.get(finding=finding).words["title"] == "改了字"
    assert Entry.objects.filter(code="letter.proposed").count() == 1


def test_a_signature_numbers_it_and_freezes_words_and_findings(cast: Cast) -> None:
    letter = issued(cast)
    finding = letter.letter_findings.get().finding
    assert letter_number(letter) == "莲联创催〔2026〕1 号"
    assert clock.local(letter.reply_due_at) == moment(18, 17, 30)
    before = (letter.words, letter.letter_findings.get().words)
    Finding.objects.filter(pk=finding.pk).update(title="改了字", state=State.SUBMITTED, step_due_at=None)
    propose(cast, moment(17))
    letter.refresh_from_db()
    assert (letter.words, letter.letter_findings.get().words) == before
    assert letter.state == "issued"
    sheet = letter_sheet(LetterPage(cast.coordinator.actor, letter, NOON))
    first, table = sheet.blocks[0], sheet.annexes[0].blocks[0]
    assert isinstance(first, Paragraph)
    assert isinstance(table, Table)
    assert "1" in first.text
    assert table.groups[0].rows[0][1] == "桂花巷"


@pytest.mark.parametrize("who", ["coordinator", "auditor", "administrator", "inspector", "foreign_office"])
def test_only_the_office_or_a_leader_signs(cast: Cast, who: str) -> None:
    late(cast)
    (letter,) = propose(cast)
    with pytest.raises(NotAllowed):
        actions.sign_letter(letter=letter, by=cast.members[who].actor, at=NOON, expected_version=1)


def test_the_program_signs_nothing_and_yellow_is_for_a_leader(cast: Cast) -> None:
    late(cast)
    (letter,) = propose(cast)
    with pytest.raises(NotAllowed):
        actions.sign_letter(letter=letter, by=SYSTEM, at=NOON, expected_version=1)
    letter.rung = "yellow"
    with pytest.raises(NotAllowed):
        actions.sign_letter(letter=letter, by=cast.office.actor, at=NOON, expected_version=1)


def test_nobody_signs_to_their_own_unit_nor_without_a_ground_or_an_addressee(cast: Cast) -> None:
    own = put(cast, State.RECTIFYING, due=moment(12), responsible_post=cast.office.post, site=None)
    (letter,) = propose(cast)
    with pytest.raises(NotAllowed) as refused:
        actions.sign_letter(letter=letter, by=cast.office.actor, at=NOON, expected_version=1)
    assert refused.value.code == "own_unit"
    Letter.objects.update(to_post=None)
    letter.refresh_from_db()
    with pytest.raises(NotPossibleNow) as nobody:
        actions.sign_letter(letter=letter, by=cast.leader.actor, at=NOON, expected_version=1)
    assert nobody.value.code == "no_post"
    Finding.objects.filter(pk=own.pk).update(state=State.SUBMITTED, step_due_at=None)
    letter.to_post = Post.objects.get(pk=cast.office.post.pk)
    with pytest.raises(NotPossibleNow) as over:
        actions.sign_letter(letter=letter, by=cast.leader.actor, at=NOON, expected_version=1)
    assert over.value.code == "no_ground"


def test_what_is_not_signed_says_why_and_rests_for_three_days(cast: Cast) -> None:
    late(cast)
    (letter,) = propose(cast)
    with pytest.raises(Invalid):
        actions.decline_letter(letter=letter, reason=" ", by=cast.office.actor, at=NOON, expected_version=1)
    actions.decline_letter(letter=letter, reason="已约谈", by=cast.office.actor, at=NOON, expected_version=1)
    assert propose(cast, moment(18)) == []
    assert [one.rung for one in propose(cast, moment(20))] == ["overdue"]


def test_the_unit_answers_with_files_and_the_office_accepts(cast: Cast) -> None:
    letter = issued(cast)
    reply = answer(cast, letter, promised_on=date(2026, 11, 24), files=[("现场.jpg", photo_bytes())])
    assert (letter.state, reply.was_late, reply.files.get().name) == ("replied", False, "现场.jpg")
    actions.accept_reply(letter=letter, by=cast.office.actor, at=moment(17), expected_version=letter.version)
    assert letter.state == "settled"
    assert propose(cast, moment(24, 17)) == []  # promised for that day
    assert [one.rung for one in propose(cast, moment(25, 9))] == ["head"]


def test_an_answer_not_accepted_is_given_anew(cast: Cast) -> None:
    letter = issued(cast)
    answer(cast, letter)
    with pytest.raises(Invalid):
        actions.reject_reply(letter=letter, reason="", by=cast.office.actor, at=moment(17), expected_version=3)
    actions.reject_reply(letter=letter, reason="没写日期", by=cast.office.actor, at=moment(17), expected_version=3)
    assert (letter.state, clock.local(letter.reply_due_at)) == ("issued", moment(19, 17, 30))
    late_reply = answer(cast, letter, at=moment(20))
    assert late_reply.was_late
    assert letter.replies.count() == 2


def test_who_answers_and_what_is_refused(cast: Cast) -> None:
    letter = issued(cast)
    for who in ("post_holder", "other_coordinator", "office", "leader", "stranger"):
        with pytest.raises(NotAllowed):
            answer(cast, letter, by=cast.members[who].actor)
    for wrong in (
        {"text": " "},
        {"text": "长" * 2001},
        {"promised_on": date(2026, 11, 15)},
        {"files": [("a", b"x")] * 6},
        {"files": [("页.svg", b"<svg onload='alert(1)'/>")]},
    ):
        with pytest.raises(Invalid):
            answer(cast, letter, **wrong)
    assert not Reply.objects.exists()
    with pytest.raises(ChangedMeanwhile):
        answer(cast, letter, expected_version=9)
    answer(cast, letter)
    with pytest.raises(NotPossibleNow):
        answer(cast, letter)


def test_only_the_office_decides_and_nobody_on_their_own_answer(cast: Cast) -> None:
    letter = issued(cast)
    with pytest.raises(NotPossibleNow):
        actions.accept_reply(letter=letter, by=cast.office.actor, at=NOON, expected_version=letter.version)
    answer(cast, letter)
    for who in ("coordinator", "auditor", "foreign_office"):
        with pytest.raises(NotAllowed):
            actions.accept_reply(letter=letter, by=cast.members[who].actor, at=NOON, expected_version=letter.version)
    Reply.objects.update(giver=cast.office.person)
    with pytest.raises(NotPossibleNow) as refused:
        actions.accept_reply(letter=letter, by=cast.office.actor, at=NOON, expected_version=letter.version)
    assert refused.value.code == "own_reply"


def test_the_ladder_is_climbed_rung_by_rung_each_signed(cast: Cast) -> None:
    """A finding that nobody puts right, and letters that nobody answers."""
    late(cast)
    climbed: list[str] = []
    day = NOON
    while len(climbed) < 5:
        for letter in propose(cast, day):
            actions.sign_letter(letter=letter, by=cast.leader.actor, at=day, expected_version=1)
            climbed.append(letter.rung)
        day += timedelta(days=1)
        assert day < NOON + timedelta(days=60)
    assert climbed == ["overdue", "head", "letter", "yellow", "red"]
    assert propose(cast, day + timedelta(days=30)) == []
    assert {letter_number(one)[3] for one in Letter.objects.all()} == set("催函督黄红")


def test_the_leader_is_told_of_what_only_a_leader_signs(cast: Cast) -> None:
    put(cast, State.RECTIFYING, due=datetime(2026, 10, 12, 16, tzinfo=NOON.tzinfo))
    days, told = iter(NOON + timedelta(days=day) for day in range(60)), {}
    while "yellow" not in told:
        day = next(days)
        for letter in propose(cast, day):
            posts = Notice.objects.filter(code="letter.proposed", link=f"/bulletins/letters/{letter.pk}/")
            told[letter.rung] = set(posts.values_list("post", flat=True))
            actions.sign_letter(letter=letter, by=cast.leader.actor, at=day, expected_version=1)
    office, leader = cast.office.post.pk, cast.leader.post.pk
    assert [told[rung] for rung in ("overdue", "head", "letter")] == [{office}] * 3
    assert told["yellow"] == {office, leader}


def test_the_page_says_why_one_cannot_sign(cast: Cast, client_of: ClientOf) -> None:
    late(cast)
    (letter,) = propose(cast)
    office, leader = (client_of(one.person, one.post) for one in (cast.office, cast.leader))
    page = f"/bulletins/letters/{letter.pk}/"

    def says(client: Client, sentence: str) -> bool:
        client.cookies["language"] = "en"
        text = client.get(page).content.decode()
        assert (sentence in text) != (f"{page}sign/" in text)
        return sentence in text

    assert not says(office, "Only a leader signs this step.")
    Letter.objects.update(rung="yellow")
    assert says(office, "Only a leader signs this step.")
    assert not says(leader, "Only a leader signs this step.")
    Letter.objects.update(rung="overdue", unit=cast.office.post.unit)
    assert says(office, "Nobody signs a letter to their own unit.")
    Letter.objects.update(unit=cast.street, to_post=None)
    assert says(office, "The unit has no post to which it could go.")


def test_the_worked_example_of_the_document_comes_out(cast: Cast) -> None:
    """Each moment and number of docs/rules/ladder.md as the program finds it."""
    said = " ".join(LADDER_MD.read_text(encoding="utf-8").split("Worked: ")[1].split())
    finding = late(cast)
    monday, thursday = moment(16, 11), moment(19, 9)

    def hours_late(at: datetime) -> str:
        return f"{calendar().minutes_between(finding.step_due_at, at) / MINUTES_PER_WORKING_HOUR:g} working hours late"

    def day(at: datetime) -> str:
        return f"{clock.local(at):%A %-d %B}"

    (letter,) = propose(cast, monday)
    actions.sign_letter(letter=letter, by=cast.office.actor, at=monday, expected_version=1)
    assert f"due {day(finding.step_due_at)} 2026 16:00, looked at on {day(monday)} 11:00" in said
    assert f"{hours_late(monday)} → `{letter.rung}`" in said
    assert f"answer by {day(letter.reply_due_at)} {clock.local(letter.reply_due_at):%H:%M}" in said
    (head,) = propose(cast, thursday)
    assert f"on {day(thursday)} 9:00 it is {hours_late(thursday)}" in said
    assert f"→ `{head.rung}`. Answered" in said
    actions.sign_letter(letter=head, by=cast.office.actor, at=thursday, expected_version=1)
    answer(cast, head, at=moment(19, 11), promised_on=date(2026, 11, 24))
    actions.accept_reply(letter=head, by=cast.office.actor, at=moment(19, 15), expected_version=head.version)
    assert propose(cast, moment(24, 17)) == []
    (further,) = propose(cast, moment(25, 9))
    assert f'that day with "by the 24th": quiet until the 25th, then `{further.rung}`' in said


def readers(cast: Cast, letter: Letter) -> set[str]:
    return {name for name, one in cast.members.items() if visible_letters(one.actor).filter(pk=letter.pk).exists()}


def test_a_unit_sees_what_is_signed_for_it_and_nothing_proposed(cast: Cast) -> None:
    late(cast)
    (letter,) = propose(cast)
    assert readers(cast, letter) == {"office", "leader"}
    actions.sign_letter(letter=letter, by=cast.leader.actor, at=NOON, expected_version=1)
    seen = readers(cast, letter)
    assert {"office", "leader", "auditor", "administrator", "coordinator", "colleague"} <= seen
    assert not seen & {"other_coordinator", "stranger", "foreign_office", "nobody_special"}


def test_the_pages_from_a_proposal_to_an_accepted_answer(cast: Cast, client_of: ClientOf) -> None:
    late(cast)
    office, unit, leader = (client_of(one.person, one.post) for one in (cast.office, cast.coordinator, cast.leader))
    for client in (office, unit, leader):
        client.cookies["language"] = "zh-hans"
    with clock.fixed(NOON):
        assert office.post("/bulletins/letters/propose/").status_code == 302
        letter = Letter.objects.get()
        page = f"/bulletins/letters/{letter.pk}/"
        assert unit.get(page).status_code == 404
        assert "逾期通知" in office.get("/bulletins/letters/").content.decode()
        assert office.get(f"{page}sign/").status_code == 200
        assert office.post(f"{page}sign/", {"version": 1}).status_code == 302
        assert "待答复" in unit.get(page).content.decode()
        assert unit.get(f"{page}reply/").status_code == 200
        file = SimpleUploadedFile("现场.jpg", photo_bytes(), "image/jpeg")
        sent = {"version": 2, "text": "已清理。", "attached": [file], "promised_on": ""}
        assert unit.post(f"{page}reply/", sent).status_code == 302
        text = office.get(page).content.decode()
        assert "已清理。" in text
        assert f"{page}accept/" in text
        assert office.post(f"{page}reject/", {"version": 3, "reason": ""}).status_code == 422
        assert office.post(f"{page}accept/", {"version": 3}).status_code == 302
        assert "答复已认可" in unit.get("/bulletins/letters/?state=settled").content.decode()
        docx = unit.get(f"{page}download/docx/")
    assert docx["Content-Type"].endswith("wordprocessingml.document")
    assert LetterFinding.objects.count() == 1


def test_a_post_holder_of_the_office_role_in_one_street_proposes_nothing(cast: Cast) -> None:
    Grant.objects.filter(post=cast.coordinator.post).update(role=Role.OFFICE)
    with pytest.raises(NotAllowed):
        actions.propose_letters(joint=cast.joint, by=cast.coordinator.actor, at=NOON)
