"""Stand-ins for what lies outside: a mail server and the robots' server. They keep what they were handed, and misbehave."""

import json
import random
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler
from typing import Any

HOST = "127.0.0.1"
FINE = "fine"
WEATHER = (FINE, "refuse", "mute", "slow", "double")


class Received:
    """What came in, in order: (id or key, text). `weather` says how the next one is answered."""

    def __init__(self, weather: Sequence[str] = (FINE,), seed: int = 0) -> None:
        self.messages: list[tuple[str, str]] = []
        self.seen: Counter[str] = Counter()
        self._weather = list(weather)
        self._chance = random.Random(seed)
        self._lock = threading.Lock()

    def take(self, id: str, text: str) -> str:
        """How this one is answered; refused ones are not kept."""
        with self._lock:
            how = self._chance.choice(self._weather)
            self.seen[how] += 1
            if how != "refuse":
                self.messages.append((id, text))
            return how

    def holding(self, words: str) -> int:
        """How many of the messages hold the words."""
        return sum(words in text for _id, text in self.messages)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    received: Received

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hangs up was killed: that is what these tests are about."""


class _Mail(socketserver.StreamRequestHandler):
    """As much SMTP as Django speaks."""

    server: _Server

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("220 stand-in")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                if not self._data():
                    return
            else:
                self.say("250 well")
            if word == b"QUIT":
                return

    def _data(self) -> bool:
        """Take a message; False: say nothing more."""
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        if not line:
            return False  # cut off: nothing was handed over
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        how = self.server.received.take(str(mail["Message-ID"]), f"{mail['Subject']}\n{mail.get_content()}")
        if how == "slow":
            time.sleep(0.03)
        if how == "mute":
            return False
        self.say("451 not now" if how == "refuse" else "250 taken")
        return True


class _Robots(BaseHTTPRequestHandler):
    """The robots' server: one answer in JSON."""

    server: _Server  # type: ignore[assignment]

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        body = self.rfile.read(size)
        if len(body) < size:
            return
        key = self.path.rpartition("key=")[2]
        how = self.server.received.take(key, json.loads(body)["markdown"]["content"])
        if how == "mute":
            return
        if how == "slow":
            time.sleep(0.03)
        answer = json.dumps({"errcode": 45009 if how == "refuse" else 0, "errmsg": how}).encode()
        for _time in range(2 if how == "double" else 1):
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    def log_message(self, *_given: object) -> None:
        """Quietly."""


@contextmanager
def _running(handler: Any, received: Received) -> Iterator[int]:
    with _Server((HOST, 0), handler) as server:
        server.received = received
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def mail_server(received: Received) -> Iterator[int]:
    """A mail server on a port of its own."""
    with _running(_Mail, received) as port:
        yield port


@contextmanager
def robot_server(received: Received) -> Iterator[str]:
    """The robots' server; gives its address."""
    with _running(_Robots, received) as port:
        yield f"http://{HOST}:{port}/cgi-bin/webhook/send"
