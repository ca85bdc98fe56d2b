"""改派: to another post; the clock goes on."""

import pytest

from lianchuang.common import clock
from lianchuang.common.refusals import Invalid
from lianchuang.findings.actions import reassign_finding
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, rectifying
from tests.cast import Cast


def test_it_starts_again_at_the_other_post_with_what_time_is_left(cast: Cast) -> None:
    finding = rectifying(cast)
    running = finding.running_since
    reassign_finding(finding=finding, by=cast.office.actor, post=cast.road_post, note="转市政", at=clock.now())
    assert finding.state_enum is State.DISPATCHED
    assert (finding.running_since, finding.reassign_count) == (running, 1)


def test_not_to_where_it_is(cast: Cast) -> None:
    with pytest.raises(Invalid):
        reassign_finding(
            finding=rectifying(cast), by=cast.office.actor, post=cast.post_holder.post, note="?", at=clock.now()
        )


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "reassign",
        rectifying(cast),
        allowed=cast.office,
        forbidden={"post_holder": 403, "coordinator": 403},
        data=lambda: {"post": cast.road_post.pk, "note": "转市政"},
    )
    assert done.reassign_count == 1
