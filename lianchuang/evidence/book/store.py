"""The county's store, as a book reads it."""

from typing import IO

from lianchuang.evidence.models import StoredFile
from lianchuang.evidence.queries import open_content, open_thumb


class CountyStore:
    """Contents and small pictures by hash."""

    def content(self, sha256: str) -> IO[bytes]:
        """The content. Raises FileNotFoundError."""
        return open_content(StoredFile(sha256=sha256))

    def thumb(self, sha256: str) -> IO[bytes]:
        """The small picture. Raises FileNotFoundError."""
        return open_thumb(StoredFile(sha256=sha256))
