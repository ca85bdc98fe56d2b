"""What waits for the office: records from the field that met another one, or were refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lianchuang.common.refusals import Refusal
from lianchuang.field.models import Submission
from lianchuang.field.rules import DeviceClock, Envelope, Kind, State, Unreadable, read_envelope
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

    @property
    def may_count(self) -> bool:
        """Whether the office can let it count."""
        return self.submission.state == State.CONFLICT


def page_of(submission: Submission) -> SubmissionPage:
    """What was sent, in one query."""
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
    )


def _envelope(submission: Submission) -> Envelope | None:
    try:
        return read_envelope(submission.raw.encode())
    except (Unreadable, Refusal):
        return None


def _wrong(answers: Sequence[dict[str, Any]]) -> list[SentAnswer]:
    wrong = [each for each in answers if each.get("count") or each.get("na")]
    items = CheckItem.objects.in_bulk([each["item"] for each in wrong if isinstance(each.get("item"), int)])
    return [
        SentAnswer(
            items.get(each.get("item", 0)),
            None if each.get("na") else each.get("count"),
            str(each.get("note", "")),
            bool(each.get("fixed")),
        )
        for each in wrong
    ]
