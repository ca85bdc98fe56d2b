"""The door of the demo county: who do you want to be? Closed (404) in any other database."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianchuang.accounts.actions import note_sign_in
from lianchuang.accounts.middleware import ACTING_POST
from lianchuang.common import clock
from lianchuang.demo import queries

BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@never_cache
@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """All roles, each one click away."""
    if not queries.is_demo():
        raise Http404
    chairs = [(seat, queries.who_sits(seat)) for seat in queries.seats()]
    return render(request, "demo/door.html", {"chairs": [(seat, sitting) for seat, sitting in chairs if sitting]})


@login_not_required
@never_cache
@require_safe
def sign_in_as(request: HttpRequest, code: str) -> HttpResponse:
    """Sign in as whoever sits there. A link on purpose: it is what the command line prints."""
    seat = queries.find_seat(code) if queries.is_demo() else None
    sitting = queries.who_sits(seat) if seat else None
    if sitting is None:
        raise Http404
    person, post = sitting
    login(request, person, backend=BACKEND)
    request.session[ACTING_POST] = post.pk
    note_sign_in(by=queries.actor_in(person, post), at=clock.now())
    return redirect("desk:home")
