"""What a command says: one JSON object, or lines for a person; and how it ends."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import click
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM
from lianchuang.common import clock
from lianchuang.common.intake import RefusedRow
from lianchuang.packs import load_categories, load_site_types
from lianchuang.sites import actions as sites
from lianchuang.sites.models import Category

DONE, REFUSED = 0, 1
MOST_REFUSED = 20


def say(as_json: bool, answer: dict[str, Any], lines: Iterable[str]) -> None:
    """Print the answer as one JSON object, or the lines."""
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))
    else:
        for line in lines:
            click.echo(line)


def refuse(as_json: bool, reasons: Iterable[str], lines: Iterable[str] = (), **facts: Any) -> NoReturn:
    """Say why not (after `lines`, which tell a person more) and end with exit code 1."""
    reasons = list(reasons)
    if as_json:
        click.echo(json.dumps({"refused_because": reasons, **facts}, ensure_ascii=False, indent=2, default=str))
    else:
        for line in (*lines, *reasons):
            click.echo(line, err=True)
    sys.exit(REFUSED)


def refused_lines(refused: Sequence[RefusedRow]) -> list[str]:
    """The refused rows of a file for a person, up to a screenful."""
    lines = [row.words for row in refused[:MOST_REFUSED]]
    if (rest := len(refused) - MOST_REFUSED) > 0:
        lines.append(_("… and %(rest)s more (all of them with --json).") % {"rest": rest})
    return lines


def stopped_words(dry_run: bool) -> str:
    """Why nothing of a file with refused rows is taken in, and what to do."""
    if dry_run:
        return _("The import would refuse this file. Mend it, or import the other rows with --accept-refused.")
    return _("Nothing was written. Mend the file, or import the other rows with --accept-refused.")


@contextmanager
def bar(length: int, label: str, quiet: bool = False) -> Iterator[Any]:
    """A progress bar on standard error; silent in scripts."""
    hidden = quiet or not sys.stderr.isatty()
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=hidden) as shown:
        yield shown


def prepare_database() -> None:
    """Bring the database up to date, and give an empty one the shipped categories and site types."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
        if not Category.objects.exists():
            at = clock.now()
            sites.load_categories(categories=load_categories(), by=SYSTEM, at=at)
            sites.load_site_types(site_types=load_site_types(), by=SYSTEM, at=at)
    except (DatabaseError, InconsistentMigrationHistory) as fault:
        raise click.ClickException(_("The database cannot be used: %(fault)s") % {"fault": fault}) from fault
