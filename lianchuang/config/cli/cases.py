"""`lianchuang import cases FILE --map MAP.yaml`."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from django.db import IntegrityError
from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM
from lianchuang.common import clock
from lianchuang.common.columns import BadMap
from lianchuang.common.refusals import ChangedMeanwhile
from lianchuang.common.tablefile import UnreadableTable
from lianchuang.config.cli.answers import bar, prepare_database, refuse, refused_lines, say, stopped_words
from lianchuang.findings.actions import import_cases
from lianchuang.findings.case_file import CaseFile, read_case_file
from lianchuang.findings.queries.importing import ImportResult, preview_import

NOTHING = ImportResult(imported=0, merged=0, settled=0)


@click.group(name="import")
def import_group() -> None:
    """Take in data of other systems."""


@import_group.command(name="cases")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map",
    "map_path",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML: which column means what.",
)
@click.option("--dry-run", is_flag=True, help="Show what would happen; take in nothing.")
@click.option("--accept-refused", is_flag=True, help="Import the good rows even though others are refused.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def cases(file: Path, map_path: Path, dry_run: bool, accept_refused: bool, as_json: bool) -> None:
    """Take a case export (CSV, CSV.GZ or XLSX) of another system into findings.

    Every row is accounted for: imported, merged (the same case seen again) or refused with its reason.
    When any row is refused nothing is written, unless --accept-refused. Running it twice changes nothing
    the second time.
    """
    prepare_database()
    try:
        read = read_case_file(file, map_path)
    except (BadMap, UnreadableTable) as fault:
        refuse(as_json, [str(fault)], **_answer(dry_run))
    if read.faults:
        refuse(as_json, read.faults, **_answer(dry_run, read))
    stopped = bool(read.refused) and not accept_refused
    result = NOTHING
    if dry_run:
        result = preview_import(rows=read.cases, system=read.system)
    elif not stopped:
        result = _do_import(read, file.name, as_json)
    answer, lines = _answer(dry_run, read, result), _lines(read, result, dry_run)
    if stopped:
        refuse(as_json, [stopped_words(dry_run)], [] if as_json else lines, **answer)
    say(as_json, {"refused_because": [], **answer}, lines)


def _answer(dry_run: bool, read: CaseFile | None = None, result: ImportResult = NOTHING) -> dict[str, Any]:
    """The whole outcome as plain values."""
    refused = read.refused if read else ()
    return {
        "dry_run": dry_run,
        "read": read.read if read else 0,
        "imported": result.imported,
        "merged": result.merged,
        "settled": result.settled,
        "refused": [asdict(row) for row in refused],
        "notes": list(read.notes) if read else [],
    }


def _do_import(read: CaseFile, name: str, as_json: bool) -> ImportResult:
    try:
        with bar(len(read.cases), _("Importing"), as_json) as shown:
            result = import_cases(
                rows=read.cases,
                system=read.system,
                words=read.words,
                file_name=name,
                refused=len(read.refused),
                by=SYSTEM,
                at=clock.now(),
                campaigns=read.campaigns,
                progress=lambda done: shown.update(done - shown.pos),
            )
            shown.update(len(read.cases) - shown.pos)
    except (ChangedMeanwhile, IntegrityError):
        sentence = _("Somebody else changed the same cases meanwhile. Nothing was written; run it again.")
        refuse(as_json, [sentence], **_answer(False, read))
    return result


def _lines(read: CaseFile, result: ImportResult, dry_run: bool) -> list[str]:
    """The outcome for a person: the notes, every refused row up to a screenful, the sum."""
    sentence = _(
        "%(read)s rows: %(imported)s new, %(merged)s seen again (%(settled)s settled now), %(refused)s refused."
    )
    lines = [*read.notes, *refused_lines(read.refused)]
    counts = sentence % {**asdict(result), "read": read.read, "refused": len(read.refused)}
    return [*lines, _("Dry run, nothing was written."), counts] if dry_run else [*lines, counts]
