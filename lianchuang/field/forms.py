"""The one form of this app: why a record has no effect."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SetAsideForm(forms.Form):
    """The reason, which its sender reads."""

    note = forms.CharField(
        label=_("Why it has no effect"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )
