"""Shape and syntax of what is typed about notices."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianchuang.notices.models import How


class ChoiceForm(forms.Form):
    """How one is told outside the program."""

    how = forms.ChoiceField(label=_("Outside Lianchuang I am told"), choices=How.choices, widget=forms.RadioSelect)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("Messages hold numbers, titles, days and links; nothing else. Without an address none is sent."),
    )


class RobotForm(forms.Form):
    """The webhook address of a group robot."""

    address = forms.CharField(
        label=_("Webhook address of the group robot"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
        help_text=_("WeCom shows it when the robot is added to the group. It is a secret: it is not shown again."),
    )
