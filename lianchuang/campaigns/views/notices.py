"""Drafting from a notice: what the program read is shown; a person chooses, edits and accepts."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lianchuang.accounts.access import ActorRequest
from lianchuang.campaigns import actions
from lianchuang.campaigns.access import get_joint_to_plan
from lianchuang.campaigns.forms.notices import AcceptForm, NoticeForm
from lianchuang.common import clock
from lianchuang.common.pages import form_page
from lianchuang.common.refusals import onto


@form_page
def draft(request: ActorRequest) -> HttpResponse:
    """Paste or upload a notice; nothing is written."""
    joint = get_joint_to_plan(request.actor)
    form = NoticeForm(request.POST, request.FILES) if request.method == "POST" else NoticeForm()
    if form.is_valid():
        drafted = form.cleaned_data["draft"]
        chosen = AcceptForm.of(drafted, joint)
        return render(request, "campaigns/draft.html", {"draft": drafted, "form": chosen, "joint": joint})
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/notice.html", {"form": form, "joint": joint}, status=status)


@require_POST
def accept(request: ActorRequest) -> HttpResponse:
    """Take over what was ticked."""
    joint = get_joint_to_plan(request.actor)
    form = AcceptForm(request.POST, joint=joint)
    if form.is_valid():
        with onto(form):
            actions.accept_notice(joint=joint, **form.parts(), by=request.actor, at=clock.now())
            return redirect("campaigns:demands")
    return render(request, "campaigns/draft.html", {"draft": None, "form": form, "joint": joint}, status=422)
