"""Adding, changing and removing phases, and their pages."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts.access import Actor
from lianchuang.audit.models import Entry
from lianchuang.campaigns.actions import add_phase, change_phase, remove_phase
from lianchuang.campaigns.models import Phase
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed
from tests.cast import Cast

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]
WHEN = {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 12, 1)}


def added(cast: Cast, by: Actor | None = None, **changes: Any) -> Phase:
    facts = {"joint": cast.joint, "name": "集中整治", **WHEN, **changes}
    return add_phase(**facts, by=by or cast.office.actor, at=AT)


def test_the_office_plans_phases(cast: Cast) -> None:
    phase = added(cast, campaign=cast.wenming)
    change_phase(phase=phase, name="攻坚", **WHEN, by=cast.office.actor, at=AT)
    assert Phase.objects.get().name == "攻坚"
    remove_phase(phase=phase, reason="并入下一阶段", by=cast.office.actor, at=AT)
    assert not Phase.objects.exists()
    codes = ["phase.added", "phase.changed", "phase.removed"]
    told = [Entry.objects.get(code=code).data for code in codes]
    assert [one["of"] for one in told] == [cast.wenming.name] * 3
    assert told[2]["reason"] == "并入下一阶段"


@pytest.mark.parametrize("name", ["leader", "coordinator", "post_holder", "auditor", "foreign_office", "stranger"])
def test_nobody_else_may(cast: Cast, name: str) -> None:
    by, phase = cast.members[name].actor, added(cast)
    with pytest.raises(NotAllowed):
        added(cast, by)
    with pytest.raises(NotAllowed):
        change_phase(phase=phase, name="x", **WHEN, by=by, at=AT)
    with pytest.raises(NotAllowed):
        remove_phase(phase=phase, reason="x", by=by, at=AT)


def test_what_is_wrong_is_named(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        added(cast, name=" ", ends_on=date(2026, 8, 1))
    assert set(refused.value.fields) == {"name", "ends_on"}
    with pytest.raises(Invalid):
        remove_phase(phase=added(cast), reason=" ", by=cast.office.actor, at=AT)


def test_for_good_is_no_day(cast: Cast, client_of: ClientOf) -> None:
    """What is typed for 长期 would break everything that counts from it."""
    for wrong in ({"ends_on": date(9999, 12, 31)}, {"starts_on": date(1, 1, 1)}):
        with pytest.raises(Invalid):
            added(cast, **wrong)
    typed = {"name": "长效保持", "starts_on": "2026-09-01", "ends_on": "9999-12-31"}
    answer = client_of(cast.office.person).post(reverse("campaigns:add_phase"), typed)
    assert answer.status_code == 422
    assert "1949" in answer.content.decode()


def test_two_people_never_overwrite_each_other(cast: Cast) -> None:
    phase = added(cast)
    change_phase(phase=phase, name="攻坚", **WHEN, expected_version=1, by=cast.office.actor, at=AT)
    with pytest.raises(ChangedMeanwhile):
        change_phase(phase=phase, name="整治", **WHEN, expected_version=1, by=cast.office.actor, at=AT)
    with pytest.raises(ChangedMeanwhile):
        remove_phase(phase=phase, reason="x", expected_version=1, by=cast.office.actor, at=AT)
    assert Phase.objects.get().name == "攻坚"


def test_the_pages(cast: Cast, client_of: ClientOf) -> None:
    client, add = client_of(cast.office.person), reverse("campaigns:add_phase")
    given = {"name": "集中整治", "starts_on": "2026-09-01", "ends_on": "2026-08-01"}
    kept = client.post(add, given)
    assert kept.status_code == 422
    assert "集中整治" in kept.content.decode()
    assert client.post(add, {**given, "ends_on": "2026-10-01"}).status_code == 302
    phase = Phase.objects.get()
    change = reverse("campaigns:change_phase", args=[phase.pk])
    assert 'value="2026-10-01"' in client.get(change).content.decode()
    assert client.post(change, {**given, "ends_on": "2026-11-01", "version": 9}).status_code == 422
    assert client.post(change, {**given, "ends_on": "2026-11-01", "version": 1}).status_code == 302
    remove = reverse("campaigns:remove_phase", args=[phase.pk])
    assert client_of(cast.leader.person).post(remove, {"reason": "x", "version": 2}).status_code == 403
    assert client_of(cast.foreign_office.person).get(remove).status_code == 404
    assert client.post(remove, {"reason": "并入", "version": 2}).status_code == 302
    assert not Phase.objects.exists()
