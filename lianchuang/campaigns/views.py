"""Pages about the joint campaign."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.accounts.models import Role
from lianchuang.campaigns import actions
from lianchuang.campaigns.access import get_campaign_to_plan
from lianchuang.campaigns.forms import TargetDateForm
from lianchuang.campaigns.queries import campaigns_of, joint_campaign_for
from lianchuang.common import clock, refusals


@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """The joint campaign: what each campaign pursues, who leads it, how many days are left."""
    joint = joint_campaign_for(request.actor)
    context = {
        "joint": joint,
        "lines": campaigns_of(joint, clock.today()) if joint else [],
        "may_plan": joint is not None and request.actor.has_over(joint.place.path, Role.OFFICE),
    }
    return render(request, "campaigns/show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
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
