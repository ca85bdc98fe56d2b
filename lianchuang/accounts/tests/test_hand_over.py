"""Somebody leaves: every post finds its successor in one step, and what lies there stays."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts import actions, queries
from lianchuang.accounts.models import Appointment
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from tests.cast import Cast, appoint, make_finding, make_person, make_post


def test_it_names_a_successor_for_each_post(cast: Cast) -> None:
    leaver, heir, today = cast.post_holder.person, make_person(), clock.today()
    second = make_post(unit=cast.street)
    appoint(person=leaver, post=second)
    finding = make_finding(site=cast.lane, item=cast.rubbish_item, by=cast.inspector.actor)
    day = today + timedelta(days=1)
    actions.hand_over(
        person=leaver,
        successors={cast.post_holder.post.pk: heir, second.pk: None},
        from_day=day,
        by=cast.office.actor,
        at=clock.now(),
    )
    assert queries.holder_of(cast.post_holder.post, today) == leaver
    assert queries.holder_of(cast.post_holder.post, day) == heir
    assert queries.holder_of(second, day) is None
    finding.refresh_from_db()
    assert finding.responsible_post == cast.post_holder.post
    assert heir.name in Entry.objects.get(code="person.handed_over").data["posts"]


def test_no_post_is_forgotten(cast: Cast) -> None:
    appoint(person=cast.post_holder.person, post=make_post(unit=cast.street))
    with pytest.raises(Invalid):
        actions.hand_over(
            person=cast.post_holder.person,
            successors={cast.post_holder.post.pk: make_person()},
            from_day=clock.today(),
            by=cast.office.actor,
            at=clock.now(),
        )
    assert Appointment.objects.filter(person=cast.post_holder.person, until__isnull=True).count() == 2


def test_all_or_nothing(cast: Cast) -> None:
    """A successor who cannot be appointed leaves everything as it was."""
    second = make_post(unit=cast.street)
    appoint(person=cast.post_holder.person, post=second)
    closed = make_person(is_active=False)
    with pytest.raises(Invalid):
        actions.hand_over(
            person=cast.post_holder.person,
            successors={cast.post_holder.post.pk: None, second.pk: closed},
            from_day=clock.today(),
            by=cast.office.actor,
            at=clock.now(),
        )
    assert Appointment.objects.filter(person=cast.post_holder.person, until__isnull=True).count() == 2
    assert not Entry.objects.filter(code="appointment.ended").exists()


def test_it_is_refused(cast: Cast) -> None:
    given = {"successors": {cast.post_holder.post.pk: None}, "from_day": clock.today(), "at": clock.now()}
    for member in (cast.coordinator, cast.auditor, cast.foreign_office):
        with pytest.raises(NotAllowed):
            actions.hand_over(person=cast.post_holder.person, by=member.actor, **given)
    with pytest.raises(NotPossibleNow):
        actions.hand_over(person=make_person(), by=cast.office.actor, **given)


def test_its_page_works(cast: Cast, client_of: Callable[..., Client]) -> None:
    heir = make_person(name="接班人")
    client = client_of(cast.administrator.person)
    address = reverse("accounts:hand_over", args=[cast.post_holder.person.pk])
    page = client.get(address).content.decode()
    assert "接班人" in page
    assert "桂亭街道 · 环卫岗" in page
    field = f"post_{cast.post_holder.post.pk}"
    day = clock.today() + timedelta(days=1)
    assert client.post(address, {"from_day": "", field: heir.pk}).status_code == 422
    assert client.post(address, {"from_day": day.isoformat(), field: heir.pk}).status_code == 302
    assert queries.holder_of(cast.post_holder.post, day) == heir
    assert client_of(cast.colleague.person).get(address).status_code == 403
