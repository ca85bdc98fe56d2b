"""Shape and syntax of what is put into the complaint box, and of the answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianchuang.campaigns.models import ComplaintAbout


class ComplaintForm(forms.Form):
    """What is too much, or done for show."""

    about = forms.ChoiceField(label=_("What it is about"), choices=ComplaintAbout.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("In your words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    anonymous = forms.BooleanField(
        label=_("Without my post"),
        required=False,
        help_text=_("Then neither person, post nor unit is kept, nor the hour. The answer stands on this page; nobody can "
                    "write to you."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """The answer of the campaign office."""

    text = forms.CharField(label=_("Answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
