"""The plain values of a task table: what is known beforehand, and what was understood, cell by cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Confidence = Literal["sure", "likely", "unsure"]
ORDER: tuple[Confidence, ...] = ("unsure", "likely", "sure")

UNIT_CELLS = ("lead", "responsible", "supporting")
CELLS = ("number", "chapter", "task", *UNIT_CELLS, "deadline", "remarks")


def least(confidences: Iterable[Confidence]) -> Confidence:
    """The lowest of some confidences; sure when there are none."""
    return min(confidences, key=ORDER.index, default="sure")


@dataclass(frozen=True)
class KnownUnit:
    """A unit of the county. `kind` is county, bureau, street, town, community or village."""

    code: str
    name: str
    short_name: str
    kind: str
    parent: str = ""


@dataclass(frozen=True)
class Why:
    """A reason as a code and its words; `tasktable.reasons` says it as a sentence."""

    code: str
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Piece:
    """Some words of a cell of units and which units they mean (codes). None: nobody knows; `candidates` may fit."""

    text: str
    units: tuple[str, ...] = ()
    confidence: Confidence = "sure"
    why: Why = field(default_factory=lambda: Why("as_written"))
    candidates: tuple[str, ...] = ()
    is_group: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell: what was understood, the words it came from, how sure, and why.

    `value` is a text (number, task, remarks), a list of texts (chapter), of unit codes (units), or a deadline: a mapping
    with `date`, or `every` (day, workday, week, month, quarter, half_year, year) and where in it, or `standing` or `at_once`.
    """

    value: Any
    text: str = ""
    confidence: Confidence = "sure"
    why: tuple[Why, ...] = ()
    pieces: tuple[Piece, ...] = ()
    candidates: tuple[Any, ...] = ()

    @classmethod
    def mended(cls, value: Any, text: str, pieces: Iterable[Piece] = ()) -> "Cell":
        """A cell as a person put it."""
        return cls(value, text, "sure", (Why("mended"),), tuple(pieces))

    @property
    def open_pieces(self) -> tuple[Piece, ...]:
        """The words that name nobody known."""
        return tuple(piece for piece in self.pieces if not piece.units)

    def as_json(self) -> dict[str, Any]:
        """The cell as it is kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Cell":
        """The cell as it was kept."""
        return cls(
            value=data["value"],
            text=data["text"],
            confidence=data["confidence"],
            why=tuple(Why(**why) for why in data["why"]),
            pieces=tuple(
                Piece(**{**piece, "why": Why(**piece["why"]), **_tuples(piece, "units", "candidates")})
                for piece in data["pieces"]
            ),
            candidates=tuple(data["candidates"]),
        )


def _tuples(data: Mapping[str, Any], *names: str) -> dict[str, tuple[Any, ...]]:
    return {name: tuple(data[name]) for name in names}


def units_cell(text: str, pieces: Sequence[Piece], *, at_most: Confidence = "sure", why: Iterable[Why] = ()) -> Cell:
    """A cell of units from its pieces: no surer than the least sure of them."""
    units = tuple(dict.fromkeys(unit for piece in pieces for unit in piece.units))
    reasons = [*why, *(piece.why for piece in pieces if piece.why.code != "as_written")]
    confidence = least([at_most, *(piece.confidence for piece in pieces)])
    return Cell(list(units), text, confidence, tuple(reasons), tuple(pieces))


@dataclass(frozen=True)
class Row:
    """One task: where it stands (`place`: sheet or table, `line` as counted there), its cells, further columns as texts."""

    place: str
    line: int
    cells: Mapping[str, Cell]
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """What was understood of a file: its title, rows, and what was left aside with the reason."""

    title: str
    rows: tuple[Row, ...]
    notes: tuple[Why, ...] = ()
