"""Shape and syntax of what is typed about campaigns."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TargetDateForm(forms.Form):
    """A new target date with the reason. `held` is the date the page showed."""

    target_date = forms.DateField(
        label=_("Target date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("It stands in the history."))
    held = forms.DateField(widget=forms.HiddenInput)
