"""What files bring besides editions: selections of a catalogue, and the files themselves until somebody confirms them."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from lianchuang.common.ids import new_id
from lianchuang.common.words import Named
from lianchuang.standards.models.editions import Edition


class Profile(Named):
    """A selection of the controls of a catalogue (OSCAL profile). `edition` none: that catalogue is not loaded.

    `selected` are the ids in the file's order; `carried` is the whole file, as JSON text with its layout.
    """

    code = models.SlugField(max_length=40, unique=True)
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.SET_NULL, related_name="profiles")
    selected = models.JSONField(default=list)
    carried = models.TextField()
    imported_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["code"]


class StandardUpload(models.Model):
    """A file that somebody sent and has not confirmed yet; it goes when it expires."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering: ClassVar = ["-sent_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})"
