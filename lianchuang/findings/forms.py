"""Shape and syntax of what is typed about findings. Nothing here writes."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core import signing
from django.forms.models import ModelChoiceIterator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from lianchuang.accounts.models import Post, Unit
from lianchuang.campaigns.models import Campaign
from lianchuang.common.days import DayField
from lianchuang.findings import nearby
from lianchuang.findings.models import DeferralReason, Finding, Part, TimeLimit, Verdict
from lianchuang.findings.rules import LimitUnit
from lianchuang.sites.models import Category, Severity, Site

MOST_PHOTOS = 9
FIND_WORDS = _("Type to narrow the list")
MOST_ROWS = 100
KEPT_FOR = 24 * 3600  # seconds a photo stays with a half-filled form


class PhotosInput(forms.ClearableFileInput):
    """A camera on a phone, files at the desk."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos; their content is looked at when they are stored."""

    def __init__(self, **kwargs: Any) -> None:
        camera = {"accept": "image/*", "multiple": True, "capture": "environment"}
        kwargs.setdefault("widget", PhotosInput(attrs=camera))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The uploaded files, at most nine."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_PHOTOS:
            raise forms.ValidationError(_("At most %(most)s photos."), params={"most": MOST_PHOTOS})
        return [super(PhotosField, self).clean(file, initial) for file in files]


class KeptPhotos(forms.Form):
    """A form with photos that are not lost when something else in it is refused: `kept` names those stored.

    The names are signed for one person, so that nobody can hang another's photo on something by guessing.
    """

    photos = PhotosField(label=_("Photos"), required=False)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def kept_names(self, person_id: str) -> list[str]:
        """The hashes of the photos that came with an earlier try; nothing when the signature is not theirs."""
        try:
            names = signing.loads(str(self.data.get("kept", "")), salt=f"photos:{person_id}", max_age=KEPT_FOR)
        except signing.BadSignature:
            return []
        return [str(name) for name in names]

    def keep(self, names: Sequence[str], person_id: str) -> None:
        """Write the photos into the form that is shown again."""
        data = cast(QueryDict, self.data).copy()
        data["kept"] = signing.dumps(list(names), salt=f"photos:{person_id}") if names else ""
        self.data = data
        if names:
            words = ngettext("%(n)s photo is kept.", "%(n)s photos are kept.", len(names))
            self.fields["photos"].help_text = words % {"n": len(names)}


