"""Pages of bulletins: reading, drafting, signing, publishing, correcting."""

from typing import Literal
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.bulletins import access, actions, queries
from lianchuang.bulletins.forms import CorrectionForm, OutlookForm, PairsForm, PeriodForm, ReasonForm, VersionForm
from lianchuang.bulletins.models import Bulletin, BulletinKind
from lianchuang.bulletins.rules import Kind
from lianchuang.bulletins.views.shared import download, posted, status, tried
from lianchuang.common import clock
from lianchuang.common.pages import form_page, paginate
from lianchuang.common.refusals import checked, onto
from lianchuang.evidence.queries import photo_response


@require_safe
def show_list(request: ActorRequest) -> HttpResponse:
    """All bulletins, newest first; ?kind= those of one kind."""
    rows = queries.bulletins_of(request.actor)
    kind = request.GET.get("kind", "")
    asked = rows.filter(kind=kind) if kind in BulletinKind.values else rows
    page = paginate(request, asked, per=30)
    counts = queries.count_kinds(rows)
    context = {
        "page": page,
        "rows": [(bulletin, queries.number_words(bulletin)) for bulletin in page.object_list],
        "kinds": [(one.value, one.label, counts[one.value]) for one in BulletinKind],
        "total": sum(counts.values()),
        "kind": kind,
        "may_draft": access.makes_bulletins_somewhere(request.actor),
    }
    return render(request, "bulletins/list.html", context)


@require_safe
def show(request: ActorRequest, kind: str, year: int, issue: int) -> HttpResponse:
    """One bulletin as an official paper, with what can be done with it beside."""
    bulletin = access.get_bulletin(request.actor, kind, year, issue)
    page = queries.BulletinPage(request.actor, bulletin)
    context = {
        "page": page,
        "paper": queries.Paper(page),
        "may_make": access.makes_bulletins(request.actor, bulletin.joint),
        "may_sign": access.signs_bulletins(request.actor, bulletin.joint),
    }
    return render(request, "bulletins/show.html", context)


@require_safe
def show_figure(request: ActorRequest, kind: str, year: int, issue: int, key: str) -> HttpResponse:
    """The rows behind a figure or a cell."""
    bulletin = access.get_bulletin(request.actor, kind, year, issue)
    page = queries.BulletinPage(request.actor, bulletin)
    found = queries.behind(request.actor, page, key)
    if found is None:
        raise Http404
    rows = paginate(request, found.rows, total=found.seen)
    context = {"page": rows, "rows": [queries.Row(row) for row in rows.object_list], "behind": found, "bulletin": page}
    return render(request, "bulletins/figure.html", context)


@require_safe
def show_photo(
    request: ActorRequest, kind: str, year: int, issue: int, order: int, side: Literal["before", "after"]
) -> HttpResponseBase:
    """A photo printed in a bulletin."""
    return photo_response(access.get_pair_photo(request.actor, kind, year, issue, order, side))


@require_safe
def show_candidate(request: ActorRequest, kind: str, year: int, issue: int, sha256: str) -> HttpResponseBase:
    """A small picture among which the office chooses."""
    return photo_response(access.get_candidate_photo(request.actor, kind, year, issue, sha256), thumb=True)


@require_safe
def give_file(request: ActorRequest, kind: str, year: int, issue: int, form: str) -> HttpResponseBase:
    """The bulletin as DOCX or PDF, with its corrections."""
    bulletin = access.get_bulletin(request.actor, kind, year, issue)
    page = queries.BulletinPage(request.actor, bulletin)
    if form not in queries.FORMATS:
        raise Http404
    return download(queries.bulletin_sheet(page), form, page.number.replace(" ", ""))


@form_page
def new(request: ActorRequest) -> HttpResponse:
    """Choose a kind and what it is of, and draft it: figures as of the end of its days, or of now while they run."""
    joint = access.get_joint_for_office(request.actor)
    asked = request.GET.get("kind", "")
    kind = Kind(asked) if asked in BulletinKind.values else Kind.WEEKLY
    periods = {one.key: one for one in queries.periods_without(joint, kind, clock.today())}
    form = PeriodForm(posted(request), periods=[(key, _period_words(one)) for key, one in periods.items()])
    if form.is_valid():
        one, now = periods[form.cleaned_data["period"]], clock.now()
        with onto(form):
            bulletin = actions.draft_bulletin(
                joint=joint, kind=kind, period_from=one.first, period_to=one.last, round=one.round,
                campaign=one.campaign, as_of=queries.moment_of(one, now), by=request.actor, at=now,
            )  # fmt: skip
            return _to(bulletin)
    context = {"form": form, "periods": periods, "kinds": BulletinKind.choices, "kind": kind.value}
    return render(request, "bulletins/new.html", context, status=status(form))


def _period_words(period: queries.Period) -> str:
    """What a bulletin would be of, in words."""
    first, last = date_format(period.first, "Y-m-d"), date_format(period.last, "m-d")
    facts = {"start": first, "end": last, "week": period.first.isocalendar().week}
    match period.kind:
        case Kind.DAILY:
            words = first
        case Kind.WEEKLY:
            words = _("Week %(week)s: %(start)s to %(end)s") % facts
        case Kind.ROUND:
            name = period.round.name if period.round else ""
            words = _("%(name)s: %(start)s to %(end)s") % {**facts, "name": name}
        case _:
            campaign = period.campaign.label if period.campaign else ""
            words = f"{campaign} {date_format(period.first, 'Y-m')}"
    return words + (_(", still running") if period.is_running else "")


