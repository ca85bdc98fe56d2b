"""`lianchuang standards …`: what two editions of a standard have in common and what moving would change."""

from typing import Any

import click
from django.utils.translation import gettext as _

from lianchuang.config.cli.answers import prepare_database, refuse, say
from lianchuang.standards.models import Edition
from lianchuang.standards.queries import diff_of
from lianchuang.standards.queries.succession import Moving, change_in_words, moving_of
from lianchuang.standards.rules.diff import Diff, Fate, Line, Side
from lianchuang.standards.words import fate_words


@click.group(name="standards")
def standards_group() -> None:
    """Official standards and their editions."""


@standards_group.command(name="diff")
@click.argument("old")
@click.argument("new")
@click.option("--all", "with_same", is_flag=True, help="Also what stays as it is.")
@click.option("--dry-run", is_flag=True, help="Changes nothing, as this command only reads.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def diff(old: str, new: str, with_same: bool, dry_run: bool, as_json: bool) -> None:
    """What becomes of each requirement when a campaign moves from edition OLD to edition NEW (their codes).

    Reads only. A pair that rests on like words alone is marked as suggested.
    """
    prepare_database()
    earlier, later = (_edition(code, as_json) for code in (old, new))
    if earlier.standard_id != later.standard_id:
        refuse(as_json, [_("%(old)s and %(new)s are editions of two standards.") % {"old": old, "new": new}])
    compared = diff_of(earlier, later)
    shown = [line for line in compared.lines if with_same or line.fate != Fate.SAME]
    answer = {**_answer(old, new, compared, shown), "dry_run": dry_run}
    say(as_json, answer, [*map(_line, shown), _sum(moving_of(compared))])


def _edition(code: str, as_json: bool) -> Edition:
    edition = Edition.objects.filter(code=code).first()
    if edition is None:
        known = ", ".join(Edition.objects.order_by("code").values_list("code", flat=True))
        refuse(as_json, [_("There is no edition %(code)s; there are: %(known)s.") % {"code": code, "known": known}])
    return edition


def _answer(old: str, new: str, compared: Diff, shown: list[Line]) -> dict[str, Any]:
    """The whole outcome as plain values."""
    return {
        "old": old,
        "new": new,
        "counts": {fate.value: count for fate, count in compared.counts.items()},
        "suggested": compared.suggested,
        "lines": [
            {
                "fate": line.fate.value,
                "by": line.by.value,
                "is_moved": line.is_moved,
                "earlier": [_side(side) for side in line.earlier],
                "later": [_side(side) for side in line.later],
                "changes": [
                    {"field": change.field, "before": change.before, "after": change.after, "turn": change.turn}
                    for change in line.changes
                ],
            }
            for line in shown
        ],
    }


def _side(side: Side) -> dict[str, str]:
    return {"code": side.code, "name": side.name}


def _line(line: Line) -> str:
    """A line for a person: Changed WS-1 … → WS-1 …: Judged by ≥ 30 % → ≥ 38.5 %."""
    before = ", ".join(f"{side.code} {side.name}" for side in line.earlier) or "–"
    after = ", ".join(f"{side.code} {side.name}" for side in line.later) or "–"
    changes = "; ".join(f"{one.name} {one.before} → {one.after}" for one in map(change_in_words, line.changes))
    fate = fate_words(line.fate)
    if line.is_suggested:
        fate = _("%(fate)s [suggested]") % {"fate": fate}
    return f"{fate} {before} → {after}{f': {changes}' if changes else ''}"


def _sum(moving: Moving) -> str:
    return _("Of %(of)s: %(kept)s kept, %(changed)s changed, %(lost)s gone; %(fresh)s new.") % {
        "of": moving.earlier,
        "kept": moving.kept,
        "changed": moving.changed,
        "lost": moving.lost,
        "fresh": moving.fresh,
    }
