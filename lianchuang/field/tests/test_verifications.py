"""A verification and a free report from the phone; the office decides where two met."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from lianchuang.accounts.models import Role
from lianchuang.audit.access import visible_entries
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.ids import new_id
from lianchuang.field.access import submissions_to_decide
from lianchuang.field.models import Submission
from lianchuang.field.queries.package import package_of
from lianchuang.field.tests.sending import (
    client_for,
    envelope,
    outsider,
    running_round,
    send,
    send_photo,
    undercover_round,
    visit,
)
from lianchuang.findings.access import visible_findings
from lianchuang.findings.actions import verify_rectification
from lianchuang.findings.models import Finding, FindingPhoto, PhotoRole, Step
from lianchuang.findings.rules import State
from lianchuang.inspections.actions import close_site, declare_conflict, finish_round
from lianchuang.inspections.models import Closed, ConflictGround, Round, Visit
from tests.cast import Cast, Member, actor_of, grant, make_finding, make_person, make_post, make_round, photo_bytes


def submitted(cast: Cast) -> Finding:
    """A finding in the lane that its post has put right."""
    return make_finding(
        site=cast.lane,
        item=cast.rubbish_item,
        state=State.SUBMITTED,
        responsible_post=cast.post_holder.post,
        found_by=cast.inspector.person,
        found_by_post=cast.inspector.post,
    )


def verification(member: Member, finding: Finding, verdict: str = "yes", **more: Any) -> dict[str, Any]:
    photos = more.pop("photos", ())
    body = {"finding": str(finding.pk), "verdict": verdict, "photos": list(photos), **more}
    return envelope("verification", body, post=member.post, base_version=finding.version, photos=tuple(photos))


def test_yes_closes_it_with_the_photo(cast: Cast) -> None:
    finding = submitted(cast)
    photo = send_photo(cast.verifier, photo_bytes())
    sent = verification(cast.verifier, finding, photos=[photo])
    assert send(cast.verifier, sent)["result"] == "applied"
    finding.refresh_from_db()
    assert finding.state == State.CLOSED
    assert FindingPhoto.objects.get(finding=finding).role == PhotoRole.VERIFY
    steps = Step.objects.filter(finding=finding).count()
    assert send(cast.verifier, sent)["result"] == "already_had"
    assert Step.objects.filter(finding=finding).count() == steps


@pytest.mark.parametrize(
    ("verdict", "more", "words"),
    [("no", {}, ""), ("no", {"note": "桶还是满的"}, "桶还是满的"), ("partly", {"left": 2, "note": "东侧"}, "2")],
)
def test_no_and_partly_are_rework(cast: Cast, verdict: str, more: dict[str, Any], words: str) -> None:
    finding = submitted(cast)
    assert send(cast.verifier, verification(cast.verifier, finding, verdict, **more))["result"] == "applied"
    finding.refresh_from_db()
    assert (finding.state, finding.rework_count) == (State.REWORK, 1)
    note = Step.objects.filter(finding=finding, verb="reject").get().note
    assert note
    assert words in note


def test_somebody_was_there_before(cast: Cast) -> None:
    """The second word is kept, has no effect, and the office sees it."""
    finding = submitted(cast)
    sent = verification(cast.inspector, finding, "no")
    verify_rectification(finding=finding, by=cast.verifier.actor, passed=True, at=clock.now())
    answer = send(cast.inspector, sent)
    assert answer["result"] == "conflict"
    assert len(answer["sentences"]) == 2
    finding.refresh_from_db()
    assert finding.state == State.CLOSED
    page = client_for(cast.office).get(reverse("field:decisions"))
    assert sent["id"] in page.content.decode()


def test_the_unit_that_put_it_right_does_not_verify(cast: Cast) -> None:
    finding = submitted(cast)
    answer = send(cast.same_unit_verifier, verification(cast.same_unit_verifier, finding))
    assert (answer["result"], answer["kept"]) == ("refused", True)


def test_a_finding_of_another_county_is_not_there(cast: Cast) -> None:
    finding = submitted(cast)
    answer = send(cast.foreign_office, verification(cast.foreign_office, finding))
    assert answer["result"] == "refused"
    assert finding.title not in str(answer)


# --- reports ---


def report(member: Member, **more: Any) -> dict[str, Any]:
    body = {"category": "rubbish", "severity": "minor", "title": "桶满溢", "count": 2, "place": "胜利路口", **more}
    return envelope("report", body, post=member.post, photos=tuple(more.get("photos", ())))


def test_a_report_opens_one_finding(cast: Cast) -> None:
    photo = send_photo(cast.inspector, photo_bytes())
    sent = report(cast.inspector, photos=[photo])
    for result in ("applied", "already_had"):
        assert send(cast.inspector, sent)["result"] == result
    finding = Finding.objects.get()
    assert (str(finding.pk), finding.title, finding.count, finding.place) == (sent["id"], "桶满溢", 2, "胜利路口")
    assert (finding.origin_kind, finding.photos.count()) == ("field", 1)


def test_a_report_at_a_site(cast: Cast) -> None:
    send(cast.inspector, report(cast.inspector, site=str(cast.lane.pk), place=""))
    assert Finding.objects.get().site == cast.lane


@pytest.mark.parametrize("more", [{"category": "nonsense"}, {"severity": "x"}, {"title": ""}, {"site": str(new_id())}])
def test_a_report_without_sense_is_refused(cast: Cast, more: dict[str, Any]) -> None:
    assert send(cast.inspector, report(cast.inspector, **more))["result"] == "refused"


# --- what the office decides ---


def conflict(cast: Cast, found: Round | None = None, member: Member | None = None) -> Submission:
    found, member = found or running_round(cast), member or cast.inspector
    send(member, visit(cast, found, member=member))
    sent = visit(cast, found, member=member, wrong={cast.rubbish_item.pk: {"count": 1}})
    assert send(member, sent)["result"] == "conflict"
    return Submission.objects.get(pk=sent["id"])


def test_the_office_lets_it_count(cast: Cast) -> None:
    held = conflict(cast)
    office = client_for(cast.office)
    assert office.post(reverse("field:let_count", args=[held.pk])).status_code == 302
    assert Visit.objects.count() == 2
    assert Visit.objects.get(pk=held.pk).by == cast.inspector.person
    assert office.post(reverse("field:let_count", args=[held.pk])).status_code == 404
    assert Visit.objects.count() == 2


def test_the_office_sets_it_aside_and_the_sender_reads_why(cast: Cast) -> None:
    held = conflict(cast)
    office = client_for(cast.office)
    address = reverse("field:set_aside", args=[held.pk])
    assert office.post(address, {"note": ""}).status_code == 422
    assert office.post(address, {"note": "同一次走访记了两遍"}).status_code == 302
    raw = json.loads(held.raw)
    answer = send(cast.inspector, raw)
    assert (answer["result"], answer["was"]) == ("already_had", "set_aside")
    assert "同一次走访记了两遍" in answer["sentences"][0]
    assert Visit.objects.count() == 1
    assert Entry.objects.filter(code="field.set_aside").count() == 1


@pytest.mark.parametrize(
    "more", [{"item": [1]}, {"item": {}}, {"item": 10**30}, {"item": True}, {"count": [1]}, {"count": "1"}]
)
def test_the_office_reads_what_no_app_would_send(cast: Cast, more: dict[str, Any]) -> None:
    """Whatever stands where an item or a count belongs: it is refused, kept, and shown."""
    sent = visit(cast, running_round(cast), wrong={cast.rubbish_item.pk: {"count": 1, "note": "改过的", **more}})
    assert send(cast.inspector, sent)["result"] == "refused"
    page = client_for(cast.office).get(reverse("field:decision", args=[sent["id"]]))
    assert page.status_code == 200
    assert "改过的" in page.content.decode()


@pytest.mark.parametrize("name", ["inspector", "coordinator", "auditor", "leader", "administrator", "foreign_office"])
def test_nobody_else_decides(cast: Cast, name: str) -> None:
    held = conflict(cast)
    client = client_for(cast.members[name])
    for verb in ("decision", "let_count", "set_aside"):
        address = reverse(f"field:{verb}", args=[held.pk])
        answer = client.get(address) if verb == "decision" else client.post(address, {"note": "不"})
        assert answer.status_code in {403, 404}, verb
    held.refresh_from_db()
    assert held.state == "conflict"


def test_an_undercover_conflict_is_only_the_planning_offices(cast: Cast) -> None:
    member = outsider(cast)
    held = conflict(cast, undercover_round(cast, member), member)
    desk = make_post(unit=cast.other_street)
    grant(post=desk, role=Role.OFFICE, scope=cast.other_street)
    sub_office = actor_of(make_person(post=desk), desk)
    assert not submissions_to_decide(sub_office).exists()
    assert list(submissions_to_decide(cast.office.actor)) == [held]


# --- a day undercover ---


def test_on_a_day_undercover_nothing_is_verified(cast: Cast) -> None:
    member = outsider(cast)
    finding = submitted(cast)
    assert [each["id"] for each in package_of(member.actor, clock.now())["verify"]] == [str(finding.pk)]
    found = undercover_round(cast, member)
    assert package_of(member.actor, clock.now())["verify"] == []
    answer = send(member, verification(member, finding))
    assert answer["result"] == "refused"
    finding.refresh_from_db()
    assert finding.state == State.SUBMITTED
    row = Submission.objects.get()
    assert row.sealed_round == found
    assert not visible_entries(cast.auditor.actor).filter(object_kind="submission").exists()


def test_what_is_reported_on_a_day_undercover_is_sealed(cast: Cast) -> None:
    member = outsider(cast)
    found = undercover_round(cast, member)
    wrong = {"category": "rubbish", "severity": "ordinary", "title": "墙外堆物", "place": "桂花巷后", "photos": []}
    sent = envelope("report", wrong, post=member.post)
    assert send(member, sent)["result"] == "applied"
    assert send(member, sent)["result"] == "already_had"
    finding = Finding.objects.get()
    assert (finding.is_sealed, finding.number, found.reports.get().finding) == (True, None, finding)
    for part in ("leader", "coordinator", "post_holder", "auditor"):
        assert not visible_findings(cast.members[part].actor).exists()
    codes = {"field.received", "field.applied", "finding.opened", "round.reported"}
    assert {entry.code for entry in Entry.objects.filter(code__in=codes, sealed_kind="")} == set()


def test_where_the_post_is_openly_sent_a_report_is_open(cast: Cast) -> None:
    member = outsider(cast)
    undercover_round(cast, member)
    make_round(joint=cast.joint, planned_by=cast.office.post, inspector=member.post, sites=[cast.market])
    wrong = {"category": "rubbish", "severity": "ordinary", "title": "堆物", "site": str(cast.market.pk), "photos": []}
    assert send(member, envelope("report", wrong, post=member.post))["result"] == "applied"
    assert not Finding.objects.get().is_sealed


def test_an_id_of_a_sealed_finding_tells_nothing(cast: Cast) -> None:
    member = outsider(cast)
    undercover_round(cast, member)
    wrong = {"category": "rubbish", "severity": "ordinary", "title": "墙外堆物", "place": "桂花巷后", "photos": []}
    send(member, envelope("report", wrong, post=member.post))
    sealed = Finding.objects.get()
    own = {**wrong, "title": "自己看见的"}
    answer = send(cast.inspector, envelope("report", own, post=cast.inspector.post, id=sealed.pk))
    assert answer["result"] == "applied"
    assert "墙外堆物" not in str(answer)
    assert Finding.objects.count() == 2


def test_what_is_left_from_an_earlier_day_makes_it_a_day_undercover_too(cast: Cast) -> None:
    member = outsider(cast)
    found = undercover_round(cast, member, day=clock.today() - timedelta(days=1))
    finding = submitted(cast)
    assert package_of(member.actor, clock.now())["verify"] == []
    assert send(member, verification(member, finding))["result"] == "refused"
    sent = visit(cast, found, member=member)
    assert send(member, sent)["result"] == "applied"
    with clock.fixed(clock.now() + timedelta(days=1)):
        assert len(package_of(member.actor, clock.now())["verify"]) == 1
        assert send(member, verification(member, finding))["result"] == "applied"


def is_verified(member: Member, finding: Finding) -> list[bool]:
    """Whether the phone offers to verify it, and whether that is taken: each must say the same."""
    offered = bool(package_of(member.actor, clock.now())["verify"])
    return [offered, send(member, verification(member, finding))["result"] == "applied"]


def test_the_phone_offers_no_verification_that_is_then_refused(cast: Cast) -> None:
    """What was left is made, or the door shut, or the round finished: it stays a day undercover to its end."""
    member, finding = outsider(cast), submitted(cast)
    yesterday = clock.today() - timedelta(days=1)
    found = undercover_round(cast, member, day=yesterday)
    send(member, visit(cast, found, member=member))
    assert is_verified(member, finding) == [False, False]
    finish_round(round=found, by=cast.office.actor, at=clock.now())
    assert is_verified(member, finding) == [False, False]
    with clock.fixed(clock.now() + timedelta(days=1)):
        assert is_verified(member, finding) == [True, True]


@pytest.mark.parametrize("ahead", [0, -1])
def test_a_door_found_shut_makes_a_day_undercover_too(cast: Cast, ahead: int) -> None:
    member, finding = outsider(cast), submitted(cast)
    found = undercover_round(cast, member, day=clock.today() + timedelta(days=ahead))
    stop = found.round_sites.select_related("round__joint__place", "site__unit", "site__site_type").get()
    close_site(stop=stop, reason=Closed.SHUT, by=member.actor, at=clock.now())
    assert is_verified(member, finding) == [False, False]
    with clock.fixed(clock.now() + timedelta(days=1)):
        assert is_verified(member, finding) == [True, True]


def test_a_site_given_back_keeps_nobody_from_verifying(cast: Cast) -> None:
    """Nor does it open what is reported at that very site."""
    member, finding = outsider(cast), submitted(cast)
    found = undercover_round(cast, member)
    ground = ConflictGround.KIN
    declare_conflict(round=found, site=cast.lane.pk, ground=ground, by=member.actor, at=clock.now())
    assert is_verified(member, finding) == [True, True]
    send(member, report(member, site=str(cast.lane.pk), place=""))
    send(member, report(member))
    told = Finding.objects.filter(origin_kind="field").order_by("found_at")
    assert {each.place: each.is_sealed for each in told} == {"": True, "胜利路口": False}
