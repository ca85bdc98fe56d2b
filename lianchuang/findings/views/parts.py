"""A page for each verb of a part: what it means, its form, and then the action."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianchuang.accounts.access import ActorRequest
from lianchuang.common import clock
from lianchuang.common.pages import form_page
from lianchuang.common.refusals import NotPossibleNow
from lianchuang.findings import actions, forms
from lianchuang.findings.access import get_part_for
from lianchuang.findings.models import Part
from lianchuang.findings.parts import PART_VERB_LABELS, PartVerb, part_state_faults
from lianchuang.findings.queries import place_words
from lianchuang.findings.views.attempts import tried
from lianchuang.findings.views.deeds import all_posts


@dataclass(frozen=True)
class PartDeed:
    """A verb's page: the verb, its form and action, and what it means."""

    verb: PartVerb
    form: type[forms.PartForm]
    act: Callable[..., Part]
    means: Promise


PART_DEEDS = {
    "done": PartDeed(
        PartVerb.DONE,
        forms.PartDoneForm,
        actions.hand_in_part,
        _("The lead hands the whole in when every part is done."),
    ),
    "return": PartDeed(
        PartVerb.RETURN, forms.PartForm, actions.return_part, _("The lead gives it to another post or drops it.")
    ),
    "give": PartDeed(PartVerb.GIVE, forms.PartGiveForm, actions.give_part, _("Another post does it, by this date.")),
    "redo": PartDeed(PartVerb.REDO, forms.PartAgainForm, actions.redo_part, _("The same post does it again.")),
    "drop": PartDeed(PartVerb.DROP, forms.PartForm, actions.drop_part, _("It is not needed; the reason stays.")),
}


@form_page
def do(request: ActorRequest, finding_id: UUID, part_id: int, deed: str) -> HttpResponse:
    """The page of a verb of a part, and the deed."""
    if deed not in PART_DEEDS:
        raise Http404
    chosen = PART_DEEDS[deed]
    part = get_part_for(request.actor, finding_id, part_id, chosen.verb)
    faults = part_state_faults(chosen.verb, part.state_enum, part.finding.state_enum)
    if request.method != "POST" and faults:
        raise NotPossibleNow(faults)
    form = chosen.form(request.POST or None, part=part, posts=all_posts(request.actor))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        status = tried(form, lambda: _act(request, chosen, part, form))
    heading = PART_VERB_LABELS[chosen.verb]
    if status == 303:
        messages.success(request, _("Done: %(what)s.") % {"what": heading})
        return redirect("findings:show", finding_id)
    context = {
        "part": part,
        "form": form,
        "heading": heading,
        "means": chosen.means,
        "place": place_words(part.finding),
    }
    return render(request, "findings/part.html", context, status=status)


def _act(request: ActorRequest, chosen: PartDeed, part: Part, form: forms.PartForm) -> None:
    given = dict(form.cleaned_data)
    given["expected_version"] = given.pop("version")
    chosen.act(part=part, by=request.actor, at=clock.now(), **given)
