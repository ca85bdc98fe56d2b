"""Pages of sealed assignments: opening one, declaring a conflict, giving a site to another inspector."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.common import clock
from lianchuang.common.pages import form_page
from lianchuang.common.refusals import checked, onto
from lianchuang.inspections import actions
from lianchuang.inspections.access import get_assignment, get_own_stop, get_stop_to_reassign
from lianchuang.inspections.forms import ConflictForm, ReassignForm
from lianchuang.inspections.models import ConflictGround, Round
from lianchuang.inspections.queries.undercover import able_inspectors, assignment_page


@require_safe
def assignment(request: ActorRequest, round_id: UUID, day: date) -> HttpResponse:
    """A sealed assignment, and once it is opened its sites."""
    found, _stops = get_assignment(request.actor, round_id, day)
    page = assignment_page(request.actor, found, day, clock.today())
    context = {"page": page, "round": found, "grounds": ConflictGround.choices}
    return render(request, "inspections/assignment.html", context)


@require_POST
def open_assignment(request: ActorRequest, round_id: UUID, day: date) -> HttpResponse:
    """Open it, on its day."""
    found, _stops = get_assignment(request.actor, round_id, day)
    actions.open_assignment(round=found, day=day, by=request.actor, at=clock.now())
    return _to(found, day)


@require_POST
def conflict(request: ActorRequest, round_id: UUID, site_id: UUID) -> HttpResponse:
    """Say that one should not look at a site."""
    stop = get_own_stop(request.actor, round_id, site_id)
    ground = ConflictGround(checked(ConflictForm(request.POST))["ground"])
    actions.declare_conflict(round=stop.round, site=stop.site_id, ground=ground, by=request.actor, at=clock.now())
    return _to(stop.round, stop.day)


def _to(found: Round, day: date) -> HttpResponse:
    return redirect("inspections:assignment", found.pk, day)


@form_page
def reassign(request: ActorRequest, round_id: UUID, site_id: UUID) -> HttpResponse:
    """Give a site to another inspector."""
    stop = get_stop_to_reassign(request.actor, round_id, site_id)
    first = max(stop.day, clock.today())
    form = ReassignForm(request.POST or None, inspectors=able_inspectors(stop), initial={"day": first})
    if form.is_valid():
        with onto(form):
            to, day = form.cleaned_data["to"], form.cleaned_data["day"]
            actions.reassign_stop(stop=stop, to=to, day=day, by=request.actor, at=clock.now())
            return redirect("inspections:round", stop.round.pk)
    context = {"form": form, "round": stop.round, "stop": stop}
    return render(request, "inspections/reassign.html", context, status=422 if form.errors else 200)
