"""`lianchuang duties import FILE`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM
from lianchuang.accounts.models import Unit
from lianchuang.campaigns.models import Campaign
from lianchuang.common import clock
from lianchuang.common.refusals import Refusal
from lianchuang.config.cli.answers import bar, prepare_database, refuse, say
from lianchuang.duties.actions import accept_table, draft_table
from lianchuang.duties.models import TaskTable
from lianchuang.duties.queries.tables import cells_of, county_for, read_table_file, units_of, words_of
from lianchuang.duties.tasktable import CELLS, UNIT_CELLS, Cell, Reading, Row, Why
from lianchuang.duties.tasktable.opening import MOST_BYTES
from lianchuang.duties.tasktable.readiness import reasons_not_ready
from lianchuang.duties.tasktable.reasons import sentence_of, sentences_of
from lianchuang.duties.words import CELL_LABELS

MOST_LINES = 60
NOTHING: dict[str, Any] = {"title": "", "rows": [], "counts": {}, "not_understood": [], "notes": []}


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--campaign", "code", help="Code of the campaign the tasks are for.")
@click.option(
    "--on", type=click.DateTime(formats=["%Y-%m-%d"]), help="Dates without a year count from this day; else today."
)
@click.option("--accept", is_flag=True, help="Make tasks of the rows that are understood whole; needs --campaign.")
@click.option("--dry-run", is_flag=True, help="Show what was understood; write nothing, not even a draft.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def import_table(file: Path, code: str | None, on: Any, accept: bool, dry_run: bool, as_json: bool) -> None:
    """Read a task table (任务分解表, XLSX or DOCX) and say for each cell what was understood, how surely, and why.

    It is kept as a draft to be looked through on the page; the same file again gives the same draft. Cells nobody can be sure
    of stay open until a person decides.
    """
    prepare_database()
    if accept and not code:
        raise click.UsageError(_("--accept needs --campaign."))
    try:
        campaign = _campaign(code)
        county = campaign.joint.place if campaign else county_for(SYSTEM)
        if county is None:
            refuse(as_json, [_("There are no units yet; a task table names units.")], **NOTHING)
        day = on.date() if on else clock.today()
        content, table, tasks = _bytes(file), None, 0
        reading = read_table_file(content=content, name=file.name, county=county, on=day)
        if not dry_run:
            with bar(len(reading.rows), _("Importing"), as_json) as shown:
                table = draft_table(
                    content=content, name=file.name, county=county, campaign=campaign, on=day, by=SYSTEM, at=clock.now()
                )
                if accept and campaign:
                    tasks = len(accept_table(table=table, campaign=campaign, by=SYSTEM, at=clock.now()))
                shown.update(len(reading.rows))
    except Refusal as refusal:
        refuse(as_json, refusal.sentences(), dry_run=dry_run, **NOTHING)
    answer = {"refused_because": [], "dry_run": dry_run, "draft": table.pk if table else None, "tasks": tasks}
    understood = _understood(reading, county, table)
    say(as_json, {**answer, **understood}, [] if as_json else _lines(understood, answer))


def _campaign(code: str | None) -> Campaign | None:
    if not code:
        return None
    campaign = Campaign.objects.filter(code=code).select_related("joint__place").first()
    if campaign is None:
        known = ", ".join(Campaign.objects.order_by("slot").values_list("code", flat=True)) or "–"
        raise click.UsageError(_("There is no campaign %(code)s, only: %(known)s.") % {"code": code, "known": known})
    return campaign


def _bytes(file: Path) -> bytes:
    """The content; of a file far too large only enough to say so."""
    with file.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _understood(reading: Reading, county: Unit, table: TaskTable | None) -> dict[str, Any]:
    """The whole reading as plain values; from the draft where there is one, so that remembered mends show."""
    names = {unit.code: unit for unit in units_of(county)}
    held = (
        [Row(row.place, row.line, cells_of(row), row.more) for row in table.rows.order_by("order")] if table else None
    )
    rows = [_row(row, names) for row in held or reading.rows]
    cells = [cell for row in rows for cell in row["cells"].values()]
    return {
        "title": reading.title,
        "rows": rows,
        "counts": {
            "rows": len(rows),
            "ready": sum(row["ready"] for row in rows),
            "cells": {name: sum(cell["confidence"] == name for cell in cells) for name in ("sure", "likely", "unsure")},
        },
        "not_understood": [
            {"place": row["place"], "line": row["line"], "cell": name, **cell}
            for row in rows
            for name, cell in row["cells"].items()
            if cell["confidence"] == "unsure"
        ],
        "notes": [sentence_of(note) for note in reading.notes],
    }


def _row(row: Row, names: Mapping[str, Unit]) -> dict[str, Any]:
    reasons = reasons_not_ready(row.cells)
    return {
        "place": row.place,
        "line": row.line,
        "ready": not reasons,
        "why_not": [sentence_of(Why(code)) for code in reasons],
        "cells": {name: _cell(name, row.cells[name], names) for name in CELLS},
        "more": dict(row.more),
    }


def _cell(name: str, cell: Cell, names: Mapping[str, Unit]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "value": cell.value,
        "words": words_of(name, cell, names),
        "text": cell.text,
        "confidence": cell.confidence,
        "why": sentences_of(cell.why),
    }
    if name in UNIT_CELLS:
        said["value"] = [names[code].name for code in cell.value]
        said["short_names"] = [names[code].short_name for code in cell.value]
        said["codes"] = list(cell.value)
        said["open"] = [
            {"text": piece.text, "candidates": [names[code].name for code in piece.candidates]}
            for piece in cell.open_pieces
        ]
    elif cell.candidates:
        said["candidates"] = list(cell.candidates)
    return said


def _lines(understood: Mapping[str, Any], answer: Mapping[str, Any]) -> list[str]:
    """The outcome for a person: what was not understood first, then each row in a line, then the sums."""
    lines = [understood["title"], *understood["notes"]]
    for one in understood["not_understood"][:MOST_LINES]:
        words = {**one, "text": one["text"] or "–", "label": CELL_LABELS[one["cell"]]}
        lines.append(_("? %(place)s, row %(line)s, %(label)s “%(text)s”: %(why)s") % words)
    for row in understood["rows"][:MOST_LINES]:
        said = {name: cell["words"] or "–" for name, cell in row["cells"].items()}
        mark = "✓" if row["ready"] else "?"
        whole = [said[name] for name in ("lead", *UNIT_CELLS[1:], "deadline")]
        lines.append(f"{mark} {said['number']} {said['task']} → {' | '.join(whole)}")
    if (rest := len(understood["rows"]) - MOST_LINES) > 0:
        lines.append(_("… and %(rest)s more (all of them with --json).") % {"rest": rest})
    counts = understood["counts"]
    words = {"rows": counts["rows"], "ready": counts["ready"], **counts["cells"]}
    lines.append(
        _("%(rows)s rows, %(ready)s understood whole; cells: %(sure)s sure, %(likely)s likely, %(unsure)s unsure.")
        % words
    )
    if answer["dry_run"]:
        lines.append(_("Dry run, nothing was written."))
    elif answer["tasks"]:
        lines.append(_("%(tasks)s tasks were made.") % answer)
    else:
        lines.append(_("Kept as draft %(draft)s; look through it under /duties/import/.") % answer)
    return lines
