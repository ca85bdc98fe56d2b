"""Pages of bulletins."""

from typing import Literal

from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.bulletins import access, actions, queries
from lianchuang.bulletins.forms import OutlookForm, VersionForm, WeekForm
from lianchuang.bulletins.models import Bulletin
from lianchuang.bulletins.queries.facts import cut_off
from lianchuang.bulletins.queries.pages import Week
from lianchuang.bulletins.rules import WEEK
from lianchuang.common import clock
from lianchuang.common.pages import paginate
from lianchuang.common.refusals import onto
from lianchuang.evidence.queries import photo_response

FORM = ["GET", "HEAD", "POST"]


@require_safe
def show_list(request: ActorRequest) -> HttpResponse:
    """All bulletins, newest first."""
    page = paginate(request, queries.bulletins_of(request.actor), per=30)
    rows = [(bulletin, queries.number_words(bulletin)) for bulletin in page.object_list]
    context = {"page": page, "rows": rows, "may_draft": access.makes_bulletins_somewhere(request.actor)}
    return render(request, "bulletins/list.html", context)


@require_safe
def show(request: ActorRequest, year: int, issue: int) -> HttpResponse:
    """One bulletin as an official paper, with the deeds of the office beside a draft."""
    bulletin = access.get_bulletin(request.actor, year, issue)
    context = {
        "page": queries.BulletinPage(request.actor, bulletin),
        "may_make": bulletin.is_draft and access.makes_bulletins(request.actor, bulletin.joint),
    }
    return render(request, "bulletins/show.html", context)


@require_safe
def show_figure(request: ActorRequest, year: int, issue: int, key: str) -> HttpResponse:
    """The rows behind a figure or a cell."""
    bulletin = access.get_bulletin(request.actor, year, issue)
    page = queries.BulletinPage(request.actor, bulletin)
    found = queries.behind(request.actor, page, key)
    if found is None:
        raise Http404
    rows = paginate(request, found.rows, total=found.seen)
    context = {"page": rows, "rows": [queries.Row(row) for row in rows.object_list], "behind": found, "bulletin": page}
    return render(request, "bulletins/figure.html", context)


@require_safe
def show_photo(
    request: ActorRequest, year: str, issue: str, order: str, side: Literal["before", "after"]
) -> HttpResponseBase:
    """A photo printed in a bulletin."""
    return photo_response(access.get_pair_photo(request.actor, int(year), int(issue), int(order), side))


@require_http_methods(FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Choose a week and draft its bulletin: its figures as of its end, or of now while it runs."""
    joint = access.get_joint_for_office(request.actor)
    weeks = [(week.monday, _week_words(week)) for week in queries.weeks_without(joint, clock.today())]
    form = WeekForm(_posted(request), weeks=weeks)
    if form.is_valid():
        monday, now = form.cleaned_data["week"], clock.now()
        with onto(form):
            bulletin = actions.draft_bulletin(
                joint=joint,
                period_from=monday,
                period_to=monday + WEEK,
                as_of=cut_off(monday, monday + WEEK, now),
                by=request.actor,
                at=now,
            )
            return _to(bulletin)
    return render(request, "bulletins/new.html", {"form": form, "weeks": weeks}, status=_status(form))


def _week_words(week: Week) -> str:
    words = {"week": week.number, "start": date_format(week.monday, "Y-m-d"), "end": date_format(week.sunday, "m-d")}
    if week.is_running:
        return _("Week %(week)s: %(start)s to %(end)s, still running") % words
    return _("Week %(week)s: %(start)s to %(end)s") % words


@require_http_methods(FORM)
def outlook(request: ActorRequest, year: int, issue: int) -> HttpResponse:
    """Write what is planned next."""
    bulletin = access.get_bulletin_for_office(request.actor, year, issue)
    form = OutlookForm(_posted(request), initial={"version": bulletin.version, "text": bulletin.outlook})
    if form.is_valid():
        with onto(form):
            actions.set_outlook(
                bulletin=bulletin,
                text=form.cleaned_data["text"],
                by=request.actor,
                at=clock.now(),
                expected_version=form.cleaned_data["version"],
            )
            return _to(bulletin)
    return _deed(request, "bulletins/outlook.html", bulletin, form)


@require_http_methods(FORM)
def redraft(request: ActorRequest, year: int, issue: int) -> HttpResponse:
    """Count the draft anew."""
    bulletin = access.get_bulletin_for_office(request.actor, year, issue)
    form = VersionForm(_posted(request), initial={"version": bulletin.version})
    if form.is_valid():
        version = form.cleaned_data["version"]
        with onto(form):
            actions.redraft_bulletin(bulletin=bulletin, by=request.actor, at=clock.now(), expected_version=version)
            return _to(bulletin)
    return _deed(request, "bulletins/redraft.html", bulletin, form)


@require_http_methods(FORM)
def publish(request: ActorRequest, year: int, issue: int) -> HttpResponse:
    """Sign and publish."""
    bulletin = access.get_bulletin_for_office(request.actor, year, issue)
    form = VersionForm(_posted(request), initial={"version": bulletin.version})
    if form.is_valid():
        version = form.cleaned_data["version"]
        with onto(form):
            actions.publish_bulletin(bulletin=bulletin, by=request.actor, at=clock.now(), expected_version=version)
            return _to(bulletin)
    return _deed(request, "bulletins/publish.html", bulletin, form)


def _posted(request: ActorRequest) -> QueryDict | None:
    """What was sent; an empty form is one, too."""
    return request.POST if request.method == "POST" else None


def _to(bulletin: Bulletin) -> HttpResponse:
    return redirect("bulletins:show", year=bulletin.year, issue=bulletin.issue)


def _deed(request: ActorRequest, template: str, bulletin: Bulletin, form: VersionForm | OutlookForm) -> HttpResponse:
    context = {"page": queries.BulletinPage(request.actor, bulletin), "form": form}
    return render(request, template, context, status=_status(form))


def _status(form: WeekForm | VersionForm | OutlookForm) -> int:
    return 422 if form.errors else 200
