"""One message for many notices, at the right hour, to the right address; what becomes of it when it cannot be sent."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings

from lianchuang.accounts.models import Post
from lianchuang.common import clock
from lianchuang.common.workdays import calendar
from lianchuang.notices import rules, words
from lianchuang.notices.actions import sending
from lianchuang.notices.actions.clearing import clear_old
from lianchuang.notices.actions.gathering import gather_messages
from lianchuang.notices.actions.sending import send_waiting
from lianchuang.notices.channels import NotSent, Unreachable, Unsure
from lianchuang.notices.models import Channel, Choice, How, Message, MessageState, Notice, Robot
from tests.cast import Cast, Member, appoint, make_person, serial

ZONE = calendar().zone
MONDAY = datetime(2026, 9, 7, 8, 30, tzinfo=ZONE)
SATURDAY = datetime(2026, 9, 12, 10, 0, tzinfo=ZONE)


class Channels:
    """Stands for both channels: what was handed over, and what fails."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.faults: list[Exception] = []

    @contextmanager
    def open(self, message: Message) -> Iterator[Callable[[], None]]:
        yield lambda: self.hand_over(message)

    def hand_over(self, message: Message) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append(message)


@pytest.fixture
def out(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Channels:
    channels = Channels()
    settings.MAIL_IS_SET_UP, settings.ADDRESS = True, "https://lc.example.org"
    monkeypatch.setattr(sending, "CHANNELS", dict.fromkeys(Channel, channels.open))
    monkeypatch.setattr(clock, "now", lambda: MONDAY)  # a message takes no time
    return channels


def tell(post: Post, at: datetime, about: str = "问-1 垃圾", **facts: Any) -> Notice:
    facts = {"code": "finding.dispatch", "link": "/findings/1/", "due": "2026-09-09", **facts}
    return Notice.objects.create(post=post, entry=serial(), at=at, about=about, **facts)


def choose(member: Member, how: How) -> None:
    Choice.objects.update_or_create(
        person=member.person, defaults={"how": how, "email": f"{member.person.username}@example.org"}
    )


def work(at: datetime) -> list[Message]:
    """What the worker makes and leaves at that moment."""
    gather_messages(at)
    send_waiting(at)
    return list(Message.objects.order_by("made_at", "pk"))


# --- hours ---


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        (MONDAY, False),
        (MONDAY.replace(hour=7, minute=59), True),
        (MONDAY.replace(hour=8, minute=0), False),
        (MONDAY.replace(hour=19, minute=59), False),
        (MONDAY.replace(hour=20, minute=0), True),
        (SATURDAY, True),
        (datetime(2026, 10, 1, 10, 0, tzinfo=ZONE), True),  # holiday
        (datetime(2026, 10, 10, 10, 0, tzinfo=ZONE), False),  # make-up working Saturday
    ],
)
def test_quiet_hours(at: datetime, quiet: bool) -> None:
    assert rules.is_quiet(at) is quiet


def test_a_day_s_notices_are_one_message(cast: Cast, out: Channels) -> None:
    choose(cast.post_holder, How.DAILY)
    for number in range(7):
        tell(cast.post_holder.post, MONDAY - timedelta(hours=number), f"问-{number} 垃圾")
    assert not work(MONDAY - timedelta(minutes=1))
    [message] = work(MONDAY)
    assert message.state == MessageState.SENT
    assert all(f"问-{number} 垃圾" in message.body for number in range(7))
    tell(cast.post_holder.post, MONDAY + timedelta(minutes=5), "问-8 垃圾")
    assert len(work(MONDAY + timedelta(hours=3))) == 1, "one a day"
    assert len(work(MONDAY + timedelta(days=1))) == 2
    assert "问-8" in out.sent[1].body
    assert "问-1 " not in out.sent[1].body


