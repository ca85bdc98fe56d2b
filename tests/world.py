"""The cast's county with one of everything that a page shows, and how each address finds its thing there."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lianchuang.accounts.models import Appointment, Grant
from lianchuang.bulletins.actions import draft_bulletin
from lianchuang.bulletins.models import Bulletin
from lianchuang.common import clock
from lianchuang.common.workdays import calendar
from lianchuang.field.models import Submission
from lianchuang.field.rules import State
from lianchuang.field.tests.sending import visit
from lianchuang.findings.models import Finding, FindingPhoto
from lianchuang.inspections.actions import GivenAnswer, record_visit
from lianchuang.inspections.models import AnswerPhoto, Round, Visit
from lianchuang.sites.models import ChecklistItem
from lianchuang.standards.models import Measure, Sharing
from tests.cast import Cast, build_cast, make_photo, make_round

NOBODY = "anonymous"


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
    measure: Measure
    submission: Submission
    clients: Mapping[str, Client]

    def arguments(self, name: str) -> dict[str, Any]:
        """What the address of that name needs, by the names of its parts."""
        parts = {
            "finding_id": self.finding.pk,
            "photo_id": self.photo.pk,
            "round_id": self.round.pk,
            "site_id": self.cast.lane.pk,
            "visit_id": self.visit.pk,
            "submission_id": self.submission.pk,
            "language": "zh-hans",
            "sha256": self.answer_photo.file_id,
            "token": "no-such-token",
            "unit_id": self.cast.street.pk,
            "post_id": self.cast.market_post.pk,
            "person_id": self.cast.post_holder.person.pk,
            "grant_id": Grant.objects.get(post=self.cast.post_holder.post).pk,
            "appointment_id": Appointment.objects.get(post=self.cast.post_holder.post).pk,
            "number": self.cast.market_rule.number,
            "object_kind": "finding",
            "object_id": str(self.finding.pk),
            "year": self.bulletin.year,
            "issue": self.bulletin.issue,
            "key": next(iter(self.bulletin.figures)),
            "order": 1,
            "side": "before",
            "name": "dispatch",  # of many findings at once
        }
        codes = {
            "campaigns:move_target_date": "wenming",
            "sites:checklist": self.cast.lane_type.code,
            "sites:edition_items": "wenming-test",
            "standards:edition": "wenming-test",
            "demo:sign_in_as": "office",
        }
        needed = PARTS_OF[name]
        return {part: codes[name] if part == "code" else parts[part] for part in needed}

    def address(self, name: str) -> str:
        """The address of that name in this world."""
        return reverse(name, kwargs=self.arguments(name))


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


PARTS_OF: dict[str, tuple[str, ...]] = dict(_routes(get_resolver()))


def build_world(now: datetime | None = None) -> World:
    """Make the county, a round with a visit that found something, and a bulletin of the week before last."""
    cast, now = build_cast(), now or clock.now()
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
    measure = Measure.objects.create(code="M-001", name="测试指标量", name_en="Test measure", sharing=Sharing.VALUE)
    clients = {NOBODY: Client()} | {name: _client(member.person) for name, member in cast.members.items()}
    return World(
        cast,
        round,
        visit,
        finding,
        photo,
        answer.photos.get(),
        _bulletin(cast, now),
        measure,
        _submission(cast, round, now),
        clients,
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


def _bulletin(cast: Cast, now: datetime) -> Bulletin:
    today = clock.local(now).date()
    monday = today - timedelta(days=today.weekday() + 14)
    end = datetime.combine(monday + timedelta(days=7), datetime.min.time(), calendar().zone)
    return draft_bulletin(
        joint=cast.joint,
        period_from=monday,
        period_to=monday + timedelta(days=6),
        as_of=end,
        by=cast.office.actor,
        at=now,
    )
