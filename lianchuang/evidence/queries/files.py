"""Reading stored files: their content, and the answer that serves them."""

from urllib.parse import quote

from django.core.files import File
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from lianchuang.evidence.files.shapes import ENDINGS, HEIC
from lianchuang.evidence.models import StoredFile

THUMB_TYPE = "image/webp"
SHOWN = {kind: ending for kind, ending in ENDINGS.items() if kind.startswith("image/") and kind != HEIC}
A_YEAR = 365 * 24 * 3600
# A browser that follows an address of ours to a stranger's file runs nothing of it and asks nobody else for anything.
LOCKED = "default-src 'none'; sandbox"


def open_content(stored: StoredFile) -> "File[bytes]":
    """The content as it was handed in, open for reading. Raises FileNotFoundError."""
    return default_storage.open(stored.path)


def open_view(stored: StoredFile) -> "File[bytes]":
    """A picture that every program shows: the content, or the JPEG made of a HEIC. Raises FileNotFoundError."""
    return default_storage.open(stored.view_path)


def open_thumb(stored: StoredFile) -> "File[bytes]":
    """The small picture (WebP, at most 320 px), open for reading. Raises FileNotFoundError."""
    return default_storage.open(stored.thumb_path)


def photo_response(stored: StoredFile, *, thumb: bool = False) -> FileResponse:
    """The picture as a streamed answer; whoever calls this has checked that the reader may see it.

    The type is the one found when it was stored, and only a picture's: whatever else the bytes might be taken for, a
    browser shows a picture or nothing. Content never changes under its hash, so browsers may keep it; only theirs, as
    it is not public. 404 when the content is missing or is no picture.
    """
    media_type = THUMB_TYPE if thumb else "image/jpeg" if stored.media_type == HEIC else stored.media_type
    if media_type not in SHOWN or (thumb and not stored.has_thumb):
        raise Http404
    try:
        content = open_thumb(stored) if thumb else open_view(stored)
    except FileNotFoundError:
        raise Http404 from None
    name = f"{stored.sha256[:16]}.{SHOWN[media_type]}"
    response = FileResponse(content, content_type=media_type, filename=name)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = LOCKED
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def document_response(stored: StoredFile, name: str) -> FileResponse:
    """The document as a download; whoever calls this has checked that the reader may see it. 404 when it is missing.

    Its ending is that of the type found in the bytes, whatever the name says.
    """
    if stored.media_type not in ENDINGS:
        raise Http404
    try:
        content = open_content(stored)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, content_type=stored.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(with_ending(name, stored))}"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = LOCKED
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def with_ending(name: str, stored: StoredFile) -> str:
    """The name with the ending of what the file really is."""
    ending = ENDINGS[stored.media_type]
    stem = name or stored.sha256[:16]
    known = {f".{one}" for one in ENDINGS.values()} | {".jpeg"}
    fits = stem.lower().endswith((f".{ending}", ".jpeg" if ending == "jpg" else f".{ending}"))
    if fits:
        return stem
    head, dot, tail = stem.rpartition(".")
    return f"{head if dot and f'.{tail.lower()}' in known else stem}.{ending}"
