"""Pages for visits that others recorded: send a file, look at what it would do, take it in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianchuang.accounts.access import ActorRequest
from lianchuang.common import clock
from lianchuang.common.pages import form_page
from lianchuang.common.refusals import onto
from lianchuang.inspections import actions
from lianchuang.inspections.access import get_round_for_office, get_visit_file
from lianchuang.inspections.forms import TakeInForm, VisitFileForm
from lianchuang.inspections.queries.importing import preview_of


@form_page
def send_file(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """Send a file of visits; nothing is taken in yet."""
    found = get_round_for_office(request.actor, round_id)
    form = VisitFileForm(request.POST, request.FILES) if request.method == "POST" else VisitFileForm()
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        with onto(form):
            kept = actions.keep_visit_file(
                round=found,
                name=typed["file"].name,
                content=typed["file"].read(),
                map_text=typed["map"],
                without_photos=typed["without_photos"],
                by=request.actor,
                at=clock.now(),
            )
            return redirect("inspections:import_preview", found.pk, kept.pk)
    context = {"form": form, "round": found}
    return render(request, "inspections/import.html", context, status=422 if form.errors else 200)


@form_page
def preview(request: ActorRequest, round_id: UUID, file_id: UUID) -> HttpResponse:
    """What a sent file would do, row by row; confirmed, it is taken in."""
    kept = get_visit_file(request.actor, round_id, file_id, clock.now())
    shown = preview_of(request.actor, kept, clock.now())
    form = TakeInForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and shown.table is not None:
        with onto(form):
            done = actions.import_visits(
                table=shown.table,
                file_name=kept.name,
                accept_refused=form.cleaned_data["accept_refused"],
                by=request.actor,
                at=clock.now(),
            )
            number = len(done.fresh)
            words = ngettext("%(number)s visit taken in.", "%(number)s visits taken in.", number)
            messages.success(request, words % {"number": number} if number else _("Nothing new was in the file."))
            return redirect("inspections:round", kept.round_id)
    context = {"form": form, "kept": kept, "preview": shown}
    return render(request, "inspections/import_preview.html", context, status=422 if form.is_bound else 200)
