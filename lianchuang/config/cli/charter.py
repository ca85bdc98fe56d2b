"""`lianchuang charter draft FILE`."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianchuang.campaigns.notice import Draft, UnreadableNotice, draft_notice, read_notice
from lianchuang.config.cli.answers import refuse, say

MOST_PLACES = 20


@click.group(name="charter")
def charter_group() -> None:
    """The joint campaign's charter."""


@charter_group.command(name="draft")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Accepted out of habit: this command never writes anything.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def draft(file: Path, dry_run: bool, as_json: bool) -> None:
    """Draft a charter from a mobilisation notice (text, DOCX or HTML): campaigns, lead posts, demands, date.

    Copy damage is mended first. Everything drafted comes with its sentence; people's names are left out.
    Nothing is created: a person edits and accepts.
    """
    try:
        found = draft_notice(read_notice(file))
    except UnreadableNotice as fault:
        refuse(as_json, [str(fault)], dry_run=dry_run, campaigns=[], demands=[], date=None)
    answer = _answer(found, dry_run)
    if not found.is_found:
        refuse(as_json, [found.reason], **answer)
    say(as_json, {"refused_because": [], **answer}, _lines(found))


def _answer(found: Draft, dry_run: bool) -> dict[str, Any]:
    """The draft as plain values; a demand of no known kind has none."""
    answer = asdict(found)
    del answer["reason"]
    for demand in answer["demands"]:
        if not demand["kind"]:
            del demand["kind"]
    return {"dry_run": dry_run, **answer}


def _lines(found: Draft) -> list[str]:
    """The draft for a person."""
    lines = [
        _("Joint campaign: %(name)s") % {"name": found.name or _("no name found")},
        _("Place: %(place)s") % {"place": found.place or _("not found")},
        _("Date: %(date)s") % {"date": found.date or _("not found")},
        "",
        _("Campaigns:"),
    ]
    for campaign in found.campaigns:
        lead = campaign.lead_post or _("no lead found")
        lines += [f"  {campaign.name}: {lead}", f"    {campaign.lead_sentence or campaign.sentence}"]
    lines += ["", _("Demands:")]
    for demand in found.demands:
        lines.append(f"  {demand.kind:>3}  {demand.text}")
    return [*lines, "", *_mended_lines(found)]


def _mended_lines(found: Draft) -> list[str]:
    """What was mended, and where something is lost for good."""
    mended = found.mended
    words = {
        "pinyin": _("stray pinyin"),
        "script": _("Traditional characters"),
        "punctuation": _("folded punctuation"),
        "spaces": _("odd spaces"),
        "restored": _("garbled places put back"),
        "damaged": _("places damaged for good"),
    }
    counts = [f"{words[sort]} {mended.counts[sort]}" for sort in words if sort in mended.counts]
    lines = [_("Mended: %(counts)s") % {"counts": ", ".join(counts)}] if counts else []
    lines += [
        _("Damaged in line %(line)s: “%(words)s”. Compare it with the original.")
        % {"line": place.line, "words": place.before}
        for place in mended.damaged[:MOST_PLACES]
    ]
    names = mended.names_left_out
    if names:
        sentence = ngettext("%(names)s person's name left out.", "%(names)s people's names left out.", names)
        lines.append(sentence % {"names": names})
    return lines
