"""A small book and a store of its files, without any database: a child process builds it too."""

import hashlib
import re
import time
from pathlib import Path
from typing import IO

from lianchuang.evidence.book.shapes import Book, BookFile, MeasureLine, Piece, Sheet
from lianchuang.evidence.tests.samples import a_picture

WORDS = re.findall(r"w\.(\w+)", (Path(__file__).parents[1] / "book" / "book.typ").read_text(encoding="utf-8"))


class Folder:
    """Files by hash in a folder. `slow`: seconds for each, so that a test can kill in the middle."""

    def __init__(self, root: Path, slow: float = 0) -> None:
        self.root, self.slow = root, slow

    def content(self, sha256: str) -> IO[bytes]:
        time.sleep(self.slow)
        return (self.root / sha256).open("rb")

    def thumb(self, sha256: str) -> IO[bytes]:
        return (self.root / f"{sha256}.thumb").open("rb")


def small_book(root: Path, files: int = 12) -> Book:
    """A book of three requirements; its files lie in `root`."""
    root.mkdir(exist_ok=True)
    held, thumb = [], a_picture("WEBP")
    for number in range(files):
        content = f"file {number}".encode() * 2000
        sha256 = hashlib.sha256(content).hexdigest()
        (root / sha256).write_bytes(content)
        (root / f"{sha256}.thumb").write_bytes(thumb)
        held.append(BookFile(sha256, f"{number % 3 + 1}.1 街面/{number} 记录.pdf", len(content), True))
    sheets = [sheet(f"{number}.1", [one for one in held if one.path.startswith(f"{number}.")]) for number in (1, 2, 3)]
    words = dict.fromkeys([*WORDS, "list", "pdf", "file", "document", "requirement", "hash", "unit", "lost"], "词")
    words.update({"pdf": "申报材料", "list": "目录"})
    return Book(
        campaign="wenming", title="示例", place="莲县", edition="2026 版", confidence="官方", target_date="2026-12-01",
        as_of="2026-09-01", sheets=tuple(sheets), files=tuple(held), words=words,
    )  # fmt: skip


def sheet(code: str, files: list[BookFile]) -> Sheet:
    pieces = [
        Piece("记录", "记录.pdf", "街道", "莲县", "2026-01-01", "", "2026-02-01", one.path, one.sha256) for one in files
    ]
    line = MeasureLine("M1", "量", "=", "1 份", "2026", "示例")
    return Sheet(
        code=code, name="街面 #strong[无垃圾]", text="$x$ *不是标记*", chapters=("一 环境",), is_veto=code == "1.1",
        method="", scoring="", source="示例", confidence="官方", standing="", lead="", measures=(line,),
        pieces=tuple(pieces), gaps=("缺一份",),
    )  # fmt: skip
