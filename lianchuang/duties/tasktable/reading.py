"""Reading a whole task table: headers, headings, rows, and for every cell what was understood."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from pathlib import PurePath

from django.utils.translation import gettext as _

from lianchuang.common.unreadable import UnreadableTable
from lianchuang.duties.tasktable.deadlines import Today, read_deadline
from lianchuang.duties.tasktable.grid import Block, Grid
from lianchuang.duties.tasktable.heads import FIRST_LEADS, Head, find_head, plain, role_of
from lianchuang.duties.tasktable.numbering import (
    ListNumber,
    Sections,
    is_deeper,
    path_of,
    split_all,
    split_number,
    whole_number,
)
from lianchuang.duties.tasktable.opening import open_grids
from lianchuang.duties.tasktable.shapes import UNIT_CELLS, Cell, KnownUnit, Reading, Row, Why, least
from lianchuang.duties.tasktable.unitbook import UnitBook
from lianchuang.duties.tasktable.unitcells import Habits, UnitsRead, read_units

NOTE = re.compile(r"\s*[（(]?(注|备注|说明|附注|填表|填报|审核|制表|联系人|联系电话|单位[：:（(]|日期)")
AGAIN = re.compile(r"[\s（(]*(续表|续上表|接上表|续)[\s）)]*")
CODE = re.compile(r"[A-Za-z]{1,5}[-.]?[A-Za-z]{0,3}\d[\dA-Za-z.\-]*", re.ASCII)
SUM = re.compile(r"(合计|小计|总计|共计)[：:]?\s*\d*.*")
SAME = re.compile(r"\s*(同上|同上一?[条项]|〃|″|\"|”|″|ditto)\s*", re.IGNORECASE)
MARK = re.compile(r"([★☆*＊※▲△●◆])[”\"]?\s*号?\s*(?:的|者)?(?:单位|部门)?\s*(?:为|是|系|表示)\s*(?:牵头|主责|第一)")
YEAR = re.compile(r"(?<!\d)(20\d\d)(?![〕\]）)】\d])")  # not the year of a document number: 〔2026〕
IN_TEXT_UNITS = re.compile(
    r"[（(]((?:[^（()）]|[（(][^（()）]*[）)])*?(?:单位|部门|牵头|配合|负责|协助|协办)(?:[^（()）]|[（(][^（()）]*[）)])*)[）)]\s*$"
)
IN_TEXT_DEADLINE = re.compile(r"[（(]([^（()）]*\d[^（()）]*(?:前|底|内)(?:完成)?)[）)]\s*$")
LONGEST_HEADING = 60
LONGEST_PLAIN_HEADING = 30
ABOUT_THE_TABLE = re.compile(
    r"(重点|工作|主要|创建|具体)?(任务|责任|工作)(及|和)?(责任)?(分解|清单|分工|安排|内容|表)+|附[件表]\d*|(重点|工作|主要|创建|具体|目标)任务|责任清单|任务(分解)?表?"
)
MOST_CHAPTER_LEVELS = 4


def read_task_table(
    content: bytes, name: str, *, units: Sequence[KnownUnit], remembered: Mapping[str, str], on: date
) -> Reading:
    """Everything that can be understood of a file. Raises UnreadableTable when it is no task table.

    `remembered`: what people mended before, bare words → unit code. `on`: the day by which dates without a year are read.
    """
    grids = open_grids(content, name)
    book = UnitBook(units, remembered)
    title = _title(grids, name)
    reader = Reader(book, Today(on, _year(title, name)))
    for grid in grids:
        reader.read(grid)
    if not reader.has_head:
        raise UnreadableTable(_no_head(grids))
    if not reader.rows:
        raise UnreadableTable(_("A header was found, but no task under it."))
    muddled = sum(row.cells["task"].confidence == "unsure" for row in reader.rows)
    if muddled * 2 > len(reader.rows):
        words = {"muddled": muddled, "rows": len(reader.rows)}
        raise UnreadableTable(
            _("In %(muddled)s of %(rows)s rows the task is merged with other columns. Undo the merging and try again.")
            % words
        )
    return Reading(title, tuple(reader.rows), tuple(reader.notes))


def _no_head(grids: Sequence[Grid]) -> str:
    if not any(block.text for grid in grids for row in range(len(grid.lines)) for block in grid.blocks(row)):
        return _("The file is empty: it holds no table with text.")
    return _(
        "No header was found. A task table has a row with headings such as 工作任务 and 责任单位 or 完成时限, "
        "each in a cell of its own."
    )


def _title(grids: Sequence[Grid], name: str) -> str:
    """The first line above the table that is no note, else the file's name."""
    lines: list[str] = []
    for grid in grids:
        head = find_head(grid)
        if head is None:
            continue
        lines += grid.before
        for row in range(head.bottom):
            lines += [block.text for block in grid.own(row) if len(grid.own(row)) == 1]
        break
    proper = [line.strip() for line in lines if not re.match(r"附件|附表|注|说明", line.strip())]
    return re.sub(r"\s+", "", proper[0])[:200] if proper else PurePath(name).stem[:200]


