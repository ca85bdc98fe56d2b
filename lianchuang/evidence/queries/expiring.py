"""What expires before an assessment day that needs it."""

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
    newest = _newest({piece.request.measure_id for piece in found})
    campaigns = _campaigns({piece.request.measure_id for piece in found}, today)
    lines = []
    for (_pk, expires_on), together in _by_day(found).items():
        request = together[0].request
        if newest.get((request.measure_id, request.place_id)) != request.pk:
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


def _newest(measures: set[int]) -> dict[tuple[int, int], int]:
    """The last accepted request of each measure and place."""
    rows = EvidenceRequest.objects.filter(state=RequestState.ACCEPTED, measure__in=measures).order_by("period_to", "pk")
    return {(measure, place): pk for measure, place, pk in rows.values_list("measure_id", "place_id", "pk")}


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
