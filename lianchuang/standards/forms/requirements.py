"""Shape of what is typed about a requirement: its words, how it is judged, its window, its place."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianchuang.common.refusals import ChangedMeanwhile
from lianchuang.packs.shapes import Scoring, Window
from lianchuang.standards import rules
from lianchuang.standards.actions import RequirementFacts
from lianchuang.standards.forms.editions import VersionForm
from lianchuang.standards.models import Confidence, Method, Requirement

LOWER = "improving lower"
FORMS = [
    ("information", pgettext_lazy("scoring", "Information only (heading, or no rule known)")),
    ("threshold", pgettext_lazy("scoring", "Threshold")),
    ("yes_no", pgettext_lazy("scoring", "Yes or no")),
    ("steps", pgettext_lazy("scoring", "Points for each point met")),
    ("graded", pgettext_lazy("scoring", "Graded by counted violations")),
    ("bonus", pgettext_lazy("scoring", "Bonus")),
    ("deduction", pgettext_lazy("scoring", "Deduction")),
]
OPERATORS = [
    ("", "–"),
    (">=", "≥"),
    (">", ">"),
    ("<=", "≤"),
    ("<", "<"),
    ("==", "="),
    ("between", pgettext_lazy("scoring", "between")),
    ("improving", pgettext_lazy("scoring", "better than last year")),
    (LOWER, pgettext_lazy("scoring", "lower than last year")),
]
WINDOWS = [
    ("", pgettext_lazy("window", "None")),
    ("months", pgettext_lazy("window", "Last months")),
    ("years", pgettext_lazy("window", "Last years")),
    ("each_year", pgettext_lazy("window", "Years, each by itself")),
    ("weights", pgettext_lazy("window", "Years with weights")),
]


class FiguresField(forms.CharField):
    """Whole figures with strokes or commas between them: 100/66/33/0."""

    def clean(self, value: Any) -> tuple[int, ...]:
        """The figures; none for nothing typed."""
        text = super().clean(value).replace("，", "/").replace(",", "/").replace("、", "/")
        try:
            return tuple(int(part) for part in text.split("/") if part.strip())
        except ValueError:
            raise forms.ValidationError(_("Write whole figures with strokes between them, as 100/66/33/0.")) from None


def _figure(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, max_digits=12, decimal_places=4, help_text=help_text)


class RequirementForm(forms.Form):
    """One requirement. Which figures are needed depends on the form of scoring; those it does not need are left out."""

    code = forms.CharField(label=_("Code"), max_length=30)
    name = forms.CharField(label=_("Title"), max_length=200)
    name_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    text_en = forms.CharField(label=_("Text in English"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    method = forms.ChoiceField(label=_("Method"), choices=[("", "–"), *Method.choices], required=False)
    points = forms.DecimalField(
        label=_("Points"), required=False, max_digits=7, decimal_places=2, min_value=Decimal("0.01")
    )
    is_veto = forms.BooleanField(label=_("A veto: who fails it fails the whole campaign"), required=False)
    form = forms.ChoiceField(label=_("Form of scoring"), choices=FORMS)
    op = forms.ChoiceField(label=_("Comparison"), choices=OPERATORS, required=False)
    value = _figure(_("Threshold"), _("“Between” takes this as the lower bound."))
    upper = _figure(_("Upper bound"))
    unit = forms.CharField(label=_("Unit"), max_length=30, required=False)
    unit_en = forms.CharField(label=_("Unit in English"), max_length=30, required=False)
    step = _figure(_("Points each"), _("For each point met, each case of a bonus, each case of a deduction."))
    of = _figure(_("Points at most"))
    shares = FiguresField(
        label=_("Shares at 0, 1, 2 … cases"), required=False, help_text=_("In percent; 100/66/33/0 when left empty.")
    )
    span = forms.ChoiceField(label=_("Window"), choices=WINDOWS, required=False)
    length = forms.IntegerField(label=_("How many months or years"), min_value=1, max_value=120, required=False)
    weights = FiguresField(
        label=_("Weights of the years"), required=False, help_text=_("In percent, oldest first: 15/25/60.")
    )
    source = forms.CharField(label=_("Source"), widget=forms.Textarea(attrs={"rows": 2}))
    source_en = forms.CharField(label=_("Source in English"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    confidence = forms.ChoiceField(label=_("How sure"), choices=Confidence.choices, initial=Confidence.UNVERIFIED)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def words_fields(self) -> list[forms.BoundField]:
        """What is asked."""
        return [self[name] for name in ("code", "name", "name_en", "text", "text_en")]

    @property
    def judged_fields(self) -> list[forms.BoundField]:
        """How it is judged, and over which time."""
        scoring = ("form", "op", "value", "upper", "unit", "unit_en", "step", "of", "shares")
        return [self[name] for name in ("method", "points", *scoring, "is_veto", "span", "length", "weights")]

    @property
    def source_fields(self) -> list[forms.BoundField]:
        """Where it stands, and how sure that is."""
        return [self[name] for name in ("source", "source_en", "confidence")]

    def clean(self) -> dict[str, Any]:
        """Each form of scoring and each window has the figures it needs."""
        given = super().clean() or {}
        for name in _NEEDED.get(self._kind(given), ()):
            if given.get(name) in (None, "", ()) and name not in self.errors:
                self.add_error(name, _("This form of scoring needs it."))
        if given.get("span") and not given.get("length") and "length" not in self.errors:
            self.add_error("length", _("Say how many."))
        return given

    def _kind(self, given: dict[str, Any]) -> str:
        kind, op = given.get("form", ""), given.get("op", "")
        return f"{kind} {op}" if kind == "threshold" and op in {"between", "improving", LOWER} else kind

    @contextmanager
    def shown_again(self, version: int) -> Iterator[None]:
        """Refused as changed meanwhile: what was typed stays, with the version that stands there now, so that one may
        decide after looking. Any other refusal says nothing of the change and keeps the version that was seen.
        """
        try:
            yield
        except ChangedMeanwhile:
            if isinstance(self.data, QueryDict):
                self.data = {**self.data.dict(), "version": str(version)}
            raise

    def facts(self) -> RequirementFacts:
        """What was typed, as the actions take it."""
        given = self.cleaned_data
        words = ("code", "name", "name_en", "text", "text_en", "method", "points", "is_veto", "source", "source_en")
        return RequirementFacts(
            **{name: given[name] for name in words},
            confidence=given["confidence"],
            scoring=rules.scoring_data(self._scoring(given)),
            window=rules.window_data(self._window(given)),
        )

    def _scoring(self, given: dict[str, Any]) -> Scoring:
        """Only the figures that this form of scoring knows."""
        kind = given["form"]
        if kind == "threshold":
            if given["op"] == LOWER:
                return Scoring(kind, "improving", better="lower")
            bounds = {} if given["op"] == "improving" else {"value": given["value"]}
            upper = given["upper"] if given["op"] == "between" else None
            return Scoring(kind, given["op"], upper=upper, unit=given["unit"], unit_en=given["unit_en"], **bounds)
        if kind == "graded":
            return Scoring(kind, shares=given["shares"] or (100, 66, 33, 0))
        if kind in {"steps", "bonus", "deduction"}:
            return Scoring(kind, step=given["step"], of=given["of"])
        return Scoring(kind)

    def _window(self, given: dict[str, Any]) -> Window | None:
        kind, length = given["span"], given["length"]
        if not kind:
            return None
        if kind == "months":
            return Window(months=length)
        return Window(
            years=length, each_year=kind == "each_year", weights=given["weights"] if kind == "weights" else ()
        )


_NEEDED = {
    "threshold": ("op", "value"),
    "threshold between": ("value", "upper"),
    "threshold improving": (),
    f"threshold {LOWER}": (),
    "steps": ("step", "of"),
    "bonus": ("step", "of"),
    "deduction": ("step",),
}


def requirement_initial(requirement: Requirement) -> dict[str, Any]:
    """What is held, as the form shows it."""
    scoring, window = requirement.scoring, requirement.window
    words = ("code", "name", "name_en", "text", "text_en", "method", "points", "is_veto", "source", "source_en")
    figures = {name: Decimal(scoring[name]) for name in ("value", "upper", "step", "of") if name in scoring}
    kind = next((name for name in ("months", "weights", "each_year", "years") if window.get(name)), "")
    return {
        **{name: getattr(requirement, name) for name in (*words, "confidence", "version")},
        **{name: scoring.get(name, "") for name in ("op", "unit", "unit_en")},
        **figures,
        **({"op": LOWER} if scoring.get("better") == "lower" else {}),
        "form": scoring.get("form", "information"),
        "shares": _strokes(scoring.get("shares", ())),
        "span": kind,
        "length": window.get("months") or window.get("years"),
        "weights": _strokes(window.get("weights", ())),
    }


def _strokes(figures: Any) -> str:
    return "/".join(str(figure) for figure in figures)


class PlaceForm(VersionForm):
    """Where a requirement is put: under which other one, or at the root."""

    parent = forms.TypedChoiceField(label=_("Under"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, places: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].choices = [("", _("At the root")), *places]  # type: ignore[attr-defined]


class SuccessorForm(forms.Form):
    """What takes the place of a requirement: among those offered, by code, or nothing."""

    laters = forms.MultipleChoiceField(
        label=_("Takes its place"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The likest by their words. Several: it is split. None: nothing takes its place."),
    )
    codes = forms.CharField(
        label=_("Others, by code"), max_length=200, required=False, help_text=_("With commas between them.")
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["laters"].choices = offered  # type: ignore[attr-defined]

    def all_codes(self) -> list[str]:
        """The codes chosen and typed, each once."""
        typed = self.cleaned_data["codes"].replace("，", ",").replace("、", ",").split(",")
        return list(dict.fromkeys([*self.cleaned_data["laters"], *(code.strip() for code in typed if code.strip())]))