def _year(title: str, name: str) -> int | None:
    """The one year that the title names, else the file's name; two are none."""
    for text in (title, name):
        years = set(YEAR.findall(text))
        if years:
            return int(years.pop()) if len(years) == 1 else None
    return None


@dataclass
class _Above:
    """What empty cells may mean: the chapters and cells of the row before."""

    chapters: dict[int, str] = field(default_factory=dict)
    row: Row | None = None


class Reader:
    """Goes through the grids row by row. The header of one table holds for the next when that has none."""

    def __init__(self, book: UnitBook, today: Today) -> None:
        self.book, self.today = book, today
        self.rows: list[Row] = []
        self.notes: list[Why] = []
        self.has_head = False
        self._head: Head | None = None
        self._width = 0
        self._sections = Sections()
        self._above = _Above()
        self.habits = Habits()
        self._prefix, self._running = "", False

    def read(self, grid: Grid) -> None:
        """Take in one sheet or table."""
        head = find_head(grid)
        if head is not None:
            start = head.bottom + 1
            self._head, self._width, self.has_head = head, grid.width, True
        elif self._head is not None and grid.width == self._width and _goes_on(grid):
            head, start = self._head, 0
            self.notes.append(Why("header_of_table_before", {"place": grid.name}))
        else:
            if any(grid.own(row) for row in range(len(grid.lines))):
                self.notes.append(Why("no_header", {"place": grid.name}))
            return
        self._headings_before(grid, start)
        texts = [
            *grid.before,
            *(block.text for row in range(len(grid.lines)) for block in grid.own(row) if len(grid.own(row)) == 1),
        ]
        texts += [column.title for column in head.columns.values()]
        mark = next((match[1] for text in texts if (match := MARK.search(text))), "")
        self.habits = Habits(head.first_leads or any(FIRST_LEADS.search(text) for text in texts), mark)
        for row in range(start, len(grid.lines)):
            self._line(grid, head, row)

    def runs_through(self, above: Sequence[ListNumber], own: ListNumber) -> bool:
        """Whether the numbers go on from heading to heading instead of beginning again."""
        prefix = path_of(above, ())
        if prefix != self._prefix:
            self._prefix, self._running = prefix, own.parts != (1,)
        return self._running

    def _headings_before(self, grid: Grid, start: int) -> None:
        """In a document the headings stand above the tables; a sheet begins anew."""
        again = any(AGAIN.fullmatch(text) for text in grid.before)
        if start and not again:
            self._sections.clear()
            self._above = _Above()
        for text in _headings_right_above(grid.before):
            self._sections.enter(text)

    def _line(self, grid: Grid, head: Head, row: int) -> None:
        own = grid.own(row)
        if not own or self._is_head_again(grid, head, row):
            return
        if any(SUM.fullmatch(block.text) for block in own[:2]):
            self.notes.append(Why("sum", {"place": grid.name, "line": str(row + grid.first_line)}))
            return
        if self._opens_deeper(grid, head, row) or self._is_heading(grid, head, row, own):
            return
        task = grid.at(row, head.task)
        if self.rows and self._only_more_units(grid, head, row, own):
            self._add_units(head, own)
            return
        if not task.text and not any(grid.at(row, column).text for column in head.of(*UNIT_CELLS, "chapter")):
            self.notes.append(
                Why("left_aside", {"place": grid.name, "line": str(row + grid.first_line), "text": own[0].text[:40]})
            )
            return
        leaf, _words = self._numbered(grid, head, row)
        if leaf is not None:
            self._sections.leave_branches(leaf)
        self.rows.append(_RowReader(self, grid, head, row).read())
        self._above.row = self.rows[-1]

    @staticmethod
    def _only_more_units(grid: Grid, head: Head, row: int, own: Sequence[Block]) -> bool:
        """Whether a row only goes on naming units of the task above, which is merged down to here."""
        columns = head.of("responsible", "supporting", "person")
        task = grid.at(row, head.task)
        numbers = head.of("number")
        return (
            task.top < row
            and bool(task.text)
            and all(block.left in columns for block in own)
            and all(grid.at(row, column).top < row for column in numbers)
        )

    def _add_units(self, head: Head, own: Sequence[Block]) -> None:
        last = self.rows[-1]
        cells = dict(last.cells)
        for block in own:
            role = head.columns[block.left].role
            if role == "person":
                continue
            read = read_units(block.text, column=role, has_lead=True, habits=self.habits, book=self.book)
            for name in UNIT_CELLS:
                if read.pieces[name]:
                    cells[name] = _both(cells[name], read.cell(name, block.text))
        self.rows[-1] = self._above.row = replace(last, cells=cells)

    def _is_head_again(self, grid: Grid, head: Head, row: int) -> bool:
        """Whether the header is printed again; headings of a second header row count too."""
        texts = {plain(block.text) for block in grid.own(row)}
        titles = {plain(part) for column in head.columns.values() for part in column.title.split("\n")}
        heads = sum(text in titles or role_of(text) is not None for text in texts)
        return len(texts) >= 2 and heads == len(texts) and len(texts & titles) * 2 >= len(texts)

    def _is_heading(self, grid: Grid, head: Head, row: int, own: Sequence[Block]) -> bool:
        """Whether the row is a heading over what follows, or a note; both are taken in."""
        filled = [block for block in grid.blocks(row) if block.text]
        first = own[0]
        lone = len(filled) == 1 and len(own) == 1
        wide = lone and first.width > 1 and (first.width * 2 >= grid.width or first.left <= head.task <= first.right)
        in_margin = lone and first.left in head.of("number", "chapter") and not first.is_tall
        number, words = split_number(first.text.strip())
        if lone and NOTE.match(first.text):
            self.notes.append(Why("note", {"place": grid.name, "text": first.text[:200]}))
            return True
        numbered = number is not None and words.strip() != "" and len(first.text) <= LONGEST_HEADING
        in_list = numbered and number is not None and number.style in HEADING_STYLES
        if in_list and lone:
            self._begin_section(number, words)
            return True
        if (wide and numbered) or ((wide or in_margin) and _is_plain_heading(first.text)):
            self._begin_section(number if numbered else None, words if numbered else first.text)
            return True
        if len(own) == 2 and len(filled) == 2 and own[0].left in head.of("number"):
            return self._is_heading_beside_number(head, own)
        if lone and wide:
            self.notes.append(
                Why("left_aside", {"place": grid.name, "line": str(row + grid.first_line), "text": first.text[:40]})
            )
            return True
        return False

    def _opens_deeper(self, grid: Grid, head: Head, row: int) -> bool:
        """Whether a row with number and words alone (1. 环卫保洁) stands over rows with deeper numbers (1.1, (1), ①)."""
        mine = {*head.of("number"), head.task}
        task = grid.at(row, head.task)
        alone = all(block.left in mine and block.top == row for block in grid.blocks(row) if block.text)
        if not alone or not task.text or len(task.text) > LONGEST_HEADING or not head.of(*UNIT_CELLS):
            return False
        below = next((line for line in range(row + 1, len(grid.lines)) if grid.own(line)), None)
        number, words = self._numbered(grid, head, row)
        under = self._numbered(grid, head, below)[0] if below is not None else None
        if number is None or under is None or not is_deeper(under, number):
            return False
        self._begin_section(number, words, is_branch=True)
        return True

    @staticmethod
    def _numbered(grid: Grid, head: Head, row: int) -> tuple[ListNumber | None, str]:
        """The number of a row, from its own column or its text, and the words."""
        text = grid.at(row, head.task).text.strip()
        for column in head.of("number"):
            if number := whole_number(grid.at(row, column).text):
                return number, text
        return split_number(text)

    def _is_heading_beside_number(self, head: Head, own: Sequence[Block]) -> bool:
        """A row with nothing but a number and words: 一 | 环境卫生, or 1 | 一、环境卫生方面."""
        number, words = split_number(own[1].text.strip())
        if number and number.style in HEADING_STYLES and words and len(own[1].text) <= LONGEST_HEADING:
            self._begin_section(number, words)
            return True
        whole = whole_number(own[0].text)
        if not (whole and whole.style in HEADING_STYLES and head.of(*UNIT_CELLS)):
            return False
        if own[1].left not in head.of("task", "chapter"):
            return False
        self._begin_section(whole, own[1].text)
        return True

    def _begin_section(self, number: ListNumber | None, words: str, *, is_branch: bool = False) -> None:
        self._sections.enter_numbered(number, re.sub(r"\s+", "", words), is_branch=is_branch)
        self._above = _Above()


