"""`lianchuang doctor`: is this installation sound?"""

import shutil
import smtplib
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click
from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model
from django.utils.translation import gettext as _

from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.workdays import is_assumed
from lianchuang.config.cli.answers import REFUSED, say
from lianchuang.jobs.models import StandingTask
from lianchuang.jobs.queries import task_lines
from lianchuang.notices.models import Robot

LEAST_FREE = 500 * 2**20


@dataclass(frozen=True)
class Check:
    """One thing looked at. `ok` None is a warning: it works, but somebody should know."""

    name: str
    ok: bool | None
    sentence: str


def _home() -> Check:
    home = Path(settings.HOME)
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            free = shutil.disk_usage(home).free
    except OSError as fault:
        return Check(
            "home",
            False,
            _("%(home)s cannot be written: %(fault)s.") % {"home": home, "fault": fault.strerror},
        )
    sentence = _("%(home)s can be written, %(free)s MB free.") % {"home": home, "free": free // 2**20}
    return Check("home", True if free >= LEAST_FREE else None, sentence)


def _database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except (DatabaseError, InconsistentMigrationHistory) as fault:
        return Check("database", False, _("The database does not answer: %(fault)s") % {"fault": fault})
    if waiting:
        return Check(
            "database",
            None,
            _("%(vendor)s answers; %(waiting)s migrations wait, the next start applies them.")
            % {"vendor": connection.vendor, "waiting": waiting},
        )
    return Check("database", True, _("%(vendor)s answers and is up to date.") % {"vendor": connection.vendor})


def _history() -> Check:
    catalogue, name, is_trigger, needed = (
        ("pg_trigger", "tgname", "NOT tgisinternal AND tgenabled <> 'D'", 2)
        if connection.vendor == "postgresql"
        else ("sqlite_master", "name", "type = 'trigger'", 3)
    )
    try:
        if Entry._meta.db_table not in connection.introspection.table_names():
            return Check("history", None, _("There is no history yet; the first start makes it."))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM {catalogue} WHERE {is_trigger} AND {name} LIKE %s",  # noqa: S608 - names from above
                ["audit_entry_no_%"],
            )
            found = cursor.fetchone()[0]
    except DatabaseError as fault:
        return Check("history", False, _("The database does not answer: %(fault)s") % {"fault": fault})
    if found < needed:
        return Check("history", False, _("History is not guarded against changes: the database triggers are missing."))
    return Check("history", True, _("History is append-only."))


def _browser_files() -> Check:
    missing = [
        name
        for name in ("tabler/tabler.min.css", "icons/flag.svg")
        if not (settings.PACKAGE / "browser" / name).exists()
    ]
    if missing:
        return Check(
            "browser files",
            False,
            _("Browser files are missing: %(names)s. Run “make setup”.") % {"names": ", ".join(missing)},
        )
    return Check("browser files", True, _("Browser files are there."))


def _translations() -> Check:
    if not list(settings.PACKAGE.glob("*/locale/zh_Hans/LC_MESSAGES/django.mo")):
        return Check("translations", False, _("Translations are not compiled. Run “make setup”."))
    return Check("translations", True, _("Chinese is there."))


def _calendar() -> Check:
    year = clock.today().year
    if is_assumed(clock.today()):
        return Check(
            "calendar",
            None,
            _("No official holidays are known for %(year)s; Monday to Friday count. Update chinesecalendar.")
            % {"year": year},
        )
    return Check("calendar", True, _("Holidays and make-up days of %(year)s are known.") % {"year": year})


def _worker() -> Check:
    """Whether standing tasks are worked off."""
    if (absent := _not_yet("worker", StandingTask)) is not None:
        return absent
    lines = task_lines(clock.now())
    late = [line.label for line in lines if line.is_late]
    failing = [line.label for line in lines if line.is_failing]
    if not lines:
        return Check("worker", None, _("No worker has begun yet; “lianchuang serve” or “lianchuang work” does."))
    if late:
        sentence = _("No worker runs; these wait: %(names)s. Start “lianchuang serve” or “lianchuang work”.")
        return Check("worker", None, sentence % {"names": _(", ").join(late)})
    if failing:
        return Check("worker", None, _("These standing tasks fail: %(names)s.") % {"names": _(", ").join(failing)})
    return Check("worker", True, _("Standing tasks are worked off."))


def _mail() -> Check:
    """Whether the mail server answers; nothing is sent."""
    if not settings.MAIL_IS_SET_UP:
        return Check("mail", None, _("E-mail is not set up (LIANCHUANG_MAIL); notices stand in the program alone."))
    try:
        with get_connection(fail_silently=False):
            pass
    except (smtplib.SMTPException, OSError) as fault:
        words = {"host": settings.EMAIL_HOST, "fault": fault}
        return Check("mail", False, _("The mail server %(host)s does not answer: %(fault)s") % words)
    if not settings.ADDRESS:
        return Check("mail", None, _("The mail server answers; messages have no links without LIANCHUANG_ADDRESS."))
    return Check("mail", True, _("The mail server answers."))


def _groups() -> Check:
    """Whether the robots' server can be reached, if there are any; nothing is sent."""
    if (absent := _not_yet("groups", Robot)) is not None:
        return absent
    number = Robot.objects.count()
    if not number:
        return Check("groups", True, _("No unit has a group robot."))
    address = urlsplit(settings.WECOM_ADDRESS)
    try:
        with socket.create_connection((address.hostname or "", address.port or 443), timeout=5):
            pass
    except OSError as fault:
        words = {"host": address.hostname, "fault": fault}
        return Check("groups", False, _("%(host)s cannot be reached: %(fault)s") % words)
    return Check(
        "groups",
        True,
        _("%(number)s group robots; %(host)s can be reached.") % {"number": number, "host": address.hostname},
    )


def _not_yet(name: str, model: type[Model]) -> Check | None:
    """The warning while the table is not made, or the database is away (another check says why)."""
    try:
        if model._meta.db_table in connection.introspection.table_names():
            return None
    except DatabaseError:
        pass
    return Check(name, None, _("The database is not ready yet; the first start makes it."))


CHECKS: tuple[Callable[[], Check], ...] = (
    _home,
    _database,
    _history,
    _browser_files,
    _translations,
    _calendar,
    _worker,
    _mail,
    _groups,
)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def doctor(as_json: bool) -> None:
    """Check this installation; exit code 1 when something is broken."""
    checks = [check() for check in CHECKS]
    ok = all(check.ok is not False for check in checks)
    marks = {True: "✓", None: "!", False: "✗"}
    say(
        as_json,
        {"ok": ok, "python": sys.version.split()[0], "checks": [asdict(check) for check in checks]},
        [f"{marks[check.ok]} {check.name}: {check.sentence}" for check in checks],
    )
    if not ok:
        sys.exit(REFUSED)
