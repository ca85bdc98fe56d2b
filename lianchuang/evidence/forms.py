"""Shape and syntax of what is typed about requests for documents."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lianchuang.accounts.models import Unit, UnitKind
from lianchuang.common.days import DayField
from lianchuang.evidence.models import Evidence
from lianchuang.evidence.rules import HIGHEST_CAP, MOST_FILES
from lianchuang.standards.models import Measure


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
    period_from = DayField(label=_("Covering from"))
    period_to = DayField(label=_("Covering to"))
    due_on = DayField(label=_("By"))
    urgent_reason = forms.CharField(
        label=_("Why it is urgent"),
        max_length=200,
        required=False,
        help_text=_("Only needed when the unit has been asked for as much this week as the cap allows."),
    )
    is_offline = forms.BooleanField(
        label=_("Sensitive: only number, holder and shelf; no file is taken"),
        required=False,
        help_text=_("For military and other material that must not lie in this program."),
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


class ManyFilesInput(forms.ClearableFileInput):
    """Several files at once; a phone offers its camera and its photos."""

    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """A field of several files."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":  # noqa: ARG002 - Django hands it over
        """Those that were chosen, each by itself; an empty one is refused later, with its reason."""
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        if len(chosen) > MOST_FILES:
            raise forms.ValidationError(_("At most %(most)s files at once.") % {"most": MOST_FILES})
        return list(chosen)


class SupplyForm(forms.Form):
    """The document in one or more files; or its number, holder and shelf. `shelved` are signed names of files that
    arrived with an earlier try and are kept, so that a phone need not send them again.
    """

    documents = ManyFiles(
        label=_("Files"),
        required=False,
        widget=ManyFilesInput(attrs={"accept": ".pdf,.docx,.xlsx,.pptx,image/*", "multiple": True}),
        help_text=_("One or more: PDF, DOCX, XLSX, PPTX or pictures, at most 30 MB each."),
    )
    keep = forms.MultipleChoiceField(
        label=_("Of what was handed in before, keep"), required=False, widget=forms.CheckboxSelectMultiple
    )
    effective_on = DayField(
        label=_("Date on the document"),
        help_text=_("The day it was issued or signed, not today."),
    )
    expires_on = DayField(
        label=_("Valid until"),
        required=False,
        help_text=_("Only where it expires: a certificate, a test report, a contract."),
    )
    number = forms.CharField(
        label=_("Reference number"),
        max_length=120,
        required=False,
        help_text=_("Instead of a file, for a document that must not be kept here; then also holder and shelf."),
    )
    holder = forms.CharField(label=_("Who holds it"), max_length=120, required=False)
    shelf = forms.CharField(label=_("Where it is kept"), max_length=120, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    shelved = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_offline: bool, pieces: Sequence[Evidence] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        if is_offline:
            del self.fields["documents"], self.fields["shelved"]
            self.fields["number"].help_text = _("The document itself stays where it is; nothing of it is kept here.")
            for name in ("number", "holder", "shelf"):
                self.fields[name].required = not pieces
        if not pieces:
            del self.fields["keep"]
            return
        keep = self.fields["keep"]
        keep.choices = [(str(one.pk), str(one)) for one in pieces]  # type: ignore[attr-defined]
        keep.initial = [str(one.pk) for one in pieces if not one.is_faulty]

    def keep_shelved(self, tokens: Sequence[str], names: Sequence[str]) -> None:
        """Carry files that arrived to the next try, and say which they are."""
        if "documents" in self.fields and tokens and isinstance(self.data, QueryDict):
            typed = self.data.copy()
            typed.setlist("shelved", list(tokens))
            self.data = typed
            words = _("Arrived already and kept: %(names)s. Choose only what is missing.")
            self["documents"].help_text = words % {"names": "、".join(names)}


class DecideForm(forms.Form):
    """Which version was looked at."""

    version = forms.IntegerField()


class ReturnForm(DecideForm):
    """Why the document is sent back."""

    reason = forms.CharField(max_length=300, required=False)
    faulty = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, pieces: Sequence[Evidence] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["faulty"].choices = [(one.pk, str(one)) for one in pieces]  # type: ignore[attr-defined]


class ReuseForm(DecideForm):
    """For which other request it was supplied already."""

    source = forms.IntegerField()


class MakeForm(forms.Form):
    """Of which day's contents the book is made."""

    as_of = DayField()
