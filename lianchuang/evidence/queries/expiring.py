"""What expires before an assessment day that needs it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lianchuang.campaigns.models import Campaign
from lianchuang.evidence.models import Evidence, EvidenceRequest, RequestState
from lianchuang.evidence.queries.requests import current_pieces
from lianchuang.standards.models import MeasureLink


@dataclass(frozen=True)
class Expiring:
    """What one request was answered with and expires on one day, before the assessment of campaigns that rest on it."""

    request: EvidenceRequest
    pieces: tuple[Evidence, ...]
    expires_on: date
    campaigns: tuple[Campaign, ...]
    days_left: int

    @property
    def has_expired(self) -> bool:
        return self.days_left < 0

    @property
    def names(self) -> str:
        """What they are called, in a line."""
        return "、".join(str(piece) for piece in self.pieces)


def expiring(rows: QuerySet[EvidenceRequest], today: date) -> list[Expiring]:
    """Accepted pieces that are no longer valid on a target date still to come, the soonest first. Four queries.

    A request that a later accepted one for the same measure and place has renewed does not count.
    """
    rows_found = current_pieces().filter(
        request__in=rows, request__state=RequestState.ACCEPTED, expires_on__isnull=False
    )
    found = list(
        rows_found.select_related("request__measure", "request__place", "request__unit").order_by("expires_on", "pk")
    )
    if not found:
        return []
    measures = {piece.request.measure_id for piece in found}
    accepted = EvidenceRequest.objects.filter(state=RequestState.ACCEPTED, measure__in=measures)
    newest = newest_accepted(accepted.only("measure_id", "place_id", "period_to", "state"))
    campaigns = _campaigns(measures, today)
    lines = []
    for (_pk, expires_on), together in _by_day(found).items():
        request = together[0].request
        if newest.get((request.measure_id, request.place_id)) != request:
            continue
        needing = tuple(
            one
            for one in campaigns.get(request.measure_id, ())
            if one.target_date > expires_on and request.place.path.startswith(one.joint.place.path)
        )
        if needing:
            lines.append(Expiring(request, tuple(together), expires_on, needing, (expires_on - today).days))
    return lines


def _by_day(pieces: list[Evidence]) -> dict[tuple[int, date], list[Evidence]]:
    """The pieces of one request that expire on one day, together."""
    held: dict[tuple[int, date], list[Evidence]] = {}
    for piece in pieces:
        if piece.expires_on:
            held.setdefault((piece.request_id, piece.expires_on), []).append(piece)
    return held


def newest_accepted(requests: Iterable[EvidenceRequest]) -> dict[tuple[int, int], EvidenceRequest]:
    """The accepted one that counts for each measure and place: of the latest time; of two alike the one asked for last."""
    held: dict[tuple[int, int], EvidenceRequest] = {}
    for one in sorted(requests, key=lambda one: (one.period_to, one.pk)):
        if one.state == RequestState.ACCEPTED:
            held[one.measure_id, one.place_id] = one
    return held


def _campaigns(measures: set[int], today: date) -> dict[int, list[Campaign]]:
    """The campaigns still to be assessed that rest on each measure, in slot order."""
    open_ones = Campaign.objects.filter(target_date__gte=today).select_related("joint__place").order_by("slot", "pk")
    by_edition: dict[int, list[Campaign]] = {}
    for campaign in open_ones:
        by_edition.setdefault(campaign.edition_id, []).append(campaign)
    pairs = MeasureLink.objects.filter(measure__in=measures, requirement__edition__in=by_edition).order_by()
    held: dict[int, list[Campaign]] = {}
    for measure, edition in pairs.values_list("measure_id", "requirement__edition_id").distinct():
        held.setdefault(measure, []).extend(by_edition[edition])
    return held
