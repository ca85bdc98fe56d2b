"""The list, its download, and writing one down by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.accounts.models import PLACE_KINDS, Unit
from lianchuang.common import clock
from lianchuang.common.pages import form_page
from lianchuang.common.sheets import xlsx_response
from lianchuang.findings import actions, rules
from lianchuang.findings.forms import ReportForm
from lianchuang.findings.models import Finding
from lianchuang.findings.queries import Selection, download, finding_list
from lianchuang.findings.queries.listing import MOST_DOWNLOADED
from lianchuang.findings.views.attempts import keep_photos, photos_of, tried
from lianchuang.findings.views.bulk import bulk_deeds
from lianchuang.sites.models import Severity, Site


@require_safe
def show_list(request: ActorRequest) -> HttpResponse:
    """The list for what the address asks."""
    listed = finding_list(request, request.actor, Selection.read(request.GET), clock.now())
    # Going back asks for the address again and needs the whole page.
    is_part = bool(request.htmx) and not request.htmx.history_restore_request
    template = "findings/_answer.html" if is_part else "findings/list.html"
    may_report = request.actor.has(*actions.REPORTERS)
    context = {"listed": listed, "may_report": may_report, "bulk": bulk_deeds(request.actor)}
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


@require_safe
def download_rows(request: ActorRequest) -> HttpResponse:
    """Exactly the rows of the list as a spreadsheet; over the cap it is refused with a sentence, and never cut."""
    selection = Selection.read(request.GET)
    found = download(request.actor, selection, clock.now())
    if found.total > MOST_DOWNLOADED:
        words = _("%(total)s rows are more than a spreadsheet of %(most)s takes. Narrow the list first.")
        messages.warning(request, words % {"total": found.total, "most": MOST_DOWNLOADED})
        return redirect(f"{reverse('findings:list')}{selection.address()}")
    return xlsx_response(f"{_('Findings')} {clock.today():%Y-%m-%d}", found.header, found.rows)


@form_page
def report(request: ActorRequest) -> HttpResponse:
    """Write a finding down by hand."""
    request.actor.require(*actions.REPORTERS)
    form = _report_form(request)
    status, found = 422 if form.is_bound else 200, list[Finding]()
    if form.is_valid():
        status = tried(form, lambda: found.append(_write_down(request, form)))
    if found:
        return redirect("findings:show", found[0].pk)
    if form.is_bound:
        keep_photos(form, request.actor, clock.now())
    return render(request, "findings/report.html", {"form": form}, status=status)


def _report_form(request: ActorRequest) -> ReportForm:
    root = rules.root_of(request.actor.unit_path)
    return ReportForm(
        request.POST or None,
        request.FILES or None,
        initial={"site": request.GET.get("site")},
        sites=Site.objects.filter(is_active=True, unit__path__startswith=root)
        .select_related("unit")
        .order_by("unit__path", "name"),
        places=Unit.objects.filter(kind__in=PLACE_KINDS, path__startswith=root).order_by("sort_key"),
    )


def _write_down(request: ActorRequest, form: ReportForm) -> Finding:
    data, now = form.cleaned_data, clock.now()
    site = Site.objects.select_related("unit", "site_type").get(pk=data["site"].pk) if data["site"] else None
    return actions.open_finding(
        by=request.actor,
        at=now,
        origin=actions.Origin("desk", words=request.actor.post_name),
        category=data["category"],
        severity=Severity(data["severity"]),
        title=data["title"],
        detail=data["detail"],
        count=data["count"],
        site=site,
        place=data["place"],
        place_unit=data["place_unit"],
        campaigns=form.chosen_campaigns(),
        photos=photos_of(form, request.actor, now),
    )
