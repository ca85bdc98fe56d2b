"""Pages of history: what happened, newest first, and the whole story of one thing."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianchuang.audit.access import ReaderRequest, visible_entries
from lianchuang.audit.queries import filtered, tell
from lianchuang.common import clock
from lianchuang.common.sheets import xlsx_response

PER_PAGE, MOST_DOWNLOADED = 60, 10_000


@require_safe
def entries(request: ReaderRequest) -> HttpResponse:
    """What happened, newest first; `?before=` goes on from an entry."""
    found = filtered(visible_entries(request.actor), request.GET)
    page = list(found.order_by("-id")[: PER_PAGE + 1])
    context = {
        "told": tell(page[:PER_PAGE]),
        "next": page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None,
        "words": request.GET.get("q", ""),
        "day": request.GET.get("day", ""),
    }
    return render(request, "audit/entries.html", context)


@require_safe
def about(request: ReaderRequest, object_kind: str, object_id: str) -> HttpResponse:
    """Everything that happened to one thing, from the first entry on."""
    found = visible_entries(request.actor).filter(object_kind=object_kind, object_id=object_id).order_by("id")
    told = tell(found)
    if not told:
        raise Http404
    return render(request, "audit/about.html", {"told": told})


@require_safe
def download(request: ReaderRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    found = filtered(visible_entries(request.actor), request.GET).order_by("-id")[:MOST_DOWNLOADED]
    rows = (
        [one.number, f"{clock.local(one.at):%Y-%m-%d %H:%M:%S}", one.who, one.sentence, one.code] for one in tell(found)
    )
    return xlsx_response("history", [_("No."), _("Time"), _("Who"), _("What"), _("Code")], rows)
