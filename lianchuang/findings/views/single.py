"""One finding, and its photos."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
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
def photo(request: ActorRequest, finding_id: UUID, sha256: str) -> HttpResponseBase:
    """A photo, large or (`?size=thumb`) small: for whoever may see the finding."""
    finding = get_finding(request.actor, finding_id)
    found = FindingPhoto.objects.filter(finding=finding, file=sha256).select_related("file").first()
    if found is None:
        raise Http404
    return photo_response(found.file, thumb=request.GET.get("size") == "thumb")
