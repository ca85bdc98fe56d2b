"""更正: the bulletin stays, a numbered note stands beside it, written by one and signed by another."""

import pytest

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.models import Entry
from lianchuang.bulletins.actions import sign_correction, withdraw_correction, write_correction
from lianchuang.bulletins.models import Bulletin, Correction
from lianchuang.bulletins.queries import BulletinPage, bulletin_sheet, correction_number
from lianchuang.bulletins.tests.week import MORNING_AFTER, draft, moment, publish
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from tests.cast import Cast

WORDS = {"where": "第三部分望湖街道按期率", "wrong": "95.5%", "right": "90.9%（20/22）", "cause": "节假日历漏所致。"}


def write(cast: Cast, bulletin: Bulletin, **words: str) -> Correction:
    return write_correction(bulletin=bulletin, **{**WORDS, **words}, by=cast.office.actor, at=moment(17))


def test_it_stands_beside_the_bulletin_and_in_its_later_prints(cast: Cast) -> None:
    bulletin = publish(cast, draft(cast))
    before = (bulletin.figures, bulletin.tables, bulletin.wording, bulletin.version)
    note = write(cast, bulletin)
    assert BulletinPage(cast.coordinator.actor, bulletin).corrections == []
    assert BulletinPage(cast.leader.actor, bulletin).corrections == [note]
    sign_correction(correction=note, by=cast.leader.actor, at=moment(17, 15), expected_version=1)
    assert correction_number(note) == "莲联创更〔2026〕1 号"
    assert BulletinPage(cast.coordinator.actor, bulletin).corrections == [note]
    (printed,) = bulletin_sheet(BulletinPage(cast.coordinator.actor, bulletin)).corrections
    assert all(words in printed for words in WORDS.values())
    bulletin.refresh_from_db()
    assert (bulletin.figures, bulletin.tables, bulletin.wording, bulletin.version) == before
    assert Entry.objects.get(code="bulletin.corrected").data["correction_number"] == "莲联创更〔2026〕1 号"


def test_numbers_are_given_with_the_signature_so_that_a_withdrawn_one_leaves_no_gap(cast: Cast) -> None:
    bulletin = publish(cast, draft(cast))
    first, second = write(cast, bulletin), write(cast, bulletin, where="别处")
    withdraw_correction(correction=first, by=cast.office.actor, at=moment(17), expected_version=1)
    sign_correction(correction=second, by=cast.leader.actor, at=moment(17), expected_version=1)
    assert second.issue == 1
    for deed in (sign_correction, withdraw_correction):
        for note in (first, second):
            with pytest.raises(NotPossibleNow):
                deed(correction=note, by=cast.leader.actor, at=moment(17), expected_version=2)


def test_whoever_wrote_it_and_the_program_do_not_sign(cast: Cast) -> None:
    note = write(cast, publish(cast, draft(cast)))
    with pytest.raises(NotPossibleNow) as refused:
        sign_correction(correction=note, by=cast.office.actor, at=moment(17), expected_version=1)
    assert refused.value.code == "own_draft"
    for actor in (SYSTEM, cast.coordinator.actor, cast.auditor.actor, cast.foreign_office.actor):
        with pytest.raises(NotAllowed):
            sign_correction(correction=note, by=actor, at=moment(17), expected_version=1)
    with pytest.raises(ChangedMeanwhile):
        sign_correction(correction=note, by=cast.leader.actor, at=moment(17), expected_version=7)


def test_what_is_refused_when_written(cast: Cast) -> None:
    bulletin = draft(cast)
    with pytest.raises(NotPossibleNow):
        write(cast, bulletin)
    publish(cast, bulletin)
    for words in ({"where": " "}, {"right": WORDS["wrong"]}, {"cause": "长" * 301}):
        with pytest.raises(Invalid):
            write(cast, bulletin, **words)
    with pytest.raises(NotAllowed):
        write_correction(bulletin=bulletin, **WORDS, by=cast.leader.actor, at=MORNING_AFTER)
