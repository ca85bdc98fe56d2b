"""Reading requests for documents, and what was supplied already."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Prefetch, Q, QuerySet, When
from django.utils.translation import gettext as _

from lianchuang.accounts.models import Unit
from lianchuang.evidence.models import Evidence, EvidenceRequest, RequestState
from lianchuang.standards.models import Measure, MeasureLink

MOST_OFFERS = 5


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
    named = rows.select_related("measure", "place", "unit", "post__unit", "supplied_by__unit", "decided_by__unit")
    is_done = Case(When(state=RequestState.ACCEPTED, then=1), default=0)
    return named.annotate(serves=Count("measure__links", distinct=True)).order_by(is_done, "due_on", "pk")


def links_served(request: EvidenceRequest) -> list[MeasureLink]:
    """The links through which the document serves, in slot order. One query."""
    links = MeasureLink.objects.filter(measure=request.measure).select_related("requirement__edition__standard")
    return list(links.order_by("requirement__edition__standard__slot", "requirement__path"))


def already_supplied(measure: Measure, place: Unit) -> list[EvidenceRequest]:
    """What was accepted for the measure there, newest first: to be offered before anybody is asked again."""
    rows = EvidenceRequest.objects.filter(measure=measure, place=place, state=RequestState.ACCEPTED)
    return list(rows.select_related("unit").order_by("-period_to", "-pk")[:MOST_OFFERS])


def current_pieces() -> QuerySet[Evidence]:
    """What answers requests now, in the order in which it was handed in."""
    return Evidence.objects.filter(withdrawn_at__isnull=True).select_related("file", "reused_from", "supplied_by__unit")


def pieces_of(request: EvidenceRequest) -> list[Evidence]:
    """What answers this request now. One query."""
    return list(current_pieces().filter(request=request).order_by("pk"))


def supplied_elsewhere(pieces: list[Evidence], seen: QuerySet[EvidenceRequest]) -> dict[str, EvidenceRequest]:
    """For which other request the very same file was supplied, by hash; only what the reader may see. One query."""
    hashes = [piece.file_id for piece in pieces if piece.file_id]
    if not hashes:
        return {}
    rows = current_pieces().filter(file__in=hashes, request__in=seen).exclude(request=pieces[0].request_id)
    return {str(row.file_id): row.request for row in rows.select_related("request__unit").order_by("-pk")}


@dataclass(frozen=True)
class Offer:
    """What was supplied already and may answer a request as well: for which request, and why it is offered."""

    source: EvidenceRequest
    pieces: tuple[Evidence, ...]
    reason: str


def offers_for(request: EvidenceRequest, seen: QuerySet[EvidenceRequest], today: date) -> list[Offer]:
    """What was supplied already for the same measure there, or under the same title; still valid. Two queries."""
    if not request.is_waiting:
        return []
    same_measure = Q(measure=request.measure_id, place=request.place_id)
    same_title = Q(what__iexact=request.what) & (Q(place=request.place_id) | Q(unit=request.unit_id))
    given = Q(state__in=[RequestState.SUPPLIED, RequestState.ACCEPTED])
    valid = current_pieces().filter(Q(expires_on__isnull=True) | Q(expires_on__gte=today), is_faulty=False)
    if request.is_offline:
        valid = valid.filter(file__isnull=True)
    rows = seen.filter(given, same_measure | same_title).exclude(pk=request.pk).order_by("-period_to", "-pk")
    rows = rows.select_related("unit", "place", "measure").prefetch_related(Prefetch("pieces", valid, to_attr="valid"))
    offers = []
    for row in rows[: 2 * MOST_OFFERS]:
        pieces: tuple[Evidence, ...] = tuple(row.valid)
        if pieces:
            is_same = row.measure_id == request.measure_id and row.place_id == request.place_id
            reason = _("for the same measure and place") if is_same else _("under the same title")
            offers.append(Offer(row, pieces, reason))
    return offers[:MOST_OFFERS]
