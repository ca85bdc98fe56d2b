"""Fifty submissions a second of thirty answers, for thirty seconds: how long each takes, and whether all succeed.

    python -m benchmarks.sync_load                                   SQLite
    python -m scripts.postgres python -m benchmarks.sync_load        PostgreSQL

    --rate 50 --seconds 30 --workers 2 --wrong 0.5

An open loop: each is sent at its moment, whether or not those before it have been answered, so that a server that falls
behind shows it. Two server processes share one port, as a production server has it; the sender runs on the same machine.
`--wrong` is the share of visits with one finding. The time is from the moment it was due to the last byte of the answer.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ANSWERS = 30
WARM_UP = 20  # sent before, not counted
HOST = "127.0.0.1"


def serve(port: int, workers: int) -> None:
    """Several processes that share one listening socket."""
    import waitress  # noqa: PLC0415 - only in the server's processes

    from lianchuang.config.wsgi import application  # noqa: PLC0415

    listening = socket.create_server((HOST, port), backlog=512, reuse_port=False)
    listening.setblocking(False)
    children = []
    for _number in range(workers):
        child = os.fork()
        if child == 0:
            waitress.create_server(application, sockets=[listening], threads=4, backlog=512).run()
            os._exit(0)
        children.append(child)
    signal.signal(signal.SIGTERM, lambda *_: [os.kill(each, signal.SIGKILL) for each in children] and os._exit(0))
    os.wait()


def prepare(number: int, wrong: float) -> tuple[list[bytes], str]:
    """A county with so many sites of thirty items in a running round, and a visit to each, ready to be sent."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from lianchuang.common import clock  # noqa: PLC0415
    from lianchuang.field.tests.sending import envelope, visit_body  # noqa: PLC0415
    from lianchuang.inspections.models import RoundSite  # noqa: PLC0415
    from lianchuang.sites.models import ChecklistItem, Site  # noqa: PLC0415
    from tests.cast import build_cast, make_item, make_round, make_zone  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    cast = build_cast()
    zone = make_zone(site_type=cast.lane_type, code="more", name="其他", name_en="More")
    for _item in range(ANSWERS - ChecklistItem.objects.filter(site_type=cast.lane_type).count()):
        make_item(zone=zone, category=cast.rubbish)
    sites = [
        Site(site_type=cast.lane_type, unit=cast.community, name=f"第{n}巷", code=f"B-{n}", lon=lon, lat=33.1)
        for n, lon in ((each, 112.5 + each * 0.001) for each in range(number))  # 93 m apart: none is another one again
    ]
    Site.objects.bulk_create(sites)
    found = make_round(joint=cast.joint, planned_by=cast.office.post)
    post, day = cast.inspector.post, clock.today()
    RoundSite.objects.bulk_create(RoundSite(round=found, site=site, inspector=post, day=day) for site in sites)
    body = visit_body(found, sites[0])
    faulty = [{**each, "count": int(each["item"] == cast.rubbish_item.pk)} for each in body["answers"]]
    made = []
    for place, site in enumerate(sites):
        is_wrong = (place * wrong) % 1 + wrong >= 1
        answers = faulty if is_wrong else body["answers"]
        made.append(
            json.dumps(envelope("visit", {**body, "site": str(site.pk), "answers": answers}, post=post)).encode()
        )
    client = Client()
    client.force_login(cast.inspector.person)
    told = client.get("/field/session/", headers={"accept": "application/json", "host": HOST})
    cookies = "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())
    return made, f"Cookie: {cookies}\r\nX-CSRFToken: {told.json()['token']}\r\n"


async def send(port: int, head: str, body: bytes, due: float) -> tuple[float, str]:
    """One submission: seconds from when it was due, and what was answered."""
    reader, writer = await asyncio.open_connection(HOST, port)
    lines = "POST /field/submissions/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nConnection: close\r\n"
    lines += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n{head}\r\n"
    writer.write(lines.encode() + body)
    text = await reader.read()
    writer.close()
    taken = time.perf_counter() - due
    status, _, rest = text.partition(b"\r\n\r\n")
    is_fine = status.startswith(b"HTTP/1.1 200")
    return taken, json.loads(rest)["result"] if is_fine else status.split(b"\r\n")[0].decode() or "no answer"


async def run(port: int, head: str, bodies: list[bytes], rate: float) -> list[tuple[float, str]]:
    """Send each at its moment."""
    begun = time.perf_counter()
    tasks = []
    for place, body in enumerate(bodies):
        due = begun + place / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(send(port, head, body, due)))
    return await asyncio.gather(*tasks)


@contextmanager
def server(port: int, workers: int) -> Iterator[None]:
    """The server's processes, until the measurement is over."""
    command = [sys.executable, "-m", "benchmarks.sync_load", "--serve", str(port), "--workers", str(workers)]
    keeper = subprocess.Popen(command)
    try:
        for _try in range(600):
            try:
                socket.create_connection((HOST, port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield
    finally:
        keeper.terminate()
        keeper.wait(30)


def tell(answers: list[tuple[float, str]], rate: float, vendor: str) -> int:
    """Print the figures; 0 when all succeeded."""
    taken = sorted(seconds * 1000 for seconds, _result in answers)
    results = Counter(result for _seconds, result in answers)
    last = taken[int(len(taken) * 0.99) - 1]
    print(f"{vendor}: {len(answers)} submissions of {ANSWERS} answers at {rate:g} a second: {dict(results)}")
    print(f"median {statistics.median(taken):.0f} ms, 99th percentile {last:.0f} ms, longest {taken[-1]:.0f} ms")
    return 0 if set(results) == {"applied"} else 1


def main() -> int:
    """Prepare, serve, send, tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--wrong", type=float, default=0.5)
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    asked: Any = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianchuang.config.settings")
    if asked.serve:
        serve(asked.serve, asked.workers)
        return 0
    with tempfile.TemporaryDirectory(prefix="lianchuang-load-") as home:
        os.environ["LIANCHUANG_HOME"] = str(Path(home))
        bodies, head = prepare(WARM_UP + int(asked.rate * asked.seconds), asked.wrong)
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            port = int(probe.getsockname()[1])
        with server(port, asked.workers):
            asyncio.run(run(port, head, bodies[:WARM_UP], 10))
            answers = asyncio.run(run(port, head, bodies[WARM_UP:], asked.rate))
        return tell(answers, asked.rate, "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite")


if __name__ == "__main__":
    sys.exit(main())
