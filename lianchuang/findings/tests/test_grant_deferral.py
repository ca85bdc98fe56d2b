"""准予挂账: it stays in the open list, the clock stands."""

from datetime import timedelta

import pytest

from lianchuang.common import clock
from lianchuang.common.refusals import Invalid
from lianchuang.findings.actions import grant_deferral
from lianchuang.findings.nearby import MOST_REVIEW_DAYS
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, deferral_asked, soon
from tests.cast import Cast


def test_until_the_date_asked_for(cast: Cast) -> None:
    finding = grant_deferral(finding=deferral_asked(cast), by=cast.office.actor, at=clock.now())
    assert finding.state_enum is State.DEFERRED
    assert finding.is_open
    assert finding.running_since is None
    assert finding.step_due_at is not None
    assert clock.local(finding.step_due_at).date() == soon()
    assert finding.review_on == soon(), "the county's thirty days are longer than it lasts"


def test_the_office_says_when_it_is_looked_at_again(cast: Cast) -> None:
    review = clock.today() + timedelta(days=5)
    finding = grant_deferral(finding=deferral_asked(cast), by=cast.office.actor, review_on=review, at=clock.now())
    assert finding.step_due_at is not None
    assert clock.local(finding.step_due_at).date() == finding.review_on == review


def test_a_review_is_not_put_off_beyond_what_a_county_may_set(cast: Cast) -> None:
    last = clock.today() + timedelta(days=MOST_REVIEW_DAYS)
    asked = deferral_asked(cast)
    words = {"finding": asked, "by": cast.office.actor, "until": last + timedelta(days=90), "at": clock.now()}
    for wrong in (clock.today(), last + timedelta(days=1)):
        with pytest.raises(Invalid) as refused:
            grant_deferral(**words, review_on=wrong)
        assert set(refused.value.fields) == {"review_on"}
    assert grant_deferral(**words, review_on=last).review_on == last


def test_or_until_another(cast: Cast) -> None:
    sooner = clock.today() + timedelta(days=3)
    finding = grant_deferral(finding=deferral_asked(cast), by=cast.office.actor, until=sooner, at=clock.now())
    assert finding.deferred_until == sooner


def test_not_until_a_day_that_is_past(cast: Cast) -> None:
    with pytest.raises(Invalid):
        grant_deferral(finding=deferral_asked(cast), by=cast.office.actor, until=clock.today(), at=clock.now())


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "grant_deferral",
        deferral_asked(cast),
        allowed=cast.office,
        forbidden={"post_holder": 403, "coordinator": 403},
        data=lambda: {"until": soon().isoformat()},
    )
    assert done.deferral_count == 1
