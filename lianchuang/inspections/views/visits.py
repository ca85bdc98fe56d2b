"""Pages of visits: an inspector's day, the checklist on the phone, a visit as recorded, its photos."""

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import Actor, ActorRequest
from lianchuang.accounts.models import Role
from lianchuang.common import clock
from lianchuang.common.pages import form_page
from lianchuang.common.refusals import Invalid, NotPossibleNow
from lianchuang.evidence.actions import store_photo
from lianchuang.evidence.models import StoredFile
from lianchuang.evidence.queries import photo_response
from lianchuang.inspections.access import get_stop, get_visit, get_visit_photo
from lianchuang.inspections.actions import GivenAnswer, record_visit
from lianchuang.inspections.forms import Typed, VisitForm, hash_in, token_of
from lianchuang.inspections.models import Round, Visit
from lianchuang.inspections.queries.checklists import Checklist, checklist_page
from lianchuang.inspections.queries.looks import looks_at
from lianchuang.inspections.queries.today import today_of
from lianchuang.inspections.queries.visits import VisitPage, visits_at
from lianchuang.sites.access import get_site
from lianchuang.sites.models import Site


@require_safe
def today(request: ActorRequest) -> HttpResponse:
    """What this inspector walks today."""
    request.actor.require(Role.INSPECTOR, Role.OFFICE)
    now = clock.now()
    day = today_of(request.actor, now, clock.local(now).date())
    return render(request, "inspections/today.html", {"today": day, "next": day.next})


@form_page
def record(request: ActorRequest, round_id: UUID, site_id: UUID) -> HttpResponse:
    """The checklist of a site, to be filled in on the spot."""
    found, site = get_stop(request.actor, round_id, site_id)
    checklist = Checklist(site.site_type)
    if request.method != "POST":
        form = VisitForm.blank(checklist.items, clock.now())
        return _show_form(request, found, site, checklist, form)
    form = VisitForm.read(checklist.items, request.POST, request.FILES, clock.now())
    visit = _submit(request.actor, found, site, form)
    if visit is None:
        return _show_form(request, found, site, checklist, form)
    messages.success(request, _("Recorded: %(site)s.") % {"site": site.name})
    return redirect("inspections:visit", visit.pk)


def _show_form(request: ActorRequest, found: Round, site: Site, checklist: Checklist, form: VisitForm) -> HttpResponse:
    page = checklist_page(checklist, form, lambda token: hash_in(token, request.actor.person_id) is not None)
    context = {
        "round": found,
        "site": site,
        "page": page,
        "form": form,
        "before": visits_at(request.actor, site).filter(round=found).first(),
    }
    return render(request, "inspections/visit_form.html", context, status=422 if form.has_faults else 200)


def _submit(actor: Actor, found: Round, site: Site, form: VisitForm) -> Visit | None:
    """The visit as recorded, or None with the faults on the form. Photos are stored first, so that they are
    kept.
    """
    now = clock.now()
    try:
        answers = [_given(typed, actor, found) for typed in form.items.values()]
        if any(typed.faults for typed in form.items.values()):
            return None
        return record_visit(
            round=found,
            site=site,
            by=actor,
            answers=answers,
            started_at=form.started_at,
            finished_at=now,
            visit_id=form.visit_id,
            remark=form.remark,
            at=now,
        )
    except Invalid as refusal:
        form.take_faults(refusal.fields)
    except NotPossibleNow as refusal:
        form.take_faults({"": refusal.sentences()})
    return None


def _given(typed: Typed, actor: Actor, found: Round) -> GivenAnswer:
    hashes = [each for token in typed.kept if (each := hash_in(token, actor.person_id))]
    known = StoredFile.objects.in_bulk(hashes) if hashes else {}
    photos = [known[each] for each in hashes if each in known]
    for file in typed.files:
        try:
            stored = store_photo(content=file.read(), by=actor, at=clock.now(), sealed_with=found.seal)
        except Invalid as refusal:
            typed.faults.extend(refusal.sentences())
            continue
        photos.append(stored)
        typed.kept.append(token_of(stored, actor.person_id))
    count = None if typed.not_applicable else typed.count
    return GivenAnswer(typed.item, count, typed.not_applicable, typed.note, typed.fixed, tuple(photos))


@require_POST
def upload(request: ActorRequest, round_id: UUID, site_id: UUID) -> HttpResponse:
    """Keep one photo of a visit that is being recorded; the answer carries what the form sends instead of
    the file.
    """
    found, _site = get_stop(request.actor, round_id, site_id)
    file = request.FILES.get("photo")
    if not isinstance(file, UploadedFile):
        return JsonResponse({"sentences": [_("No photo came.")]}, status=422)
    try:
        stored = store_photo(
            content=file.read(), by=request.actor, at=clock.now(), field="photo", sealed_with=found.seal
        )
    except Invalid as refusal:
        return JsonResponse({"sentences": refusal.sentences()}, status=422)
    token = token_of(stored, request.actor.person_id)
    return JsonResponse({"token": token, "thumb": reverse("inspections:photo_uploaded", args=[token])})


@require_safe
def uploaded(request: ActorRequest, token: str) -> HttpResponseBase:
    """A photo not yet part of a visit, small: for whoever took it."""
    sha256 = hash_in(token, request.actor.person_id)
    if sha256 is None:
        raise Http404
    return photo_response(get_object_or_404(StoredFile, pk=sha256), thumb=True)


@require_safe
def show(request: ActorRequest, visit_id: UUID) -> HttpResponse:
    """A visit as recorded."""
    visit = get_visit(request.actor, visit_id)
    context = {
        "visit": visit,
        "page": VisitPage(request.actor, visit),
        "is_mine": visit.by_id == getattr(request.actor.person, "pk", None),
    }
    return render(request, "inspections/visit.html", context)


@require_safe
def site_looks(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """What was seen at one place: the part that the page of the place loads, or a page."""
    looks = looks_at(request.actor, get_site(request.actor, site_id), clock.now())
    template = "inspections/_site_looks.html" if request.htmx else "inspections/site_looks.html"
    return render(request, template, {"looks": looks})


@require_safe
def photo(request: ActorRequest, visit_id: UUID, sha256: str) -> HttpResponseBase:
    """A photo of a visit, large or (`?size=thumb`) small: for whoever may see the visit."""
    found = get_visit_photo(request.actor, visit_id, sha256)
    return photo_response(found.file, thumb=request.GET.get("size") == "thumb")
