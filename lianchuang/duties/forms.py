"""Shape of what is typed about duty rules."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianchuang.accounts.models import Post, PostKind, Unit, UnitKind
from lianchuang.duties.models import Where
from lianchuang.sites.models import Category, CheckItem, Site, SiteType

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


class RuleForm(forms.Form):
    """When all conditions given hold, this post answers. A condition left open holds always."""

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
    supporting = forms.ModelMultipleChoiceField(
        label=_("Supporting units"), queryset=Unit.objects.none(), required=False
    )
    ground = forms.CharField(
        label=_("Ground"), max_length=200, required=False, help_text=_("The document or decision it rests on.")
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], sites: QuerySet[Site], **options: Any) -> None:
        super().__init__(*args, **options)
        self._sites = sites
        posts = Post.objects.filter(unit__in=units).select_related("unit").order_by("unit__path", "code")
        bureaus = units.filter(kind__in=[UnitKind.BUREAU, UnitKind.STREET, UnitKind.TOWN]).order_by("sort_key")
        for name, rows in (("area", units.order_by("path")), ("supporting", bureaus), ("post", posts)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean_site_code(self) -> Site | None:
        """The site with this code, among those one sees."""
        code = self.cleaned_data["site_code"].strip()
        if not code:
            return None
        site = self._sites.filter(code=code).select_related("unit", "site_type").first()
        if site is None:
            raise forms.ValidationError(_("There is no site with this code."))
        return site

    def parts(self) -> dict[str, Any]:
        """What was chosen, as `add_rule` takes it."""
        given = dict(self.cleaned_data)
        return {"site": given.pop("site_code"), **given}


class RetireForm(forms.Form):
    """Why a rule goes."""

    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("It stands in the history."))


class TryForm(forms.Form):
    """About which matter one asks at a site."""

    category = forms.ModelChoiceField(queryset=Category.objects.all(), to_field_name="code", required=False)
    item = forms.ModelChoiceField(queryset=CheckItem.objects.all(), to_field_name="code", required=False)
