"""Pages of the words around the figures."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lianchuang.accounts.access import ActorRequest
from lianchuang.bulletins import access, actions, queries
from lianchuang.bulletins.forms import VersionForm, WordingForm
from lianchuang.bulletins.models import BulletinKind
from lianchuang.bulletins.rules.wording import NAMES, Wording, wording_faults
from lianchuang.bulletins.views.shared import posted, status
from lianchuang.campaigns.models import JointCampaign
from lianchuang.common import clock
from lianchuang.common.pages import form_page
from lianchuang.common.refusals import Invalid, checked, onto


@form_page
def edit(request: ActorRequest, kind: str) -> HttpResponse:
    """Change the words of a kind of bulletin; each change is a new version."""
    joint, number, wording = _in_use(request, kind)
    form = WordingForm(posted(request), wording=wording, number=number)
    if form.is_valid():
        with onto(form):
            actions.save_template(
                joint=joint,
                kind=kind,
                wording=form.typed(),
                expected_number=form.cleaned_data["number"],
                by=request.actor,
                at=clock.now(),
            )
            return redirect("bulletins:wording", kind)
    return _page(request, joint, kind, form)


@require_POST
def preview(request: ActorRequest, kind: str) -> HttpResponse:
    """The typed words on the figures of the newest bulletin of this kind; nothing is kept."""
    joint, number, wording = _in_use(request, kind)
    form = WordingForm(posted(request), wording=wording, number=number)
    if form.is_valid():
        with onto(form):
            typed = form.typed()
            if faults := wording_faults(typed):
                raise Invalid(faults)
            return _shown(request, joint, kind, typed)
    return _page(request, joint, kind, form)


def _shown(request: ActorRequest, joint: JointCampaign, kind: str, wording: Wording) -> HttpResponse:
    bulletin = queries.bulletins_of(request.actor).filter(joint=joint, kind=kind).select_related("joint__place").first()
    page = queries.BulletinPage(request.actor, bulletin, wording) if bulletin else None
    context = {"page": page, "paper": queries.Paper(page) if page else None, "kind": kind}
    return render(request, "bulletins/preview.html", context)


@require_POST
def restore(request: ActorRequest, kind: str) -> HttpResponse:
    """Take the words as shipped, as a new version."""
    joint, _number, _wording = _in_use(request, kind)
    number, words = checked(VersionForm(request.POST))["version"], queries.shipped(kind)
    actions.save_template(
        joint=joint, kind=kind, wording=words, expected_number=number, by=request.actor, at=clock.now()
    )
    return redirect("bulletins:wording", kind)


def _in_use(request: ActorRequest, kind: str) -> tuple[JointCampaign, int, Wording]:
    joint = access.get_joint_for_office(request.actor)
    if kind not in BulletinKind.values:
        raise Http404
    return joint, *queries.wording_in_use(joint, kind)


def _page(request: ActorRequest, joint: JointCampaign, kind: str, form: WordingForm) -> HttpResponse:
    context = {
        "form": form,
        "kind": kind,
        "kinds": BulletinKind.choices,
        "names": NAMES,
        "versions": queries.versions_of(joint, kind),
        "number": form.initial["number"],
    }
    return render(request, "bulletins/wording.html", context, status=status(form))
