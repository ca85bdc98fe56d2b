"""What is handed in as a notice, and what a person chose of its draft."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from lianchuang.campaigns.actions import SaidOfCampaign
from lianchuang.campaigns.models import Campaign, JointCampaign
from lianchuang.campaigns.notice import Draft, UnreadableNotice, draft_notice, text_of
from lianchuang.campaigns.queries import choosable_campaigns
from lianchuang.campaigns.rules import most_like
from lianchuang.common.days import DayField

MOST_CHARACTERS = 200_000
MOST_BYTES = 5 * 1024 * 1024
MOST_DEMANDS, MOST_CAMPAIGNS = 200, 30
LONGEST = 300


class NoticeForm(forms.Form):
    """A notice as pasted text or as a file. When it is valid, `cleaned_data["draft"]` holds what was read."""

    text = forms.CharField(
        label=gettext_lazy("Text of the notice"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy("Copied from a web page or a document; copy damage is mended."),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,.docx,.html,.htm"}),
        help_text=gettext_lazy("TXT, DOCX or HTML, up to 5 MB. It is read and not kept."),
    )

    def clean(self) -> dict[str, Any]:
        """Read what was handed in; a text that is no notice is said so."""
        given = super().clean() or {}
        text, file = given.get("text", ""), given.get("file")
        if self.errors:
            return given
        if bool(text.strip()) == bool(file):
            raise forms.ValidationError(_("Paste the text or choose a file, one of the two."))
        drafted = draft_notice(self._read(file) if file else text)
        if not drafted.is_found:
            raise forms.ValidationError(drafted.reason)
        return {**given, "draft": drafted}

    def _read(self, file: Any) -> str:
        if file.size > MOST_BYTES:
            raise forms.ValidationError({"file": _("The file is larger than 5 MB.")})
        try:
            return text_of(file.read())
        except UnreadableNotice as fault:
            raise forms.ValidationError({"file": str(fault)}) from fault


@dataclass(frozen=True)
class DemandRow:
    """The fields of one drafted demand."""

    take: forms.BoundField
    text: forms.BoundField
    sentence: forms.BoundField


@dataclass(frozen=True)
class CampaignRow:
    """The fields of one drafted campaign."""

    link: forms.BoundField
    name: forms.BoundField
    lead_post: forms.BoundField
    sentence: forms.BoundField


class AcceptForm(forms.Form):
    """What a person takes over of a draft: ticked demands with their words, campaigns linked to ours."""

    title = forms.CharField(label=gettext_lazy("Title of the notice"), max_length=200)
    dated = DayField(label=gettext_lazy("Dated"), required=False)
    demand_count = forms.IntegerField(min_value=0, max_value=MOST_DEMANDS, widget=forms.HiddenInput)
    campaign_count = forms.IntegerField(min_value=0, max_value=MOST_CAMPAIGNS, widget=forms.HiddenInput)
    further = forms.CharField(
        label=gettext_lazy("Further demands"),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What the program did not find, one demand a line."),
    )

    def __init__(self, data: Any = None, *, joint: JointCampaign, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        for number in range(self._count("demand_count", MOST_DEMANDS)):
            self._add_demand(number)
        choices = list(choosable_campaigns(joint))
        for number in range(self._count("campaign_count", MOST_CAMPAIGNS)):
            self._add_campaign(number, choices)
        self._campaigns = {str(campaign.pk): campaign for campaign in choices}

    def _count(self, name: str, most: int) -> int:
        given = str(self.data.get(name) if self.is_bound else self.initial.get(name))
        return min(most, int(given)) if given.isascii() and given.isdecimal() and len(given) < 5 else 0

    def _add_demand(self, number: int) -> None:
        self.fields[f"take-{number}"] = forms.BooleanField(label=pgettext("demand", "Accept"), required=False)
        words = forms.Textarea(attrs={"rows": 2, "aria-label": _("The demand in words")})
        self.fields[f"text-{number}"] = forms.CharField(required=False, widget=words)
        self.fields[f"sentence-{number}"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def _add_campaign(self, number: int, campaigns: list[Campaign]) -> None:
        choices = [("", _("leave it out")), *((str(one.pk), one.label) for one in campaigns)]
        link = forms.ChoiceField(label=_("Is our campaign"), choices=choices, required=False)
        self.fields[f"link-{number}"] = link
        for name in ("name", "lead", "said"):
            self.fields[f"{name}-{number}"] = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, draft: Draft, joint: JointCampaign) -> "AcceptForm":
        """The form for a fresh draft: nothing is ticked; a campaign is linked where only one of ours is like it."""
        ours = {campaign.pk: campaign.name for campaign in choosable_campaigns(joint)}
        campaigns, demands = draft.campaigns[:MOST_CAMPAIGNS], draft.demands[:MOST_DEMANDS]
        held: dict[str, Any] = {"title": draft.name or _("Mobilisation notice"), "dated": draft.date}
        held |= {"demand_count": len(demands), "campaign_count": len(campaigns)}
        for number, demand in enumerate(demands):
            held |= {f"text-{number}": demand.text, f"sentence-{number}": demand.sentence}
        for number, one in enumerate(campaigns):
            like = most_like(one.name, ours)
            said = one.lead_sentence or one.sentence
            held |= {f"name-{number}": one.name, f"lead-{number}": one.lead_post, f"said-{number}": said}
            held[f"link-{number}"] = str(like) if like is not None else ""
        return cls(joint=joint, initial=held)

    @property
    def demand_rows(self) -> Iterator[DemandRow]:
        """The drafted demands, row by row."""
        for number in range(self._count("demand_count", MOST_DEMANDS)):
            yield DemandRow(self[f"take-{number}"], self[f"text-{number}"], self[f"sentence-{number}"])

    @property
    def campaign_rows(self) -> Iterator[CampaignRow]:
        """The drafted campaigns, row by row."""
        for number in range(self._count("campaign_count", MOST_CAMPAIGNS)):
            link, name, lead, said = (self[f"{part}-{number}"] for part in ("link", "name", "lead", "said"))
            yield CampaignRow(link, name, lead, said)

    def clean(self) -> dict[str, Any]:
        """Ticked demands have words, and not too many of them."""
        given = super().clean() or {}
        for number in range(self._count("demand_count", MOST_DEMANDS)):
            text = given.get(f"text-{number}", "").strip()
            if given.get(f"take-{number}") and not 0 < len(text) <= LONGEST:
                self.add_error(f"text-{number}", _("Say it in 1 to 300 characters."))
        if any(len(line) > LONGEST for line in given.get("further", "").splitlines()):
            self.add_error("further", _("Say each in up to 300 characters."))
        return given

    def parts(self) -> dict[str, Any]:
        """What was chosen, as `accept_notice` takes it."""
        given = self.cleaned_data
        taken = [
            (given[f"text-{number}"], given[f"sentence-{number}"])
            for number in range(self._count("demand_count", MOST_DEMANDS))
            if given[f"take-{number}"]
        ]
        taken += [(line, "") for line in given["further"].splitlines() if line.strip()]
        said = [
            SaidOfCampaign(
                campaign=self._campaigns[given[f"link-{number}"]],
                name=given[f"name-{number}"][:200],
                lead_post=given[f"lead-{number}"][:200],
                sentence=given[f"said-{number}"],
            )
            for number in range(self._count("campaign_count", MOST_CAMPAIGNS))
            if given[f"link-{number}"]
        ]
        return {"title": given["title"], "dated": given["dated"], "demands": taken, "campaigns": said}
