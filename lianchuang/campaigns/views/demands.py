"""Pages for what notices demand: all of it, answering, opening again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.campaigns import access, actions
from lianchuang.campaigns.forms.charter import AnswerForm, VersionedReasonForm
from lianchuang.campaigns.queries import notice_lines
from lianchuang.campaigns.views.acting import Sheet, answer
from lianchuang.common import clock
from lianchuang.common.pages import form_page


@require_safe
def show_list(request: ActorRequest) -> HttpResponse:
    """Every demand, notice by notice, and where it is answered."""
    joint = access.get_joint(request.actor)
    lines = notice_lines(joint)
    context = {
        "joint": joint,
        "lines": lines,
        "demands": sum(len(line.demands) for line in lines),
        "answered": sum(line.answered for line in lines),
        "may_plan": access.may_plan(request.actor, joint),
    }
    return render(request, "campaigns/demands.html", context)


@form_page
def answer_one(request: ActorRequest, demand_id: UUID) -> HttpResponse:
    """Say where a demand is answered."""
    demand = access.get_demand_to_plan(request.actor, demand_id)
    form = AnswerForm(request.POST or None, joint=demand.joint, initial={"version": demand.version})

    def act() -> None:
        given = dict(form.cleaned_data)
        version = given.pop("version")
        actions.answer_demand(demand=demand, **given, expected_version=version, by=request.actor, at=clock.now())

    sheet = Sheet(_("Answer the demand"), reverse("campaigns:demands"), demand.text, note=demand.sentence)
    return answer(request, form, act, sheet)


@form_page
def reopen(request: ActorRequest, demand_id: UUID) -> HttpResponse:
    """Open a demand again."""
    demand = access.get_demand_to_plan(request.actor, demand_id)
    form = VersionedReasonForm(request.POST or None, initial={"version": demand.version})

    def act() -> None:
        given = dict(form.cleaned_data)
        version = given.pop("version")
        actions.reopen_demand(demand=demand, **given, expected_version=version, by=request.actor, at=clock.now())

    sheet = Sheet(_("Open the demand again"), reverse("campaigns:demands"), demand.text, _("Open it"))
    return answer(request, form, act, sheet)
