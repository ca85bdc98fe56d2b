"""Refusals become pages, parts or API answers here and nowhere else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from lianchuang.common.refusals import Refusal


class RefusalMiddleware:
    """Answer a refusal that a view let pass: JSON to whoever asked for it, a part to htmx, else a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a Refusal into its answer; anything else is not ours."""
        if not isinstance(exception, Refusal):
            return None
        if request.accepts("application/json") and not request.accepts("text/html"):
            return JsonResponse(
                {"kind": exception.kind, "code": exception.code, "sentences": exception.sentences()},
                status=exception.status,
            )
        part = bool(getattr(request, "htmx", False))
        template = "common/_refused.html" if part else "common/refused.html"
        return render(request, template, {"refusal": exception}, status=exception.status)
