"""Signed by one person, published by the office: two pairs of eyes, days that are over; afterwards nothing changes."""

from collections.abc import Callable
from typing import Any

import pytest

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.models import Entry
from lianchuang.bulletins.actions import (
    choose_pairs,
    publish_bulletin,
    redraft_bulletin,
    send_back_bulletin,
    set_outlook,
    sign_bulletin,
)
from lianchuang.bulletins.models import Bulletin, BulletinState
from lianchuang.bulletins.tests.week import MORNING_AFTER, draft, moment, publish, put_week, rows
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from lianchuang.findings.actions import reopen_finding, void_finding
from lianchuang.findings.models import Finding
from tests.cast import Cast


def test_one_signs_another_publishes(cast: Cast) -> None:
    bulletin = sign_bulletin(bulletin=draft(cast), by=cast.leader.actor, at=MORNING_AFTER, expected_version=1)
    assert (bulletin.state, bulletin.signed_by, bulletin.signed_at) == ("signed", cast.leader.post, MORNING_AFTER)
    publish_bulletin(bulletin=bulletin, by=cast.office.actor, at=moment(16, 15), expected_version=2)
    bulletin.refresh_from_db()
    assert (bulletin.state, bulletin.published_at) == (BulletinState.PUBLISHED, moment(16, 15))
    assert bulletin.published_by == cast.office.post
    assert Entry.objects.get(code="bulletin.signed").post_name == cast.leader.post.full_name
    assert Entry.objects.get(code="bulletin.published").post_name == cast.office.post.full_name


def test_whoever_drafted_or_counted_it_does_not_sign_it(cast: Cast) -> None:
    bulletin = draft(cast)
    with pytest.raises(NotPossibleNow) as refused:
        sign_bulletin(bulletin=bulletin, by=cast.office.actor, at=MORNING_AFTER)
    assert refused.value.code == "own_draft"


def test_what_the_program_drafted_the_office_may_sign(cast: Cast) -> None:
    bulletin = draft(cast)
    redraft_bulletin(bulletin=bulletin, by=SYSTEM, at=MORNING_AFTER)
    assert sign_bulletin(bulletin=bulletin, by=cast.office.actor, at=MORNING_AFTER).signed_by == cast.office.post


def test_a_signature_is_taken_back_with_a_reason(cast: Cast) -> None:
    bulletin = sign_bulletin(bulletin=draft(cast), by=cast.leader.actor, at=MORNING_AFTER)
    with pytest.raises(Invalid):
        send_back_bulletin(bulletin=bulletin, reason=" ", by=cast.office.actor, at=MORNING_AFTER)
    send_back_bulletin(bulletin=bulletin, reason="少一段", by=cast.office.actor, at=MORNING_AFTER)
    bulletin.refresh_from_db()
    assert (bulletin.state, bulletin.signed_at, bulletin.signed_by) == ("draft", None, None)
    assert Entry.objects.get(code="bulletin.sent_back").data["note"] == "少一段"


def frozen(bulletin: Bulletin) -> list[Any]:
    bulletin.refresh_from_db()
    kept = list(bulletin.rows.order_by("pk").values_list("key", "finding", "visit", "state"))
    pairs = list(bulletin.pairs.values_list("before", "after"))
    return [bulletin.figures, bulletin.tables, bulletin.wording, kept, pairs]


def test_figures_and_rows_stay_whatever_happens_to_the_findings(cast: Cast) -> None:
    found = put_week(cast)
    bulletin = publish(cast, draft(cast))
    before, due = frozen(bulletin), rows(bulletin, "due")
    void_finding(finding=found["overdue"], by=cast.office.actor, note="查无此事", at=moment(17))
    reopen_finding(finding=found["closed in time"], by=cast.office.actor, note="又有了", at=moment(17))
    Finding.objects.filter(pk=found["reported"].pk).update(title="改了字")
    assert frozen(bulletin) == before
    assert rows(bulletin, "due") == due
    assert bulletin.rows.get(key="due", finding=found["overdue"]).state == "rectifying"


