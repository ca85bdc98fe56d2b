"""Writing task tables: a draft from a file, mends that are remembered, rows left out, and accepting into tasks."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post, Role, Unit
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.campaigns.models import Campaign
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotPossibleNow, Reason
from lianchuang.duties.models import RowState, TableState, Task, TaskRow, TaskTable, UnitAlias
from lianchuang.duties.queries.tables import (
    book_of,
    cells_of,
    coordinator_posts,
    read_table_file,
    reasons_of,
    requirements_of,
    units_of,
)
from lianchuang.duties.tasktable import CELLS, UNIT_CELLS, Cell, Reading, Row, bare
from lianchuang.duties.tasktable.matching import Requirements
from lianchuang.duties.tasktable.readiness import leads_of, reasons_not_ready
from lianchuang.duties.tasktable.shapes import units_cell
from lianchuang.duties.tasktable.unitbook import UnitBook
from lianchuang.duties.words import kept_cells
from lianchuang.standards.models import Requirement

LONGEST_ALIAS = 60


@action("task_table.drafted")
def draft_table(
    *, content: bytes, name: str, county: Unit, campaign: Campaign | None, on: date, by: Actor, at: datetime
) -> TaskTable:
    """Read a task table and keep what was understood as a draft. The same file again gives the draft that is there.

    Refused: a file that is no task table (Invalid); a campaign of another place (Invalid); an actor without the office role.
    """
    by.require(Role.OFFICE, over=county.path)
    if campaign is not None and campaign.joint.place_id != county.pk:
        raise Invalid({"campaign": [_("This campaign belongs to another place.")]})
    sha256 = hashlib.sha256(content).hexdigest()
    held = TaskTable.objects.filter(county=county, sha256=sha256, state=TableState.DRAFT).first()
    if held is not None and held.campaign_id == (campaign.pk if campaign else None):
        nothing_changed()
        return held
    if held is not None:
        raise NotPossibleNow(
            [Reason("drafted_for_another", _("This file is being looked through for another campaign."))]
        )
    reading = read_table_file(content=content, name=name, county=county, on=on)
    table = TaskTable.objects.create(
        county=county, campaign=campaign, name=name[:200], title=reading.title[:200], sha256=sha256, on=on, drafted_at=at,
        notes=[{"code": note.code, "words": dict(note.words)} for note in reading.notes],
    )  # fmt: skip
    rows = _rows_of(table, reading, requirements_of(campaign))
    TaskRow.objects.bulk_create(rows, batch_size=200)
    ready = sum(row.state == RowState.READY for row in rows)
    _record("task_table.drafted", table, by, at, {"title": table.title, "rows": len(rows), "ready": ready})
    return table


def _rows_of(table: TaskTable, reading: Reading, requirements: Requirements) -> list[TaskRow]:
    posts = coordinator_posts(code for row in reading.rows for code in row.cells["lead"].value)
    return [_row_of(table, order, row, requirements, posts) for order, row in enumerate(reading.rows, start=1)]


def _row_of(table: TaskTable, order: int, row: Row, requirements: Requirements, posts: Mapping[str, Post]) -> TaskRow:
    suggestion = requirements.suggest(row.cells["task"].value, row.cells["number"].text, *row.more.values())
    has_post = all(code in posts for code in row.cells["lead"].value)
    return TaskRow(
        table=table,
        order=order,
        place=row.place[:100],
        line=row.line,
        cells={name: cell.as_json() for name, cell in row.cells.items()},
        more=dict(row.more),
        state=RowState.READY if has_post and not reasons_not_ready(row.cells) else RowState.OPEN,
        requirement_id=suggestion.requirement if suggestion else None,
        requirement_confidence=suggestion.confidence if suggestion else "",
    )


@action("unit_alias.remembered")
def remember_unit(*, county: Unit, text: str, unit: Unit, by: Actor, at: datetime) -> UnitAlias:
    """From now on these words mean this unit in this county; what was said before about them is replaced.

    Refused: no words, or too many (Invalid); a unit of another county (Invalid); an actor without the office role.
    """
    by.require(Role.OFFICE, over=county.path)
    said = bare(text)
    if not 1 <= len(said) <= LONGEST_ALIAS:
        raise Invalid({"text": [_("A name of 1 to %(most)s characters is needed.") % {"most": LONGEST_ALIAS}]})
    if not unit.path.startswith(county.path):
        raise Invalid({"unit": [_("This unit belongs to another place.")]})
    alias, is_new = UnitAlias.objects.get_or_create(
        county=county, text=said, defaults={"unit": unit, "remembered_at": at}
    )
    if not is_new and alias.unit_id == unit.pk:
        nothing_changed()
        return alias
    if not is_new:
        alias.unit, alias.remembered_at = unit, at
        alias.save(update_fields=["unit", "remembered_at"])
    data = {"text": said, "unit": unit.short_name}
    record(code="unit_alias.remembered", by=by, at=at, object_kind="unit_alias", object_id=alias.pk, data=data)
    return alias


@action("task_row.mended")
def mend_row(
    *,
    row: TaskRow,
    cells: Mapping[str, Cell],
    remember: Mapping[str, Unit],
    lead_post: Post | None,
    requirement: Requirement | None,
    by: Actor,
    at: datetime,
    expected_version: int,
) -> TaskRow:
    """Put right what was understood of a row. `cells`: those that a person has changed; `remember`: words → the unit they mean,
    kept for next time and applied at once to the other rows of the table.

    Refused: a row that is settled (NotPossibleNow); a post of a unit that does not lead (Invalid); an actor without the office
    role.
    """
    by.require(Role.OFFICE, over=row.table.county.path)
    _require_draft(row.table)
    if row.state not in {RowState.OPEN, RowState.READY}:
        raise NotPossibleNow([Reason("row_settled", _("This row is left out or accepted already."))])
    mended = {**cells_of(row), **cells}
    if lead_post is not None and lead_post.unit.code not in leads_of(mended["lead"]):
        raise Invalid({"lead_post": [_("This post is not one of the leading unit.")]})
    for text, unit in remember.items():
        remember_unit(county=row.table.county, text=text, unit=unit, by=by, at=at)
    confidence = "" if requirement is None else "sure"
    _save_row(row, mended, lead_post, requirement, confidence, expected_version)
    if remember:
        _apply_remembered(row.table, except_row=row)
    _record_row("task_row.mended", row, by, at, {"cells": kept_cells(name for name in CELLS if name in cells)})
    return row


def _save_row(
    row: TaskRow,
    cells: Mapping[str, Cell],
    lead_post: Post | None,
    requirement: Requirement | None,
    confidence: str,
    expected_version: int,
) -> None:
    posts = coordinator_posts(cells["lead"].value)
    has_post = lead_post is not None or all(code in posts for code in cells["lead"].value)
    state = RowState.READY if has_post and not reasons_not_ready(cells) else RowState.OPEN
    kept = {name: cell.as_json() for name, cell in cells.items()}
    changed = TaskRow.objects.filter(pk=row.pk, version=expected_version).update(
        cells=kept, lead_post=lead_post, requirement=requirement, requirement_confidence=confidence, state=state,
        version=expected_version + 1,
    )  # fmt: skip
    if not changed:
        raise ChangedMeanwhile
    row.refresh_from_db()


def _apply_remembered(table: TaskTable, *, except_row: TaskRow) -> None:
    """What has just been remembered, in the other open rows of the table."""
    book = book_of(table.county)
    for row in table.rows.filter(state=RowState.OPEN).exclude(pk=except_row.pk):
        cells = cells_of(row)
        now = {name: _read_again(cells[name], book) for name in UNIT_CELLS}
        if any(now[name] != cells[name] for name in UNIT_CELLS):
            _save_row(row, {**cells, **now}, row.lead_post, row.requirement, row.requirement_confidence, row.version)


def _read_again(cell: Cell, book: UnitBook) -> Cell:
    """A cell with its unknown words asked about again."""
    if not cell.open_pieces:
        return cell
    pieces = [piece if piece.units else book.resolve(piece.text) for piece in cell.pieces]
    about_roles = [why for why in cell.why if why.code in {"first_named", "role_from_sentence", "heading_likely"}]
    return units_cell(cell.text, pieces, at_most="likely" if about_roles else "sure", why=about_roles)


@action("task_row.left_out")
def leave_out_row(*, row: TaskRow, reason: str, by: Actor, at: datetime) -> TaskRow:
    """Let a row not become a task. Refused: no reason (Invalid); a settled table or row; no office role."""
    by.require(Role.OFFICE, over=row.table.county.path)
    _require_draft(row.table)
    if not reason.strip():
        raise Invalid({"reason": [_("Say why; it stands in the history.")]})
    _move(row, (RowState.OPEN, RowState.READY), RowState.LEFT_OUT)
    _record_row("task_row.left_out", row, by, at, {"reason": reason.strip()})
    return row


@action("task_row.taken_back")
def take_back_row(*, row: TaskRow, by: Actor, at: datetime) -> TaskRow:
    """Take a row back in that was left out. Refused: a settled table, a row that is in; no office role."""
    by.require(Role.OFFICE, over=row.table.county.path)
    _require_draft(row.table)
    posts = coordinator_posts(row.cells["lead"]["value"])
    has_post = row.lead_post_id is not None or all(code in posts for code in row.cells["lead"]["value"])
    _move(row, (RowState.LEFT_OUT,), RowState.OPEN if reasons_of(row, has_post) else RowState.READY)
    _record_row("task_row.taken_back", row, by, at, {})
    return row


def _move(row: TaskRow, before: tuple[RowState, ...], after: RowState) -> None:
    if not TaskRow.objects.filter(pk=row.pk, state__in=before, version=row.version).update(
        state=after, version=row.version + 1
    ):
        raise NotPossibleNow([Reason("row_settled", _("This row is in another state by now."))])
    row.refresh_from_db()


@action("task_table.discarded")
def discard_table(*, table: TaskTable, reason: str, by: Actor, at: datetime) -> TaskTable:
    """Put a draft aside. Refused: no reason (Invalid); a table that is settled (NotPossibleNow); no office role."""
    by.require(Role.OFFICE, over=table.county.path)
    _require_draft(table)
    if not reason.strip():
        raise Invalid({"reason": [_("Say why; it stands in the history.")]})
    _settle(table, TableState.DISCARDED, at)
    _record("task_table.discarded", table, by, at, {"title": table.title, "reason": reason.strip()})
    return table


@action("task_table.accepted")
def accept_table(*, table: TaskTable, campaign: Campaign, by: Actor, at: datetime) -> list[Task]:
    """Make tasks of all rows that are ready; the others stay in the draft. When none stays, the table is accepted.

    A group that leads (各街道) gives one task to each of its units. Refused: no row that is ready, a settled table, a campaign
    other than the one it was drafted for (NotPossibleNow); an actor without the office role.
    """
    by.require(Role.OFFICE, over=table.county.path)
    _require_draft(table)
    if campaign.joint.place_id != table.county_id or table.campaign_id not in {None, campaign.pk}:
        raise NotPossibleNow([Reason("another_campaign", _("The table was drafted for another campaign."))])
    rows = list(table.rows.filter(state=RowState.READY).select_related("lead_post").order_by("order"))
    if not rows:
        raise NotPossibleNow([Reason("none_ready", _("No row is ready; mend or leave out what is not understood."))])
    tasks = _make_tasks(table, rows, campaign, at)
    table.rows.filter(pk__in=[row.pk for row in rows]).update(state=RowState.ACCEPTED)
    if not table.rows.filter(state=RowState.OPEN).exists():
        _settle(table, TableState.ACCEPTED, at)
    TaskTable.objects.filter(pk=table.pk).update(campaign=campaign)
    table.refresh_from_db()
    data = {"title": table.title, "rows": len(rows), "tasks": len(tasks), "campaign": campaign.name}
    _record("task_table.accepted", table, by, at, data)
    return tasks


def _make_tasks(table: TaskTable, rows: list[TaskRow], campaign: Campaign, at: datetime) -> list[Task]:
    units = {unit.code: unit for unit in units_of(table.county)}
    posts = coordinator_posts(code for row in rows for code in row.cells["lead"]["value"])
    made: list[tuple[Task, dict[str, Cell]]] = []
    for row in rows:
        cells = cells_of(row)
        for code in leads_of(cells["lead"]):
            post = row.lead_post if row.lead_post and row.lead_post.unit_id == units[code].pk else posts.get(code)
            if post is None:
                words = {"unit": units[code].short_name}
                sentence = _("%(unit)s has no coordinator's post any more; choose a post.") % words
                raise NotPossibleNow([Reason("no_post", sentence)])
            made.append((_task_of(row, cells, campaign, units[code], post, at), cells))
    tasks = Task.objects.bulk_create([task for task, _cells in made], batch_size=200)
    for name in ("responsible", "supporting"):
        through = getattr(Task, name).through
        links = [
            through(task_id=task.pk, unit_id=units[code].pk)
            for task, (_task, cells) in zip(tasks, made, strict=True)
            for code in cells[name].value
            if code in units and units[code].pk != task.lead_unit_id
        ]
        through.objects.bulk_create(links, batch_size=400)
    return tasks


def _task_of(row: TaskRow, cells: Mapping[str, Cell], campaign: Campaign, lead: Unit, post: Post, at: datetime) -> Task:
    deadline: dict[str, Any] = cells["deadline"].value or {}
    return Task(
        campaign=campaign,
        row=row,
        number=cells["number"].value[:60],
        chapter=" / ".join(cells["chapter"].value)[:300],
        text=cells["task"].value,
        lead_unit=lead,
        lead_post=post,
        due_on=date.fromisoformat(deadline["date"]) if "date" in deadline else None,
        rhythm={} if "date" in deadline else deadline,
        requirement_id=row.requirement_id if row.requirement_confidence in {"sure", "likely"} else None,
        remarks=cells["remarks"].value,
        accepted_at=at,
    )


def _settle(table: TaskTable, state: TableState, at: datetime) -> None:
    if not TaskTable.objects.filter(pk=table.pk, state=TableState.DRAFT).update(state=state, settled_at=at):
        raise ChangedMeanwhile
    table.refresh_from_db()


def _require_draft(table: TaskTable) -> None:
    if table.state != TableState.DRAFT:
        raise NotPossibleNow([Reason("table_settled", _("This table is accepted or discarded already."))])


def _record(code: str, table: TaskTable, by: Actor, at: datetime, data: Mapping[str, Any]) -> None:
    record(code=code, by=by, at=at, object_kind="task_table", object_id=table.pk, data=data)


def _record_row(code: str, row: TaskRow, by: Actor, at: datetime, data: Mapping[str, Any]) -> None:
    said = {"title": row.table.title, "line": row.line, **data}
    record(code=code, by=by, at=at, object_kind="task_row", object_id=row.pk, data=said)
