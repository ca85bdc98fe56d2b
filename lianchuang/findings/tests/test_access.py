"""Who sees which findings."""

import pytest
from django.http import Http404

from lianchuang.accounts.access import SYSTEM
from lianchuang.accounts.models import Role
from lianchuang.common.refusals import NotAllowed
from lianchuang.findings.access import get_finding, get_finding_for, visible_findings
from lianchuang.findings.rules import Verb
from lianchuang.findings.tests.ladder import dispatched, reported, returned
from tests.cast import Cast, Member, actor_of, grant, make_finding, make_person, make_post


def seeing(cast: Cast, finding: object) -> set[str]:
    return {part for part, member in cast.members.items() if finding in visible_findings(member.actor)}


COUNTY = {"office", "leader", "inspector", "verifier", "same_unit_verifier", "auditor", "administrator"}


def test_a_street_sees_what_lies_in_it_and_a_post_what_it_has(cast: Cast) -> None:
    assert seeing(cast, dispatched(cast)) == COUNTY | {"coordinator", "post_holder"}


def test_a_coordinator_covers_the_communities_below(cast: Cast) -> None:
    below = make_finding(site=cast.lane, item=cast.road_item, by=cast.inspector.actor)
    assert below.responsible_unit == cast.urban
    assert "coordinator" in seeing(cast, below), "it lies in a community of the street"
    assert "other_coordinator" not in seeing(cast, below)


def test_somewhere_without_a_unit_belongs_to_the_county_of_its_reporter(cast: Cast) -> None:
    assert seeing(cast, make_finding(category=cast.rubbish, by=cast.coordinator.actor)) == COUNTY | {"coordinator"}


def test_another_county_in_the_same_database_is_another_world(cast: Cast) -> None:
    for finding in (dispatched(cast), reported(cast)):
        assert not seeing(cast, finding) & {"stranger", "foreign_office"}


def test_a_role_for_one_campaign_sees_and_does_only_that(cast: Cast) -> None:
    post = make_post(unit=cast.office_unit)
    grant(post=post, role=Role.OFFICE, scope=cast.county, campaigns=["yuanlin"])
    member = Member(make_person(post=post), post)
    ours = make_finding(site=cast.lane, item=cast.road_item, by=cast.inspector.actor)
    others = dispatched(cast)
    assert set(visible_findings(member.actor)) == {ours}
    assert get_finding_for(member.actor, ours.pk, Verb.VOID) == ours
    with pytest.raises(Http404):
        get_finding(member.actor, others.pk)


def test_without_a_post_one_sees_nothing_and_the_program_sees_all(cast: Cast) -> None:
    dispatched(cast)
    assert not visible_findings(actor_of(make_person())).exists()
    assert visible_findings(SYSTEM).exists()


def test_a_stranger_finds_nothing_and_an_insider_learns_whom_to_ask(cast: Cast) -> None:
    finding = dispatched(cast)
    with pytest.raises(Http404):
        get_finding_for(cast.stranger.actor, finding.pk, Verb.ACCEPT)
    with pytest.raises(NotAllowed) as refusal:
        get_finding_for(cast.office.actor, finding.pk, Verb.ACCEPT)
    assert refusal.value.whom_to_ask == cast.post_holder.post.full_name
    with pytest.raises(NotAllowed) as refusal:
        get_finding_for(cast.post_holder.actor, returned(cast).pk, Verb.RULE)
    assert refusal.value.whom_to_ask


def test_a_unit_that_gave_it_away_sees_it_no_longer_unless_it_lies_there(cast: Cast) -> None:
    assert "post_holder" not in seeing(
        cast, make_finding(site=cast.market, item=cast.market_item, by=cast.office.actor)
    )
