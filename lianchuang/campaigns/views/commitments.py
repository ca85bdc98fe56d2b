"""Pages for the commitments: all of them, one, and a form for each verb."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.campaigns import access, actions
from lianchuang.campaigns.forms.charter import CommitmentForm, EvidenceNoteForm, NoteForm, PostponeForm, SettleForm
from lianchuang.campaigns.models import Commitment
from lianchuang.campaigns.queries import commitment_page, commitments_page
from lianchuang.campaigns.views.acting import Sheet, answer
from lianchuang.common import clock
from lianchuang.common.pages import form_page


def _page(commitment: Commitment) -> str:
    return reverse("campaigns:commitment", args=[commitment.pk])


@require_safe
def show_list(request: ActorRequest) -> HttpResponse:
    """All commitments, the one due next first."""
    joint = access.get_joint(request.actor)
    context = {
        "joint": joint,
        "page": commitments_page(joint, clock.today()),
        "may_plan": access.may_plan(request.actor, joint),
    }
    return render(request, "campaigns/commitments.html", context)


@require_safe
def show(request: ActorRequest, commitment_id: UUID) -> HttpResponse:
    """A commitment with everything that happened to it."""
    commitment = access.get_commitment(request.actor, commitment_id)
    page = commitment_page(commitment, request.actor, clock.today())
    return render(request, "campaigns/commitment.html", {"page": page})


@form_page
def make(request: ActorRequest) -> HttpResponse:
    """Write down a commitment."""
    joint = access.get_joint_to_plan(request.actor)
    form = CommitmentForm(request.POST or None, joint=joint)
    sheet = Sheet(_("Write down a commitment"), reverse("campaigns:commitments"), joint.label, _("Write it down"))
    return answer(
        request,
        form,
        lambda: actions.make_commitment(joint=joint, **form.cleaned_data, by=request.actor, at=clock.now()),
        sheet,
    )


@form_page
def report(request: ActorRequest, commitment_id: UUID) -> HttpResponse:
    """Report evidence of keeping it."""
    commitment = access.get_commitment_to_report(request.actor, commitment_id)
    form = EvidenceNoteForm(request.POST or None)
    note = _("Whether it is kept, the campaign office judges.")
    sheet = Sheet(
        _("Report on the commitment"), _page(commitment), commitment.text, pgettext("progress", "Report"), note
    )
    return answer(
        request,
        form,
        lambda: actions.report_on_commitment(
            commitment=commitment, **form.cleaned_data, by=request.actor, at=clock.now()
        ),
        sheet,
    )


@form_page
def settle(request: ActorRequest, commitment_id: UUID) -> HttpResponse:
    """Judge whether it was kept."""
    commitment = access.get_commitment_to_plan(request.actor, commitment_id)
    form = SettleForm(request.POST or None, initial={"version": commitment.version})

    def act() -> None:
        given = dict(form.cleaned_data)
        version = given.pop("version")
        actions.settle_commitment(
            commitment=commitment, **given, expected_version=version, by=request.actor, at=clock.now()
        )

    note = _("Measured by: %(measure)s") % {"measure": commitment.measure}
    return answer(
        request, form, act, Sheet(_("Was it kept?"), _page(commitment), commitment.text, _("So judged"), note)
    )


@form_page
def postpone(request: ActorRequest, commitment_id: UUID) -> HttpResponse:
    """Give it a later day."""
    commitment = access.get_commitment_to_plan(request.actor, commitment_id)
    form = PostponeForm(request.POST or None, initial={"version": commitment.version})

    def act() -> None:
        given = dict(form.cleaned_data)
        version = given.pop("version")
        actions.postpone_commitment(
            commitment=commitment, **given, expected_version=version, by=request.actor, at=clock.now()
        )

    note = _("Due on %(day)s now.") % {"day": commitment.due_on.isoformat()}
    return answer(
        request,
        form,
        act,
        Sheet(_("Postpone the commitment"), _page(commitment), commitment.text, _("Postpone"), note),
    )


@form_page
def withdraw(request: ActorRequest, commitment_id: UUID) -> HttpResponse:
    """Withdraw what was not promised so."""
    commitment = access.get_commitment_to_plan(request.actor, commitment_id)
    form = NoteForm(request.POST or None, initial={"version": commitment.version})

    def act() -> None:
        given = form.cleaned_data
        actions.withdraw_commitment(
            commitment=commitment,
            note=given["note"],
            expected_version=given["version"],
            by=request.actor,
            at=clock.now(),
        )

    note = _("It stays readable with the reason, and counts nowhere.")
    sheet = Sheet(_("Withdraw the commitment"), _page(commitment), commitment.text, _("Withdraw"), note)
    return answer(request, form, act, sheet)
