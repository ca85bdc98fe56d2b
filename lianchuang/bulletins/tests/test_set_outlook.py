"""Writing what is planned next."""

import pytest

from lianchuang.audit.models import Entry
from lianchuang.bulletins.actions import MOST_OUTLOOK, set_outlook
from lianchuang.bulletins.tests.week import MORNING_AFTER, draft, publish
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from tests.cast import Cast


def test_it_keeps_the_words_and_leaves_an_entry(cast: Cast) -> None:
    bulletin = draft(cast)
    set_outlook(bulletin=bulletin, text=" 下周复看。\n", by=cast.office.actor, at=MORNING_AFTER, expected_version=1)
    bulletin.refresh_from_db()
    assert (bulletin.outlook, bulletin.version) == ("下周复看。", 2)
    assert Entry.objects.filter(code="bulletin.outlook", object_id=str(bulletin.pk)).count() == 1


def test_it_may_be_emptied(cast: Cast) -> None:
    bulletin = draft(cast)
    set_outlook(bulletin=bulletin, text="下周复看。", by=cast.office.actor, at=MORNING_AFTER)
    set_outlook(bulletin=bulletin, text="  ", by=cast.office.actor, at=MORNING_AFTER)
    assert bulletin.outlook == ""


def test_it_refuses_what_is_too_long(cast: Cast) -> None:
    with pytest.raises(Invalid):
        set_outlook(bulletin=draft(cast), text="长" * (MOST_OUTLOOK + 1), by=cast.office.actor, at=MORNING_AFTER)


def test_it_refuses_another_version(cast: Cast) -> None:
    with pytest.raises(ChangedMeanwhile):
        set_outlook(bulletin=draft(cast), text="a", by=cast.office.actor, at=MORNING_AFTER, expected_version=2)


def test_it_refuses_a_published_one(cast: Cast) -> None:
    bulletin = publish(cast, draft(cast))
    with pytest.raises(NotPossibleNow):
        set_outlook(bulletin=bulletin, text="a", by=cast.office.actor, at=MORNING_AFTER)


@pytest.mark.parametrize("who", ["leader", "coordinator", "inspector", "auditor", "foreign_office"])
def test_only_the_office_of_the_place_may(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        set_outlook(bulletin=draft(cast), text="a", by=cast.members[who].actor, at=MORNING_AFTER)
