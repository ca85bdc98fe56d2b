"""`lianchuang bulletins make KIND`."""

import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

import click
from django.utils import translation
from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM
from lianchuang.bulletins import actions, queries
from lianchuang.bulletins.models import Bulletin
from lianchuang.bulletins.queries import periods
from lianchuang.bulletins.queries.sheets import photos_in
from lianchuang.bulletins.rules import Kind
from lianchuang.campaigns.models import Campaign, JointCampaign
from lianchuang.common import clock
from lianchuang.common.refusals import Refusal
from lianchuang.common.typesetting import MissingFont
from lianchuang.config.cli.answers import bar, prepare_database, refuse, say
from lianchuang.inspections.models import Round, RoundKind, RoundState

SETTING = 20  # parts of the bar for setting a file


@click.group(name="bulletins")
def bulletins_group() -> None:
    """Published reports."""


@bulletins_group.command(name="make")
@click.argument("kind", type=click.Choice([kind.value for kind in Kind]))
@click.option(
    "--for",
    "subject",
    help="Of what: a date (daily: that day, weekly: its week); a round's id or name; a campaign's code, with @YYYY-MM a month.",
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for the files; else here.")
@click.option("--formats", default="docx,pdf", show_default=True, help="Which files, separated by commas.")
@click.option("--dry-run", is_flag=True, help="Say which bulletin it would be; draft and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def make(kind: str, subject: str | None, out: Path | None, formats: str, dry_run: bool, as_json: bool) -> None:
    """Draft a bulletin, or take the one there is, and write it as DOCX and PDF in the official layout.

    Without --for: yesterday, last week, the round that ended last, last month of the only campaign. A published bulletin
    is written as it was, with its corrections; a draft says on each page that it is one.
    """
    wanted = _formats(formats)
    prepare_database()
    joint, period = _period(Kind(kind), subject, as_json, dry_run)
    there = queries.bulletin_of(joint, period)
    facts = {"dry_run": dry_run, "kind": kind, "from": period.first, "to": period.last}
    if dry_run:
        state = there.state if there else "none"
        words = (
            _("It would be drafted.")
            if there is None
            else _("It exists (%(state)s).") % {"state": there.get_state_display()}
        )
        say(
            as_json,
            {"refused_because": [], **facts, "state": state, "files": []},
            [f"{period.first} – {period.last}", words],
        )
        return
    with translation.override("zh-hans"):
        bulletin = there or _draft(joint, period, as_json, facts)
        files = _write(bulletin, out or Path(), wanted, as_json, facts)
        number = queries.number_words(bulletin)
    answer = {
        "refused_because": [],
        **facts,
        "state": bulletin.state,
        "number": number,
        "files": [str(one) for one in files],
    }
    say(
        as_json,
        answer,
        [_("%(number)s (%(state)s)") % {"number": number, "state": bulletin.get_state_display()}, *map(str, files)],
    )


def _formats(text: str) -> list[str]:
    wanted = [one.strip().lower() for one in text.split(",") if one.strip()]
    if not wanted or set(wanted) - set(queries.FORMATS):
        raise click.BadParameter(_("Formats are docx and pdf."), param_hint="--formats")
    return list(dict.fromkeys(wanted))


def _period(kind: Kind, subject: str | None, as_json: bool, dry_run: bool) -> tuple[JointCampaign, periods.Period]:
    """The joint campaign, and what the bulletin is of. Ends with exit code 1 when there is no such thing."""

    def stop(sentence: str) -> NoReturn:
        refuse(as_json, [sentence], dry_run=dry_run, kind=kind.value, files=[])

    today = clock.today()
    if kind is Kind.ROUND:
        round = _round(subject)
        if round is None:
            stop(_("There is no such round that has begun and may be reported on."))
        return round.joint, periods.round_as_period(round, today)
    if kind is Kind.CAMPAIGN:
        code, _at, month = (subject or "").partition("@")
        campaigns = list(Campaign.objects.select_related("joint__place", "joint__office").order_by("slot"))
        chosen = [one for one in campaigns if one.code == code] if code else campaigns
        if len(chosen) != 1:
            stop(_("Say which campaign with --for: %(codes)s.") % {"codes": ", ".join(one.code for one in campaigns)})
        day = _day(f"{month}-01") if month else today.replace(day=1) - timedelta(days=1)
        return chosen[0].joint, periods.month_of(chosen[0], day, today)
    joints = list(JointCampaign.objects.select_related("place", "office")[:2])
    if len(joints) != 1:
        stop(_("There is no joint campaign here.") if not joints else _("There are several joint campaigns here."))
    back = timedelta(days=1 if kind is Kind.DAILY else 7)
    day = _day(subject) if subject else today - back
    return joints[0], (periods.day_of if kind is Kind.DAILY else periods.week_of)(day, today)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise click.BadParameter(_("A date is written 2026-11-09."), param_hint="--for") from fault


def _round(subject: str | None) -> Round | None:
    """The round by id or name, else the one that ended last; never one that is undercover and not released."""
    rounds = Round.objects.filter(state__in=[RoundState.RUNNING, RoundState.FINISHED]).select_related(
        "joint__place", "joint__office"
    )
    rounds = rounds.exclude(kind=RoundKind.UNDERCOVER, released_at__isnull=True).order_by("-ends_on", "-pk")
    if not subject:
        return rounds.filter(state=RoundState.FINISHED).first()
    try:
        return rounds.filter(pk=UUID(subject)).first()
    except ValueError:
        return rounds.filter(name=subject).first()


def _draft(joint: JointCampaign, period: periods.Period, as_json: bool, facts: dict[str, Any]) -> Bulletin:
    now = clock.now()
    try:
        return actions.draft_bulletin(
            joint=joint,
            kind=period.kind.value,
            period_from=period.first,
            period_to=period.last,
            round=period.round,
            campaign=period.campaign,
            as_of=_as_of(period, now),
            by=SYSTEM,
            at=now,
        )
    except Refusal as refusal:
        refuse(as_json, refusal.sentences(), **facts, files=[])


def _as_of(period: periods.Period, now: datetime) -> datetime:
    return periods.moment_of(period, now)


def _write(bulletin: Bulletin, out: Path, wanted: list[str], as_json: bool, facts: dict[str, Any]) -> list[Path]:
    """Write the files, each whole or not at all."""
    page = queries.BulletinPage(SYSTEM, bulletin)
    name, photos = page.number.replace(" ", ""), photos_in(bulletin)
    files: list[Path] = []
    with bar(photos + SETTING * len(wanted), _("Bulletin"), as_json) as shown:
        sheet = queries.bulletin_sheet(page, lambda done: shown.update(done - shown.pos))
        for form in wanted:
            try:
                content = queries.FORMATS[form](sheet)
            except MissingFont as fault:
                refuse(as_json, [str(fault)], **facts, files=[str(one) for one in files])
            files.append(_keep(out, f"{name}.{form}", content))
            shown.update(SETTING)
    return files


def _keep(out: Path, name: str, content: bytes) -> Path:
    """The file appears under its name only when it is complete."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=out, prefix=".writing-", delete=False) as file:
            file.write(content)
        Path(file.name).chmod(0o644)
        Path(file.name).replace(out / name)
    except OSError as fault:
        raise click.ClickException(_("The file cannot be written: %(fault)s") % {"fault": fault}) from fault
    return out / name
