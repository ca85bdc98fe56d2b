"""`lianchuang checklists export --xlsform --out DIR`."""

from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM
from lianchuang.common.sheets import book_bytes
from lianchuang.config.cli.answers import prepare_database, refuse, say
from lianchuang.sites.models import SiteType
from lianchuang.sites.queries.forms import form_of
from lianchuang.sites.words import why_no_form
from lianchuang.sites.xlsform import ChecklistForm


@click.group(name="checklists")
def checklists() -> None:
    """What is looked at on each type of site."""


@checklists.command(name="export")
@click.option("--xlsform", is_flag=True, required=True, expose_value=False, help="As XLSForm, for ODK and Kobo.")
@click.option(
    "--type", "codes", multiple=True, metavar="TYPE", help="Code of a type of site; all that have sites else."
)
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="A folder, or with one type a file that ends in .xlsx.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def export_checklists(codes: tuple[str, ...], out: Path, dry_run: bool, as_json: bool) -> None:
    """Write each checklist as one XLSForm: parts of the site in walking order, sites and posts to choose from.

    Results recorded with it come back by `lianchuang visits import`. A type without checklist, site or inspecting
    post has no form; it is named.
    """
    prepare_database()
    types = {each.code: each for each in SiteType.objects.all()}
    wanted = dict.fromkeys(codes or types)
    if unknown := sorted(set(wanted) - set(types)):
        refuse(as_json, [_unknown(unknown, types)], **_answer(dry_run, {}, {}))
    forms = {code: form_of(SYSTEM, types[code]) for code in wanted}
    left_out = {code: reason for code, form in forms.items() if (reason := why_no_form(form))}
    good = {code: form for code, form in forms.items() if code not in left_out}
    if len(good) > 1 and out.suffix == ".xlsx":
        refuse(as_json, [_("Several forms need a folder; name one with --out.")], **_answer(dry_run, {}, left_out))
    files = {_place(out, code): form for code, form in good.items()}
    if not files or (codes and left_out):
        reasons = list(left_out.values()) or [_("There are no types of site yet.")]
        refuse(as_json, reasons, **_answer(dry_run, {}, left_out))
    if not dry_run:
        _write(files, as_json, left_out)
    say(as_json, {"refused_because": [], **_answer(dry_run, files, left_out)}, _lines(files, left_out, dry_run))


def _unknown(unknown: list[str], types: dict[str, SiteType]) -> str:
    words = {"types": ", ".join(unknown), "known": ", ".join(sorted(types)) or "–"}
    return _("Unknown types of site: %(types)s. Known are: %(known)s.") % words


def _place(out: Path, code: str) -> Path:
    return out if out.suffix == ".xlsx" else out / f"{code}.xlsx"


def _write(files: dict[Path, ChecklistForm], as_json: bool, left_out: dict[str, str]) -> None:
    for path, form in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(book_bytes(form.sheets()))
        except OSError as fault:
            words = {"name": str(path), "fault": fault.strerror}
            refuse(as_json, [_("%(name)s cannot be written: %(fault)s.") % words], **_answer(False, {}, left_out))


def _answer(dry_run: bool, files: dict[Path, ChecklistForm], left_out: dict[str, str]) -> dict[str, Any]:
    """The whole outcome as plain values."""
    return {
        "dry_run": dry_run,
        "forms": [
            {
                "type": form.code,
                "file": str(path),
                "form_id": form.form_id,
                "version": form.version,
                "items": form.items,
                "sites": len(form.sites),
            }
            for path, form in files.items()
        ],
        "left_out": left_out,
    }


def _lines(files: dict[Path, ChecklistForm], left_out: dict[str, str], dry_run: bool) -> list[str]:
    lines = [
        _("%(file)s: %(items)s items, %(sites)s sites, version %(version)s")
        % {"file": path, "items": form.items, "sites": len(form.sites), "version": form.version}
        for path, form in files.items()
    ]
    lines += [_("Left out: %(why)s") % {"why": why} for why in left_out.values()]
    return [*lines, _("Dry run, nothing was written.")] if dry_run else lines
