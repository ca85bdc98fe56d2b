"""Pages about site types, their checklists, and what the check items count for."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.accounts.models import Role
from lianchuang.campaigns.access import visible_joint_campaigns
from lianchuang.campaigns.models import Campaign
from lianchuang.common.refusals import NotPossibleNow, Reason
from lianchuang.common.sheets import book_bytes, xlsx_download
from lianchuang.sites import queries, words
from lianchuang.sites.access import visible_sites
from lianchuang.sites.models import SiteType
from lianchuang.sites.queries.forms import form_of
from lianchuang.sites.queries.saving import joint_saving
from lianchuang.standards.access import get_edition


@require_safe
def show_types(request: ActorRequest) -> HttpResponse:
    """Every site type in figures."""
    lines = queries.site_types_in_figures(visible_sites(request.actor))
    return render(request, "sites/types.html", {"lines": lines, "sites": sum(line.sites for line in lines)})


@require_safe
def show_checklist(request: ActorRequest, code: str) -> HttpResponse:
    """The checklist of a site type, to read and to print."""
    site_type = get_object_or_404(SiteType, code=code)
    zones = queries.checklist_for(site_type)
    sites = visible_sites(request.actor).filter(site_type=site_type, is_active=True).count()
    context = {
        "site_type": site_type,
        "zones": zones,
        "items": sum(len(zone.lines) for zone in zones),
        "counts": queries.counts_of_checklist(zones),
        "sites": sites,
        "may_download": bool(zones and sites) and request.actor.has(Role.OFFICE, Role.INSPECTOR),
    }
    return render(request, "sites/checklist.html", context)


@require_safe
def download_form(request: ActorRequest, code: str) -> HttpResponse:
    """The checklist of a site type as an XLSForm, for ODK and Kobo."""
    request.actor.require(Role.OFFICE, Role.INSPECTOR)
    form = form_of(request.actor, get_object_or_404(SiteType, code=code))
    if reason := words.why_no_form(form):
        raise NotPossibleNow([Reason("no_form", reason)])
    return xlsx_download(form.form_id, book_bytes(form.sheets()))


@require_safe
def show_edition_items(request: ActorRequest, code: str) -> HttpResponse:
    """Which check items count for which requirement of an edition: a page, or the part the edition's page loads."""
    edition = get_edition(request.actor, code)
    context = {"edition": edition, "rows": queries.requirements_with_items(edition)}
    template = "sites/_edition_items.html" if request.htmx else "sites/edition_items.html"
    return render(request, template, context)


@require_safe
def show_saving(request: ActorRequest) -> HttpResponse:
    """What inspecting jointly saves on site: a page, or the part that the crosswalk's page loads."""
    campaigns = Campaign.objects.filter(joint__in=visible_joint_campaigns(request.actor))
    context = {"saving": joint_saving(visible_sites(request.actor), campaigns)}
    template = "sites/_saving.html" if request.htmx else "sites/saving.html"
    return render(request, template, context)
