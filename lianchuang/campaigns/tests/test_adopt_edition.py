"""Adopting an edition as a campaign."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from lianchuang.accounts.access import SYSTEM, Actor
from lianchuang.audit.models import Entry
from lianchuang.campaigns.actions import adopt_edition
from lianchuang.campaigns.models import Campaign
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from lianchuang.standards.models import EditionState
from tests.cast import Cast, make_edition

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


def adopt(cast: Cast, by: Actor, **changes: Any) -> Campaign:
    facts = {
        "joint": cast.joint,
        "edition": changes.get("edition") or make_edition(code="forest-1", name="森林城市"),
        "code": "forest",
        "name": "森林城市",
        "name_en": "Forest city",
        "seal": "林",
        "slot": 5,
        "lead_post": cast.leader.post,
        "target_date": date(2030, 1, 1),
        "supporting_units": [cast.urban, cast.market_bureau],
    }
    return adopt_edition(**{**facts, **changes}, by=by, at=AT)


def test_the_office_adopts(cast: Cast) -> None:
    campaign = adopt(cast, cast.office.actor)
    assert set(campaign.supporting_units.all()) == {cast.urban, cast.market_bureau}
    entry = Entry.objects.get(code="campaign.adopted")
    assert entry.data == {
        "edition": "森林城市",
        "campaign": "森林城市",
        "post": "莲县 · 分管副县长",
        "target": "2030-01-01",
    }


@pytest.mark.parametrize("name", ["leader", "coordinator", "auditor", "foreign_office", "stranger"])
def test_nobody_else_may(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        adopt(cast, cast.members[name].actor)
    assert Campaign.objects.count() == 4


def test_a_draft_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPossibleNow) as refused:
        adopt(cast, SYSTEM, edition=make_edition(code="forest-2", state=EditionState.DRAFT))
    assert refused.value.code == "edition_is_draft"


def test_what_is_wrong_is_named(cast: Cast) -> None:
    wrong = {
        "edition": cast.wenming.edition,
        "code": cast.wenming.code,
        "seal": "文明",
        "slot": 1,
        "lead_post": cast.stranger.post,
        "target_date": cast.joint.started_on,
    }
    with pytest.raises(Invalid) as refused:
        adopt(cast, SYSTEM, **wrong)
    assert set(refused.value.fields) == set(wrong)
    with pytest.raises(Invalid) as slot:
        adopt(cast, SYSTEM, slot=7)
    assert set(slot.value.fields) == {"slot"}
