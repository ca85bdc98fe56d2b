"""Pages about what one is told, and about the chores of the worker."""

from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import ActorRequest
from lianchuang.accounts.models import Person
from lianchuang.common import clock, refusals
from lianchuang.common.pages import form_page, paginate
from lianchuang.jobs.queries import task_lines
from lianchuang.notices import actions, queries
from lianchuang.notices.access import get_own_notice, get_unit_to_equip, require_keeper
from lianchuang.notices.actions.reading import mark_read, mark_these_read
from lianchuang.notices.forms import ChoiceForm, RobotForm
from lianchuang.notices.models import How


@require_safe
def show_list(request: ActorRequest) -> HttpResponse:
    """What the acting post is told: unread, or all with ?view=all."""
    everything = request.GET.get("view") == "all"
    page = paginate(request, queries.notices_shown(request.actor, everything=everything))
    lines = queries.lines_of(page.object_list)
    context = {
        "page": page,
        "days": queries.by_day(lines),
        "unread": [line.notice for line in lines if not line.notice.is_read],
        "everything": everything,
        "elsewhere": queries.unread_elsewhere(request.actor),
    }
    return render(request, "notices/list.html", context)


@require_POST
def open_notice(request: ActorRequest, notice_id: UUID) -> HttpResponse:
    """Go to what the notice is about; from now on it is read."""
    notice = get_own_notice(request.actor, notice_id)
    mark_read(notice=notice)
    return redirect(notice.link)


@require_POST
def read_these(request: ActorRequest) -> HttpResponse:
    """What stood on the page is read; what stands on its other pages is not."""
    with suppress(ValueError):
        mark_these_read(by=request.actor, shown=[UUID(one) for one in request.POST.getlist("notice")])
    return redirect("notices:list")


@form_page
def choose(request: ActorRequest) -> HttpResponse:
    """How one is told outside the program."""
    person = request.actor.person
    assert isinstance(person, Person)  # noqa: S101 - a request never comes from the program itself
    held = queries.choice_of(person)
    form = ChoiceForm(request.POST or None, initial={"how": held.how, "email": held.email})
    if request.method == "POST" and form.is_valid():
        how, email = How(form.cleaned_data["how"]), form.cleaned_data["email"]
        with refusals.onto(form):
            actions.choose_notices(how=how, email=email, by=request.actor, at=clock.now())
            return redirect("accounts:settings")
    context = {"form": form, "mail_is_set_up": settings.MAIL_IS_SET_UP}
    return render(request, "notices/choose.html", context, status=422 if form.is_bound else 200)


@require_safe
def worker(request: ActorRequest) -> HttpResponse:
    """The chores of the worker and what goes out: for the administrator."""
    require_keeper(request.actor)
    now = clock.now()
    context = {
        "tasks": task_lines(now),
        "outgoing": queries.outgoing(now),
        "robots": queries.robots_of(request.actor),
        "mail_is_set_up": settings.MAIL_IS_SET_UP,
        "now": now,
    }
    return render(request, "notices/worker.html", context)


@require_POST
def run_now(request: ActorRequest, task: str) -> HttpResponse:
    """Let a standing task run now."""
    actions.run_task_now(name=task, by=request.actor, at=clock.now())
    return redirect("notices:worker")


@form_page
def robot(request: ActorRequest, unit_id: int) -> HttpResponse:
    """The group robot of a unit."""
    unit = get_unit_to_equip(request.actor, unit_id)
    form = RobotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals.onto(form):
            actions.set_robot(unit=unit, address=form.cleaned_data["address"], by=request.actor, at=clock.now())
            return redirect("accounts:unit", unit.pk)
    words = {"unit": unit.label}
    context = {
        "unit": unit,
        "form": form,
        "robot": queries.robot_of(unit),
        "heading": _("Group robot of %(unit)s") % words,
    }
    return render(request, "notices/robot.html", context, status=422 if form.is_bound else 200)


@require_POST
def remove_robot(request: ActorRequest, unit_id: int) -> HttpResponse:
    """Take the robot away."""
    unit = get_unit_to_equip(request.actor, unit_id)
    actions.remove_robot(unit=unit, by=request.actor, at=clock.now())
    return redirect("accounts:unit", unit.pk)
