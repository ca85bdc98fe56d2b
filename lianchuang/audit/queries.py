"""Reading history."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lianchuang.audit.codes import UnknownCode, sentence_of
from lianchuang.audit.models import Entry

PER_PAGE = 60
MOST_ROWS = 20_000  # of one download
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


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
class Mark:
    """How far somebody has read: up to a moment, and how many entries of that very moment.

    It counts only what the reader may see. The number of an entry would tell of the sealed ones between.
    """

    at: datetime
    passed: int

    def __str__(self) -> str:
        return f"{(self.at - BEGINNING) // timedelta(microseconds=1)}.{self.passed}"

    @classmethod
    def read(cls, text: str) -> "Mark | None":
        """The mark in an address; None for what is none."""
        moment, _dot, passed = text.partition(".")
        if not (moment.isdecimal() and passed.isdecimal() and len(moment) < 18 and len(passed) < 10):
            return None
        return cls(BEGINNING + timedelta(microseconds=int(moment)), int(passed))


@dataclass(frozen=True)
class Stretch:
    """A stretch of history, newest first; `before` is where the next older one begins, None at the end."""

    told: tuple[Told, ...]
    before: Mark | None

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
    return entries.filter(**{name: value for name, value in exact.items() if value}).order_by("-at", "-id")


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def stretch(entries: QuerySet[Entry], *, before: Mark | None = None, per: int = PER_PAGE) -> Stretch:
    """The next `per` entries older than the mark `before`: the same cost however long the history is."""
    passed = before.passed if before else 0
    older = entries.filter(at__lte=before.at) if before else entries
    rows = list(older[passed : passed + per + 1])
    told = tuple(tell(rows[:per]))
    return Stretch(told, _mark(rows[:per], before) if len(rows) > per else None)


def _mark(rows: Sequence[Entry], before: Mark | None) -> Mark:
    """Where the next stretch begins after these rows."""
    at = rows[-1].at
    passed = sum(row.at == at for row in rows)
    return Mark(at, passed + (before.passed if before and before.at == at else 0))


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
