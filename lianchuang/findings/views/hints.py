"""Hints on photos, and what a person says who has looked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.common import clock
from lianchuang.common.pages import form_page
from lianchuang.findings.access import get_finding, get_photo_to_judge, require_hints
from lianchuang.findings.actions import judge_photo
from lianchuang.findings.forms import JudgeForm
from lianchuang.findings.models import Verdict
from lianchuang.findings.queries import hint_page, photo_before
from lianchuang.findings.views.attempts import tried


@require_safe
def show(request: ActorRequest, finding_id: UUID) -> HttpResponse:
    """The hints on a finding's photos: the part that its page loads, or a page."""
    finding = get_finding(request.actor, finding_id)
    require_hints(request.actor, finding)
    template = "findings/_hints.html" if request.htmx else "findings/hints.html"
    return render(request, template, {"hinted": hint_page(request.actor, finding), "finding": finding})


@form_page
def judge(request: ActorRequest, finding_id: UUID, sha256: str) -> HttpResponse:
    """Say what one saw of a photo."""
    photo, actor = get_photo_to_judge(request.actor, finding_id, sha256), request.actor
    form = JudgeForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        given, now = form.cleaned_data, clock.now()

        def act() -> None:
            judge_photo(photo=photo, verdict=Verdict(given["verdict"]), note=given["note"], by=actor, at=now)

        status = tried(form, act)
    if status == 303:
        messages.success(request, _("Noted beside the photo."))
        return redirect("findings:show", finding_id)
    context = {"form": form, "photo": photo, "finding": photo.finding, "before": photo_before(photo)}
    return render(request, "findings/judge.html", context, status=status)
