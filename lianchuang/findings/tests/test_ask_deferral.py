"""申请挂账: cannot be fixed yet, why, by what plan, until when."""

import pytest

from lianchuang.common import clock
from lianchuang.common.refusals import Invalid
from lianchuang.findings.access import visible_findings
from lianchuang.findings.actions import ask_deferral
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, elsewhere, rectifying, soon
from tests.cast import Cast


def test_the_clock_stands_while_the_office_decides(cast: Cast) -> None:
    finding, by = rectifying(cast), cast.post_holder.actor
    ask_deferral(finding=finding, by=by, note="要等管网", plan="明年", until=soon(), at=clock.now())
    assert finding.state_enum is State.DEFERRAL_ASKED
    assert finding.running_since is None
    assert finding.deferred_until == soon()


def test_it_needs_all_three(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        ask_deferral(finding=rectifying(cast), by=cast.post_holder.actor, note="", plan="", until=None, at=clock.now())
    assert set(refusal.value.fields) == {"note", "plan", "until"}


def test_until_a_day_still_to_come(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        ask_deferral(
            finding=rectifying(cast),
            by=cast.post_holder.actor,
            note="等",
            plan="等",
            until=clock.today(),
            at=clock.now(),
        )
    assert list(refusal.value.fields) == ["until"]


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "ask_deferral",
        rectifying(cast),
        allowed=cast.post_holder,
        forbidden={"office": 403, "colleague": 404},
        data=lambda: {"reason": "works", "note": "要等管网", "plan": "明年", "until": soon().isoformat()},
    )
    assert done.state_enum is State.DEFERRAL_ASKED
    assert (done.deferral_reason, done.plan_post) == ("works", cast.post_holder.post)


def test_the_plan_may_be_kept_by_another_post_which_then_sees_it(cast: Cast) -> None:
    finding, by = rectifying(cast), cast.post_holder.actor
    keeper = cast.nobody_special
    assert finding not in visible_findings(keeper.actor)
    ask_deferral(
        finding=finding,
        by=by,
        note="等",
        plan="等",
        plan_post=keeper.post,
        reason="money",
        until=soon(),
        at=clock.now(),
    )
    assert finding in visible_findings(keeper.actor)
    with pytest.raises(Invalid) as refusal:
        ask_deferral(
            finding=rectifying(cast, site=elsewhere(cast)),
            by=by,
            note="等",
            plan="等",
            plan_post=cast.stranger.post,
            until=soon(),
            at=clock.now(),
        )
    assert set(refusal.value.fields) == {"plan_post"}
