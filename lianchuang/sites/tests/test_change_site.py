"""Changing what is said about a place."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.audit.models import Entry
from lianchuang.audit.queries import tell
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from lianchuang.sites.actions import SiteFacts, change_site
from lianchuang.sites.forms import FACTS
from lianchuang.sites.models import Site
from tests.cast import Cast

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]


def facts(site: Site) -> SiteFacts:
    return SiteFacts(**{name: getattr(site, name) for name in FACTS})


def change(cast: Cast, part: str = "office", version: int | None = None, **changes: Any) -> Site:
    wanted = replace(facts(cast.lane), **changes)
    by = cast.members[part].actor
    return change_site(site=cast.lane, facts=wanted, expected_version=version or cast.lane.version, by=by, at=AT)


def test_it_changes_named_columns_and_tells_them(cast: Cast) -> None:
    change(cast, name="桂花西巷", sponsor_unit=cast.urban, contact_post=cast.post_holder.post)
    held = Site.objects.get(pk=cast.lane.pk)
    assert (held.name, held.sponsor_unit, held.version) == ("桂花西巷", cast.urban, 2)
    entry = Entry.objects.get(code="site.changed")
    assert set(entry.data["columns"]) == {"name", "sponsor_unit", "contact_post"}
    assert "桂花巷 → 桂花西巷" in tell([entry])[0].sentence


def test_the_same_again_changes_nothing(cast: Cast) -> None:
    change(cast)
    assert cast.lane.version == 1
    assert not Entry.objects.filter(code="site.changed").exists()


def test_somebody_elses_change_is_not_overwritten(cast: Cast) -> None:
    Site.objects.filter(pk=cast.lane.pk).update(version=2, address="新地址")
    with pytest.raises(ChangedMeanwhile):
        change(cast, name="桂花西巷")
    assert Site.objects.get(pk=cast.lane.pk).name == "桂花巷"


@pytest.mark.parametrize("name", ["leader", "colleague", "foreign_office"])
def test_nobody_else_may(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        change(cast, name, name="x")


def test_it_cannot_move_out_of_reach(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        change(cast, unit=cast.other_county)


def test_what_is_wrong_is_named(cast: Cast) -> None:
    with pytest.raises(Invalid):
        change(cast, code=cast.market.code)
    Site.objects.filter(pk=cast.lane.pk).update(is_active=False)
    cast.lane.refresh_from_db()
    with pytest.raises(NotPossibleNow):
        change(cast, name="x")


def typed(site: Site, **changes: Any) -> dict[str, Any]:
    given = {"name": site.name, "code": site.code, "site_type": site.site_type_id, "unit": site.unit_id}
    where = {"lon": site.lon, "lat": site.lat, "system": "wgs84", "version": site.version}
    return {**given, **where, **changes}


def test_the_page(cast: Cast, client_of: ClientOf) -> None:
    url = reverse("sites:change", args=[cast.lane.pk])
    client = client_of(cast.office.person)
    assert "桂花巷" in client.get(url).content.decode()
    assert client.post(url, typed(cast.lane, name="桂花西巷")).status_code == 302
    stale = client.post(url, typed(cast.lane, name="桂花东巷"))
    assert stale.status_code == 422
    assert "桂花东巷" in stale.content.decode()
    assert Site.objects.get(pk=cast.lane.pk).name == "桂花西巷"


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    url = reverse("sites:change", args=[cast.lane.pk])
    assert client_of(cast.colleague.person).get(url).status_code == 403
    assert client_of(cast.auditor.person).post(url, typed(cast.lane)).status_code == 403
    assert client_of(cast.foreign_office.person).get(url).status_code == 404
    nowhere = reverse("sites:change", args=[uuid4()])
    assert client_of(cast.office.person).get(nowhere).status_code == 404
    assert client_of(cast.office.person).put(url).status_code == 405
