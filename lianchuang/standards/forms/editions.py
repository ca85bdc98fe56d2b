"""Shape of what is typed about editions: their head, review, and the way to another edition."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianchuang.common.days import DayField
from lianchuang.standards.actions import EditionFacts
from lianchuang.standards.models import Confidence, Edition, Standard
from lianchuang.standards.rules import states


class StandardForm(forms.Form):
    """A new standard. Each has a seal colour of its own."""

    name = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    code = forms.SlugField(
        label=_("Code"), max_length=30, help_text=_("Small letters, figures and dashes; it stands in addresses.")
    )
    seal = forms.CharField(label=_("Seal"), max_length=1, help_text=_("One character."))
    slot = forms.TypedChoiceField(
        label=_("Seal colour"), coerce=int, help_text=_("Those of other standards are taken.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        taken = set(Standard.objects.values_list("slot", flat=True))
        self.fields["slot"].choices = [(slot, str(slot)) for slot in states.SLOTS if slot not in taken]  # type: ignore[attr-defined]


class EditionForm(forms.Form):
    """What is said about an edition, apart from its tree."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Small letters, figures and dashes; it stands in addresses.")
    )
    effective = DayField(label=_("In force from"), required=False)
    source = forms.CharField(
        label=_("Source"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Title, number, body or newspaper, year; in plain words."),
    )
    source_en = forms.CharField(label=_("Source in English"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    confidence = forms.ChoiceField(label=_("How sure"), choices=Confidence.choices, initial=Confidence.UNVERIFIED)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    note_en = forms.CharField(label=_("Note in English"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def facts(self) -> EditionFacts:
        """What was typed, as the actions take it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return EditionFacts(**given)


def edition_initial(edition: Edition) -> dict[str, Any]:
    """What is held, as the form shows it."""
    names = [name for name in EditionForm.base_fields if name != "version"]
    return {**{name: getattr(edition, name) for name in names}, "version": edition.version}


class VersionForm(forms.Form):
    """A deed on an edition as it was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(VersionForm):
    """The same, with why."""

    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("It stands in the history."))
