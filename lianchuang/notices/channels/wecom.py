"""The robot of a WeCom group: one HTTPS request with Markdown, one JSON answer."""

import http.client
import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings

from lianchuang.notices.channels.outcomes import NotSent, Unreachable, Unsure
from lianchuang.notices.models import Message

PATIENCE = 20
BUSY = frozenset({-1, 45009, 45033})  # system busy, too often, too many at once: later
TYPE = {"Content-Type": "application/json; charset=utf-8"}


@contextmanager
def wecom_channel(message: Message) -> Iterator[Callable[[], None]]:
    """Connect to WeCom; the address is fixed in the settings, only the key is the robot's."""
    if message.robot is None:
        raise NotSent("the robot was removed", is_final=True)
    address = urlsplit(settings.WECOM_ADDRESS)
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = kind(address.netloc, timeout=PATIENCE)
    try:
        connection.connect()
    except (TimeoutError, OSError, ssl.SSLError) as fault:
        raise Unreachable(f"WeCom cannot be reached: {fault}") from fault
    path, key = address.path, message.robot.key
    try:
        yield lambda: _hand_over(connection, f"{path}?key={key}", message.body)
    finally:
        connection.close()


def _hand_over(connection: http.client.HTTPConnection, path: str, text: str) -> None:
    body = json.dumps({"msgtype": "markdown", "markdown": {"content": text}}, ensure_ascii=False)
    try:
        connection.request("POST", path, body.encode(), TYPE)
        answer = connection.getresponse()
        said = json.loads(answer.read(65536))
        code = said["errcode"]
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as fault:
        raise Unsure(f"WeCom did not answer as it should: {fault!r}") from fault
    if code in BUSY:
        raise NotSent(f"WeCom takes no more now ({code})")
    if code:
        raise NotSent(f"WeCom refused it ({code}): {str(said.get('errmsg', ''))[:200]}", is_final=True)
