"""Pages about who goes where: teams and days, moving a site, a closed site."""

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import Actor, ActorRequest
from lianchuang.common import clock
from lianchuang.common.pages import form_page
from lianchuang.common.refusals import onto
from lianchuang.evidence.actions import store_photo
from lianchuang.evidence.models import StoredFile
from lianchuang.evidence.queries import photo_response
from lianchuang.inspections import actions
from lianchuang.inspections.access import (
    get_closed_photo,
    get_round_for_office,
    get_stop_to_close,
    get_stop_to_move,
    own_stops,
    plans_rounds,
)
from lianchuang.inspections.forms import CloseForm, MoveForm
from lianchuang.inspections.models import Closed, RoundSite
from lianchuang.inspections.queries.tours import ToursPage


@require_safe
def show(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """The tours: each team's days in walking order, and the form to move a site."""
    found = get_round_for_office(request.actor, round_id)
    context = {"round": found, "page": ToursPage(found), "is_office": True, "tab": "tours"}
    return render(request, "inspections/tours.html", context)


@require_POST
def move(request: ActorRequest, round_id: UUID, site_id: UUID, team: int) -> HttpResponse:
    """Give a site to another team or day."""
    stop = get_stop_to_move(request.actor, round_id, site_id, team)
    page = ToursPage(stop.round)
    form = MoveForm(request.POST, teams=page.teams, days=page.days)
    if form.is_valid():
        with onto(form):
            to, day = form.cleaned_data["team"], form.cleaned_data["day"]
            actions.move_stop(stop=stop, team=to, day=day, by=request.actor, at=clock.now())
            messages.success(request, _("Moved: %(site)s.") % {"site": stop.site.name})
            return redirect("inspections:tours", round_id)
    context = {"round": stop.round, "page": page, "is_office": True, "tab": "tours", "moving": stop, "form": form}
    return render(request, "inspections/tours.html", context, status=422)


@form_page
def close(request: ActorRequest, round_id: UUID, site_id: UUID, team: int) -> HttpResponse:
    """Say that a site could not be looked at; the next of the seeded order takes its place."""
    stop = get_stop_to_close(request.actor, round_id, site_id, team)
    form = CloseForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        typed = form.cleaned_data
        with onto(form):
            file = typed["photo"]
            photo = _stored(file, request.actor, stop) if file else None
            reason, note = Closed(typed["reason"]), typed["note"]
            other = actions.close_site(
                stop=stop, reason=reason, note=note, photo=photo, by=request.actor, at=clock.now()
            )
            office = plans_rounds(request.actor, stop.round)
            messages.success(request, _noted(request.actor, other, office=office))
            return redirect("inspections:round", round_id) if office else redirect("inspections:today")
    status = 422 if form.errors or request.method == "POST" else 200
    return render(request, "inspections/close.html", {"round": stop.round, "stop": stop, "form": form}, status=status)


def _stored(file: "UploadedFile[bytes]", actor: Actor, stop: RoundSite) -> StoredFile:
    return store_photo(content=file.read(), by=actor, at=clock.now(), sealed_with=stop.round.seal)


def _noted(actor: Actor, other: RoundSite | None, *, office: bool) -> str:
    """What is said then: the site that takes the place only to the office and to whoever goes there."""
    own = own_stops(actor).filter(round=other.round_id, site=other.site_id) if other else None
    if other and (office or (own is not None and own.exists())):
        return _("Noted. In its place: %(site)s.") % {"site": other.site.name}
    return _("Noted.")


@require_safe
def closed_photo(request: ActorRequest, round_id: UUID, site_id: UUID, sha256: str) -> HttpResponseBase:
    """The photo of a door that was shut, large or (`?size=thumb`) small: for whoever may see the stop."""
    return photo_response(
        get_closed_photo(request.actor, round_id, site_id, sha256), thumb=request.GET.get("size") == "thumb"
    )
