"""The results of a round with their intervals, and how far two teams agree."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.common.sheets import xlsx_response
from lianchuang.inspections.access import get_round, plans_rounds
from lianchuang.inspections.queries.agreement import AgreementPage
from lianchuang.inspections.queries.figures import Figure, Figures

PARTS = ("campaigns", "types", "items", "bodies", "agreement")


@require_safe
def show(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """The results, one part at a time (`?part=`)."""
    found = get_round(request.actor, round_id)
    figures = Figures(request.actor, found)
    part = request.GET.get("part", PARTS[0])
    if part not in PARTS or (part == "agreement" and not figures.is_whole):
        raise Http404
    context = {
        "round": found,
        "figures": figures,
        "part": part,
        **_shown(figures, part),
        "agreement": AgreementPage(found) if part == "agreement" else None,
        "has_doubles": figures.is_whole and bool(found.plan.get("doubles")),
        "is_office": plans_rounds(request.actor, found),
        "tab": "results",
    }
    return render(request, "inspections/results.html", context)


def _shown(figures: Figures, part: str) -> dict[str, list[Figure]]:
    """The rows of a part; items that were right everywhere stand apart."""
    every: list[Figure] = [] if part == "agreement" else getattr(figures, part)
    if part != "items":
        return {"rows": every, "rest": []}
    wrong = [each for each in every if each.part < each.base]
    return {"rows": wrong, "rest": [each for each in every if each.part >= each.base]}


@require_safe
def sheet(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """All results as a spreadsheet."""
    found = get_round(request.actor, round_id)
    header = [
        _("Part"), _("Name"), _("Sites looked at"), _("Sites in the frame"), _("Right, or points earned"), _("Of"),
        _("Percent"), _("From"), _("To"), _("Note"),
    ]  # fmt: skip
    figures = Figures(request.actor, found)
    return xlsx_response(_("Results %(round)s") % {"round": found.name}, header, _rows(figures), _("Results"))


def _rows(figures: Figures) -> Iterator[list[Any]]:
    yield _row(_("All items"), figures.whole)
    names = {
        "campaigns": _("Campaign"),
        "types": _("Type of site"),
        "bodies": _("Bureau, street or town"),
        "items": _("Check item"),
    }
    for part, name in names.items():
        for figure in getattr(figures, part):
            yield _row(name, figure)


def _row(name: str, figure: Figure) -> list[Any]:
    ends = (figure.interval.low * 100, figure.interval.high * 100) if figure.interval else (None, None)
    note = _("too few sites: counts only") if figure.is_too_few else ""
    percent = None if figure.percent is None else round(figure.percent, 1)
    return [
        name, figure.label, figure.sites, figure.frame, round(figure.part, 2), round(figure.base, 2), percent,
        *(None if end is None else round(end, 1) for end in ends), note,
    ]  # fmt: skip
