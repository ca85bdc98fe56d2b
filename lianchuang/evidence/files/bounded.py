"""Looking at files in a helper process: whatever a file does to its reader, the server stays alive and answers in time."""

import json
import os
import select
import struct
import subprocess
import sys
import threading
import time
from typing import Any

from lianchuang.evidence.files.shapes import MB, MOST_DOCUMENT, MOST_PHOTO, Look, Unfit

MOST_SECONDS = 12.0
MOST_ANSWER = 16 * MB
COMMAND = (sys.executable, "-m", "lianchuang.evidence.files.helper")


class _Failed(Exception):
    """The helper died, fell silent or spoke nonsense."""


class Helper:
    """One helper process, started when first needed, one file at a time. A dead or hanging one is replaced."""

    def __init__(self, seconds: float = MOST_SECONDS, command: tuple[str, ...] = COMMAND) -> None:
        self.seconds, self.command = seconds, command
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = 0

    def look_at(self, content: bytes, *, photo: bool = False) -> Look:
        """As `looking.look_at`. Raises Unfit, also when the file is too hard to look at in time and memory."""
        most = MOST_PHOTO if photo else MOST_DOCUMENT
        if len(content) > most:
            raise Unfit("too_large", most=most // MB)
        with self.lock:
            for is_last in (False, True):  # a helper that was just leaving is no fault of the file
                fresh = self._ensure()
                try:
                    return self._ask(content, photo)
                except _Failed as fault:
                    self.stop()
                    if fresh or is_last:
                        raise Unfit("too_hard") from fault
        raise AssertionError("unreachable")

    def stop(self) -> None:
        """End the process; the next file starts another."""
        if self.process is not None and self.owner == os.getpid():
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe is not None:
                    pipe.close()
        self.process = None

    def _ensure(self) -> bool:
        """Whether a process had to be started. A process of our parent's (after a fork) is not ours to talk to."""
        if self.process is not None and self.owner == os.getpid() and self.process.poll() is None:
            return False
        self.stop()
        quiet = {
            key: value for key, value in os.environ.items() if key in {"PATH", "LANG", "LC_ALL", "PYTHONPATH", "HOME"}
        }
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=quiet, bufsize=0
        )
        for pipe in (self.process.stdin, self.process.stdout):
            os.set_blocking(pipe.fileno(), False)  # type: ignore[union-attr]  # both are pipes
        self.owner = os.getpid()
        return True

    def _ask(self, content: bytes, photo: bool) -> Look:
        until = time.monotonic() + self.seconds
        self._write(struct.pack(">cQ", b"p" if photo else b"d", len(content)) + content, until)
        (length,) = struct.unpack(">I", self._read(4, until))
        try:
            facts: dict[str, Any] = json.loads(self._read(length, until))
            sizes = [int(size) for size in facts["sizes"]]
            if "unfit" in facts:
                raise Unfit(facts["unfit"], **facts["facts"])
            blobs = [self._read(size, until) for size in sizes]
            return Look(**facts["look"], thumb=blobs[0], view=blobs[1])
        except (ValueError, KeyError, TypeError, IndexError) as fault:
            raise _Failed from fault

    def _write(self, data: bytes, until: float) -> None:
        assert self.process is not None and self.process.stdin is not None  # noqa: S101, PT018 - for the types
        pipe, left = self.process.stdin.fileno(), memoryview(data)
        while left:
            _ready = select.select([], [pipe], [], _until(until))
            try:
                left = left[os.write(pipe, left[:MB]) :]
            except BlockingIOError:
                continue
            except OSError as fault:
                raise _Failed from fault

    def _read(self, size: int, until: float) -> bytes:
        assert self.process is not None and self.process.stdout is not None  # noqa: S101, PT018 - for the types
        if not 0 <= size <= MOST_ANSWER:
            raise _Failed
        pipe, parts = self.process.stdout.fileno(), bytearray()
        while len(parts) < size:
            _ready = select.select([pipe], [], [], _until(until))
            try:
                piece = os.read(pipe, size - len(parts))
            except BlockingIOError:
                continue
            except OSError as fault:
                raise _Failed from fault
            if not piece:
                raise _Failed
            parts += piece
        return bytes(parts)


def _until(moment: float) -> float:
    left = moment - time.monotonic()
    if left <= 0:
        raise _Failed
    return left


HELPER = Helper()
