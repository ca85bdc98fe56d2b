"""Places that are inspected, and what is looked at there."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianchuang.accounts.models import Post, Unit
from lianchuang.common.ids import new_id
from lianchuang.common.words import Named, in_reader_language
from lianchuang.standards.models import Confidence, Requirement


class SiteGroup(models.TextChoices):
    ROADS = "roads", _("Roads")
    MARKETS = "markets", _("Markets and shops")
    LIVING = "living", _("Living areas")
    SERVICES = "services", _("Public services")
    GREEN = "green", _("Parks and squares")
    TRANSPORT = "transport", _("Transport")
    CULTURE = "culture", _("Culture and education")
    WORKS = "works", _("Works and waste")
    VILLAGES = "villages", _("Towns and villages")
    MILITARY = "military", _("Military and veterans")
    FOOD = "food", _("Food and lodging")


class SiteType(Named):
    """A kind of place: market, back street, estate, park, …"""

    code = models.SlugField(max_length=40, unique=True)
    group = models.CharField(max_length=12, choices=SiteGroup)
    icon = models.CharField(max_length=40)
    minimum_sample = models.PositiveSmallIntegerField(null=True, blank=True)
    # Codes of the types that share this minimum with it (干道: main and secondary roads together).
    minimum_together = models.JSONField(default=list, blank=True)
    minimum_confidence = models.CharField(max_length=12, choices=Confidence, blank=True)
    minimum_source = models.TextField(blank=True)
    minimum_source_en = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "code"]

    @property
    def minimum_source_label(self) -> str:
        return in_reader_language(self.minimum_source, self.minimum_source_en)


class Zone(Named):
    """A part of such a place, in walking order: entrance, inside, toilet, around."""

    site_type = models.ForeignKey(SiteType, on_delete=models.CASCADE, related_name="zones")
    code = models.SlugField(max_length=30)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["site_type", "order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site_type", "code"], name="zone_once")]


class Site(models.Model):
    """A place that is inspected. `unit` is the street, town or community it lies in; WGS-84 degrees.

    `owner_unit` runs it, `sponsor_unit` (包保) stands behind it, `contact_post` answers the telephone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    site_type = models.ForeignKey(SiteType, on_delete=models.PROTECT, related_name="sites")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sites_within")
    owner_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="sites_owned")
    sponsor_unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="sites_sponsored"
    )
    contact_post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    grid = models.CharField(max_length=30, blank=True)
    lon = models.FloatField()
    lat = models.FloatField()
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["name", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90), name="site_on_earth"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["lon", "lat"], name="site_lon_lat"),
            models.Index(fields=["site_type", "unit"], name="site_type_unit"),
        ]

    def __str__(self) -> str:
        return self.name


class Severity(models.TextChoices):
    MINOR = "minor", _("minor")
    ORDINARY = "ordinary", _("ordinary")
    SERIOUS = "serious", _("serious")


class Category(Named):
    """What sort of thing is wrong: rubbish, broken road, small ads, …"""

    code = models.SlugField(max_length=40, unique=True)
    icon = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "code"]
        verbose_name_plural = "categories"


class Grading(models.TextChoices):
    GRADED = "graded", _("graded by count")
    YES_NO = "yes_no", _("yes or no")


class CheckItem(models.Model):
    """One thing looked at: what is right (`text`), what is said when it is not (`finding`), what is counted."""

    code = models.CharField(max_length=30, unique=True)
    text = models.CharField(max_length=80)
    text_en = models.CharField(max_length=200, blank=True)
    finding = models.CharField(max_length=60)
    finding_en = models.CharField(max_length=160, blank=True)
    counts = models.CharField(max_length=10)
    counts_en = models.CharField(max_length=30, blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="items")
    severity = models.CharField(max_length=10, choices=Severity)
    grading = models.CharField(max_length=10, choices=Grading)
    cap = models.PositiveSmallIntegerField(default=3)
    is_local = models.BooleanField(default=False)
    source = models.TextField()
    source_en = models.TextField(blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence)
    requirements: "models.ManyToManyField[Requirement, ItemRequirement]" = models.ManyToManyField(
        Requirement, through="ItemRequirement", related_name="check_items"
    )

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_reader_language(self.text, self.text_en)

    @property
    def finding_label(self) -> str:
        return in_reader_language(self.finding, self.finding_en)

    @property
    def counts_label(self) -> str:
        return in_reader_language(self.counts, self.counts_en)

    @property
    def source_label(self) -> str:
        return in_reader_language(self.source, self.source_en)


class Fill(models.TextChoices):
    FULL = "full", _("counts")
    PART = "part", _("counts in part")


class ItemRequirement(models.Model):
    """An item serves a requirement, wholly or in part."""

    item = models.ForeignKey(CheckItem, on_delete=models.CASCADE, related_name="item_requirements")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="item_requirements")
    fill = models.CharField(max_length=5, choices=Fill)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "requirement"], name="item_requirement_once")]

    def __str__(self) -> str:
        return f"{self.item.code} → {self.requirement.code}"


class ChecklistItem(models.Model):
    """An item on the checklist of a site type, in one of its zones."""

    site_type = models.ForeignKey(SiteType, on_delete=models.CASCADE, related_name="checklist_items")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="checklist_items")
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, related_name="checklist_items")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["zone__order", "order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site_type", "item"], name="checklist_item_once")]

    def __str__(self) -> str:
        return f"{self.site_type.code}: {self.item.code}"
