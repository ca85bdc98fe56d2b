"""An edition as a workbook that an official edits, and back: one row a requirement, every cell text."""

import io
import json
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from lianchuang.common.sheets import CELL_LIMIT, begins_like_formula, safe_cell
from lianchuang.common.tablefile import Table, TableRow, UnreadableTable, is_formula, read_content
from lianchuang.standards.exchange.checking import is_short
from lianchuang.standards.exchange.shapes import NODE_COLUMNS, EditionFile, Node, Refused, StandardWords, UnreadableFile
from lianchuang.standards.exchange.sheet_words import COLUMN_OF, COLUMNS, EDITION_ROWS, SHEETS, VALUES, Words, key_of

SHARES, WEIGHTS = "shares", "weights"
FIGURES = ("value", "upper", "step", "of")
TEXTS = ("op", "unit", "unit_en")
OWN_SCORING = {"form", SHARES, *FIGURES, *TEXTS}
OWN_WINDOW = {"months", "years", "each_year", WEIGHTS}
NEEDS = {
    "threshold": ("op",),
    "steps": ("step", "of"),
    "graded": (SHARES,),
    "bonus": ("step", "of"),
    "deduction": ("step",),
}
SAID_BY = {"parent": {"parent", "level"}, "scoring": {"form"}, "window": OWN_WINDOW}  # else the column of that name
LONGEST = {"code": 120, "name": 200, "name_en": 200}
MOST_LEVELS = 11
SPARE_ROWS = 500


# --- writing ---


def write_sheets(edition: EditionFile, *, chinese: bool) -> bytes:
    """The workbook. Raises UnreadableFile when a text is longer than a cell holds."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    formats = _formats(book)
    names = {one.key: one.said(chinese) for one in SHEETS}
    rows = list(_rows(edition, chinese))
    page = book.add_worksheet(names["requirements"])
    _write_page(page, [one.said(chinese) for one in COLUMNS], rows, formats)
    for at, column in enumerate(COLUMNS):
        page.set_column(at, at, column.width, formats["text"])
        if column.values:
            page.data_validation(1, at, len(rows) + SPARE_ROWS, at, _choices(column.values, chinese))
    page.freeze_panes(1, 1)
    page.ignore_errors({"number_stored_as_text": f"A1:AZ{len(rows) + SPARE_ROWS}"})
    _write_about(book.add_worksheet(names["columns"]), formats, chinese)
    _write_values(book.add_worksheet(names["values"]), formats, chinese)
    held = [(one.said(chinese), _edition_cell(edition, one.key, chinese)) for one in EDITION_ROWS]
    page = book.add_worksheet(names["edition"])
    _write_page(page, [_head("field", chinese), _head("value", chinese)], held, formats)
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 70, formats["text"])
    book.close()
    return buffer.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    """Text everywhere, so that 1.10 stays 1.10 and 90% is not silently 0.9."""
    text = {"num_format": "@", "valign": "top", "text_wrap": True}
    return {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "text": book.add_format(text),
        "quoted": book.add_format({**text, "quote_prefix": True}),
    }


def _head(key: str, chinese: bool) -> str:
    return {"field": ("项目", "Field"), "value": ("内容", "Value"), "column": ("列", "Column")}[key][
        0 if chinese else 1
    ]


def _write_page(page: Any, head: Sequence[str], rows: Iterable[Sequence[str]], formats: dict[str, Any]) -> None:
    for column, words in enumerate(head):
        page.write_string(0, column, words, formats["head"])
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row):
            if len(text) > CELL_LIMIT:
                facts = {"code": row[0], "most": CELL_LIMIT}
                raise UnreadableFile(_("A text of %(code)s is longer than %(most)s characters.") % facts)
            if text:
                safe = str(safe_cell(text))
                page.write_string(number, column, safe, formats["quoted" if begins_like_formula(safe) else "text"])


def _choices(values: str, chinese: bool) -> dict[str, Any]:
    return {"validate": "list", "source": [one.said(chinese) for one in VALUES[values]], "error_type": "warning"}


def _write_about(page: Any, formats: dict[str, Any], chinese: bool) -> None:
    rows = [(one.said(chinese), one.about(chinese)) for one in COLUMNS]
    _write_page(page, [_head("column", chinese), _head("value", chinese)], rows, formats)
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 80)


def _write_values(page: Any, formats: dict[str, Any], chinese: bool) -> None:
    lists = [column for column in COLUMNS if column.values]
    depth = max(len(VALUES[one.values]) for one in lists)
    said = [[one.said(chinese) for one in VALUES[column.values]] for column in lists]
    rows = [[words[at] if at < len(words) else "" for words in said] for at in range(depth)]
    _write_page(page, [one.said(chinese) for one in lists], rows, formats)
    page.set_column(0, len(lists), 16)


def _rows(edition: EditionFile, chinese: bool) -> Iterable[list[str]]:
    levels = {"": 0}
    for node in edition.nodes:
        levels[node.code] = levels[node.parent] + 1
        cells = {**_plain_cells(node), **_scoring_cells(node.scoring), **_window_cells(node.window)}
        cells["level"] = str(levels[node.code])
        yield [_said(one.values, cells.get(one.key, ""), chinese) for one in COLUMNS]


def _said(values: str, cell: str, chinese: bool) -> str:
    """The cell's word in that language, where the column has words."""
    return next((one.said(chinese) for one in VALUES.get(values, ()) if one.key == cell), cell) if cell else ""


