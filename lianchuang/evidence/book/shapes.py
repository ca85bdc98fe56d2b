"""What an archive book holds, as plain values: frozen in a file before the first one is copied, so that building can go on."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class BookFile:
    """A file in the book: stored once, at the first requirement it serves. `path` is its place in the book."""

    sha256: str
    path: str
    size: int
    has_thumb: bool


@dataclass(frozen=True)
class Piece:
    """What answers a requirement: a file of the book (`path`), or the number of a document held elsewhere."""

    what: str
    name: str
    unit: str
    place: str
    effective_on: str
    expires_on: str
    supplied_on: str
    path: str = ""
    sha256: str = ""
    held: str = ""


@dataclass(frozen=True)
class MeasureLine:
    """A measure on which a requirement rests, with its value on the day."""

    code: str
    name: str
    relation: str
    value: str
    period: str
    source: str


@dataclass(frozen=True)
class Sheet:
    """One requirement. `chapters`: its headings from the top; `gaps`: what is missing, each a sentence."""

    code: str
    name: str
    text: str
    chapters: tuple[str, ...]
    is_veto: bool
    method: str
    scoring: str
    source: str
    confidence: str
    standing: str
    lead: str
    measures: tuple[MeasureLine, ...]
    pieces: tuple[Piece, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class Book:
    """The whole book. `words` are the headings of its pages in the language in which it was begun."""

    campaign: str
    title: str
    place: str
    edition: str
    confidence: str
    target_date: str
    as_of: str
    sheets: tuple[Sheet, ...]
    files: tuple[BookFile, ...]
    words: dict[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(one.size for one in self.files)

    @property
    def gaps(self) -> int:
        """How many requirements miss something."""
        return sum(bool(one.gaps) for one in self.sheets)

    @property
    def held_elsewhere(self) -> int:
        """Documents of which only the number stands in the book."""
        return len({(piece.name, piece.held) for one in self.sheets for piece in one.pieces if piece.held})

    def write(self, path: Path) -> None:
        """Keep it as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Book":
        """From the JSON. Raises OSError, ValueError, KeyError or TypeError when it is none."""
        held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        sheets = tuple(_sheet(one) for one in held.pop("sheets"))
        files = tuple(BookFile(**one) for one in held.pop("files"))
        return cls(**held, sheets=sheets, files=files)


def _sheet(held: dict[str, Any]) -> Sheet:
    measures = tuple(MeasureLine(**one) for one in held.pop("measures"))
    pieces = tuple(Piece(**one) for one in held.pop("pieces"))
    return Sheet(
        **{**held, "chapters": tuple(held["chapters"]), "gaps": tuple(held["gaps"])}, measures=measures, pieces=pieces
    )


@dataclass(frozen=True)
class Made:
    """A book that was built: its figures, where it lies, and what was missing in the store."""

    as_of: date
    requirements: int
    files: int
    size: int
    gaps: int
    manifest_sha256: str
    pdf: Path
    zip: Path
    lost: tuple[str, ...] = ()
    resumed: int = 0
