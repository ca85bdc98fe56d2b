"""Values of measures: entering one, correcting one, bringing in a table."""

import tempfile
from pathlib import Path

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import ActorRequest, visible_units
from lianchuang.accounts.models import Role, Unit
from lianchuang.common import clock, refusals
from lianchuang.common.pages import form_page
from lianchuang.common.refusals import NotPossibleNow, Reason
from lianchuang.common.sheets import xlsx_response
from lianchuang.common.tablefile import Table, UnreadableTable, read_table
from lianchuang.standards import actions, queries
from lianchuang.standards.access import get_measure, get_value_to_correct, may_enter
from lianchuang.standards.forms import CorrectForm, ValueFileForm, ValueForm
from lianchuang.standards.models import Measure
from lianchuang.standards.value_table import read_rows, rows_given

KEPT_FOR = 3600  # seconds a table stays between looking at it and bringing it in
ENTERS = (Role.OFFICE, Role.COORDINATOR)


def _places(request: ActorRequest) -> list[Unit]:
    """Where this actor may enter values."""
    return [one for one in queries.places_with_values(visible_units(request.actor)) if may_enter(request.actor, one)]


def _given(measure: Measure, form: ValueForm) -> actions.GivenValue:
    return actions.GivenValue(
        measure=measure,
        place=form.cleaned_data["place"],
        period_from=form.cleaned_data["period_from"],
        period_to=form.cleaned_data["period_to"],
        source=form.cleaned_data["source"],
        inputs=form.inputs,
        value=form.figure,
    )


@form_page
def enter(request: ActorRequest, code: str) -> HttpResponse:
    """Enter a value."""
    measure = get_measure(request.actor, code)
    request.actor.require(*ENTERS)
    initial = {"place": request.GET.get("place", ""), "period_to": clock.today()}
    form = ValueForm(request.POST or None, measure=measure, places=_places(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals.onto(form):
            row = actions.enter_value(given=_given(measure, form), by=request.actor, at=clock.now())
            return redirect(f"{measure_url(measure)}?place={row.place_id}")
    context = {"measure": measure, "form": form, "title": _("Enter a value")}
    return render(request, "standards/value_form.html", context, status=422 if form.is_bound else 200)


def measure_url(measure: Measure) -> str:
    """The page of a measure."""
    return str(redirect("standards:measure", measure.code).url)


@form_page
def correct(request: ActorRequest, code: str, value_id: int) -> HttpResponse:
    """Put a newer value in the place of a wrong one."""
    held = get_value_to_correct(request.actor, code, value_id)
    names = [one["name"] for one in held.measure.inputs]
    initial = {f"input_{number}": held.inputs.get(name, "") for number, name in enumerate(names)}
    initial |= {"place": held.place, "period_from": held.period_from, "period_to": held.period_to}
    initial |= {"source": held.source, "value": "" if held.inputs else f"{held.value.normalize():f}"}
    form = CorrectForm(request.POST or None, measure=held.measure, places=[held.place], initial=initial)
    if request.method == "POST" and form.is_valid():
        given, reason = _given(held.measure, form), form.cleaned_data["reason"]
        with refusals.onto(form):
            actions.correct_value(held=held, given=given, reason=reason, by=request.actor, at=clock.now())
            return redirect(f"{measure_url(held.measure)}?place={held.place_id}")
    context = {"measure": held.measure, "form": form, "title": _("Correct a value"), "held": held}
    return render(request, "standards/value_form.html", context, status=422 if form.is_bound else 200)


@require_safe
def template(request: ActorRequest, code: str) -> HttpResponse:
    """An empty table to fill in, with the places of this actor."""
    measure = get_measure(request.actor, code)
    request.actor.require(*ENTERS)
    head = queries.columns_of(measure)
    rows = [[place.name, *[""] * (len(head) - 1)] for place in _places(request)]
    return xlsx_response(f"{measure.code} {measure.name}", head, rows, sheet=measure.code)


@form_page
def read_file(request: ActorRequest, code: str) -> HttpResponse:
    """Look at a table of values, row by row; nothing is written yet."""
    measure = get_measure(request.actor, code)
    request.actor.require(*ENTERS)
    form = ValueFileForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"measure": measure, "form": form, "head": queries.columns_of(measure)}
    if request.method == "POST" and form.is_valid():
        try:
            rows = read_rows(measure, _table(form.cleaned_data["file"].read()), _places(request), clock.today())
        except UnreadableTable as fault:
            form.add_error("file", str(fault))
        else:
            wrong = sum(bool(row.faults) for row in rows)
            plain = [] if wrong else [row.plain for row in rows]
            kept = signing.dumps(plain, salt=_salt(request, measure), compress=True)
            return render(request, "standards/value_rows.html", {**context, "rows": rows, "wrong": wrong, "kept": kept})
    return render(request, "standards/value_file.html", context, status=422 if form.is_bound else 200)


def _table(content: bytes) -> Table:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        return read_table(Path(file.name))


def _salt(request: ActorRequest, measure: Measure) -> str:
    """A table stays with the post that looked at it: another one of the same person has other places."""
    return f"values:{measure.code}:{request.actor.person_id}:{request.actor.post_id}"


@require_POST
def import_file(request: ActorRequest, code: str) -> HttpResponse:
    """Bring the table in that was looked at: all of it or nothing."""
    measure = get_measure(request.actor, code)
    request.actor.require(*ENTERS)
    try:
        rows = signing.loads(request.POST.get("kept", ""), salt=_salt(request, measure), max_age=KEPT_FOR)
    except signing.BadSignature:
        sentence = _("The table is no longer at hand; hand it in again.")
        raise NotPossibleNow([Reason("table_gone", sentence)]) from None
    given = rows_given(measure, rows, _places(request))
    actions.import_values(given=given, by=request.actor, at=clock.now())
    return redirect(measure_url(measure))
