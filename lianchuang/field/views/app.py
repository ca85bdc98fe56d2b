"""The app itself: its page, its worker, its manifest, its words."""

import json

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.field.access import require_worker
from lianchuang.field.queries.shell import LANGUAGES, WORKER, catalogue, file_of, shell


@never_cache
@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """The frame of the app: the same for everybody, nothing of anybody's."""
    require_worker(request.actor)
    return render(request, "field/app.html", {"version": shell().version})


@never_cache
@require_safe
def worker(_request: ActorRequest) -> HttpResponse:
    """The service worker, told which files make the app, and their version."""
    head = f"const SHELL = {shell().as_json()};\n"
    text = head + file_of(WORKER).read_text(encoding="utf-8")
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@require_safe
def manifest(_request: ActorRequest) -> HttpResponse:
    """What a phone needs to put the app on its home screen."""
    home = reverse("field:app")
    icon = {"src": static("common/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    content = {
        "id": home,
        "name": _("Lianchuang: field"),
        "short_name": _("Field"),
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": "#F7F5EF",
        "theme_color": "#F7F5EF",
        "icons": [icon],
    }
    return HttpResponse(json.dumps(content, ensure_ascii=False), content_type="application/manifest+json")


@require_safe
def words(_request: ActorRequest, language: str) -> HttpResponse:
    """The app's texts in one language."""
    if language not in LANGUAGES:
        raise Http404
    return JsonResponse(catalogue(language))
