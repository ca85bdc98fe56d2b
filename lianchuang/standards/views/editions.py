"""Pages about editions."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.standards.access import get_edition, visible_editions
from lianchuang.standards.models import Edition
from lianchuang.standards.queries import standards_with_editions, tree_of


@require_safe
def show_editions(request: ActorRequest) -> HttpResponse:
    """Every standard with its editions, in figures."""
    standards = standards_with_editions(visible_editions(request.actor))
    return render(request, "standards/editions.html", {"standards": standards})


@require_safe
def show_edition(request: ActorRequest, code: str) -> HttpResponse:
    """One edition as a tree."""
    edition = get_edition(request.actor, code)
    (standard,) = standards_with_editions(Edition.objects.filter(pk=edition.pk))
    context = {"edition": edition, "counts": standard.editions[0], "nodes": tree_of(edition)}
    return render(request, "standards/edition.html", context)
