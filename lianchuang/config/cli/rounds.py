"""`lianchuang rounds`: draw the sites of a planned round."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import click
from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM
from lianchuang.accounts.models import Post
from lianchuang.common import clock
from lianchuang.common.refusals import Refusal
from lianchuang.config.cli.answers import prepare_database, refuse, say
from lianchuang.inspections.access import visible_rounds
from lianchuang.inspections.actions import draw_sample
from lianchuang.inspections.models import Round, RoundState
from lianchuang.inspections.queries.drawing import Prepared, inspectors_of, prepare, teams_before, wish_of


@click.group(name="rounds")
def rounds() -> None:
    """Rounds of inspections."""


@rounds.command(name="draw")
@click.argument("name", metavar="ROUND", required=False)
@click.option("--seed", type=click.IntRange(min=0), help="Another seed than the one whose fingerprint was printed.")
@click.option("--dry-run", is_flag=True, help="Say what would be drawn; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def draw(name: str | None, seed: int | None, dry_run: bool, as_json: bool) -> None:
    """Draw the sites of a planned round, named by its id or exact name. Without ROUND: what can be drawn.

    Numbers, towns, double visits and teams are those of the draw before; the first time the official minimums and every
    inspector of the place. Ends with exit code 1 and the reasons when it cannot be drawn.
    """
    prepare_database()
    planned = visible_rounds(SYSTEM).filter(state=RoundState.PLANNED).select_related("joint__place")
    if name is None:
        _list(list(planned.order_by("starts_on", "name", "pk")), as_json)
        return
    found = _find(name, list(planned), as_json)
    teams = _teams(found)
    try:
        prepared = prepare(found, wish_of(found), teams, seed)
        if not dry_run:
            _draw(found, prepared, teams)
    except Refusal as refusal:
        refuse(as_json, refusal.sentences(), round=str(found.pk), name=found.name)
    say(as_json, _answer(found, prepared, dry_run), _lines(found, prepared, dry_run))


def _list(planned: Sequence[Round], as_json: bool) -> None:
    """The rounds that can be drawn."""
    answer = [
        {
            "id": str(each.pk),
            "name": each.name,
            "kind": each.kind,
            "starts": each.starts_on,
            "drawn": each.seed is not None,
        }
        for each in planned
    ]
    lines = [
        _("%(id)s  %(name)s (%(kind)s, from %(starts)s)%(drawn)s")
        % {
            "id": each.pk,
            "name": each.name,
            "kind": each.get_kind_display(),
            "starts": each.starts_on.isoformat(),
            "drawn": _(", drawn already") if each.seed is not None else "",
        }
        for each in planned
    ]
    say(
        as_json,
        {"refused_because": [], "rounds": answer},
        lines or [_("No round is planned: there is nothing to draw.")],
    )


def _find(name: str, planned: Sequence[Round], as_json: bool) -> Round:
    """The planned round of that id or name; refuses when there is none, or several of that name."""
    wanted = _uuid(name)
    found = [each for each in planned if each.pk == wanted or each.name == name]
    if not found:
        started = visible_rounds(SYSTEM).exclude(state=RoundState.PLANNED)
        begun = started.filter(pk=wanted) if wanted else started.filter(name=name)
        if begun.exists():
            refuse(as_json, [_("“%(name)s” has begun; its sample stands.") % {"name": name}])
        refuse(as_json, [_("No planned round has the id or name “%(name)s”.") % {"name": name}])
    if len(found) > 1:
        ids = ", ".join(str(each.pk) for each in found)
        refuse(
            as_json,
            [_("Several planned rounds are called “%(name)s”; name it by id: %(ids)s") % {"name": name, "ids": ids}],
        )
    return found[0]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _teams(found: Round) -> list[list[Post]]:
    """The teams of the draw before, else every inspector of the place alone."""
    posts = {post.code: post for post in inspectors_of(found)}
    before = [[posts[code] for code in team if code in posts] for team in teams_before(found)]
    return [team for team in before if team] or [[post] for post in posts.values()]


def _draw(found: Round, prepared: Prepared, teams: Sequence[Sequence[Post]]) -> None:
    wish = prepared.ground.wish
    draw_sample(
        round=found,
        sites_per_type=wish.per_type,
        everything=wish.everything,
        by_town=wish.by_town,
        doubles=wish.doubles,
        capacity=wish.capacity,
        seed=prepared.seed,
        teams=teams,
        by=SYSTEM,
        at=clock.now(),
    )


def _answer(found: Round, prepared: Prepared, dry_run: bool) -> dict[str, Any]:
    kept = prepared.kept()
    return {
        "refused_because": [],
        "round": str(found.pk),
        "name": found.name,
        "dry_run": dry_run,
        "seed": prepared.seed,
        "rule": kept["rule"],
        "frame_sha256": prepared.fingerprint,
        "frame": len(prepared.ground.listed),
        "sample": list(prepared.sample),
        "twice": list(prepared.twice),
        "per_type": kept["drawn"],
        "below_minimum": kept["below_minimum"],
        "teams": kept["teams"],
    }


def _lines(found: Round, prepared: Prepared, dry_run: bool) -> list[str]:
    """The draw for a person."""
    facts = {
        "name": found.name,
        "sample": len(prepared.sample),
        "frame": len(prepared.ground.listed),
        "seed": prepared.seed,
        "teams": len(prepared.teams),
        "days": len(prepared.days),
    }
    lines = [
        _("%(name)s: %(sample)s of %(frame)s sites with seed %(seed)s, for %(teams)s teams on %(days)s days.") % facts,
        _("Fingerprint of the list of sites: %(sha256)s") % {"sha256": prepared.fingerprint},
    ]
    lines += [
        f"  {share.label} {share.drawn}/{share.frame}  {share.why_short}".rstrip() for share in prepared.ground.shares()
    ]
    if prepared.twice:
        lines.append(_("Visited by two teams: %(codes)s") % {"codes": ", ".join(prepared.twice)})
    lines.append(_("Nothing was written.") if dry_run else _("Drawn."))
    return lines
