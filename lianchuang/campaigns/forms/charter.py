"""Shape and syntax of what is typed about campaigns and their charter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianchuang.accounts.models import Post
from lianchuang.campaigns import queries
from lianchuang.campaigns.models import (
    Beat,
    Campaign,
    Commitment,
    CommitmentState,
    Demand,
    HonourLevel,
    JointCampaign,
    RectificationKind,
    Stage,
    Topic,
)
from lianchuang.campaigns.rules import OUTCOMES, TopicDates, earlier_stages
from lianchuang.common.days import DayField


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day, chosen in the browser's own calendar."""
    return DayField(label=label, required=required, help_text=help_text)


def _long(label: Any, limit: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """Words that may take more than a line."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=limit, required=required, widget=widget, help_text=help_text)


def _version() -> forms.IntegerField:
    """Which version was on the screen."""
    return forms.IntegerField(widget=forms.HiddenInput)


class PostChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """A choice of posts, each with its unit."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class CampaignChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # as above
    """Which campaigns something serves."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=Campaign.objects.none(), label=_("Serves"), widget=forms.CheckboxSelectMultiple, **options
        )

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class OfJoint(forms.Form):
    """A form whose choices are those of one joint campaign."""

    def __init__(self, *args: Any, joint: JointCampaign, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = {
            "campaigns": queries.choosable_campaigns,
            "campaign": queries.choosable_campaigns,
            "owner": queries.choosable_posts,
            "post": queries.choosable_posts,
            "topic": queries.choosable_topics,
            "commitment": queries.choosable_commitments,
            "demand": queries.choosable_demands,
        }
        for name in self.fields.keys() & rows.keys():
            self.fields[name].queryset = rows[name](joint)  # type: ignore[attr-defined]


class TargetDateForm(forms.Form):
    """A new target date with the reason. `held` is the date the page showed."""

    target_date = _day(_("Target date"))
    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("It stands in the history."))
    held = DayField(widget=forms.HiddenInput)


# --- phases ---


class PhaseForm(forms.Form):
    """A phase: name and dates."""

    name = forms.CharField(label=_("Name"), max_length=100)
    name_en = forms.CharField(label=_("Name in English"), max_length=100, required=False)
    starts_on = _day(pgettext_lazy("date", "From"))
    ends_on = _day(_("Until and including"))


class NewPhaseForm(OfJoint, PhaseForm):
    """A new phase, of the whole or of one campaign."""

    campaign = forms.ModelChoiceField(
        label=pgettext_lazy("phase", "Of"), queryset=Campaign.objects.none(), required=False
    )
    field_order = ("campaign", "name")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["campaign"].empty_label = _("the joint campaign")  # type: ignore[attr-defined]


class OldPhaseForm(PhaseForm):
    """A phase to be changed."""

    version = _version()


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("It stands in the history."))


class VersionedReasonForm(ReasonForm):
    """Why, and which version was on the screen."""

    version = _version()


# --- topics ---


class TopicForm(OfJoint):
    """A topic: what, where, whose, when."""

    name = forms.CharField(label=_("Name"), max_length=100)
    name_en = forms.CharField(label=_("Name in English"), max_length=100, required=False)
    scope = _long(_("Scope"), 300, required=False, help_text=_("Which places and matters; in words."))
    owner = PostChoice(label=_("Owner post"), queryset=Post.objects.none())
    campaigns = CampaignChoices()
    starts_on = _day(pgettext_lazy("date", "From"))
    ends_on = _day(
        _("Ends on"), required=False, help_text=_("For a sweep that happens once. Leave it open for a routine.")
    )
    every = forms.IntegerField(
        label=_("Returns every"), min_value=1, max_value=52, required=False, help_text=_("For a standing routine.")
    )
    beat = forms.ChoiceField(label=_("Counted in"), choices=[("", "–"), *Beat.choices], required=False)

    def dates(self) -> TopicDates:
        """When it is on, as the action takes it."""
        given = self.cleaned_data
        return TopicDates(given["starts_on"], given["ends_on"], given["every"], given["beat"])

    def parts(self) -> dict[str, Any]:
        """All that was given, as the actions take it."""
        names = ("name", "name_en", "scope", "owner", "campaigns")
        return {**{name: self.cleaned_data[name] for name in names}, "dates": self.dates()}


class OldTopicForm(TopicForm):
    """A topic to be changed."""

    version = _version()


class EvidenceNoteForm(forms.Form):
    """What shows it."""

    note = _long(_("What was done"), 500)
    reference = forms.CharField(
        label=_("Reference"), max_length=200, required=False, help_text=_("Document number, or where one can see it.")
    )


class AdvanceForm(EvidenceNoteForm):
    """What shows that a stage is done."""

    version = _version()


class SetBackForm(forms.Form):
    """To which earlier stage, and why."""

    stage = forms.ChoiceField(label=_("Back to"), widget=forms.RadioSelect)
    note = _long(_("Why"), 500)
    version = _version()

    def __init__(self, *args: Any, topic: Topic, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(value, Stage(value).label) for value in earlier_stages(topic.stage)]
        self.fields["stage"].choices = choices  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """Why, in up to 500 characters."""

    note = _long(_("Why"), 500)
    version = _version()


# --- commitments ---


class CommitmentForm(OfJoint):
    """What is promised, how one sees it, by whom, by when."""

    text = _long(_("What is promised"), 300)
    measure = _long(_("Measured by"), 300, help_text=_("A number or a state that anybody can check."))
    post = PostChoice(label=_("By which post"), queryset=Post.objects.none())
    campaigns = CampaignChoices()
    due_on = _day(_("Due on"))


class SettleForm(forms.Form):
    """Kept, partly or not, with what shows it."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[(value, CommitmentState(value).label) for value in OUTCOMES],
        widget=forms.RadioSelect,
    )
    note = _long(_("What shows it"), 500)
    reference = forms.CharField(
        label=_("Reference"), max_length=200, required=False, help_text=_("Document number, or where one can see it.")
    )
    version = _version()