HEADING_STYLES = frozenset({"han", "han_bracket", "part"})


def _both(one: Cell, other: Cell) -> Cell:
    """Two cells about the same role as one."""
    return Cell(
        list(dict.fromkeys([*one.value, *other.value])), f"{one.text}\n{other.text}".strip(),
        least(["likely", one.confidence, other.confidence]), (*one.why, *other.why), (*one.pieces, *other.pieces),
    )  # fmt: skip


def _is_plain_heading(text: str) -> bool:
    return len(text) <= LONGEST_PLAIN_HEADING and not re.search(r"[。；;：:]|\d{4}年\d", text)


def _headings_right_above(before: Sequence[str]) -> list[str]:
    """The numbered headings directly above a table; words such as 任务分解 say nothing about the tasks."""
    found: list[str] = []
    for text in reversed([one for one in before if not AGAIN.fullmatch(one) and not NOTE.match(one)]):
        number, rest = split_number(text.strip())
        if not number or number.style not in HEADING_STYLES or len(text) > LONGEST_HEADING or "。" in rest[:-1]:
            break
        if not ABOUT_THE_TABLE.fullmatch(rest.strip("。：: ")):
            found.append(text)
    return found[::-1]


def _goes_on(grid: Grid) -> bool:
    """Whether a table without header may be the rest of the one before: nothing above it but a word such as 续表 or a heading."""
    return all(AGAIN.fullmatch(text) or split_number(text)[0] for text in grid.before)


