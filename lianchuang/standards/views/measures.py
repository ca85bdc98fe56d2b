"""Pages about shared measures: all of them, what is missing, one with its values, an edition by what was measured."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest, get_unit, visible_units
from lianchuang.accounts.models import Unit
from lianchuang.common import clock
from lianchuang.common.pages import paginate
from lianchuang.standards import queries
from lianchuang.standards.access import get_edition, get_measure, may_enter, may_link, root_of, visible_editions
from lianchuang.standards.views.asked import number_of


@require_safe
def show_table(request: ActorRequest) -> HttpResponse:
    """The shared measures and what each standard asks of them."""
    visible = visible_editions(request.actor)
    current = queries.current_editions(visible)
    context = {"crosswalk": queries.crosswalk(current), "here": "table", "may_link": may_link(request.actor)}
    return render(request, "standards/measure_table.html", context)


@require_safe
def show_gaps(request: ActorRequest) -> HttpResponse:
    """Requirements and measures that stand alone, old links, links nobody has reviewed."""
    found = queries.gaps(visible_editions(request.actor))
    alone = [(gap.edition, one) for gap in found.editions for one in gap.alone]
    chosen = request.GET.get("edition", "")
    if any(gap.edition.code == chosen for gap in found.editions):
        alone = [(edition, one) for edition, one in alone if edition.code == chosen]
    context = {"gaps": found, "page": paginate(request, alone), "chosen": chosen, "here": "gaps"}
    return render(request, "standards/gaps.html", context)


@require_safe
def show_measure(request: ActorRequest, code: str) -> HttpResponse:
    """One measure at one place: how each requirement stands, the trend, the history."""
    measure, place = get_measure(request.actor, code), place_asked(request)
    current = queries.current_editions(visible_editions(request.actor))
    standings = queries.standings_of_measure(measure, current, place, clock.today())
    history = queries.history_of(measure, place)
    context = {
        "measure": measure,
        "place": place,
        "places": queries.places_with_values(visible_units(request.actor)),
        "standings": standings,
        "joint": queries.joint_of(one.link for one in standings),
        "history": history,
        "trend": queries.trend_of(history, standings),
        "may_enter": may_enter(request.actor, place),
        "may_link": may_link(request.actor),
    }
    return render(request, "standards/measure.html", context)


def place_asked(request: ActorRequest) -> Unit:
    """The place named by ?place=, else the root of the tree."""
    asked = number_of(request.GET.get("place", ""))
    return get_unit(request.actor, asked) if asked else root_of(request.actor)


@require_safe
def show_standing(request: ActorRequest, code: str) -> HttpResponse:
    """An edition by what was measured: which of its linked requirements are met."""
    edition, place = get_edition(request.actor, code), place_asked(request)
    standing = queries.standing_of_edition(edition, place, clock.today())
    context = {"edition": edition, "place": place, "standing": standing}
    return render(request, "standards/standing.html", context)
