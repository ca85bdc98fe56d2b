"""Days as people type them. One field for all forms: the browser's own calendar, and only days one can count with."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

# Outside of these a day is a slip of the finger, and arithmetic with it (the day after, two weeks on) may leave the calendar.
EARLIEST, LATEST = date(1949, 10, 1), date(2200, 12, 31)
UNFIT = _("Give a day between 1949 and 2200.")


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class DayField(forms.DateField):
    """A day within the years one can count with."""

    widget = DayInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.validators += [MinValueValidator(EARLIEST, UNFIT), MaxValueValidator(LATEST, UNFIT)]


def is_fit(day: date) -> bool:
    """Whether one can count with the day."""
    return EARLIEST <= day <= LATEST
