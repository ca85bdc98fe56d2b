"""权属裁定: whose it is; the clock goes on from where it stood."""

import pytest

from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from lianchuang.duties.actions import accept_proposal
from lianchuang.duties.models import RuleProposal
from lianchuang.duties.queries import resolve_duty
from lianchuang.findings import access
from lianchuang.findings.actions import return_finding, rule_on_ownership
from lianchuang.findings.models import Step
from lianchuang.findings.queries.exits import passes_of
from lianchuang.findings.queries.page import steps_of
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, elsewhere, returned
from tests.cast import Cast


def test_it_goes_to_the_post_that_is_ruled(cast: Cast) -> None:
    finding, now = returned(cast), clock.now()
    used = finding.used_minutes
    rule_on_ownership(finding=finding, by=cast.office.actor, post=cast.road_post, note="门外归市政", at=now)
    assert finding.state_enum is State.DISPATCHED
    assert finding.responsible_post == cast.road_post
    assert (finding.used_minutes, finding.running_since) == (used, now)
    assert Step.objects.filter(finding=finding).latest("id").data["moved"] is True


def test_it_may_stay_where_it_was(cast: Cast) -> None:
    finding, same = returned(cast), cast.post_holder.post
    rule_on_ownership(finding=finding, by=cast.office.actor, post=same, note="界线以内", at=clock.now())
    assert finding.responsible_post == same
    assert Step.objects.filter(finding=finding).latest("id").data["moved"] is False


def test_it_needs_a_post_and_words(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        rule_on_ownership(finding=returned(cast), by=cast.office.actor, post=None, note="", at=clock.now())
    assert set(refusal.value.fields) == {"post", "note"}


def test_an_independent_inspector_may_rule_on_the_spot(cast: Cast) -> None:
    finding = returned(cast)
    rule_on_ownership(finding=finding, by=cast.verifier.actor, post=cast.road_post, note="井盖归市政", at=clock.now())
    step = Step.objects.filter(finding=finding).latest("id")
    assert step.data["on_spot"] is True
    assert access.involved_in(finding)
    with pytest.raises(NotAllowed) as refusal:
        rule_on_ownership(
            finding=returned(cast, site=elsewhere(cast)),
            by=cast.same_unit_verifier.actor,
            post=cast.road_post,
            note="不归我们",
            at=clock.now(),
        )
    assert refusal.value.code == "not_your_part"


def test_after_two_returns_only_the_office_rules_and_no_return_is_left(cast: Cast) -> None:
    finding, now = returned(cast), clock.now()
    same = cast.post_holder.post
    rule_on_ownership(finding=finding, by=cast.verifier.actor, post=same, note="界线以内", at=now)
    return_finding(finding=finding, by=cast.post_holder.actor, note="仍认为不属", at=now)
    with pytest.raises(NotPossibleNow) as refusal:
        rule_on_ownership(finding=finding, by=cast.inspector.actor, post=same, note="界线以内", at=now)
    assert refusal.value.code == "office_after_returns"
    rule_on_ownership(finding=finding, by=cast.office.actor, post=same, note="以此为准", at=now)
    with pytest.raises(NotPossibleNow) as refusal:
        return_finding(finding=finding, by=cast.post_holder.actor, note="还是不属", at=now)
    assert refusal.value.code == "returns_left"
    passes = passes_of(steps_of(finding))
    assert [one.post for one in passes] == [same.full_name] * 3
    assert [one.went_back is not None for one in passes] == [True, True, False]


def test_a_rule_is_proposed_with_the_boundary_and_accepted_in_duties(cast: Cast) -> None:
    finding, now = returned(cast), clock.now()
    given = {"finding": finding, "by": cast.office.actor, "post": cast.road_post, "note": "路牙以外归市政", "at": now}
    with pytest.raises(Invalid) as refusal:
        rule_on_ownership(**given, propose=True)
    assert set(refusal.value.fields) == {"boundary"}
    rule_on_ownership(**given, propose=True, boundary="以路牙为界")
    proposal = RuleProposal.objects.get()
    assert (proposal.site, proposal.item, proposal.post) == (cast.lane, cast.rubbish_item, cast.road_post)
    rule = accept_proposal(proposal=proposal, by=cast.office.actor, at=now)
    assert resolve_duty(site=cast.lane, item=cast.rubbish_item, category=cast.rubbish).post == cast.road_post
    assert "以路牙为界" in rule.ground


def test_what_the_rules_say_already_is_not_proposed(cast: Cast) -> None:
    finding, same = returned(cast), cast.post_holder.post
    rule_on_ownership(
        finding=finding, by=cast.office.actor, post=same, note="界线以内", boundary="界", propose=True, at=clock.now()
    )
    assert not RuleProposal.objects.exists()


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "rule",
        returned(cast),
        allowed=cast.office,
        forbidden={"post_holder": 403, "coordinator": 403, "same_unit_verifier": 403},
        data=lambda: {"post": cast.road_post.pk, "note": "门外归市政"},
    )
    assert done.responsible_post == cast.road_post
