"""Counting a draft anew: figures, rows and cut-off are replaced; a published one stays."""

import pytest
from django.http import Http404

from lianchuang.audit.models import Entry
from lianchuang.bulletins.access import get_bulletin_for_office
from lianchuang.bulletins.actions import redraft_bulletin
from lianchuang.bulletins.models import FigureRow
from lianchuang.bulletins.tests.week import CUT_OFF, MORNING_AFTER, draft, moment, publish, put, put_week, rows
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from lianchuang.findings.rules import State
from tests.cast import Cast

WEDNESDAY = moment(11, 12)


def test_it_counts_anew_as_of_the_end_of_the_week(cast: Cast) -> None:
    put(cast, State.RECTIFYING, due=moment(10))
    bulletin = draft(cast, as_of=WEDNESDAY, at=WEDNESDAY)
    later = put(cast, State.RECTIFYING, due=moment(13), site=cast.other_lane)
    assert bulletin.figures["due"]["value"] == 1
    redraft_bulletin(bulletin=bulletin, by=cast.office.actor, at=MORNING_AFTER, expected_version=1)
    bulletin.refresh_from_db()
    assert (bulletin.figures["due"]["value"], bulletin.as_of, bulletin.version) == (2, CUT_OFF, 2)
    assert later.pk in rows(bulletin, "due")
    assert Entry.objects.filter(code="bulletin.redrafted", object_id=str(bulletin.pk)).count() == 1


def test_counting_twice_gives_the_same(cast: Cast) -> None:
    put_week(cast)
    bulletin = draft(cast)
    figures, tables, count = bulletin.figures, bulletin.tables, FigureRow.objects.count()
    redraft_bulletin(bulletin=bulletin, by=cast.office.actor, at=moment(18))
    bulletin.refresh_from_db()
    assert (bulletin.figures, bulletin.tables, FigureRow.objects.count()) == (figures, tables, count)


def test_while_the_week_runs_it_is_as_of_now(cast: Cast) -> None:
    bulletin = draft(cast, as_of=WEDNESDAY, at=WEDNESDAY)
    redraft_bulletin(bulletin=bulletin, by=cast.office.actor, at=moment(12, 9))
    assert bulletin.as_of == moment(12, 9)


def test_it_refuses_a_cut_off_still_to_come(cast: Cast) -> None:
    bulletin = draft(cast, as_of=WEDNESDAY, at=WEDNESDAY)
    with pytest.raises(Invalid):
        redraft_bulletin(bulletin=bulletin, by=cast.office.actor, at=moment(12), as_of=moment(13))


def test_it_refuses_another_version_and_a_published_one(cast: Cast) -> None:
    bulletin = draft(cast)
    with pytest.raises(ChangedMeanwhile):
        redraft_bulletin(bulletin=bulletin, by=cast.office.actor, at=MORNING_AFTER, expected_version=7)
    publish(cast, bulletin)
    with pytest.raises(NotPossibleNow):
        redraft_bulletin(bulletin=bulletin, by=cast.office.actor, at=MORNING_AFTER)


def test_only_the_office_of_the_place_may(cast: Cast) -> None:
    bulletin = draft(cast)
    for name in ("leader", "coordinator", "auditor", "foreign_office"):
        with pytest.raises(NotAllowed):
            redraft_bulletin(bulletin=bulletin, by=cast.members[name].actor, at=MORNING_AFTER)


def test_for_making_it_an_insider_is_refused_and_a_stranger_finds_nothing(cast: Cast) -> None:
    draft(cast)
    assert get_bulletin_for_office(cast.office.actor, "weekly", 2026, 1).issue == 1
    for name in ("leader", "coordinator", "colleague", "auditor"):
        with pytest.raises(NotAllowed):
            get_bulletin_for_office(cast.members[name].actor, "weekly", 2026, 1)
    for name in ("stranger", "foreign_office"):
        with pytest.raises(Http404):
            get_bulletin_for_office(cast.members[name].actor, "weekly", 2026, 1)