@form_page
def outlook(request: ActorRequest, kind: str, year: int, issue: int) -> HttpResponse:
    """Write what is planned next."""
    bulletin = access.get_bulletin_for_office(request.actor, kind, year, issue)
    form = OutlookForm(posted(request), initial={"version": bulletin.version, "text": bulletin.outlook})
    if tried(form, request.actor, actions.set_outlook, bulletin=bulletin):
        return _to(bulletin)
    return _deed(request, "bulletins/outlook.html", bulletin, form)


@form_page
def pairs(request: ActorRequest, kind: str, year: int, issue: int) -> HttpResponse:
    """Choose which pairs of photos stand in the bulletin."""
    bulletin = access.get_bulletin_for_office(request.actor, kind, year, issue)
    candidates = queries.pair_candidates(bulletin)
    chosen = set(bulletin.pairs.values_list("before__finding_id", flat=True))
    form = PairsForm(
        posted(request), candidates=[str(one.finding.pk) for one in candidates], initial={"version": bulletin.version}
    )
    if form.is_valid():
        picked = [UUID(key) for key in form.cleaned_data["pairs"]]
        version = form.cleaned_data["version"]
        with onto(form):
            actions.choose_pairs(
                bulletin=bulletin, findings=picked, by=request.actor, at=clock.now(), expected_version=version
            )
            return _to(bulletin)
    rows = [(one, one.finding.pk in chosen) for one in candidates]
    return _deed(request, "bulletins/pairs.html", bulletin, form, rows=rows)


@form_page
def redraft(request: ActorRequest, kind: str, year: int, issue: int) -> HttpResponse:
    """Count the draft anew."""
    bulletin = access.get_bulletin_for_office(request.actor, kind, year, issue)
    form = VersionForm(posted(request), initial={"version": bulletin.version})
    if tried(form, request.actor, actions.redraft_bulletin, bulletin=bulletin):
        return _to(bulletin)
    return _deed(request, "bulletins/redraft.html", bulletin, form)


@form_page
def sign(request: ActorRequest, kind: str, year: int, issue: int) -> HttpResponse:
    """Sign what another drafted."""
    bulletin = access.get_bulletin_for_signing(request.actor, kind, year, issue)
    form = VersionForm(posted(request), initial={"version": bulletin.version})
    if tried(form, request.actor, actions.sign_bulletin, bulletin=bulletin):
        return _to(bulletin)
    return _deed(request, "bulletins/sign.html", bulletin, form)


@form_page
def send_back(request: ActorRequest, kind: str, year: int, issue: int) -> HttpResponse:
    """Take the signature back, with the reason."""
    bulletin = access.get_bulletin_for_signing(request.actor, kind, year, issue)
    form = ReasonForm(posted(request), initial={"version": bulletin.version})
    if tried(form, request.actor, actions.send_back_bulletin, bulletin=bulletin):
        return _to(bulletin)
    return _deed(request, "bulletins/send_back.html", bulletin, form)


@form_page
def publish(request: ActorRequest, kind: str, year: int, issue: int) -> HttpResponse:
    """Publish what is signed."""
    bulletin = access.get_bulletin_for_office(request.actor, kind, year, issue)
    form = VersionForm(posted(request), initial={"version": bulletin.version})
    if tried(form, request.actor, actions.publish_bulletin, bulletin=bulletin):
        return _to(bulletin)
    return _deed(request, "bulletins/publish.html", bulletin, form)


@form_page
def correct(request: ActorRequest, kind: str, year: int, issue: int) -> HttpResponse:
    """Write a correction of a published bulletin; another person signs it."""
    bulletin = access.get_bulletin_for_office(request.actor, kind, year, issue)
    form = CorrectionForm(posted(request))
    if form.is_valid():
        with onto(form):
            actions.write_correction(bulletin=bulletin, **form.cleaned_data, by=request.actor, at=clock.now())
            return _to(bulletin)
    return _deed(request, "bulletins/correct.html", bulletin, form)


@require_POST
def sign_correction(request: ActorRequest, correction_id: int) -> HttpResponse:
    """Sign a correction that another person wrote."""
    correction = access.get_correction_for_signing(request.actor, correction_id)
    version = checked(VersionForm(request.POST))["version"]
    actions.sign_correction(correction=correction, by=request.actor, at=clock.now(), expected_version=version)
    return _to(correction.bulletin)


@require_POST
def withdraw_correction(request: ActorRequest, correction_id: int) -> HttpResponse:
    """Withdraw a correction that nobody has signed."""
    correction = access.get_correction_for_signing(request.actor, correction_id)
    version = checked(VersionForm(request.POST))["version"]
    actions.withdraw_correction(correction=correction, by=request.actor, at=clock.now(), expected_version=version)
    return _to(correction.bulletin)


def _to(bulletin: Bulletin) -> HttpResponse:
    return redirect("bulletins:show", kind=bulletin.kind, year=bulletin.year, issue=bulletin.issue)


def _deed(
    request: ActorRequest,
    template: str,
    bulletin: Bulletin,
    form: VersionForm | CorrectionForm,
    **more: object,
) -> HttpResponse:
    context = {"page": queries.BulletinPage(request.actor, bulletin), "form": form, **more}
    return render(request, template, context, status=status(form))
