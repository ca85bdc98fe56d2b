"""Shape and syntax of what is typed about findings. Nothing here writes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianchuang.accounts.models import Post, Unit
from lianchuang.campaigns.models import Campaign
from lianchuang.findings.models import Finding
from lianchuang.sites.models import Category, Severity, Site

MOST_PHOTOS = 9


class PhotosInput(forms.ClearableFileInput):
    """A camera on a phone, files at the desk."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos; their content is looked at when they are stored."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", PhotosInput(attrs={"accept": "image/*", "multiple": True}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The uploaded files, at most nine."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_PHOTOS:
            raise forms.ValidationError(_("At most %(most)s photos."), params={"most": MOST_PHOTOS})
        return [super(PhotosField, self).clean(file, initial) for file in files]


class PostChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the type checker only
    """One post, by unit and name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.unit.short_name} · {obj.label}"


class FindingChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the type checker only
    """One finding, by number, title and site."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.short_number} {obj.title} {obj.site.name if obj.site else obj.place}"


def _note(label: Any, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class DeedForm(forms.Form):
    """A deed that needs no words: only the version that was on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})["version"] = finding.version
        super().__init__(*args, **kwargs)
        self.finding = finding


class NoteForm(DeedForm):
    """A deed with its reason."""

    note = _note(_("Reason"))


class RemarkForm(DeedForm):
    """A deed that may carry a remark."""

    note = _note(_("Remark"), required=False)


class PostForm(DeedForm):
    """To which post, among `posts`."""

    post = PostChoice(label=_("Post"), queryset=Post.objects.none())
    note = _note(_("Remark"), required=False)

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]


class PostReasonForm(PostForm):
    """To which post, and why."""

    note = _note(_("Reason"))


class SubmitForm(DeedForm):
    """What was done, with photos of the place as it is now."""

    note = _note(_("What was done"))
    photos = PhotosField(label=_("Photos of the place as it is now"), required=False)


class VerifyForm(DeedForm):
    """Is it put right?"""

    passed = forms.TypedChoiceField(
        label=_("Is it put right?"),
        choices=[("yes", _("Yes, put right")), ("no", _("No, not or only in part"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = _note(_("What is still wrong (needed for no)"), required=False)
    photos = PhotosField(label=_("Photos"), required=False)


class ExtendForm(NoteForm):
    """How many days more, and why."""

    days = forms.IntegerField(label=_("Working days more"), min_value=1, max_value=30)
    field_order = ("version", "days", "note")


class DeferralForm(DeedForm):
    """Cannot be fixed yet: why, how, until when."""

    note = _note(_("Why it cannot be fixed yet"))
    plan = _note(_("How and by which steps it will be solved"))
    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))


class MergeForm(RemarkForm):
    """Into which finding."""

    into = FindingChoice(label=_("The finding that goes on"), queryset=Finding.objects.none())
    field_order = ("version", "into", "note")

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """A finding written down by hand."""

    site = forms.ModelChoiceField(label=_("Site"), queryset=Site.objects.none(), required=False)
    place = forms.CharField(
        label=_("Place"), max_length=200, required=False, help_text=_("Where there is no site, or where at the site.")
    )
    place_unit = forms.ModelChoiceField(label=_("Street or town"), queryset=Unit.objects.none(), required=False)
    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.all())
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices, initial=Severity.ORDINARY)
    title = forms.CharField(label=_("What is wrong, in a few words"), max_length=120)
    detail = _note(_("Details"), required=False)
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=99, initial=1)
    campaigns = forms.ModelMultipleChoiceField(
        label=_("Counts for"), queryset=Campaign.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    photos = PhotosField(label=_("Photos"), required=False)

    def __init__(self, *args: Any, sites: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        self.fields["place_unit"].queryset = places  # type: ignore[attr-defined]

    def chosen_campaigns(self) -> Sequence[Campaign]:
        """The campaigns ticked."""
        return list(self.cleaned_data["campaigns"])
