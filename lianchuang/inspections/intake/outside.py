"""An inspection by an outside body, read through a map: its rows become visits with the body's name.

One row is one thing seen at one place; rows of one place, time and inspector (or of one `visit` number) are one visit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from lianchuang.common.columns import BadCell, BadMap, Column, ColumnMap
from lianchuang.common.intake import RefusedRow, absent_columns, missing_columns, require_known, require_sound
from lianchuang.common.tablefile import Table, TableRow
from lianchuang.inspections import rules
from lianchuang.inspections.intake.shapes import Ground, ToldAnswer, ToldVisit, Unclear, VisitTable, day_of, plain
from lianchuang.sites.models import CheckItem, Grading, Site

REQUIRED = ("at",)
KNOWN = (
    *REQUIRED,
    "site",
    "name",
    "address",
    "visit",
    "item",
    "count",
    "grade",
    "note",
    "inspector",
    "fixed",
    "remark",
)
SETTINGS = ("body", "unlisted", "encoding", "sheet")
NOT_LOOKED_AT, ARE_RIGHT = "not_looked_at", "right"
GRADES = (*rules.LADDER, rules.NOT_APPLICABLE)
YES, NO = "yes", "no"
SPACE = UUID("0199a4c2-7b1e-7d53-9c64-5f0f6f0c8a11")  # of the ids that are made from what a body tells
MOST_BODY = 100
MOST_REMARK = 2000
MOST_COUNT = 32767
AHEAD = timedelta(days=1)


@dataclass(frozen=True)
class _Seen:
    """One row as understood."""

    row: int
    key: tuple[str, ...]
    site: Site
    at: datetime
    inspector: str
    remark: str
    answer: ToldAnswer | None


def read_outside(table: Table, columns: ColumnMap, ground: Ground, now: datetime) -> VisitTable:
    """The visits that the table tells. Raises BadMap; wrong rows and missing columns are in the result."""
    body = columns.setting("body")
    _require_sense(columns, body)
    if faults := missing_columns(columns, table):
        return VisitTable(len(table.rows), faults=faults)
    reader = _Reader(columns, ground, now)
    seen: list[_Seen] = []
    refused: list[RefusedRow] = []
    broken: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        try:
            require_sound(row)
            seen.append(reader.seen(row))
        except BadCell as fault:
            refused.append(RefusedRow.of(row, fault))
            broken.setdefault(reader.key_of(row), row.number)
    visits, torn = _visits(seen, broken, ground, body=body, others_right=columns.setting("unlisted") == ARE_RIGHT)
    refused = sorted([*refused, *torn], key=lambda each: each.row)
    return VisitTable(len(table.rows), tuple(visits), tuple(refused), notes=absent_columns(columns, table))


def _require_sense(columns: ColumnMap, body: str) -> None:
    if not body:
        raise BadMap(_("The map does not name the “body” that inspected."))
    if len(body) > MOST_BODY:
        words = {"name": "body", "most": MOST_BODY}
        raise BadMap(_("In the map, “%(name)s” is longer than %(most)s characters.") % words)
    if columns.setting("unlisted") not in {"", NOT_LOOKED_AT, ARE_RIGHT}:
        raise BadMap(_("In the map, “unlisted” must be not_looked_at or right."))
    if "site" not in columns.columns and "name" not in columns.columns:
        raise BadMap(_("The map does not say where to find: %(names)s.") % {"names": "site, name"})
    if "item" not in columns.columns:
        raise BadMap(_("The map does not say where to find: %(names)s.") % {"names": "item"})
    require_known("grade", columns.columns.get("grade"), GRADES)
    require_known("fixed", columns.columns.get("fixed"), (YES, NO))


class _Reader:
    """Rows to what was seen; sites and items are looked up once."""

    def __init__(self, columns: ColumnMap, ground: Ground, now: datetime) -> None:
        self.columns = columns.columns
        self.ground = ground
        self.latest = now + AHEAD
        self.others_right = columns.setting("unlisted") == ARE_RIGHT

    def key_of(self, row: TableRow) -> tuple[str, ...]:
        """What rows of one visit have in common, as it stands in the file."""
        facts = ("visit",) if self._raw("visit", row) else ("site", "name", "address", "at", "inspector")
        return tuple(self._raw(fact, row) for fact in facts)

    def seen(self, row: TableRow) -> _Seen:
        """One row. Raises BadCell."""
        site = self._site(row)
        return _Seen(
            row=row.number,
            key=self.key_of(row),
            site=site,
            at=self._at(row),
            inspector=self._text("inspector", row)[:MOST_BODY],
            remark=self._text("remark", row)[:MOST_REMARK],
            answer=self._answer(row, site),
        )

    def _raw(self, fact: str, row: TableRow) -> str:
        column = self.columns.get(fact)
        return column.raw(row) if column else ""

    def _text(self, fact: str, row: TableRow) -> str:
        column = self.columns.get(fact)
        return column.text(row) if column else ""

    def _site(self, row: TableRow) -> Site:
        by_code = self.columns.get("site")
        code = by_code.text(row) if by_code else ""
        if by_code and code:
            if code not in self.ground.sites:
                raise by_code.bad(code, _("no site with this code"))
            return self.ground.sites[code]
        by_name = self.columns.get("name")
        name = by_name.text(row) if by_name else ""
        column = by_name or by_code or Column("site")
        if not name:
            raise column.bad("", _("empty"))
        try:
            return self.ground.site_named(name, self._text("address", row))
        except Unclear as fault:
            raise column.bad(name, str(fault)) from fault

    def _at(self, row: TableRow) -> datetime:
        column = self.columns["at"]
        at = column.moment(row)
        if at is None:
            raise column.bad("", _("empty"))
        if at > self.latest:
            raise column.bad(column.raw(row), _("lies in the future"))
        return at

    def _answer(self, row: TableRow, site: Site) -> ToldAnswer | None:
        """The item with its grade or count; None for a row that says only that the place was visited."""
        column = self.columns["item"]
        if not column.raw(row) and self.others_right:
            return None
        said = column.text(row)
        if not said:
            raise column.bad("", _("empty"))
        item = item_said(self.ground.items.get(site.site_type_id, {}), said)
        if item is None:
            raise column.bad(said, _("no such item on the checklist of “%(type)s”") % {"type": site.site_type.label})
        count, not_applicable = self._graded(row, item)
        note = self._text("note", row)
        if len(note) > rules.MOST_NOTE:
            note = f"{note[: rules.MOST_NOTE - 1]}…"
        fixed = self._text("fixed", row)
        if fixed not in {"", YES, NO}:
            raise self.columns["fixed"].bad(fixed, _("must be yes or no"))
        return ToldAnswer(item, count, not_applicable, note, fixed == YES)

    def _graded(self, row: TableRow, item: CheckItem) -> tuple[int, bool]:
        """How many cases, and whether it did not apply. Neither count nor grade given: the row itself is one case."""
        count, grade = self._count(row), self._text("grade", row)
        if grade and grade not in GRADES:
            raise self.columns["grade"].bad(grade, _("no such grade; known are A, B, C, C# and NA"))
        if grade == rules.NOT_APPLICABLE:
            if count:
                raise self.columns["grade"].bad(grade, _("not applicable, but with a count"))
            return 0, True
        if count is None and not grade:
            return 1, False
        is_yes_no = item.grading == Grading.YES_NO
        if count is None:
            return (int(grade != rules.A) if is_yes_no else rules.LADDER.index(grade)), False
        if grade and rules.grade_of(min(count, item.cap), yes_no=is_yes_no) != grade:
            raise self.columns["grade"].bad(grade, _("does not fit the count of %(count)s") % {"count": count})
        return count, False

    def _count(self, row: TableRow) -> int | None:
        column = self.columns.get("count")
        number = column.number(row) if column else None
        if column is None or number is None:
            return None
        if number != int(number) or not 0 <= number <= MOST_COUNT:
            raise column.bad(column.raw(row), _("not a whole number from 0 up"))
        return int(number)


def item_said(items: Mapping[str, CheckItem], said: str) -> CheckItem | None:
    """The item with this code, or whose words (what is right, what is wrong, either language) these are."""
    if said in items:
        return items[said]
    words = plain(said)
    found = [
        item
        for item in items.values()
        if words
        in {plain(text) for text in (item.text, item.text_en, item.finding, item.finding_en, item.code) if text}
    ]
    return found[0] if len(found) == 1 else None


def _visits(
    seen: Sequence[_Seen], broken: Mapping[tuple[str, ...], int], ground: Ground, **facts: Any
) -> tuple[list[ToldVisit], list[RefusedRow]]:
    """Rows put together as visits; a visit with a refused row is refused whole."""
    together: dict[tuple[str, ...], list[_Seen]] = {}
    for one in seen:
        together.setdefault(one.key, []).append(one)
    visits: list[ToldVisit] = []
    refused: list[RefusedRow] = []
    for key, rows in together.items():
        try:
            if key in broken:
                raise Unclear(_("belongs to one visit with row %(row)s, which is refused") % {"row": broken[key]})
            visits.append(_visit(key, rows, ground, **facts))
        except Unclear as fault:
            refused += [RefusedRow(one.row, "", "", str(fault)) for one in rows]
    return visits, refused


def _visit(key: tuple[str, ...], rows: Sequence[_Seen], ground: Ground, *, body: str, others_right: bool) -> ToldVisit:
    first = rows[0]
    if any(one.site.pk != first.site.pk for one in rows):
        raise Unclear(_("one visit number, but several sites"))
    started, finished = min(one.at for one in rows), max(one.at for one in rows)
    if day_of(started) != day_of(finished):
        raise Unclear(_("one visit number, but several days"))
    answers = _joined([one.answer for one in rows if one.answer])
    if others_right:
        items = ground.items.get(first.site.site_type_id, {}).values()
        answers |= {item.pk: ToldAnswer(item) for item in items if item.pk not in answers}
    if not answers:
        raise Unclear(_("this type of site has no checklist"))
    return ToldVisit(
        rows=tuple(one.row for one in rows),
        id=uuid5(SPACE, "\x1f".join([body, *key])),
        round=ground.round_for(first.site, day_of(started), drawn=False),
        site=first.site,
        started_at=started,
        finished_at=finished,
        answers=tuple(answers.values()),
        body=body,
        inspector=next((one.inspector for one in rows if one.inspector), ""),
        remark="\n".join(dict.fromkeys(one.remark for one in rows if one.remark))[:MOST_REMARK],
    )


def _joined(told: Sequence[ToldAnswer]) -> dict[int, ToldAnswer]:
    """One answer an item: cases of several rows add up. Raises Unclear when they contradict each other."""
    joined: dict[int, ToldAnswer] = {}
    for one in told:
        held = joined.get(one.item.pk)
        if held is None:
            joined[one.item.pk] = one
            continue
        if held.not_applicable or one.not_applicable or not held.count or not one.count:
            raise Unclear(_("item %(code)s is told twice, and not the same") % {"code": one.item.code})
        note = "; ".join(dict.fromkeys(filter(None, (held.note, one.note))))
        fixed = held.fixed_on_spot and one.fixed_on_spot
        joined[one.item.pk] = replace(
            held, count=held.count + one.count, note=note[: rules.MOST_NOTE], fixed_on_spot=fixed
        )
    return joined
