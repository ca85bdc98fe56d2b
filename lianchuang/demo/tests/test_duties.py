"""On the demo county everything has exactly one lead: zero gaps, zero overlaps; and every street has a sponsor."""

from contextlib import closing
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import Settings

from lianchuang.accounts.access import SYSTEM
from lianchuang.accounts.models import Unit
from lianchuang.common import clock
from lianchuang.demo.county import Making
from lianchuang.demo.darkroom import Darkroom
from lianchuang.duties.access import reach_of
from lianchuang.duties.models import DutyRule
from lianchuang.duties.queries import Moment, State, prove, sponsored_areas
from lianchuang.sites.models import Site, SiteType


@pytest.fixture(autouse=True)
def own_home(settings: Settings, tmp_path: Path) -> None:
    """The county's basemap lies in a folder of its own, where no other test meets it."""
    settings.HOME = tmp_path


@pytest.mark.slow
def test_the_proof_is_complete_and_a_planted_gap_is_seen(db: None) -> None:
    with translation.override("zh-hans"), closing(Darkroom(7)) as darkroom:
        Making(scale=0.05, seed=7, as_of=clock.now(), darkroom=darkroom).set_up(lambda _share: None)
    proof = prove(reach_of(SYSTEM), Moment.of(None))
    assert proof.requirements >= 100
    assert {one.thing.site.site_type for one in proof.standings if one.thing.site} == set(SiteType.objects.all())
    assert [proof.of(state) for state in (State.NONE, State.TWO, State.VACANT)] == [[], [], []]
    assert proof.is_complete
    assert all(one.sponsorships for one in sponsored_areas(Unit.objects.all(), Site.objects.all()))

    DutyRule.objects.filter(requirement__code="WS-V").update(retired_at=clock.now())
    gaps = prove(reach_of(SYSTEM), Moment.of(None)).of(State.NONE)
    assert gaps
    assert all(one.thing.code.startswith("WS-V") for one in gaps)