def test_soon_means_a_few_minutes_in_one_message(cast: Cast, out: Channels) -> None:
    choose(cast.post_holder, How.AT_ONCE)
    work(MONDAY)  # the day's message has nothing to say
    at = MONDAY + timedelta(hours=2)
    tell(cast.post_holder.post, at, "问-1 垃圾")
    tell(cast.post_holder.post, at + timedelta(minutes=8), "问-2 垃圾")
    Message.objects.create(
        key=f"email:{cast.post_holder.person.pk}:2026-09-07", channel="email", made_at=at, next_at=at, state="sent"
    )
    assert not gather_messages(at + timedelta(minutes=9))
    assert gather_messages(at + timedelta(minutes=10)) == 1
    assert Message.objects.exclude(body="").get().items.count() == 2


def test_the_day_s_message_is_of_the_morning(cast: Cast, out: Channels) -> None:
    """With nothing new at 8:30 the first thing told later that day is no message of the day: it waits, in mail and group."""
    choose(cast.post_holder, How.DAILY)
    choose(cast.coordinator, How.AT_ONCE)
    Robot.objects.create(unit=cast.street, key="street-robot")
    assert not work(MONDAY)
    at = MONDAY + timedelta(hours=6)
    tell(cast.post_holder.post, at, "问-1 垃圾")
    tell(cast.coordinator.post, at, "问-2 垃圾")
    assert not work(at + timedelta(minutes=9))
    [soon] = work(at + timedelta(minutes=10))
    assert soon.person == cast.coordinator.person
    assert len(work(MONDAY + timedelta(hours=11))) == 1
    _soon, *next_day = work(MONDAY + timedelta(days=1))
    assert sorted(message.channel for message in next_day) == ["email", "wecom"]
    assert all("问-1" in message.body for message in next_day)


def test_a_late_worker_leaves_what_came_after_the_hour_for_the_next_message(cast: Cast, out: Channels) -> None:
    choose(cast.post_holder, How.DAILY)
    tell(cast.post_holder.post, MONDAY - timedelta(minutes=5), "问-1 垃圾")
    tell(cast.post_holder.post, MONDAY + timedelta(minutes=5), "问-2 垃圾")
    [first] = work(MONDAY + timedelta(hours=1))
    [_first, second] = work(MONDAY + timedelta(days=1))
    assert ("问-1" in first.body, "问-2" in first.body) == (True, False)
    assert ("问-1" in second.body, "问-2" in second.body) == (False, True)


def test_what_keeps_only_its_day_goes_out_the_day_after(cast: Cast, out: Channels) -> None:
    """A message at 10:23 about something of today without an hour would tell the hour."""
    choose(cast.post_holder, How.AT_ONCE)
    Robot.objects.create(unit=cast.street, key="street-robot")
    tell(cast.post_holder.post, clock.day_only(MONDAY), "2026-09-07")
    tell(cast.post_holder.post, MONDAY - timedelta(minutes=1), "问-1 垃圾")
    for hours in range(10):
        assert not [message for message in work(MONDAY + timedelta(hours=hours)) if "2026-09-07" in message.body]
    _mail, _group, *next_day = work(MONDAY + timedelta(days=1))
    assert len(next_day) == 2
    assert all("2026-09-07" in message.body for message in next_day)


def test_in_the_evening_and_at_weekends_nobody_is_written_to(cast: Cast, out: Channels) -> None:
    choose(cast.post_holder, How.AT_ONCE)
    tell(cast.post_holder.post, SATURDAY - timedelta(hours=20), is_urgent=True)
    assert not work(SATURDAY)
    assert len(work(SATURDAY.replace(day=14, hour=8, minute=1))) == 1


def test_a_veto_does_not_wait_for_the_day_s_message(cast: Cast, out: Channels) -> None:
    choose(cast.post_holder, How.DAILY)
    tell(cast.post_holder.post, MONDAY, "问-1 垃圾")
    assert len(work(MONDAY)) == 1
    tell(cast.post_holder.post, MONDAY + timedelta(hours=1), "问-2 活禽", is_urgent=True)
    tell(cast.post_holder.post, MONDAY + timedelta(hours=1), "问-3 垃圾")
    [_first, second] = work(MONDAY + timedelta(hours=1, minutes=10))
    assert second.body.index("问-2") < second.body.index("问-3"), "what waits goes with it, vetoes first"


