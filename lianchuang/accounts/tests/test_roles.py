"""Granting roles to posts and taking them away."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts import actions, queries
from lianchuang.accounts.models import Grant, Role
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import NotAllowed
from tests.cast import Cast, actor_of, grant


def test_a_role_hangs_on_the_post(cast: Cast) -> None:
    actions.grant_role(
        post=cast.nobody_special.post,
        role=Role.INSPECTOR,
        scope=cast.county,
        by=cast.office.actor,
        at=clock.now(),
    )
    actor = actor_of(cast.nobody_special.person)
    assert actor.has_over(cast.lane.unit.path, Role.INSPECTOR)
    assert cast.nobody_special.post in queries.posts_with_role(Role.INSPECTOR, cast.community.path)


def test_granting_it_again_changes_nothing(cast: Cast) -> None:
    given = {
        "post": cast.colleague.post,
        "role": Role.VERIFIER,
        "scope": cast.county,
        "by": cast.office.actor,
        "at": clock.now(),
    }
    actions.grant_role(**given)
    actions.grant_role(**given)
    assert Entry.objects.filter(code="role.granted").count() == 1
    actions.grant_role(**given, campaigns=["wenming"])
    assert Entry.objects.filter(code="role.granted").count() == 2
    assert Grant.objects.get(post=cast.colleague.post, role=Role.VERIFIER).campaigns == ["wenming"]


def test_nobody_gives_more_than_they_manage(cast: Cast) -> None:
    grant(post=cast.coordinator.post, role=Role.ADMINISTRATOR, scope=cast.street)
    local = actor_of(cast.coordinator.person)
    now = clock.now()
    actions.grant_role(post=cast.colleague.post, role=Role.VERIFIER, scope=cast.street, by=local, at=now)
    with pytest.raises(NotAllowed):
        actions.grant_role(post=cast.colleague.post, role=Role.OFFICE, scope=cast.county, by=local, at=now)
    with pytest.raises(NotAllowed):
        actions.grant_role(post=cast.inspector.post, role=Role.VERIFIER, scope=cast.street, by=local, at=now)
    with pytest.raises(NotAllowed):
        actions.revoke_role(grant=Grant.objects.get(post=cast.office.post), by=local, at=now)


def test_it_is_taken_away(cast: Cast, client_of: Callable[..., Client]) -> None:
    held = Grant.objects.get(post=cast.inspector.post)
    address = reverse("accounts:revoke_role", args=[held.pk])
    assert client_of(cast.coordinator.person).post(address).status_code == 403
    assert client_of(cast.foreign_office.person).post(address).status_code == 404
    client = client_of(cast.administrator.person)
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    assert not actor_of(cast.inspector.person).roles
    assert client.post(address).status_code == 404


def test_its_form_offers_ones_own_part_of_the_tree(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.office.person)
    address = reverse("accounts:grant_role", args=[cast.colleague.post.pk])
    page = client.get(address).content.decode()
    assert "莲池街道" in page
    assert "松县" not in page
    assert client.post(address, {"role": "verifier", "scope": cast.other_county.pk}).status_code == 422
    assert client.post(address, {"role": "verifier", "scope": cast.county.pk}).status_code == 302
