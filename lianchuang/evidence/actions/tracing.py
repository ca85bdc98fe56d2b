"""Keeping what a photo says of itself, and its print."""

from datetime import datetime

from django.core.files.storage import default_storage

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.evidence.models import PhotoTrace, StoredFile
from lianchuang.evidence.traces import Trace, read_trace

AT_ONCE = 500


def keep_trace(file: StoredFile, trace: Trace | None = None) -> None:
    """Write the trace of a photo that has just been laid down; a part of storing it. Twice is once."""
    trace = trace or _trace_of(file)
    PhotoTrace.objects.bulk_create(
        [
            PhotoTrace(
                file=file,
                code=None if trace.print is None else _signed(trace.print),
                camera=trace.camera,
                software=trace.software,
                has_notes=trace.has_notes,
                is_synthetic=trace.is_synthetic,
            )
        ],
        ignore_conflicts=True,
    )


def _signed(code: int) -> int:
    return code - (1 << 64) if code >> 63 else code


def _trace_of(file: StoredFile) -> Trace:
    """Read from what is kept; an empty one where that is missing."""
    try:
        with default_storage.open(file.path) as content, default_storage.open(file.thumb_path) as small:
            return read_trace(content.read(), small.read())
    except OSError:
        return Trace()


@action("evidence.hashed")
def hash_photos(*, by: Actor, at: datetime, most: int = AT_ONCE) -> int:
    """Take the prints of photos that were kept before prints were taken: the newest first, so many at a time; how many.

    A standing task. Refused to whoever does not administer.
    """
    by.require(Role.ADMINISTRATOR)
    old = StoredFile.objects.filter(trace__isnull=True, media_type__startswith="image/")
    files = list(old.order_by("-stored_at")[:most])
    for file in files:
        keep_trace(file)
    if not files:
        nothing_changed()
        return 0
    data = {"count": len(files)}
    record(code="evidence.hashed", by=by, at=at, object_kind="photo_prints", object_id="all", data=data)
    return len(files)
