"""权属裁定: whose it is; the clock goes on from where it stood."""

import pytest

from lianchuang.common import clock
from lianchuang.common.refusals import Invalid
from lianchuang.findings.actions import rule_on_ownership
from lianchuang.findings.models import Step
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, returned
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


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "rule",
        returned(cast),
        allowed=cast.office,
        forbidden={"post_holder": 403, "coordinator": 403, "verifier": 403},
        data=lambda: {"post": cast.road_post.pk, "note": "门外归市政"},
    )
    assert done.responsible_post == cast.road_post
