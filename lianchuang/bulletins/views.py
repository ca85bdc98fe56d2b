"""Pages of bulletins."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.accounts.models import Role
from lianchuang.bulletins import actions, queries
from lianchuang.bulletins.access import get_bulletin, get_bulletin_for_office, require_office
from lianchuang.bulletins.forms import OutlookForm, VersionForm, WeekForm
from lianchuang.bulletins.models import Bulletin, PhotoPair
from lianchuang.campaigns.models import JointCampaign
from lianchuang.common import clock
from lianchuang.common.pages import paginate
from lianchuang.common.refusals import onto
from lianchuang.evidence.queries import photo_response

FORM = ["GET", "HEAD", "POST"]


def _show(bulletin: Bulletin) -> HttpResponse:
    return redirect("bulletins:show", year=bulletin.year, issue=bulletin.issue)


@require_safe
def show_list(request: ActorRequest) -> HttpResponse:
    """All bulletins, newest first."""
    page = paginate(request, queries.bulletins_list(request.actor), per=30)
    return render(request, "bulletins/list.html", {"page": page, "may_draft": request.actor.has(Role.OFFICE)})


@require_safe
def show(request: ActorRequest, year: int, issue: int) -> HttpResponse:
    """One bulletin as an official paper."""
    bulletin = get_bulletin(request.actor, year, issue)
    is_office = request.actor.has_over(bulletin.joint.place.path, Role.OFFICE)
    sheet = queries.sheet_of(request.actor, bulletin)
    number = actions.number_words(bulletin)
    return render(request, "bulletins/show.html", {"sheet": sheet, "number": number, "is_office": is_office})


@require_safe
def show_figure(request: ActorRequest, year: int, issue: int, key: str) -> HttpResponse:
    """The rows behind a figure."""
    bulletin = get_bulletin(request.actor, year, issue)
    behind = queries.rows_behind(request.actor, bulletin, key)
    if behind is None:
        raise Http404
    context = {"bulletin": bulletin, "behind": behind, "number": actions.number_words(bulletin)}
    return render(request, "bulletins/figure.html", context)


@require_safe
def show_photo(request: ActorRequest, year: int, issue: int, pair: int, side: str) -> HttpResponseBase:
    """A photo printed in a bulletin: whoever may read the bulletin may see it."""
    bulletin = get_bulletin(request.actor, year, issue)
    found = get_object_or_404(
        PhotoPair.objects.select_related("before__file", "after__file"), bulletin=bulletin, pk=pair
    )
    return photo_response(found.before.file if side == "before" else found.after.file, thumb=False)


@require_http_methods(FORM)
def draft(request: ActorRequest) -> HttpResponse:
    """Choose a week and draft its bulletin."""
    joint = get_object_or_404(JointCampaign.objects.select_related("place"))
    require_office(request.actor, joint)
    weeks = [
        (day, f"{day:%Y-%m-%d} – {day + timedelta(days=6):%m-%d}")
        for day in queries.weeks_without(joint, clock.today())
    ]
    form = WeekForm(request.POST or None, weeks=weeks)
    if form.is_valid():
        monday, now = form.cleaned_data["week"], clock.now()
        with onto(form):
            return _show(
                actions.draft_bulletin(
                    joint=joint,
                    period_from=monday,
                    period_to=monday + actions.WEEK,
                    as_of=now,
                    by=request.actor,
                    at=now,
                )
            )
    context = {"form": form, "weeks": weeks}
    return render(request, "bulletins/draft.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
def outlook(request: ActorRequest, year: int, issue: int) -> HttpResponse:
    """Write what is planned next."""
    bulletin = get_bulletin_for_office(request.actor, year, issue)
    form = OutlookForm(request.POST or None, initial={"version": bulletin.version, "text": bulletin.outlook})
    if form.is_valid():
        text, version = form.cleaned_data["text"], form.cleaned_data["version"]
        with onto(form):
            return _show(
                actions.set_outlook(
                    bulletin=bulletin, text=text, by=request.actor, at=clock.now(), expected_version=version
                )
            )
    return _deed(request, "bulletins/outlook.html", bulletin, form)


@require_http_methods(FORM)
def redraft(request: ActorRequest, year: int, issue: int) -> HttpResponse:
    """Count the draft anew."""
    bulletin = get_bulletin_for_office(request.actor, year, issue)
    form = VersionForm(request.POST or None, initial={"version": bulletin.version})
    if form.is_valid():
        version = form.cleaned_data["version"]
        with onto(form):
            return _show(
                actions.redraft_bulletin(bulletin=bulletin, by=request.actor, at=clock.now(), expected_version=version)
            )
    return _deed(request, "bulletins/redraft.html", bulletin, form)


@require_http_methods(FORM)
def publish(request: ActorRequest, year: int, issue: int) -> HttpResponse:
    """Sign and publish."""
    bulletin = get_bulletin_for_office(request.actor, year, issue)
    form = VersionForm(request.POST or None, initial={"version": bulletin.version})
    if form.is_valid():
        version = form.cleaned_data["version"]
        with onto(form):
            return _show(
                actions.publish_bulletin(bulletin=bulletin, by=request.actor, at=clock.now(), expected_version=version)
            )
    return _deed(request, "bulletins/publish.html", bulletin, form)


def _deed(request: ActorRequest, template: str, bulletin: Bulletin, form: VersionForm | OutlookForm) -> HttpResponse:
    context = {"bulletin": bulletin, "form": form, "number": actions.number_words(bulletin)}
    return render(request, template, context, status=422 if form.errors else 200)
