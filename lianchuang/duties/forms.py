"""Shape of what is typed about rules, sponsorships and hand-overs."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianchuang.accounts.models import Person, Post, PostKind, Unit, UnitKind
from lianchuang.duties.models import Where
from lianchuang.sites.models import Category, CheckItem, Site, SiteType
from lianchuang.standards.models import Requirement

INDENT = "\u3000"  # one level down the tree


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """A choice of units, set in by their place in the tree."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{INDENT * (obj.path.count('.') - 1)}{obj.label}"


class PostChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """A choice of posts, each with its unit."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class ItemChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """A choice of check items, each with its code."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} {obj.label}"


class RequirementChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """A choice of requirements and headings, set in by their place in the tree."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{INDENT * obj.depth}{obj.code} {obj.label}"


class PostsChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # as above
    """A choice of several posts, each with its unit."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class RuleForm(forms.Form):
    """When all conditions given hold, this post answers. A condition left open holds always."""

    requirement = RequirementChoice(
        label=pgettext_lazy("duty rule", "Requirement"),
        queryset=Requirement.objects.none(),
        required=False,
        help_text=_("With everything below it. Then no place and no kind of finding is chosen."),
    )
    site_type = forms.ModelChoiceField(label=_("Type of site"), queryset=SiteType.objects.all(), required=False)
    area = UnitChoice(label=pgettext_lazy("duty rule", "Within"), queryset=Unit.objects.none(), required=False)
    site_code = forms.CharField(
        label=_("Only this site"),
        max_length=30,
        required=False,
        help_text=_("Its code, when the rule is for one place."),
    )
    category = forms.ModelChoiceField(label=_("Kind of finding"), queryset=Category.objects.all(), required=False)
    item = ItemChoice(label=_("Check item"), queryset=CheckItem.objects.all(), required=False)
    is_whole = forms.BooleanField(label=_("Only for the place as a whole, not for what is found there"), required=False)
    post = PostChoice(label=_("This post answers"), queryset=Post.objects.none(), required=False)
    post_kind = forms.ModelChoiceField(
        label=_("Or a post of this kind"), queryset=PostKind.objects.all(), required=False
    )
    where = forms.ChoiceField(
        label=_("Looked for in"),
        choices=[("", "–"), *Where.choices],
        required=False,
        help_text=_("For a kind of post."),
    )
    responsible_posts = PostsChoice(label=_("Responsible posts"), queryset=Post.objects.none(), required=False)
    responsible_units = forms.ModelMultipleChoiceField(
        label=_("Responsible units"), queryset=Unit.objects.none(), required=False
    )
    supporting = forms.ModelMultipleChoiceField(
        label=_("Supporting units"), queryset=Unit.objects.none(), required=False
    )
    ground = forms.CharField(
        label=_("Ground"), max_length=200, required=False, help_text=_("The document or decision it rests on.")
    )

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        sites: QuerySet[Site],
        requirements: QuerySet[Requirement],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._sites = sites
        posts = Post.objects.filter(unit__in=units).select_related("unit").order_by("unit__path", "code")
        bureaus = units.filter(kind__in=[UnitKind.BUREAU, UnitKind.STREET, UnitKind.TOWN]).order_by("sort_key")
        for name, rows in (
            ("requirement", requirements),
            ("area", units.order_by("path")),
            ("post", posts),
            ("responsible_posts", posts),
            ("responsible_units", units.order_by("sort_key")),
            ("supporting", bureaus),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean_site_code(self) -> Site | None:
        """The site with this code, among those one sees."""
        return _site_of(self._sites, self.cleaned_data["site_code"])

    def parts(self) -> dict[str, Any]:
        """What was chosen, as `add_rule` takes it."""
        given = dict(self.cleaned_data)
        return {"site": given.pop("site_code"), **given}


def _site_of(sites: QuerySet[Site], code: str) -> Site | None:
    """The site with this code; None when none was typed."""
    code = code.strip()
    if not code:
        return None
    site = sites.filter(code=code).select_related("unit", "site_type").first()
    if site is None:
        raise forms.ValidationError(_("There is no site with this code."))
    return site


class SponsorshipForm(forms.Form):
    """Who stands behind which place: a unit or a leader's post behind an area, a leader's post behind a site."""

    area = UnitChoice(label=_("Street or area"), queryset=Unit.objects.none(), required=False)
    site_code = forms.CharField(
        label=_("Or one site"),
        max_length=30,
        required=False,
        help_text=_("Its code. Only a post can stand behind it here."),
    )
    unit = forms.ModelChoiceField(label=_("This unit stands behind it"), queryset=Unit.objects.none(), required=False)
    post = PostChoice(label=_("Or this leader's post"), queryset=Post.objects.none(), required=False)
    ground = forms.CharField(
        label=_("Ground"), max_length=200, required=False, help_text=_("The document or decision it rests on.")
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], sites: QuerySet[Site], **options: Any) -> None:
        super().__init__(*args, **options)
        self._sites = sites
        posts = Post.objects.filter(unit__in=units).select_related("unit").order_by("unit__path", "code")
        bodies = units.filter(kind=UnitKind.BUREAU).order_by("sort_key")
        for name, rows in (("area", units.order_by("path")), ("unit", bodies), ("post", posts)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean_site_code(self) -> Site | None:
        """The site with this code, among those one sees."""
        return _site_of(self._sites, self.cleaned_data["site_code"])

    def parts(self) -> dict[str, Any]:
        """What was chosen, as `begin_sponsorship` takes it."""
        given = dict(self.cleaned_data)
        return {"site": given.pop("site_code"), **given}


class HandOverForm(forms.Form):
    """Who takes a post, and from which day."""

    taker = forms.ModelChoiceField(label=_("Who takes it"), queryset=Person.objects.none())
    from_day = forms.DateField(
        label=_("From this day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("The first day on which the other person holds the post."),
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["taker"].queryset = people  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """As of which day one asks."""

    on = forms.DateField(required=False)


class RetireForm(forms.Form):
    """Why a rule goes."""

    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("It stands in the history."))


class TryForm(forms.Form):
    """About which matter one asks at a site."""

    category = forms.ModelChoiceField(queryset=Category.objects.all(), to_field_name="code", required=False)
    item = forms.ModelChoiceField(queryset=CheckItem.objects.all(), to_field_name="code", required=False)
