"""People: adding, appointing, handing over."""

from dataclasses import dataclass
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianchuang.accounts import actions, queries
from lianchuang.accounts.access import (
    MANAGERS,
    ActorRequest,
    get_appointment_to_manage,
    get_person_to_manage,
    get_post_to_manage,
    keeps_account,
    require_management,
)
from lianchuang.accounts.forms import (
    AppointForm,
    EndForm,
    HandOverForm,
    NewPasswordForm,
    PersonForm,
    tomorrow,
)
from lianchuang.accounts.models import Person, Unit
from lianchuang.common import clock, refusals
from lianchuang.common.pages import paginate


@require_safe
def people(request: ActorRequest) -> HttpResponse:
    """Whom one keeps in order."""
    request.actor.require(*MANAGERS)
    words = request.GET.get("q", "").strip()
    page = paginate(request, queries.people_for(request.actor, clock.today(), words))
    return render(request, "accounts/people.html", {"page": page, "words": words})


@require_safe
def person(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """One person: account and terms of office."""
    today = clock.today()
    seen = get_person_to_manage(request.actor, person_id, today)
    keeps = keeps_account(request.actor, seen, today)
    context = {"person": seen, "terms": queries.terms_of(seen), "today": today, "keeps_account": keeps}
    return render(request, "accounts/person.html", context)


@dataclass(frozen=True)
class Back:
    """Where a form page leads back to."""

    url: str
    words: str


def _to_person(person: Person) -> Back:
    return Back(reverse("accounts:person", args=[person.pk]), person.name)


def _to_unit(unit: Unit) -> Back:
    return Back(reverse("accounts:unit", args=[unit.pk]), unit.label)


def _form_page(request: ActorRequest, form: Form, title: str, back: Back, sub: str = "") -> HttpResponse:
    context = {"form": form, "title": title, "sub": sub, "back": back}
    return render(request, "accounts/person_form.html", context, status=422 if form.is_bound else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def add_person(request: ActorRequest) -> HttpResponse:
    """Add somebody who may sign in."""
    request.actor.require(*MANAGERS)
    form = PersonForm(request.POST or None)
    if form.is_valid():
        with refusals.onto(form):
            added = actions.add_person(by=request.actor, at=clock.now(), **form.cleaned_data)
            return redirect("accounts:person", added.pk)
    back = Back(reverse("accounts:people"), _("People"))
    return _form_page(request, form, _("Add a person"), back)


@require_http_methods(["GET", "POST"])
def appoint(request: ActorRequest, post_id: int) -> HttpResponse:
    """Name who holds the post."""
    post, today = get_post_to_manage(request.actor, post_id), clock.today()
    who = queries.candidates(request.actor, post.unit.path, today)
    form = AppointForm(request.POST or None, people=who, initial={"since": today})
    if form.is_valid():
        with refusals.onto(form):
            actions.appoint(post=post, by=request.actor, at=clock.now(), **form.cleaned_data)
            return redirect("accounts:unit", post.unit_id)
    title = _("Appoint somebody as %(post)s") % {"post": post.full_name}
    return _form_page(request, form, title, _to_unit(post.unit))


@require_http_methods(["GET", "POST"])
def end_appointment(request: ActorRequest, appointment_id: int) -> HttpResponse:
    """End a term; the post is vacant then."""
    term = get_appointment_to_manage(request.actor, appointment_id)
    form = EndForm(request.POST or None, initial={"until": tomorrow(clock.today())})
    if form.is_valid():
        with refusals.onto(form):
            until = form.cleaned_data["until"]
            actions.end_appointment(appointment=term, until=until, by=request.actor, at=clock.now())
            return redirect("accounts:unit", term.post.unit_id)
    title = _("End of the term: %(name)s as %(post)s") % {
        "name": term.person.name,
        "post": term.post.full_name,
    }
    return _form_page(request, form, title, _to_unit(term.post.unit))


@require_http_methods(["GET", "POST"])
def hand_over(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Somebody leaves: one successor for each post, in one step."""
    today = clock.today()
    leaver = get_person_to_manage(request.actor, person_id, today)
    posts = queries.posts_to_hand_over(leaver, today)
    path = posts[0].unit.path if posts else ""
    who = queries.candidates(request.actor, path, today).exclude(pk=leaver.pk)
    form = HandOverForm(request.POST or None, posts=posts, people=who, initial={"from_day": tomorrow(today)})
    if form.is_valid():
        with refusals.onto(form):
            given = {"successors": form.successors(), "from_day": form.cleaned_data["from_day"]}
            actions.hand_over(person=leaver, by=request.actor, at=clock.now(), **given)
            return redirect("accounts:person", leaver.pk)
    title = _("Hand over the posts of %(name)s") % {"name": leaver.name}
    sub = _("What lies at a post goes on with it; nothing is lost.")
    return _form_page(request, form, title, _to_person(leaver), sub)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def person_password(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """A new password for somebody who forgot theirs."""
    seen = get_person_to_manage(request.actor, person_id, clock.today())
    require_management(request.actor, seen, clock.now())
    form = NewPasswordForm(request.POST or None)
    if form.is_valid():
        with refusals.onto(form):
            password = form.cleaned_data["password"]
            actions.set_password(person=seen, password=password, by=request.actor, at=clock.now())
            return redirect("accounts:person", seen.pk)
    title = _("A new password for %(name)s") % {"name": seen.name}
    return _form_page(request, form, title, _to_person(seen))


@require_POST
def deactivate_person(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Close the account."""
    seen = get_person_to_manage(request.actor, person_id, clock.today())
    actions.deactivate_person(person=seen, by=request.actor, at=clock.now())
    return redirect("accounts:person", seen.pk)


@require_POST
def reactivate_person(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Open the account again."""
    seen = get_person_to_manage(request.actor, person_id, clock.today())
    actions.reactivate_person(person=seen, by=request.actor, at=clock.now())
    return redirect("accounts:person", seen.pk)