class ByUnit(ModelChoiceIterator):  # type: ignore[type-arg]  # generic for the type checker only
    """Choices grouped by their unit; the query comes ordered by it."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for unit, rows in groupby(self.queryset, key=lambda row: row.unit):
            yield (unit.short_label, [self.choice(row) for row in rows])


class PostChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the type checker only
    """One post, by unit and name; in the browser it can be searched (find-option.js)."""

    iterator = ByUnit
    widget = forms.Select(attrs={"data-find-option": FIND_WORDS})

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.unit.short_label} · {obj.label}"


class SiteChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the type checker only
    """One site, by the unit it lies in."""

    iterator = ByUnit
    widget = forms.Select(attrs={"data-find-option": FIND_WORDS})


class FindingChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the type checker only
    """One finding, by number, title and site."""

    widget = forms.Select(attrs={"data-find-option": FIND_WORDS})

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

    def renew(self, version: int) -> None:
        """Show what was typed again, over the version as it is now."""
        data = cast(QueryDict, self.data).copy()
        data["version"] = str(version)
        self.data = data


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


class SubmitForm(KeptPhotos, DeedForm):
    """What was done, with photos of the place as it is now."""

    photos = PhotosField(label=_("Photos of the place as it is now"), required=False)
    note = _note(_("What was done"))
    field_order = ("version", "kept", "photos", "note")


class VerifyForm(KeptPhotos, DeedForm):
    """Is it put right?"""

    passed = forms.TypedChoiceField(
        label=_("Is it put right?"),
        choices=[("yes", _("Yes, put right")), ("no", _("No, not or only in part"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = _note(_("What is still wrong (needed for no)"), required=False)
    field_order = ("version", "kept", "photos", "passed", "note")


class DaysForm(NoteForm):
    """How many days more, and why."""

    days = forms.IntegerField(label=_("Working days more"), min_value=1, max_value=30)
    field_order = ("version", "days", "note")

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, finding=finding, **kwargs)
        if not finding.counts_working_time:
            self.fields["days"].label = _("Calendar days more")


class GrantDaysForm(DaysForm):
    """How many days more; those asked for stand in it."""

    note = _note(_("Remark"), required=False)

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        kwargs["initial"] = {"days": finding.extension_days}
        super().__init__(*args, finding=finding, **kwargs)


class RulingForm(PostReasonForm):
    """Whose it is and why, where the boundary runs, and whether that shall be a rule from now on."""

    boundary = forms.CharField(
        label=_("Where the boundary runs"),
        max_length=200,
        required=False,
        help_text=_("In words that settle the next case too."),
    )
    propose = forms.BooleanField(label=_("Propose a duty rule from it, for the office to accept"), required=False)
    field_order = ("version", "post", "note", "boundary", "propose")


class SplitForm(DeedForm):
    """What another unit does of it, by when."""

    part_post = PostChoice(label=_("The post that does this part"), queryset=Post.objects.none())
    task = forms.CharField(label=_("What it does"), max_length=300)
    until = DayField(label=pgettext_lazy("part", "By"))

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part_post"].queryset = posts  # type: ignore[attr-defined]


class DeferralForm(DeedForm):
    """Cannot be fixed yet: why, how, who has the plan, until when."""

    reason = forms.ChoiceField(label=_("What it waits for"), choices=DeferralReason.choices)
    note = _note(_("Why it cannot be fixed yet"))
    plan = _note(_("How and by which steps it will be solved"))
    plan_post = PostChoice(
        label=_("Who keeps the plan"),
        queryset=Post.objects.none(),
        required=False,
        help_text=_("Left open: the responsible post."),
    )
    until = DayField(label=pgettext_lazy("deferral", "Until"))

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan_post"].queryset = posts  # type: ignore[attr-defined]


class ReviewForm(NoteForm):
    """It stays deferred: what was found, when it is looked at again, and perhaps another end."""

    note = _note(_("How it stands, and why it stays deferred"))
    review_on = DayField(label=_("Next review"))
    until = DayField(label=_("New end of the deferral"), required=False, help_text=_("Left open: the end stays."))
    field_order = ("version", "note", "review_on", "until")


class MergeForm(RemarkForm):
    """Into which finding."""

    into = FindingChoice(label=_("The finding that goes on"), queryset=Finding.objects.none())
    field_order = ("version", "into", "note")

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class GrantForm(RemarkForm):
    """Until when; the date asked for stands in it."""

    until = DayField(label=pgettext_lazy("deferral", "Until"))
    review_on = DayField(
        label=_("Next review"),
        required=False,
        help_text=_("Left open: after the county's own number of days."),
    )
    field_order = ("version", "until", "review_on", "note")

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        kwargs["initial"] = {"until": finding.deferred_until}
        super().__init__(*args, finding=finding, **kwargs)


# --- parts ---


class PartForm(forms.Form):
    """Something about a part, in words."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = _note(_("Reason"))

    def __init__(self, *args: Any, part: Part, posts: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(version=part.version, until=part.due_on)
        super().__init__(*args, **kwargs)
        if "post" in self.fields:
            self.fields["post"].queryset = posts  # type: ignore[attr-defined]


class PartDoneForm(PartForm):
    """What was done."""

    note = _note(_("What was done"))


class PartAgainForm(PartForm):
    """Why again, and by when."""

    until = DayField(label=pgettext_lazy("part", "By"))


class PartGiveForm(PartAgainForm):
    """To which other post, by when, why."""

    post = PostChoice(label=_("The post that does this part"), queryset=Post.objects.none())
    field_order = ("version", "post", "until", "note")


# --- the county's figures ---


class LimitForm(forms.Form):
    """A time limit and where it comes from."""

    amount = forms.IntegerField(label=_("How much"), min_value=1, max_value=365)
    unit = forms.ChoiceField(label=_("Of what"), choices=TimeLimit._meta.get_field("unit").choices or ())
    source = forms.CharField(
        label=pgettext_lazy("time limit", "Source"),
        max_length=300,
        help_text=_("The document or decision it rests on."),
    )

    def limit_unit(self) -> LimitUnit:
        """The unit chosen."""
        return LimitUnit(self.cleaned_data["unit"])


class LoopRulesForm(forms.Form):
    """What counts as again, from how often a place keeps failing, how often deferred ones are reviewed."""

    again_metres = forms.IntegerField(label=_("Again: within metres"), min_value=1, max_value=nearby.MOST_METRES)
    again_months = forms.IntegerField(label=_("Again: within months"), min_value=1, max_value=nearby.MOST_MONTHS)
    topic_times = forms.IntegerField(
        label=_("A topic is proposed from how many times"), min_value=2, max_value=nearby.MOST_TIMES
    )
    review_days = forms.IntegerField(
        label=_("Deferred ones are reviewed after days"), min_value=1, max_value=nearby.MOST_REVIEW_DAYS
    )


class DeclineForm(forms.Form):
    """Why a failing place shall be no topic."""

    note = _note(_("Reason"))


class BulkForm(forms.Form):
    """Several findings to one post; without `posts` only the findings."""

    rows = forms.TypedMultipleChoiceField(coerce=UUID, choices=[], widget=forms.MultipleHiddenInput)
    post = PostChoice(label=_("Post"), queryset=Post.objects.none())
    note = _note(_("Reason"))

    def __init__(self, *args: Any, rows: Sequence[UUID], posts: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"rows": rows}
        super().__init__(*args, **kwargs)
        self.fields["rows"].choices = [(str(row), "") for row in rows]  # type: ignore[attr-defined]
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]


class ReportForm(KeptPhotos):
    """A finding written down by hand."""

    site = SiteChoice(label=_("Site"), queryset=Site.objects.none(), required=False)
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
    field_order = (
        "kept",
        "site",
        "place",
        "place_unit",
        "category",
        "title",
        "detail",
        "severity",
        "count",
        "campaigns",
    )

    def __init__(self, *args: Any, sites: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        self.fields["place_unit"].queryset = places  # type: ignore[attr-defined]

    def chosen_campaigns(self) -> Sequence[Campaign]:
        """The campaigns ticked."""
        return list(self.cleaned_data["campaigns"])


class JudgeForm(forms.Form):
    """What somebody saw who looked at a photo."""

    verdict = forms.ChoiceField(label=_("The photo is"), choices=Verdict.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What you saw"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence: what speaks for it or against it. It changes nothing else about the finding."),
    )