class PostponeForm(forms.Form):
    """A later day, with the reason."""

    due_on = _day(_("New day"))
    note = _long(_("Why"), 500, help_text=_("The day before stays in sight."))
    version = _version()


# --- honours, related rectification, demands ---


class HonourForm(forms.Form):
    """A title the county holds."""

    name = forms.CharField(label=_("Name"), max_length=200)
    level = forms.ChoiceField(label=_("Level"), choices=HonourLevel.choices)
    year = forms.IntegerField(label=_("Year"), min_value=1900, max_value=2200)
    awarded_by = forms.CharField(label=_("Awarded by"), max_length=200)
    valid_until = _day(_("Valid until"), required=False, help_text=_("The last day; open when it has none."))


class OldHonourForm(HonourForm):
    """A title to be changed."""

    version = _version()


class HonourEvidenceForm(OfJoint):
    """A document that can be used again."""

    title = forms.CharField(label=_("Title"), max_length=200)
    reference = forms.CharField(
        label=_("Reference"), max_length=200, help_text=_("Document number, or where one can see it.")
    )
    dated = _day(_("Dated"), required=False)
    campaigns = CampaignChoices()


class SourceForm(forms.Form):
    """A related rectification with its document."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=RectificationKind.choices)
    document = forms.CharField(label=_("Source document"), max_length=200)
    dated = _day(_("Dated"))


class OldSourceForm(SourceForm):
    """A related rectification to be changed."""

    version = _version()


class LinkForm(OfJoint):
    """Through which topic or demand a point is answered."""

    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.none(), required=False)
    demand = forms.ModelChoiceField(label=_("Demand"), queryset=Demand.objects.none(), required=False)


class ItemForm(LinkForm):
    """One point of a related rectification."""

    text = _long(_("What has to be put right"), 300)
    field_order = ("text",)


class AnswerForm(OfJoint):
    """Where a demand is answered."""

    answer = _long(_("Where it is answered"), 300)
    topic = forms.ModelChoiceField(label=_("By the topic"), queryset=Topic.objects.none(), required=False)
    commitment = forms.ModelChoiceField(
        label=_("By the commitment"), queryset=Commitment.objects.none(), required=False
    )
    version = _version()
