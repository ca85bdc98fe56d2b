"""The archive book of a campaign: what it will hold, what is missing, making it, taking it away."""

from pathlib import Path

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.accounts.models import Role
from lianchuang.common import clock
from lianchuang.common.pages import paginate
from lianchuang.common.refusals import ChangedMeanwhile, NotPossibleNow, Reason
from lianchuang.common.typesetting import MissingFont
from lianchuang.evidence import actions
from lianchuang.evidence.access import get_book, get_campaign_of_book, get_campaign_to_make_book, visible_campaigns
from lianchuang.evidence.book.building import CannotBuild, begin, build
from lianchuang.evidence.book.contents import contents_of
from lianchuang.evidence.book.shapes import Book, Made
from lianchuang.evidence.book.store import CountyStore
from lianchuang.evidence.book.words import cannot_sentence
from lianchuang.evidence.forms import MakeForm
from lianchuang.evidence.queries import book_response, books_home, books_of, fresh_folder, is_small
from lianchuang.evidence.rules import MOST_FILES_AT_ONCE
from lianchuang.evidence.views.requests import require_valid

PER_PAGE = 40


@require_safe
def show(request: ActorRequest, code: str) -> HttpResponse:
    """What the book will hold today and what is missing; the books made so far."""
    campaign = get_campaign_of_book(request.actor, code)
    book = contents_of(campaign, clock.today())
    only_gaps = request.GET.get("gaps") == "1"
    sheets = [one for one in book.sheets if one.gaps] if only_gaps else list(book.sheets)
    sheets.sort(key=lambda one: not one.is_veto)
    context = {
        "campaign": campaign,
        "campaigns": visible_campaigns(request.actor).order_by("slot"),
        "book": book,
        "page": paginate(request, sheets, PER_PAGE),
        "only_gaps": only_gaps,
        "made": books_of(campaign),
        "may_make": request.actor.has_over(campaign.joint.place.path, Role.OFFICE),
        "is_small": is_small(book),
        "most_files": MOST_FILES_AT_ONCE,
        "command": f"lianchuang evidence book {campaign.code} --out {books_home() / f'{campaign.code}-{book.as_of}'}",
    }
    return render(request, "evidence/book.html", context)


@require_POST
def make(request: ActorRequest, code: str) -> HttpResponse:
    """Make the book now: only a small one, which takes seconds; a large one is made by the command."""
    campaign, form = get_campaign_to_make_book(request.actor, code), MakeForm(request.POST)
    require_valid(form)
    at = clock.now()
    book = contents_of(campaign, clock.local(at).date())
    if form.cleaned_data["as_of"].isoformat() != book.as_of:
        raise ChangedMeanwhile
    name, out = fresh_folder(campaign, at)
    actions.note_book(campaign=campaign, made=_built(out, book), folder=name, by=request.actor, at=at)
    return redirect("evidence:book", campaign.code)


def _built(out: Path, book: Book) -> Made:
    if not is_small(book):
        raise NotPossibleNow([Reason("too_large", cannot_sentence("too_large"))])
    try:
        held, _goes_on = begin(out, book)
        return build(out, held, CountyStore())
    except CannotBuild as fault:
        raise NotPossibleNow([Reason(fault.code, cannot_sentence(fault.code))]) from fault
    except MissingFont as fault:
        raise NotPossibleNow([Reason("no_font", str(fault))]) from fault


@require_safe
def pdf(request: ActorRequest, code: str, book_id: int) -> HttpResponseBase:
    """The pages of a book."""
    return _sent(request, code, book_id, "pdf")


@require_safe
def packed(request: ActorRequest, code: str, book_id: int) -> HttpResponseBase:
    """A book with all its files."""
    return _sent(request, code, book_id, "zip")


def _sent(request: ActorRequest, code: str, book_id: int, form: str) -> HttpResponseBase:
    response = book_response(get_book(request.actor, code, book_id), form)
    if response is None:
        raise Http404
    return response
