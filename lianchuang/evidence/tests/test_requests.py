"""Documents asked for once: asking, supplying, accepting, returning; and what moves when one is accepted."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lianchuang.audit.models import Entry
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from lianchuang.evidence import actions
from lianchuang.evidence.actions import GivenFile, GivenReference, Validity
from lianchuang.evidence.files.shapes import PDF
from lianchuang.evidence.files.shelf import shelve
from lianchuang.evidence.models import Evidence, EvidenceRequest, StoredFile
from lianchuang.evidence.tests.samples import a_pdf
from lianchuang.standards.actions import link_measure, remove_link
from lianchuang.standards.models import Measure, MeasureLink, MeasureValue, Sharing
from lianchuang.standards.queries import standing_of_edition
from tests.cast import Cast, make_requirement, photo_bytes

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
TODAY = date(2026, 9, 1)
A_PDF = a_pdf("one")
SECRET = GivenReference("军字 12 号", "县人武部", "机要室 3 柜")
ClientOf = Callable[..., Client]


@pytest.fixture
def plan(db: None) -> Measure:
    return Measure.objects.create(
        code="M15", name="机构、计划、经费", sharing=Sharing.DOCUMENT, unit="份", source="示例"
    )


def ask(cast: Cast, measure: Measure, **changes: object) -> EvidenceRequest:
    wanted = {
        "measure": measure,
        "place": cast.county,
        "unit": cast.street,
        "what": "2026 年度计划",
        "period_from": date(2026, 1, 1),
        "period_to": TODAY,
        "due_on": date(2026, 9, 15),
        "by": cast.office.actor,
        "at": AT,
    }
    return actions.ask_for_document(**{**wanted, **changes})  # type: ignore[arg-type]


def supply(cast: Cast, request: EvidenceRequest, **changes: object) -> EvidenceRequest:
    given = {
        "request": request,
        "files": [GivenFile(shelve(A_PDF), "计划.pdf")],
        "expected_version": request.version,
        "by": cast.coordinator.actor,
        "at": AT,
    }
    return actions.supply_document(**{**given, **changes})  # type: ignore[arg-type]


def accept(cast: Cast, request: EvidenceRequest) -> EvidenceRequest:
    return actions.accept_document(request=request, expected_version=request.version, by=cast.office.actor, at=AT)


# --- the document that five requirements of three campaigns ask for ---


def five_links(cast: Cast, measure: Measure) -> list[MeasureLink]:
    campaigns = [cast.wenming, cast.wenming, cast.weisheng, cast.weisheng, cast.yuanlin]
    return [
        link_measure(
            measure=measure,
            requirement=make_requirement(edition=campaign.edition, code=f"D{number}", scoring={"form": "yes_no"}),
            relation="equal",
            reuse="document",
            reason="同一份文件",
            by=cast.office.actor,
            at=AT,
        )
        for number, campaign in enumerate(campaigns)
    ]


def states(cast: Cast) -> dict[str, str]:
    rows = [row for each in cast.campaigns for row in standing_of_edition(each.edition, cast.county, TODAY).rows]
    return {row.requirement.code: row.state for row in rows}


def test_one_request_moves_five_requirements_and_a_link_removed_moves_one_back(cast: Cast, plan: Measure) -> None:
    links = five_links(cast, plan)
    request = ask(cast, plan)
    with pytest.raises(NotPossibleNow) as refused:
        ask(cast, plan, unit=cast.market_bureau)
    assert refused.value.code == "asked_already"
    assert EvidenceRequest.objects.count() == 1
    supply(cast, request)
    assert states(cast) == {f"D{number}": "unknown" for number in range(5)}
    accept(cast, request)
    assert states(cast) == {f"D{number}": "met" for number in range(5)}
    assert MeasureValue.objects.get().value == 1
    before = states(cast)
    remove_link(link=links[2], reason="要求不同", expected_version=1, by=cast.office.actor, at=AT)
    assert states(cast) == {code: state for code, state in before.items() if code != "D2"}


# --- the way of a request ---


def test_from_asking_to_acceptance(cast: Cast, plan: Measure) -> None:
    request = ask(cast, plan)
    supply(cast, request)
    request.refresh_from_db()
    assert (request.state, request.supplied_by) == ("supplied", cast.coordinator.post)
    piece = request.pieces.get()
    assert (piece.name, piece.file) == ("计划.pdf", StoredFile.objects.get(media_type=PDF))
    actions.return_document(request=request, reason="没有盖章", expected_version=2, by=cast.office.actor, at=AT)
    assert (request.state, request.reason) == ("returned", "没有盖章")
    supply(cast, request, files=[GivenFile(shelve(a_pdf("sealed")), "计划（盖章）.pdf")])
    accept(cast, request)
    request.refresh_from_db()
    assert (request.state, request.reason, request.decided_by) == ("accepted", "", cast.office.post)
    assert request.value is not None
    assert request.value.source == "2026 年度计划：计划（盖章）.pdf"
    codes = Entry.objects.filter(object_kind="evidence_request").order_by("pk").values_list("code", flat=True)
    assert list(codes) == [
        "evidence.asked",
        "evidence.supplied",
        "evidence.returned",
        "evidence.supplied",
        "evidence.accepted",
    ]
    ask(cast, plan, what="2026 年度总结")  # the first is closed: another may be asked


def test_the_same_period_accepted_twice_is_one_value(cast: Cast, plan: Measure) -> None:
    for _time in range(2):
        request = ask(cast, plan)
        supply(cast, request)
        accept(cast, request)
    assert MeasureValue.objects.count() == 1


def test_several_files_answer_one_request_and_the_good_ones_stay(cast: Cast, plan: Measure) -> None:
    request = ask(cast, plan)
    files = [GivenFile(shelve(content), name) for name, content in (("a.pdf", A_PDF), ("b.jpg", photo_bytes()))]
    supply(cast, request, files=[*files, GivenFile(files[0].shelved, "a again.pdf")])
    first, second = request.pieces.all()
    assert [first.name, second.name] == ["a.pdf", "b.jpg"]  # the same content twice is one piece
    reason = {"reason": "照片不清楚", "faulty": [second.pk]}
    actions.return_document(request=request, expected_version=2, by=cast.office.actor, at=AT, **reason)
    assert set(request.pieces.filter(is_faulty=True)) == {second}
    supply(cast, request, files=[GivenFile(shelve(photo_bytes()), "c.jpg")], keep=[first.pk])
    assert [str(one) for one in request.pieces.filter(withdrawn_at__isnull=True)] == ["a.pdf", "c.jpg"]
    assert request.pieces.count() == 3  # what was replaced is still known
    accept(cast, request)
    assert request.value is not None
    assert request.value.source == "2026 年度计划：a.pdf、c.jpg"


def test_the_date_on_a_document_is_not_the_day_it_was_handed_in(cast: Cast, plan: Measure) -> None:
    request = ask(cast, plan)
    wrong = [
        Validity(date(2026, 9, 2)),
        Validity(date(2026, 8, 1), date(2026, 7, 1)),
        Validity(None, date(2026, 8, 31)),
        Validity(date(2026, 3, 1), date(2026, 8, 31)),
    ]
    for validity in wrong:
        with pytest.raises(Invalid):
            supply(cast, request, validity=validity)
    supply(cast, request, validity=Validity(date(2026, 3, 1), date(2027, 2, 28)))
    piece = request.pieces.get()
    assert (piece.effective_on, piece.expires_on, piece.supplied_at) == (date(2026, 3, 1), date(2027, 2, 28), AT)


def test_what_has_expired_is_not_taken_but_for_a_time_in_which_it_was_valid(
    cast: Cast, plan: Measure, client_of: ClientOf
) -> None:
    request = ask(cast, plan)
    sent = {"documents": SimpleUploadedFile("a.pdf", A_PDF), "effective_on": "2025-03-01", "expires_on": "2026-02-28"}
    page = client_of(cast.coordinator.person).post(
        reverse("evidence:supply", args=[request.pk]), {**sent, "version": 1}
    )
    assert page.status_code == 422
    assert "已经过期" in page.content.decode()
    supply(cast, request)
    accept(cast, request)
    gone_by = ask(cast, plan, period_from=date(2025, 1, 1), period_to=date(2025, 12, 31))
    supply(cast, gone_by, validity=Validity(date(2025, 3, 1), date(2026, 2, 28)))
    assert gone_by.pieces.get().expires_on == date(2026, 2, 28)


def test_what_must_not_be_kept_here_is_named_by_its_number(cast: Cast, plan: Measure) -> None:
    request = ask(cast, plan)
    incomplete = [GivenReference("军字 12 号", "", ""), GivenReference("", "县人武部", "机要室")]
    for reference, code in ((None, "nothing_given"), *((one, "reference_incomplete") for one in incomplete)):
        with pytest.raises(NotPossibleNow) as refused:
            supply(cast, request, files=[], reference=reference)
        assert refused.value.code == code
    supply(cast, request, files=[], reference=SECRET)
    piece = request.pieces.get()
    assert (piece.file, str(piece), piece.shelf) == (None, "军字 12 号", "机要室 3 柜")


def test_no_file_is_ever_taken_for_a_sensitive_request(
    cast: Cast, plan: Measure, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = ask(cast, plan, is_offline=True)
    for reference in (None, SECRET):
        with pytest.raises(NotPossibleNow) as refused:
            supply(cast, request, reference=reference)
        assert refused.value.code == "offline_only"
    StoredFile.objects.all().delete()
    address = reverse("evidence:supply", args=[request.pk])
    unit = client_of(cast.coordinator.person)
    assert 'type="file"' not in unit.get(address).content.decode()
    monkeypatch.setattr("lianchuang.evidence.views.supplying.shelve", pytest.fail)
    typed = {"number": "军字 12 号", "holder": "县人武部", "shelf": "3 柜", "effective_on": "2026-03-01", "version": 1}
    sent = unit.post(address, {**typed, "documents": SimpleUploadedFile("secret.pdf", A_PDF)})
    assert sent.status_code == 302
    assert not StoredFile.objects.exists()
    assert str(request.pieces.get()) == "军字 12 号"


# --- supplied already ---


def test_one_click_uses_again_what_was_supplied(cast: Cast, plan: Measure, client_of: ClientOf) -> None:
    other = Measure.objects.create(code="M16", name="宣传", sharing=Sharing.DOCUMENT, source="示例")
    source, request = ask(cast, plan), ask(cast, other)
    unit = client_of(cast.coordinator.person)
    page, reuse = reverse("evidence:request", args=[request.pk]), reverse("evidence:reuse", args=[request.pk])
    assert reuse not in unit.get(page).content.decode()
    assert unit.post(reuse, {"source": source.pk, "version": 1}).status_code == 409  # nothing was supplied there
    supply(cast, source, validity=Validity(date(2026, 3, 1), date(2099, 1, 1)))
    assert reuse in unit.get(page).content.decode()
    assert unit.post(reuse, {"source": source.pk, "version": 1}).status_code == 302
    piece = request.pieces.get()
    assert (piece.file, piece.reused_from, piece.expires_on) == (source.pieces.get().file, source, date(2099, 1, 1))
    assert (StoredFile.objects.count(), Evidence.objects.count()) == (1, 2)
    assert "2026 年度计划" in client_of(cast.office.person).get(page).content.decode()
    assert Entry.objects.filter(code="evidence.reused", object_id=str(request.pk)).exists()


def test_what_has_expired_or_is_sensitive_is_not_used_again(cast: Cast, plan: Measure) -> None:
    other = Measure.objects.create(code="M16", name="宣传", sharing=Sharing.DOCUMENT, source="示例")
    source, request = ask(cast, plan), ask(cast, other, is_offline=True)
    supply(cast, source, validity=Validity(date(2026, 3, 1), date(2026, 9, 10)))
    again = {"request": request, "source": source, "expected_version": 1, "by": cast.coordinator.actor}
    for at, code in ((AT, "offline_only"), (datetime(2026, 9, 11, 1, tzinfo=UTC), "nothing_to_reuse")):
        with pytest.raises(NotPossibleNow) as refused:
            actions.reuse_document(**again, at=at)
        assert refused.value.code == code


def test_what_cannot_be_done_now(cast: Cast, plan: Measure) -> None:
    request = ask(cast, plan)
    with pytest.raises(NotPossibleNow):
        accept(cast, request)
    supply(cast, request, by=cast.office.actor)
    with pytest.raises(NotPossibleNow):
        supply(cast, request)
    with pytest.raises(NotPossibleNow) as refused:
        accept(cast, request)
    assert refused.value.code == "own_document"
    for faults in (
        {"what": " "},
        {"period_to": date(2025, 1, 1)},
        {"unit": cast.other_county},
        {"post": cast.office.post},
    ):
        with pytest.raises(Invalid):
            ask(cast, plan, **faults)


def test_whoever_looked_at_an_old_version_is_told(cast: Cast, plan: Measure) -> None:
    request = ask(cast, plan)
    stale = EvidenceRequest.objects.get(pk=request.pk)
    supply(cast, request)
    with pytest.raises(ChangedMeanwhile):
        supply(cast, stale)
    stale = EvidenceRequest.objects.get(pk=request.pk)
    actions.return_document(request=request, reason="缺页", expected_version=2, by=cast.office.actor, at=AT)
    with pytest.raises(ChangedMeanwhile):
        accept(cast, stale)
    assert not MeasureValue.objects.exists()


@pytest.mark.parametrize("who", ["leader", "other_coordinator", "inspector", "auditor", "stranger", "foreign_office"])
def test_who_may_not(cast: Cast, plan: Measure, who: str) -> None:
    by, request = cast.members[who].actor, ask(cast, plan)
    with pytest.raises(NotAllowed):
        supply(cast, request, by=by)
    supply(cast, request)
    with pytest.raises(NotAllowed):
        actions.accept_document(request=request, expected_version=2, by=by, at=AT)
    with pytest.raises(NotAllowed):
        actions.return_document(request=request, reason="x", expected_version=2, by=by, at=AT)
    accept(cast, request)
    with pytest.raises(NotAllowed):
        ask(cast, plan, by=by)


# --- pages ---


def test_the_pages_of_a_request(
    cast: Cast, plan: Measure, client_of: ClientOf, test_home: None, tmp_path: Path
) -> None:
    office, unit = client_of(cast.office.person), client_of(cast.coordinator.person)
    form = {
        "measure": plan.pk, "what": "年度计划", "unit": cast.street.pk, "place": cast.county.pk,
        "period_from": "2026-01-01", "period_to": "2026-08-31", "due_on": "2026-09-15",
    }  # fmt: skip
    assert office.post(reverse("evidence:ask"), form).status_code == 302
    again = office.post(reverse("evidence:ask"), form)
    assert again.status_code == 422
    assert "年度计划" in again.content.decode()
    one = EvidenceRequest.objects.get()
    address = reverse("evidence:request", args=[one.pk])
    assert reverse("evidence:supply", args=[one.pk]) in unit.get(address).content.decode()
    typed = {"effective_on": "2026-03-01", "version": 1}
    files = [SimpleUploadedFile("计划.exe", A_PDF), SimpleUploadedFile("图.svg", b"<svg><script>")]
    refused = unit.post(reverse("evidence:supply", args=[one.pk]), {**typed, "documents": files})
    assert refused.status_code == 422
    html = refused.content.decode()
    assert "图.svg" in html
    assert "计划.exe" in html  # it arrived, and is kept
    assert not StoredFile.objects.exists()
    [kept] = refused.context["form"]["shelved"].value()  # the good one need not be sent again
    answer = unit.post(reverse("evidence:supply", args=[one.pk]), {**typed, "shelved": kept})
    assert answer.status_code == 302
    piece = one.pieces.get()
    loaded = office.get(reverse("evidence:file", args=[one.pk, piece.pk]))
    assert b"".join(loaded.streaming_content) == A_PDF  # type: ignore[attr-defined]
    assert loaded["Content-Disposition"].startswith("attachment")
    assert loaded["Content-Disposition"].endswith(".pdf")  # by content, not by name
    assert loaded["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in loaded["Content-Security-Policy"]
    small = office.get(reverse("evidence:thumb", args=[one.pk, piece.pk]))
    assert small["Content-Type"] == "image/webp"
    assert b"".join(small.streaming_content).startswith(b"RIFF")  # type: ignore[attr-defined]
    assert client_of(cast.stranger.person).get(reverse("evidence:file", args=[one.pk, piece.pk])).status_code == 404
    assert office.post(reverse("evidence:accept", args=[one.pk]), {"version": 2}).status_code == 302
    assert EvidenceRequest.objects.get().state == "accepted"
    assert "1" in office.get(reverse("evidence:requests"), {"state": "accepted"}).content.decode()


def test_others_do_not_see_it(cast: Cast, plan: Measure, client_of: ClientOf) -> None:
    address = reverse("evidence:request", args=[ask(cast, plan).pk])
    seeing = {name for name, member in cast.members.items() if client_of(member.person).get(address).status_code == 200}
    in_the_street = {"coordinator", "post_holder", "colleague", "same_unit_verifier"}
    assert seeing == {"office", "leader", "auditor", "administrator"} | in_the_street


def test_a_file_that_is_too_large_is_not_read(
    cast: Cast, plan: Measure, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lianchuang.evidence.views.supplying.MOST_DOCUMENT", 100)
    monkeypatch.setattr("lianchuang.evidence.views.supplying.shelve", pytest.fail)
    address = reverse("evidence:supply", args=[ask(cast, plan).pk])
    typed = {"effective_on": "2026-03-01", "version": 1, "documents": SimpleUploadedFile("a.pdf", A_PDF)}
    assert client_of(cast.coordinator.person).post(address, typed).status_code == 422
    assert not Evidence.objects.exists()


def test_a_token_of_another_request_counts_for_nothing(cast: Cast, plan: Measure, client_of: ClientOf) -> None:
    one, unit = ask(cast, plan), client_of(cast.coordinator.person)
    address, typed = reverse("evidence:supply", args=[one.pk]), {"effective_on": "2026-03-01", "version": 1}
    foreign = signing.dumps({"sha256": "0" * 64, "size": 1, "name": "x", "look": {}}, salt="evidence.shelved.0")
    assert unit.post(address, {**typed, "shelved": foreign}).status_code == 422
    assert not Evidence.objects.exists()
