"""What the map shows: every site of the actor's world, the open findings there, and the county's own basemap."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, Q, Value, When
from django.urls import reverse

from lianchuang.accounts.access import Actor
from lianchuang.findings.access import visible_findings
from lianchuang.findings.queries.selection import Moment
from lianchuang.sites.models import Site

BASEMAP = "basemap.geojson"
MOST_LISTED = 100


@dataclass(frozen=True)
class Spot:
    """A site with what is open there."""

    site: Site
    open: int
    overdue: int
    vetoes: int


def spots(actor: Actor, now: datetime) -> list[Spot]:
    """All active sites of the place, with the open findings that the actor may see."""
    moment = Moment(now)
    root = actor.unit_path.split(".")[0] + "."
    sites = Site.objects.filter(is_active=True, unit__path__startswith=root).select_related("site_type", "unit")
    late = Case(When(moment.time_filter("over"), then=Value(1)))
    counted = (
        visible_findings(actor)
        .filter(is_open=True, site__isnull=False)
        .values_list("site")
        .annotate(all=Count("pk"), over=Count(late), vetoes=Count("pk", filter=Q(has_veto=True)))
        .order_by()
    )
    here = {site: numbers for site, *numbers in counted}
    return [Spot(site, *here.get(site.pk, (0, 0, 0))) for site in sites]


def spots_with_findings(every: list[Spot]) -> list[Spot]:
    """The sites where something is open, the most urgent first: for readers without a map."""
    some = [spot for spot in every if spot.open]
    return sorted(some, key=lambda spot: (-spot.vetoes, -spot.overdue, -spot.open, spot.site.name))[:MOST_LISTED]


def geojson(every: list[Spot]) -> dict[str, Any]:
    """Sites as GeoJSON points (WGS-84)."""
    return {"type": "FeatureCollection", "features": [_feature(spot) for spot in every]}


def _feature(spot: Spot) -> dict[str, Any]:
    site = spot.site
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [site.lon, site.lat]},
        "properties": {
            "name": site.name,
            "type": site.site_type.label,
            "open": spot.open,
            "overdue": spot.overdue,
            "vetoes": spot.vetoes,
            "url": reverse("sites:show", args=[site.pk]),
        },
    }


def basemap_path() -> Path | None:
    """The county's own basemap (GeoJSON), where somebody put one."""
    path = Path(settings.HOME) / BASEMAP
    return path if path.is_file() else None
