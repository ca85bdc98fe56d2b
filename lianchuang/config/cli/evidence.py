"""`lianchuang evidence book CAMPAIGN --out DIR`."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM
from lianchuang.campaigns.models import Campaign
from lianchuang.common import clock
from lianchuang.common.typesetting import MissingFont, family
from lianchuang.config.cli.answers import bar, prepare_database, refuse, say
from lianchuang.evidence.actions import note_book
from lianchuang.evidence.book.building import CannotBuild, begin, build, steps_of
from lianchuang.evidence.book.contents import contents_of
from lianchuang.evidence.book.shapes import Book, Made
from lianchuang.evidence.book.store import CountyStore
from lianchuang.evidence.book.words import cannot_sentence
from lianchuang.evidence.queries import folder_of

MOST_LINES = 20


@click.group(name="evidence")
def evidence_group() -> None:
    """Documents that prove what was done."""


@evidence_group.command(name="book")
@click.argument("campaign", default="")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="The folder to build it in.")
@click.option("--list", "as_list", is_flag=True, help="Name the campaigns and end.")
@click.option("--dry-run", is_flag=True, help="Say what it would hold and what is missing; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def book(campaign: str, out: Path | None, as_list: bool, dry_run: bool, as_json: bool) -> None:
    """Make the archive book (申报材料) of a CAMPAIGN: a PDF, its files, a ZIP with a manifest.

    Run again with the same folder it goes on where it was stopped, and compares what is there; where the book
    is whole it makes today's in its place. The manifest verifies with: cd DIR/book && sha256sum -c manifest.sha256
    """
    prepare_database()
    if as_list:
        _list(as_json)
        return
    if not campaign or (out is None and not dry_run):
        raise click.UsageError(_("Name the campaign and --out DIR; --list names the campaigns."))
    found = Campaign.objects.filter(code=campaign).select_related("joint__place", "edition").first()
    if found is None:
        codes = ", ".join(Campaign.objects.order_by("slot").values_list("code", flat=True))
        refuse(as_json, [_("There is no campaign “%(code)s”, only: %(codes)s.") % {"code": campaign, "codes": codes}])
    planned = contents_of(found, clock.today())
    if dry_run or out is None:
        say(as_json, {"refused_because": [], "dry_run": True, **_facts(planned)}, _lines(planned))
        return
    _make(found, planned, out, as_json)


def _list(as_json: bool) -> None:
    rows = Campaign.objects.select_related("edition").order_by("joint_id", "slot")
    facts = [{"code": one.code, "name": one.label, "edition": one.edition.label} for one in rows]
    say(as_json, {"campaigns": facts}, [f"{one['code']}  {one['name']}  {one['edition']}" for one in facts])


def _make(campaign: Campaign, planned: Book, out: Path, as_json: bool) -> None:
    try:
        family("serif")
        held, goes_on = begin(out, planned)
        with bar(steps_of(held), held.title, as_json) as shown:
            made = build(out, held, CountyStore(), shown.update)
    except CannotBuild as fault:
        refuse(as_json, [cannot_sentence(fault.code)], dry_run=False, out=out)
    except (MissingFont, OSError) as fault:
        refuse(as_json, [str(fault)], dry_run=False, out=out)
    note_book(campaign=campaign, made=made, folder=folder_of(out), by=SYSTEM, at=clock.now())
    answer = {"dry_run": False, **_facts(held), **asdict(made), "out": out, "went_on": goes_on}
    if made.lost:
        reasons = [
            _("Missing or damaged in the store, and named so in the book: %(path)s") % {"path": one}
            for one in made.lost
        ]
        refuse(as_json, reasons, _made_lines(held, made), **answer)
    say(as_json, {"refused_because": [], **answer}, _made_lines(held, made))


def _facts(held: Book) -> dict[str, Any]:
    """The book in figures, with every gap."""
    return {
        "campaign": held.campaign,
        "as_of": held.as_of,
        "requirements": len(held.sheets),
        "files": len(held.files),
        "size": held.size,
        "held_elsewhere": held.held_elsewhere,
        "gaps": [{"code": one.code, "name": one.name, "missing": list(one.gaps)} for one in held.sheets if one.gaps],
    }


def _lines(held: Book) -> list[str]:
    """The book for a person: figures, then the first gaps, vetoes before all."""
    facts = {
        "requirements": len(held.sheets),
        "files": len(held.files),
        "size": f"{held.size / 2**20:.1f}",
        "elsewhere": held.held_elsewhere,
        "gaps": held.gaps,
    }
    sentence = _(
        "%(requirements)s requirements, %(files)s files (%(size)s MB), %(elsewhere)s documents held elsewhere; "
        "%(gaps)s requirements miss something."
    )
    holes = sorted((one for one in held.sheets if one.gaps), key=lambda one: not one.is_veto)
    lines = [f"{held.title} · {held.as_of}", sentence % facts]
    lines += [f"  {one.code} {one.name}: {one.gaps[0]}" for one in holes[:MOST_LINES]]
    if (rest := len(holes) - MOST_LINES) > 0:
        lines.append(_("… and %(rest)s more (all of them with --json).") % {"rest": rest})
    return lines


def _made_lines(held: Book, made: Made) -> list[str]:
    lines = _lines(held)
    if made.resumed:
        lines.append(_("%(number)s files were there already and are what they should be.") % {"number": made.resumed})
    return [*lines, f"PDF  {made.pdf}", f"ZIP  {made.zip}", f"SHA-256 ({_('Manifest')})  {made.manifest_sha256}"]
