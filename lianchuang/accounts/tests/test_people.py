"""Adding people, appointing them, ending terms, closing accounts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts import actions, queries
from lianchuang.accounts.access import SYSTEM, actors_of
from lianchuang.accounts.models import Appointment, Person
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from tests.cast import LONG_AGO, PASSWORD, Cast, appoint, make_person, make_post


def test_it_adds_somebody_who_may_sign_in(cast: Cast) -> None:
    person = actions.add_person(username="xin", name="新人", password=PASSWORD, by=cast.office.actor, at=clock.now())
    assert person.check_password(PASSWORD)
    assert actors_of(person, clock.today()) == []
    entry = Entry.objects.get(code="person.added")
    assert PASSWORD not in str(entry.data)


def test_without_a_password_nobody_signs_in(cast: Cast) -> None:
    person = actions.add_person(username="xin", name="新人", by=SYSTEM, at=clock.now())
    assert not person.has_usable_password()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"username": "Office"}, "username"),
        ({"username": " "}, "username"),
        ({"name": ""}, "name"),
        ({"password": "12345678"}, "password"),
    ],
)
def test_it_refuses_what_does_not_fit(cast: Cast, given: dict[str, str], field: str) -> None:
    whole = {"username": "xin", "name": "新人", **given}
    with pytest.raises(Invalid) as refusal:
        actions.add_person(by=cast.office.actor, at=clock.now(), **whole)
    assert list(refusal.value.fields) == [field]
    assert not Person.objects.filter(name="新人").exists()


def test_only_those_who_keep_order_add_people(cast: Cast) -> None:
    for member in (cast.leader, cast.coordinator, cast.auditor, cast.stranger):
        with pytest.raises(NotAllowed):
            actions.add_person(username="xin", name="新人", by=member.actor, at=clock.now())


def test_a_post_is_held_by_one_person_at_a_time(cast: Cast) -> None:
    newcomer, today = make_person(), clock.today()
    term = actions.appoint(person=newcomer, post=cast.road_post, since=today, by=cast.office.actor, at=clock.now())
    assert queries.holder_of(cast.road_post, today) == newcomer
    with pytest.raises(Invalid) as refusal:
        actions.appoint(person=make_person(), post=cast.road_post, since=today, by=SYSTEM, at=clock.now())
    assert newcomer.name in refusal.value.fields["since"][0]
    actions.end_appointment(appointment=term, until=today + timedelta(days=9), by=cast.office.actor, at=clock.now())
    next_one = actions.appoint(
        person=make_person(),
        post=cast.road_post,
        since=today + timedelta(days=9),
        by=cast.office.actor,
        at=clock.now(),
    )
    assert next_one.pk


def test_a_term_must_make_sense(cast: Cast) -> None:
    today, now, by = clock.today(), clock.now(), cast.office.actor
    with pytest.raises(Invalid):
        actions.appoint(person=make_person(), post=cast.road_post, since=today, until=today, by=by, at=now)
    closed = make_person(is_active=False)
    with pytest.raises(Invalid):
        actions.appoint(person=closed, post=cast.road_post, since=today, by=by, at=now)
    term = Appointment.objects.get(post=cast.post_holder.post)
    with pytest.raises(Invalid):
        actions.end_appointment(appointment=term, until=LONG_AGO, by=by, at=now)
    actions.end_appointment(appointment=term, until=today, by=by, at=now)
    with pytest.raises(NotPossibleNow):
        actions.end_appointment(appointment=term, until=today + timedelta(days=1), by=by, at=now)


def test_who_has_nothing_to_say_there_is_refused(cast: Cast) -> None:
    term = Appointment.objects.get(post=cast.post_holder.post)
    for member in (cast.coordinator, cast.inspector, cast.foreign_office):
        with pytest.raises(NotAllowed):
            actions.appoint(
                person=make_person(), post=cast.road_post, since=clock.today(), by=member.actor, at=clock.now()
            )
        with pytest.raises(NotAllowed):
            actions.end_appointment(appointment=term, until=clock.today(), by=member.actor, at=clock.now())


def test_a_closed_account_is_closed_at_once(cast: Cast, client_of: Callable[..., Client]) -> None:
    person, by = cast.post_holder.person, cast.administrator.actor
    client = client_of(person)
    with pytest.raises(NotPossibleNow):
        actions.deactivate_person(person=person, by=by, at=clock.now())
    term = Appointment.objects.get(person=person)
    actions.end_appointment(appointment=term, until=clock.today(), by=by, at=clock.now())
    assert client.get(reverse("accounts:settings")).status_code == 200
    actions.deactivate_person(person=person, by=by, at=clock.now())
    assert client.get(reverse("accounts:settings")).status_code == 302
    actions.reactivate_person(person=person, by=by, at=clock.now())
    assert Person.objects.get(pk=person.pk).is_active
    with pytest.raises(NotPossibleNow):
        actions.deactivate_person(person=cast.administrator.person, by=by, at=clock.now())
    with pytest.raises(NotAllowed):
        actions.deactivate_person(person=cast.stranger.person, by=by, at=clock.now())


def test_its_pages_work(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.administrator.person)
    answer = client.post(reverse("accounts:add_person"), {"name": "新人", "username": "office"})
    assert answer.status_code == 422
    assert "新人" in answer.content.decode()
    client.post(reverse("accounts:add_person"), {"name": "新人", "username": "xin"})
    person = Person.objects.get(username="xin")
    page = client.get(reverse("accounts:people"), {"q": "新人"}).content.decode()
    assert reverse("accounts:person", args=[person.pk]) in page
    assert "沈雨" not in page
    address = reverse("accounts:appoint", args=[cast.road_post.pk])
    assert "新人" in client.get(address).content.decode()
    answer = client.post(address, {"person": person.pk, "since": clock.today().isoformat()})
    assert answer.status_code == 302
    assert queries.holder_of(cast.road_post, clock.today()) == person
    term = Appointment.objects.get(person=person)
    address = reverse("accounts:end_appointment", args=[term.pk])
    assert client.post(address, {"until": clock.today().isoformat()}).status_code == 422
    tomorrow = clock.today() + timedelta(days=1)
    assert client.post(address, {"until": tomorrow.isoformat()}).status_code == 302


def test_people_elsewhere_do_not_exist_for_others(cast: Cast, client_of: Callable[..., Client]) -> None:
    address = reverse("accounts:person", args=[cast.post_holder.person.pk])
    assert client_of(cast.administrator.person).get(address).status_code == 200
    assert client_of(cast.colleague.person).get(address).status_code == 403
    assert client_of(cast.foreign_office.person).get(address).status_code == 404


def test_the_list_does_not_ask_more_for_more_people(
    cast: Cast, client_of: Callable[..., Client], django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _number in range(12):
        appoint(person=make_person(), post=make_post(unit=cast.urban))
    people = queries.people_for(cast.office.actor, clock.today())
    with django_assert_max_num_queries(2):  # type: ignore[attr-defined]
        assert all(person.held is not None for person in people)
