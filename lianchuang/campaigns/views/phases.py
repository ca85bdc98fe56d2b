"""Pages for the phases."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from lianchuang.accounts.access import ActorRequest
from lianchuang.campaigns import actions
from lianchuang.campaigns.access import get_joint_to_plan, get_phase_to_plan
from lianchuang.campaigns.forms.charter import NewPhaseForm, OldPhaseForm, VersionedReasonForm
from lianchuang.campaigns.models import Phase
from lianchuang.campaigns.views.acting import Sheet, answer
from lianchuang.common import clock
from lianchuang.common.pages import form_page


def _back() -> str:
    return f"{reverse('campaigns:show')}#phases"


def _about(phase: Phase) -> str:
    whose = phase.campaign.label if phase.campaign else phase.joint.label
    return f"{whose} · {phase.label}"


@form_page
def add(request: ActorRequest) -> HttpResponse:
    """Add a phase."""
    joint = get_joint_to_plan(request.actor)
    form = NewPhaseForm(request.POST or None, joint=joint)
    sheet = Sheet(_("Add a phase"), _back(), joint.label, _("Add it"))
    return answer(
        request,
        form,
        lambda: actions.add_phase(joint=joint, **form.cleaned_data, by=request.actor, at=clock.now()),
        sheet,
    )


@form_page
def change(request: ActorRequest, phase_id: UUID) -> HttpResponse:
    """Rename or move a phase."""
    phase = get_phase_to_plan(request.actor, phase_id)
    held = {name: getattr(phase, name) for name in ("name", "name_en", "starts_on", "ends_on", "version")}
    form = OldPhaseForm(request.POST or None, initial=held)

    def act() -> None:
        given = dict(form.cleaned_data)
        version = given.pop("version")
        actions.change_phase(phase=phase, **given, expected_version=version, by=request.actor, at=clock.now())

    return answer(request, form, act, Sheet(_("Change the phase"), _back(), _about(phase)))


@form_page
def remove(request: ActorRequest, phase_id: UUID) -> HttpResponse:
    """Take a phase off the plan."""
    phase = get_phase_to_plan(request.actor, phase_id)
    form = VersionedReasonForm(request.POST or None, initial={"version": phase.version})

    def act() -> None:
        given = form.cleaned_data
        actions.remove_phase(
            phase=phase,
            reason=given["reason"],
            expected_version=given["version"],
            by=request.actor,
            at=clock.now(),
        )

    return answer(request, form, act, Sheet(_("Remove the phase"), _back(), _about(phase), _("Remove it")))
