"""Reading history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lianchuang.audit.codes import sentence_of
from lianchuang.audit.models import Entry


@dataclass(frozen=True)
class Told:
    """One entry said as a sentence."""

    number: int
    at: datetime
    code: str
    who: str
    sentence: str
    object_kind: str
    object_id: str


def entries_about(object_kind: str, object_id: UUID | int | str) -> QuerySet[Entry]:
    """All entries about one object, newest first."""
    return Entry.objects.filter(object_kind=object_kind, object_id=str(object_id))


def tell(entries: Iterable[Entry], *, blank_private: bool = False) -> list[Told]:
    """Say entries as sentences in the reader's language; `blank_private` hides personal data."""
    return [_told(entry, blank_private) for entry in entries]


def _told(entry: Entry, blank_private: bool) -> Told:
    who = entry.post_name or entry.actor_name
    return Told(
        number=entry.pk,
        at=entry.at,
        code=entry.code,
        who=who,
        sentence=sentence_of(entry.code, who=who, data=entry.data, blank_private=blank_private),
        object_kind=entry.object_kind,
        object_id=entry.object_id,
    )
