"""Building an archive book into a folder, file by file: at no time is more than one file in memory.

OUT/book/…            the book: its PDF, a table of contents, a folder for each requirement, manifest.sha256
OUT/book.zip          the same, packed
OUT/.state/           what the book holds (frozen when it was begun), what is done, and a mark when all is

A second run goes on where the first was stopped, by whatever: what was finished is compared by its hash, not trusted.
Where a book is whole already the next one takes its place: what is in both is not copied again, what left is removed.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Protocol

from PIL import Image

from lianchuang.common.sheets import xlsx_bytes
from lianchuang.common.typesetting import family, to_pdf
from lianchuang.evidence.book.names import safe_name
from lianchuang.evidence.book.shapes import Book, BookFile, Made
from lianchuang.evidence.book.zipping import write_zip

STATE, TREE, ZIP = ".state", "book", "book.zip"
WHOLE = "whole"  # the mark in STATE
MANIFEST = "manifest.sha256"
PIECE = 1024 * 1024
THUMB_SIDE = 200
SPARE = 100 * 1024 * 1024
TEMPLATE = Path(__file__).with_name("book.typ")
Progress = Callable[[int], object]


class CannotBuild(Exception):
    """Why the book cannot be built there: a stable code; `contents.cannot_sentence` says it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Store(Protocol):
    """Where the content of files comes from. Both raise FileNotFoundError."""

    def content(self, sha256: str) -> IO[bytes]: ...
    def thumb(self, sha256: str) -> IO[bytes]: ...


def begin(out: Path, book: Book) -> tuple[Book, bool]:
    """The book that is built there: the one begun before and not finished, else `book`; and whether it goes on.

    Raises CannotBuild: the folder holds something else, another campaign's book, or the disk is too full.
    """
    plan, whole = out / STATE / "plan.json", out / STATE / WHOLE
    if plan.exists():
        held = _read(plan)
        if held.campaign != book.campaign:
            raise CannotBuild("other_campaign")
        if not whole.exists():
            return held, True
    elif out.exists() and (not out.is_dir() or any(one.name != STATE for one in out.iterdir())):
        raise CannotBuild("not_empty")
    plan.parent.mkdir(parents=True, exist_ok=True)
    there = sum(file.size for file in book.files if (out / TREE / file.path).exists())
    if shutil.disk_usage(out).free < 2 * book.size - there + SPARE:
        raise CannotBuild("disk_full")
    part = plan.with_suffix(".part")
    book.write(part)
    part.replace(plan)
    whole.unlink(missing_ok=True)
    return book, False


def _read(plan: Path) -> Book:
    try:
        return Book.read(plan)
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise CannotBuild("not_empty") from fault


def build(out: Path, book: Book, store: Store, progress: Progress = lambda _steps: None) -> Made:
    """Build what `begin` gave, or what is left of it. `progress` hears of steps done; there are `steps_of` in all.

    Raises CannotBuild when somebody else is building there, typesetting.MissingFont without a Chinese font.
    """
    with _alone(out):
        return _Building(out, book, store, progress).run()


