"""Files by content, each stored once under its SHA-256; and the requests for documents, each asked once."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianchuang.accounts.models import Post, Unit
from lianchuang.standards.models import Measure, MeasureValue


class StoredFile(models.Model):
    """One file's content. `taken_at`, `lon`, `lat` are what the camera wrote (EXIF), hints and no proof."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    media_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    stored_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-stored_at"]

    def __str__(self) -> str:
        return f"{self.media_type} {self.sha256[:12]}"

    @property
    def path(self) -> str:
        """Where the content lies in the storage."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"

    @property
    def thumb_path(self) -> str:
        """Where its small picture lies (WebP, at most 320 px)."""
        return f"{self.path}.thumb"


class PhotoTrace(models.Model):
    """What a photo says of itself (EXIF, XMP), and its print (`kernels.photoprint`), by which altered copies are found.

    `code` is the print as a signed number; null where there is none to tell it by.
    """

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="trace")
    code = models.BigIntegerField(null=True, blank=True)
    camera = models.CharField(max_length=80, blank=True)
    software = models.CharField(max_length=80, blank=True)
    has_notes = models.BooleanField(default=False)
    is_synthetic = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.file_id[:12]} {self.camera or '–'}"


class RequestState(models.TextChoices):
    ASKED = "asked", _("asked")
    SUPPLIED = "supplied", _("supplied")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")


class EvidenceRequest(models.Model):
    """A document that a unit is asked for once, whatever number of requirements it serves.

    One open request for each measure and place. What is accepted becomes a value of the measure: present. A document
    that must not be kept here is named by its `reference` alone.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="evidence_requests")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=120)
    period_from = models.DateField()
    period_to = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.ASKED)
    asked_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    supplied_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    supplied_at = models.DateTimeField(null=True, blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    value = models.ForeignKey(MeasureValue, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measure", "place"],
                condition=~Q(state="accepted"),
                name="evidence_request_open_once",
            ),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="evidence_request_period"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="evidence_request_due")]

    def __str__(self) -> str:
        return f"{self.what} ({self.state})"

    @property
    def is_open(self) -> bool:
        return self.state != RequestState.ACCEPTED

    @property
    def given(self) -> str:
        """What was handed in, in a word: the name of the file, or the reference."""
        return self.file_name or self.reference
