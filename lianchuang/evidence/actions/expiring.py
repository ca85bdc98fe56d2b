"""Telling in time that a document expires before an assessment."""

from datetime import datetime

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common import clock
from lianchuang.evidence import rules
from lianchuang.evidence.models import Evidence, EvidenceRequest
from lianchuang.evidence.queries import expiring


@action("evidence.expires")
def warn_of_expiry(*, by: Actor, at: datetime) -> list[Evidence]:
    """Once for each accepted document: it expires before an assessment day that needs it. A standing task, daily.

    Told NOTICE_DAYS before it expires. Nothing to tell, or told already: nothing is written.
    """
    today = clock.local(at).date()
    told: list[Evidence] = []
    for line in expiring(EvidenceRequest.objects.all(), today):
        days = [campaign.target_date for campaign in line.campaigns]
        if not rules.is_time_to_warn(expires_on=line.expires_on, assessments=days, today=today):
            continue
        pieces = Evidence.objects.filter(pk__in=[piece.pk for piece in line.pieces], warned_at__isnull=True)
        if pieces.update(warned_at=at):
            told.extend(line.pieces)
            request = line.request
            data = {
                "what": request.what,
                "name": line.names,
                "expires": line.expires_on.isoformat(),
                "campaigns": "、".join(campaign.name for campaign in line.campaigns),
                "unit_id": request.unit_id,
                "post_id": request.post_id,
                "place_id": request.place_id,
            }
            kind = "evidence_request"
            record(code="evidence.expires", by=by, at=at, object_kind=kind, object_id=request.pk, data=data)
    if not told:
        nothing_changed()
    return told
