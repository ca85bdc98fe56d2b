"""Shape and syntax of what is typed about requests for documents."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lianchuang.accounts.models import Unit, UnitKind
from lianchuang.evidence.rules import HIGHEST_CAP
from lianchuang.standards.models import Measure


class DayInput(forms.DateInput):
    """A day by the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class NamedChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """A choice by name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} {obj.label}" if isinstance(obj, Measure) else str(obj.label)


ASKED_KINDS = (UnitKind.COUNTY, UnitKind.BUREAU, UnitKind.STREET, UnitKind.TOWN)
PLACE_KINDS = (UnitKind.COUNTY, UnitKind.STREET, UnitKind.TOWN)


class AskForm(forms.Form):
    """Which document, of whom, for which place and period, by when."""

    measure = NamedChoice(label=_("For the measure"), queryset=Measure.objects.order_by("code"))
    what = forms.CharField(label=_("Which document"), max_length=120)
    unit = NamedChoice(label=_("Of which unit"), queryset=Unit.objects.none())
    place = NamedChoice(label=_("About which place"), queryset=Unit.objects.none())
    period_from = forms.DateField(label=_("Covering from"), widget=DayInput())
    period_to = forms.DateField(label=_("Covering to"), widget=DayInput())
    due_on = forms.DateField(label=_("By"), widget=DayInput())
    urgent_reason = forms.CharField(
        label=_("Why it is urgent"),
        max_length=200,
        required=False,
        help_text=_("Only needed when the unit has been asked for as much this week as the cap allows."),
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        rows = {"unit": units.filter(kind__in=ASKED_KINDS).order_by("sort_key")}
        rows["place"] = units.filter(kind__in=PLACE_KINDS).order_by("path")
        for name, held in rows.items():
            self.fields[name].queryset = held  # type: ignore[attr-defined]


class CapForm(forms.Form):
    """How many documents a unit may be asked for in a week."""

    per_week = forms.IntegerField(
        label=_("Documents a unit and week, at most"),
        required=False,
        min_value=1,
        max_value=HIGHEST_CAP,
        help_text=_(
            "Empty: no cap. A request that would pass it is refused, unless somebody writes down why it is urgent."
        ),
    )


class SupplyForm(forms.Form):
    """The document; or its reference number and where it is kept."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.xlsx,image/*"}),
        help_text=_("PDF, DOCX, XLSX or a picture, at most 30 MB."),
    )
    reference = forms.CharField(
        label=_("Reference number"),
        max_length=120,
        required=False,
        help_text=_("Instead of a file that must not be kept here."),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class DecideForm(forms.Form):
    """Which version was looked at."""

    version = forms.IntegerField()


class ReturnForm(DecideForm):
    """Why the document is sent back."""

    reason = forms.CharField(max_length=300, required=False)