DEEDS: dict[str, Callable[[Bulletin, Cast], object]] = {
    "sign": lambda one, cast: sign_bulletin(bulletin=one, by=cast.leader.actor, at=MORNING_AFTER),
    "publish": lambda one, cast: publish_bulletin(bulletin=one, by=cast.office.actor, at=MORNING_AFTER),
    "send back": lambda one, cast: send_back_bulletin(bulletin=one, reason="a", by=cast.office.actor, at=MORNING_AFTER),
    "redraft": lambda one, cast: redraft_bulletin(bulletin=one, by=cast.office.actor, at=MORNING_AFTER),
    "outlook": lambda one, cast: set_outlook(bulletin=one, text="a", by=cast.office.actor, at=MORNING_AFTER),
    "pairs": lambda one, cast: choose_pairs(bulletin=one, findings=[], by=cast.office.actor, at=MORNING_AFTER),
}


def test_nothing_can_be_done_with_a_published_one(cast: Cast) -> None:
    bulletin = publish(cast, draft(cast))
    before = frozen(bulletin)
    for name, deed in DEEDS.items():
        with pytest.raises(NotPossibleNow, match=r"."):
            deed(bulletin, cast)
        assert frozen(bulletin) == before, name


def test_a_signed_one_is_not_changed_and_a_draft_not_published(cast: Cast) -> None:
    bulletin = draft(cast)
    for name in ("publish", "send back"):
        with pytest.raises(NotPossibleNow):
            DEEDS[name](bulletin, cast)
    sign_bulletin(bulletin=bulletin, by=cast.leader.actor, at=MORNING_AFTER)
    for name in ("sign", "redraft", "outlook", "pairs"):
        with pytest.raises(NotPossibleNow):
            DEEDS[name](bulletin, cast)


def test_a_stale_copy_of_the_draft_changes_nothing(cast: Cast) -> None:
    """Two had the draft open; the second one's words come after the signature."""
    bulletin = draft(cast)
    stale = Bulletin.objects.select_related("joint__place").get(pk=bulletin.pk)
    publish(cast, bulletin)
    with pytest.raises(ChangedMeanwhile):
        set_outlook(bulletin=stale, text="晚了", by=cast.office.actor, at=MORNING_AFTER)
    bulletin.refresh_from_db()
    assert bulletin.outlook == ""


def test_what_was_counted_before_its_days_were_over_is_not_signed(cast: Cast) -> None:
    bulletin = draft(cast, as_of=moment(14, 18), at=moment(14, 18))
    with pytest.raises(NotPossibleNow) as refused:
        sign_bulletin(bulletin=bulletin, by=cast.leader.actor, at=MORNING_AFTER)
    assert refused.value.code == "still_running"


def test_a_cut_off_on_the_last_day_is_enough(cast: Cast) -> None:
    bulletin = draft(cast, as_of=moment(15, 18), at=moment(15, 18))
    assert not sign_bulletin(bulletin=bulletin, by=cast.leader.actor, at=MORNING_AFTER).is_draft


def test_another_version_is_not_signed(cast: Cast) -> None:
    with pytest.raises(ChangedMeanwhile):
        sign_bulletin(bulletin=draft(cast), by=cast.leader.actor, at=MORNING_AFTER, expected_version=2)


def test_only_the_office_or_a_leader_of_the_place_signs_and_the_office_publishes(cast: Cast) -> None:
    bulletin = draft(cast)
    for who in ("coordinator", "verifier", "auditor", "administrator", "foreign_office"):
        with pytest.raises(NotAllowed):
            sign_bulletin(bulletin=bulletin, by=cast.members[who].actor, at=MORNING_AFTER)
    sign_bulletin(bulletin=bulletin, by=cast.leader.actor, at=MORNING_AFTER)
    for who in ("leader", "coordinator", "auditor", "foreign_office"):
        with pytest.raises(NotAllowed):
            publish_bulletin(bulletin=bulletin, by=cast.members[who].actor, at=MORNING_AFTER)


def test_the_program_neither_signs_nor_publishes(cast: Cast) -> None:
    bulletin = draft(cast)
    with pytest.raises(NotAllowed):
        sign_bulletin(bulletin=bulletin, by=SYSTEM, at=MORNING_AFTER)
    sign_bulletin(bulletin=bulletin, by=cast.leader.actor, at=MORNING_AFTER)
    with pytest.raises(NotAllowed):
        publish_bulletin(bulletin=bulletin, by=SYSTEM, at=MORNING_AFTER)
