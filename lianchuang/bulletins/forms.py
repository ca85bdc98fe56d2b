"""Shape of what is typed about bulletins."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class WeekForm(forms.Form):
    """Which week, by its Monday."""

    week = forms.TypedChoiceField(label=_("Week"), coerce=date.fromisoformat)

    def __init__(self, *args: Any, weeks: Sequence[tuple[date, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["week"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared above
        field.choices = [(day.isoformat(), words) for day, words in weeks]


class OutlookForm(forms.Form):
    """What is planned next. How long it may be is for the action to say."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What is planned next"),
        required=False,
        help_text=_("A paragraph a line. Empty: the section is left out."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class VersionForm(forms.Form):
    """A deed that needs no words: only which version was on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
