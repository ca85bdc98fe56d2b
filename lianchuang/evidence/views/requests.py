"""Pages about documents that are asked for once."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import ActorRequest, visible_units
from lianchuang.accounts.models import Role, Unit
from lianchuang.common import clock, refusals
from lianchuang.common.pages import form_page, paginate
from lianchuang.common.refusals import Invalid
from lianchuang.evidence import actions, queries
from lianchuang.evidence.access import (
    SUPPLIERS,
    first_book,
    get_file,
    get_place_to_cap,
    get_request,
    get_request_to_decide,
    may_ask,
    own_requests,
    visible_requests,
)
from lianchuang.evidence.forms import AskForm, CapForm, DecideForm, ReturnForm
from lianchuang.evidence.models import RequestState
from lianchuang.evidence.rules import NOTICE_DAYS
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
        "book_of": first_book(request.actor),
    }
    return render(request, "evidence/requests.html", context)


@require_safe
def show_expiring(request: ActorRequest) -> HttpResponse:
    """What expires before an assessment day that needs it; ?mine=1 of one's own unit."""
    mine = request.GET.get("mine") == "1"
    rows = own_requests(request.actor) if mine else visible_requests(request.actor)
    lines, today = queries.expiring(rows, clock.today()), clock.today()
    context = {
        "page": paginate(request, lines),
        "gone": sum(line.has_expired for line in lines),
        "mine": mine,
        "today": today,
        "may_ask": may_ask(request.actor),
        "notice_days": NOTICE_DAYS,
        "book_of": first_book(request.actor),
    }
    return render(request, "evidence/expiring.html", context)


@require_safe
def show_request(request: ActorRequest, request_id: int) -> HttpResponse:
    """One request: what it serves, what was handed in, what may be done now."""
    one = get_request(request.actor, request_id)
    actor, today = request.actor, clock.today()
    may_supply = one.is_waiting and actor.has_over(one.unit.path, *SUPPLIERS)
    pieces, seen = queries.pieces_of(one), visible_requests(actor)
    elsewhere = queries.supplied_elsewhere(pieces, seen)
    context = {
        "one": one,
        "pieces": [(piece, elsewhere.get(piece.file_id or "")) for piece in pieces],
        "offers": queries.offers_for(one, seen, today) if may_supply else [],
        "links": queries.links_served(one),
        "today": today,
        "may_supply": may_supply,
        "may_decide": one.state == "supplied" and actor.has_over(one.place.path, Role.OFFICE),
        "is_own": bool(actor.person and one.supplier_id == actor.person.pk),
    }
    return render(request, "evidence/request.html", context)


@require_safe
def download(request: ActorRequest, request_id: int, piece_id: int) -> HttpResponseBase:
    """A file that was handed in."""
    stored, name = get_file(request.actor, request_id, piece_id)
    return queries.document_response(stored, name)


@require_safe
def thumb(request: ActorRequest, request_id: int, piece_id: int) -> HttpResponseBase:
    """The small picture of a file: of a picture, or of a PDF's first page."""
    stored, _name = get_file(request.actor, request_id, piece_id)
    return queries.photo_response(stored, thumb=True)


@form_page
def ask(request: ActorRequest) -> HttpResponse:
    """Ask for a document once; ?measure= or ?again= (a request whose document expires) fill in what is known."""
    request.actor.require(Role.OFFICE)
    units = visible_units(request.actor)
    initial = _initial(request, units)
    form = AskForm(request.POST or None, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals.onto(form):
            one = actions.ask_for_document(**form.cleaned_data, by=request.actor, at=clock.now())
            return redirect("evidence:request", one.pk)
    measure, place = initial["measure"], initial["place"]
    supplied = queries.already_supplied(measure, place) if measure and place else []
    context = {"form": form, "measure": measure, "supplied": supplied}
    return render(request, "evidence/ask.html", context, status=422 if form.is_bound else 200)


@form_page
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


def _initial(request: ActorRequest, units: QuerySet[Unit]) -> dict[str, Any]:
    """What is filled in: the measure, the place, this year; or everything of the request that is asked anew."""
    today = clock.today()
    again = request.GET.get("again", "")
    old = visible_requests(request.actor).filter(pk=again).first() if again.isdecimal() else None
    if old is not None:
        kept = {name: getattr(old, name) for name in ("measure", "unit", "place", "what", "is_offline")}
        return {**kept, "period_from": today.replace(month=1, day=1), "period_to": today}
    measure = Measure.objects.filter(code=request.GET.get("measure", "")).first()
    place = units.filter(parent__isnull=True).first()
    return {"measure": measure, "place": place, "period_from": today.replace(month=1, day=1), "period_to": today}


@require_POST
def accept(request: ActorRequest, request_id: int) -> HttpResponse:
    """Accept what was handed in."""
    one, form = get_request_to_decide(request.actor, request_id), DecideForm(request.POST)
    require_valid(form)
    version = form.cleaned_data["version"]
    actions.accept_document(request=one, expected_version=version, by=request.actor, at=clock.now())
    return redirect("evidence:request", one.pk)


@require_POST
def send_back(request: ActorRequest, request_id: int) -> HttpResponse:
    """Return what was handed in, with the reason."""
    one = get_request_to_decide(request.actor, request_id)
    form = ReturnForm(request.POST, pieces=queries.pieces_of(one))
    require_valid(form)
    actions.return_document(
        request=one,
        reason=form.cleaned_data["reason"],
        faulty=form.cleaned_data["faulty"],
        expected_version=form.cleaned_data["version"],
        by=request.actor,
        at=clock.now(),
    )
    return redirect("evidence:request", one.pk)


def require_valid(form: Form) -> None:
    """Refuse what was not typed into our own form."""
    if not form.is_valid():
        raise Invalid({name: [str(one) for one in errors] for name, errors in form.errors.items()})
