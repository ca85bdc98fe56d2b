"""What every test finds: a database of its own, files in a folder of its own, and the cast."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as properties

from lianchuang.accounts.middleware import ACTING_POST
from lianchuang.accounts.models import Person, Post
from lianchuang.evidence.files.bounded import HELPER
from tests.cast import Cast, build_cast
from tests.world import World, build_world

# The suite draws the same cases each time, however slow the machine: a red run means that something was changed. To look
# for new ones: make quick ARGS="--hypothesis-profile=hunt".
properties.register_profile("suite", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.register_profile("hunt", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
properties.load_profile("suite")

_triggers = import_module("lianchuang.audit.migrations.0002_append_only")


@pytest.fixture(scope="session", autouse=True)
def test_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files go to a folder that is thrown away; passwords are hashed fast; who looks at files goes with the last test."""
    home = tmp_path_factory.mktemp("home")
    backend = "django.core.files.storage.FileSystemStorage"
    files = {"BACKEND": backend, "OPTIONS": {"location": home / "files"}}
    storages = {**settings.STORAGES, "default": files}
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(HOME=home, STORAGES=storages, PASSWORD_HASHERS=hashers, WORKS_IN_SERVE=False):
        yield
    HELPER.stop()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as in production: in memory, two writers would share one connection."""
    if connection.vendor == "sqlite":
        test: dict[str, Any] = connection.settings_dict["TEST"]
        test["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def emptied_by_tests_only() -> Iterator[None]:
    """After a test with real transactions all tables are emptied; history's triggers then step aside.

    Only the emptying between two tests does this; within a test they stand (tests/test_audit_append_only.py).
    """
    operations = type(connection.ops)
    postgresql = connection.vendor == "postgresql"
    back = _triggers.POSTGRESQL_BACK if postgresql else _triggers.SQLITE_BACK
    again = _triggers.POSTGRESQL if postgresql else _triggers.SQLITE
    flush = operations.execute_sql_flush

    def execute_sql_flush(self: Any, sql_list: list[str]) -> None:
        with transaction.atomic(using=self.connection.alias):
            _execute_all(self.connection, back)
            flush(self, sql_list)
            _execute_all(self.connection, again)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", execute_sql_flush)
        yield


def _execute_all(database: Any, statements: list[str]) -> None:
    with database.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """Neither the figures that the desk keeps for a minute nor the language of the last page outlive a test."""
    cache.clear()
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """A small county with one person per role; see tests/cast.py."""
    return build_cast()


@pytest.fixture
def world(db: None) -> World:
    """The county with one of everything that a page shows; see tests/world.py."""
    return build_world()


@pytest.fixture
def client_of() -> Callable[..., Client]:
    """A function: the browser of a person who has signed in, acting as `post` when one is given."""

    def sign_in(person: Person, post: Post | None = None) -> Client:
        client = Client()
        client.force_login(person)
        if post is not None:
            session = client.session
            session[ACTING_POST] = post.pk
            session.save()
        return client

    return sign_in
