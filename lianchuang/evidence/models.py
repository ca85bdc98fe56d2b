"""Files by content: each stored once under its SHA-256."""

from typing import ClassVar

from django.db import models


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
