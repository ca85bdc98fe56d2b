"""Shape of what is typed about bulletins and letters."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianchuang.bulletins.rules.wording import FRAME, SECTIONS, Section, Wording, Words, in_order
from lianchuang.common.days import DayField

FRAME_LABELS = {
    "masthead": _("Red head"),
    "title": _("Title"),
    "addressee": _("To whom"),
    "opening": _("Opening"),
    "copies": _("Copies"),
}
LONG = {"opening"}


class PeriodForm(forms.Form):
    """Which days, or which round, by the key of the period."""

    period = forms.ChoiceField(label=pgettext_lazy("bulletin", "Of what"))

    def __init__(self, *args: Any, periods: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["period"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = list(periods)


class VersionForm(forms.Form):
    """A deed that needs no words: only which version was on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class OutlookForm(VersionForm):
    """What is planned next. How long it may be is for the action to say."""

    text = forms.CharField(
        label=_("What is planned next"),
        required=False,
        help_text=_("A paragraph a line. Empty: the section is left out."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class ReasonForm(VersionForm):
    """A decision with its reason."""

    reason = forms.CharField(
        label=pgettext_lazy("reason of a decision", "Why"), widget=forms.Textarea(attrs={"rows": 3})
    )


class RemarkForm(VersionForm):
    """A decision that needs no reason, but may have one."""

    reason = forms.CharField(label=_("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class PairsForm(VersionForm):
    """The findings whose photos are shown, in the order of the page."""

    pairs = forms.TypedMultipleChoiceField(label=_("Pairs"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, candidates: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pairs"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(key, key) for key in candidates]


class CorrectionForm(forms.Form):
    """What a published bulletin says wrongly, what is right, and how it came."""

    where = forms.CharField(
        label=pgettext_lazy("in a bulletin", "Where"),
        help_text=_("As: section 3, Lakeview Street, on-time rate"),
    )
    wrong = forms.CharField(label=_("It says"))
    right = forms.CharField(label=_("Right is"))
    cause = forms.CharField(label=_("How it came"), widget=forms.Textarea(attrs={"rows": 3}))


class ManyFiles(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; each is looked at by the action that keeps it."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """All that were sent, none of them empty."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in given]


class ReplyForm(VersionForm):
    """The answer to a letter."""

    text = forms.CharField(label=_("What was done, or why not"), widget=forms.Textarea(attrs={"rows": 6}))
    promised_on = DayField(
        label=_("Done by"),
        required=False,
        help_text=_("Only where something is still to do."),
    )
    attached = FilesField(
        label=_("Files"),
        required=False,
        help_text=_("PDF, DOCX, XLSX or pictures, at most five."),
        widget=ManyFiles(attrs={"accept": ".pdf,.docx,.xlsx,image/*", "multiple": True}),
    )


class WordingForm(forms.Form):
    """The words of a kind of bulletin: the frame, then for each section whether, where, heading and text."""

    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, wording: Wording, number: int, **kwargs: Any) -> None:
        self.wording = wording
        super().__init__(*args, **kwargs)
        self.initial = {"number": number, **initial_of(wording)}
        for name in FRAME:
            for language in ("zh", "en"):
                self.fields[f"{name}_{language}"] = _text(FRAME_LABELS[name], language, is_long=name in LONG)
        for place, section in enumerate(wording.sections, start=1):
            self._add_section(section.key, place)

    def _add_section(self, key: str, place: int) -> None:
        self.fields[f"{key}_shown"] = forms.BooleanField(label=_("Shown"), required=False)
        self.fields[f"{key}_place"] = forms.IntegerField(
            label=pgettext_lazy("in the order of sections", "Place"),
            required=False,
            initial=place,
            min_value=1,
            max_value=len(SECTIONS),
        )
        for language in ("zh", "en"):
            self.fields[f"{key}_heading_{language}"] = _text(pgettext_lazy("of a section", "Heading"), language)
            self.fields[f"{key}_text_{language}"] = _text(_("Text before its figures"), language, is_long=True)

    @property
    def frame(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of the frame, Chinese beside English."""
        return [(self[f"{name}_zh"], self[f"{name}_en"]) for name in FRAME]

    @property
    def sections(self) -> Iterator[dict[str, Any]]:
        """The fields of each section, in the order of the wording."""
        for section in self.wording.sections:
            key = section.key
            names = ("shown", "place", "heading_zh", "heading_en", "text_zh", "text_en")
            yield {"key": key, "label": SECTIONS[key], **{name: self[f"{key}_{name}"] for name in names}}

    def typed(self) -> Wording:
        """The wording as it was typed."""
        given = self.cleaned_data
        frame = {name: Words(given[f"{name}_zh"], given[f"{name}_en"]) for name in FRAME}
        sections = tuple(
            Section(
                key,
                given[f"{key}_shown"],
                Words(given[f"{key}_heading_zh"], given[f"{key}_heading_en"]),
                Words(given[f"{key}_text_zh"], given[f"{key}_text_en"]),
            )
            for key in (section.key for section in self.wording.sections)
        )
        places = {section.key: given[f"{section.key}_place"] or len(SECTIONS) for section in sections}
        return in_order(Wording(**frame, sections=sections), sorted(places, key=lambda key: places[key]))


def initial_of(wording: Wording) -> dict[str, Any]:
    """The wording as values of the form."""
    values: dict[str, Any] = {}
    for name in FRAME:
        words: Words = getattr(wording, name)
        values |= {f"{name}_zh": words.zh, f"{name}_en": words.en}
    for section in wording.sections:
        values[f"{section.key}_shown"] = section.shown
        values |= {f"{section.key}_heading_zh": section.heading.zh, f"{section.key}_heading_en": section.heading.en}
        values |= {f"{section.key}_text_zh": section.text.zh, f"{section.key}_text_en": section.text.en}
    return values


def _text(label: Any, language: str, *, is_long: bool = False) -> forms.CharField:
    attributes = {"lang": "zh-Hans" if language == "zh" else "en"}
    widget = forms.Textarea(attrs={**attributes, "rows": 4}) if is_long else forms.TextInput(attrs=attributes)
    spoken = _("in English; left empty, the Chinese is shown") if language == "en" else _("in Chinese")
    return forms.CharField(label=label, required=False, widget=widget, help_text=spoken)
