"""Finding the header by its words: one row or two, whatever stands above it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lianchuang.duties.tasktable.grid import Block, Grid
from lianchuang.duties.tasktable.shapes import UNIT_CELLS, Confidence
from lianchuang.duties.tasktable.words import the_words

# Of several columns that may hold the task, the first of these is it; the others say where it belongs, or more about it.
TASK_KINDS = ("task", "measure", "content", "indicator", "problem", "chapter")
LONGEST_HEAD = 20
BRACKETS = re.compile(r"[（(【\[].*?[）)】\]]", re.DOTALL)
THRESHOLD = re.compile(r"[≥≤＞＜><]|^\s*\d+(\.\d+)?\s*[%％]?\s*$")
FIRST_LEADS = re.compile(
    r"(第一|首位|首个|排在?(第一|首|最?前)|列(第一|首)).{0,8}(为|是|系)?.{0,3}(牵头|主责|主办)|牵头.{0,6}(排|列|在)(第一|首|前)"
)


@dataclass(frozen=True)
class Column:
    """What a column holds, how sure that is, and its words."""

    role: str
    confidence: Confidence
    title: str


@dataclass(frozen=True)
class Head:
    """A header: its last row, what each column holds, and whether it says that the unit named first leads."""

    bottom: int
    columns: Mapping[int, Column]
    first_leads: bool = False

    def of(self, *roles: str) -> list[int]:
        """The columns that hold one of these, from the left."""
        return [index for index, column in sorted(self.columns.items()) if column.role in roles]

    @property
    def task(self) -> int:
        """The column of the task."""
        return self.of("task")[0]


def plain(text: str) -> str:
    """A heading without spaces, brackets and punctuation at its end."""
    short = re.sub(r"\s+", "", text)
    named = (BRACKETS.sub("", short) or short).strip("：:*、.")
    return re.sub(r"(?<=..)[及和、/]?分值$", "", named)


def role_of(text: str) -> tuple[str, Confidence] | None:
    """What a column with this heading holds."""
    words, short = the_words(), plain(text)
    if not short or len(short) > LONGEST_HEAD or re.search("[：:]", short):
        return None
    if short in words.whole:
        return words.whole[short], "sure"
    if re.search(r"(领导|责任人|负责人|联系人)", short) and not re.search(r"单位|部门", short):
        return "person", "likely"
    if short.endswith(("序号", "编号")):
        return "number", "sure"
    found = [role for word, role in words.part if word in short]
    both = "lead" in found and re.search(r"[/、及和与]\s*(责任|承办|落实)", short)
    if {"lead", "supporting"} <= set(found) or both:
        return "responsible", "sure"  # both in one column, told apart by the words in its cells
    ranked = [role for role in ("other", *UNIT_CELLS, "deadline", "remarks") if role in found]
    rest = [
        role
        for role in ("measure", "problem", "content", "indicator", "task", "chapter", "person", "number")
        if role in found
    ]
    return ((*ranked, *rest)[0], "likely") if found else None


def find_head(grid: Grid, start: int = 0) -> Head | None:
    """The first header from a row on; None when there is none."""
    for row in range(start, len(grid.lines)):
        head = _head_at(grid, row)
        if head is not None:
            return head
    return None


def _head_at(grid: Grid, row: int) -> Head | None:
    if sum(1 for block in grid.blocks(row) if block.text) < 2:
        return None
    titles, bottom = _titles(grid, row)
    found = {column: role_of(title) or _upper(title) for column, title in titles.items()}
    held = {column: Column(*role, title=titles[column]) for column, role in found.items() if role}
    columns = _sorted_out(grid, bottom, held, titles)
    roles = {column.role for column in columns.values()}
    filled = {block for block in grid.blocks(row) if block.text}
    named = {grid.at(row, column) for column in columns}
    if "task" not in roles or len(roles - {"other"}) < 2 or not roles & {*UNIT_CELLS, "deadline", "number", "person"}:
        return None
    if len(named & filled) * 2 < len(filled):
        return None
    others = {c: Column("other", "sure", t) for c, t in titles.items() if c not in columns and t}
    return Head(bottom, {**others, **columns}, any(FIRST_LEADS.search(title) for title in titles.values()))


def _upper(title: str) -> tuple[str, Confidence] | None:
    """What the upper of two rows says, when the lower alone says nothing."""
    return role_of(title.split("\n", 1)[0]) if "\n" in title else None


def _titles(grid: Grid, row: int) -> tuple[dict[int, str], int]:
    """The heading over each column, and the header's last row: two rows when cells reach down and the rest are headings."""
    bottom = row
    tall = [block for block in grid.blocks(row) if block.text and block.bottom == row + 1]
    wide = [block for block in grid.blocks(row) if block.text and block.width > 1 and block.bottom == row]
    if row + 1 < len(grid.lines) and (tall or wide):
        lower = [block for block in grid.blocks(row + 1) if block.top == row + 1 and block.text]
        if (
            lower
            and all(role_of(block.text) or _is_short(block) for block in lower)
            and (tall or _all_heads([*wide, *lower]))
        ):
            bottom = row + 1
    titles: dict[int, str] = {}
    for column in range(grid.width):
        upper, under = grid.at(row, column), grid.at(bottom, column)
        titles[column] = under.text if under == upper or role_of(under.text) else f"{upper.text}\n{under.text}".strip()
    return {column: title for column, title in titles.items() if _begins(grid, row, bottom, column)}, bottom


