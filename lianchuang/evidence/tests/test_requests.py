"""Documents asked for once: asking, supplying, accepting, returning; and what moves when one is accepted."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lianchuang.audit.models import Entry
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from lianchuang.evidence import actions
from lianchuang.evidence.models import EvidenceRequest, StoredFile
from lianchuang.evidence.rules import PDF, document_type
from lianchuang.standards.actions import link_measure, remove_link
from lianchuang.standards.models import Measure, MeasureLink, MeasureValue, Sharing
from lianchuang.standards.queries import standing_of_edition
from tests.cast import Cast, make_requirement, photo_bytes

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
TODAY = date(2026, 9, 1)
A_PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
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
        "content": A_PDF,
        "file_name": "计划.pdf",
        "reference": "",
        "note": "",
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
    assert (request.state, request.file_name, request.supplied_by) == ("supplied", "计划.pdf", cast.coordinator.post)
    assert request.file == StoredFile.objects.get(media_type=PDF)
    actions.return_document(request=request, reason="没有盖章", expected_version=2, by=cast.office.actor, at=AT)
    assert (request.state, request.reason) == ("returned", "没有盖章")
    supply(cast, request, content=A_PDF + b"%", file_name="计划（盖章）.pdf")
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


def test_what_must_not_be_kept_here_is_named_by_its_number(cast: Cast, plan: Measure) -> None:
    request = ask(cast, plan)
    for reference, note in (("", ""), ("军字 12 号", ""), ("", "在人武部")):
        with pytest.raises(NotPossibleNow) as refused:
            supply(cast, request, content=None, file_name="", reference=reference, note=note)
        assert refused.value.code == "nothing_given"
    supply(cast, request, content=None, file_name="", reference="军字 12 号", note="在人武部机要室")
    assert (request.file, request.given) == (None, "军字 12 号")


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


# --- files ---


def packed(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def test_types_by_content() -> None:
    types = "[Content_Types].xml"
    assert document_type(A_PDF) == PDF
    assert document_type(packed(types, "word/document.xml")).endswith("wordprocessingml.document")
    assert document_type(packed(types, "xl/workbook.xml")).endswith("spreadsheetml.sheet")
    assert document_type(photo_bytes()) == "image/jpeg"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90 a program",
        b"<html><script>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old one",
        b"PK\x03\x04 broken",
        b"\xff\xd8\xff no picture",
        packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        packed("a.exe"),
        packed("word/document.xml"),
    ],
)
def test_other_types_are_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        document_type(content)


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
    file = SimpleUploadedFile("计划.pdf", A_PDF)
    answer = unit.post(reverse("evidence:supply", args=[one.pk]), {"file": file, "version": 1})
    assert answer.status_code == 302
    loaded = office.get(reverse("evidence:file", args=[one.pk]))
    assert b"".join(loaded.streaming_content) == A_PDF  # type: ignore[attr-defined]
    assert loaded["Content-Disposition"].startswith("attachment")
    assert office.post(reverse("evidence:accept", args=[one.pk]), {"version": 2}).status_code == 302
    assert EvidenceRequest.objects.get().state == "accepted"
    assert "1" in office.get(reverse("evidence:requests"), {"state": "accepted"}).content.decode()


def test_others_do_not_see_it(cast: Cast, plan: Measure, client_of: ClientOf) -> None:
    address = reverse("evidence:request", args=[ask(cast, plan).pk])
    seeing = {name for name, member in cast.members.items() if client_of(member.person).get(address).status_code == 200}
    in_the_street = {"coordinator", "post_holder", "colleague", "same_unit_verifier"}
    assert seeing == {"office", "leader", "auditor", "administrator"} | in_the_street
