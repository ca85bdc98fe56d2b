"""Storing files by content."""

import hashlib
from datetime import datetime
from uuid import UUID

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.audit.queries import entries_about
from lianchuang.evidence.actions.tracing import keep_trace
from lianchuang.evidence.files.door import look_at_photo
from lianchuang.evidence.files.shelf import Shelved, lay_down
from lianchuang.evidence.models import StoredFile
from lianchuang.evidence.rules import Picture, picture_of
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
    """Keep a photo (JPEG, PNG, WebP or HEIC) under its SHA-256, with a small picture and its print. Content is kept once.

    Content that only sealed work has handed in yet is treated and told of as if it were new. `picture` and `trace` are
    what `read_picture` and `read_trace` said of this content, where another process has looked at it already.
    `sealed_with`: undercover work of which it is a part (see `audit.actions.record`).
    Raises Invalid (on `field`) for what is no such picture, over 15 MiB or over 60 million pixels.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    existing = StoredFile.objects.filter(pk=sha256).first()
    if existing and not _is_news(sha256, sealed_with):
        nothing_changed()
        return existing
    picture = picture or look_at_photo(content, field)
    lay_down(sha256, content, picture.thumb, picture.view)
    return _photo_row(sha256, len(content), picture, by, at, sealed_with, trace)


def _photo_row(
    sha256: str,
    size: int,
    picture: Picture,
    by: Actor,
    at: datetime,
    sealed_with: tuple[str, UUID] | None = None,
    trace: Trace | None = None,
) -> StoredFile:
    """The row of a photo whose content is laid down. Two at once: the second finds the first one's row."""
    stored, created = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "media_type": picture.media_type,
            "size": size,
            "width": picture.width,
            "height": picture.height,
            "taken_at": picture.taken_at,
            "lon": picture.lon,
            "lat": picture.lat,
            "stored_at": at,
        },
    )
    if not created and not _is_news(sha256, sealed_with):
        nothing_changed()
        return stored
    if created:
        keep_trace(stored, trace)
    data = {"size": size, "sha256": sha256[:12]}
    record(
        code="evidence.stored", by=by, at=at, object_kind="file", object_id=sha256[:40], data=data,
        sealed_with=sealed_with,
    )  # fmt: skip
    return stored


def _is_news(sha256: str, sealed_with: tuple[str, UUID] | None) -> bool:
    """Whether content that is kept already is told of once more: only sealed work has handed it in yet, this is none."""
    return sealed_with is None and _is_known_from_sealed_work(sha256)


def _is_known_from_sealed_work(sha256: str) -> bool:
    """Whether history tells of this content in sealed entries alone."""
    told = entries_about("file", sha256[:40]).filter(code="evidence.stored").order_by()
    kinds = set(told.values_list("sealed_kind", flat=True))
    return bool(kinds) and "" not in kinds


@action("evidence.document_stored", "evidence.stored")
def store_document(*, shelved: Shelved, by: Actor, at: datetime) -> StoredFile:
    """Give a document that `shelve` has laid down its row. Content is kept once."""
    sha256, look = shelved.sha256, shelved.look
    if look.width is not None:
        return _photo_row(sha256, shelved.size, picture_of(look), by, at)
    defaults = {"media_type": look.media_type, "size": shelved.size, "pages": look.pages, "stored_at": at}
    stored, created = StoredFile.objects.get_or_create(sha256=sha256, defaults=defaults)
    if not created:
        nothing_changed()
        return stored
    data = {"size": shelved.size, "sha256": sha256[:12], "type": look.media_type.rpartition(".")[2]}
    record(code="evidence.document_stored", by=by, at=at, object_kind="file", object_id=sha256[:40], data=data)
    return stored
