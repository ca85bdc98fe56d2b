"""Pages of the complaint box."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.campaigns import access, actions
from lianchuang.campaigns.forms.complaints import AnswerForm, ComplaintForm
from lianchuang.campaigns.models import ComplaintAbout
from lianchuang.campaigns.queries.complaints import complaints_of, count_complaints
from lianchuang.campaigns.views.acting import Sheet, answer
from lianchuang.common import clock
from lianchuang.common.pages import form_page, paginate


@require_safe
def show_list(request: ActorRequest) -> HttpResponse:
    """Every complaint with its answer; whoever works here reads them."""
    joint = access.get_joint(request.actor)
    context = {
        "counts": count_complaints(joint),
        "page": paginate(request, complaints_of(joint)),
        "may_answer": access.may_plan(request.actor, joint),
    }
    return render(request, "campaigns/complaints.html", context)


@form_page
def complain(request: ActorRequest) -> HttpResponse:
    """Put a complaint into the box."""
    joint = access.get_joint(request.actor)
    form = ComplaintForm(request.POST or None)
    note = _("It and its answer can be read by everybody who works in this joint campaign. Please name no persons.")
    sheet = Sheet(
        _("Say what is too much"), reverse("campaigns:complaints"), joint.label, _("Put it into the box"), note
    )

    def act() -> object:
        given = form.cleaned_data
        about, anonymous = ComplaintAbout(given["about"]), given["anonymous"]
        return actions.complain(
            joint=joint, about=about, text=given["text"], anonymous=anonymous, by=request.actor, at=clock.now()
        )

    return answer(request, form, act, sheet)


@form_page
def answer_one(request: ActorRequest, complaint_id: UUID) -> HttpResponse:
    """Answer a complaint, for everybody to read."""
    complaint = access.get_complaint_to_answer(request.actor, complaint_id)
    form = AnswerForm(request.POST or None)
    sheet = Sheet(
        _("Answer the complaint"), reverse("campaigns:complaints"), complaint.text, _("Answer for all to read")
    )
    return answer(
        request,
        form,
        lambda: actions.answer_complaint(
            complaint=complaint, text=form.cleaned_data["text"], by=request.actor, at=clock.now()
        ),
        sheet,
    )
