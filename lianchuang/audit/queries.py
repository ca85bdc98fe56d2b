"""Reading history."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lianchuang.audit.codes import UnknownCode, sentence_of
from lianchuang.audit.models import Entry

PER_PAGE = 60
MOST_ROWS = 20_000  # of one download


@dataclass(frozen=True)
class Told:
    """One entry said as a sentence."""

    number: int
    at: datetime
    code: str
    who: str
    person: str
    sentence: str
    object_kind: str
    object_id: str


@dataclass(frozen=True)
class Wanted:
    """What is looked for: an empty value asks for nothing. `who` is a part of the name of a post or
    person.
    """

    first: date | None = None
    last: date | None = None
    code: str = ""
    who: str = ""
    object_kind: str = ""
    object_id: str = ""


@dataclass(frozen=True)
class Stretch:
    """A stretch of history, newest first; `before` is where the next older one begins, None at the end."""

    told: tuple[Told, ...]
    before: int | None

    def by_day(self) -> list[tuple[date, list[Told]]]:
        """The entries under their days."""
        days: dict[date, list[Told]] = {}
        for one in self.told:
            days.setdefault(timezone.localdate(one.at), []).append(one)
        return list(days.items())


def entries_about(object_kind: str, object_id: UUID | int | str) -> QuerySet[Entry]:
    """All entries about one object, newest first."""
    return Entry.objects.filter(object_kind=object_kind, object_id=str(object_id))


def among(entries: QuerySet[Entry], wanted: Wanted) -> QuerySet[Entry]:
    """The entries that fit what is wanted, newest first."""
    if wanted.first:
        entries = entries.filter(at__gte=_begin(wanted.first))
    if wanted.last:
        entries = entries.filter(at__lt=_begin(wanted.last + timedelta(days=1)))
    if wanted.who:
        entries = entries.filter(Q(post_name__icontains=wanted.who) | Q(actor_name__icontains=wanted.who))
    exact = {"code": wanted.code, "object_kind": wanted.object_kind, "object_id": wanted.object_id}
    return entries.filter(**{name: value for name, value in exact.items() if value}).order_by("-id")


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def stretch(entries: QuerySet[Entry], *, before: int | None = None, per: int = PER_PAGE) -> Stretch:
    """The next `per` entries older than the one numbered `before`: the same cost however long the history
    is.
    """
    older = entries.filter(pk__lt=before) if before else entries
    rows = list(older[: per + 1])
    told = tuple(tell(rows[:per]))
    return Stretch(told, rows[per - 1].pk if len(rows) > per else None)


def rows_for_sheet(entries: QuerySet[Entry]) -> Iterator[tuple[datetime, str, str, str, str]]:
    """The entries as rows of a download: when, post, person, sentence, object; at most MOST_ROWS."""
    for entry in entries[:MOST_ROWS].iterator(chunk_size=1000):
        one = _told(entry, False)
        yield one.at, entry.post_name, entry.actor_name, one.sentence, f"{one.object_kind} {one.object_id}"


def tell(entries: Iterable[Entry], *, blank_private: bool = False) -> list[Told]:
    """Say entries as sentences in the reader's language; `blank_private` hides personal data."""
    return [_told(entry, blank_private) for entry in entries]


def _told(entry: Entry, blank_private: bool) -> Told:
    person = entry.actor_name if entry.actor_id else _("The program")
    who = entry.post_name or person
    return Told(
        number=entry.pk,
        at=entry.at,
        code=entry.code,
        who=who,
        person="" if blank_private else person,
        sentence=_sentence(entry, who, blank_private),
        object_kind=entry.object_kind,
        object_id=entry.object_id,
    )


def _sentence(entry: Entry, who: str, blank_private: bool) -> str:
    """The sentence; history outlives the code that wrote it, so an unknown code is shown as it is."""
    data: Mapping[str, object] = entry.data
    try:
        return sentence_of(entry.code, who=who, data=data, blank_private=blank_private)
    except UnknownCode:
        return _("%(who)s: %(code)s") % {"who": who, "code": entry.code}
