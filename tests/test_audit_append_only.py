"""History is append-only at the database itself, on SQLite and on PostgreSQL, by every way in."""

import pytest
from django.db import DatabaseError, connection, transaction

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.actions import record
from lianchuang.audit.models import Entry
from lianchuang.common import clock


@pytest.fixture
def entry(db: None) -> Entry:
    """One entry."""
    return record(code="unit.added", by=SYSTEM, at=clock.now(), object_kind="unit", object_id=1, data={"unit": "甲"})


def _refused() -> pytest.RaisesExc[DatabaseError]:
    return pytest.raises(DatabaseError, match="append-only")


def test_a_row_is_not_changed(entry: Entry) -> None:
    entry.actor_name = "somebody else"
    with _refused(), transaction.atomic():
        entry.save(update_fields=["actor_name"])
    with _refused(), transaction.atomic():
        Entry.objects.update(code="unit.renamed")
    with _refused(), transaction.atomic():
        Entry.objects.bulk_update([entry], ["actor_name"])
    assert Entry.objects.get().actor_name == SYSTEM.person_name


def test_a_row_is_not_removed(entry: Entry) -> None:
    with _refused(), transaction.atomic():
        entry.delete()
    with _refused(), transaction.atomic():
        Entry.objects.all().delete()
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor_name = 'nobody'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE id > 0",
        "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE true ON CONFLICT (id) DO UPDATE SET code = 'x'",
        "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry",
        "UPDATE OR REPLACE audit_entry SET id = id + 1",
        "REPLACE INTO audit_entry SELECT * FROM audit_entry",
        "TRUNCATE audit_entry",
        "TRUNCATE audit_entry CASCADE",
    ],
)
def test_not_by_hand_either(entry: Entry, statement: str) -> None:
    """A dialect's own words are an error in the other one, which refuses them as well."""
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    kept = Entry.objects.get()
    assert (kept.pk, kept.code, kept.data) == (entry.pk, "unit.added", {"unit": "甲"})


def test_what_is_undone_was_never_written(db: None) -> None:
    """An entry belongs to its action's transaction: no entry for what did not happen."""
    with transaction.atomic():
        record(code="unit.added", by=SYSTEM, at=clock.now(), object_kind="unit", object_id=1)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
