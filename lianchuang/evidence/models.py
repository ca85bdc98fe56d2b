"""Files by content, each stored once under its SHA-256; and the requests for documents, each asked once."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianchuang.accounts.models import Post, Unit
from lianchuang.campaigns.models import Campaign
from lianchuang.evidence.files.shapes import HEIC
from lianchuang.standards.models import Measure, MeasureValue


class StoredFile(models.Model):
    """One file's content. `taken_at`, `lon`, `lat` are what the camera wrote (EXIF), hints and no proof."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    media_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
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

    @property
    def view_path(self) -> str:
        """Where a picture lies that every browser shows: the content, or the JPEG made of it."""
        return f"{self.path}.view" if self.media_type == HEIC else self.path

    @property
    def has_thumb(self) -> bool:
        """Whether there is a small picture: of every picture, and of a PDF's first page."""
        return self.width is not None or self.pages is not None


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

    One open request for each measure and place. What is accepted becomes a value of the measure: present. It is answered
    by one or more pieces of `Evidence`, and decided as a whole. `is_offline`: sensitive, no file of it is ever kept here.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="evidence_requests")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=120)
    period_from = models.DateField()
    period_to = models.DateField()
    due_on = models.DateField()
    is_offline = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.ASKED)
    asked_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    supplied_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    supplied_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    value = models.ForeignKey(MeasureValue, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    urgent_reason = models.CharField(max_length=200, blank=True)
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
        indexes: ClassVar = [
            models.Index(fields=["state", "due_on"], name="evidence_request_due"),
            models.Index(fields=["unit", "asked_at"], name="evidence_request_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.what} ({self.state})"

    @property
    def is_open(self) -> bool:
        return self.state != RequestState.ACCEPTED

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for the unit."""
        return self.state in {RequestState.ASKED, RequestState.RETURNED}


class RequestCap(models.Model):
    """How many documents each unit of a place may be asked for in a week; the nearest place above a unit counts."""

    place = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="+")
    per_week = models.PositiveSmallIntegerField()
    set_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.place_id}: {self.per_week}"


class Evidence(models.Model):
    """佐证材料: one piece of what answers a request: a file kept here, or the number of one that is held elsewhere.

    `effective_on` is the day on the document, `expires_on` its last valid day; neither is the day it was handed in.
    `withdrawn_at`: another took its place. `is_faulty`: named when the request was returned. `warned_at`: the office and
    the unit were told that it expires before an assessment. `reused_from`: it had been supplied there already.
    """

    request = models.ForeignKey(EvidenceRequest, on_delete=models.PROTECT, related_name="pieces")
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    holder = models.CharField(max_length=120, blank=True)
    shelf = models.CharField(max_length=120, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    supplied_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    supplied_at = models.DateTimeField()
    reused_from = models.ForeignKey(
        EvidenceRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="reused_pieces"
    )
    is_faulty = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "evidence"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, reference="") | Q(file__isnull=True) & ~Q(reference=""),
                name="evidence_file_or_reference",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["expires_on"],
                condition=Q(expires_on__isnull=False, withdrawn_at__isnull=True),
                name="evidence_expires",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.reference


class ArchiveBook(models.Model):
    """申报材料: a campaign's book as it was made once. `folder`: where below HOME/books it lies; empty when elsewhere."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="archive_books")
    as_of = models.DateField()
    requirements = models.PositiveIntegerField()
    files = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    gaps = models.PositiveIntegerField()
    manifest_sha256 = models.CharField(max_length=64)
    folder = models.CharField(max_length=120, blank=True)
    lies_here = False  # queries.books_of looks
    made_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.campaign.code} {self.as_of}"
