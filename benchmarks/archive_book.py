"""How long an archive book of 300 requirements and 2,000 files takes, and how much memory, against the size of its files.

    python benchmarks/archive_book.py [--requirements 300] [--files 2000] [--kilobytes 500]

Each row is a run in a process of its own over a store of its own in a temporary folder; no database. `copied` is the peak
of resident memory when all files are in the folder, before the pages are set; `peak` that of the whole run (the pages are
set in this process, and fonts that are mapped into memory count). Twice the bytes must not be twice the memory.
`resumed` is a second run over the finished folder: every file is compared by its hash, pages and ZIP are made anew.
`killed` is stopped by SIGKILL half way and gone on with; its ZIP is compared with that of the run that was not.
"""

import argparse
import hashlib
import json
import os
import platform
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def main() -> None:
    """Make stores of two sizes, build, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--requirements", type=int, default=300)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--kilobytes", type=int, default=500)
    sizes = parser.parse_args()
    if "BOOK_OUT" in os.environ:
        child(Path(os.environ["BOOK_OUT"]), Path(os.environ["BOOK_STORE"]))
        return
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{sizes.requirements} requirements, {sizes.files} files, small pictures for a half of them\n")
    print(f"{'run':12} {'files MB':>9} {'seconds':>8} {'copied MB':>10} {'peak MB':>8} {'verified':>9}")
    for factor in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            one_size(Path(folder), sizes.requirements, sizes.files, factor * sizes.kilobytes, kill=factor == 1)


def one_size(folder: Path, requirements: int, files: int, kilobytes: int, *, kill: bool) -> None:
    """A store, a book from it, the same again, and one that is killed."""
    make_store(folder / "store", requirements, files, kilobytes)
    whole = row("whole", folder / "one", folder / "store")
    row("resumed", folder / "one", folder / "store")
    if kill:
        row("killed", folder / "two", folder / "store", kill=True)
        same = whole == digest(folder / "two" / "book.zip")
        print(f"the ZIP of the killed run is {'the same' if same else 'ANOTHER ONE'}")


def row(name: str, out: Path, store: Path, *, kill: bool = False) -> str:
    """One run in a process of its own; the hash of its ZIP."""
    started = time.perf_counter()
    if kill:
        first = start(out, store)
        while not (log := out / ".state" / "done.jsonl").exists() or len(log.read_text().splitlines()) < 1000:
            time.sleep(0.01)
        first.send_signal(signal.SIGKILL)
        first.wait()
    said = json.loads(start(out, store).communicate()[0])
    seconds = time.perf_counter() - started
    check = subprocess.run(["sha256sum", "-c", "--quiet", "manifest.sha256"], cwd=out / "book", check=False)
    size = sum(one.stat().st_size for one in store.iterdir() if one.suffix == "") / 2**20
    verified = "yes" if check.returncode == 0 else "NO"
    print(f"{name:12} {size:9.0f} {seconds:8.1f} {said['copied']:10.0f} {said['peak']:8.0f} {verified:>9}")
    return digest(out / "book.zip")


def start(out: Path, store: Path) -> "subprocess.Popen[bytes]":
    """The process that builds."""
    surroundings = {**os.environ, "BOOK_OUT": str(out), "BOOK_STORE": str(store)}
    return subprocess.Popen([sys.executable, __file__], env=surroundings, stdout=subprocess.PIPE)


def digest(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def child(out: Path, root: Path) -> None:
    """Build, and say the memory."""
    from lianchuang.evidence.book.building import begin, build  # noqa: PLC0415 - only the child needs it
    from lianchuang.evidence.book.shapes import Book  # noqa: PLC0415
    from lianchuang.evidence.tests.books import Folder  # noqa: PLC0415

    held, _goes_on = begin(out, Book.read(root / "book.json"))
    steps, copied = 0, 0.0

    def progress(number: int) -> None:
        nonlocal steps, copied
        steps += number
        if steps == len(held.files):
            copied = peak()

    build(out, held, Folder(root), progress)
    print(json.dumps({"copied": copied, "peak": peak()}))


def peak() -> float:
    """The most memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def make_store(root: Path, requirements: int, files: int, kilobytes: int) -> None:
    """Files of chance bytes, and the plan of the book."""
    from lianchuang.evidence.book.shapes import Book, BookFile  # noqa: PLC0415
    from lianchuang.evidence.tests.books import WORDS, sheet  # noqa: PLC0415
    from lianchuang.evidence.tests.samples import a_picture  # noqa: PLC0415

    root.mkdir()
    thumb, by_sheet, held = a_picture("WEBP", (320, 240)), {number: [] for number in range(requirements)}, []
    for number in range(files):
        content = os.urandom(1024) * kilobytes
        sha256 = hashlib.sha256(content).hexdigest()
        (root / sha256).write_bytes(content)
        (root / f"{sha256}.thumb").write_bytes(thumb)
        order = number * requirements // files
        file = BookFile(sha256, f"{order + 1}.1 要求/{number} 材料.pdf", len(content), number % 2 == 0)
        by_sheet[order].append(file)
        held.append(file)
    words = {**dict.fromkeys([*WORDS, "file", "document", "requirement", "hash", "unit", "lost"], "词")}
    book = Book(
        campaign="benchmark",
        title="基准申报材料",
        place="示例县",
        edition="示例",
        confidence="示例",
        target_date="2027-01-01",
        as_of="2026-11-28",
        sheets=tuple(sheet(f"{number + 1}.1", by_sheet[number]) for number in range(requirements)),
        files=tuple(held),
        words={**words, "pdf": "申报材料", "list": "目录"},
    )
    book.write(root / "book.json")


if __name__ == "__main__":
    main()
