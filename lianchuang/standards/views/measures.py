"""Pages about shared measures."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.standards.access import visible_editions
from lianchuang.standards.models import EditionState
from lianchuang.standards.queries import crosswalk


@require_safe
def show_measures(request: ActorRequest) -> HttpResponse:
    """The shared measures and what each standard asks of them."""
    published = visible_editions(request.actor).filter(state=EditionState.PUBLISHED)
    return render(request, "standards/measures.html", {"crosswalk": crosswalk(published)})
