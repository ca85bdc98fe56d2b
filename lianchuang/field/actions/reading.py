"""The body of a submission as typed things: shape only, nothing is written. Raises Invalid on what cannot be read."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.common.refusals import Invalid
from lianchuang.evidence.models import StoredFile
from lianchuang.field.models import HandedPhoto
from lianchuang.field.rules import Envelope, Kind, Verdict, is_hash, moment, number
from lianchuang.inspections.actions import GivenAnswer
from lianchuang.sites.models import Category, CheckItem, Severity

MOST_COUNT = 32767
MOST_WORDS = 2000


@dataclass(frozen=True)
class VisitBody:
    """A visit as sent."""

    round: UUID
    site: UUID
    started_at: datetime
    finished_at: datetime
    remark: str
    answers: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class VerificationBody:
    """A verification as sent."""

    finding: UUID
    verdict: Verdict
    left: int
    note: str
    photos: tuple[str, ...]


@dataclass(frozen=True)
class ReportBody:
    """A free report as sent."""

    category: Category
    severity: Severity
    title: str
    detail: str
    count: int
    site: UUID | None
    place: str
    photos: tuple[str, ...]


@contextmanager
def _as_invalid() -> Iterator[None]:
    try:
        yield
    except (KeyError, TypeError, ValueError, Category.DoesNotExist) as fault:
        raise Invalid({"body": [_("A part of this record cannot be read: %(part)s") % {"part": fault}]}) from fault


def read_visit(body: Mapping[str, Any]) -> VisitBody:
    """A visit's body."""
    with _as_invalid():
        answers = body["answers"]
        if not isinstance(answers, list) or not all(isinstance(each, dict) for each in answers):
            raise TypeError("answers")
        return VisitBody(
            UUID(str(body["round"])),
            UUID(str(body["site"])),
            moment(body["started_at"]),
            moment(body["finished_at"]),
            _words(body.get("remark", "")),
            answers,
        )


def read_verification(body: Mapping[str, Any]) -> VerificationBody:
    """A verification's body."""
    with _as_invalid():
        return VerificationBody(
            UUID(str(body["finding"])),
            Verdict(body["verdict"]),
            number(body.get("left", 0), MOST_COUNT),
            _words(body.get("note", "")),
            _photos(body.get("photos", [])),
        )


def read_report(body: Mapping[str, Any]) -> ReportBody:
    """A report's body."""
    with _as_invalid():
        return ReportBody(
            Category.objects.get(code=str(body["category"])),
            Severity(body["severity"]),
            _words(body["title"])[:120],
            _words(body.get("detail", "")),
            max(1, number(body.get("count", 1), MOST_COUNT)),
            UUID(str(body["site"])) if body.get("site") else None,
            _words(body.get("place", ""))[:200],
            _photos(body.get("photos", [])),
        )


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("words")
    return value[:MOST_WORDS]


def _photos(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) and is_hash(each) for each in value):
        raise TypeError("photos")
    return tuple(dict.fromkeys(value))


def answers_of(visit: VisitBody, files: Mapping[str, StoredFile]) -> list[GivenAnswer]:
    """The answers with their items (whose category is loaded) and photos. One query."""
    with _as_invalid():
        ids = [number(each["item"], 2**53) for each in visit.answers]
        items = CheckItem.objects.select_related("category").in_bulk(ids)
        return [_answer(each, items[int(each["item"])], files) for each in visit.answers]


def _answer(sent: Mapping[str, Any], item: CheckItem, files: Mapping[str, StoredFile]) -> GivenAnswer:
    not_applicable = bool(sent.get("na", False))
    count = None if not_applicable else number(sent.get("count", 0), MOST_COUNT)
    photos = [files[sha256] for sha256 in _photos(sent.get("photos", []))]
    fixed = bool(sent.get("fixed", False))
    return GivenAnswer(item, count, not_applicable, _words(sent.get("note", "")), fixed, photos)


def hashes_in(envelope: Envelope) -> tuple[str, ...]:
    """Every photo that it speaks of, once; what cannot be read speaks of none."""
    named = list(envelope.photos)
    parts = envelope.body.get("answers", []) if envelope.kind is Kind.VISIT else [envelope.body]
    for part in parts if isinstance(parts, list) else []:
        photos = part.get("photos", []) if isinstance(part, dict) else []
        named += [each for each in photos if isinstance(each, str) and is_hash(each)]
    return tuple(dict.fromkeys(named))


def files_of(by: Actor, hashes: Sequence[str]) -> dict[str, StoredFile]:
    """Those of these photos that this person handed in, by hash."""
    if not hashes:
        return {}
    rows = HandedPhoto.objects.filter(by=by.person, file__in=hashes).select_related("file")
    return {row.file_id: row.file for row in rows}
