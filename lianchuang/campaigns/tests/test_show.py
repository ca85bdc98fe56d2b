"""The page of the joint campaign."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianchuang.accounts.models import Appointment
from lianchuang.campaigns.models import Campaign
from lianchuang.campaigns.queries import campaigns_of, charter_page, joint_campaign_for
from lianchuang.common import clock
from tests.cast import Cast
from tests.charter import make_charter

ClientOf = Callable[..., Client]
URL = "/campaigns/"


def test_everyone_of_the_county_sees_it(cast: Cast, client_of: ClientOf) -> None:
    for name in ("office", "leader", "colleague", "auditor"):
        page = client_of(cast.members[name].person).get(URL)
        assert page.status_code == 200
        for campaign in cast.campaigns:
            assert campaign.name in page.content.decode()


def test_a_stranger_sees_no_campaign(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.stranger.person).get(URL)
    assert page.status_code == 200
    assert cast.wenming.name not in page.content.decode()
    assert joint_campaign_for(cast.stranger.actor) is None


def test_days_left_and_who_leads(cast: Cast) -> None:
    today = date(2026, 6, 1)
    Campaign.objects.filter(pk=cast.wenming.pk).update(target_date=today + timedelta(days=12))
    Campaign.objects.filter(pk=cast.weisheng.pk).update(target_date=today - timedelta(days=3))
    first, second, *_rest = campaigns_of(cast.joint, today)
    assert (first.days_left, first.days_past) == (12, 0)
    assert (second.days_left, second.days_past) == (-3, 3)
    assert first.holder == cast.leader.person


def test_a_vacant_lead_post_is_said(cast: Cast, client_of: ClientOf) -> None:
    Appointment.objects.filter(post=cast.leader.post).update(until=clock.today())
    assert all(line.holder is None for line in campaigns_of(cast.joint, clock.today()))
    assert "空岗" in client_of(cast.office.person).get(URL).content.decode()


def test_only_the_office_may_move_dates(cast: Cast, client_of: ClientOf) -> None:
    move = reverse("campaigns:move_target_date", args=[cast.wenming.code])
    assert move in client_of(cast.office.person).get(URL).content.decode()
    assert move not in client_of(cast.leader.person).get(URL).content.decode()


def test_the_charter_asks_the_same_however_much_there_is(cast: Cast) -> None:
    counts = []
    for _more in range(3):
        make_charter(cast)
        with CaptureQueriesContext(connection) as held:
            page = charter_page(cast.joint, clock.today())
        counts.append(len(held))
    assert counts == [counts[0]] * 3
    assert (page.topics, len(page.honours), page.demands) == (3, 3, 3)
    assert [len(column.lines) for column in page.columns] == [3, 0, 0]


def test_the_page_shows_the_charter(cast: Cast, client_of: ClientOf) -> None:
    charter = make_charter(cast)
    office, reader = (client_of(cast.members[name].person).get(URL).content.decode() for name in ("office", "leader"))
    for words in (charter.phase.name, charter.topic.name, charter.commitment.text, charter.honour.name):
        assert words in office
        assert words in reader
    for name in ("add_phase", "add_topic", "add_honour", "add_source", "draft_from_notice"):
        address = reverse(f"campaigns:{name}")
        assert (address in office, address in reader) == (True, False)


def test_the_drawing_keeps_to_its_frame(cast: Cast) -> None:
    make_charter(cast)
    drawing = charter_page(cast.joint, clock.today()).drawing
    bars = [bar for line in drawing.lines for bar in line.bars]
    assert [bar.state for bar in bars] == ["now"]
    assert all(float(bar.x) >= 0 and float(bar.x) + float(bar.width) <= 1140 for bar in bars)
    assert 2 <= len(drawing.ticks) <= 15
    assert float(bars[0].x) < float(drawing.today_x) < float(bars[0].x) + float(bars[0].width)


def test_query_count_is_fixed(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as held:
        campaigns_of(cast.joint, clock.today())
    assert len(held) == 3
