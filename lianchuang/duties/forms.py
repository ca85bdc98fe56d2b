"""Shape of what is typed about duty rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianchuang.accounts.models import Post, PostKind, Unit
from lianchuang.duties.models import Where
from lianchuang.sites.models import Category, SiteType


class PostChoice(forms.ModelChoiceField[Post]):
    """One post, by unit and name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.unit.short_name} · {obj.label}"


class RuleForm(forms.Form):
    """When these conditions hold, this post answers."""

    site_type = forms.ModelChoiceField(label=_("Type of site"), queryset=SiteType.objects.all(), required=False)
    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.all(), required=False)
    area = forms.ModelChoiceField(label=_("Within"), queryset=Unit.objects.none(), required=False)
    post = PostChoice(label=_("This post answers"), queryset=Post.objects.none(), required=False)
    post_kind = forms.ModelChoiceField(
        label=_("or this kind of post"), queryset=PostKind.objects.none(), required=False
    )
    where = forms.ChoiceField(label=_("looked for in"), choices=[("", "–"), *Where.choices], required=False)
    supporting = forms.ModelMultipleChoiceField(label=_("Supporting"), queryset=Unit.objects.none(), required=False)
    ground = forms.CharField(label=_("Ground"), max_length=200, required=False)

    def __init__(self, *args: Any, posts: Any, units: Any, kinds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in {"post": posts, "area": units, "supporting": units, "post_kind": kinds}.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


class RetireForm(forms.Form):
    """Why the rule goes."""

    reason = forms.CharField(label=_("Why"), max_length=300)
