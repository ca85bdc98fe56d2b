"""Shape and syntax of what is typed about the crosswalk and about values."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianchuang.accounts.models import Unit
from lianchuang.common.days import DayField
from lianchuang.standards.models import Measure, Relation, Sharing
from lianchuang.standards.rules import decimal_of


class RelationForm(forms.Form):
    """How two things stand to each other, and why. `version` is the one the page showed."""

    relation = forms.ChoiceField(choices=Relation.choices)
    reason = forms.CharField(max_length=300, required=False)
    reuse = forms.ChoiceField(choices=Sharing.choices, required=False)
    version = forms.IntegerField(required=False)


class EndsForm(forms.Form):
    """The two ends: a requirement, and a measure or another requirement."""

    requirement = forms.IntegerField()
    measure = forms.IntegerField(required=False)
    other = forms.IntegerField(required=False)


class RemoveForm(forms.Form):
    """Why a link goes."""

    reason = forms.CharField(max_length=300, required=False)
    version = forms.IntegerField()


class ReviewForm(forms.Form):
    """Which version was looked at."""

    version = forms.IntegerField()


class PlaceChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """A choice of places."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class ValueForm(forms.Form):
    """A value of one measure: its inputs, or the figure when they are not known."""

    place = PlaceChoice(label=_("Which place"), queryset=Unit.objects.none())
    period_from = DayField(label=_("Period from"))
    period_to = DayField(label=_("Period to"))

    def __init__(self, *args: Any, measure: Measure, places: Sequence[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.measure = measure
        self.fields["place"].queryset = Unit.objects.filter(pk__in=[one.pk for one in places])  # type: ignore[attr-defined]
        for number, label in enumerate(measure.input_labels):
            self.fields[f"input_{number}"] = forms.CharField(label=label, max_length=30, required=False)
        self.fields["value"] = forms.CharField(
            label=_("The figure itself"),
            max_length=30,
            required=False,
            help_text=_("Only when the inputs are not known."),
        )
        self.fields["source"] = forms.CharField(
            label=_("Source"), max_length=200, help_text=_("Document, system or office the figure comes from.")
        )

    def clean(self) -> dict[str, Any]:
        """Every number is one."""
        given = super().clean() or {}
        for name, text in list(given.items()):
            is_figure = name == "value" or name.startswith("input_")
            if is_figure and text and decimal_of(text) is None:
                self.add_error(name, _("This is no number."))
        return given

    @property
    def inputs(self) -> dict[str, str]:
        """The inputs given, by their name."""
        given = {one["name"]: self.cleaned_data[f"input_{number}"] for number, one in enumerate(self.measure.inputs)}
        return {name: text for name, text in given.items() if text}

    @property
    def figure(self) -> Decimal | None:
        """The figure when it was given itself."""
        return decimal_of(self.cleaned_data["value"]) if self.cleaned_data["value"] else None


class CorrectForm(ValueForm):
    """The value as it should have been, and why it was wrong."""

    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("It stands in the history."))


class ValueFileForm(forms.Form):
    """A table of values."""

    file = forms.FileField(
        label=_("Table of values"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("XLSX or CSV"),
    )
