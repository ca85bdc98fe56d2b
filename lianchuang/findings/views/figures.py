"""The county's figures: time limits in force, published tables beside them, the rules of the loop."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.common import clock
from lianchuang.common.pages import form_page
from lianchuang.common.refusals import onto
from lianchuang.findings import actions
from lianchuang.findings.access import require_figures, require_office_of, sets_figures
from lianchuang.findings.forms import LimitForm, LoopRulesForm
from lianchuang.findings.models import TimeLimit
from lianchuang.findings.queries import Comparison, comparison, comparisons, limits_in_force, loop_rules
from lianchuang.sites.models import Category, Severity


@require_safe
def show_limits(request: ActorRequest) -> HttpResponse:
    """The limits by category and severity, the tables one may hold against them, the rules of the loop."""
    context = {
        "lines": limits_in_force(),
        "tables": comparisons(),
        "figures": loop_rules(request.actor.unit_path),
        "may_set": sets_figures(request.actor),
    }
    return render(request, "findings/limits.html", context)


@require_safe
def show_table(request: ActorRequest, table: str) -> HttpResponse:
    """A published table, row by row beside what is in force."""
    context = {"table": _table(table), "may_set": sets_figures(request.actor)}
    return render(request, "findings/limit_table.html", context)


@require_POST
def adopt(request: ActorRequest, table: str) -> HttpResponse:
    """Adopt what differs in it."""
    require_figures(request.actor)
    number = actions.adopt_limits(compared=_table(table), by=request.actor, at=clock.now())
    words = ngettext("%(n)s time limit is adopted.", "%(n)s time limits are adopted.", number)
    messages.success(request, words % {"n": number})
    return redirect("findings:limits")


def _table(code: str) -> Comparison:
    found = comparison(code)
    if found is None:
        raise Http404
    return found


@form_page
def set_limit(request: ActorRequest, category_id: int, severity: str) -> HttpResponse:
    """Set one limit by hand."""
    require_figures(request.actor)
    category = get_object_or_404(Category, pk=category_id)
    if severity not in Severity.values:
        raise Http404
    now = TimeLimit.objects.filter(category=category, severity=severity).values("amount", "unit", "source").first()
    form = LimitForm(request.POST or None, initial=dict(now or {}))
    if form.is_valid():
        with onto(form):
            given = {**form.cleaned_data, "unit": form.limit_unit()}
            actions.set_time_limit(
                category=category, severity=Severity(severity), by=request.actor, at=clock.now(), **given
            )
            return redirect("findings:limits")
    context = {"form": form, "category": category, "severity": Severity(severity).label}
    return render(request, "findings/set_limit.html", context, status=422 if form.is_bound else 200)


@form_page
def loop_rules_form(request: ActorRequest) -> HttpResponse:
    """Set what counts as again, and the rhythm of reviews."""
    place = require_office_of(request.actor)
    now = loop_rules(place.path)
    values = (now.metres, now.months, now.times, now.review_days)
    form = LoopRulesForm(request.POST or None, initial=dict(zip(LoopRulesForm.base_fields, values, strict=True)))
    if form.is_valid():
        with onto(form):
            actions.set_loop_rules(**form.cleaned_data, by=request.actor, at=clock.now())
            messages.success(request, _("The rules are set."))
            return redirect("findings:limits")
    context = {"form": form, "place": place}
    return render(request, "findings/loop_rules.html", context, status=422 if form.is_bound else 200)
