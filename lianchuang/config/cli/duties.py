"""`lianchuang duties`: prove that everything has exactly one lead, import a task table."""

from datetime import date
from typing import Any

import click
from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM
from lianchuang.config.cli.answers import prepare_database, refuse, say
from lianchuang.config.cli.task_tables import import_table
from lianchuang.duties.access import reach_of
from lianchuang.duties.queries import Moment, Proof, Standing, State, prove

MOST_LINES = 60


@click.group(name="duties")
def duties() -> None:
    """Who answers for what."""


duties.add_command(import_table)


@duties.command(name="prove")
@click.option("--on", "on_day", default="", metavar="DATE", help="As of this day (2026-11-28); today when not given.")
@click.option("--dry-run", is_flag=True, help="Changes nothing, as this command only reads.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def prove_duties(on_day: str, dry_run: bool, as_json: bool) -> None:
    """Prove that every requirement of every adopted edition, and every site, has exactly one lead post.

    Ends with exit code 1 and the list when something has no lead, two leads, or a lead post that nobody
    holds. Posts with too much and posts without any duty are reported; they do not decide.
    """
    prepare_database()
    proof = prove(reach_of(SYSTEM), Moment.of(_day(on_day)))
    answer, lines = {**_answer(proof), "dry_run": dry_run}, _lines(proof)
    if proof.is_complete:
        words = _("Complete: everything has exactly one lead.")
        nothing = _("No adopted edition and no site: nothing to prove.")
        say(as_json, {"refused_because": [], **answer}, [*lines, words if proof.standings else nothing])
    else:
        refuse(as_json, [_sum(proof)], lines, **answer)


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError as fault:
        raise click.BadParameter(
            _("“%(day)s” is no date; write it as 2026-11-28.") % {"day": words}, param_hint="--on"
        ) from fault


def _answer(proof: Proof) -> dict[str, Any]:
    """The whole proof as plain values."""
    posts = proof.seats.posts
    return {
        "on": proof.moment.day.isoformat(),
        "things": len(proof.standings),
        "requirements": proof.requirements,
        "sites": proof.sites,
        "without_lead": [_thing(one) for one in proof.of(State.NONE)],
        "two_leads": [{**_thing(one), "rules": [f"R-{each}" for each in one.tied]} for one in proof.of(State.TWO)],
        "vacant": [{**_thing(one), "post": one.post.full_name if one.post else ""} for one in proof.of(State.VACANT)],
        "overloaded": [
            {"post": posts[one.post].full_name, "leads": one.leads, "median": one.median, "peers": one.peers}
            for one in proof.overloaded
        ],
        "idle_posts": [{"post": post.full_name, "code": post.code} for post in proof.idle],
    }


def _thing(one: Standing) -> dict[str, str]:
    thing = one.thing
    kind = "requirement" if thing.requirement else "site"
    campaign = thing.campaign.code if thing.campaign else ""
    name = thing.requirement.label if thing.requirement else thing.label
    return {"kind": kind, "campaign": campaign, "code": thing.code, "name": name}


def _lines(proof: Proof) -> list[str]:
    """The proof for a person: every gap and overlap up to a screenful, what is reported besides."""
    lines = [
        *(_("Without a lead: %(thing)s") % {"thing": one.thing.label} for one in proof.of(State.NONE)),
        *(
            _("Two leads: %(thing)s (%(rules)s)")
            % {"thing": one.thing.label, "rules": ", ".join(f"R-{each}" for each in one.tied)}
            for one in proof.of(State.TWO)
        ),
        *(
            _("At an empty post: %(thing)s (%(post)s)")
            % {"thing": one.thing.label, "post": one.post.full_name if one.post else ""}
            for one in proof.of(State.VACANT)
        ),
    ]
    if (rest := len(lines) - MOST_LINES) > 0:
        lines = [*lines[:MOST_LINES], _("… and %(rest)s more (all of them with --json).") % {"rest": rest}]
    return [*lines, *_reported(proof)]


def _reported(proof: Proof) -> list[str]:
    tally = proof.tally
    facts = {
        "things": tally.things,
        "requirements": proof.requirements,
        "sites": proof.sites,
        "one": tally.one,
    }
    lines = [
        _("Too much, no gap: %(post)s leads %(leads)s, the median of its kind is %(median)s")
        % {"post": proof.seats.posts[one.post].full_name, "leads": one.leads, "median": f"{one.median:g}"}
        for one in proof.overloaded
    ]
    if proof.idle:
        lines.append(_("Posts without any duty, no gap: %(number)s") % {"number": len(proof.idle)})
    sentence = _(
        "%(things)s things (%(requirements)s requirements, %(sites)s sites): %(one)s with exactly one lead post that "
        "somebody holds."
    )
    return [*lines, sentence % facts]


def _sum(proof: Proof) -> str:
    facts = {"number": proof.tally.faults, "things": proof.tally.things}
    return _("%(number)s of %(things)s things do not have exactly one lead post that somebody holds.") % facts
