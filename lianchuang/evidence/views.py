"""Pages about documents that are asked for once."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianchuang.accounts.access import ActorRequest, visible_units
from lianchuang.accounts.models import Role
from lianchuang.common import clock, refusals
from lianchuang.common.pages import paginate
from lianchuang.common.refusals import Invalid
from lianchuang.evidence import actions, queries
from lianchuang.evidence.access import (
    SUPPLIERS,
    get_place_to_cap,
    get_request,
    get_request_to_decide,
    get_request_to_supply,
    may_ask,
    own_requests,
    visible_requests,
)
from lianchuang.evidence.forms import AskForm, CapForm, DecideForm, ReturnForm, SupplyForm
from lianchuang.evidence.models import RequestState
from lianchuang.standards.models import Measure


@require_safe
def show_requests(request: ActorRequest) -> HttpResponse:
    """The requests one sees, by state; ?mine=1 those that one's own unit is asked."""
    mine = request.GET.get("mine") == "1"
    rows = own_requests(request.actor) if mine else visible_requests(request.actor)
    state = request.GET.get("state", "")
    asked = rows.filter(state=state) if state in RequestState.values else rows
    today = clock.today()
    context = {
        "counts": queries.count_requests(rows, today),
        "page": paginate(request, queries.with_words(asked)),
        "state": state,
        "states": RequestState.choices,
        "mine": mine,
        "today": today,
        "may_ask": may_ask(request.actor),
    }
    return render(request, "evidence/requests.html", context)


@require_safe
def show_request(request: ActorRequest, request_id: int) -> HttpResponse:
    """One request: what it serves, what was handed in, what may be done now."""
    one = get_request(request.actor, request_id)
    actor = request.actor
    context = {
        "one": one,
        "links": queries.links_served(one),
        "today": clock.today(),
        "may_supply": one.state in {"asked", "returned"} and actor.has_over(one.unit.path, *SUPPLIERS),
        "may_decide": one.state == "supplied" and actor.has_over(one.place.path, Role.OFFICE),
        "is_own": bool(actor.person and one.supplier_id == actor.person.pk),
    }
    return render(request, "evidence/request.html", context)


@require_safe
def download(request: ActorRequest, request_id: int) -> HttpResponseBase:
    """The document that was handed in."""
    one = get_request(request.actor, request_id)
    if one.file is None:
        raise Http404
    return queries.document_response(one.file, one.file_name)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActorRequest) -> HttpResponse:
    """Ask for a document once."""
    request.actor.require(Role.OFFICE)
    measure = Measure.objects.filter(code=request.GET.get("measure", "")).first()
    units, today = visible_units(request.actor), clock.today()
    place = units.filter(parent__isnull=True).first()
    initial = {"measure": measure, "place": place, "period_from": today.replace(month=1, day=1), "period_to": today}
    form = AskForm(request.POST or None, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals.onto(form):
            one = actions.ask_for_document(**form.cleaned_data, by=request.actor, at=clock.now())
            return redirect("evidence:request", one.pk)
    supplied = queries.already_supplied(measure, place) if measure and place else []
    context = {"form": form, "measure": measure, "supplied": supplied}
    return render(request, "evidence/ask.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def set_cap(request: ActorRequest) -> HttpResponse:
    """How many documents a unit may be asked for in a week."""
    place = get_place_to_cap(request.actor)
    cap = queries.cap_over(place)
    form = CapForm(request.POST or None, initial={"per_week": cap.per_week if cap else None})
    if request.method == "POST" and form.is_valid():
        with refusals.onto(form):
            per_week = form.cleaned_data["per_week"]
            actions.set_request_cap(place=place, per_week=per_week, by=request.actor, at=clock.now())
            return redirect("desk:burden")
    return render(request, "evidence/cap.html", {"form": form, "place": place}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def supply(request: ActorRequest, request_id: int) -> HttpResponse:
    """Hand in the document that was asked for."""
    one = get_request_to_supply(request.actor, request_id)
    form = SupplyForm(request.POST or None, request.FILES or None, initial={"version": one.version})
    if request.method == "POST" and form.is_valid():
        file, given = form.cleaned_data["file"], form.cleaned_data
        with refusals.onto(form):
            actions.supply_document(
                request=one,
                content=file.read() if file else None,
                file_name=file.name if file else "",
                reference=given["reference"],
                note=given["note"],
                expected_version=given["version"],
                by=request.actor,
                at=clock.now(),
            )
            return redirect("evidence:request", one.pk)
    return render(request, "evidence/supply.html", {"one": one, "form": form}, status=422 if form.is_bound else 200)


@require_POST
def accept(request: ActorRequest, request_id: int) -> HttpResponse:
    """Accept what was handed in."""
    one, form = get_request_to_decide(request.actor, request_id), DecideForm(request.POST)
    _require_valid(form)
    version = form.cleaned_data["version"]
    actions.accept_document(request=one, expected_version=version, by=request.actor, at=clock.now())
    return redirect("evidence:request", one.pk)


@require_POST
def send_back(request: ActorRequest, request_id: int) -> HttpResponse:
    """Return what was handed in, with the reason."""
    one, form = get_request_to_decide(request.actor, request_id), ReturnForm(request.POST)
    _require_valid(form)
    version, reason = form.cleaned_data["version"], form.cleaned_data["reason"]
    actions.return_document(request=one, reason=reason, expected_version=version, by=request.actor, at=clock.now())
    return redirect("evidence:request", one.pk)


def _require_valid(form: DecideForm) -> None:
    if not form.is_valid():
        raise Invalid({name: [str(one) for one in errors] for name, errors in form.errors.items()})
