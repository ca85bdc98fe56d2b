"""The list, its download, and writing one down by hand."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.accounts.models import PLACE_KINDS, Unit
from lianchuang.campaigns.models import Campaign
from lianchuang.common import clock
from lianchuang.common.refusals import onto
from lianchuang.common.sheets import xlsx_response
from lianchuang.evidence.actions import store_photo
from lianchuang.findings import actions
from lianchuang.findings.forms import ReportForm
from lianchuang.findings.models import Finding
from lianchuang.findings.queries import downloadable, finding_list
from lianchuang.findings.queries.rows import local_day, place_words
from lianchuang.findings.queries.selection import Selection
from lianchuang.sites.models import Severity, Site


@require_safe
def show_list(request: ActorRequest) -> HttpResponse:
    """The list for what the address asks."""
    listed = finding_list(request.actor, Selection.read(request.GET), clock.now())
    template = "findings/_list.html" if request.htmx else "findings/list.html"
    return render(request, template, {"listed": listed, "columns": list(Campaign.objects.all())})


@require_safe
def download(request: ActorRequest) -> HttpResponse:
    """Exactly the rows of the list as a spreadsheet."""
    header = [
        _("Number"),
        _("Finding"),
        _("Place"),
        _("Category"),
        _("State"),
        _("Unit"),
        _("Post"),
        _("Found"),
        _("Due"),
    ]
    rows = (
        [
            finding.number or "–",
            finding.title,
            place_words(finding),
            finding.category.label,
            finding.get_state_display(),
            finding.responsible_unit.short_name if finding.responsible_unit else "",
            finding.responsible_post.label if finding.responsible_post else "",
            local_day(finding.found_at),
            f"{clock.local(finding.step_due_at):%Y-%m-%d %H:%M}" if finding.step_due_at else "",
        ]
        for finding in downloadable(request.actor, Selection.read(request.GET), clock.now())
    )
    return xlsx_response("findings", header, rows)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: ActorRequest) -> HttpResponse:
    """Write a finding down by hand."""
    request.actor.require(*actions.REPORTERS)
    form = _report_form(request)
    if form.is_valid():
        with onto(form):
            return redirect("findings:show", _write_down(request, form).pk)
    return render(request, "findings/report.html", {"form": form}, status=422 if form.errors else 200)


def _report_form(request: ActorRequest) -> ReportForm:
    root = request.actor.unit_path.split(".")[0] + "."
    return ReportForm(
        request.POST or None,
        request.FILES or None,
        initial={"site": request.GET.get("site")},
        sites=Site.objects.filter(is_active=True, unit__path__startswith=root).order_by("name"),
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
        photos=[store_photo(content=file.read(), by=request.actor, at=now) for file in data["photos"]],
    )
