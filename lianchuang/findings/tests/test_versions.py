"""Two people at the same finding: nobody overwrites what the other did."""

import pytest

from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import ChangedMeanwhile
from lianchuang.findings.actions import accept_finding, extend_finding, return_finding
from lianchuang.findings.models import Finding, Step
from lianchuang.findings.tests.ladder import ClientOf, dispatched
from tests.cast import Cast


def test_the_second_writer_is_told_what_changed(cast: Cast) -> None:
    first = dispatched(cast)
    second = Finding.objects.get(pk=first.pk)
    accept_finding(finding=first, by=cast.post_holder.actor, at=clock.now())
    with pytest.raises(ChangedMeanwhile) as refusal:
        return_finding(finding=second, by=cast.coordinator.actor, note="不属本街道", at=clock.now())
    assert cast.post_holder.post.full_name in refusal.value.what_changed
    assert Finding.objects.get(pk=first.pk).return_count == 0
    assert not Step.objects.filter(finding=first, verb="return").exists()
    assert not Entry.objects.filter(code="finding.return").exists()


def test_the_version_that_was_on_the_screen_counts(cast: Cast) -> None:
    finding = dispatched(cast)
    seen = finding.version
    accept_finding(finding=finding, by=cast.post_holder.actor, at=clock.now())
    with pytest.raises(ChangedMeanwhile):
        extend_finding(finding=finding, by=cast.office.actor, days=2, note="雨", at=clock.now(), expected_version=seen)


def test_being_seen_again_does_not_disturb_who_works_on_it(cast: Cast) -> None:
    finding = dispatched(cast)
    dispatched(cast)
    accept_finding(finding=finding, by=cast.post_holder.actor, at=clock.now())


def test_a_stale_page_comes_back_with_the_words_and_what_changed(cast: Cast, client_of: ClientOf) -> None:
    finding = dispatched(cast)
    stale = {"version": finding.version, "note": "这不是我们的地方"}
    accept_finding(finding=finding, by=cast.post_holder.actor, at=clock.now())
    answer = client_of(cast.coordinator.person).post(f"/findings/{finding.pk}/return/", stale)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "这不是我们的地方" in page
    assert cast.post_holder.post.full_name in page


def test_a_page_for_what_cannot_be_done_now_says_why(cast: Cast, client_of: ClientOf) -> None:
    finding = dispatched(cast)
    answer = client_of(cast.verifier.person).get(f"/findings/{finding.pk}/verify/")
    assert answer.status_code == 409
    assert Step.objects.filter(finding=finding).count() == 2
