"""Migrations: none is missing, each has a name of its own, and the triggers of history go and come back."""

import re

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.actions import record
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from tests.house import PACKAGE


def test_none_is_missing(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_each_says_what_it_does() -> None:
    names = [path.stem for path in PACKAGE.glob("*/migrations/0*.py")]
    assert names
    assert not [name for name in names if re.search(r"_auto_|_alter_|^\d+$", name)]


def test_none_imports_the_apps() -> None:
    """A migration that reads today's code breaks tomorrow; `new_id`, an id of its own, is the exception."""
    lines = [
        f"{path.name}: {line}"
        for path in PACKAGE.glob("*/migrations/0*.py")
        for line in path.read_text().splitlines()
        if re.match(r"(from|import) lianchuang", line)
    ]
    assert not [line for line in lines if "lianchuang.common.ids" not in line]


@pytest.mark.django_db(transaction=True)
def test_the_triggers_go_and_come_back() -> None:
    _migrate("0001_initial")
    record(code="unit.added", by=SYSTEM, at=clock.now(), object_kind="unit", object_id=1)
    assert Entry.objects.update(actor_name="changed") == 1
    _migrate("0002_append_only")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.update(actor_name="changed again")


def _migrate(name: str) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("audit", name)])
