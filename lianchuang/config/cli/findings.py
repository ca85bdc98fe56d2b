"""`lianchuang findings`: what is due or overdue, by kind."""

import re
from datetime import timedelta
from typing import Any

import click
from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM
from lianchuang.accounts.models import Unit
from lianchuang.common import clock
from lianchuang.config.cli.answers import prepare_database, refuse, say
from lianchuang.findings.queries import Due, DueList, due_list, place_words
from lianchuang.findings.queries.due import KINDS

MOST_LINES = 40  # of one kind
LENGTH = re.compile(r"(\d{1,3})(h|d|w)")
UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


@click.group(name="findings")
def findings_group() -> None:
    """What is wrong and must be put right."""


@findings_group.command(name="due")
@click.option(
    "--within", default="1d", metavar="LENGTH", help="Also what comes due within: 8h, 2d or 1w; 1d when not given."
)
@click.option("--unit", "code", default="", metavar="CODE", help="Only of this unit and those below it, by its code.")
@click.option("--dry-run", is_flag=True, help="Changes nothing, as this command only reads.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def due_findings(within: str, code: str, dry_run: bool, as_json: bool) -> None:
    """List what is overdue, what comes due, and which reviews, requests for more time and parts wait.

    Findings of undercover rounds that are not released are never listed. Ends with exit code 0.
    """
    prepare_database()
    length, now = _length(within), clock.now()
    unit = _unit(code, as_json)
    due = due_list(SYSTEM, now, length, unit)
    answer: dict[str, Any] = {
        "at": clock.local(now).isoformat(timespec="minutes"),
        "within": within,
        "unit": unit.code if unit else None,
        "dry_run": dry_run,
        "counts": {kind: len(due.of(kind)) for kind in KINDS},
        **{kind: [_fact(one) for one in due.of(kind)] for kind in KINDS},
    }
    say(as_json, answer, _lines(due))


def _length(words: str) -> timedelta:
    match = LENGTH.fullmatch(words)
    if match is None:
        sentence = _("“%(words)s” is no length; write it as 8h, 2d or 1w.") % {"words": words}
        raise click.BadParameter(sentence, param_hint="--within")
    return int(match[1]) * UNITS[match[2]]


def _unit(code: str, as_json: bool) -> Unit | None:
    if not code:
        return None
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        refuse(as_json, [_("There is no unit with the code “%(code)s”.") % {"code": code}])
    return unit


def _fact(one: Due) -> dict[str, Any]:
    finding = one.finding
    return {
        "number": finding.number,
        "id": str(finding.pk),
        "title": finding.title,
        "place": place_words(finding),
        "state": finding.state,
        "whose": one.whose,
        "unit": one.unit,
        "due": clock.local(one.due).isoformat(timespec="minutes") if one.due else None,
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "part": one.what or None,
        "days_asked": finding.extension_days if one.kind == "extension" else None,
        "has_veto": finding.has_veto,
    }


def _lines(due: DueList) -> list[str]:
    """Each kind under its heading, up to a screenful of each."""
    headings = {
        "overdue": _("Overdue: %(n)s"),
        "soon": _("Coming due: %(n)s"),
        "review": _("Deferred, to review: %(n)s"),
        "extension": _("More time asked for: %(n)s"),
        "part": _("Parts of several units: %(n)s"),
    }
    lines: list[str] = []
    for kind in KINDS:
        items = due.of(kind)
        if not items:
            continue
        lines.append(headings[kind] % {"n": len(items)})
        lines += [f"  {_line(one)}" for one in items[:MOST_LINES]]
        if (rest := len(items) - MOST_LINES) > 0:
            lines.append("  " + _("… and %(rest)s more (all of them with --json).") % {"rest": rest})
    return lines or [_("Nothing is due.")]


def _line(one: Due) -> str:
    when = f"{clock.local(one.due):%Y-%m-%d %H:%M}" if one.due else f"{one.due_on}" if one.due_on else "–"
    what = one.what or f"{place_words(one.finding)} {one.finding.title}".strip()
    return f"{when}  {one.finding.number or '–'}  {what}  {one.whose}"
