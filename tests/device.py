"""A phone in Python that speaks as static/field/sync.js does, over a network that cuts, doubles and delays.

What it holds is deleted only after the server's word. Every fault is drawn from one seed.
"""

import http.client
import json
import random
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from tests.serving import HOST, RealServer

PIECE = 500
FAULTS = ("cut before", "cut in the body", "cut the answer", "twice", "twice at once", "late", "kill", "kill soon")
TRIES = 200


class Cut(Exception):
    """The network is gone, or the server."""


@dataclass
class Network:
    """How bad it is: the share of requests to which something happens, and what may happen."""

    server: RealServer
    chance: random.Random
    share: float = 0.0
    faults: tuple[str, ...] = FAULTS
    seen: dict[str, int] = field(default_factory=dict)

    def fault(self) -> str:
        """What happens to the next request; empty when nothing does."""
        if self.chance.random() >= self.share:
            return ""
        drawn = self.chance.choice(self.faults)
        self.seen[drawn] = self.seen.get(drawn, 0) + 1
        return drawn


@dataclass
class Device:
    """A phone: who is signed in on it, what waits, and the bytes of its photos."""

    network: Network
    cookies: dict[str, str]
    waiting: list[dict[str, Any]] = field(default_factory=list)
    photos: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    token: str = ""

    def sync_until_empty(self) -> None:
        """Try until nothing waits, as the app does on its own; the network gets better in the end."""
        last = ""
        for number in range(TRIES):
            if number > 12:
                self.network.share = 0.0
            try:
                self.sync()
            except Cut as cut:
                last = str(cut)
                if last not in FAULTS:  # the server itself is away
                    self.network.server.wait()
            if not self.waiting:
                return
        raise AssertionError(
            f"still waiting after {TRIES} tries, last {last}: {json.dumps(self.answers, ensure_ascii=False)}"
        )

    def sync(self) -> None:
        """Words first, then photos; in any order among themselves."""
        if not self.token:
            self.token = json.loads(self.ask("GET", "/field/session/")[1])["token"]
        order = list(self.waiting)
        self.network.chance.shuffle(order)
        for submission in order:
            answer = self.submit(submission)
            if answer["result"] == "missing_photos":
                for sha256 in answer["missing"]:
                    self.upload(sha256)
                answer = self.submit(submission)
            if answer["result"] in {"applied", "already_had"}:
                self.waiting.remove(submission)

    def submit(self, submission: dict[str, Any]) -> dict[str, Any]:
        status, text = self.ask("POST", "/field/submissions/", json.dumps(submission).encode(), "application/json")
        if status != 200:
            raise Cut(f"{status} {text[:200]!r}")
        answer: dict[str, Any] = json.loads(text)
        self.answers[submission["id"]] = answer
        return answer

    def upload(self, sha256: str) -> None:
        """From where the server stands to the end."""
        content, address = self.photos[sha256], f"/field/photos/{sha256}/"
        told = json.loads(self.ask("GET", address)[1])
        while not told["complete"]:
            start = min(told["offset"], len(content) - 1)
            part = content[start : start + PIECE]
            said = f"bytes {start}-{start + len(part) - 1}/{len(content)}"
            status, text = self.ask("PATCH", address, part, "application/octet-stream", {"Content-Range": said})
            if status != 200:
                raise Cut(f"{status} {text[:200]!r}")
            told = json.loads(text)

    def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "", more: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """One request, to which something may happen."""
        headers = {"Accept": "application/json", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        headers |= {"X-CSRFToken": self.token} if self.token else {}
        headers |= {"Content-Type": kind} if kind else {}
        request = Request(self.network.server, method, path, body, {**headers, **(more or {})})
        status, text, cookies = self._happen(request)
        self.cookies |= cookies
        return status, text

    def _happen(self, request: "Request") -> tuple[int, bytes, dict[str, str]]:
        network, fault = self.network, self.network.fault()
        if fault == "cut before":
            raise Cut(fault)
        if fault in {"cut in the body", "cut the answer"}:
            request.send_and_cut(whole=fault == "cut the answer", chance=network.chance)
            raise Cut(fault)
        if fault == "twice":
            request.send()
        if fault == "twice at once":
            other = threading.Thread(target=_quietly, args=(request.send,))
            other.start()
            try:
                return request.send()
            finally:
                other.join()
        if fault == "late":
            time.sleep(network.chance.random() * 0.02)
        if fault == "kill":
            network.server.kill()
        if fault == "kill soon":
            threading.Timer(network.chance.random() * 0.03, network.server.kill).start()
        return request.send()


def _quietly(call: Callable[[], object]) -> None:
    try:
        call()
    except Cut:
        return


@dataclass(frozen=True)
class Request:
    """What is sent."""

    server: RealServer
    method: str
    path: str
    body: bytes
    headers: Mapping[str, str]

    def send(self) -> tuple[int, bytes, dict[str, str]]:
        """The answer's status, its text, and new cookies. Raises Cut."""
        try:
            with closing(http.client.HTTPConnection(HOST, self.server.port, timeout=30)) as asked:
                asked.request(self.method, self.path, self.body, dict(self.headers))
                with asked.getresponse() as answer:
                    text = answer.read()
        except (OSError, http.client.HTTPException) as fault:
            raise Cut(str(fault)) from fault
        given = [line.split(";")[0].split("=", 1) for line in answer.headers.get_all("Set-Cookie", [])]
        return answer.status, text, {name: value for name, value in given if name == "csrftoken"}

    def send_and_cut(self, *, whole: bool, chance: random.Random) -> None:
        """Send all or a part of it, and hang up without reading the answer."""
        asked = http.client.HTTPConnection(HOST, self.server.port, timeout=30)
        try:
            asked.putrequest(self.method, self.path)
            for name, value in self.headers.items():
                asked.putheader(name, value)
            asked.putheader("Content-Length", str(len(self.body)))
            asked.endheaders()
            asked.send(self.body if whole else self.body[: chance.randrange(len(self.body) + 1)])
            if whole:
                time.sleep(chance.random() * 0.02)
        except OSError as fault:
            raise Cut(str(fault)) from fault
        finally:
            asked.close()
