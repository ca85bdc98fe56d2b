"""Official catalogues: a standard, its editions, and their trees of requirements."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianchuang.common.words import Named, in_reader_language


class Confidence(models.TextChoices):
    OFFICIAL = "official", _("Official")
    SECONDHAND = "secondhand", _("Second-hand")
    UNVERIFIED = "unverified", _("Unverified")


class Method(models.TextChoices):
    DOCUMENTS = "documents", _("Documents")
    STATISTICS = "statistics", _("Statistics")
    SITE_INSPECTION = "site_inspection", _("Site inspection")
    SURVEY = "survey", _("Survey")
    REMOTE_SENSING = "remote_sensing", _("Remote sensing")
    ONLINE_FILING = "online_filing", _("Online filing")
    OBSERVATION = "observation", _("Observation")


class Standard(Named):
    """An official catalogue, whatever its edition. `seal` is its character, `slot` 1–6 its seal colour."""

    code = models.SlugField(max_length=30, unique=True)
    seal = models.CharField(max_length=1)
    slot = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["slot"]


class EditionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class Edition(Named):
    """One edition of a standard. Published, it never changes.

    `carried` is what an imported file says beyond our columns, as JSON text in its own order.
    """

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="editions")
    code = models.SlugField(max_length=40, unique=True)
    state = models.CharField(max_length=10, choices=EditionState, default=EditionState.DRAFT)
    effective = models.DateField(null=True, blank=True)
    source = models.TextField()
    source_en = models.TextField(blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence)
    note = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    carried = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["standard__slot", "code"]

    @property
    def note_label(self) -> str:
        return in_reader_language(self.note, self.note_en)

    @property
    def source_label(self) -> str:
        return in_reader_language(self.source, self.source_en)


class Requirement(Named):
    """One numbered node of an edition. `path` orders the tree ("0003.0001."); `scoring` and `window` are data.

    `carried` as in Edition; `is_withdrawn`: the standard keeps only its number.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="requirements")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    path = models.CharField(max_length=60)
    code = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    method = models.CharField(max_length=16, choices=Method, blank=True)
    scoring = models.JSONField(default=dict)
    points = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    is_veto = models.BooleanField(default=False)
    window = models.JSONField(default=dict, blank=True)
    source = models.TextField()
    source_en = models.TextField(blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence)
    carried = models.TextField(blank=True)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["edition", "path"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "code"], name="requirement_code_once"),
            models.UniqueConstraint(fields=["edition", "path"], name="requirement_path_once"),
        ]

    @property
    def text_label(self) -> str:
        return in_reader_language(self.text, self.text_en)

    @property
    def source_label(self) -> str:
        return in_reader_language(self.source, self.source_en)

    @property
    def depth(self) -> int:
        """0 for a root."""
        return self.path.count(".") - 1