def _begins(grid: Grid, row: int, bottom: int, column: int) -> bool:
    """Whether a heading begins in this column (one over several columns counts for its first only)."""
    block = grid.at(bottom, column) if grid.at(bottom, column).top > row else grid.at(row, column)
    return block.left == column


def _is_short(block: Block) -> bool:
    return len(block.text) <= 8


def _all_heads(blocks: Iterable[Block]) -> bool:
    return all(role_of(block.text) for block in blocks)


def _sorted_out(grid: Grid, bottom: int, held: Mapping[int, Column], titles: Mapping[int, str]) -> dict[int, Column]:
    """One column is the task; what may also have been it becomes a heading of it or a further column."""
    columns = dict(held)
    ranked = [index for kind in TASK_KINDS for sure in ("sure", "likely") for index in _with(columns, kind, sure)]
    task = ranked[0] if ranked else None
    if task is None:
        return {}
    if columns[task].role == "chapter":
        task = _with(columns, "chapter")[-1]
    elif columns[task].role == "content" and _with(columns, "indicator") and _are_thresholds(grid, bottom, task):
        task = _with(columns, "indicator")[-1]
    task = _finer(grid, bottom, columns, task)
    chosen = columns[task].role
    rivals = {column.role for column in held.values()} & {"measure", "content", "problem"} - {chosen}
    is_open = chosen in {"chapter", "problem"} or (chosen != "task" and rivals)
    lower = "likely" if is_open else columns[task].confidence
    for index, column in held.items():
        if index == task:
            columns[index] = Column("task", lower, column.title)
        elif column.role in TASK_KINDS and column.role != "chapter":
            is_heading = index < task and (column.role in {"indicator", "task"} or _spans(grid, bottom, index))
            columns[index] = Column(
                "chapter" if is_heading and column.role != "problem" else "other", "likely", column.title
            )
        elif (
            column.role in {"number", "deadline", "remarks", "lead"}
            and index != _with(held, column.role)[-1 if column.role == "deadline" else 0]
        ):
            columns[index] = Column("other", "sure", column.title)
    for index, title in titles.items():
        if index not in held and title and index < task and _spans(grid, bottom, index):
            columns[index] = Column("chapter", "likely", title)
    return columns


def _finer(grid: Grid, bottom: int, columns: Mapping[int, Column], task: int) -> int:
    """Where cells of the task reach over several rows and those of measures do not, the measures are what is to be done."""
    if columns[task].role != "task" or not _spans(grid, bottom, task):
        return task
    measures = [index for kind in ("measure", "content") for index in _with(columns, kind) if index > task]
    return next((index for index in measures if not _spans(grid, bottom, index)), task)


def _are_thresholds(grid: Grid, bottom: int, column: int) -> bool:
    """Whether a column holds figures to be reached (≥36%) rather than what is to be done."""
    texts = [text for row in range(bottom + 1, len(grid.lines)) if (text := grid.at(row, column).text)]
    return sum(THRESHOLD.search(text) is not None for text in texts) * 3 >= len(texts) > 0


def _with(columns: Mapping[int, Column], role: str, confidence: str = "") -> list[int]:
    """The columns with a role (and as sure as that), from the left."""
    return [
        index
        for index, column in sorted(columns.items())
        if column.role == role and confidence in {"", column.confidence}
    ]


def _spans(grid: Grid, bottom: int, column: int) -> bool:
    """Whether cells of the column reach over several rows, as headings do."""
    return any(grid.at(row, column).is_tall for row in range(bottom + 1, len(grid.lines)))
