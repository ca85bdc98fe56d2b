"""Reading stored files: their content, and the answer that serves them; reading requests for documents."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import quote

from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import Case, Count, Q, QuerySet, When
from django.http import FileResponse, Http404

from lianchuang.accounts.models import Unit
from lianchuang.accounts.rules import chain_of
from lianchuang.common import clock
from lianchuang.evidence.models import EvidenceRequest, RequestCap, RequestState, StoredFile
from lianchuang.evidence.rules import OFFICE, PDF
from lianchuang.standards.models import Measure, MeasureLink

THUMB_TYPE = "image/webp"
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
A_YEAR = 365 * 24 * 3600


def open_content(stored: StoredFile) -> "File[bytes]":
    """The content as it was handed in, open for reading. Raises FileNotFoundError."""
    return default_storage.open(stored.path)


def open_thumb(stored: StoredFile) -> "File[bytes]":
    """The small picture (WebP, at most 320 px), open for reading. Raises FileNotFoundError."""
    return default_storage.open(stored.thumb_path)


def photo_response(stored: StoredFile, *, thumb: bool = False) -> FileResponse:
    """The picture as a streamed answer; whoever calls this has checked that the reader may see it.

    The type is the one found when it was stored, and only a picture's: whatever else the bytes might be taken for, a
    browser shows a picture or nothing. Content never changes under its hash, so browsers may keep it; only theirs, as
    it is not public. 404 when the content is missing or is no picture.
    """
    media_type = THUMB_TYPE if thumb else stored.media_type
    if media_type not in ENDINGS:
        raise Http404
    try:
        content = open_thumb(stored) if thumb else open_content(stored)
    except FileNotFoundError:
        raise Http404 from None
    name = f"{stored.sha256[:16]}.{ENDINGS[media_type]}"
    response = FileResponse(content, content_type=media_type, filename=name)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def document_response(stored: StoredFile, name: str) -> FileResponse:
    """The document as a download; whoever calls this has checked that the reader may see it. 404 when it is missing."""
    if stored.media_type not in {PDF, *OFFICE.values(), *ENDINGS}:
        raise Http404
    try:
        content = open_content(stored)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, content_type=stored.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name or stored.sha256[:16])}"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@dataclass(frozen=True)
class RequestCounts:
    """Requests in figures, by state."""

    asked: int
    supplied: int
    returned: int
    accepted: int
    overdue: int

    @property
    def total(self) -> int:
        return self.asked + self.supplied + self.returned + self.accepted


def count_requests(rows: QuerySet[EvidenceRequest], today: date) -> RequestCounts:
    """How many stand how. One query."""
    waits = Q(state__in=[RequestState.ASKED, RequestState.RETURNED])
    states = {state.value: Count("pk", filter=Q(state=state)) for state in RequestState}
    found = rows.order_by().aggregate(**states, overdue=Count("pk", filter=waits & Q(due_on__lt=today)))
    return RequestCounts(**found)


def with_words(rows: QuerySet[EvidenceRequest]) -> QuerySet[EvidenceRequest]:
    """With everything a line shows, and how many requirements rest on the document (`serves`); open ones first."""
    named = rows.select_related(
        "measure", "place", "unit", "post__unit", "supplied_by__unit", "decided_by__unit", "file"
    )
    is_done = Case(When(state=RequestState.ACCEPTED, then=1), default=0)
    return named.annotate(serves=Count("measure__links", distinct=True)).order_by(is_done, "due_on", "pk")


def links_served(request: EvidenceRequest) -> list[MeasureLink]:
    """The links through which the document serves, in slot order. One query."""
    links = MeasureLink.objects.filter(measure=request.measure).select_related("requirement__edition__standard")
    return list(links.order_by("requirement__edition__standard__slot", "requirement__path"))


def already_supplied(measure: Measure, place: Unit) -> list[EvidenceRequest]:
    """What was accepted for the measure there, newest first: to be offered before anybody is asked again."""
    rows = EvidenceRequest.objects.filter(measure=measure, place=place, state=RequestState.ACCEPTED)
    return list(rows.select_related("unit", "file").order_by("-period_to")[:5])


def cap_over(unit: Unit) -> RequestCap | None:
    """The cap that counts for the unit: of the nearest place above it that has one."""
    return RequestCap.objects.filter(place__path__in=chain_of(unit.path)).order_by("-place__path").first()


def week_start(at: datetime) -> datetime:
    """Midnight of the Monday of that week."""
    here = clock.local(at)
    return here.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=here.weekday())


def asked_this_week(unit: Unit, at: datetime) -> int:
    """How many documents the unit has been asked for since Monday."""
    return EvidenceRequest.objects.filter(unit=unit, asked_at__gte=week_start(at), asked_at__lte=at).count()
