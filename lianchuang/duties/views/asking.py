"""As of which day a page is asked for."""

from lianchuang.accounts.access import ActorRequest
from lianchuang.duties.forms import DayForm
from lianchuang.duties.queries import Moment


def moment_of(request: ActorRequest) -> Moment:
    """The day in the address (?on=2026-05-01); today when there is none, or nonsense."""
    form = DayForm(request.GET)
    return Moment.of(form.cleaned_data["on"] if form.is_valid() else None)
