"""Shape and syntax of what is typed about places. Coordinates of Chinese maps are converted here, at the door."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianchuang.accounts.models import PLACE_KINDS, Post, Unit
from lianchuang.kernels.coordinates import Point, System, to_wgs84
from lianchuang.sites.actions import SiteFacts
from lianchuang.sites.models import Site, SiteType

SYSTEMS = (
    (System.WGS84.value, _("WGS-84 or CGCS2000 (GPS, Tianditu)")),
    (System.GCJ02.value, _("GCJ-02 (Amap, Tencent maps)")),
    (System.BD09.value, _("BD-09 (Baidu maps)")),
)
FACTS = (
    "code",
    "name",
    "site_type",
    "unit",
    "lon",
    "lat",
    "owner_unit",
    "sponsor_unit",
    "contact_post",
    "address",
    "grid",
)
METRE = 6  # decimals of a degree worth keeping: about 0.1 m

INDENT = "\u3000"  # one level down the tree


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """A choice of units, set in by their place in the tree."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{INDENT * (obj.path.count('.') - 1)}{obj.label}"


class PostChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """A choice of posts, each with its unit."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class SiteForm(forms.Form):
    """Everything one says about a site. `version` is that of the site the page showed."""

    name = forms.CharField(label=pgettext_lazy("site", "Name"), max_length=120)
    code = forms.CharField(label=pgettext_lazy("site", "Code"), max_length=30)
    site_type = forms.ModelChoiceField(label=pgettext_lazy("site", "Type"), queryset=SiteType.objects.all())
    unit = UnitChoice(label=_("Lies in"), queryset=Unit.objects.none())
    lon = forms.FloatField(label=_("Longitude"), help_text=_("In degrees, for example 114.386921."))
    lat = forms.FloatField(label=_("Latitude"), help_text=_("In degrees, for example 34.061422."))
    system = forms.ChoiceField(
        label=_("The coordinates are"),
        choices=SYSTEMS,
        help_text=_("Those of Amap and Baidu are shifted by some hundred metres; they are converted on saving."),
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    grid = forms.CharField(label=_("Grid"), max_length=30, required=False)
    owner_unit = UnitChoice(label=_("Run by"), queryset=Unit.objects.none(), required=False)
    sponsor_unit = UnitChoice(label=_("Sponsored by"), queryset=Unit.objects.none(), required=False)
    contact_post = PostChoice(label=_("Contact"), queryset=Post.objects.none(), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = units.filter(kind__in=PLACE_KINDS).order_by("path")  # type: ignore[attr-defined]
        for name in ("owner_unit", "sponsor_unit"):
            self.fields[name].queryset = units.order_by("path")  # type: ignore[attr-defined]
        posts = Post.objects.filter(unit__in=units).select_related("unit").order_by("unit__path", "code")
        self.fields["contact_post"].queryset = posts  # type: ignore[attr-defined]

    def facts(self) -> SiteFacts:
        """What was typed, with the point in WGS-84."""
        given = {name: self.cleaned_data[name] for name in FACTS}
        point = to_wgs84(Point(given["lon"], given["lat"]), System(self.cleaned_data["system"]))
        return SiteFacts(**{**given, "lon": round(point.lon, METRE), "lat": round(point.lat, METRE)})


def held_facts(site: Site) -> dict[str, Any]:
    """The site as the form shows it."""
    facts = {name: getattr(site, name) for name in FACTS}
    return {**facts, "system": System.WGS84.value, "version": site.version}


class ReasonForm(forms.Form):
    """Why a site is closed or put back."""

    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("It stands in the history."))
    version = forms.IntegerField(widget=forms.HiddenInput)
