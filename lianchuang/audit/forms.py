"""What may be asked of history."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianchuang.audit.codes import all_codes, outline_of
from lianchuang.audit.queries import Wanted
from lianchuang.common.days import DayField


class WantedForm(forms.Form):
    """The filter above the entries. What cannot be read is left out, so that a list is always shown."""

    first = DayField(label=pgettext_lazy("day filter", "From"), required=False)
    last = DayField(label=pgettext_lazy("day filter", "To"), required=False)
    code = forms.ChoiceField(label=_("What was done"), required=False)
    who = forms.CharField(label=_("Post or person"), required=False, max_length=60)
    object_kind = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput())
    object_id = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        codes = [(name, outline_of(name)) for name in sorted(all_codes())]
        self.fields["code"].choices = [("", _("everything")), *codes]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What is asked for, as far as it can be read."""
        self.is_valid()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})
