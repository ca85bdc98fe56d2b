"""One's own posts and settings."""

from django.conf import settings as django_settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianchuang.accounts.access import ActorRequest, actors_of
from lianchuang.accounts.actions import act_as, set_language, set_password, set_theme
from lianchuang.accounts.forms import OwnPasswordForm
from lianchuang.accounts.middleware import ACTING_POST
from lianchuang.accounts.models import Person, Post, Role
from lianchuang.common import clock, refusals
from lianchuang.common.refusals import Invalid

YEAR = 365 * 24 * 3600


def _oneself(request: ActorRequest) -> Person:
    person = request.actor.person
    assert person is not None  # noqa: S101 - a request never comes from the program itself
    return person


@require_safe
def posts(request: ActorRequest) -> HttpResponse:
    """The posts one holds today; choose in which one acts."""
    actors = actors_of(_oneself(request), clock.today())
    return render(request, "accounts/posts.html", {"actors": actors})


@require_POST
def act_as_post(request: ActorRequest, post_id: int) -> HttpResponse:
    """From now on one acts in this post, on this device."""
    post = get_object_or_404(Post.objects.select_related("unit"), pk=post_id)
    act_as(post=post, by=request.actor, at=clock.now())
    request.session[ACTING_POST] = post.pk
    return redirect("desk:home")


@require_safe
def settings(request: ActorRequest) -> HttpResponse:
    """Language, appearance, password."""
    keeps_house = request.actor.has(Role.ADMINISTRATOR)
    context = {"languages": django_settings.LANGUAGES, "keeps_house": keeps_house}
    return render(request, "accounts/settings.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def own_password(request: ActorRequest) -> HttpResponse:
    """A new password for oneself; one stays signed in."""
    form = OwnPasswordForm(request.POST or None, person=_oneself(request))
    if form.is_valid():
        with refusals.onto(form):
            password = form.cleaned_data["password"]
            person = set_password(person=form.person, password=password, by=request.actor, at=clock.now())
            update_session_auth_hash(request, person)
            return redirect("accounts:settings")
    return render(request, "accounts/own_password.html", {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
@require_POST
def language(request: ActorRequest) -> HttpResponse:
    """Choose a language: kept with the person, and on this device for the sign-in page."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(django_settings.LANGUAGES):
        raise Invalid({"language": [chosen]})
    if request.user.is_authenticated:
        set_language(language=chosen, by=request.actor, at=clock.now())
    response = redirect(_back(request))
    response.set_cookie(
        django_settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure()
    )
    return response


@require_POST
def theme(request: ActorRequest) -> HttpResponse:
    """Choose light or dark, or follow the device."""
    set_theme(theme=request.POST.get("theme", ""), by=request.actor, at=clock.now())
    return redirect(_back(request))


def _back(request: ActorRequest) -> str:
    """Where the form stood, if that is a page of ours."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return target
    return "accounts:settings" if request.user.is_authenticated else "accounts:sign_in"
