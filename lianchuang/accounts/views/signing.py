"""Signing in and out."""

from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from lianchuang.accounts.access import ActorRequest
from lianchuang.accounts.actions import note_sign_in, note_sign_out
from lianchuang.accounts.forms import SignInForm
from lianchuang.accounts.middleware import actor_for
from lianchuang.common import clock


class SignIn(LoginView):
    """The sign-in page. Django's own view, so that its safeguards (next address, session change) stay."""

    template_name = "accounts/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Let the person in and write it down."""
        response = super().form_valid(form)
        note_sign_in(by=actor_for(self.request), at=clock.now())
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """The same page again; the user name stays."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


sign_in = SignIn.as_view()


@require_POST
def sign_out(request: ActorRequest) -> HttpResponse:
    """Sign out and go to the sign-in page."""
    note_sign_out(by=request.actor, at=clock.now())
    logout(request)
    return redirect("accounts:sign_in")
