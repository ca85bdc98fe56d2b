"""Pages about the sample: the draw and what it would draw from, and how anybody can repeat it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.common import clock
from lianchuang.common.pages import form_page
from lianchuang.common.refusals import NotPossibleNow, Reason, onto
from lianchuang.inspections import actions
from lianchuang.inspections.access import get_round, get_round_for_office, knows_the_draw, plans_rounds
from lianchuang.inspections.forms import DrawForm
from lianchuang.inspections.models import Round
from lianchuang.inspections.queries.drawing import Drawing, Ground, HowDrawn, closed_photos, drawing_of
from lianchuang.inspections.words import draw_still_shut


@form_page
def draw(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """Draw the sites of a planned round."""
    found = get_round_for_office(request.actor, round_id)
    drawing = drawing_of(found)
    form = _form(request, found, drawing)
    if form.is_valid():
        wish, typed = form.wish, form.cleaned_data
        with onto(form):
            actions.draw_sample(
                round=found,
                sites_per_type=wish.per_type,
                everything=wish.everything,
                by_town=wish.by_town,
                doubles=wish.doubles,
                capacity=wish.capacity,
                seed=typed["seed"],
                teams=form.teams,
                by=request.actor,
                at=clock.now(),
                expected_version=typed["version"],
            )
            return redirect("inspections:round", found.pk)
    return _show(request, found, drawing, form)


@require_POST
def preview(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """What would be drawn from, and with which chance: nothing is drawn and nothing kept."""
    found = get_round_for_office(request.actor, round_id)
    drawing = drawing_of(found)
    form = _form(request, found, drawing)
    form.fields["inspectors"].required = False
    if form.is_valid():
        ground = Ground(found, form.wish)
        with onto(form):
            ground.require_sense()
            if request.htmx:
                return render(request, "inspections/_preview.html", {"ground": ground})
            return _show(request, found, drawing, form, ground)
    return _show(request, found, drawing, form)


def _form(request: ActorRequest, found: Round, drawing: Drawing) -> DrawForm:
    return DrawForm(
        request.POST or None,
        inspectors=drawing.inspectors,
        offers=drawing.offers,
        initial={"version": found.version, **drawing.initial},
    )


def _show(
    request: ActorRequest, found: Round, drawing: Drawing, form: DrawForm, ground: Ground | None = None
) -> HttpResponse:
    context = {"form": form, "round": found, "drawing": drawing, "ground": ground}
    missing = request.method == "POST" and not request.POST
    status = 422 if form.errors or missing else 200
    template = "inspections/_preview_faults.html" if request.htmx else "inspections/draw.html"
    return render(request, template, context, status=status)


@require_safe
def drawn(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """How the sample came about: what was promised before, and, once it may be told, seed, frame and the draw repeated."""
    found = get_round(request.actor, round_id)
    may_know, how = knows_the_draw(request.actor, found), HowDrawn(found)
    context = {
        "round": found,
        "how": how,
        "may_know": may_know,
        "photos": closed_photos(request.actor, how.replacements) if may_know else (),
        "still_shut": "" if may_know else draw_still_shut(found),
        "is_office": plans_rounds(request.actor, found),
        "tab": "drawn",
    }
    return render(request, "inspections/drawn.html", context)


@require_safe
def frame(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """The frame as text, line by line, for whoever wants to repeat the draw."""
    found = get_round(request.actor, round_id)
    if not knows_the_draw(request.actor, found):
        raise NotPossibleNow([Reason("not_published", draw_still_shut(found))])
    if found.frame is None:
        raise NotPossibleNow([Reason("no_frame", draw_still_shut(found))])
    response = HttpResponse(found.frame.text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="frame-{found.frame.sha256[:12]}.txt"'
    return response
