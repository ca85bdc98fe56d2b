"""Reading the cap on requests for documents, and how far a unit is from it."""

from datetime import datetime, timedelta

from lianchuang.accounts.models import Unit
from lianchuang.accounts.rules import chain_of
from lianchuang.common import clock
from lianchuang.evidence.models import EvidenceRequest, RequestCap


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
