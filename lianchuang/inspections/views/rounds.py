"""Pages of rounds: the list, one round, planning, and the steps of its life."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.common import clock
from lianchuang.common.pages import form_page, paginate
from lianchuang.common.refusals import checked, onto
from lianchuang.inspections import actions
from lianchuang.inspections.access import (
    get_joint_to_plan_for,
    get_round,
    get_round_for_office,
    joint_to_plan_for,
    plans_rounds,
)
from lianchuang.inspections.forms import PlanForm, VersionForm
from lianchuang.inspections.models import Round, RoundKind, RoundState
from lianchuang.inspections.queries.progress import progress_of
from lianchuang.inspections.queries.rounds import RoundPage, round_rows, rounds_for
from lianchuang.inspections.queries.undercover import handed_out, open_conflicts


@require_safe
def show_list(request: ActorRequest) -> HttpResponse:
    """The rounds, newest first."""
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    page = paginate(request, rounds_for(request.actor, kind=kind, state=state), per=30)
    context = {
        "page": page,
        "rows": round_rows(request.actor, page.object_list),
        "kinds": RoundKind.choices,
        "states": RoundState.choices,
        "kind": kind,
        "state": state,
        "may_plan": joint_to_plan_for(request.actor) is not None,
    }
    return render(request, "inspections/rounds.html", context)


@require_safe
def show(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """One round: how far it is, its sites day by day, what was found."""
    found, today = get_round(request.actor, round_id), clock.today()
    is_office = plans_rounds(request.actor, found)
    is_sealed_work = is_office and found.kind == RoundKind.UNDERCOVER and found.state != RoundState.PLANNED
    context = {
        "round": found,
        "page": RoundPage(request.actor, found),
        "progress": progress_of(request.actor, found, today),
        "is_office": is_office,
        "today": today,
        "tab": "round",
        "handed": handed_out(found) if is_sealed_work else (),
        "conflicts": open_conflicts(found) if is_sealed_work else (),
    }
    return render(request, "inspections/round.html", context)


@require_safe
def progress(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """How far a round is: the part that its page fetches every minute."""
    found, today = get_round(request.actor, round_id), clock.today()
    context = {"round": found, "progress": progress_of(request.actor, found, today), "today": today}
    template = "inspections/_progress.html" if request.htmx else "inspections/progress.html"
    return render(request, template, context)


@form_page
def plan(request: ActorRequest) -> HttpResponse:
    """Plan a round."""
    joint = get_joint_to_plan_for(request.actor)
    form = PlanForm(request.POST or None, initial={"kind": RoundKind.ROUTINE, "starts_on": clock.today()})
    if form.is_valid():
        typed = form.cleaned_data
        with onto(form):
            made = actions.plan_round(
                joint=joint,
                name=typed["name"],
                kind=RoundKind(typed["kind"]),
                starts_on=typed["starts_on"],
                ends_on=typed["ends_on"],
                by=request.actor,
                at=clock.now(),
            )
            return redirect("inspections:draw", made.pk)
    return render(request, "inspections/plan.html", {"form": form}, status=_status(form.errors))


@require_POST
def start(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """Start a planned round."""
    found = get_round_for_office(request.actor, round_id)
    actions.start_round(round=found, by=request.actor, at=clock.now(), expected_version=_version(request))
    return _to(found)


@require_POST
def finish(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """Finish a running round."""
    found = get_round_for_office(request.actor, round_id)
    actions.finish_round(round=found, by=request.actor, at=clock.now(), expected_version=_version(request))
    return _to(found)


@require_POST
def release(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """Release an undercover round."""
    found = get_round_for_office(request.actor, round_id)
    actions.release_round(round=found, by=request.actor, at=clock.now(), expected_version=_version(request))
    return _to(found)


def _version(request: ActorRequest) -> int:
    """The version of the round that the page showed. Raises Invalid where none is sent."""
    return int(checked(VersionForm(request.POST))["version"])


def _to(found: Round) -> HttpResponse:
    return redirect("inspections:round", found.pk)


def _status(errors: object) -> int:
    return 422 if errors else 200
