"""The shared calendar: its dates, the secret address, and RFC 5545."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from lianchuang.accounts.access import SYSTEM
from lianchuang.accounts.models import Appointment, Post
from lianchuang.audit.models import Entry
from lianchuang.campaigns import actions, ical
from lianchuang.campaigns.models import CalendarFeed, JointCampaign
from lianchuang.campaigns.queries import add_source, calendar, charter_of, dated_things
from lianchuang.campaigns.queries.calendar import Dated
from lianchuang.campaigns.rules import TopicDates
from lianchuang.common import clock
from lianchuang.common.refusals import NotAllowed, NotPossibleNow
from tests.cast import Cast, Member
from tests.charter import make_charter, make_promise, make_topic

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
DAY = date(2026, 9, 1)
ClientOf = Callable[..., Client]


def opened(member: Member) -> str:
    feed = actions.open_feed(by=member.actor, at=clock.now())
    return reverse("campaigns:feed", args=[feed.token])


def summaries(content: bytes) -> set[str]:
    return {str(event["SUMMARY"]) for event in Calendar.from_ical(content).walk("VEVENT")}


def test_it_collects_every_date(cast: Cast) -> None:
    make_charter(cast)
    today = clock.today()
    things = dated_things(cast.joint, charter_of(cast.joint), today, today + timedelta(days=400))
    kinds = [one.kind for one in things]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"target": 4, "phase": 1, "topic": 29, "commitment": 1}
    assert things == sorted(things, key=lambda one: (one.day, one.kind, one.key))
    assert len({one.key for one in things}) == len(things)


def test_a_post_reads_what_is_common_and_what_is_its_own(cast: Cast) -> None:
    make_promise(cast, at=clock.now())
    anyone = Client()
    mine = summaries(anyone.get(opened(cast.post_holder)).content)
    assert any("承诺到期" in one for one in mine)
    assert sum("目标日" in one for one in mine) == 4
    other = summaries(anyone.get(opened(cast.verifier)).content)
    assert not any("承诺到期" in one for one in other)
    assert any("承诺到期" in one for one in summaries(anyone.get(opened(cast.office)).content))


def test_it_names_no_person(cast: Cast) -> None:
    make_charter(cast)
    content = Client().get(opened(cast.office)).content.decode()
    assert not [member.person.name for member in cast.members.values() if member.person.name in content]


def test_a_secret_lives_until_it_is_closed(cast: Cast) -> None:
    anyone, first = Client(), opened(cast.leader)
    answer = anyone.get(first)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    second = opened(cast.leader)
    assert anyone.get(first).status_code == 404
    assert anyone.get(second).status_code == 200
    actions.close_feed(by=cast.leader.actor, at=clock.now())
    assert anyone.get(second).status_code == 404
    with pytest.raises(NotPossibleNow):
        actions.close_feed(by=cast.leader.actor, at=clock.now())
    assert anyone.get(reverse("campaigns:feed", args=["no-such-token"])).status_code == 404


def test_it_ends_with_the_appointment_and_the_account(cast: Cast) -> None:
    address = opened(cast.post_holder)
    Appointment.objects.filter(post=cast.post_holder.post).update(until=clock.today())
    assert Client().get(address).status_code == 404
    other = opened(cast.leader)
    type(cast.leader.person).objects.filter(pk=cast.leader.person.pk).update(is_active=False)
    assert Client().get(other).status_code == 404


def test_history_does_not_know_the_secret(cast: Cast) -> None:
    opened(cast.leader)
    feed = CalendarFeed.objects.get()
    assert feed.token not in str(Entry.objects.get(code="calendar_feed.opened").data)
    with pytest.raises(NotAllowed):
        actions.open_feed(by=SYSTEM, at=clock.now())


def test_the_page_opens_and_closes_it(cast: Cast, client_of: ClientOf) -> None:
    make_charter(cast)
    client, page = client_of(cast.colleague.person), reverse("campaigns:calendar")
    assert ".ics" not in client.get(page).content.decode()
    assert client.post(reverse("campaigns:open_feed")).status_code == 302
    assert CalendarFeed.objects.get().token in client.get(page).content.decode()
    assert client_of(cast.leader.person).get(page).content.decode().count(".ics") == 0
    assert client.post(reverse("campaigns:close_feed")).status_code == 302
    assert ".ics" not in client.get(page).content.decode()
    assert client.post(reverse("campaigns:close_feed")).status_code == 409
    assert client_of(cast.stranger.person).get(page).status_code == 404
    assert client_of(cast.stranger.person).post(reverse("campaigns:open_feed")).status_code == 404


def test_an_app_above_adds_its_dates(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def rounds(joint: JointCampaign, post: Post | None, first: date, last: date) -> Iterator[Dated]:
        yield Dated("round-1", "round", first + timedelta(days=1), f"督查 {joint.symbol}", "/rounds/1/")

    monkeypatch.setattr(calendar, "_sources", [])
    add_source(rounds)
    add_source(rounds)
    things = dated_things(cast.joint, charter_of(cast.joint), DAY, DAY + timedelta(days=9))
    assert [one.key for one in things] == ["round-1"]


def test_ids_never_change(cast: Cast) -> None:
    topic = make_topic(cast, at=AT, dates=TopicDates(DAY, every=1, beat="months"))
    month = dated_things(cast.joint, charter_of(cast.joint), DAY, date(2026, 12, 31))
    later = dated_things(cast.joint, charter_of(cast.joint), date(2026, 11, 1), date(2027, 3, 1))
    ids = {ical.uid_of(one, "1") for one in month if one.series}
    again = {ical.uid_of(one, "1") for one in later if one.series}
    assert (len(ids), len(again), len(ids & again)) == (4, 5, 2)
    assert ical.uid_of(month[0], "1") != ical.uid_of(month[0], "2")
    assert str(topic.pk) in month[0].key


words = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200)


@settings(max_examples=60)
@given(title=words, day=st.dates(date(2000, 1, 1), date(2100, 1, 1)), length=st.integers(0, 400))
def test_any_title_is_written_as_the_standard_asks(title: str, day: date, length: int) -> None:
    one = Dated("k", "topic", day, f"{title},;\\\n", "/x/", day + timedelta(days=length))
    content = ical.calendar_bytes([one], name="历", place="1", address=lambda path: f"https://example.org{path}", at=AT)
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.endswith(b"END:VCALENDAR\r\n")
    event = next(iter(Calendar.from_ical(content).walk("VEVENT")))
    assert str(event["SUMMARY"]) == one.title
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (day, day + timedelta(days=length + 1))
    assert re.search(rb"DTSTAMP:20260901T010000Z", content)
    assert str(event["UID"]) == ical.uid_of(one, "1")
