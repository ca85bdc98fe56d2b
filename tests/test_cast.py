"""The cast itself: everybody is who they are said to be."""

from collections.abc import Callable

from django.test import Client

from lianchuang.accounts.models import Role
from lianchuang.findings.rules import State
from tests.cast import Cast, make_finding, make_photo, make_round


def test_it_knows_everybody(cast: Cast) -> None:
    assert set(cast.members) >= {"office", "leader", "post_holder", "stranger"}
    for member in cast.members.values():
        assert member.actor.post == member.post
    assert cast.office.actor.has_over(cast.community.path, Role.OFFICE)
    assert not cast.foreign_office.actor.has_over(cast.community.path, Role.OFFICE)
    assert not cast.nobody_special.actor.roles


def test_its_duty_rules_resolve(cast: Cast) -> None:
    lane = make_finding(site=cast.lane, item=cast.rubbish_item, by=cast.inspector.actor)
    market = make_finding(site=cast.market, item=cast.market_item, by=cast.inspector.actor)
    road = make_finding(site=cast.lane, item=cast.road_item, by=cast.inspector.actor)
    assert (lane.state, lane.responsible_post) == (State.DISPATCHED, cast.post_holder.post)
    assert market.responsible_post == cast.market_post
    assert road.responsible_post == cast.road_post
    assert road.campaigns.count() == 3


def test_it_writes_findings_in_any_state(cast: Cast) -> None:
    for state in State:
        finding = make_finding(
            site=cast.lane, item=cast.rubbish_item, state=state, responsible_post=cast.post_holder.post
        )
        assert finding.state == state


def test_it_makes_rounds_and_photos(cast: Cast) -> None:
    planned = make_round(
        joint=cast.joint, planned_by=cast.office.post, inspector=cast.inspector.post, sites=[cast.lane]
    )
    assert planned.round_sites.get().site == cast.lane
    assert make_photo() != make_photo()


def test_it_signs_people_in(cast: Cast, client_of: Callable[..., Client]) -> None:
    assert "_auth_user_id" in client_of(cast.office.person).session