def _plain_cells(node: Node) -> dict[str, str]:
    names = ("code", "parent", "name", "name_en", "text", "text_en", "method", "source", "source_en", "confidence")
    return {
        **{name: getattr(node, name) for name in names},
        "points": "" if node.points is None else _plain(node.points),
        "is_veto": "yes" if node.is_veto else "",
        "is_withdrawn": "yes" if node.is_withdrawn else "",
    }


def _plain(figure: Decimal) -> str:
    text = f"{figure:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scoring_cells(scoring: dict[str, Any]) -> dict[str, str]:
    cells = {key: str(scoring[key]) for key in ("form", *FIGURES, *TEXTS) if key in scoring}
    if SHARES in scoring:
        cells[SHARES] = "/".join(str(share) for share in scoring[SHARES])
    return {**cells, "scoring_more": _more(scoring, OWN_SCORING)}


def _window_cells(window: dict[str, Any]) -> dict[str, str]:
    cells: dict[str, str] = {key: str(window[key]) for key in ("months", "years") if key in window}
    if WEIGHTS in window:
        cells[WEIGHTS] = "/".join(str(weight) for weight in window[WEIGHTS])
    return {**cells, "each_year": "yes" if window.get("each_year") else "", "window_more": _more(window, OWN_WINDOW)}


def _more(held: dict[str, Any], own: set[str]) -> str:
    """What has no column of its own: name=value; name=value."""
    return "; ".join(f"{key}={json.dumps(value, ensure_ascii=False)}" for key, value in held.items() if key not in own)


def _edition_cell(edition: EditionFile, key: str, chinese: bool) -> str:
    own = edition.standard or StandardWords("", "")
    standard = {
        "standard": own.code,
        "standard_name": own.name,
        "standard_name_en": own.name_en,
        "seal": own.seal,
        "slot": str(own.slot or ""),
    }
    if key in standard:
        return standard[key]
    if key == "effective":
        return edition.effective.isoformat() if edition.effective else ""
    if key == "confidence":
        return _said("confidence", edition.confidence, chinese)
    return str(getattr(edition, key))


# --- reading ---


def read_sheets(content: bytes) -> EditionFile:
    """The edition of a workbook, every refused row and cell with its reason. Raises UnreadableFile."""
    try:
        table = read_content(content)
    except UnreadableTable as fault:
        raise UnreadableFile(str(fault)) from fault
    reading = _Reading(table)
    if unknown := [name for name in table.header if name and name.casefold() not in COLUMN_OF]:
        reading.refuse(_("this column is not known"), 1, ", ".join(unknown))
    for row in table.rows:
        reading.take(row)
    held = _edition_sheet(content)
    return EditionFile(
        code=held.get("code", ""),
        name=held.get("name", ""),
        nodes=tuple(reading.in_order()),
        standard=_standard(held),
        name_en=held.get("name_en", ""),
        effective=_day(held.get("effective", ""), reading),
        source=held.get("source", ""),
        source_en=held.get("source_en", ""),
        confidence=key_of(VALUES["confidence"], held.get("confidence", "")) or "secondhand",
        note=held.get("note", ""),
        note_en=held.get("note_en", ""),
        refused=tuple(reading.refused),
        says_edition=bool(held.get("name")),
        says=tuple(name for name in NODE_COLUMNS if SAID_BY.get(name, {name}) & set(reading.heads)),
        rows=reading.rows,
    )


def is_sheet(header: Iterable[str]) -> bool:
    """Whether a table's head is that of an edition: it has at least a code and a title."""
    keys = {COLUMN_OF.get(name.casefold()) for name in header}
    return {"code", "name"} <= keys


def _edition_sheet(content: bytes) -> dict[str, str]:
    """The last sheet, about the edition itself; empty when the workbook has none."""
    keys = {one.casefold(): words.key for words in EDITION_ROWS for one in (words.key, words.zh, words.en)}
    for sheet in (words.said(chinese) for words in SHEETS if words.key == "edition" for chinese in (True, False)):
        try:
            table = read_content(content, sheet=sheet)
        except UnreadableTable:
            continue
        field, value = (*table.header, "", "")[:2]
        held = {keys.get(row.cells.get(field, "").casefold(), ""): row.cells.get(value, "") for row in table.rows}
        return {key: words for key, words in held.items() if key}
    return {}


