"""The two channels against stand-ins that refuse, delay, stay silent and answer twice."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from lianchuang.common.workdays import calendar
from lianchuang.notices.actions.sending import send_waiting
from lianchuang.notices.models import Choice, Message, MessageState, Robot
from tests.cast import Cast
from tests.standins import Received, mail_server, robot_server

AT = datetime(2026, 9, 7, 8, 30, tzinfo=calendar().zone)
ENDS = {"fine": "sent", "slow": "sent", "double": "sent", "refuse": "waiting", "mute": "unsure"}


@pytest.fixture
def servers(settings: Any) -> Iterator[tuple[Received, Received]]:
    mail, robots = Received(), Received()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server(mail) as port, robot_server(robots) as address:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.WECOM_ADDRESS = "127.0.0.1", port, address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 5
        settings.DEFAULT_FROM_EMAIL = "Lianchuang <lc@example.org>"
        yield mail, robots


def messages(cast: Cast) -> list[Message]:
    """One of each channel."""
    Choice.objects.create(person=cast.post_holder.person, email="holder@example.org")
    robot = Robot.objects.create(unit=cast.street, key="street-robot")
    made = {"subject": "联创：1 条消息", "body": "［交办给你］ 问-1 垃圾", "made_at": AT, "next_at": AT}
    return [
        Message.objects.create(key="m", channel="email", person=cast.post_holder.person, **made),
        Message.objects.create(key="g", channel="wecom", robot=robot, **made),
    ]


@pytest.mark.parametrize("weather", ENDS)
def test_each_answer_has_its_end(cast: Cast, servers: tuple[Received, Received], weather: str) -> None:
    for received in servers:
        received._weather = [weather]
    made = messages(cast)
    send_waiting(AT)
    send_waiting(AT)
    assert {one.state for one in Message.objects.all()} == {ENDS[weather]}
    kept = 0 if weather == "refuse" else 1
    assert [len(received.messages) for received in servers] == [kept, kept]
    if kept:
        (id, text), (key, content) = servers[0].messages[0], servers[1].messages[0]
        assert id == f"<{made[0].pk.hex}@example.org>"
        assert key == "street-robot"
        assert "问-1 垃圾" in text
        assert "问-1 垃圾" in content


def test_a_server_that_is_not_there_is_tried_again(cast: Cast, servers: Any, settings: Any) -> None:
    settings.EMAIL_PORT, settings.WECOM_ADDRESS = 1, "http://127.0.0.1:1/send"
    messages(cast)
    send_waiting(AT)
    assert {one.state for one in Message.objects.all()} == {MessageState.WAITING}
    assert all(one.last_error for one in Message.objects.all())


def test_without_an_address_it_is_given_up(cast: Cast, servers: Any) -> None:
    made = messages(cast)
    Choice.objects.update(email="")
    send_waiting(AT)
    made[0].refresh_from_db()
    assert made[0].state == MessageState.GIVEN_UP
