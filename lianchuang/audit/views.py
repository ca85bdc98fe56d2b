"""The pages of the history: what was done, and the whole story of one object."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianchuang.audit import queries
from lianchuang.audit.access import ReaderRequest, visible_entries
from lianchuang.audit.codes import kind_label
from lianchuang.audit.forms import WantedForm
from lianchuang.common import clock
from lianchuang.common.sheets import xlsx_response


@require_safe
def entries(request: ReaderRequest) -> HttpResponse:
    """What was done, newest first, by day, code, and post or person."""
    seen = visible_entries(request.actor)
    form = WantedForm(request.GET)
    found = queries.among(seen, form.wanted())
    before = queries.Mark.read(request.GET.get("before", ""))
    stretch = queries.stretch(found, before=before)
    context = {"form": form, "stretch": stretch, "days": stretch.by_day(), "is_first": not before}
    return render(request, "audit/entries.html", context)


@require_safe
def download(request: ReaderRequest) -> HttpResponse:
    """The same entries as a spreadsheet."""
    found = queries.among(visible_entries(request.actor), WantedForm(request.GET).wanted())
    header = [_("Time"), _("Post"), _("Person"), _("What was done"), _("Object")]
    name = _("History %(day)s") % {"day": clock.today().isoformat()}
    return xlsx_response(name, header, queries.rows_for_sheet(found))


@require_safe
def about(request: ReaderRequest, object_kind: str, object_id: str) -> HttpResponse:
    """The whole story of one object, oldest first."""
    seen = visible_entries(request.actor)
    rows = queries.among(seen, queries.Wanted(object_kind=object_kind, object_id=object_id))
    told = queries.tell(rows.reverse()[: queries.MOST_ROWS])
    if not told:
        raise Http404
    context = {"told": told, "kind": kind_label(object_kind), "object_id": object_id}
    return render(request, "audit/about.html", context)
