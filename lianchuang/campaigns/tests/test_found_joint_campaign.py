"""Founding the joint campaign of a place."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from lianchuang.accounts.access import SYSTEM, Actor
from lianchuang.audit.models import Entry
from lianchuang.campaigns.actions import found_joint_campaign
from lianchuang.campaigns.models import JointCampaign
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from tests.cast import Cast

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


def found(cast: Cast, by: Actor, **changes: Any) -> JointCampaign:
    facts = {
        "name": "松县联创",
        "name_en": "Song joint campaign",
        "place": cast.other_county,
        "office": cast.other_county,
        "symbol": "松联创",
        "started_on": date(2026, 1, 1),
    }
    return found_joint_campaign(**{**facts, **changes}, by=by, at=AT)


def test_its_office_may_found_it(cast: Cast) -> None:
    joint = found(cast, cast.foreign_office.actor)
    assert (joint.symbol, joint.place) == ("松联创", cast.other_county)
    entry = Entry.objects.get(code="joint.founded")
    assert entry.data["place"] == "松县"


@pytest.mark.parametrize("name", ["office", "leader", "stranger", "administrator"])
def test_nobody_else_may(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        found(cast, cast.members[name].actor)


def test_a_place_has_one(cast: Cast) -> None:
    with pytest.raises(NotPossibleNow) as refused:
        found(cast, SYSTEM, place=cast.county, office=cast.office_unit)
    assert refused.value.code == "joint_exists"


def test_what_is_wrong_is_named(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        found(cast, SYSTEM, name=" ", symbol="", office=cast.office_unit)
    assert set(refused.value.fields) == {"name", "symbol", "office"}
