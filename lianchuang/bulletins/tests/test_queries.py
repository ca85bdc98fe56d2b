"""Who reads which bulletins, and what other apps ask for."""

from datetime import timedelta

import pytest

from lianchuang.accounts.access import SYSTEM, Actor
from lianchuang.bulletins.access import visible_bulletins
from lianchuang.bulletins.models import Bulletin
from lianchuang.bulletins.queries import for_week, latest_draft, latest_published
from lianchuang.bulletins.queries.facts import cut_off
from lianchuang.bulletins.tests.week import CUT_OFF, MONDAY, MORNING_AFTER, SUNDAY, draft, moment
from tests.cast import Cast


def published(cast: Cast) -> Bulletin:
    return publish(cast, draft(cast))


def test_a_published_one_is_open_to_everybody_with_a_post_in_the_place(cast: Cast) -> None:
    published(cast)
    readers = {name for name, member in cast.members.items() if visible_bulletins(member.actor).exists()}
    assert readers == set(cast.members) - {"stranger", "foreign_office"}


def test_a_draft_only_to_the_office_and_the_leaders(cast: Cast) -> None:
    draft(cast)
    readers = {name for name, member in cast.members.items() if visible_bulletins(member.actor).exists()}
    assert readers == {"office", "leader"}


def test_without_a_post_there_is_nothing_to_read(cast: Cast) -> None:
    published(cast)
    assert not visible_bulletins(Actor(person=cast.office.person, post=None)).exists()
    assert visible_bulletins(SYSTEM).exists()


def test_the_draft_that_waits_is_told_to_whoever_may_sign_it(cast: Cast) -> None:
    bulletin = draft(cast)
    assert latest_draft(cast.office.actor) == bulletin
    for name in ("leader", "coordinator", "foreign_office"):
        assert latest_draft(cast.members[name].actor) is None


def test_the_newest_published_one_and_that_of_a_day(cast: Cast) -> None:
    bulletin = published(cast)
    draft(cast, monday=MONDAY + timedelta(days=7), as_of=moment(22, 20), at=moment(23))
    reader = cast.coordinator.actor
    assert latest_published(reader) == bulletin
    assert for_week(reader, SUNDAY) == bulletin
    assert for_week(reader, SUNDAY + timedelta(days=1)) is None
    assert for_week(cast.office.actor, SUNDAY + timedelta(days=1)) is not None


def test_weeks_without_a_bulletin_newest_full_one_first(cast: Cast) -> None:
    draft(cast)
    weeks = weeks_without(cast.joint, moment(25).date())
    assert [week.monday for week in weeks][:2] == [MONDAY + timedelta(days=7), MONDAY - timedelta(days=7)]
    assert [week.is_running for week in weeks] == [False] * 7 + [True]


@pytest.mark.parametrize(("now", "expected"), [(MORNING_AFTER, CUT_OFF), (moment(12, 9), moment(12, 9))])
def test_a_week_is_counted_as_of_its_end_or_of_now(now: object, expected: object) -> None:
    assert cut_off(MONDAY, SUNDAY, now) == expected  # type: ignore[arg-type]
