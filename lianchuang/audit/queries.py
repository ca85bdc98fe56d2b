"""Reading history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date

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


def filtered(entries: QuerySet[Entry], query: Mapping[str, str]) -> QuerySet[Entry]:
    """Narrowed to a day (`day`), words of who or code (`q`), and what came before an entry (`before`)."""
    if day := parse_date(query.get("day", "")) if is_day(query.get("day", "")) else None:
        entries = entries.filter(at__date=day)
    if words := query.get("q", "").strip():
        entries = entries.filter(
            Q(post_name__icontains=words) | Q(actor_name__icontains=words) | Q(code__startswith=words)
        )
    if (before := query.get("before", "")).isdigit():
        entries = entries.filter(pk__lt=int(before[:18]))
    return entries


def is_day(text: str) -> bool:
    """Whether the text is a day that exists."""
    try:
        return parse_date(text) is not None
    except ValueError:
        return False
