"""Pages of sponsorships (包保)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.accounts.models import Role
from lianchuang.common import clock
from lianchuang.common.pages import form_page
from lianchuang.common.refusals import onto
from lianchuang.duties import actions
from lianchuang.duties.access import get_sponsorship_to_end, may_change_rules, reach_of
from lianchuang.duties.forms import RetireForm, SponsorshipForm
from lianchuang.duties.queries import sponsored_areas, sponsored_sites


@require_safe
def show_sponsorships(request: ActorRequest) -> HttpResponse:
    """Who stands behind each street and town, and behind single sites."""
    reach = reach_of(request.actor)
    areas = sponsored_areas(reach.units, reach.sites)
    context = {
        "areas": areas,
        "sponsored": sum(bool(one.sponsorships) for one in areas),
        "sites": sponsored_sites(reach.sites),
        "may_change": may_change_rules(request.actor),
    }
    return render(request, "duties/sponsorships.html", context)


@form_page
def begin(request: ActorRequest) -> HttpResponse:
    """Let somebody stand behind a place. The form may come filled in: ?area=…"""
    request.actor.require(Role.OFFICE)
    reach = reach_of(request.actor)
    given = {name: request.GET[name] for name in SponsorshipForm.base_fields if name in request.GET}
    form = SponsorshipForm(request.POST or None, initial=given, units=reach.units, sites=reach.sites)
    if request.method == "POST" and form.is_valid():
        with onto(form):
            actions.begin_sponsorship(**form.parts(), by=request.actor, at=clock.now())
            return redirect("duties:sponsorships")
    return render(request, "duties/sponsorship_begin.html", {"form": form}, status=422 if form.is_bound else 200)


@form_page
def end(request: ActorRequest, sponsorship_id: int) -> HttpResponse:
    """End a sponsorship, with a reason."""
    held = get_sponsorship_to_end(request.actor, sponsorship_id)
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with onto(form):
            reason = form.cleaned_data["reason"]
            actions.end_sponsorship(sponsorship=held, reason=reason, by=request.actor, at=clock.now())
            return redirect("duties:sponsorships")
    context = {"form": form, "sponsorship": held}
    return render(request, "duties/sponsorship_end.html", context, status=422 if form.is_bound else 200)
