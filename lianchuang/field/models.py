"""What came from phones: each submission as it was received, with its answer; and who handed in which photo."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianchuang.accounts.models import Person, Post
from lianchuang.common.words import as_written
from lianchuang.evidence.models import StoredFile
from lianchuang.field.rules import Kind, State
from lianchuang.inspections.models import Round

KINDS = {Kind.VISIT.value: _("Visit"), Kind.VERIFICATION.value: _("Verification"), Kind.REPORT.value: _("Report")}


class Submission(models.Model):
    """One piece of work done outdoors, under the id that the device made. `raw` is the text as received, never changed.

    `sealed_round` is the undercover round it is about: until its release only its sender and the office of the whole
    place may know of it. `clock_seconds` is how far the device's clock was ahead (it may be negative). Nothing is
    kept about the device, nor where it was.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=12, choices=KINDS)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    raw = models.TextField()
    content_hash = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    clock_seconds = models.IntegerField(default=0)
    state = models.CharField(
        max_length=10,
        choices=[
            (State.RECEIVED.value, _("waiting for photos")),
            (State.APPLIED.value, _("applied")),
            (State.CONFLICT.value, _("to be decided")),
            (State.REFUSED.value, _("refused")),
            (State.SET_ASIDE.value, _("set aside")),
        ],
        default=State.RECEIVED.value,
    )
    sentences = models.JSONField(default=list, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    title = models.CharField(max_length=200, blank=True)
    sealed_round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-received_at"]
        indexes: ClassVar = [models.Index(fields=["state", "received_at"], name="submission_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def written_kind(self) -> str:
        """What kind of work it is, as records keep it."""
        return as_written(KINDS[self.kind])


class HandedPhoto(models.Model):
    """A photo that this person handed in: they, and nobody else, may hang it on their work by its hash."""

    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["by", "file"], name="handed_photo_once")]

    def __str__(self) -> str:
        return f"{self.by_id} {self.file_id}"
