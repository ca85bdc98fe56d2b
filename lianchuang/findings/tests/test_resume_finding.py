"""The obstacle is gone: back to work."""

from lianchuang.common import clock
from lianchuang.findings.actions import resume_finding
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, deferred
from tests.cast import Cast


def test_the_clock_goes_on_from_where_it_stood(cast: Cast) -> None:
    finding, now = deferred(cast), clock.now()
    used = finding.used_minutes
    resume_finding(finding=finding, by=cast.post_holder.actor, at=now)
    assert finding.state_enum is State.RECTIFYING
    assert (finding.used_minutes, finding.running_since, finding.deferred_until) == (used, now, None)


def test_the_office_may_too(cast: Cast) -> None:
    assert resume_finding(finding=deferred(cast), by=cast.office.actor, at=clock.now()).running_since is not None


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    forbidden = {"verifier": 403, "colleague": 404}
    done = climb(client_of, cast, "resume", deferred(cast), allowed=cast.post_holder, forbidden=forbidden)
    assert done.state_enum is State.RECTIFYING
