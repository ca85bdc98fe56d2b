"""Closing a place and putting it back."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.audit.models import Entry
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from lianchuang.sites.actions import close_site, reopen_site
from lianchuang.sites.models import Site
from tests.cast import Cast

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]


def test_it_goes_and_comes_back(cast: Cast) -> None:
    by = cast.office.actor
    close_site(site=cast.lane, reason="拆迁", expected_version=1, by=by, at=AT)
    assert not Site.objects.get(pk=cast.lane.pk).is_active
    with pytest.raises(NotPossibleNow):
        close_site(site=cast.lane, reason="拆迁", expected_version=2, by=by, at=AT)
    reopen_site(site=cast.lane, reason="未拆", expected_version=2, by=by, at=AT)
    held = Site.objects.get(pk=cast.lane.pk)
    assert (held.is_active, held.version) == (True, 3)
    with pytest.raises(NotPossibleNow):
        reopen_site(site=cast.lane, reason="未拆", expected_version=3, by=by, at=AT)
    codes = list(Entry.objects.order_by("pk").values_list("code", flat=True))
    assert codes[-2:] == ["site.closed", "site.reopened"]


def test_it_needs_a_reason_and_the_version_seen(cast: Cast) -> None:
    with pytest.raises(Invalid):
        close_site(site=cast.lane, reason=" ", expected_version=1, by=cast.office.actor, at=AT)
    with pytest.raises(ChangedMeanwhile):
        close_site(site=cast.lane, reason="拆迁", expected_version=7, by=cast.office.actor, at=AT)


@pytest.mark.parametrize("name", ["leader", "coordinator", "foreign_office", "auditor"])
def test_nobody_else_may(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        close_site(site=cast.lane, reason="x", expected_version=1, by=cast.members[name].actor, at=AT)


def test_the_pages(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.office.person)
    close = reverse("sites:close", args=[cast.lane.pk])
    assert client.get(close).status_code == 200
    assert client.post(close, {"reason": "", "version": 1}).status_code == 422
    assert client.post(close, {"reason": "拆迁", "version": 1}).status_code == 302
    again = client.post(close, {"reason": "拆迁", "version": 2})
    assert again.status_code == 422
    reopen = reverse("sites:reopen", args=[cast.lane.pk])
    assert client.post(reopen, {"reason": "未拆", "version": 2}).status_code == 302
    assert Site.objects.get(pk=cast.lane.pk).is_active


@pytest.mark.parametrize("verb", ["close", "reopen"])
def test_the_ladder(cast: Cast, client_of: ClientOf, verb: str) -> None:
    url = reverse(f"sites:{verb}", args=[cast.lane.pk])
    assert client_of(cast.colleague.person).post(url, {"reason": "x", "version": 1}).status_code == 403
    assert client_of(cast.stranger.person).post(url, {"reason": "x", "version": 1}).status_code == 404
    assert Site.objects.get(pk=cast.lane.pk).is_active