def test_who_wants_nothing_gets_nothing(cast: Cast, out: Channels) -> None:
    choose(cast.post_holder, How.IN_APP)
    tell(cast.post_holder.post, MONDAY)
    tell(cast.coordinator.post, MONDAY)  # never chose, has no address
    assert not work(MONDAY)
    assert not Notice.objects.filter(mail_done=False).exists()


def test_what_was_read_or_must_stay_inside_is_not_sent(cast: Cast, out: Channels) -> None:
    choose(cast.post_holder, How.DAILY)
    tell(cast.post_holder.post, MONDAY, is_read=True)
    tell(cast.post_holder.post, MONDAY, in_app_only=True, mail_done=True, group_done=True)
    assert not work(MONDAY)


def test_two_who_share_a_post_each_get_it_once(cast: Cast, out: Channels) -> None:
    colleague = make_person(name="同岗", post=cast.post_holder.post)
    Choice.objects.create(person=colleague, how=How.DAILY, email="c@example.org")
    choose(cast.post_holder, How.DAILY)
    tell(cast.post_holder.post, MONDAY)
    assert len({message.person_id for message in work(MONDAY)}) == 2
    assert len(work(MONDAY + timedelta(days=1))) == 2


def test_without_a_mail_server_nothing_piles_up(cast: Cast, out: Channels, settings: Any) -> None:
    settings.MAIL_IS_SET_UP = False
    choose(cast.post_holder, How.DAILY)
    tell(cast.post_holder.post, MONDAY)
    assert not work(MONDAY)
    assert not Notice.objects.filter(mail_done=False).exists()


# --- groups ---


def test_a_group_is_told_once_a_day_through_the_nearest_robot(cast: Cast, out: Channels) -> None:
    Robot.objects.create(unit=cast.county, key="county-robot")
    Robot.objects.create(unit=cast.street, key="street-robot")
    appoint(person=cast.colleague.person, post=cast.post_holder.post)
    tell(cast.post_holder.post, MONDAY, "问-1 [垃圾](x)", is_urgent=True)
    tell(cast.inspector.post, MONDAY, "问-2 垃圾")
    sent = {message.robot.unit: message.body for message in work(MONDAY) if message.robot}
    assert "问-1 ［垃圾］（x）" in sent[cast.street]
    assert "问-2" in sent[cast.county]
    tell(cast.post_holder.post, MONDAY, "问-3 垃圾", is_urgent=True)
    assert len(work(MONDAY + timedelta(hours=2))) == 2


def test_a_long_group_message_is_cut_to_what_the_robot_takes() -> None:
    items = [
        words.Item("交办给你", f"问-2026-{n:05} {'很长的标题' * 8}", "2026-09-09", f"/findings/{n}/", False)
        for n in range(90)
    ]
    text = words.group_body(items, (), "https://lc.example.org", "/notices/")
    assert len(text.encode()) <= words.MOST_BYTES
    shown = text.count("/findings/")
    assert f" {90 - shown} " in text


def test_a_robot_sends_no_more_than_it_may(cast: Cast, out: Channels) -> None:
    robot = Robot.objects.create(unit=cast.street, key="street-robot")
    for number in range(25):
        Message.objects.create(key=f"x:{number}", channel="wecom", robot=robot, made_at=MONDAY, next_at=MONDAY)
    assert (send_waiting(MONDAY).sent, send_waiting(MONDAY + timedelta(seconds=59)).sent) == (20, 0)
    assert send_waiting(MONDAY + timedelta(seconds=61)).sent == 5


# --- what fails ---


def test_what_surely_was_not_sent_is_tried_again_and_given_up_in_the_end(cast: Cast, out: Channels) -> None:
    choose(cast.post_holder, How.DAILY)
    tell(cast.post_holder.post, MONDAY)
    out.faults = [NotSent("busy")] * 6
    at = MONDAY
    [message] = work(at)
    assert (message.state, message.next_at) == (MessageState.WAITING, at + timedelta(minutes=1))
    for _number in range(5):
        at = Message.objects.get().next_at
        at = at if not rules.is_quiet(at) else MONDAY + timedelta(days=1, hours=-0.5)
        send_waiting(at)
    message.refresh_from_db()
    assert (message.state, message.last_error) == (MessageState.GIVEN_UP, "busy")
    assert not out.sent


