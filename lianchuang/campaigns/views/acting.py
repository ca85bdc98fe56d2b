"""One form for one verb: shown, tried, and shown again with what was typed when it is refused."""

from collections.abc import Callable
from dataclasses import dataclass

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render

from lianchuang.accounts.access import ActorRequest
from lianchuang.common.refusals import onto


@dataclass(frozen=True)
class Sheet:
    """The words around a form: title, what it is about, the button; where it came from; what one should know."""

    heading: str
    back: str
    about: str = ""
    submit: str = ""
    note: str = ""


def answer(request: ActorRequest, form: Form, act: Callable[[], object], sheet: Sheet) -> HttpResponse:
    """The form, or, once it is done, the page it came from."""
    if request.method == "POST" and form.is_valid():
        with onto(form):
            act()
            return redirect(sheet.back)
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/form.html", {"form": form, "sheet": sheet}, status=status)
