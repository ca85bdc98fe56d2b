"""Hundreds of broken files: each is taken or refused, none kills the helper or the server, and memory stays bounded."""

import random
import re
import resource
import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from lianchuang.evidence.files.bounded import Helper
from lianchuang.evidence.files.shapes import MB, Unfit
from lianchuang.evidence.tests.samples import a_docx, a_heic, a_pdf, a_picture, a_xlsx, packed

SAMPLES = {
    "jpeg": a_picture(size=(96, 64)),
    "png": a_picture("PNG", size=(96, 64)),
    "webp": a_picture("WEBP", size=(96, 64)),
    "heic": a_heic(),
    "pdf": a_pdf(pages=2),
    "docx": a_docx(),
    "xlsx": a_xlsx(),
    "zip": packed({"a.txt": b"x" * 200, "b.pdf": a_pdf()}),
}
EACH = 40
MOST_MEMORY = 500 * MB


def flipped(content: bytes, chance: random.Random) -> bytes:
    """Some bits turned over."""
    changed = bytearray(content)
    for _time in range(chance.choice((1, 3, 20))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(content: bytes, chance: random.Random) -> bytes:
    """The end is missing."""
    return content[: chance.randrange(1, len(content))]


def lengthened(content: bytes, chance: random.Random) -> bytes:
    """Four bytes somewhere say a huge or a negative length."""
    place = chance.randrange(max(1, len(content) - 4))
    order, value = chance.choice("<>"), chance.choice((0xFFFFFFFF, 0x7FFFFFFF, 0x80000000, 0, 0x00FFFFFF))
    return content[:place] + struct.pack(f"{order}I", value) + content[place + 4 :]


def spliced(content: bytes, chance: random.Random) -> bytes:
    """A piece of another file in the middle."""
    other = SAMPLES[chance.choice(list(SAMPLES))]
    start, place = chance.randrange(len(other)), chance.randrange(len(content))
    return content[:place] + other[start : start + chance.randrange(1, 400)] + content[place:]


def repeated(content: bytes, chance: random.Random) -> bytes:
    """A piece of it many times over."""
    start = chance.randrange(len(content))
    piece = content[start : start + chance.randrange(1, 200)]
    return content[:start] + piece * chance.choice((2, 50)) + content[start:]


WAYS = (flipped, cut, lengthened, spliced, repeated)


def mutations() -> Iterator[tuple[str, bytes]]:
    for name, content in SAMPLES.items():
        chance = random.Random(name)
        for number in range(EACH):
            yield name, WAYS[number % len(WAYS)](content, chance)


def peak_of(pid: int) -> int:
    """The most memory that a process has had, in bytes."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) * 1024


@pytest.mark.slow
def test_hundreds_of_broken_files_are_refused_or_taken_and_the_helper_lives() -> None:
    helper, ends = Helper(seconds=5), Counter[str]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        starts = set()
        for _name, content in mutations():
            try:
                helper.look_at(content)
                ends["taken"] += 1
            except Unfit as fault:
                ends[fault.code] += 1
            assert helper.process is not None, "the helper died of it"
            starts.add(helper.process.pid)
        assert len(starts) == 1  # one process looked at all of them
        assert helper.look_at(a_pdf()).pages == 1
        assert peak_of(starts.pop()) < MOST_MEMORY
    finally:
        helper.stop()
    assert ends.total() == EACH * len(SAMPLES) >= 200
    assert not ends["too_hard"]
    assert len(ends) > 5
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 64 * MB
