"""`lianchuang import cases FILE --map MAP.yaml`."""

from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM
from lianchuang.common import clock
from lianchuang.common.columns import BadMap
from lianchuang.common.tablefile import UnreadableTable
from lianchuang.config.cli.answers import bar, prepare_database, refuse, say
from lianchuang.findings.actions import import_cases
from lianchuang.findings.case_file import CaseFile, read_case_file
from lianchuang.findings.queries import known_case_numbers

MOST_LINES = 20


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
@click.option("--dry-run", is_flag=True, help="Show what would happen; change nothing.")
@click.option("--accept-refused", is_flag=True, help="Import the good rows even though others are refused.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def cases(file: Path, map_path: Path, dry_run: bool, accept_refused: bool, as_json: bool) -> None:
    """Take a case export (CSV, CSV.GZ or XLSX) of another system into findings.

    Every row is accounted for: imported, merged (the same case seen again) or refused with its reason. When any row is
    refused nothing is written, unless --accept-refused. Running it twice changes nothing the second time.
    """
    prepare_database()
    try:
        read = read_case_file(file, map_path)
    except (BadMap, UnreadableTable) as fault:
        refuse(as_json, [str(fault)], **_empty(dry_run))
    answer = _preview(read, dry_run)
    if read.faults:
        refuse(as_json, read.faults, **answer)
    if read.refused and not (accept_refused or dry_run):
        answer |= {"imported": 0, "merged": 0}
        refuse(
            as_json,
            [
                *_refused_lines(read),
                _("Nothing was written. Mend the file, or import the other rows with --accept-refused."),
            ],
            **answer,
        )
    if not dry_run:
        answer |= _do_import(read, file.name, quiet=as_json)
    say(as_json, answer, _lines(read, answer))


def _empty(dry_run: bool) -> dict[str, Any]:
    return {"dry_run": dry_run, "read": 0, "imported": 0, "merged": 0, "settled": 0, "refused": []}


def _preview(read: CaseFile, dry_run: bool) -> dict[str, Any]:
    """What importing would do, from what is known already."""
    numbers = [case.number for case in read.cases]
    fresh = set(numbers) - known_case_numbers(read.system, set(numbers))
    refused = [{"row": row.row, "column": row.column, "value": row.value, "reason": row.reason} for row in read.refused]
    return {
        "dry_run": dry_run,
        "read": read.read,
        "imported": len(fresh),
        "merged": len(numbers) - len(fresh),
        "settled": 0,
        "refused": refused,
    }


def _do_import(read: CaseFile, name: str, quiet: bool) -> dict[str, int]:
    with bar(len(read.cases), _("Importing"), quiet) as shown:
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
    return {"imported": result.imported, "merged": result.merged, "settled": result.settled}


def _lines(read: CaseFile, answer: dict[str, Any]) -> list[str]:
    head = _("Dry run, nothing was written.") if answer["dry_run"] else _("Done.")
    counts = _("%(read)s rows: %(imported)s new, %(merged)s seen again, %(refused)s refused.") % {
        "read": answer["read"],
        "imported": answer["imported"],
        "merged": answer["merged"],
        "refused": len(read.refused),
    }
    return [f"{head} {counts}", *_refused_lines(read)]


def _refused_lines(read: CaseFile) -> list[str]:
    lines = [
        _("Row %(row)s, %(column)s “%(value)s”: %(reason)s")
        % {"row": row.row, "column": row.column, "value": row.value, "reason": row.reason}
        for row in read.refused[:MOST_LINES]
    ]
    if len(read.refused) > MOST_LINES:
        lines.append(_("… and %(rest)s more (all of them with --json).") % {"rest": len(read.refused) - MOST_LINES})
    return lines
