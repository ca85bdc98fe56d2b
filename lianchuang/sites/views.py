"""Pages about places and what is looked at there."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.common.pages import paginate
from lianchuang.common.sheets import xlsx_response
from lianchuang.sites.access import get_site
from lianchuang.sites.models import SiteType
from lianchuang.sites.queries import checklist_for, places_of, sites_for, types_in_figures

PER_PAGE, MOST_DOWNLOADED = 60, 20_000


@require_safe
def show_list(request: ActorRequest) -> HttpResponse:
    """The places, narrowed by words, type and street."""
    page = paginate(request, sites_for(request.actor, request.GET), per=PER_PAGE)
    context = {
        "page": page,
        "types": SiteType.objects.all(),
        "places": places_of(request.actor),
        "words": request.GET.get("q", ""),
        "type_code": request.GET.get("type", ""),
        "unit_code": request.GET.get("unit", ""),
    }
    return render(request, "sites/list.html", context)


@require_safe
def download(request: ActorRequest) -> HttpResponse:
    """The same list as a spreadsheet."""
    header = [_("Code"), _("Site"), _("Type"), _("Street or town"), _("Address"), _("Longitude"), _("Latitude")]
    rows = (
        [site.code, site.name, site.site_type.label, site.unit.short_name, site.address, site.lon, site.lat]
        for site in sites_for(request.actor, request.GET)[:MOST_DOWNLOADED]
    )
    return xlsx_response("sites", header, rows)


@require_safe
def show(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """One place: where, whose, and its checklist. Visits and findings there are a part of the inspections app."""
    site = get_site(request.actor, site_id)
    return render(request, "sites/show.html", {"site": site, "zones": checklist_for(site.site_type)})


@require_safe
def show_types(request: ActorRequest) -> HttpResponse:
    """Every type of site in figures."""
    return render(request, "sites/types.html", {"lines": types_in_figures()})


@require_safe
def show_checklist(request: ActorRequest, code: str) -> HttpResponse:
    """The checklist of a type, to read and to print."""
    site_type = get_object_or_404(SiteType, code=code)
    return render(request, "sites/checklist.html", {"site_type": site_type, "zones": checklist_for(site_type)})