def _standard(held: dict[str, str]) -> StandardWords | None:
    if not held.get("standard"):
        return None
    slot = held.get("slot", "")
    return StandardWords(
        held["standard"],
        held.get("standard_name", "") or held["standard"],
        held.get("standard_name_en", ""),
        held.get("seal", "")[:1],
        int(slot) if slot in {"1", "2", "3", "4", "5", "6"} else 0,
    )


class _Reading:
    """What has been read of the rows so far."""

    def __init__(self, table: Table) -> None:
        self.keys = {name: COLUMN_OF[name.casefold()] for name in table.header if name.casefold() in COLUMN_OF}
        self.heads = {key: name for name, key in self.keys.items()}
        self.refused: list[Refused] = []
        self.nodes: dict[str, Node] = {}
        self.rows: dict[str, int] = {}
        self.last_at: dict[int, str] = {}
        for key in ("code", "name"):
            if key not in self.heads:
                raise UnreadableFile(_("The first sheet has no columns “编号 / Code” and “标题 / Title”."))

    def refuse(self, reason: str, row: int, column: str = "", value: str = "") -> None:
        """Note what cannot be taken over."""
        self.refused.append(Refused(reason, row, column, value[:80]))

    def take(self, row: TableRow) -> None:
        """One row: a node, or reasons why not."""
        before = len(self.refused)
        if row.fault:
            self.refuse(row.fault, row.number)
        for column in row.formulas:  # a text that only looks like one was written by us and is harmless
            if not is_formula(row.cells.get(column, "")):
                self.refuse(_("a formula; put the value there"), row.number, column)
        cells = {key: row.cells.get(name, "").replace("\r\n", "\n") for name, key in self.keys.items()}
        node = _Cells(cells, self, row.number).node()
        if node.code in self.nodes:
            self.refuse(_("this code stands twice"), row.number, self.heads["code"], node.code)
        if len(self.refused) == before:
            self.nodes[node.code] = node
            self.rows[node.code] = row.number

    def parent_of(self, code: str, parent: str, level: str, row: int) -> str:
        """The parent as it stands, else the nearest row above with one level less."""
        wanted = int(level) if level.isascii() and level.isdigit() and len(level) < 3 else 1
        if not parent and wanted > 1:
            parent = self.last_at.get(wanted - 1, "")
            if not parent:
                self.refuse(_("no row above has one level less"), row, self.heads.get("level", ""), level)
        self.last_at = {at: held for at, held in self.last_at.items() if at < wanted} | {wanted: code}
        return parent

    def in_order(self) -> Iterable[Node]:
        """The nodes, each after its parent; one whose parent is missing, or that stands under itself, is refused."""
        under: dict[str, list[Node]] = {}
        for node in self.nodes.values():
            under.setdefault(node.parent, []).append(node)
        waiting = [(node, 1) for node in reversed(under.get("", []))]
        placed: set[str] = set()
        while waiting:
            node, level = waiting.pop()
            placed.add(node.code)
            if level > MOST_LEVELS:
                words = {"most": MOST_LEVELS}
                self.refuse(_("it stands deeper than %(most)s levels") % words, self.rows[node.code], "", node.code)
            yield node
            waiting.extend((child, level + 1) for child in reversed(under.get(node.code, [])))
        for node in self.nodes.values():
            if node.code not in placed:
                reason = _("no row has this code, or it stands under itself")
                self.refuse(reason, self.rows[node.code], self.heads.get("parent", ""), node.parent)


