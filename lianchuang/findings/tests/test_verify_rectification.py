"""核查: an independent look."""

import pytest

from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from lianchuang.findings.actions import verify_rectification
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import ClientOf, climb, rectifying, submitted, upload, verified
from tests.cast import Cast, appoint, make_post


def test_passed_it_is_closed_at_once_by_rule(cast: Cast) -> None:
    finding, now = submitted(cast), clock.now()
    verify_rectification(finding=finding, by=cast.verifier.actor, passed=True, at=now)
    assert finding.state_enum is State.CLOSED
    assert finding.ended_at == finding.verified_at == now
    assert not finding.is_open
    codes = Entry.objects.filter(object_id=str(finding.pk)).order_by("id").values_list("code", flat=True)
    assert list(codes)[-2:] == ["finding.pass", "finding.close"]


def test_with_a_veto_it_waits_for_the_office(cast: Cast) -> None:
    assert verified(cast).state_enum is State.VERIFIED


def test_not_put_right_is_rework_and_the_clock_goes_on(cast: Cast) -> None:
    finding, now = submitted(cast), clock.now()
    used = finding.used_minutes
    verify_rectification(finding=finding, by=cast.verifier.actor, passed=False, note="还有一处", at=now)
    assert finding.state_enum is State.REWORK
    assert (finding.rework_count, finding.used_minutes, finding.running_since) == (1, used, now)


def test_a_no_needs_words(cast: Cast) -> None:
    with pytest.raises(Invalid):
        verify_rectification(finding=submitted(cast), by=cast.verifier.actor, passed=False, at=clock.now())


def test_nothing_is_looked_at_before_it_is_handed_in(cast: Cast) -> None:
    with pytest.raises(NotPossibleNow) as refusal:
        verify_rectification(finding=rectifying(cast), by=cast.verifier.actor, passed=True, at=clock.now())
    assert refusal.value.code == "not_submitted"


def test_a_verifier_of_the_same_unit_is_refused(cast: Cast) -> None:
    with pytest.raises(NotAllowed) as refusal:
        verify_rectification(finding=submitted(cast), by=cast.same_unit_verifier.actor, passed=True, at=clock.now())
    assert refusal.value.code == "same_body"


def test_so_is_one_who_holds_a_second_post_there(cast: Cast) -> None:
    appoint(person=cast.verifier.person, post=make_post(unit=cast.community))
    with pytest.raises(NotAllowed) as refusal:
        verify_rectification(finding=submitted(cast), by=cast.verifier.actor, passed=True, at=clock.now())
    assert refusal.value.code == "same_body"


def test_the_finder_may_look_again(cast: Cast) -> None:
    finding = verify_rectification(finding=submitted(cast), by=cast.inspector.actor, passed=True, at=clock.now())
    assert finding.state_enum is State.CLOSED


def test_the_page_shows_both_photos_and_two_big_answers(cast: Cast, client_of: ClientOf) -> None:
    finding = submitted(cast)
    page = client_of(cast.verifier.person).get(f"/findings/{finding.pk}/verify/").content.decode()
    assert 'value="yes"' in page
    assert 'value="no"' in page
    assert "已清理" in page, "what the unit says it did"


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    done = climb(
        client_of,
        cast,
        "verify",
        submitted(cast),
        allowed=cast.verifier,
        forbidden={"post_holder": 403, "coordinator": 403, "same_unit_verifier": 403, "nobody_special": 404},
        data=lambda: {"passed": "yes", "photos": upload()},
    )
    assert done.state_enum is State.CLOSED