def steps_of(book: Book) -> int:
    """How many steps a bar counts."""
    return 2 * len(book.files) + 6


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    with (out / STATE / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise CannotBuild("being_built") from fault
        yield


@dataclass
class _Building:
    out: Path
    book: Book
    store: Store
    progress: Progress
    done: dict[str, str] = field(default_factory=dict)  # path in the book → hash
    lost: list[str] = field(default_factory=list)
    resumed: int = 0

    def __post_init__(self) -> None:
        self.state, self.tree = self.out / STATE, self.out / TREE
        self.log = self.state / "done.jsonl"
        self.thumbs = self.state / "thumbs"
        self.thumbs.mkdir(parents=True, exist_ok=True)
        self.tree.mkdir(exist_ok=True)
        self.day = date.fromisoformat(self.book.as_of)

    def run(self) -> Made:
        known = self._known()
        with self.log.open("a", encoding="utf-8") as notes:
            for file in self.book.files:
                self._file(file, known, notes)
                self.progress(1)
        words = self.book.words
        pdf = safe_name(words["pdf"], "pdf")
        self._product(safe_name(words["list"], "xlsx"), self._contents())
        self.progress(1)
        self._product(pdf, self._pdf())
        self.progress(3)
        manifest = "".join(f"{self.done[path]}  {path}\n" for path in sorted(self.done)).encode()
        self._product(MANIFEST, manifest)
        digest = hashlib.sha256(manifest).hexdigest()
        self._sweep()
        target = self._packed(digest)
        shutil.rmtree(self.thumbs, ignore_errors=True)
        (self.state / WHOLE).touch()
        return Made(
            as_of=self.day,
            requirements=len(self.book.sheets),
            files=len(self.book.files) - len(self.lost),
            size=target.stat().st_size,
            gaps=self.book.gaps,
            manifest_sha256=digest,
            pdf=self.tree / pdf,
            zip=target,
            lost=tuple(self.lost),
            resumed=self.resumed,
        )

    def _sweep(self) -> None:
        """Remove what is no part of this book: files of the one that stood here before, halves of what was broken off."""
        for old in sorted(self.tree.rglob("*"), reverse=True):  # what is in a folder before the folder
            if old.is_dir():
                with suppress(OSError):  # not empty
                    old.rmdir()
            elif old.relative_to(self.tree).as_posix() not in self.done:
                old.unlink()

    def _packed(self, digest: str) -> Path:
        """The ZIP. What was packed of a book with another manifest is not gone on with."""
        target, part, log = self.out / ZIP, self.out / f"{ZIP}.part", self.state / f"zip-{digest[:16]}.jsonl"
        write_zip(part, log, self.tree, sorted(self.done), self.day, lambda: self.progress(1))
        part.replace(target)
        for old in self.state.glob("zip-*.jsonl"):
            old.unlink()
        return target

    # --- files ---

    def _known(self) -> dict[str, str]:
        """What an earlier run said it had finished. A half line at the end is what was being written when it died."""
        known = {}
        if self.log.exists():
            for line in self.log.read_text(encoding="utf-8").splitlines():
                try:
                    one = json.loads(line)
                    known[str(one["path"])] = str(one["sha256"])
                except (ValueError, KeyError, TypeError):
                    continue
        return known

    def _file(self, file: BookFile, known: dict[str, str], notes: IO[str]) -> None:
        target = self.tree / file.path
        if known.get(file.path) == file.sha256 and _hash_of(target) == file.sha256:
            self.resumed += 1
        elif not self._copy(file, target):
            self.lost.append(file.path)
            target.unlink(missing_ok=True)
            return
        else:
            notes.write(json.dumps({"path": file.path, "sha256": file.sha256}, ensure_ascii=False) + "\n")
            notes.flush()
        self.done[file.path] = file.sha256
        if file.has_thumb:
            self._thumb(file)

    def _copy(self, file: BookFile, target: Path) -> bool:
        """Copy piece by piece; False when the store has lost it or holds something else under its hash."""
        target.parent.mkdir(parents=True, exist_ok=True)
        part, digest = target.with_name(f"{target.name}.part"), hashlib.sha256()
        try:
            with self.store.content(file.sha256) as source, part.open("wb") as copy:
                while piece := source.read(PIECE):
                    digest.update(piece)
                    copy.write(piece)
        except FileNotFoundError:
            return False
        if digest.hexdigest() != file.sha256:
            part.unlink()
            return False
        part.replace(target)
        return True

    def _thumb(self, file: BookFile) -> None:
        target = self.thumbs / f"{file.sha256}.jpg"
        if target.exists():
            return
        try:
            with self.store.thumb(file.sha256) as source:
                image = Image.open(BytesIO(source.read()), formats=["WEBP"])
                image.thumbnail((THUMB_SIDE, THUMB_SIDE))
                part = target.with_suffix(".part")
                image.convert("RGB").save(part, "JPEG", quality=70)
                part.replace(target)
        except OSError:
            return  # the book does without the small picture

    # --- what is made of them ---

    def _product(self, name: str, content: bytes) -> None:
        part = self.tree / f"{name}.part"
        part.write_bytes(content)
        with part.open("rb") as made:
            os.fsync(made.fileno())
        part.replace(self.tree / name)
        self.done[name] = hashlib.sha256(content).hexdigest()

    def _contents(self) -> bytes:
        words = self.book.words
        names = ("requirement", "document", "unit", "date", "expires", "supplied", "file", "hash", "elsewhere", "gaps")
        header = [words["veto"], *(words[name] for name in names)]
        moment = datetime(self.day.year, self.day.month, self.day.day)  # noqa: DTZ001 - a workbook knows no zones
        return xlsx_bytes(header, self._rows(), words["contents"], created=moment)

    def _rows(self) -> Iterable[list[str]]:
        """A row for each document of each requirement; one with the gaps where there is none."""
        for sheet in self.book.sheets:
            first = [self.book.words["veto"] if sheet.is_veto else "", f"{sheet.code} {sheet.name}"]
            gaps = "\n".join(sheet.gaps)
            for one in sheet.pieces:
                path = self.book.words["lost"] if one.path in self.lost else one.path
                dates = [one.effective_on, one.expires_on, one.supplied_on]
                held = f"{one.name} · {one.held}" if one.held else ""
                yield [*first, one.what, one.unit, *dates, path, one.sha256, held, gaps]
            if not sheet.pieces:
                yield [*first, *[""] * 8, gaps]

    def _pdf(self) -> bytes:
        for left in self.state.glob(".setting-*"):
            shutil.rmtree(left, ignore_errors=True)
        thumbs = [one.name.removesuffix(".jpg") for one in self.thumbs.glob("*.jpg")]
        facts = {
            **asdict(self.book),
            "fonts": [family("serif")],
            "heads": [family("sans")],
            "thumbs": dict.fromkeys(thumbs, True),
            "lost": dict.fromkeys(self.lost, True),
            "gap_count": self.book.gaps,
        }
        moment = datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC)
        files = {"book.json": json.dumps(facts, ensure_ascii=False).encode()}
        return to_pdf(TEMPLATE.read_text(encoding="utf-8"), files=files, root=self.state, timestamp=moment)


def _hash_of(path: Path) -> str:
    """The hash of what lies there; empty when nothing does."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