class _RowReader:
    """One row of a task."""

    def __init__(self, whole: Reader, grid: Grid, head: Head, row: int) -> None:
        self._whole, self._grid, self._head, self._row = whole, grid, head, row
        self._above = whole._above

    def read(self) -> Row:
        """All cells of the row."""
        chapter, chapter_numbers = self._chapter()
        number, task, units, until = self._task_and_number(chapter_numbers)
        cells = {
            "number": number,
            "chapter": chapter,
            "task": task,
            **self._units(units),
            "deadline": self._deadline(until),
        }
        cells["remarks"] = self._plain_cell("remarks")
        cells = {name: self._capped(name, cell) for name, cell in cells.items()}
        more = {
            column.title.split("\n")[0]: text
            for index, column in self._head.columns.items()
            if column.role in {"other", "person"} and (text := self._grid.at(self._row, index).text)
        }
        return Row(self._grid.name, self._row + self._grid.first_line, cells, more)

    def _block(self, role: str) -> Block | None:
        columns = self._head.of(role)
        return self._grid.at(self._row, columns[0]) if columns else None

    def _capped(self, name: str, cell: Cell) -> Cell:
        """No surer than the heading of its column, and not sure at all when the cell is merged with another column."""
        role = name if name not in UNIT_CELLS or self._head.of(name) else "responsible"
        columns = [self._head.columns[index] for index in self._head.of(role)]
        if not columns or not cell.text:
            return cell
        if any(column.confidence != "sure" for column in columns):
            words = {"title": columns[0].title.split("\n")[-1]}
            cell = replace(
                cell, confidence=least([cell.confidence, "likely"]), why=(*cell.why, Why("heading_likely", words))
            )
        block = self._block(role)
        if block is not None and block.width > 1 and self._covers_others(block, role):
            cell = replace(cell, confidence="unsure", why=(*cell.why, Why("merged_across")))
        return cell

    def _covers_others(self, block: Block, role: str) -> bool:
        return any(
            block.left <= index <= block.right and column.role != role for index, column in self._head.columns.items()
        )

    # --- headings, number, task ---

    def _chapter(self) -> tuple[Cell, list[ListNumber]]:
        """The headings from the rows above and from the columns; numbers in them belong to the path."""
        sections = self._whole._sections
        words, numbers, texts, why = list(sections.words), list(sections.numbers), list(sections.words), []
        confidence = "likely" if sections.has_unnumbered else "sure"
        if sections.has_unnumbered:
            why.append(Why("plain_heading"))
        for column in self._head.of("chapter")[:MOST_CHAPTER_LEVELS]:
            text = self._grid.at(self._row, column).text
            if not text or SAME.fullmatch(text):
                text = self._above.chapters.get(column, "")
                if text:
                    confidence = "likely"
                    why.append(Why("as_above"))
            else:
                self._above.chapters = {key: held for key, held in self._above.chapters.items() if key < column}
                self._above.chapters[column] = text
            if text:
                number, rest = split_number(text.strip())
                texts.append(text)
                words.append(re.sub(r"\s+", "", rest if number and rest.strip() else text))
                numbers += [number] if number and rest.strip() else []
        return Cell(words, "\n".join(texts), confidence, tuple(why)), numbers  # type: ignore[arg-type]  # one of three words

    def _task_and_number(self, above: list[ListNumber]) -> tuple[Cell, Cell, str, str]:
        """The number's cell, the task's cell, and what the task's text says of units and deadline."""
        block = self._grid.at(self._row, self._head.task)
        text = block.text.strip()
        own_cell, own = self._own_number()
        inline, rest = split_all(text)
        if not rest.strip():
            inline, rest = [], text
        if own and inline and str(inline[0]) != str(own):
            inline, rest = [], text
        numbers = [own, *inline[1:]] if own and inline else [own] if own else inline
        if own is None and (own_cell.text or (self._head.of("number") and not numbers)):
            number = own_cell
        else:
            confidence, why = (
                (own_cell.confidence, own_cell.why) if own else ("sure" if numbers or not above else "likely", ())
            )
            if numbers and above and numbers[-1].style != "decimal" and self._whole.runs_through(above, numbers[0]):
                confidence, why = "likely", (Why("runs_through"),)
            number = Cell(path_of(above, numbers), own_cell.text or text[: len(text) - len(rest)], confidence, why)
        rest, units, until = self._said_inside(rest.strip())
        if not rest:
            heading = next((self._grid.at(self._row, index).text for index in reversed(self._head.of("chapter"))), "")
            return number, Cell(heading, text, "unsure" if not heading else "likely", (Why("no_task"),)), units, until
        return number, Cell(rest, text, "sure"), units, until

    def _own_number(self) -> tuple[Cell, ListNumber | None]:
        block = self._block("number")
        if block is None or not block.text:
            return Cell("", "", "likely" if block else "sure"), None
        text = block.text.strip()
        number = whole_number(text)
        if number is None and CODE.fullmatch(text):
            return Cell(text, text), None
        if number is None:
            return Cell(text, text, "unsure" if block.day else "likely", (Why("odd_number"),)), None
        before = self._last_number()
        if block.is_figure and number.style == "decimal" and before and before.style == "decimal":
            longer = ListNumber("decimal", (*number.parts[:-1], number.parts[-1] * 10))
            if longer.parts[:-1] == before.parts[:-1] and longer.parts[-1] == before.parts[-1] + 1:
                return Cell(str(longer), text, "likely", (Why("nought_lost"),)), longer
        return Cell(str(number), text, "sure"), number

    def _last_number(self) -> ListNumber | None:
        above = self._above.row
        return whole_number(above.cells["number"].value) if above and above.cells["number"].value else None

    def _said_inside(self, text: str) -> tuple[str, str, str]:
        """The task without the brackets at its end that name units or a deadline, when no column does."""
        units = until = ""
        for _again in range(2):
            if not self._head.of(*UNIT_CELLS) and not units and (match := IN_TEXT_UNITS.search(text)):
                units, text = match[1], text[: match.start()].rstrip()
            elif not self._head.of("deadline") and not until and (match := IN_TEXT_DEADLINE.search(text)):
                until, text = match[1], text[: match.start()].rstrip()
        return text, units, until

    # --- units ---

    def _units(self, inside: str) -> dict[str, Cell]:
        """The three cells of units, from their columns or from the text of the task."""
        if not self._head.of(*UNIT_CELLS):
            return self._read_inside(inside)
        parts: dict[str, UnitsRead] = {}
        texts: dict[str, str] = {}
        for role in UNIT_CELLS:
            for column in self._head.of(role):
                text = self._grid.at(self._row, column).text
                if SAME.fullmatch(text) and self._above.row is not None:
                    return {**self._all_empty(), **{name: self._above.row.cells[name] for name in UNIT_CELLS}}
                texts[role] = f"{texts.get(role, '')}\n{text}".strip()
        for role, text in texts.items():
            persons = any(re.search("责任人|负责人|领导", self._head.columns[c].title) for c in self._head.of(role))
            parts[role] = read_units(
                text, column=role, has_lead=bool(self._head.of("lead")), habits=self._whole.habits,
                book=self._whole.book, persons=persons,
            )  # fmt: skip
        return {role: self._merged(role, parts, texts) for role in UNIT_CELLS}

    def _merged(self, role: str, parts: Mapping[str, UnitsRead], texts: Mapping[str, str]) -> Cell:
        """What all columns say about one role."""
        cells = [read.cell(role, texts[name]) for name, read in parts.items() if read.pieces[role]]
        if not cells:
            return self._empty_units(role, texts)
        if len(cells) == 1:
            return cells[0]
        return reduce(_both, cells)

    def _empty_units(self, role: str, texts: Mapping[str, str]) -> Cell:
        """Nobody is named: none where the table has no such column, a question where a lead is missing."""
        if role == "lead" and not texts.get("lead") and not texts.get("responsible"):
            above = self._above.row
            held = tuple(above.cells["lead"].value) if above else ()
            return Cell([], "", "unsure", (Why("empty_lead"),), candidates=held)
        if role == "lead":
            return Cell([], texts.get("lead", ""), "unsure", (Why("no_lead"),))
        is_there = bool(self._head.of(role))
        return Cell([], "", "likely" if is_there else "sure", (Why("empty"),) if is_there else ())

    @staticmethod
    def _all_empty() -> dict[str, Cell]:
        return {role: Cell([]) for role in UNIT_CELLS}

    def _read_inside(self, inside: str) -> dict[str, Cell]:
        if not inside:
            return {**self._all_empty(), "lead": Cell([], "", "unsure", (Why("empty_lead"),))}
        read = read_units(
            inside, column="responsible", has_lead=False, habits=self._whole.habits, book=self._whole.book
        )
        return {role: read.cell(role, inside) if read.pieces[role] else Cell([]) for role in UNIT_CELLS}

    # --- deadline, remarks ---

    def _deadline(self, inside: str) -> Cell:
        block = self._block("deadline")
        if block is None:
            cell = read_deadline(inside, self._whole.today) if inside else Cell(None)
            return replace(cell, confidence=least([cell.confidence, "likely"])) if inside else cell
        if SAME.fullmatch(block.text) and self._above.row is not None:
            return replace(self._above.row.cells["deadline"], text=block.text)
        return read_deadline(block.text, self._whole.today, block.day)

    def _plain_cell(self, role: str) -> Cell:
        block = self._block(role)
        if block is None:
            return Cell("")
        if SAME.fullmatch(block.text) and self._above.row is not None:
            return replace(self._above.row.cells[role], text=block.text)
        return Cell(block.text, block.text)


def places(reading: Reading) -> Iterator[str]:
    """The sheets or tables that rows were read from, each once."""
    yield from dict.fromkeys(row.place for row in reading.rows)
