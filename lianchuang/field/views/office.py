"""The office's page of records from the field that wait for a decision."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.accounts.models import Role
from lianchuang.common import clock
from lianchuang.common.pages import paginate
from lianchuang.common.refusals import onto
from lianchuang.field import actions
from lianchuang.field.access import get_submission_to_decide, submissions_to_decide
from lianchuang.field.forms import SetAsideForm
from lianchuang.field.queries.decisions import page_of


@require_safe
def decisions(request: ActorRequest) -> HttpResponse:
    """What waits, newest first."""
    request.actor.require(Role.OFFICE)
    rows = submissions_to_decide(request.actor).select_related("by", "by_post__unit").order_by("-received_at")
    return render(request, "field/decisions.html", {"page": paginate(request, rows, per=30)})


@require_safe
def decision(request: ActorRequest, submission_id: UUID) -> HttpResponse:
    """One record as it was received."""
    found = get_submission_to_decide(request.actor, submission_id)
    return render(request, "field/decision.html", {"page": page_of(request.actor, found), "form": SetAsideForm()})


@require_POST
def let_count(request: ActorRequest, submission_id: UUID) -> HttpResponse:
    """It counts too."""
    found = get_submission_to_decide(request.actor, submission_id)
    actions.let_count(submission=found, by=request.actor, at=clock.now())
    return redirect("field:decisions")


@require_http_methods(["POST"])
def set_aside(request: ActorRequest, submission_id: UUID) -> HttpResponse:
    """It has no effect, and this is why."""
    found = get_submission_to_decide(request.actor, submission_id)
    form = SetAsideForm(request.POST)
    if form.is_valid():
        with onto(form):
            note = form.cleaned_data["note"]
            actions.set_aside(submission=found, note=note, by=request.actor, at=clock.now())
            return redirect("field:decisions")
    return render(request, "field/decision.html", {"page": page_of(request.actor, found), "form": form}, status=422)
