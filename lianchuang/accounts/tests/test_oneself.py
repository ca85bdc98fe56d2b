"""Signing in and out, the acting post, language, appearance, password."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from lianchuang.accounts import actions
from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotAllowed
from tests.cast import PASSWORD, Cast, appoint, make_person, make_post

NEW = "another-long-lotus-8"


@pytest.fixture
def door(db: None) -> str:
    """The address of the sign-in page, with somebody who knows the password."""
    make_person(name="钥匙", username="key", password=PASSWORD)
    return reverse("accounts:sign_in")


def test_it_lets_in_who_knows_the_password(client: Client, door: str) -> None:
    assert client.get(door).status_code == 200
    answer = client.post(door, {"username": "key", "password": PASSWORD, "next": "/settings/"})
    assert (answer.status_code, answer["Location"]) == (302, "/settings/")
    assert Entry.objects.get(code="person.signed_in").actor_name == "钥匙"
    assert client.post(reverse("accounts:sign_out")).status_code == 302
    assert Entry.objects.filter(code="person.signed_out").exists()
    assert client.get("/settings/").status_code == 302


def test_it_leads_nowhere_else(client: Client, door: str) -> None:
    given = {"username": "key", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post(door, given)["Location"] == reverse(settings.LOGIN_REDIRECT_URL)


def test_a_wrong_password_says_so_and_keeps_the_name(client: Client, door: str) -> None:
    answer = client.post(door, {"username": "key", "password": "wrong"})
    assert answer.status_code == 422
    assert 'value="key"' in answer.content.decode()
    assert not Entry.objects.exists()


def test_too_many_attempts_lock_the_door(client: Client, door: str) -> None:
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post(door, {"username": "key", "password": "wrong"})
    assert answer.status_code == 429
    assert "accounts/locked_out.html" in [template.name for template in answer.templates]
    assert client.post(door, {"username": "key", "password": PASSWORD}).status_code == 429


def test_signing_out_is_asked_for_by_post(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.office.person)
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    assert client.get(reverse("accounts:settings")).status_code == 200


def test_one_acts_in_a_post_one_holds(cast: Cast, client_of: Callable[..., Client]) -> None:
    second = make_post(unit=cast.urban, name="兼任岗")
    appoint(person=cast.colleague.person, post=second)
    client = client_of(cast.colleague.person)
    assert "兼任岗" in client.get(reverse("accounts:posts")).content.decode()
    assert client.post(reverse("accounts:act_as", args=[second.pk])).status_code == 302
    assert client.get(reverse("accounts:settings")).wsgi_request.actor.post == second  # type: ignore[attr-defined]
    assert client.post(reverse("accounts:act_as", args=[cast.office.post.pk])).status_code == 403
    assert client.post(reverse("accounts:act_as", args=[99999])).status_code == 404
    assert Entry.objects.filter(code="person.acts_as").count() == 1


def test_a_person_without_a_post_sees_why(db: None, client_of: Callable[..., Client]) -> None:
    client = client_of(make_person())
    assert client.get(reverse("accounts:posts")).status_code == 200
    assert client.get(reverse("accounts:units")).status_code == 200


def test_the_language_stays_with_the_person(cast: Cast, client_of: Callable[..., Client]) -> None:
    client, address = client_of(cast.leader.person), reverse("accounts:language")
    answer = client.post(address, {"language": "en", "next": "/settings/"})
    assert (answer.status_code, answer["Location"]) == (302, "/settings/")
    assert "Language" in client.get("/settings/").content.decode()
    cast.leader.person.refresh_from_db()
    assert cast.leader.person.language == "en"
    assert client.post(address, {"language": "xx"}).status_code == 422
    assert client.get(address).status_code == 405
    answer = client.post(address, {"language": "en", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/settings/"


def test_the_sign_in_page_speaks_both(client: Client, door: str) -> None:
    client.post(reverse("accounts:language"), {"language": "en", "next": door})
    assert "Password" in client.get(door).content.decode()
    client.post(reverse("accounts:language"), {"language": "zh-hans", "next": door})
    assert "密码" in client.get(door).content.decode()


def test_the_appearance_is_chosen(cast: Cast, client_of: Callable[..., Client]) -> None:
    client, address = client_of(cast.leader.person), reverse("accounts:theme")
    client.post(address, {"theme": "dark"})
    assert 'data-bs-theme="dark"' in client.get("/settings/").content.decode()
    assert client.post(address, {"theme": "pink"}).status_code == 422
    client.post(address, {"theme": ""})
    assert "data-bs-theme" not in client.get("/settings/").content.decode()
    assert Entry.objects.filter(code="person.theme_set").count() == 2


def test_a_new_password_needs_the_old_one(client: Client, door: str) -> None:
    client.post(door, {"username": "key", "password": PASSWORD})
    address = reverse("accounts:own_password")
    assert client.get(address).status_code == 200
    for old, new, again in (("wrong", NEW, NEW), (PASSWORD, NEW, "x"), (PASSWORD, "short", "short")):
        answer = client.post(address, {"old": old, "password": new, "again": again})
        assert answer.status_code == 422
    answer = client.post(address, {"old": PASSWORD, "password": NEW, "again": NEW})
    assert answer.status_code == 302
    assert client.get("/settings/").status_code == 200
    assert "password" not in str(Entry.objects.get(code="person.password_set").data)
    assert Client().post(door, {"username": "key", "password": NEW}).status_code == 302


def test_an_administrator_sets_a_forgotten_one(cast: Cast, client_of: Callable[..., Client]) -> None:
    address = reverse("accounts:person_password", args=[cast.post_holder.person.pk])
    given = {"password": NEW, "again": NEW}
    assert client_of(cast.administrator.person).post(address, given).status_code == 302
    cast.post_holder.person.refresh_from_db()
    assert cast.post_holder.person.check_password(NEW)
    assert client_of(cast.leader.person).post(address, given).status_code == 403
    assert client_of(cast.foreign_office.person).post(address, given).status_code == 404
    with pytest.raises(NotAllowed):
        actions.set_password(person=cast.leader.person, password=NEW, by=cast.colleague.actor, at=clock.now())


def test_the_program_has_no_account(db: None) -> None:
    with pytest.raises(NotAllowed):
        actions.set_language(language="en", by=SYSTEM, at=clock.now())


def test_it_speaks_two_languages_only(cast: Cast) -> None:
    with pytest.raises(Invalid):
        actions.set_language(language="de", by=cast.office.actor, at=clock.now())
