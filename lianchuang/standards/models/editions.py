"""Official catalogues: a standard, its editions, and their trees of requirements."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianchuang.accounts.models import Person
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
    REVIEWED = "reviewed", pgettext_lazy("edition", "Reviewed")
    PUBLISHED = "published", _("Published")


class Edition(Named):
    """One edition of a standard: draft → reviewed → published, and then it never changes.

    `version` counts every change, `tree_version` those of who stands under whom in which order. `edited_by` is the last
    person who wrote in it (none: the program, from a pack).
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
    version = models.PositiveIntegerField(default=1)
    tree_version = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["standard__slot", "code"]

    @property
    def is_draft(self) -> bool:
        return self.state == EditionState.DRAFT

    @property
    def note_label(self) -> str:
        return in_reader_language(self.note, self.note_en)

    @property
    def source_label(self) -> str:
        return in_reader_language(self.source, self.source_en)


class Requirement(Named):
    """One numbered node of an edition. `path` orders the tree ("0003.0001."); `scoring` and `window` are data.

    `version` counts the changes of its words and figures, not of its place. `carried` as in Edition.
    `is_withdrawn`: the standard keeps only its number.
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
    version = models.PositiveIntegerField(default=1)

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


class Successor(models.Model):
    """What takes the place of a requirement in another edition, as a person settled it.

    Several rows of one earlier requirement: it was split; several of one later: they were merged. `later` none: nothing
    takes its place there.
    """

    earlier = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="successors")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="settled")
    later = models.ForeignKey(Requirement, null=True, blank=True, on_delete=models.CASCADE, related_name="predecessors")
    note = models.TextField(blank=True)
    settled_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["earlier", "edition", "later"], name="successor_once"),
            models.UniqueConstraint(
                fields=["earlier", "edition"], condition=models.Q(later__isnull=True), name="successor_none_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier.code} → {self.later.code if self.later else '–'}"
