"""Reading stored files: their content, and the answer that serves them."""

from django.core.files import File
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from lianchuang.evidence.models import StoredFile

THUMB_TYPE = "image/webp"
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
A_YEAR = 365 * 24 * 3600


def open_content(stored: StoredFile) -> "File[bytes]":
    """The content as it was handed in, open for reading. Raises FileNotFoundError."""
    return default_storage.open(stored.path)


def open_thumb(stored: StoredFile) -> "File[bytes]":
    """The small picture (WebP, at most 320 px), open for reading. Raises FileNotFoundError."""
    return default_storage.open(stored.thumb_path)


def photo_response(stored: StoredFile, *, thumb: bool = False) -> FileResponse:
    """The picture as a streamed answer; whoever calls this has checked that the reader may see it.

    The type is the one found when it was stored, and only a picture's: whatever else the bytes might be taken for, a
    browser shows a picture or nothing. Content never changes under its hash, so browsers may keep it; only theirs, as
    it is not public. 404 when the content is missing or is no picture.
    """
    media_type = THUMB_TYPE if thumb else stored.media_type
    if media_type not in ENDINGS:
        raise Http404
    try:
        content = open_thumb(stored) if thumb else open_content(stored)
    except FileNotFoundError:
        raise Http404 from None
    name = f"{stored.sha256[:16]}.{ENDINGS[media_type]}"
    response = FileResponse(content, content_type=media_type, filename=name)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
