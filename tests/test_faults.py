"""What is not there, not allowed or broken is still a page, and the watchman gets his answer."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from lianchuang.desk import views
from tests.cast import Cast


@pytest.mark.django_db
def test_it_says_that_it_is_alive(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_a_database_that_is_gone_is_no_ok(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: object, **_options: object) -> None:
        raise OSError("the database is gone")

    monkeypatch.setattr(connection, "cursor", gone)
    client.raise_request_exception = False
    assert client.get("/healthz").status_code == 500


def test_what_is_not_there_is_a_page(cast: Cast, client_of: Callable[..., Client]) -> None:
    for client in (Client(), client_of(cast.office.person)):
        answer = client.get("/no/such/page/")
        assert answer.status_code == 404
        assert "<h1>" in answer.content.decode()


def test_what_is_not_allowed_says_who_may(cast: Cast, client_of: Callable[..., Client]) -> None:
    answer = client_of(cast.nobody_special.person).get("/people/")
    assert answer.status_code == 403
    assert "创建办" in answer.content.decode()


def test_a_fault_of_the_program_is_a_page(
    cast: Cast, client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_options: object) -> None:
        raise RuntimeError("a fault of the program")

    monkeypatch.setattr(views, "render", broken)
    client = client_of(cast.office.person)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "<h1>" in answer.content.decode()


def test_a_form_from_elsewhere_is_refused(cast: Cast) -> None:
    """Without the token nothing is written."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.office.person)
    assert client.post("/settings/theme/", {"theme": "dark"}).status_code == 403
    cast.office.person.refresh_from_db()
    assert cast.office.person.theme == ""
