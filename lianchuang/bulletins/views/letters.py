"""Pages of supervisory letters: what the ladder proposes, signing, answering, deciding."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.accounts.models import Role
from lianchuang.bulletins import access, actions, queries
from lianchuang.bulletins.forms import ReasonForm, RemarkForm, ReplyForm, VersionForm
from lianchuang.bulletins.models import Letter
from lianchuang.bulletins.rules.ladder import LADDER
from lianchuang.bulletins.views.shared import download, posted, status, tried
from lianchuang.common import clock
from lianchuang.common.pages import form_page, paginate
from lianchuang.common.refusals import onto
from lianchuang.evidence.actions import GivenFile
from lianchuang.evidence.files.shelf import shelve
from lianchuang.evidence.queries import document_response


@require_safe
def show_letters(request: ActorRequest) -> HttpResponse:
    """The letters one may read; ?state= those of one facet."""
    now, state = clock.now(), request.GET.get("state", "")
    rows = queries.letters_of(request.actor)
    page = paginate(request, queries.in_state(rows, state, now), per=30)
    context = {
        "page": page,
        "lines": queries.lines_of(page.object_list, now),
        "counts": queries.count_letters(access.visible_letters(request.actor), now),
        "state": state,
        "may_propose": access.makes_bulletins_somewhere(request.actor),
        "sees_proposed": request.actor.has(*access.DRAFT_READERS),
        "ladder": LADDER,
    }
    return render(request, "bulletins/letters.html", context)


@require_POST
def propose(request: ActorRequest) -> HttpResponse:
    """Look now for what the ladder proposes."""
    joint = access.get_joint_for_office(request.actor)
    actions.propose_letters(joint=joint, by=request.actor, at=clock.now())
    return redirect("bulletins:letters")


@require_safe
def show_letter(request: ActorRequest, letter_id: int) -> HttpResponse:
    """One letter as a paper, with what can be done with it."""
    letter = access.get_letter(request.actor, letter_id)
    page = queries.LetterPage(request.actor, letter, clock.now())
    over = letter.joint.place.path
    context = {
        "page": page,
        "may_decline": request.actor.has_over(over, *access.DRAFT_READERS),
        "may_decide": request.actor.has_over(over, Role.OFFICE),
        "may_answer": access.may_answer(request.actor, letter),
        "form": VersionForm(initial={"version": letter.version}),
    }
    return render(request, "bulletins/letter.html", context)


@require_safe
def give_file(request: ActorRequest, letter_id: int, form: str) -> HttpResponseBase:
    """The letter as DOCX or PDF."""
    letter = access.get_letter(request.actor, letter_id)
    if form not in queries.FORMATS:
        raise Http404
    page = queries.LetterPage(request.actor, letter, clock.now())
    return download(queries.letter_sheet(page), form, page.number.replace(" ", "") or page.rung)


@require_safe
def reply_file(request: ActorRequest, letter_id: int, file_id: int) -> HttpResponseBase:
    """A file of an answer."""
    found = access.get_reply_file(request.actor, letter_id, file_id)
    return document_response(found.file, found.name)


@form_page
def sign(request: ActorRequest, letter_id: int) -> HttpResponse:
    """Sign a proposed letter."""
    letter = access.get_letter_for_signing(request.actor, letter_id)
    form = VersionForm(posted(request), initial={"version": letter.version})
    if tried(form, request.actor, actions.sign_letter, letter=letter):
        return redirect("bulletins:letter", letter.pk)
    return _deed(request, "bulletins/letter_sign.html", letter, form)


@form_page
def decline(request: ActorRequest, letter_id: int) -> HttpResponse:
    """Do not sign it, with the reason."""
    letter = access.get_letter_for_signing(request.actor, letter_id)
    form = ReasonForm(posted(request), initial={"version": letter.version})
    if tried(form, request.actor, actions.decline_letter, letter=letter):
        return redirect("bulletins:letter", letter.pk)
    return _deed(request, "bulletins/letter_decline.html", letter, form)


@form_page
def reply(request: ActorRequest, letter_id: int) -> HttpResponse:
    """The unit answers."""
    letter = access.get_letter_to_answer(request.actor, letter_id)
    form = ReplyForm(posted(request), request.FILES or None, initial={"version": letter.version})
    if form.is_valid():
        given = form.cleaned_data
        with onto(form):
            actions.reply_to_letter(
                letter=letter,
                text=given["text"],
                promised_on=given["promised_on"],
                files=[GivenFile(shelve(one.read(), "attached"), str(one.name)) for one in given["attached"]],
                by=request.actor,
                at=clock.now(),
                expected_version=given["version"],
            )
            return redirect("bulletins:letter", letter.pk)
    return _deed(request, "bulletins/letter_reply.html", letter, form)


@form_page
def accept(request: ActorRequest, letter_id: int) -> HttpResponse:
    """Accept the answer."""
    letter = access.get_letter_to_decide(request.actor, letter_id)
    form = RemarkForm(posted(request), initial={"version": letter.version})
    if tried(form, request.actor, actions.accept_reply, letter=letter):
        return redirect("bulletins:letter", letter.pk)
    return _deed(request, "bulletins/letter_accept.html", letter, form)


@form_page
def reject(request: ActorRequest, letter_id: int) -> HttpResponse:
    """Do not accept the answer, and say why."""
    letter = access.get_letter_to_decide(request.actor, letter_id)
    form = ReasonForm(posted(request), initial={"version": letter.version})
    if tried(form, request.actor, actions.reject_reply, letter=letter):
        return redirect("bulletins:letter", letter.pk)
    return _deed(request, "bulletins/letter_reject.html", letter, form)


def _deed(request: ActorRequest, template: str, letter: Letter, form: VersionForm) -> HttpResponse:
    page = queries.LetterPage(request.actor, letter, clock.now())
    return render(request, template, {"page": page, "form": form}, status=status(form))
