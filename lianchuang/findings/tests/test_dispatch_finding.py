"""交办: to the post that answers for it; its clock starts."""

import pytest

from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotAllowed
from lianchuang.findings.actions import dispatch_finding, submit_rectification, verify_rectification
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, moment, reported
from tests.cast import Cast, make_photo


def test_the_clock_starts(cast: Cast) -> None:
    finding, now = reported(cast), clock.now()
    dispatch_finding(finding=finding, by=cast.office.actor, post=cast.market_post, at=now, ground="office")
    assert finding.state_enum is State.DISPATCHED
    assert finding.running_since == finding.dispatched_at == now
    assert finding.step_due_at == finding.first_due_at
    assert finding.responsible_unit == cast.market_bureau
    assert Entry.objects.filter(code="finding.dispatch", object_id=str(finding.pk)).count() == 1


def test_it_needs_a_post(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        dispatch_finding(finding=reported(cast), by=cast.office.actor, post=None, at=clock.now())
    assert list(refusal.value.fields) == ["post"]


def test_whoever_dispatched_it_by_hand_cannot_verify_it(cast: Cast) -> None:
    finding = reported(cast)
    dispatch_finding(finding=finding, by=cast.office.actor, post=cast.post_holder.post, at=moment(1))
    by, photos = cast.post_holder.actor, [make_photo()]
    submit_rectification(finding=finding, by=by, note="好了", photos=photos, at=moment(2))
    with pytest.raises(NotAllowed) as refusal:
        verify_rectification(finding=finding, by=cast.office.actor, passed=True, at=clock.now())
    assert refusal.value.code == "took_part"


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "dispatch",
        reported(cast),
        allowed=cast.office,
        forbidden={"coordinator": 403, "post_holder": 404, "inspector": 403, "other_coordinator": 404},
        data=lambda: {"post": cast.market_post.pk},
    )
    assert done.responsible_post == cast.market_post
