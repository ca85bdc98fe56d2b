"""Who reads which bulletins, and what other apps ask for."""

from datetime import timedelta

import pytest

from lianchuang.accounts.access import SYSTEM, Actor
from lianchuang.bulletins.access import visible_bulletins
from lianchuang.bulletins.models import Bulletin
from lianchuang.bulletins.queries import for_week, latest_draft, latest_published, periods_without
from lianchuang.bulletins.queries.facts import cut_off
from lianchuang.bulletins.rules import Kind
from lianchuang.bulletins.tests.week import CUT_OFF, MONDAY, MORNING_AFTER, SUNDAY, draft, moment, publish
from tests.cast import Cast, make_round


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

    def awaited_by() -> set[str]:
        return {name for name, one in cast.members.items() if latest_draft(one.actor) == bulletin}

    assert awaited_by() == {"office", "leader"}
    Bulletin.objects.update(drafter=cast.leader.person)
    assert awaited_by() == {"office"}
    Bulletin.objects.update(drafter=cast.office.person, as_of=moment(12))  # before its last day
    assert awaited_by() == {"office"}
    Bulletin.objects.update(as_of=CUT_OFF, state="signed")
    assert awaited_by() == {"office"}


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
    weeks = periods_without(cast.joint, Kind.WEEKLY, moment(25).date())
    assert [week.first for week in weeks][:2] == [MONDAY + timedelta(days=7), MONDAY - timedelta(days=7)]
    assert [week.is_running for week in weeks] == [False] * 7 + [True]


def test_days_and_months_without_a_bulletin(cast: Cast) -> None:
    days = periods_without(cast.joint, Kind.DAILY, moment(25).date())
    assert (days[0].first, days[-1].first, days[-1].is_running) == (moment(24).date(), moment(25).date(), True)
    months = periods_without(cast.joint, Kind.CAMPAIGN, moment(25).date())
    assert (months[0].first.isoformat(), months[0].last.isoformat()) == ("2026-10-01", "2026-10-31")
    assert {one.campaign for one in months} == set(cast.campaigns)


def test_rounds_without_a_bulletin_leave_out_what_is_undercover(cast: Cast) -> None:
    open_one, hidden, planned = (
        make_round(
            joint=cast.joint, planned_by=cast.office.post, inspector=cast.inspector.post, sites=[cast.lane],
            day=moment(11).date(), kind=kind, state=state,
        )
        for kind, state in (("special", "finished"), ("undercover", "finished"), ("routine", "planned"))
    )  # fmt: skip
    rounds = [one.round for one in periods_without(cast.joint, Kind.ROUND, moment(25).date())]
    assert open_one in rounds
    assert hidden not in rounds
    assert planned not in rounds


@pytest.mark.parametrize(("now", "expected"), [(MORNING_AFTER, CUT_OFF), (moment(12, 9), moment(12, 9))])
def test_a_week_is_counted_as_of_its_end_or_of_now(now: object, expected: object) -> None:
    assert cut_off(MONDAY, SUNDAY, now) == expected  # type: ignore[arg-type]
