"""Signing: by a person of the office, of a week that is over; afterwards nothing in it changes."""

from typing import Any

import pytest

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.models import Entry
from lianchuang.bulletins.actions import publish_bulletin, set_outlook
from lianchuang.bulletins.models import Bulletin, BulletinState
from lianchuang.bulletins.tests.week import MORNING_AFTER, draft, moment, put_week, rows
from lianchuang.common.refusals import ChangedMeanwhile, NotAllowed, NotPossibleNow
from lianchuang.findings.actions import reopen_finding, void_finding
from lianchuang.findings.models import Finding
from tests.cast import Cast


def test_a_person_signs_with_their_post(cast: Cast) -> None:
    bulletin = publish_bulletin(bulletin=draft(cast), by=cast.office.actor, at=MORNING_AFTER, expected_version=1)
    bulletin.refresh_from_db()
    assert (bulletin.state, bulletin.published_at) == (BulletinState.PUBLISHED, MORNING_AFTER)
    assert bulletin.published_by == cast.office.post
    assert Entry.objects.get(code="bulletin.published").post_name == cast.office.post.full_name


def frozen(bulletin: Bulletin) -> list[Any]:
    bulletin.refresh_from_db()
    kept = list(bulletin.rows.order_by("pk").values_list("key", "finding", "visit", "state"))
    return [bulletin.figures, bulletin.tables, kept, list(bulletin.pairs.values_list("before", "after"))]


def test_figures_and_rows_stay_whatever_happens_to_the_findings(cast: Cast) -> None:
    found = put_week(cast)
    bulletin = publish_bulletin(bulletin=draft(cast), by=cast.office.actor, at=MORNING_AFTER)
    before, due = frozen(bulletin), rows(bulletin, "due")
    void_finding(finding=found["overdue"], by=cast.office.actor, note="查无此事", at=moment(17))
    reopen_finding(finding=found["closed in time"], by=cast.office.actor, note="又有了", at=moment(17))
    Finding.objects.filter(pk=found["reported"].pk).update(title="改了字")
    assert frozen(bulletin) == before
    assert rows(bulletin, "due") == due
    assert bulletin.rows.get(key="due", finding=found["overdue"]).state == "rectifying"


def test_a_published_one_is_not_signed_again(cast: Cast) -> None:
    bulletin = publish_bulletin(bulletin=draft(cast), by=cast.office.actor, at=MORNING_AFTER)
    with pytest.raises(NotPossibleNow):
        publish_bulletin(bulletin=bulletin, by=cast.office.actor, at=MORNING_AFTER)


def test_a_stale_copy_of_the_draft_changes_nothing(cast: Cast) -> None:
    """Two had the draft open; the second one's words come after the signature."""
    bulletin = draft(cast)
    stale = Bulletin.objects.select_related("joint__place").get(pk=bulletin.pk)
    publish_bulletin(bulletin=bulletin, by=cast.office.actor, at=MORNING_AFTER)
    with pytest.raises(ChangedMeanwhile):
        set_outlook(bulletin=stale, text="晚了", by=cast.office.actor, at=MORNING_AFTER)
    bulletin.refresh_from_db()
    assert bulletin.outlook == ""


def test_what_was_counted_before_the_week_was_over_is_not_signed(cast: Cast) -> None:
    bulletin = draft(cast, as_of=moment(14, 18), at=moment(14, 18))
    with pytest.raises(NotPossibleNow) as refused:
        publish_bulletin(bulletin=bulletin, by=cast.office.actor, at=MORNING_AFTER)
    assert refused.value.code == "week_running"


def test_a_cut_off_on_the_last_day_is_enough(cast: Cast) -> None:
    bulletin = draft(cast, as_of=moment(15, 18), at=moment(15, 18))
    assert not publish_bulletin(bulletin=bulletin, by=cast.office.actor, at=MORNING_AFTER).is_draft


def test_another_version_is_not_signed(cast: Cast) -> None:
    with pytest.raises(ChangedMeanwhile):
        publish_bulletin(bulletin=draft(cast), by=cast.office.actor, at=MORNING_AFTER, expected_version=2)


@pytest.mark.parametrize("who", ["leader", "coordinator", "verifier", "auditor", "administrator", "foreign_office"])
def test_only_the_office_of_the_place_signs(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        publish_bulletin(bulletin=draft(cast), by=cast.members[who].actor, at=MORNING_AFTER)


def test_the_program_does_not_sign(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        publish_bulletin(bulletin=draft(cast), by=SYSTEM, at=MORNING_AFTER)
