"""A photo on its way: the bytes that have come so far, in a file of its own, until it is whole.

No rows: how far it has come is how long the file is. A server killed in the middle goes on where it stood.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings

from lianchuang.field.rules import Piece

FORGOTTEN = 30 * 24 * 3600  # seconds after which a photo that never became whole is thrown away


class Upload:
    """What has come of one person's photo."""

    def __init__(self, person_id: UUID, sha256: str) -> None:
        self.folder = Path(settings.HOME) / "uploads" / str(person_id)
        self.path = self.folder / sha256

    @property
    def offset(self) -> int:
        """How many bytes are here."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def add(self, piece: Piece, content: bytes) -> tuple[int, bytes | None]:
        """Append what is new in this piece: how many bytes are here now, and the whole when it is complete.

        A piece that begins later than what is here changes nothing. Raises OSError (a full disk) with what was here
        before still here.
        """
        with self._locked() as file:
            known = os.fstat(file).st_size
            if known > piece.total:  # what is here belongs to no photo of this length
                os.ftruncate(file, 0)
                known = 0
            if piece.start <= known < piece.start + len(content):
                known = _append(file, known, content[known - piece.start :])
            if known < piece.total:
                return known, None
            return known, os.pread(file, known, 0)

    def forget(self) -> None:
        """Throw away what is here: the photo is kept elsewhere, or was damaged."""
        with suppress(FileNotFoundError):
            self.path.unlink()

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """The file, opened, for one writer at a time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.path.exists():
            self._sweep()
        while True:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                if self._is_still(file):
                    yield file
                    return
            finally:
                os.close(file)

    def _is_still(self, file: int) -> bool:
        """Whether the opened file is the one under this name: another writer may have finished meanwhile."""
        try:
            return self.path.stat().st_ino == os.fstat(file).st_ino
        except FileNotFoundError:
            return False

    def _sweep(self) -> None:
        before = time.time() - FORGOTTEN
        for path in self.folder.iterdir():
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    path.unlink()


def _append(file: int, known: int, content: bytes) -> int:
    """Write all of it at the end, or nothing."""
    left = memoryview(content)
    at = known
    try:
        while left:
            written = os.pwrite(file, left, at)
            left, at = left[written:], at + written
    except OSError:
        os.ftruncate(file, known)
        raise
    return at
