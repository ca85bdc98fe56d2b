"""Shape of what is typed about rounds, and of the checklist as it comes from a phone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianchuang.accounts.models import Post
from lianchuang.common.days import DayField
from lianchuang.common.ids import new_id
from lianchuang.evidence.models import StoredFile
from lianchuang.inspections.models import Closed, ConflictGround, RoundKind, Team
from lianchuang.inspections.queries.drawing import TypeOffer, Wish
from lianchuang.inspections.rules import MOST_A_DAY, MOST_DOUBLES, MOST_TEAMS
from lianchuang.sites.models import CheckItem

PHOTO_SALT = "inspections.photo"
MOST_SITES = 9999
MOST_MAP = 256 * 1024


class PlanForm(forms.Form):
    """A new round."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("As it will stand beside each finding."))
    kind = forms.ChoiceField(label=_("Kind"), choices=RoundKind.choices, widget=forms.RadioSelect)
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until and including"))


class VersionForm(forms.Form):
    """A deed that needs no words: only which version was on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ConflictForm(forms.Form):
    """Why an inspector should not look at a site."""

    ground = forms.ChoiceField(choices=ConflictGround.choices)


class VisitFileForm(forms.Form):
    """A file of visits, and the map that says what its columns mean; without a map it is results of our XLSForm."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Results of our XLSForm: the CSV of ODK Central or Kobo, or the ZIP with the photos. Else CSV or XLSX."
        ),
    )
    map = forms.FileField(
        label=_("Map of columns"),
        required=False,
        help_text=_("For an outside inspection: a YAML file that says which column means what."),
    )
    without_photos = forms.BooleanField(label=_("Take in results though their photos are not there"), required=False)

    def clean_map(self) -> str:
        """The text of the map; empty without one."""
        sent: UploadedFile[bytes] | None = self.cleaned_data["map"]
        if sent is None:
            return ""
        if (sent.size or 0) > MOST_MAP:
            raise forms.ValidationError(_("A map is a short text; this file is too large."))
        try:
            content: bytes = sent.read()
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            raise forms.ValidationError(_("The map is not a text in UTF-8.")) from fault


class TakeInForm(forms.Form):
    """The word to take the visits in: with or without the refused rows."""

    accept_refused = forms.BooleanField(required=False)


def _full_name(post: Post) -> str:
    return post.full_name


class ReassignForm(forms.Form):
    """Who goes to a site instead, and when."""

    to = forms.ModelChoiceField(label=_("Inspector"), queryset=Post.objects.none())
    day = DayField(label=_("Day"))

    def __init__(self, *args: Any, inspectors: QuerySet[Post], **options: Any) -> None:
        super().__init__(*args, **options)
        choice = self.fields["to"]
        choice.queryset = inspectors  # type: ignore[attr-defined]
        choice.label_from_instance = _full_name  # type: ignore[attr-defined]


