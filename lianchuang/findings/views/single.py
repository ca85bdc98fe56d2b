"""One finding, and its photos."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.common import clock
from lianchuang.evidence.queries import photo_response
from lianchuang.findings.access import get_finding, sees_hints
from lianchuang.findings.models import FindingPhoto
from lianchuang.findings.queries import finding_page, judgements_of


@require_safe
def show(request: ActorRequest, finding_id: UUID) -> HttpResponse:
    """The whole story of one finding."""
    finding = get_finding(request.actor, finding_id)
    page = finding_page(request.actor, finding, clock.now())
    sees = page.has_after and sees_hints(request.actor, finding)
    context = {"page": page, "finding": finding, "sees_hints": sees, "judgements": judgements_of(finding)}
    return render(request, "findings/show.html", context)


@require_safe
def photo(request: ActorRequest, finding_id: UUID, photo_id: int) -> HttpResponseBase:
    """A photo, large or (`?size=thumb`) small: for whoever may see the finding."""
    finding = get_finding(request.actor, finding_id)
    found = get_object_or_404(FindingPhoto.objects.select_related("file"), finding=finding, pk=photo_id)
    return photo_response(found.file, thumb=request.GET.get("size") == "thumb")
