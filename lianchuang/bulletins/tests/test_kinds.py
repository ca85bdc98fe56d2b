"""A day, a round, a campaign: what is counted in each, who has which number, and what never enters."""

from datetime import date, timedelta
from typing import Any

import pytest

from lianchuang.bulletins.actions import choose_pairs, draft_bulletin, redraft_bulletin
from lianchuang.bulletins.models import Bulletin
from lianchuang.bulletins.queries import BulletinPage, Paper
from lianchuang.bulletins.queries.paper import said
from lianchuang.bulletins.tests.week import MONDAY, MORNING_AFTER, SUNDAY, closing, draft, moment, put, rows
from lianchuang.common.refusals import Invalid, NotPossibleNow
from lianchuang.findings.actions import submit_rectification, verify_rectification
from lianchuang.findings.models import Finding, FindingCampaign
from lianchuang.findings.rules import State
from lianchuang.inspections.models import Answer, Round, RoundSite, Visit
from tests.cast import Cast, make_finding, make_photo, make_round

TUESDAY = date(2026, 11, 10)


def make(cast: Cast, kind: str, first: date, last: date, **more: Any) -> Bulletin:
    as_of = more.pop("as_of", MORNING_AFTER)
    return draft_bulletin(
        joint=cast.joint, kind=kind, period_from=first, period_to=last, as_of=as_of, by=cast.office.actor,
        at=max(as_of, MORNING_AFTER), **more,
    )  # fmt: skip


def test_a_day_counts_that_day_and_each_kind_has_its_own_numbers(cast: Cast) -> None:
    today = put(cast, State.REPORTED, at=moment(10), responsible_post=None)
    put(cast, State.REPORTED, at=moment(11), responsible_post=None, site=cast.other_lane)
    weekly, daily = draft(cast), make(cast, "daily", TUESDAY, TUESDAY, as_of=moment(10, 18))
    assert (weekly.issue, daily.issue) == (1, 1)
    assert rows(daily, "new") == {today.pk}
    assert [one["title"] for one in daily.tables["list"]] == [today.title]
    page = BulletinPage(cast.office.actor, daily)
    assert page.number == "莲联创日报〔2026〕1 号"
    assert make(cast, "daily", MONDAY, MONDAY, as_of=moment(9, 18)).issue == 2


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("daily", MONDAY, SUNDAY),
        ("weekly", TUESDAY, TUESDAY),
        ("round", MONDAY, SUNDAY),
        ("campaign", MONDAY, SUNDAY),
        ("yearly", MONDAY, SUNDAY),
    ],
)
def test_other_days_are_refused(cast: Cast, kind: str, first: date, last: date) -> None:
    with pytest.raises(Invalid):
        make(cast, kind, first, last)


def round_with_visit(cast: Cast, **more: Any) -> tuple[Round, Finding]:
    """A round on the lane with a finding, verified days after the round was over."""
    planned = make_round(
        joint=cast.joint, planned_by=cast.office.post, inspector=cast.inspector.post, sites=[cast.lane, cast.market],
        day=moment(4).date(), state="finished", name="背街小巷专项", **more,
    )  # fmt: skip
    finding = make_finding(
        site=cast.lane, item=cast.rubbish_item, by=cast.inspector.actor, at=moment(4, 9), photos=[make_photo()]
    )
    visit = Visit.objects.create(
        round=planned, site=cast.lane, by=cast.inspector.person, by_post=cast.inspector.post, by_unit=cast.urban,
        started_at=moment(4), finished_at=moment(4), received_at=moment(4), item_count=3, fault_count=1,
    )  # fmt: skip
    Answer.objects.create(visit=visit, item=cast.rubbish_item, grade="B", count=1, finding=finding)
    submit_rectification(
        finding=finding, by=cast.post_holder.actor, note="已清理", photos=[make_photo()], at=moment(5, 9)
    )
    verify_rectification(finding=finding, by=cast.verifier.actor, passed=True, at=moment(12, 9))
    return planned, finding


def test_a_round_counts_its_own_findings_followed_up_to_now(cast: Cast) -> None:
    planned, finding = round_with_visit(cast)
    put(cast, State.REPORTED, at=moment(4), responsible_post=None, site=cast.other_lane)
    bulletin = make(cast, "round", planned.starts_on, planned.ends_on, round=planned)
    figures = bulletin.figures
    assert (figures["visited"]["value"], figures["visited"]["denominator"]) == (1, 2)
    assert rows(bulletin, "new") == rows(bulletin, "due_closed") == {finding.pk}
    paper = Paper(BulletinPage(cast.office.actor, bulletin))
    assert "背街小巷专项" in paper.title
    assert bulletin.pairs.get().before.finding == finding
    with pytest.raises(NotPossibleNow) as refused:
        make(cast, "round", planned.starts_on, planned.ends_on, round=planned)
    assert refused.value.code == "taken"


