"""Pages about two editions side by side: what becomes of each requirement, and the migration map."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.common import clock
from lianchuang.common.pages import form_page, paginate
from lianchuang.common.refusals import Invalid, onto
from lianchuang.standards import actions
from lianchuang.standards.access import get_edition, get_requirement_to_write, may_write
from lianchuang.standards.forms.requirements import SuccessorForm
from lianchuang.standards.models import Edition, Requirement, Successor
from lianchuang.standards.queries import diff_of
from lianchuang.standards.queries.succession import lines_in_words, lines_of, moving_of, offers_for
from lianchuang.standards.rules.diff import Fate
from lianchuang.standards.words import fate_words

PER_PAGE = 100


@require_safe
def show_diff(request: ActorRequest, old: str, new: str) -> HttpResponse:
    """What a campaign on the one edition keeps, loses and must newly do on the other."""
    earlier, later = _both(request, old, new)
    diff = diff_of(earlier, later)
    shown = request.GET.get("show", "")
    page = paginate(request, lines_of(diff, shown), per=PER_PAGE)
    context = {
        "earlier": earlier,
        "later": later,
        "diff": diff,
        "moving": moving_of(diff),
        "fates": [(fate.value, fate_words(fate), diff.counts[fate]) for fate in Fate],
        "shown": shown,
        "page": page,
        "lines": lines_in_words(list(page)),
        "may_write": may_write(request.actor),
    }
    return render(request, "standards/diff.html", context)


def _both(request: ActorRequest, old: str, new: str) -> tuple[Edition, Edition]:
    """Two editions of one standard, or 404."""
    earlier, later = get_edition(request.actor, old), get_edition(request.actor, new)
    if earlier == later or earlier.standard_id != later.standard_id:
        raise Http404
    return earlier, later


@require_POST
def confirm_successor(request: ActorRequest, old: str, new: str, node_id: int, other_id: int) -> HttpResponse:
    """Confirm a suggested pair."""
    _earlier, later = _both(request, old, new)
    requirement = get_requirement_to_write(request.actor, old, node_id)
    other = get_requirement_to_write(request.actor, new, other_id)
    given: dict[str, Any] = {"earlier": requirement, "edition": later, "laters": [other]}
    actions.settle_successors(**given, by=request.actor, at=clock.now())
    return redirect(f"{reverse('standards:diff', args=[old, new])}?show=suggested")


@require_POST
def drop_successor(request: ActorRequest, old: str, new: str, node_id: int) -> HttpResponse:
    """Take back what was settled, so that the program suggests again."""
    _earlier, later = _both(request, old, new)
    requirement = get_requirement_to_write(request.actor, old, node_id)
    actions.drop_successors(earlier=requirement, edition=later, by=request.actor, at=clock.now())
    return redirect("standards:diff", old, new)


@form_page
def settle_successor(request: ActorRequest, old: str, new: str, node_id: int) -> HttpResponse:
    """Choose what takes the place of a requirement: one, several, or nothing."""
    earlier, later = _both(request, old, new)
    requirement = get_requirement_to_write(request.actor, old, node_id)
    held = list(Successor.objects.filter(earlier=requirement, edition=later).select_related("later"))
    form = SuccessorForm(request.POST or None, offered=_offered(requirement, later, held), initial=_initial(held))
    if request.method == "POST" and form.is_valid():
        with onto(form):
            laters = _found(form, later)
            given: dict[str, Any] = {
                "earlier": requirement,
                "edition": later,
                "laters": laters,
                "note": form.cleaned_data["note"],
            }
            actions.settle_successors(**given, by=request.actor, at=clock.now())
            return redirect("standards:diff", old, new)
    context = {"earlier": earlier, "later": later, "requirement": requirement, "form": form, "is_settled": bool(held)}
    return render(request, "standards/successor.html", context, status=422 if form.is_bound else 200)


def _offered(requirement: Requirement, later: Edition, held: list[Successor]) -> list[tuple[str, str]]:
    """The likest of the later edition, and those settled already; each with how alike it is."""
    offered = {
        offer.side.code: _("%(code)s %(name)s (%(tens)s of 10 alike)")
        % {"code": offer.side.code, "name": offer.side.label, "tens": offer.tens}
        for offer in offers_for(requirement, later)
    }
    settled = {row.later.code: f"{row.later.code} {row.later.label}" for row in held if row.later}
    return list((settled | offered).items())


def _initial(held: list[Successor]) -> dict[str, object]:
    return {"laters": [row.later.code for row in held if row.later], "note": held[0].note if held else ""}


def _found(form: SuccessorForm, later: Edition) -> list[Requirement]:
    """The requirements with the codes chosen and typed; an unknown code is said beside its field."""
    codes = form.all_codes()
    found = {row.code: row for row in Requirement.objects.filter(edition=later, code__in=codes)}
    unknown = [code for code in codes if code not in found]
    if unknown:
        sentence = _("Not in %(edition)s: %(codes)s.") % {"edition": later.label, "codes": ", ".join(unknown)}
        raise Invalid({"codes": [sentence]})
    return list(found.values())
