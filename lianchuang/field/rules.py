"""What a submission must look like, when its clock is mended, and how a photo grows. No database, no clock."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_BYTES = 256 * 1024  # of one submission, without its photos
MOST_PHOTOS = 60
CLOCK_SLACK = timedelta(minutes=2)
MOST_NOTE = 300
_SHA256 = re.compile(r"[0-9a-f]{64}")
_RANGE = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})")


class Kind(StrEnum):
    VISIT = "visit"
    VERIFICATION = "verification"
    REPORT = "report"


class State(StrEnum):
    """Where a submission stands on the server."""

    RECEIVED = "received"
    APPLIED = "applied"
    CONFLICT = "conflict"
    REFUSED = "refused"
    SET_ASIDE = "set_aside"


SETTLED = frozenset({State.APPLIED, State.SET_ASIDE})


class Verdict(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Unreadable(Exception):
    """No submission: not even an id under which it could be kept."""


@dataclass(frozen=True)
class Envelope:
    """A submission as sent: what it is, and what the device says of time. `body` is not looked into yet."""

    id: UUID
    kind: Kind
    post: int
    base_version: int
    made_at: datetime
    device_now: datetime
    body: Mapping[str, Any]
    photos: tuple[str, ...]
    raw: str

    @property
    def content_hash(self) -> str:
        """Tells whether the same id comes with the same content; when it was sent does not matter."""
        content = [self.kind, self.base_version, self.made_at.isoformat(), self.body, list(self.photos)]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def read_envelope(raw: bytes) -> Envelope:
    """The submission in these bytes. Raises Unreadable with a sentence."""
    try:
        text = raw.decode("utf-8")
        sent = clean(json.loads(text))
        return Envelope(
            id=UUID(str(sent["id"])),
            kind=Kind(sent["kind"]),
            post=number(sent.get("post", 0), 2**53),
            base_version=number(sent.get("base_version", 0), 2**31 - 1),
            made_at=moment(sent["made_at"]),
            device_now=moment(sent["device_now"]),
            body=_mapping(sent["body"]),
            photos=_hashes(sent.get("photos", [])),
            raw=text,
        )
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise Unreadable(_("This is not a piece of work that the server understands.")) from fault


def clean(value: Any) -> Any:
    """The same JSON without what no database keeps: NUL and halves of characters."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [clean(each) for each in value]
    if isinstance(value, dict):
        return {clean(key): clean(each) for key, each in value.items()}
    return value


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("a mapping is needed")
    return value


def _hashes(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_PHOTOS:
        raise ValueError("photos")
    if not all(isinstance(each, str) and _SHA256.fullmatch(each) for each in value):
        raise ValueError("photos")
    return tuple(dict.fromkeys(value))


def number(value: Any, most: int) -> int:
    """A whole number from 0 to `most`. Raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise ValueError("no number")
    return value


def moment(value: Any) -> datetime:
    """An aware moment written as ISO 8601 with its offset. Raises ValueError."""
    at = datetime.fromisoformat(str(value))
    if at.tzinfo is None:
        raise ValueError("without an offset")
    return at


def is_hash(text: str) -> bool:
    """Whether it is a SHA-256 in lower-case hexadecimal."""
    return _SHA256.fullmatch(text) is not None


@dataclass(frozen=True)
class DeviceClock:
    """How far the device's clock is ahead of the server's, and whether that matters."""

    ahead: timedelta

    @classmethod
    def of(cls, device_now: datetime, at: datetime) -> "DeviceClock":
        return cls(device_now - at)

    @property
    def is_wrong(self) -> bool:
        return abs(self.ahead) > CLOCK_SLACK

    @property
    def seconds(self) -> int:
        """Within what a column holds."""
        return max(-(2**31), min(2**31 - 1, int(self.ahead.total_seconds())))

    def mend(self, said: datetime, at: datetime) -> datetime:
        """The moment that the device called `said`: mended when its clock is wrong, and never after `at`."""
        try:
            return min(said - self.ahead if self.is_wrong else said, at)
        except OverflowError:
            return at

    def sentence(self) -> str:
        """What the sender should know of it; empty when the clock is right."""
        if not self.is_wrong:
            return ""
        minutes = int(abs(self.ahead).total_seconds()) // 60
        words = {"time": time_words(minutes)}
        if self.ahead > timedelta(0):
            return _("The phone's clock is %(time)s fast; the times were put right.") % words
        return _("The phone's clock is %(time)s slow; the times were put right.") % words


def time_words(minutes: int) -> str:
    """So many minutes, in the largest unit that says it."""
    if minutes >= 1440:
        days = minutes // 1440
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    if minutes >= 60:
        hours = minutes // 60
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


@dataclass(frozen=True)
class Piece:
    """A piece of a photo: where it begins, how long the whole is."""

    start: int
    end: int
    total: int

    @property
    def length(self) -> int:
        return self.end - self.start + 1


def read_range(header: str, most: int) -> Piece | None:
    """The piece named by a Content-Range header, or None when it is none that can be."""
    match = _RANGE.fullmatch(header.strip())
    if match is None:
        return None
    piece = Piece(int(match[1]), int(match[2]), int(match[3]))
    return piece if piece.start <= piece.end < piece.total <= most else None


def rework_note(verdict: Verdict, left: int, note: str) -> str:
    """What the unit reads when it is not put right: how much is left, and the verifier's own words."""
    said = ""
    if verdict is Verdict.PARTLY:
        said = ngettext(
            "Partly put right; %(count)s place is left.", "Partly put right; %(count)s places are left.", left
        )
        said %= {"count": left}
    elif not note.strip():
        said = _("Looked at on the spot: not put right.")
    return f"{said} {note.strip()}".strip()


def conflict_words(sentences: Sequence[str]) -> list[str]:
    """What the sender reads: what changed, and that nothing is lost."""
    return [*sentences, _("Your record is kept and has no effect yet; the campaign office decides.")]
