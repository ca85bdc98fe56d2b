"""What the map shows: every site of the actor's world, the open findings there, and the county's own basemap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Count, Q, QuerySet, Value, When
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


def _root(actor: Actor) -> str:
    return actor.unit_path.split(".")[0] + "."


def sites_of(actor: Actor) -> QuerySet[Site]:
    """The active sites of the actor's county; none for a person without a post."""
    sites = Site.objects.filter(is_active=True)
    return sites.filter(unit__path__startswith=_root(actor)) if actor.post else sites.none()


def _open_at_sites(actor: Actor, now: datetime) -> dict[UUID, tuple[int, int, int]]:
    """By site: open, overdue, and with a veto, of the findings that the actor may see."""
    late = Case(When(Moment(now).time_filter("over"), then=Value(1)))
    rows = (
        visible_findings(actor)
        .filter(is_open=True, site__isnull=False)
        .values_list("site")
        .annotate(all=Count("*"), over=Count(late), vetoes=Count("pk", filter=Q(has_veto=True)))
        .order_by()
    )
    return {site: (number, over, vetoes) for site, number, over, vetoes in rows}


def spots(actor: Actor, now: datetime) -> list[Spot]:
    """All active sites of the county, with what is open there."""
    here = _open_at_sites(actor, now)
    return [Spot(site, *here.get(site.pk, (0, 0, 0))) for site in sites_of(actor).select_related("site_type")]


@dataclass(frozen=True)
class Urgent:
    """The sites where something is open, the most urgent first, for readers without a map; and all of it in figures."""

    listed: Sequence[Spot]
    hidden: int
    sites: int
    open: int


def urgent_spots(actor: Actor, now: datetime) -> Urgent:
    """The most urgent sites: vetoes, then overdue, then how many."""
    here = _open_at_sites(actor, now)
    first = sorted(here, key=lambda pk: (-here[pk][2], -here[pk][1], -here[pk][0], pk))[:MOST_LISTED]
    sites = Site.objects.filter(pk__in=first).select_related("site_type", "unit").in_bulk()
    return Urgent(
        listed=[Spot(sites[pk], *here[pk]) for pk in first],
        hidden=len(here) - len(first),
        sites=sites_of(actor).count(),
        open=sum(number for number, _late, _vetoes in here.values()),
    )


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
            "id": str(site.pk),
            "url": reverse("sites:show", args=[site.pk]),
        },
    }


def basemap_path() -> Path | None:
    """The county's own basemap (GeoJSON), where somebody put one."""
    path = Path(settings.HOME) / BASEMAP
    return path if path.is_file() else None
