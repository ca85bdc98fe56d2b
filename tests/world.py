"""The cast's county with one of everything that a page shows, and how each address finds its thing there."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lianchuang.accounts.models import Appointment, Grant
from lianchuang.bulletins.actions import draft_bulletin
from lianchuang.bulletins.models import Bulletin, Correction, Letter, LetterFinding, Reply, ReplyFile
from lianchuang.bulletins.tests.week import letter_words
from lianchuang.campaigns.actions import answer_complaint, complain
from lianchuang.campaigns.models import Complaint, ComplaintAbout
from lianchuang.common import clock
from lianchuang.common.workdays import calendar
from lianchuang.demo.measures import sample_pdf
from lianchuang.duties.actions import propose_rule
from lianchuang.duties.models import HandOver, RuleProposal, Sponsorship, TaskTable
from lianchuang.evidence.actions import GivenFile, ask_for_document, note_book, return_document, supply_document
from lianchuang.evidence.book.shapes import Made
from lianchuang.evidence.files.shelf import shelve
from lianchuang.evidence.models import ArchiveBook, EvidenceRequest
from lianchuang.field.models import Submission
from lianchuang.field.rules import State
from lianchuang.field.tests.sending import visit
from lianchuang.findings.actions import add_part
from lianchuang.findings.models import Finding, FindingPhoto, Part
from lianchuang.inspections.actions import GivenAnswer, keep_visit_file, record_visit
from lianchuang.inspections.models import AnswerPhoto, Round, Visit, VisitFile
from lianchuang.notices.models import Notice
from lianchuang.sites.models import ChecklistItem
from lianchuang.standards.actions import GivenValue, enter_value, keep_upload, link_measure
from lianchuang.standards.exchange.sheets import write_sheets
from lianchuang.standards.models import (
    Confidence,
    EditionState,
    Measure,
    MeasureLink,
    MeasureValue,
    Profile,
    Requirement,
    Sharing,
    StandardUpload,
)
from lianchuang.standards.queries.exchange import edition_file
from tests.cast import (
    Cast,
    build_cast,
    make_edition,
    make_finding,
    make_photo,
    make_requirement,
    make_round,
    make_task_table,
)
from tests.charter import Charter, make_charter

NOBODY = "anonymous"


# Parts of addresses that are the same whatever the county holds.
FIXED = {
    "language": "zh-hans",
    "token": "no-such-token",
    "kind": "measure",  # of a link
    "task": "send-notices",
    "order": 1,
    "side": "before",
    "name": "dispatch",  # of many findings at once
    "form": "xlsx",
    "way": "up",
    "deed": "done",  # of a part
    "severity": "minor",
    "table": "jiyuan",
    "old": "wenming-test",
    "new": "wenming-draft",
    "object_kind": "finding",
}


@dataclass(frozen=True)
class World:
    """The county and one of everything in it."""

    cast: Cast
    round: Round
    visit: Visit
    finding: Finding
    photo: FindingPhoto
    answer_photo: AnswerPhoto
    bulletin: Bulletin
    letter: Letter
    measure: Measure
    sponsorship: Sponsorship
    hand_over: HandOver
    charter: Charter
    task_table: TaskTable
    link: MeasureLink
    value: MeasureValue
    request: EvidenceRequest
    book: ArchiveBook
    draft: Requirement
    upload: StandardUpload
    visit_file: VisitFile
    submission: Submission
    notice: Notice
    complaint: Complaint
    part: Part
    proposal: RuleProposal
    clients: Mapping[str, Client]

    def arguments(self, name: str) -> dict[str, Any]:
        """What the address of that name needs, by the names of its parts."""
        parts: dict[str, Any] = {
            **FIXED,
            "finding_id": self.finding.pk,
            "round_id": self.round.pk,
            "site_id": self.cast.lane.pk,
            "team": self.round.round_sites.get(site=self.cast.market).team_number,
            "visit_id": self.visit.pk,
            "submission_id": self.submission.pk,
            "sha256": self.answer_photo.file_id,
            "day": self.round.starts_on,
            "unit_id": self.cast.street.pk,
            "post_id": self.cast.market_post.pk,
            "person_id": self.cast.post_holder.person.pk,
            "grant_id": Grant.objects.get(post=self.cast.post_holder.post).pk,
            "appointment_id": Appointment.objects.get(post=self.cast.post_holder.post).pk,
            "number": self.cast.market_rule.number,
            "object_id": str(self.finding.pk),
            "link_id": self.link.pk,
            "value_id": self.value.pk,
            "request_id": self.request.pk,
            "notice_id": self.notice.pk,
            "complaint_id": self.complaint.pk,
            "piece_id": self.request.pieces.get().pk,
            "book_id": self.book.pk,
            "year": self.bulletin.year,
            "issue": self.bulletin.issue,
            "key": next(iter(self.bulletin.figures)),
            "requirement_id": self.cast.veto_requirement.pk,
            "sponsorship_id": self.sponsorship.pk,
            "hand_over_id": self.hand_over.pk,
            **self._charter_parts(),
            "table_id": self.task_table.pk,
            "row_id": self.task_table.rows.order_by("order").values_list("pk", flat=True)[0],
            "upload_id": self.upload.pk,
            "file_id": self.visit_file.pk,
            "node_id": self.draft.pk,
            "part_id": self.part.pk,
            "proposal_id": self.proposal.pk,
            "category_id": self.cast.rubbish.pk,
            "check_item_id": self.cast.rubbish_item.pk,
            "other_id": self.draft.pk,
        }
        if name.startswith("bulletins:"):
            parts |= self._bulletin_parts()
        codes = self._codes()
        if name == "findings:part":
            parts["finding_id"] = self.part.finding_id
        if name in OLD_NODES:
            parts["node_id"] = Requirement.objects.get(edition__code="wenming-test", code="1").pk
        needed = PARTS_OF[name]
        return {part: codes.get(name, self.draft.edition.code) if part == "code" else parts[part] for part in needed}

    def _codes(self) -> dict[str, str]:
        return {
            "campaigns:move_target_date": "wenming",
            **dict.fromkeys(
                ("evidence:book", "evidence:make_book", "evidence:book_pdf", "evidence:book_zip"), "wenming"
            ),
            "sites:checklist": self.cast.lane_type.code,
            "sites:xlsform": self.cast.lane_type.code,
            "sites:edition_items": "wenming-test",
            "standards:edition": "wenming-test",
            "standards:export": "wenming-test",
            "standards:export_profile": "wenming-test",
            "standards:files": "wenming-test",
            "standards:profile": "wenming-test",
            "standards:add_edition": "wenming",
            "standards:standing": "wenming-test",
            **dict.fromkeys(OF_A_MEASURE, self.measure.code),
            "demo:sign_in_as": "office",
        }

    def _bulletin_parts(self) -> dict[str, Any]:
        return {
            "kind": self.bulletin.kind,
            "form": "docx",
            "letter_id": self.letter.pk,
            "file_id": ReplyFile.objects.get(reply__letter=self.letter).pk,
            "correction_id": Correction.objects.get().pk,
        }

    def _charter_parts(self) -> dict[str, Any]:
        charter = self.charter
        return {
            "phase_id": charter.phase.pk,
            "topic_id": charter.topic.pk,
            "commitment_id": charter.commitment.pk,
            "honour_id": charter.honour.pk,
            "evidence_id": charter.evidence.pk,
            "source_id": charter.source.pk,
            "item_id": charter.item.pk,
            "demand_id": charter.demand.pk,
        }

    def address(self, name: str) -> str:
        """The address of that name in this world."""
        return reverse(name, kwargs=self.arguments(name))


OF_A_MEASURE = (
    "standards:measure",
    "standards:enter_value",
    "standards:correct_value",
    "standards:value_template",
    "standards:read_values",
    "standards:import_values",
)


def _routes(
    resolver: URLResolver, space: str = "", parts: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in resolver.url_patterns:
        held = (*parts, *entry.pattern.converters, *_groups(entry))
        if isinstance(entry, URLResolver):
            yield from _routes(entry, f"{space}{entry.namespace}:" if entry.namespace else space, held)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", held


def _groups(entry: URLPattern | URLResolver) -> tuple[str, ...]:
    """The named groups of an address written as a regular expression."""
    regex = entry.pattern.regex
    return () if entry.pattern.converters else tuple(regex.groupindex)


OLD_NODES = {"standards:settle_successor", "standards:drop_successor", "standards:confirm_successor"}
PARTS_OF: dict[str, tuple[str, ...]] = dict(_routes(get_resolver()))


def build_world(now: datetime | None = None, first: Callable[[Cast], None] | None = None) -> World:
    """Make the county, a round with a visit that found something, and a bulletin of the week before last.

    `first` is done as soon as the people are there, before anything else happens.
    """
    cast, now = build_cast(), now or clock.now()
    if first is not None:
        first(cast)
    round = make_round(
        joint=cast.joint,
        planned_by=cast.office.post,
        inspector=cast.inspector.post,
        sites=[cast.lane, cast.market, cast.other_lane],
        name="测试督查",
    )
    visit = _visit(cast, round, now)
    answer = visit.answers.filter(finding__isnull=False).select_related("finding").first()
    assert answer is not None
    assert answer.finding is not None
    finding = Finding.objects.get(pk=answer.finding.pk)
    photo = FindingPhoto.objects.filter(finding=finding).first()
    assert photo is not None
    measure = _measure()
    link, value, request = _measured(cast, measure, now)
    edition = make_edition(
        standard=cast.wenming.edition.standard, code="wenming-draft", name="下一版草稿", state=EditionState.DRAFT
    )
    draft = make_requirement(edition=edition, code="1", name="街面无垃圾", name_en="Clean streets")
    clients = {NOBODY: Client()} | {name: _client(member.person) for name, member in cast.members.items()}
    sponsorship = Sponsorship.objects.create(area=cast.street, unit=cast.urban, begun_at=now)
    return World(
        cast=cast,
        round=round,
        visit=visit,
        finding=finding,
        photo=photo,
        answer_photo=answer.photos.get(),
        bulletin=_bulletin(cast, now),
        letter=_letter(cast, finding, now),
        measure=measure,
        sponsorship=sponsorship,
        hand_over=_hand_over(cast, now),
        charter=make_charter(cast),
        task_table=make_task_table(cast),
        link=link,
        value=value,
        request=request,
        book=_book(cast, now),
        draft=draft,
        upload=_files(cast, now),
        visit_file=_visit_file(cast, round, now),
        submission=_submission(cast, round, now),
        notice=Notice.objects.filter(post=cast.coordinator.post).order_by("pk")[0],
        complaint=_complaint(cast, now),
        part=_part(cast, now),
        proposal=_proposal(cast, now),
        clients=clients,
    )


def _measure() -> Measure:
    return Measure.objects.create(
        code="M-001",
        name="测试指标量",
        name_en="Test measure",
        sharing=Sharing.VALUE,
        source="示例",
        source_en="Sample",
        confidence=Confidence.UNVERIFIED,
    )


def _part(cast: Cast, now: datetime) -> Part:
    """Of a finding in the other lane, that the market bureau has to do."""
    finding = make_finding(site=cast.other_lane, item=cast.road_item, by=cast.inspector.actor, at=now)
    until, post = clock.local(now).date() + timedelta(days=9), cast.nobody_special.post
    add_part(finding=finding, by=cast.office.actor, part_post=post, task="移开摊位", until=until, at=now)
    return Part.objects.get(finding=finding)


def _proposal(cast: Cast, now: datetime) -> RuleProposal:
    """From a ruling about the lane."""
    made = propose_rule(
        area=cast.community,
        site=cast.lane,
        item=cast.rubbish_item,
        category=cast.rubbish,
        post=cast.road_post,
        boundary="以路牙为界",
        origin=("finding", "1", "问-2026-00001 的权属裁定"),
        by=cast.office.actor,
        at=now,
    )
    assert made is not None
    return made


def _measured(cast: Cast, measure: Measure, now: datetime) -> tuple[MeasureLink, MeasureValue, EvidenceRequest]:
    """A link of the measure, a value in the street, and a document the street is asked for."""
    by, today = cast.office.actor, clock.local(now).date()
    requirement = cast.wenming.edition.requirements.get(code="1")
    link = link_measure(
        measure=measure, requirement=requirement, relation="equal", reuse="value", reason="", by=by, at=now
    )
    given = GivenValue(
        measure=measure,
        place=cast.street,
        period_from=today - timedelta(days=90),
        period_to=today - timedelta(days=1),
        source="示例",
        inputs={},
        value=Decimal(1),
    )
    request = ask_for_document(
        measure=measure,
        place=cast.county,
        unit=cast.street,
        what="测试文件",
        period_from=today - timedelta(days=90),
        period_to=today,
        due_on=today + timedelta(days=9),
        by=by,
        at=now,
    )
    file = GivenFile(shelve(sample_pdf("a document")), "文件.pdf")
    unit = cast.coordinator.actor
    supply_document(request=request, files=[file], expected_version=1, by=unit, at=now)
    return_document(request=request, reason="没有盖章", expected_version=2, by=by, at=now)
    return link, enter_value(given=given, by=by, at=now), request


def _book(cast: Cast, now: datetime) -> ArchiveBook:
    """A book that was made elsewhere."""
    nowhere = Path("nowhere")
    made = Made(clock.local(now).date(), 1, 1, 1000, 1, "0" * 64, nowhere, nowhere)
    return note_book(campaign=cast.wenming, made=made, folder="nowhere", by=cast.office.actor, at=now)


def _files(cast: Cast, now: datetime) -> StandardUpload:
    """A selection of the edition, and a table of pairs that the office has sent and not confirmed."""
    edition = cast.wenming.edition
    codes = list(edition.requirements.values_list("code", flat=True))
    carried = '{"form":"oscal-profile","layout":{},"of":{"profile":{}}}'
    Profile.objects.create(
        code="wenming-test",
        name="选用",
        name_en="A choice",
        edition=edition,
        selected=codes,
        carried=carried,
        imported_at=now,
    )
    content = write_sheets(edition_file(edition), chinese=True)
    return keep_upload(content=content, name="测评.xlsx", kind="xlsx", by=cast.office.actor, at=now)


def _visit_file(cast: Cast, round: Round, now: datetime) -> VisitFile:
    """What an outside body saw, sent by the office and not taken in."""
    head, row = "时间,点位,问题", f"{now:%Y-%m-%d %H:%M},LANE-2,有小广告"
    return keep_visit_file(
        round=round,
        name="测评.csv",
        content=f"{head}\n{row}\n".encode(),
        map_text="body: 测评中心\ncolumns: {at: {column: 时间, zone: UTC}, site: 点位, item: 问题}\n",
        without_photos=False,
        by=cast.office.actor,
        at=now,
    )


def _client(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _visit(cast: Cast, round: Round, now: datetime) -> Visit:
    answers = [
        GivenAnswer(
            item=line.item,
            count=1 if line.item == cast.rubbish_item else 0,
            note="巷口" if line.item == cast.rubbish_item else "",
            photos=[make_photo(by=cast.inspector.actor)] if line.item == cast.rubbish_item else [],
        )
        for line in ChecklistItem.objects.filter(site_type=cast.lane_type).select_related("item__category")
    ]
    return record_visit(
        round=round,
        site=cast.lane,
        by=cast.inspector.actor,
        answers=answers,
        started_at=now - timedelta(minutes=20),
        finished_at=now - timedelta(minutes=5),
        at=now,
    )


def _hand_over(cast: Cast, now: datetime) -> HandOver:
    """A list drawn up and not signed, with one thing of each kind on it."""
    one = {"campaign": "文明城市", "requirements": [{"code": "1", "name": "测试要求", "is_veto": True}]}
    sites = [{"type": "背街小巷", "sites": [{"code": "LANE-1", "name": "桂花巷", "unit": "桂香社区"}]}]
    listed = {
        "campaigns": ["文明城市"],
        "requirements": [one],
        "responsible": [one],
        "sites": sites,
        "matters": [{"name": "垃圾", "sites": 1}],
        "sponsored": ["桂亭街道"],
    }
    return HandOver.objects.create(
        post=cast.colleague.post,
        giver=cast.post_holder.person,
        taker=cast.colleague.person,
        from_day=clock.local(now).date(),
        listed=listed,
        drawn_up_at=now,
    )


def _complaint(cast: Cast, now: datetime) -> Complaint:
    """The box holds one that is answered, and one that waits."""
    said = {"joint": cast.joint, "by": cast.coordinator.actor, "at": now}
    first = complain(about=ComplaintAbout.REPEATED, text="同一份花名册要了三回。", anonymous=False, **said)
    answer_complaint(complaint=first, text="已并成一次。", by=cast.office.actor, at=now)
    return complain(about=ComplaintAbout.TRACES, text="不要再要会议照片。", anonymous=True, **said)


def _submission(cast: Cast, round: Round, now: datetime) -> Submission:
    """A second record of a visit, that the office must decide on."""
    sent = visit(cast, round)
    return Submission.objects.create(
        pk=sent["id"],
        kind="visit",
        by=cast.inspector.person,
        by_post=cast.inspector.post,
        raw=json.dumps(sent),
        content_hash="0" * 64,
        received_at=now,
        state=State.CONFLICT.value,
        title=cast.lane.name,
        sentences=["已记过一次走访。", "由创建办定。"],
    )


def _letter(cast: Cast, finding: Finding, now: datetime) -> Letter:
    """A letter to the street, answered with a file."""
    letter = Letter.objects.create(
        joint=cast.joint,
        unit=cast.street,
        to_post=cast.coordinator.post,
        rung="letter",
        state="replied",
        year=now.year,
        issue=1,
        proposed_at=now,
        signed_at=now,
        signed_by=cast.leader.post,
        reply_due_at=now + timedelta(days=7),
        words=letter_words(cast),
    )
    words = {
        "number": "1",
        "title": "路面有垃圾",
        "title_en": "",
        "place": "桂花巷",
        "unit": "桂亭街道",
        "due": "11-09",
    }
    LetterFinding.objects.create(letter=letter, finding=finding, order=0, words=words)
    answer = {"given_at": now, "given_by": cast.coordinator.post, "giver": cast.coordinator.person}
    reply = Reply.objects.create(letter=letter, text="已清理。", **answer)
    ReplyFile.objects.create(reply=reply, file=make_photo(), name="现场.jpg")
    return letter


def _bulletin(cast: Cast, now: datetime) -> Bulletin:
    today = clock.local(now).date()
    monday = today - timedelta(days=today.weekday() + 14)
    end = datetime.combine(monday + timedelta(days=7), datetime.min.time(), calendar().zone)
    bulletin = draft_bulletin(
        joint=cast.joint,
        period_from=monday,
        period_to=monday + timedelta(days=6),
        as_of=end,
        by=cast.office.actor,
        at=now,
    )
    Correction.objects.create(
        joint=cast.joint, bulletin=bulletin, where="第三部分", wrong="1", right="2", cause="漏计", written_at=now,
        written_by=cast.office.post, writer=cast.office.person,
    )  # fmt: skip
    return bulletin
