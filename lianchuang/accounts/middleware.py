"""Every request gets its actor: the signed-in person in the post they chose."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor, actors_of
from lianchuang.accounts.models import Person
from lianchuang.common import clock

ACTING_POST = "acting_post"


class DoorMiddleware(LoginRequiredMiddleware):
    """Whoever has not signed in is sent to the door; a program that asks for JSON is told so (401) and keeps its work."""

    def handle_no_permission(  # type: ignore[override]  # Django's own always redirects
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """The answer to somebody who has not signed in."""
        if request.accepts("application/json") and not request.accepts("text/html"):
            sentence = _("Please sign in again.")
            return JsonResponse({"code": "signed_out", "sentences": [sentence]}, status=401)
        return super().handle_no_permission(request, view_func)


class ActorMiddleware:
    """Sets `request.actor`; language and theme follow the person where they chose them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_for(request))  # type: ignore[attr-defined]
        person = request.user
        if isinstance(person, Person) and person.language:
            translation.activate(person.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


def actor_for(request: HttpRequest) -> Actor:
    """The actor of a request: the chosen post, else the first one; a person without post may only look at
    themselves.
    """
    person = request.user
    if not isinstance(person, Person) or not person.is_authenticated:
        raise LookupError("nobody is signed in")
    actors = actors_of(person, clock.today())
    chosen = request.session.get(ACTING_POST)
    for actor in actors:
        if actor.post and actor.post.pk == chosen:
            return actor
    return actors[0] if actors else Actor(person=person, post=None)
