"""Whose account somebody keeps in order: who sets a password can act as that person, so nothing of theirs may lie elsewhere."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts import actions
from lianchuang.accounts.access import keeps_account, manageable_people
from lianchuang.accounts.models import Person, Role
from lianchuang.common import clock
from lianchuang.common.refusals import NotAllowed
from tests.cast import PASSWORD, Cast, Member, actor_of, appoint, grant, make_person, make_post


@pytest.fixture
def keeper(cast: Cast) -> Member:
    """Who keeps people and posts of one street in order."""
    post = make_post(unit=cast.street)
    grant(post=post, role=Role.ADMINISTRATOR, scope=cast.street)
    person = make_person(post=post)
    return Member(person, post)


def is_refused(person: Person, keeper: Member) -> bool:
    """Every way into the account is shut."""
    now, by = clock.now(), actor_of(keeper.person)
    for doing in (actions.deactivate_person, actions.reactivate_person):
        with pytest.raises(NotAllowed):
            doing(person=person, by=by, at=now)
    with pytest.raises(NotAllowed):
        actions.set_password(person=person, password=PASSWORD, by=by, at=now)
    return not keeps_account(by, person, clock.today())


def test_own_people_are_kept(cast: Cast, keeper: Member) -> None:
    mine = make_person(post=make_post(unit=cast.community))
    actions.set_password(person=mine, password=PASSWORD, by=actor_of(keeper.person), at=clock.now())
    left = make_person()
    appoint(person=left, post=make_post(unit=cast.street), until=clock.today())
    actions.deactivate_person(person=left, by=actor_of(keeper.person), at=clock.now())


def test_a_post_elsewhere_shuts_it(cast: Cast, keeper: Member) -> None:
    person = make_person(post=make_post(unit=cast.street))
    appoint(person=person, post=make_post(unit=cast.county))
    assert is_refused(person, keeper)
    assert keeps_account(cast.administrator.actor, person, clock.today())


def test_so_does_one_from_a_day_to_come(cast: Cast, keeper: Member) -> None:
    coming = make_person()
    appoint(person=coming, post=make_post(unit=cast.county), since=clock.today() + timedelta(days=1))
    assert is_refused(coming, keeper)


def test_so_does_a_role_that_reaches_further(cast: Cast, keeper: Member) -> None:
    post = make_post(unit=cast.street)
    grant(post=post, role=Role.VERIFIER, scope=cast.county)
    assert is_refused(make_person(post=post), keeper)
    free, somebody, by = make_post(unit=cast.street), make_person(), actor_of(keeper.person)
    grant(post=free, role=Role.OFFICE, scope=cast.county)
    with pytest.raises(NotAllowed):
        actions.appoint(person=somebody, post=free, since=clock.today(), by=by, at=clock.now())


def test_who_never_had_a_post_is_kept_at_the_root(cast: Cast, keeper: Member) -> None:
    newcomer = make_person()
    assert is_refused(newcomer, keeper)
    assert keeps_account(cast.administrator.actor, newcomer, clock.today())
    assert newcomer in manageable_people(actor_of(keeper.person), clock.today()), "but may be appointed"


def test_who_left_another_county_is_not_named(cast: Cast, keeper: Member) -> None:
    left = make_person()
    appoint(person=left, post=cast.foreign_office.post, until=clock.today())
    assert left not in manageable_people(actor_of(keeper.person), clock.today())
    assert left not in manageable_people(cast.administrator.actor, clock.today())


def test_its_page_offers_only_what_is_kept(cast: Cast, keeper: Member, client_of: Callable[..., Client]) -> None:
    person, client = make_person(post=make_post(unit=cast.street)), client_of(keeper.person)
    shown, password = (
        reverse("accounts:person", args=[person.pk]),
        reverse("accounts:person_password", args=[person.pk]),
    )
    assert password in client.get(shown).content.decode()
    assert client.get(password).status_code == 200
    appoint(person=person, post=make_post(unit=cast.county))
    assert password not in client.get(shown).content.decode()
    assert client.get(password).status_code == 403
    assert client.post(password, {"password": PASSWORD, "again": PASSWORD}).status_code == 403
