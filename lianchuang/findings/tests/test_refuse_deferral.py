"""不准挂账: back to work, with the reason."""

import pytest

from lianchuang.common import clock
from lianchuang.common.refusals import Invalid
from lianchuang.findings.access import visible_findings
from lianchuang.findings.actions import ask_deferral, refuse_deferral, void_finding
from lianchuang.findings.models import Finding
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, deferral_asked, rectifying, soon
from tests.cast import Cast


def test_the_clock_goes_on(cast: Cast) -> None:
    finding, now = deferral_asked(cast), clock.now()
    refuse_deferral(finding=finding, by=cast.office.actor, note="先围挡", at=now)
    assert finding.state_enum is State.RECTIFYING
    assert (finding.running_since, finding.deferred_until) == (now, None)


def test_whoever_was_to_keep_the_plan_sees_it_no_longer(cast: Cast) -> None:
    finding, keeper = rectifying(cast), cast.nobody_special
    ask_deferral(
        finding=finding, by=cast.post_holder.actor, note="等", plan="等", plan_post=keeper.post, until=soon(),
        at=clock.now(),
    )  # fmt: skip
    assert finding in visible_findings(keeper.actor)
    refuse_deferral(finding=finding, by=cast.office.actor, note="先围挡", at=clock.now())
    assert finding not in visible_findings(keeper.actor)
    assert Finding.objects.get(pk=finding.pk).plan_post is None


def test_void_while_it_was_asked_for_nobody_keeps_a_plan(cast: Cast) -> None:
    finding = void_finding(finding=deferral_asked(cast), by=cast.office.actor, note="误报", at=clock.now())
    assert finding.plan_post is None


def test_it_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(Invalid):
        refuse_deferral(finding=deferral_asked(cast), by=cast.office.actor, note="", at=clock.now())


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "refuse_deferral",
        deferral_asked(cast),
        allowed=cast.office,
        forbidden={"post_holder": 403, "coordinator": 403},
        data=lambda: {"note": "先围挡"},
    )
    assert done.state_enum is State.RECTIFYING
