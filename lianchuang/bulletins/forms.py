"""Shape of what is typed about bulletins."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class WeekForm(forms.Form):
    """Which week."""

    week = forms.ChoiceField(label=_("Week"))

    def __init__(self, *args: Any, weeks: Sequence[tuple[date, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["week"] = forms.ChoiceField(
            label=_("Week"), choices=[(day.isoformat(), words) for day, words in weeks]
        )

    def clean_week(self) -> date:
        """The Monday."""
        return date.fromisoformat(self.cleaned_data["week"])


class OutlookForm(forms.Form):
    """What is planned next."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What is planned next"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 6})
    )


class VersionForm(forms.Form):
    """A deed that needs no words: only which version was on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
