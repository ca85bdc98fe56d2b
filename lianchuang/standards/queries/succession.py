"""Reading two editions side by side: the diff, and what hangs on what goes or changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from lianchuang.common.words import in_reader_language
from lianchuang.standards.models import Edition, Requirement, Successor
from lianchuang.standards.queries.hanging import Hanging, hanging_by_requirement, together
from lianchuang.standards.rules.diff import By, Change, Diff, Fate, Line, Side, compare, offers
from lianchuang.standards.words import FIELD_NAMES, fate_words, value_words

_COLUMNS = ("code", "name", "text", "method", "scoring", "points", "is_veto", "window", "name_en")
KEPT = (Fate.SAME, Fate.MOVED)


def sides_of(edition: Edition) -> list[Side]:
    """Every requirement in the order of the catalogue. One query."""
    rows = list(edition.requirements.order_by("path").values("pk", "parent_id", *_COLUMNS))
    parents = {row["parent_id"] for row in rows}
    return [
        Side(
            key=row["pk"],
            parent=row["parent_id"],
            is_heading=row["pk"] in parents,
            **{name: row[name] for name in _COLUMNS},
        )
        for row in rows
    ]


def settled_between(old: Edition, new: Edition) -> list[tuple[int, int | None]]:
    """The migration map: what persons settled."""
    rows = Successor.objects.filter(earlier__edition=old, edition=new).order_by("pk")
    return list(rows.values_list("earlier_id", "later_id"))


def diff_of(old: Edition, new: Edition) -> Diff:
    """The two editions compared. Three queries."""
    return compare(sides_of(old), sides_of(new), settled_between(old, new))


@dataclass(frozen=True)
class ChangeInWords:
    """One change as a person reads it."""

    name: str
    before: str
    after: str
    turn: str


def change_in_words(change: Change) -> ChangeInWords:
    """The change with the name of its field and both values in words."""
    name = str(FIELD_NAMES[change.field])
    before, after = value_words(change.field, change.before), value_words(change.field, change.after)
    return ChangeInWords(name, before or "–", after or "–", change.turn)


@dataclass(frozen=True)
class Shown:
    """A requirement of one side, its title in the reader's language."""

    key: int
    code: str
    label: str
    is_veto: bool


def shown_of(side: Side) -> Shown:
    """The side as the page shows it."""
    return Shown(side.key, side.code, in_reader_language(side.name, side.name_en), side.is_veto)


@dataclass(frozen=True)
class LineInWords:
    """One line of the diff as the page shows it; `hanging` is what hangs on the earlier side."""

    line: Line
    changes: tuple[ChangeInWords, ...]
    hanging: tuple[Hanging, ...]
    judged: str

    @property
    def fate(self) -> str:
        """What becomes of it, in a word."""
        return fate_words(self.line.fate)

    @property
    def earlier(self) -> list[Shown]:
        """The earlier side as it is shown."""
        return [shown_of(side) for side in self.line.earlier]

    @property
    def later(self) -> list[Shown]:
        """The later side as it is shown."""
        return [shown_of(side) for side in self.line.later]

    @property
    def other(self) -> int:
        """The first later requirement; 0 when there is none."""
        return self.line.later[0].key if self.line.later else 0

    @property
    def is_settled(self) -> bool:
        """Whether a person settled it."""
        return self.line.by == By.MAP

    @property
    def key(self) -> int | None:
        """The earlier requirement, when there is exactly one."""
        return self.line.earlier[0].key if len(self.line.earlier) == 1 else None


def lines_in_words(lines: Sequence[Line]) -> list[LineInWords]:
    """The lines with their words, and what hangs on those that do not simply stay. One query a kind of link."""
    keys = [side.key for line in lines if line.fate not in KEPT for side in line.earlier]
    hanging = hanging_by_requirement(keys) if keys else {}
    return [_in_words(line, hanging) for line in lines]


def _in_words(line: Line, hanging: dict[int, list[Hanging]]) -> LineInWords:
    shown = line.later or line.earlier
    return LineInWords(
        line,
        tuple(change_in_words(change) for change in line.changes),
        tuple(together(each for side in line.earlier for each in hanging.get(side.key, ()))),
        value_words("scoring", shown[0].scoring) if line.fate in (Fate.NEW, Fate.GONE) else "",
    )


@dataclass(frozen=True)
class Moving:
    """What a campaign keeps, loses and must newly do, in nodes: kept + changed + lost = earlier."""

    earlier: int
    kept: int
    changed: int
    lost: int
    fresh: int
    open: int


def moving_of(diff: Diff) -> Moving:
    """The sum of a diff. `open` counts lines that do not simply stay."""

    def nodes(*fates: Fate) -> int:
        return sum(len(line.earlier) for line in diff.lines if line.fate in fates)

    return Moving(
        earlier=sum(len(line.earlier) for line in diff.lines),
        kept=nodes(*KEPT),
        changed=nodes(Fate.CHANGED, Fate.SPLIT, Fate.MERGED),
        lost=nodes(Fate.GONE),
        fresh=diff.counts[Fate.NEW],
        open=sum(line.fate not in KEPT for line in diff.lines),
    )


@dataclass(frozen=True)
class Offer:
    """A later requirement that may take the place of an earlier one, with how alike they are in tens."""

    side: Shown
    tens: int


def offers_for(requirement: Requirement, new: Edition) -> list[Offer]:
    """The requirements of the later edition most like this one."""
    old = next(side for side in sides_of(requirement.edition) if side.key == requirement.pk)
    return [Offer(shown_of(side), round(value * 10)) for side, value in offers(old, sides_of(new))]


def lines_of(diff: Diff, shown: str) -> list[Line]:
    """The lines of one fate; "suggested" are those that wait for a person, anything else is all that does not stay."""
    if shown == "suggested":
        return [line for line in diff.lines if line.is_suggested]
    if shown in {fate.value for fate in Fate}:
        return [line for line in diff.lines if line.fate == shown]
    return [line for line in diff.lines if line.fate not in KEPT]
