"""Pages for earlier honours and what of them can be used again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.campaigns import access, actions
from lianchuang.campaigns.forms.charter import HonourEvidenceForm, HonourForm, OldHonourForm, ReasonForm
from lianchuang.campaigns.models import Honour
from lianchuang.campaigns.queries import honour_line
from lianchuang.campaigns.views.acting import Sheet, answer
from lianchuang.common import clock
from lianchuang.common.pages import form_page

KEPT = ("name", "level", "year", "awarded_by", "valid_until", "version")


def _page(honour: Honour) -> str:
    return reverse("campaigns:honour", args=[honour.pk])


@require_safe
def show(request: ActorRequest, honour_id: UUID) -> HttpResponse:
    """An honour with its documents."""
    honour = access.get_honour(request.actor, honour_id)
    context = {
        "line": honour_line(honour, clock.today()),
        "may_plan": access.may_plan(request.actor, honour.joint),
    }
    return render(request, "campaigns/honour.html", context)


@form_page
def add(request: ActorRequest) -> HttpResponse:
    """Enter an honour."""
    joint = access.get_joint_to_plan(request.actor)
    form = HonourForm(request.POST or None)
    sheet = Sheet(_("Enter an honour"), f"{reverse('campaigns:show')}#honours", joint.label, _("Enter it"))
    return answer(
        request,
        form,
        lambda: actions.add_honour(joint=joint, **form.cleaned_data, by=request.actor, at=clock.now()),
        sheet,
    )


@form_page
def change(request: ActorRequest, honour_id: UUID) -> HttpResponse:
    """Change an honour."""
    honour = access.get_honour_to_plan(request.actor, honour_id)
    form = OldHonourForm(request.POST or None, initial={name: getattr(honour, name) for name in KEPT})

    def act() -> None:
        given = dict(form.cleaned_data)
        version = given.pop("version")
        actions.change_honour(honour=honour, **given, expected_version=version, by=request.actor, at=clock.now())

    return answer(request, form, act, Sheet(_("Change the honour"), _page(honour), honour.name))


@form_page
def add_evidence(request: ActorRequest, honour_id: UUID) -> HttpResponse:
    """Name a document that can be used again."""
    honour = access.get_honour_to_plan(request.actor, honour_id)
    form = HonourEvidenceForm(request.POST or None, joint=honour.joint)
    sheet = Sheet(_("Name reusable evidence"), _page(honour), honour.name, _("Add it"))
    return answer(
        request,
        form,
        lambda: actions.add_honour_evidence(honour=honour, **form.cleaned_data, by=request.actor, at=clock.now()),
        sheet,
    )


@form_page
def remove_evidence(request: ActorRequest, honour_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Take a document off the list."""
    evidence = access.get_evidence_to_plan(request.actor, honour_id, evidence_id)
    form = ReasonForm(request.POST or None)
    sheet = Sheet(_("Remove the evidence"), _page(evidence.honour), evidence.title, _("Remove it"))
    return answer(
        request,
        form,
        lambda: actions.remove_honour_evidence(
            evidence=evidence, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now()
        ),
        sheet,
    )
