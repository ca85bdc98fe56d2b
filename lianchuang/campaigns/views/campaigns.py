"""The page of the joint campaign, and its target dates."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.campaigns import actions
from lianchuang.campaigns.access import get_campaign_to_plan, may_plan
from lianchuang.campaigns.forms.charter import TargetDateForm
from lianchuang.campaigns.queries import charter_page, joint_campaign_for
from lianchuang.common import clock, refusals
from lianchuang.common.pages import form_page


@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """The charter: campaigns, phases, topics, commitments, honours, related rectification, dates."""
    joint = joint_campaign_for(request.actor)
    context = {
        "joint": joint,
        "page": charter_page(joint, clock.today()) if joint else None,
        "may_plan": joint is not None and may_plan(request.actor, joint),
    }
    return render(request, "campaigns/show.html", context)


@form_page
def move_target_date(request: ActorRequest, code: str) -> HttpResponse:
    """Move a campaign's target date."""
    campaign = get_campaign_to_plan(request.actor, code)
    day = campaign.target_date
    form = TargetDateForm(request.POST or None, initial={"target_date": day, "held": day})
    if request.method == "POST" and form.is_valid():
        campaign.target_date = form.cleaned_data["held"]
        with refusals.onto(form):
            actions.move_target_date(
                campaign=campaign,
                target_date=form.cleaned_data["target_date"],
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=clock.now(),
            )
        if form.is_valid():
            return redirect("campaigns:show")
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/target_date.html", {"campaign": campaign, "form": form}, status=status)
