"""The helper process: looks at one file after another, with a lid on memory. Started by `bounded`; ends when its input does.

Over its input: 1 byte (p photo, d document), 8 bytes of length, the content. Over its output: 4 bytes of length and JSON,
then the small picture and the view, whose lengths the JSON names.
"""

import json
import resource
import struct
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from lianchuang.evidence.files.looking import look_at
from lianchuang.evidence.files.shapes import MB, Unfit

MOST_MEMORY = 1536 * MB  # of addresses, libraries among them
GROWN = 600 * MB  # resident; then it makes room for a fresh one


def main() -> None:
    """Serve until the input ends."""
    for what, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while head := source.read(9):
        kind, length = struct.unpack(">cQ", head)
        facts, blobs = answer(source.read(length), photo=kind == b"p")
        _send(target, facts, blobs)
        if resident() > GROWN:
            return


def resident() -> int:
    """Bytes in memory now; 0 where that cannot be read. (The peak of `getrusage` would count our parent's as well.)"""
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    return 0


def answer(content: bytes, *, photo: bool) -> tuple[dict[str, Any], list[bytes]]:
    """What is said of one file."""
    try:
        look = asdict(look_at(content, photo=photo))
    except Unfit as fault:
        return {"unfit": fault.code, "facts": fault.facts, "sizes": []}, []
    except MemoryError:
        return {"unfit": "too_hard", "facts": {}, "sizes": []}, []
    except Exception:  # noqa: BLE001 - whatever a file made to harm does to the readers, it is not taken
        return {"unfit": "damaged", "facts": {}, "sizes": []}, []
    blobs = [look.pop("thumb"), look.pop("view")]
    return {"look": look, "sizes": [len(blob) for blob in blobs]}, blobs


def _send(target: IO[bytes], facts: dict[str, Any], blobs: list[bytes]) -> None:
    text = json.dumps(facts).encode()
    target.write(struct.pack(">I", len(text)) + text + b"".join(blobs))
    target.flush()


if __name__ == "__main__":
    main()
