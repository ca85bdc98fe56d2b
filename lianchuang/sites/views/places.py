"""Pages about places: the list, one place, adding, changing, closing and putting back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest, visible_units
from lianchuang.accounts.models import Role
from lianchuang.common import clock, refusals
from lianchuang.common.pages import form_page, paginate
from lianchuang.common.sheets import xlsx_response
from lianchuang.kernels.coordinates import Point, System, from_wgs84
from lianchuang.sites import actions, queries
from lianchuang.sites.access import get_site, get_site_to_change, may_add_sites, visible_sites
from lianchuang.sites.forms import ReasonForm, SiteForm, held_facts
from lianchuang.sites.models import Site
from lianchuang.sites.queries.listing import Asked, Listing

PER_PAGE = 60


def _listing(request: ActorRequest) -> Listing:
    units = visible_units(request.actor)
    return Listing(visible_sites(request.actor), Asked.from_query(request.GET), units)


@require_safe
def show_list(request: ActorRequest) -> HttpResponse:
    """The list, narrowed by facets and words."""
    listing = _listing(request)
    page = paginate(request, listing.rows, per=PER_PAGE, total=listing.total)
    context = {"listing": listing, "asked": listing.asked, "page": page, "may_add": may_add_sites(request.actor)}
    template = "sites/_list.html" if request.htmx else "sites/list.html"
    return render(request, template, context)


@require_safe
def download(request: ActorRequest) -> HttpResponse:
    """The sites asked for as a spreadsheet."""
    loaded = ("site_type", "unit__parent", "owner_unit", "sponsor_unit", "contact_post__unit")
    rows = _listing(request).rows.select_related(*loaded)
    header = (_("Code"), _("Name"), _("Type"), _("Lies in"), _("Run by"), _("Sponsored by"), _("Contact"), _("Address"),
              _("Grid"), _("Longitude"), _("Latitude"))  # fmt: skip
    return xlsx_response(_("Sites"), header, (_cells(site) for site in rows))


def _cells(site: Site) -> tuple[str | float, ...]:
    units = (site.unit, site.owner_unit, site.sponsor_unit)
    contact = site.contact_post.full_name if site.contact_post else ""
    named = (unit.label if unit else "" for unit in units)
    return (site.code, site.name, site.site_type.label, *named, contact, site.address, site.grid, site.lon, site.lat)


@require_safe
def show(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """One place: what it is, where it lies, its checklist; who answers and what was seen come from higher apps."""
    site = get_site(request.actor, site_id)
    zones = queries.checklist_for(site.site_type)
    context = {
        "site": site,
        "zones": zones,
        "items": sum(len(zone.lines) for zone in zones),
        "counts": queries.counts_of_checklist(zones),
        "locator": queries.locator_of(site),
        "amap": from_wgs84(Point(site.lon, site.lat), System.GCJ02),
        "may_change": request.actor.has_over(site.unit.path, Role.OFFICE),
    }
    return render(request, "sites/show.html", context)


@form_page
def add(request: ActorRequest) -> HttpResponse:
    """Put a place on the list."""
    request.actor.require(Role.OFFICE)
    form = SiteForm(request.POST or None, units=visible_units(request.actor))
    if request.method == "POST" and form.is_valid():
        with refusals.onto(form):
            facts = form.facts()
            site = actions.add_site(**facts.columns(), by=request.actor, at=clock.now())
            return redirect("sites:show", site.pk)
    return render(request, "sites/add.html", {"form": form}, status=422 if form.is_bound else 200)


@form_page
def change(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """Change what is said about a place."""
    site = get_site_to_change(request.actor, site_id)
    form = SiteForm(request.POST or None, units=visible_units(request.actor), initial=held_facts(site))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or site.version
        with refusals.onto(form):
            actions.change_site(
                site=site, facts=form.facts(), expected_version=version, by=request.actor, at=clock.now()
            )
            return redirect("sites:show", site.pk)
    context = {"form": form, "site": site}
    return render(request, "sites/change.html", context, status=422 if form.is_bound else 200)


@form_page
def close(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """Take a place off the list."""
    return _switch(request, get_site_to_change(request.actor, site_id), closing=True)


@form_page
def reopen(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """Put a closed place back on the list."""
    return _switch(request, get_site_to_change(request.actor, site_id), closing=False)


def _switch(request: ActorRequest, site: Site, *, closing: bool) -> HttpResponse:
    form = ReasonForm(request.POST or None, initial={"version": site.version})
    if request.method == "POST" and form.is_valid():
        given = {"reason": form.cleaned_data["reason"], "expected_version": form.cleaned_data["version"]}
        act = actions.close_site if closing else actions.reopen_site
        with refusals.onto(form):
            act(site=site, **given, by=request.actor, at=clock.now())
            return redirect("sites:show", site.pk)
    template = "sites/close.html" if closing else "sites/reopen.html"
    return render(request, template, {"form": form, "site": site}, status=422 if form.is_bound else 200)
