"""What the views of this app share."""

from collections.abc import Callable
from urllib.parse import quote

from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor, ActorRequest
from lianchuang.bulletins import queries
from lianchuang.bulletins.documents import Sheet
from lianchuang.common import clock
from lianchuang.common.refusals import NotPossibleNow, Reason, onto
from lianchuang.common.typesetting import MissingFont


def posted(request: ActorRequest) -> QueryDict | None:
    """What was sent; an empty form is one, too."""
    return request.POST if request.method == "POST" else None


def status(form: Form) -> int:
    return 422 if form.errors else 200


def tried(form: Form, by: Actor, act: Callable[..., object], **of: object) -> bool:
    """Act with what the form holds, on the version that was on the screen; a refusal goes onto the form. Whether it was
    done.
    """
    if form.is_valid():
        typed = dict(form.cleaned_data)
        with onto(form):
            act(**of, by=by, at=clock.now(), expected_version=typed.pop("version"), **typed)
            return True
    return False


def download(sheet: Sheet, form: str, name: str) -> HttpResponseBase:
    """The sheet as a file. Raises NotPossibleNow when this machine has no font for a PDF."""
    try:
        content = queries.FORMATS[form](sheet)
    except MissingFont as fault:
        words = _("The PDF cannot be set here: %(why)s The DOCX can be had.") % {"why": fault}
        raise NotPossibleNow([Reason("missing_font", words)]) from fault
    response = HttpResponse(content, content_type=queries.MEDIA_TYPES[form])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{form}')}"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