class DrawForm(forms.Form):
    """Which sites, who goes together, and the seed. One number for each type of site: `sites-<code>`; for each inspector
    the number of the team, `team-<id>`, and whether they lead it, `lead-<id>`.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    method = forms.ChoiceField(
        label=_("Which sites"),
        choices=[
            ("some", _("Draw at random, so many of each type")),
            ("minimums", _("Draw the official minimums")),
            ("all", _("All sites")),
        ],
        widget=forms.RadioSelect,
    )
    by_town = forms.BooleanField(
        label=_("From each bureau, street and town its share"),
        required=False,
        help_text=_("Without it chance alone decides where the sites of a type lie."),
    )
    doubles = forms.IntegerField(
        label=_("Visited by two teams, percent"),
        min_value=0,
        max_value=MOST_DOUBLES,
        required=False,
        help_text=_("Which ones the seed decides. Neither team sees what the other answered before both have sent."),
    )
    capacity = forms.IntegerField(
        label=_("At most so many sites a day for a team"), min_value=1, max_value=MOST_A_DAY, required=False
    )
    seed = forms.IntegerField(
        label=_("Another seed"),
        min_value=0,
        max_value=2**31 - 1,
        required=False,
        help_text=_("Left empty, it is the seed whose fingerprint was printed when the round was planned."),
    )
    inspectors = forms.ModelMultipleChoiceField(
        label=_("Inspectors"), queryset=Post.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, inspectors: Any, offers: Sequence[TypeOffer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = offers
        self.posts: list[Post] = list(inspectors)
        chosen = self.fields["inspectors"]
        assert isinstance(chosen, forms.ModelMultipleChoiceField)  # noqa: S101 - for the types
        chosen.queryset = inspectors
        chosen.label_from_instance = _full_name  # type: ignore[assignment]
        for each in offers:
            self.fields[f"sites-{each.type.code}"] = forms.IntegerField(
                label=each.type.label, min_value=0, max_value=MOST_SITES, required=False
            )
        for post in self.posts:
            self.fields[f"team-{post.pk}"] = forms.IntegerField(
                label=_("Team"), min_value=1, max_value=MOST_TEAMS, required=False
            )
            self.fields[f"lead-{post.pk}"] = forms.BooleanField(label=pgettext_lazy("team", "Leads"), required=False)

    @property
    def numbers(self) -> list[tuple[TypeOffer, forms.BoundField]]:
        """The types, and their fields."""
        return [(each, self[f"sites-{each.type.code}"]) for each in self.offers]

    @property
    def people(self) -> list[tuple[Post, bool, forms.BoundField, forms.BoundField]]:
        """The inspectors: whether they go, with whom, and whether they lead."""
        going = {str(pk) for pk in self["inspectors"].value() or ()}
        return [(post, str(post.pk) in going, self[f"team-{post.pk}"], self[f"lead-{post.pk}"]) for post in self.posts]

    @property
    def sites_per_type(self) -> dict[str, int] | None:
        """How many sites of each type, as typed; None for the official minimums."""
        if self.cleaned_data["method"] == "minimums":
            return None
        typed = {each.type.code: self.cleaned_data.get(f"sites-{each.type.code}") for each in self.offers}
        return {code: number for code, number in typed.items() if number}

    @property
    def wish(self) -> Wish:
        """What is wanted, as typed."""
        typed = self.cleaned_data
        return Wish(
            per_type=self.sites_per_type,
            everything=typed["method"] == "all",
            by_town=typed["by_town"],
            doubles=typed["doubles"] or 0,
            capacity=typed["capacity"],
        )

    @property
    def teams(self) -> list[list[Post]]:
        """Who goes together, whoever leads first; without a number each goes alone."""
        together: dict[object, list[Post]] = {}
        for post in self.cleaned_data["inspectors"]:
            number = self.cleaned_data.get(f"team-{post.pk}")
            together.setdefault(number or f"alone-{post.pk}", []).append(post)
        return [
            sorted(team, key=lambda post: not self.cleaned_data.get(f"lead-{post.pk}")) for team in together.values()
        ]

    def clean(self) -> dict[str, Any]:
        """One lead a team."""
        typed = super().clean() or self.cleaned_data
        leads: set[int] = set()
        for post in typed.get("inspectors") or ():
            number = typed.get(f"team-{post.pk}")
            if number and typed.get(f"lead-{post.pk}"):
                if number in leads:
                    self.add_error("inspectors", _("Team %(number)s has two leads.") % {"number": number})
                leads.add(number)
        return typed


class MoveForm(forms.Form):
    """Which team goes to a site, on which day."""

    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), empty_label=None)
    day = DayField(label=_("Day"), widget=forms.Select)

    def __init__(self, *args: Any, teams: Sequence[Team], days: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team, day = self.fields["team"], self.fields["day"]
        assert isinstance(team, forms.ModelChoiceField)  # noqa: S101 - for the types
        team.queryset = Team.objects.filter(pk__in=[each.pk for each in teams])
        assert isinstance(day.widget, forms.Select)  # noqa: S101 - for the types
        day.widget.choices = [(each.isoformat(), each.isoformat()) for each in days]


class CloseForm(forms.Form):
    """Why nobody could look at a site."""

    reason = forms.ChoiceField(label=_("What was it"), choices=Closed.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("A few words"),
        max_length=200,
        required=False,
        help_text=_("What stood at the door, who was spoken to."),
    )
    photo = forms.ImageField(
        label=_("A photo of it, if there is one"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
    )


@dataclass
class Typed:
    """What was typed at one item. `count` None: not looked at yet; `kept` are photos stored already."""

    item: CheckItem
    count: int | None = None
    not_applicable: bool = False
    fixed: bool = False
    note: str = ""
    kept: list[str] = field(default_factory=list)
    files: "list[UploadedFile[Any]]" = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def is_answered(self) -> bool:
        return self.not_applicable or self.count is not None

    @property
    def is_wrong(self) -> bool:
        return bool(self.count) and not self.not_applicable

    @property
    def state(self) -> str:
        """`todo`, `ok`, `bad` or `na`."""
        if self.not_applicable:
            return "na"
        return "todo" if self.count is None else "bad" if self.count else "ok"

    @property
    def is_touched(self) -> bool:
        """Whether it should stand open when the form comes back."""
        return bool(self.faults or self.is_wrong or self.note or self.kept)


@dataclass
class VisitForm:
    """The checklist as it came from the phone, or empty. Nothing is judged here but whether it can be
    read.
    """

    visit_id: UUID
    started_at: datetime
    remark: str = ""
    rest_is_fine: bool = False
    items: dict[int, Typed] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @classmethod
    def blank(cls, items: Iterable[CheckItem], now: datetime) -> "VisitForm":
        """A form that nobody has touched."""
        return cls(new_id(), now, items={item.pk: Typed(item) for item in items})

    @classmethod
    def read(
        cls, items: Iterable[CheckItem], data: QueryDict, files: "MultiValueDict[str, UploadedFile[Any]]", now: datetime
    ) -> "VisitForm":
        """From what was sent. With `rest` what was not touched is right."""
        rest = data.get("rest") == "1"
        form = cls(
            visit_id=_uuid(data.get("visit_id", "")) or new_id(),
            started_at=min(_moment(data.get("started_at", "")) or now, now),
            remark=data.get("remark", "")[:2000],
            rest_is_fine=rest,
        )
        for item in items:
            form.items[item.pk] = _typed(item, data, files, rest)
        return form

    def take_faults(self, faults: Mapping[str, Sequence[str]]) -> None:
        """Put a refusal's sentences beside the items they belong to, the others at the top."""
        for key, sentences in faults.items():
            pk = key.removeprefix("item-")
            typed = self.items.get(int(pk)) if pk.isdigit() else None
            (typed.faults if typed else self.faults).extend(sentences)
        for typed in self.items.values():
            if not typed.is_answered and not typed.faults:
                typed.faults.append(str(_("No answer yet.")))

    @property
    def has_faults(self) -> bool:
        return bool(self.faults) or any(typed.faults for typed in self.items.values())


def _typed(item: CheckItem, data: QueryDict, files: "MultiValueDict[str, UploadedFile[Any]]", rest: bool) -> Typed:
    count = _count(data.get(f"count-{item.pk}", ""))
    absent = data.get(f"na-{item.pk}") == "1"
    if rest and count is None and not absent:
        count = 0
    return Typed(
        item=item,
        count=None if absent else count,
        not_applicable=absent,
        fixed=data.get(f"fixed-{item.pk}") == "1",
        note=data.get(f"note-{item.pk}", "").strip(),
        kept=list(dict.fromkeys(data.getlist(f"kept-{item.pk}")))[:20],
        files=list(files.getlist(f"photos-{item.pk}")),
    )


def _count(text: str) -> int | None:
    return min(int(text), MOST_SITES) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


def token_of(stored: StoredFile, person_id: str) -> str:
    """A stored photo as the form carries it until the visit is recorded: only its uploader can use it."""
    return signing.dumps([stored.sha256, person_id], salt=PHOTO_SALT)


def hash_in(token: str, person_id: str) -> str | None:
    """The photo's hash when the token is one of this person, else None."""
    try:
        sha256, holder = signing.loads(token, salt=PHOTO_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(sha256) if holder == person_id else None
