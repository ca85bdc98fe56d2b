"""挂账复核: it stays deferred, why, and until when nobody forgets it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotPossibleNow
from lianchuang.findings.actions import grant_deferral, resume_finding, review_deferral
from lianchuang.findings.models import Finding
from lianchuang.findings.queries import pool_of
from lianchuang.findings.queries.selection import awaiting_office
from lianchuang.findings.tests.ladder import ClientOf, climb, deferral_asked, deferred, elsewhere, rectifying, soon
from tests.cast import Cast


def test_it_waits_for_the_office_on_its_day_and_stands_first_in_the_pool(cast: Cast) -> None:
    other = deferred(cast, site=elsewhere(cast))
    review = clock.today() + timedelta(days=5)
    finding = grant_deferral(finding=deferral_asked(cast), by=cast.office.actor, review_on=review, at=clock.now())
    later = clock.now() + timedelta(days=6)
    pool = pool_of(cast.office.actor, later)
    assert [entry.finding for entry in pool.entries] == [finding, other]
    assert [entry.is_review_due for entry in pool.entries] == [True, False]
    assert pool.entries[0].plan == "明年一季度"
    waiting = Finding.objects.filter(awaiting_office(cast.office.actor, later))
    assert list(waiting) == [finding]
    with clock.fixed(later):
        again = clock.today() + timedelta(days=9)
        review_deferral(finding=finding, by=cast.office.actor, note="管网已开挖", review_on=again, at=later)
    assert (finding.review_on, finding.review_count) == (again, 1)
    assert not Finding.objects.filter(awaiting_office(cast.office.actor, later)).exists()
    assert pool_of(cast.office.actor, later).due == 0


def test_when_its_end_has_come_another_end_is_needed(cast: Cast) -> None:
    finding, late = deferred(cast), clock.now() + timedelta(days=30)
    given = {"finding": finding, "by": cast.office.actor, "note": "仍在等", "at": late}
    with clock.fixed(late):
        soon_after = clock.today() + timedelta(days=10)
        with pytest.raises(Invalid) as refusal:
            review_deferral(**given, review_on=soon_after)
        assert set(refusal.value.fields) == {"until"}
        review_deferral(**given, review_on=soon_after, until=soon_after)
    assert finding.deferred_until == soon_after
    assert finding.step_due_at is not None


@pytest.mark.parametrize("days", [0, 181])
def test_the_next_review_is_still_to_come_and_not_ages_away(cast: Cast, days: int) -> None:
    with pytest.raises(Invalid) as refusal:
        review_deferral(
            finding=deferred(cast),
            by=cast.office.actor,
            note="等",
            review_on=clock.today() + timedelta(days=days),
            at=clock.now(),
        )
    assert "review_on" in refusal.value.fields


def test_only_what_is_deferred(cast: Cast) -> None:
    with pytest.raises(NotPossibleNow):
        review_deferral(finding=rectifying(cast), by=cast.office.actor, note="等", review_on=soon(), at=clock.now())


def test_back_at_work_it_has_no_review(cast: Cast) -> None:
    finding = resume_finding(finding=deferred(cast), by=cast.office.actor, at=clock.now())
    assert (finding.review_on, finding.plan_post) == (None, None)


def test_the_pool_says_why_and_offers_the_office_its_ways(cast: Cast, client_of: ClientOf) -> None:
    finding = deferred(cast)
    page = client_of(cast.office.person).get(reverse("findings:pool")).content.decode()
    assert reverse("findings:review", args=[finding.pk]) in page
    assert "要等管网" in page
    assert (
        reverse("findings:review", args=[finding.pk])
        not in client_of(cast.leader.person).get(reverse("findings:pool")).content.decode()
    )


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "review",
        deferred(cast),
        allowed=cast.office,
        forbidden={"post_holder": 403, "verifier": 403},
        data=lambda: {"note": "仍在等", "review_on": soon().isoformat()},
    )
    assert done.review_count == 1