def test_dead_workers_do_not_use_up_the_attempts(cast: Cast, out: Channels) -> None:
    put_mail(cast, 1, MONDAY)
    message, at = Message.objects.get(), MONDAY
    for _number in range(9):
        assert sending.claim(message, "dead", at)
        at += rules.LEASE
        sending.settle_leases(at)
    out.faults = [NotSent("busy")]
    assert send_waiting(at).later == 1
    message.refresh_from_db()
    assert (message.state, message.next_at) == (MessageState.WAITING, at + timedelta(minutes=1)), "its first refusal"
    assert send_waiting(message.next_at).sent == 1


def test_what_another_worker_put_off_is_not_taken_before_its_time(cast: Cast, out: Channels) -> None:
    put_mail(cast, 1, MONDAY)
    seen_before = Message.objects.get()
    out.faults = [NotSent("busy")]
    assert send_waiting(MONDAY).later == 1
    assert not sending.claim(seen_before, "other", MONDAY + timedelta(seconds=30))
    assert sending.claim(seen_before, "other", MONDAY + timedelta(minutes=1))


def test_what_may_have_been_sent_is_never_sent_again_but_named(cast: Cast, out: Channels) -> None:
    choose(cast.post_holder, How.DAILY)
    tell(cast.post_holder.post, MONDAY, "问-1 垃圾")
    out.faults = [Unsure("no answer")]
    [first] = work(MONDAY)
    assert first.state == MessageState.UNSURE
    [_first, second] = work(MONDAY + timedelta(days=1))
    assert first.mark in second.body
    assert "问-1 垃圾" not in second.body
    assert len(work(MONDAY + timedelta(days=2))) == 2, "named once is enough"


def test_when_the_one_that_names_it_is_unsure_too_both_are_named(cast: Cast, out: Channels) -> None:
    choose(cast.post_holder, How.DAILY)
    tell(cast.post_holder.post, MONDAY)
    out.faults = [Unsure("no answer"), Unsure("no answer")]
    work(MONDAY)
    work(MONDAY + timedelta(days=1))
    *lost, third = work(MONDAY + timedelta(days=2))
    assert third.state == MessageState.SENT
    assert all(message.mark in third.body for message in lost)


def test_a_dead_worker_s_message_waits_again_or_is_unsure(cast: Cast, out: Channels) -> None:
    made = {"channel": "email", "person": cast.post_holder.person, "made_at": MONDAY, "next_at": MONDAY}
    claimed, handing = Message.objects.create(key="a", **made), Message.objects.create(key="b", **made)
    assert sending.claim(claimed, "dead", MONDAY)
    assert sending.claim(handing, "dead", MONDAY)
    assert not sending.claim(handing, "other", MONDAY)
    assert sending.begin_handing(handing, "dead", MONDAY)
    assert send_waiting(MONDAY + timedelta(minutes=1)).sent == 0
    assert send_waiting(MONDAY + timedelta(minutes=3)).sent == 1
    assert [message.key for message in out.sent] == ["a"]
    handing.refresh_from_db()
    assert handing.state == MessageState.UNSURE
    assert sending.mark_sent(handing, "dead"), "it was only slow"


@pytest.fixture
def slow(out: Channels, monkeypatch: pytest.MonkeyPatch) -> Channels:
    """Each message takes twenty seconds."""
    passed = [MONDAY]
    quick = out.hand_over

    def hand_over(message: Message) -> None:
        passed[0] += timedelta(seconds=20)
        quick(message)

    monkeypatch.setattr(clock, "now", lambda: passed[0])
    monkeypatch.setattr(out, "hand_over", hand_over)
    return out


def put_mail(cast: Cast, number: int, at: datetime) -> None:
    for one in range(number):
        made = {"person": cast.post_holder.person, "made_at": at, "next_at": at}
        Message.objects.create(key=f"m:{at}:{one}", channel="email", **made)


