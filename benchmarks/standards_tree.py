"""How large and how fast the page of a standard is: 1,200 requirements as a tree, opened, searched, compared.

    LIANCHUANG_HOME=/tmp/tree python benchmarks/standards_tree.py

It builds the edition in LIANCHUANG_HOME (an empty folder), with titles, thresholds and vetoes of the shipped packs, and
measures through Django's test client in one process (no network): the median of 15 requests after three to warm up.

Quoted, not measured by us: 1.08 s, the published time of the nearest peer for a catalogue of this size. What its second
holds (network, browser, database) is not known to us, so that the two figures show an order of size and are no race.
"""

import os
import platform
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

REPEATS, WARM_UP = 15, 3
NODES, CHAPTERS = 1200, 12
QUOTED_PEER_MS = 1080.0
MOST_BYTES = 200_000


def main() -> None:
    """Build, measure, print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianchuang.config.settings")
    import django  # noqa: PLC0415 - the settings come from the environment

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    person, edition, later = build()
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    page = reverse("standards:edition", args=[edition.code])
    node = edition.requirements.filter(children__isnull=True).order_by("path")[600]
    calls = {
        "the tree": lambda: client.get(page),
        "search in it": lambda: client.get(page, {"q": "垃圾"}),
        "one requirement opened (part)": lambda: client.get(f"{page}{node.pk}/", headers={"HX-Request": "true"}),
        "compared with a renumbered edition": lambda: client.get(
            reverse("standards:diff", args=[edition.code, later.code])
        ),
    }
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {connection.vendor}")
    print(f"{NODES} requirements; the nearest peer's 1.08 s for this size is quoted, not measured by us\n")
    print("| | bytes | ms | queries | peer / here |\n|---|--:|--:|--:|--:|")
    for name, call in calls.items():
        found = measured(call)
        ratio = f"{QUOTED_PEER_MS / found['ms']:.1f}" if name == "the tree" else ""
        over = " (over 200 kB)" if found["bytes"] > MOST_BYTES else ""
        print(f"| {name} | {found['bytes']}{over} | {found['ms']:.1f} | {found['queries']} | {ratio} |")


def measured(call: Callable[[], Any]) -> dict[str, Any]:
    """Bytes, median milliseconds and number of queries of one page."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    for _time in range(WARM_UP - 1):
        call()
    with CaptureQueriesContext(connection) as captured:
        answer = call()
        queries = len(captured)
    if answer.status_code != 200:
        raise SystemExit(f"the page answered {answer.status_code}")
    seconds = []
    for _time in range(REPEATS):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return {"bytes": len(answer.content), "ms": statistics.median(seconds) * 1000, "queries": queries}


def build() -> tuple[Any, Any, Any]:
    """Somebody of the office, an edition of 1,200 nodes, and the same with other codes and every tenth title changed."""
    from lianchuang.accounts.access import SYSTEM  # noqa: PLC0415
    from lianchuang.accounts.models import Appointment, Grant, Person, Post, PostKind, Role, Unit, UnitKind  # noqa: PLC0415
    from lianchuang.standards.actions import load_edition  # noqa: PLC0415

    if Unit.objects.exists():
        raise SystemExit("This database is not empty: give LIANCHUANG_HOME an empty folder.")
    at = datetime.now(UTC)
    unit = Unit.objects.create(kind=UnitKind.COUNTY, name="量县", code="1", path="1.", sort_key="1")
    kind = PostKind.objects.create(code="office", name="创建办", name_en="Office")
    post = Post.objects.create(unit=unit, kind=kind, name="综合岗", code="bench")
    person = Person.objects.create(username="bench", name="量")
    Appointment.objects.create(person=person, post=post, since=at.date())
    Grant.objects.create(post=post, role=Role.OFFICE, scope=unit)
    editions = [
        load_edition(pack=pack(code, changed), by=SYSTEM, at=at) for code, changed in (("size-1", 0), ("size-2", 10))
    ]
    return person, *editions


def pack(code: str, changed: int) -> Any:
    """1,200 nodes in twelve chapters of two levels; `changed`: every so many get another title and all another code."""
    from dataclasses import replace  # noqa: PLC0415

    from lianchuang.packs import load_editions  # noqa: PLC0415

    leaves = [node for edition in load_editions() for node in edition.walk() if not node.children]
    shipped = load_editions()[0]
    number = 0

    def leaf(prefix: str) -> Any:
        nonlocal number
        number += 1
        node = leaves[number % len(leaves)]
        title = f"{node.title}（{number}）" if not changed or number % changed else f"另一件事 {number}"
        return replace(node, code=f"{prefix}.{number}{'x' if changed else ''}", title=title, veto=False)

    def heading(name: str, children: tuple[Any, ...]) -> Any:
        node = shipped.requirements[0]
        return replace(node, code=name, title=f"第 {name} 部分", veto=False, children=children)

    chapters = []
    for chapter in range(1, CHAPTERS + 1):
        parts = [
            heading(f"{chapter}.{part}", tuple(leaf(f"{chapter}.{part}") for _leaf in range(8)))
            for part in range(1, 12)
        ]
        chapters.append(heading(str(chapter), tuple(parts)))
    if (count := sum(len(list(one.walk())) for one in chapters)) != NODES:
        raise SystemExit(f"{count} nodes, {NODES} are wanted")
    return replace(shipped, code=code, name=code, requirements=tuple(chapters))


if __name__ == "__main__":
    main()