class _Cells:
    """The cells of one row, read as what they mean; every wrong one is told to the reading."""

    def __init__(self, cells: dict[str, str], reading: _Reading, row: int) -> None:
        self.cells, self.reading, self.row = cells, reading, row

    def bad(self, key: str, reason: str) -> None:
        """Refuse a cell."""
        self.reading.refuse(reason, self.row, self.reading.heads.get(key, key), self.cells.get(key, ""))

    def node(self) -> Node:
        """The row as a requirement."""
        code, name = self.text("code"), self.text("name")
        for key, value in (("code", code), ("name", name)):
            if not value:
                self.bad(key, _("empty"))
        if "\n" in code:
            self.bad("code", _("a code is one line"))
        parent = self.reading.parent_of(code, self.text("parent"), self.text("level"), self.row)
        return Node(
            code=code,
            parent=parent,
            name=name,
            name_en=self.text("name_en"),
            text=self.text("text"),
            text_en=self.text("text_en"),
            method=self.word("method", VALUES["method"]),
            scoring=self.scoring(),
            points=self.points(),
            is_veto=self.yes("is_veto"),
            window=self.window(),
            source=self.text("source"),
            source_en=self.text("source_en"),
            confidence=self.word("confidence", VALUES["confidence"]) or "secondhand",
            is_withdrawn=self.yes("is_withdrawn") if "is_withdrawn" in self.reading.heads else None,
        )

    def text(self, key: str) -> str:
        """The cell, no longer than it may be."""
        text = self.cells.get(key, "")
        if len(text) > LONGEST.get(key, len(text)):
            self.bad(key, _("longer than %(most)s characters") % {"most": LONGEST[key]})
        return text

    def word(self, key: str, values: tuple[Words, ...]) -> str:
        """One of the listed values; empty when the cell is."""
        cell = self.cells.get(key, "")
        found = key_of(values, cell) if cell else ""
        if found is None:
            self.bad(key, _("not one of the listed values"))
        return found or ""

    def yes(self, key: str) -> bool:
        """Yes or no; an empty cell is no."""
        return self.word(key, VALUES["yes"]) == "yes"

    def figure(self, key: str) -> str:
        """A number as text; empty when the cell is."""
        cell = self.cells.get(key, "")
        try:
            figure = Decimal(cell) if cell else None
        except InvalidOperation:
            figure = Decimal("NaN")
        if figure is None:
            return ""
        if not is_short(figure):
            too_long = _("at most 12 figures before and behind the point")
            self.bad(key, too_long if figure.is_finite() else _("not a number"))
            return ""
        return _plain(figure)

    def points(self) -> Decimal | None:
        """Points with at most two decimals."""
        text = self.figure("points")
        if not text:
            return None
        figure = Decimal(text)
        if round(figure, 2) != figure or abs(figure) >= 100_000:
            self.bad("points", _("at most two decimals, below 100,000"))
            return None
        return figure

    def whole(self, key: str) -> int | None:
        """A whole number from 1 on; None when the cell is empty."""
        cell = self.cells.get(key, "")
        if cell and not (cell.isascii() and cell.isdigit() and int(cell[:6]) > 0 and len(cell) < 6):
            self.bad(key, _("not a whole number from 1 on"))
            return None
        return int(cell) if cell else None

    def list_of_percent(self, key: str) -> list[int]:
        """100/66/33/0 → [100, 66, 33, 0]."""
        cell = self.cells.get(key, "")
        parts = [part.strip() for part in cell.replace("／", "/").split("/")] if cell else []
        if not all(part.isascii() and part.isdigit() and len(part) < 4 and int(part) <= 100 for part in parts):
            self.bad(key, _("not per cents such as 100/66/33/0"))
            return []
        return [int(part) for part in parts]

    def scoring(self) -> dict[str, Any]:
        """How it is judged; what the form needs must be there."""
        form = self.word("form", VALUES["form"]) or "information"
        held: dict[str, Any] = {"form": form}
        if op := self.word("op", VALUES["op"]):
            held["op"] = op
        held |= {key: self.cells[key] for key in ("unit", "unit_en") if self.cells.get(key)}
        held |= {key: figure for key in FIGURES if (figure := self.figure(key))}
        if shares := self.list_of_percent(SHARES):
            held[SHARES] = shares
        needed = NEEDS.get(form, ())
        if form == "threshold" and op and op != "improving":
            needed = ("op", "value", "upper") if op == "between" else ("op", "value")
        for key in needed:
            if not self.cells.get(key):
                self.bad(key, _("this way of scoring needs it"))
        return {**held, **self.more("scoring_more")}

    def window(self) -> dict[str, Any]:
        """The stretch of time; months or years, not both."""
        months, years = self.whole("months"), self.whole("years")
        if months and years:
            self.bad("years", _("months or years, not both"))
        held: dict[str, Any] = {key: value for key, value in (("months", months), ("years", years)) if value}
        if self.yes("each_year"):
            held["each_year"] = True
        if weights := self.list_of_percent(WEIGHTS):
            held[WEIGHTS] = weights
        return {**held, **self.more("window_more")}

    def more(self, key: str) -> dict[str, Any]:
        """name=value; name=value, the values as JSON."""
        held: dict[str, Any] = {}
        decoder = json.JSONDecoder()
        rest = self.cells.get(key, "")
        while rest:
            name, sign, rest = rest.partition("=")
            try:
                value, end = decoder.raw_decode(rest)
            except (ValueError, RecursionError):
                sign, value, end = "", None, 0
            if not sign or not name.strip():
                self.bad(key, _("not of the form name=value; name=value"))
                return {}
            held[name.strip()] = value
            rest = rest[end:].lstrip("; ")
        return held


def _day(text: str, reading: _Reading) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        reading.refuse(
            _("not a date like 2026-03-01"), 0, next(one.zh for one in EDITION_ROWS if one.key == "effective"), text
        )
        return None
