"""Shape and syntax of what is typed about units, posts and people."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianchuang.accounts.models import Person, Post, PostKind, Role, Unit, UnitKind
from lianchuang.common.days import DayField

DEEPER = "\u3000"  # one level further in, as wide as one Chinese character

if TYPE_CHECKING:  # generic for the type checker only
    _PersonChoice = forms.ModelChoiceField[Person]
    _UnitChoice = forms.ModelChoiceField[Unit]
else:
    _PersonChoice = _UnitChoice = forms.ModelChoiceField


class PersonChoice(_PersonChoice):
    """A choice of people by name and user name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.username}"


class UnitChoice(_UnitChoice):
    """A choice of units, set in by their place in the tree."""

    def label_from_instance(self, obj: Any) -> str:
        depth = obj.path.count(".") - 1
        return f"{DEEPER * depth}{obj.label}"


class NewPassword(forms.CharField):
    """A field for a password that is still to be."""

    def __init__(self, **options: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(strip=False, widget=widget, **options)


class SignInForm(AuthenticationForm):
    """User name and password."""

    error_messages = {
        "invalid_login": _("This user name and password do not belong together."),
        "inactive": _("This account is closed. Ask your administrator."),
    }


class UnitForm(forms.Form):
    """A new unit."""

    kind = forms.ChoiceField(label=pgettext_lazy("unit", "Kind"), choices=UnitKind.choices)
    name = forms.CharField(label=_("Name"), max_length=200)
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False, help_text=_("As lists show it."))
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)


class RenameUnitForm(UnitForm):
    """Other names for a unit."""

    kind = None  # type: ignore[assignment]


class PostForm(forms.Form):
    """A new post in a unit."""

    kind = forms.ModelChoiceField(
        PostKind.objects.all(),
        label=_("What it is for"),
        help_text=_("Duty rules find posts by this."),
        empty_label=pgettext_lazy("kind of post", "Choose"),
    )
    name = forms.CharField(label=_("Name of the post"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)


class PersonForm(forms.Form):
    """Somebody who may sign in."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    username = forms.CharField(
        label=_("User name"), max_length=60, help_text=_("What is typed to sign in: letters and digits.")
    )
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)
    password = NewPassword(
        label=_("First password"),
        required=False,
        help_text=_("Without one nobody can sign in with this account yet."),
    )

    def clean_password(self) -> str | None:
        """No password typed means none is set."""
        return self.cleaned_data["password"] or None


class AppointForm(forms.Form):
    """Who holds a post from when."""

    person = PersonChoice(Person.objects.none(), label=_("Person"))
    since = DayField(label=pgettext_lazy("term of office", "From"))

    def __init__(self, *args: Any, people: QuerySet[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """The end of a term."""

    until = DayField(label=_("First day no longer in office"))


class GrantForm(forms.Form):
    """A role for a post."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    scope = UnitChoice(Unit.objects.none(), label=_("Over which part of the tree"), empty_label=None)

    def __init__(self, *args: Any, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["scope"].queryset = units  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """One successor for each post, or nobody."""

    from_day = DayField(label=_("From which day"))

    def __init__(self, *args: Any, posts: list[Post], people: QuerySet[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.posts = posts
        for post in posts:
            self.fields[f"post_{post.pk}"] = PersonChoice(
                people,
                label=post.full_name,
                required=False,
                empty_label=_("Nobody yet: the post stays vacant"),
            )

    def successors(self) -> dict[int, Person | None]:
        """The successor of each post by its id."""
        return {post.pk: self.cleaned_data[f"post_{post.pk}"] for post in self.posts}


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    password = NewPassword(label=_("New password"), help_text=_("At least eight characters, not a common word."))
    again = NewPassword(label=_("New password again"))

    def clean_again(self) -> str:
        """Both must be the same."""
        if self.cleaned_data.get("password") != self.cleaned_data["again"]:
            raise forms.ValidationError(_("The two are not the same."))
        return str(self.cleaned_data["again"])


class OwnPasswordForm(NewPasswordForm):
    """One's own new password needs the old one."""

    old = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["old", "password", "again"]

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person

    def clean_old(self) -> str:
        """It must be the present one."""
        if not self.person.check_password(self.cleaned_data["old"]):
            raise forms.ValidationError(_("This is not your present password."))
        return str(self.cleaned_data["old"])


def tomorrow(today: date) -> date:
    """The day after."""
    return date.fromordinal(today.toordinal() + 1)