def test_a_stop_that_was_found_closed_is_no_planned_visit(cast: Cast) -> None:
    planned, _finding = round_with_visit(cast)
    RoundSite.objects.filter(round=planned, site=cast.market).update(closed_reason="shut", closed_at=moment(4))
    figures = make(cast, "round", planned.starts_on, planned.ends_on, round=planned).figures
    assert figures["visited"] == {"value": 1, "denominator": 1}


def test_an_undercover_round_gets_none_before_its_release(cast: Cast) -> None:
    planned, _finding = round_with_visit(cast, kind="undercover")
    with pytest.raises(NotPossibleNow) as refused:
        make(cast, "round", planned.starts_on, planned.ends_on, round=planned)
    assert refused.value.code == "round_sealed"
    Round.objects.filter(pk=planned.pk).update(released_at=moment(14))
    planned.refresh_from_db()
    assert make(cast, "round", planned.starts_on, planned.ends_on, round=planned).issue == 1


def test_a_round_that_has_not_begun_and_other_days_than_its_own(cast: Cast) -> None:
    planned = make_round(joint=cast.joint, planned_by=cast.office.post, day=moment(4).date(), state="planned")
    with pytest.raises(NotPossibleNow):
        make(cast, "round", planned.starts_on, planned.ends_on, round=planned)
    with pytest.raises(Invalid):
        make(cast, "round", planned.starts_on, planned.ends_on + timedelta(days=1), round=planned)
    with pytest.raises(Invalid):
        make(cast, "weekly", MONDAY, SUNDAY, round=planned)


def test_a_campaign_counts_what_serves_it_and_its_own_vetoes(cast: Cast) -> None:
    """The veto hangs on weisheng; a finding that serves wenming, too, is no veto there."""
    veto = put(cast, State.RECTIFYING, due=moment(5), item=cast.veto_item, site=cast.market, has_veto=True)
    FindingCampaign.objects.get_or_create(finding=veto, campaign=cast.wenming, defaults={"fill": "full"})
    FindingCampaign.objects.filter(finding=veto, campaign=cast.weisheng).update(is_veto=True)
    put(cast, State.CLOSED, *closing(11), due=moment(11, 17))
    month = (date(2026, 11, 1), date(2026, 11, 30))
    wenming, weisheng, shuangyong = (
        make(cast, "campaign", *month, campaign=one) for one in (cast.wenming, cast.weisheng, cast.shuangyong)
    )
    assert [one.issue for one in (wenming, weisheng, shuangyong)] == [1, 2, 3]
    assert rows(weisheng, "veto") == {veto.pk}
    assert rows(wenming, "veto") == set()
    assert wenming.figures["due"]["value"] == 2
    assert shuangyong.figures["due"]["value"] == 0
    assert "文明城市" in Paper(BulletinPage(cast.office.actor, wenming)).title
    with pytest.raises(Invalid):
        make(cast, "campaign", *month)


def test_the_office_chooses_pairs_and_they_stay_when_counted_anew(cast: Cast) -> None:
    _planned, finding = round_with_visit(cast)
    other = make_finding(
        site=cast.other_lane, item=cast.rubbish_item, by=cast.inspector.actor, at=moment(10, 9), photos=[make_photo()]
    )
    bulletin = draft(cast)
    with pytest.raises(Invalid):
        choose_pairs(bulletin=bulletin, findings=[other.pk], by=cast.office.actor, at=MORNING_AFTER)
    choose_pairs(bulletin=bulletin, findings=[finding.pk, finding.pk], by=cast.office.actor, at=MORNING_AFTER)
    redraft_bulletin(bulletin=bulletin, by=cast.office.actor, at=MORNING_AFTER)
    bulletin.refresh_from_db()
    assert [pair.before.finding_id for pair in bulletin.pairs.all()] == [finding.pk]
    choose_pairs(bulletin=bulletin, findings=[], by=cast.office.actor, at=MORNING_AFTER)
    redraft_bulletin(bulletin=bulletin, by=cast.office.actor, at=MORNING_AFTER)
    assert not bulletin.pairs.exists()
    assert "pairs" not in [part.key for part in Paper(BulletinPage(cast.office.actor, bulletin)).parts]


def test_a_paper_has_the_words_frozen_with_it(cast: Cast) -> None:
    bulletin = draft(cast)
    wording = bulletin.wording
    wording["masthead"]["zh"] = "本周通报"
    Bulletin.objects.filter(pk=bulletin.pk).update(wording=wording)
    bulletin.refresh_from_db()
    assert said(Paper(BulletinPage(cast.office.actor, bulletin)).wording.masthead) in {
        "本周通报",
        "Inspection Bulletin",
    }
