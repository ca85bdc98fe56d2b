"""The shelf: where content lies by its hash, looked at before it is laid down."""

import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from lianchuang.evidence.files.door import look_at_document
from lianchuang.evidence.files.shapes import Look
from lianchuang.evidence.models import StoredFile


@dataclass(frozen=True)
class Shelved:
    """A document whose content was looked at and lies in the storage; no row knows it yet."""

    sha256: str
    size: int
    look: Look


def shelve(content: bytes, field: str = "file") -> Shelved:
    """Look at a document and lay its content down, before any transaction begins: looking may take seconds.

    Content without a row does no harm. Raises Invalid (on `field`) for what is not taken, with the reason.
    """
    look = look_at_document(content, field)
    sha256 = hashlib.sha256(content).hexdigest()
    lay_down(sha256, content, look.thumb, look.view)
    return Shelved(sha256, len(content), look)


def lay_down(sha256: str, content: bytes, thumb: bytes = b"", view: bytes = b"") -> None:
    """Content before its row: a row never points at nothing, and content without a row does no harm."""
    path = StoredFile(sha256=sha256).path
    for place, data in ((path, content), (f"{path}.thumb", thumb), (f"{path}.view", view)):
        if not data:
            continue
        if default_storage.exists(place):
            if default_storage.size(place) == len(data):
                continue
            default_storage.delete(place)  # half written when the server was killed
        default_storage.save(place, ContentFile(data))
