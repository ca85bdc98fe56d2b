"""Rules proposed from one case: nothing holds until a person of the office accepts."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from lianchuang.duties.actions import accept_proposal, decline_proposal, propose_rule
from lianchuang.duties.models import DutyRule, ProposalState, RuleProposal
from lianchuang.findings.tests.ladder import ClientOf
from tests.cast import Cast, Member, make_duty_rule


def proposed(cast: Cast, by: Member | None = None, boundary: str = "以路牙为界") -> RuleProposal:
    made = propose_rule(
        area=cast.community,
        site=cast.lane,
        item=cast.rubbish_item,
        category=cast.rubbish,
        post=cast.road_post,
        boundary=boundary,
        origin=("finding", "1", "问-2026-00001 的权属裁定"),
        by=(by or cast.office).actor,
        at=clock.now(),
    )
    assert made is not None
    return made


def test_the_same_is_proposed_once(cast: Cast) -> None:
    proposal = proposed(cast, by=cast.verifier)
    with pytest.raises(AssertionError):
        proposed(cast)
    assert list(RuleProposal.objects.all()) == [proposal]
    assert proposal.category is None, "the item says more"
    before = DutyRule.objects.count()
    rule = accept_proposal(proposal=proposal, by=cast.office.actor, at=clock.now())
    assert DutyRule.objects.count() == before + 1
    assert (rule.site, rule.item, rule.area, rule.post) == (cast.lane, cast.rubbish_item, None, cast.road_post)
    assert (proposal.state, proposal.rule) == (ProposalState.ACCEPTED, rule)
    with pytest.raises(NotPossibleNow):
        decline_proposal(proposal=proposal, reason="不必", by=cast.office.actor, at=clock.now())


def test_history_has_the_names_that_records_keep(cast: Cast) -> None:
    with override("en"):
        proposed(cast)
        assert cast.road_post.full_name != cast.road_post.written_name
    assert Entry.objects.get(code="duty_proposal.made").data["post"] == cast.road_post.written_name


def test_boundary_and_reason_are_needed_and_the_office_decides(cast: Cast) -> None:
    with pytest.raises(Invalid):
        proposed(cast, boundary=" ")
    with pytest.raises(NotAllowed):
        proposed(cast, by=cast.post_holder)
    proposal = proposed(cast)
    with pytest.raises(Invalid):
        decline_proposal(proposal=proposal, reason="", by=cast.office.actor, at=clock.now())
    for somebody in (cast.verifier, cast.leader, cast.foreign_office):
        with pytest.raises(NotAllowed):
            accept_proposal(proposal=proposal, by=somebody.actor, at=clock.now())
    decline_proposal(proposal=proposal, reason="个案", by=cast.office.actor, at=clock.now())
    assert (proposal.state, proposal.reason) == (ProposalState.DECLINED, "个案")


def test_a_rule_in_force_for_the_same_keeps_it_open(cast: Cast) -> None:
    proposal = proposed(cast)
    make_duty_rule(site=cast.lane, item=cast.rubbish_item, post=cast.market_post)
    with pytest.raises(NotPossibleNow):
        accept_proposal(proposal=proposal, by=cast.office.actor, at=clock.now())
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.OPEN


def test_the_pages(cast: Cast, client_of: ClientOf) -> None:
    proposal = proposed(cast)
    accept, decline = (reverse(f"duties:{verb}_proposal", args=[proposal.pk]) for verb in ("accept", "decline"))
    office, leader = client_of(cast.office.person), client_of(cast.leader.person)
    assert accept in office.get(reverse("duties:rules")).content.decode()
    assert accept not in leader.get(reverse("duties:rules")).content.decode()
    assert leader.post(accept).status_code == 403
    assert client_of(cast.foreign_office.person).post(accept).status_code == 404
    assert "以路牙为界" in office.get(accept).content.decode()
    assert office.post(decline, {"reason": ""}).status_code == 422
    assert office.post(accept).status_code == 302
    assert office.get(accept).status_code == 409
