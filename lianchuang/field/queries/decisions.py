"""What waits for the office: records from the field that met another one, or were refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianchuang.accounts.access import Actor
from lianchuang.field.models import Submission
from lianchuang.field.rules import DeviceClock, Envelope, Kind, State, Unreadable, number, read_envelope
from lianchuang.findings.access import visible_findings
from lianchuang.findings.models import Finding
from lianchuang.findings.queries.rows import place_words
from lianchuang.inspections.access import visible_visits
from lianchuang.inspections.models import RoundSite, Visit
from lianchuang.sites.models import CheckItem


@dataclass(frozen=True)
class SentAnswer:
    """One answer that is not plainly right: the item, how many cases or not applicable, the words."""

    item: CheckItem | None
    count: int | None
    note: str
    fixed: bool


@dataclass(frozen=True)
class SubmissionPage:
    """A submission as it was received: when, and what was answered."""

    submission: Submission
    made_at: datetime | None
    verdict: str
    words: str
    answers: int
    wrong: Sequence[SentAnswer]
    photos: int
    visits: Sequence[Visit] = ()
    finding: Finding | None = None

    @property
    def may_count(self) -> bool:
        """Whether the office can let it count."""
        return self.submission.state == State.CONFLICT


def page_of(actor: Actor, submission: Submission) -> SubmissionPage:
    """What was sent, and what it met, in three queries."""
    envelope = _envelope(submission)
    if envelope is None:
        return SubmissionPage(submission, None, "", "", 0, (), 0)
    body = envelope.body
    sent = body.get("answers") if envelope.kind is Kind.VISIT else None
    answers = [each for each in sent if isinstance(each, dict)] if isinstance(sent, list) else []
    clock = DeviceClock.of(envelope.device_now, submission.received_at)
    return SubmissionPage(
        submission=submission,
        made_at=clock.mend(envelope.made_at, submission.received_at),
        verdict=str(body.get("verdict", "")),
        words=" ".join(str(body.get(key, "")) for key in ("title", "note", "remark", "place") if body.get(key)),
        answers=len(answers),
        wrong=_wrong(answers),
        photos=len(envelope.photos),
        visits=_visits_met(actor, envelope),
        finding=_finding_met(actor, envelope),
    )


def _visits_met(actor: Actor, envelope: Envelope) -> list[Visit]:
    """The visits to that place in that round that this reader may see."""
    found, site = id_in(envelope, "round"), id_in(envelope, "site")
    if envelope.kind is not Kind.VISIT or found is None or site is None:
        return []
    visits = visible_visits(actor).filter(round=found, site=site).select_related("by_post__unit")
    return list(visits.order_by("finished_at"))


def _finding_met(actor: Actor, envelope: Envelope) -> Finding | None:
    found = id_in(envelope, "finding")
    if envelope.kind is not Kind.VERIFICATION or found is None:
        return None
    return visible_findings(actor).filter(pk=found).select_related("site").first()


def id_in(envelope: Envelope, name: str) -> UUID | None:
    """An id that the body names, if it is one."""
    try:
        return UUID(str(envelope.body.get(name)))
    except ValueError:
        return None


def said_of(finding: Finding) -> str:
    """A finding in a line: number, place, what is wrong."""
    return f"{finding.short_number} {place_words(finding)} {finding.title}".strip()


def subject_of(envelope: Envelope, by: Actor) -> str:
    """What it is about, as far as its sender may know; empty when that cannot be said."""
    if envelope.kind is Kind.VISIT:
        stops = RoundSite.objects.filter(round=id_in(envelope, "round"), site=id_in(envelope, "site"))
        return stops.filter(inspector=by.post).values_list("site__name", flat=True).first() or ""
    if envelope.kind is Kind.VERIFICATION:
        finding = _finding_met(by, envelope)
        return said_of(finding) if finding else ""
    return str(envelope.body.get("title", ""))


def _envelope(submission: Submission) -> Envelope | None:
    try:
        return read_envelope(submission.raw.encode())
    except Unreadable:
        return None


def _wrong(answers: Sequence[dict[str, Any]]) -> list[SentAnswer]:
    wrong = [each for each in answers if each.get("count") or each.get("na")]
    items = CheckItem.objects.in_bulk({_item_in(each) for each in wrong})
    return [
        SentAnswer(
            items.get(_item_in(each)),
            None if each.get("na") else each.get("count"),
            str(each.get("note", "")),
            bool(each.get("fixed")),
        )
        for each in wrong
    ]


def _item_in(answer: dict[str, Any]) -> int:
    """The item that an answer names; 0 for what is none, as what was refused may hold anything there."""
    try:
        return number(answer.get("item"), 2**63 - 1)
    except ValueError:
        return 0
