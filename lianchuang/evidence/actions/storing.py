"""Storing files by content."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.evidence.actions.tracing import keep_trace
from lianchuang.evidence.models import StoredFile
from lianchuang.evidence.rules import Picture, document_type, read_picture
from lianchuang.evidence.traces import Trace


@action("evidence.stored")
def store_photo(
    *,
    content: bytes,
    by: Actor,
    at: datetime,
    field: str = "photos",
    picture: Picture | None = None,
    trace: Trace | None = None,
    sealed_with: tuple[str, UUID] | None = None,
) -> StoredFile:
    """Keep a photo (JPEG, PNG or WebP) under its SHA-256, with a small picture and its print. Content is kept once.

    `picture` and `trace` are what `read_picture` and `read_trace` said of this content, where another process has looked at
    it already. `sealed_with`: undercover work of which it is a part (see `audit.actions.record`).
    Raises Invalid (on `field`) for what is no such picture, over 15 MiB or over 60 million pixels.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    if existing := StoredFile.objects.filter(pk=sha256).first():
        nothing_changed()
        return existing
    picture = picture or read_picture(content, field)
    _keep(sha256, content, picture.thumb)
    # Two at once: the second finds the first one's row.
    stored, created = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "media_type": picture.media_type,
            "size": len(content),
            "width": picture.width,
            "height": picture.height,
            "taken_at": picture.taken_at,
            "lon": picture.lon,
            "lat": picture.lat,
            "stored_at": at,
        },
    )
    if not created:
        nothing_changed()
        return stored
    keep_trace(stored, trace)
    record(
        code="evidence.stored",
        by=by,
        at=at,
        object_kind="file",
        object_id=sha256[:40],
        data={"size": len(content), "sha256": sha256[:12]},
        sealed_with=sealed_with,
    )
    return stored


@action("evidence.document_stored")
def store_document(*, content: bytes, by: Actor, at: datetime, field: str = "file") -> StoredFile:
    """Keep a document (PDF, DOCX, XLSX) or a picture of one under its SHA-256. Content is kept once.

    Raises Invalid (on `field`) for any other type, one with macros, an old or protected one, over 30 MiB.
    """
    media_type = document_type(content, field)
    if media_type.startswith("image/"):
        nothing_changed()  # the picture writes its own entry
        return store_photo(content=content, by=by, at=at, field=field)
    sha256 = hashlib.sha256(content).hexdigest()
    _keep(sha256, content)
    defaults = {"media_type": media_type, "size": len(content), "stored_at": at}
    stored, created = StoredFile.objects.get_or_create(sha256=sha256, defaults=defaults)
    if not created:
        nothing_changed()
        return stored
    data = {"size": len(content), "sha256": sha256[:12], "type": media_type.rpartition(".")[2]}
    record(code="evidence.document_stored", by=by, at=at, object_kind="file", object_id=sha256[:40], data=data)
    return stored


def _keep(sha256: str, content: bytes, thumb: bytes = b"") -> None:
    """Content before its row: a row never points at nothing, and content without a row does no harm."""
    named = StoredFile(sha256=sha256)
    for path, data in ((named.path, content), *([(named.thumb_path, thumb)] if thumb else [])):
        if default_storage.exists(path):
            if default_storage.size(path) == len(data):
                continue
            default_storage.delete(path)  # half written when the server was killed
        default_storage.save(path, ContentFile(data))
