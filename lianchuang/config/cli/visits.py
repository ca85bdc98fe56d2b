"""`lianchuang visits import FILE --map MAP.yaml`."""

from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from django.db import IntegrityError
from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM
from lianchuang.common import clock
from lianchuang.common.columns import BadMap, read_map
from lianchuang.common.tablefile import UnreadableTable, read_table
from lianchuang.config.cli.answers import bar, prepare_database, refuse, refused_lines, say, stopped_words
from lianchuang.inspections.actions import import_visits
from lianchuang.inspections.intake import Ground, VisitTable, read_outside, read_results
from lianchuang.inspections.intake.outside import KNOWN, REQUIRED, SETTINGS
from lianchuang.inspections.intake.planning import VisitImport, plan_visits
from lianchuang.inspections.models import Round

NOTHING = VisitImport((), (), ())


@click.group(name="visits")
def visits() -> None:
    """What was seen at places."""


@visits.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map",
    "map_path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML: which column means what. Without it the file holds results of our XLSForm.",
)
@click.option(
    "--round", "round_said", metavar="ROUND", help="Name or id of the round; else the one that ran on the day."
)
@click.option(
    "--without-photos", is_flag=True, help="Take in results of the XLSForm though their photos are not there."
)
@click.option("--dry-run", is_flag=True, help="Show what would happen; take in nothing.")
@click.option("--accept-refused", is_flag=True, help="Import the good visits even though rows are refused.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def import_file(
    file: Path,
    map_path: Path | None,
    round_said: str | None,
    without_photos: bool,
    dry_run: bool,
    accept_refused: bool,
    as_json: bool,
) -> None:
    """Take visits that were recorded elsewhere into a round.

    With --map: an outside inspection (CSV, CSV.GZ or XLSX), under the name of its body. Without: results of our XLSForm
    from ODK Central or Kobo (CSV, or a ZIP with the photos). Every row is accounted for: imported, known before, or
    refused with its reason; a visit is taken in whole or not at all. When any row is refused nothing is written, unless
    --accept-refused. Running it twice changes nothing the second time.
    """
    prepare_database()
    at = clock.now()
    try:
        table = _read(file, map_path, Ground(chosen=_round(round_said, as_json)), without_photos)
    except (BadMap, UnreadableTable) as fault:
        refuse(as_json, [str(fault)], **_answer(dry_run))
    if table.faults:
        refuse(as_json, table.faults, **_answer(dry_run, table))
    plan = plan_visits(table, SYSTEM, at)
    stopped = bool(plan.refused) and not accept_refused
    if not dry_run and not stopped:
        plan = _import(table, plan, file.name, accept_refused, as_json)
    answer, lines = _answer(dry_run, table, plan, stopped), _lines(table, plan, dry_run, stopped)
    if stopped:
        refuse(as_json, [stopped_words(dry_run)], [] if as_json else lines, **answer)
    say(as_json, {"refused_because": [], **answer}, lines)


def _read(file: Path, map_path: Path | None, ground: Ground, without_photos: bool) -> VisitTable:
    if map_path is None:
        return read_results(file.read_bytes(), ground, without_photos=without_photos)
    columns = read_map(map_path, required=REQUIRED, known=KNOWN, settings=SETTINGS)
    table = read_table(file, encoding=columns.setting("encoding"), sheet=columns.setting("sheet"))
    return read_outside(table, columns, ground, clock.now())


def _round(said: str | None, as_json: bool) -> Round | None:
    """The round of this id or name; ends with the list of rounds when there is none, or several of the name."""
    if not said:
        return None
    rounds = Round.objects.select_related("joint__place")
    try:
        found = list(rounds.filter(pk=UUID(said)))
    except ValueError:
        found = list(rounds.filter(name=said))
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"“{name}”" for name in rounds.values_list("name", flat=True)[:20]) or "–"
    reason = _("There is no round %(round)s. Known are: %(known)s.") % {"round": said, "known": names}
    if found:
        ids = ", ".join(str(each.pk) for each in found)
        reason = _("Several rounds have this name; use the id: %(ids)s.") % {"ids": ids}
    return refuse(as_json, [reason], **_answer(False))


def _import(table: VisitTable, plan: VisitImport, name: str, accept_refused: bool, as_json: bool) -> VisitImport:
    try:
        with bar(len(plan.fresh), _("Importing"), as_json) as shown:
            return import_visits(
                table=table,
                file_name=name,
                accept_refused=accept_refused,
                by=SYSTEM,
                at=clock.now(),
                progress=lambda done: shown.update(done - shown.pos),
            )
    except IntegrityError:
        sentence = _("Somebody else took in the same visits meanwhile. Nothing was written; run it again.")
        refuse(as_json, [sentence], **_answer(False, table))


def _answer(
    dry_run: bool, table: VisitTable | None = None, plan: VisitImport = NOTHING, stopped: bool = False
) -> dict[str, Any]:
    """The whole outcome as plain values. Rows: read = imported + known + refused, unless a refused row stopped it all."""
    written = NOTHING if stopped and not dry_run else plan
    refused = plan.refused or (table.refused if table else ())
    return {
        "dry_run": dry_run,
        "read": table.read if table else 0,
        "imported": written.imported_rows,
        "known": plan.had_rows,
        "visits": len(written.fresh),
        "findings": sum(
            bool(each.count) and not each.fixed_on_spot for visit in written.fresh for each in visit.answers
        ),
        "refused": [asdict(row) for row in refused],
        "notes": list(table.notes) if table else [],
    }


def _lines(table: VisitTable, plan: VisitImport, dry_run: bool, stopped: bool) -> list[str]:
    """The outcome for a person: the notes, every refused row up to a screenful, the sum."""
    answer = _answer(dry_run, table, plan, stopped)
    sentence = _(
        "%(read)s rows: %(imported)s imported as %(visits)s visits, %(known)s known before, %(refused)s refused."
    )
    counts = sentence % {**answer, "refused": len(plan.refused)}
    lines = [*table.notes, *refused_lines(plan.refused)]
    return [*lines, _("Dry run, nothing was written."), counts] if dry_run else [*lines, counts]