def test_a_go_takes_a_minute_and_each_message_its_own_moment(cast: Cast, slow: Channels) -> None:
    put_mail(cast, 10, MONDAY)
    assert send_waiting(MONDAY).sent == 3
    handed = Message.objects.filter(state=MessageState.SENT).order_by("handed_at").values_list("handed_at", flat=True)
    assert list(handed) == [MONDAY + timedelta(seconds=seconds) for seconds in (0, 20, 40)]
    assert Message.objects.filter(state=MessageState.WAITING, failed_attempts=0).count() == 7


def test_nothing_is_sent_after_eight_in_the_evening(cast: Cast, slow: Channels) -> None:
    evening = MONDAY.replace(hour=19, minute=59, second=30)
    put_mail(cast, 10, evening)
    assert send_waiting(evening).sent == 2
    assert send_waiting(evening + timedelta(minutes=1)).sent == 0


def test_a_lease_begins_when_the_message_is_taken(cast: Cast, slow: Channels, monkeypatch: pytest.MonkeyPatch) -> None:
    leases: list[datetime] = []
    quick = slow.hand_over

    def hand_over(message: Message) -> None:
        leases.append(Message.objects.values_list("leased_until", flat=True).get(pk=message.pk))
        quick(message)

    monkeypatch.setattr(slow, "hand_over", hand_over)
    put_mail(cast, 3, MONDAY)
    send_waiting(MONDAY)
    assert leases == [MONDAY + timedelta(seconds=seconds) + rules.LEASE for seconds in (0, 20, 40)]


def test_a_channel_that_cannot_be_reached_is_tried_once_in_a_go(
    cast: Cast, out: Channels, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Message] = []

    @contextmanager
    def away(message: Message) -> Iterator[Callable[[], None]]:
        tried.append(message)
        if message.channel == Channel.EMAIL:
            raise Unreachable("no answer")
        yield lambda: None

    monkeypatch.setitem(sending.CHANNELS, Channel.EMAIL, away)
    put_mail(cast, 5, MONDAY)
    robot = Robot.objects.create(unit=cast.street, key="street-robot")
    Message.objects.create(key="g", channel="wecom", robot=robot, made_at=MONDAY, next_at=MONDAY)
    go = send_waiting(MONDAY)
    assert (len(tried), go.sent, go.later) == (1, 1, 5)
    assert sorted(Message.objects.filter(channel="email").values_list("failed_attempts", flat=True)) == [0, 0, 0, 0, 1]
    send_waiting(MONDAY + timedelta(minutes=1))
    assert len({message.pk for message in tried}) == len(tried) == 2, "the next go begins with the next one"


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_message_once(cast: Cast, out: Channels) -> None:
    for number in range(12):
        made = {"person": cast.post_holder.person, "made_at": MONDAY, "next_at": MONDAY}
        Message.objects.create(key=f"m:{number}", channel="email", **made)
    workers = [threading.Thread(target=_send_and_close) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(message.key for message in out.sent) == sorted(f"m:{number}" for number in range(12))


def _send_and_close() -> None:
    from django.db import connection  # noqa: PLC0415 - this thread's own

    send_waiting(MONDAY)
    connection.close()


def test_nothing_personal_and_no_detail_leaves(cast: Cast, out: Channels) -> None:
    """Number, title, day, link: neither who acted nor what they wrote."""
    choose(cast.post_holder, How.DAILY)
    Robot.objects.create(unit=cast.street, key="street-robot")
    tell(cast.post_holder.post, MONDAY, by_words="城管局 · 督查岗")
    for message in work(MONDAY):
        assert "督查岗" not in message.body + message.subject
        assert not [one.person.name for one in cast.members.values() if one.person.name in message.body]
        assert f"{settings.ADDRESS}/findings/1/" in message.body


def test_old_ones_go(cast: Cast, out: Channels) -> None:
    choose(cast.post_holder, How.DAILY)
    tell(cast.post_holder.post, MONDAY)
    work(MONDAY)
    assert clear_old(MONDAY + timedelta(days=179)) == 0
    assert clear_old(MONDAY + timedelta(days=181)) == 1
    assert not Message.objects.exists()
