"""How long pages and a visit take, and how many queries, on demo counties of several sizes.

    LIANCHUANG_HOME=/tmp/one lianchuang demo --no-serve
    LIANCHUANG_HOME=/tmp/ten lianchuang demo --no-serve --scale 10
    python benchmarks/pages.py /tmp/one /tmp/ten

Each figure is the median of 15 requests through Django's test client in one process (no network), after three to warm up.
Counts over many findings are kept for a minute (or until a finding makes a step): "first look" has them counted anew each
time, "again" takes the kept ones. Growth is that of the CPU time, on which other work on the machine weighs least.
Recording a visit writes; it runs last.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

REPEATS, WARM_UP = 15, 3
MEASURED = (
    "findings list, first look",
    "findings list, again",
    "joint dashboard, first look",
    "joint dashboard, again",
    "finding page",
    "record a visit of 30 answers",
)
GROWTH_ALLOWED = 1.2


def measure() -> dict[str, Any]:
    """The figures of the county in LIANCHUANG_HOME."""
    import django  # noqa: PLC0415 - only the child process has a database

    django.setup()
    from django.core.cache import cache  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from lianchuang.findings.models import Finding  # noqa: PLC0415
    from lianchuang.sites.models import Site  # noqa: PLC0415

    client = Client(SERVER_NAME="localhost")
    client.get(reverse("demo:sign_in_as", args=["office"]))
    finding = Finding.objects.filter(state="closed", rework_count__gt=0).order_by("pk").first()
    if finding is None:
        raise SystemExit("This database has no closed finding that went back once: build the demo county first.")
    pages = {
        MEASURED[0]: lambda: (cache.clear(), client.get(reverse("findings:list"))),
        MEASURED[1]: lambda: client.get(reverse("findings:list")),
        MEASURED[2]: lambda: (cache.clear(), client.get(reverse("desk:dashboard"))),
        MEASURED[3]: lambda: client.get(reverse("desk:dashboard")),
        MEASURED[4]: lambda: client.get(reverse("findings:show", args=[finding.pk])),
        MEASURED[5]: visit_maker(),
    }
    return {
        "sites": Site.objects.count(),
        "findings": Finding.objects.count(),
        "open": Finding.objects.filter(is_open=True).count(),
        "times": {name: timed(call) for name, call in pages.items()},
    }


def visit_maker() -> Callable[[], object]:
    """Recording a visit with 30 answers, three of them failing, each time at another site of a fresh round."""
    from django.db import connection  # noqa: PLC0415, F401

    from lianchuang.accounts.access import actors_of  # noqa: PLC0415
    from lianchuang.accounts.models import Grant, Role  # noqa: PLC0415
    from lianchuang.campaigns.models import JointCampaign  # noqa: PLC0415
    from lianchuang.common import clock  # noqa: PLC0415
    from lianchuang.inspections import actions  # noqa: PLC0415
    from lianchuang.inspections.models import RoundKind, RoundSite  # noqa: PLC0415
    from lianchuang.sites.models import ChecklistItem, SiteType  # noqa: PLC0415

    now = clock.now()
    today = clock.local(now).date()
    holders = {
        role: actors_of(grant.post.appointments.select_related("person").first().person, today)[0]
        for role in (Role.OFFICE, Role.INSPECTOR)
        for grant in Grant.objects.filter(role=role, post__appointments__isnull=False).select_related("post")[:1]
    }
    office, inspector = holders[Role.OFFICE], holders[Role.INSPECTOR]
    kind = max(SiteType.objects.all(), key=lambda one: min(one.checklist_items.count(), 30) * 1000 + one.sites.count())
    made = actions.plan_round(
        joint=JointCampaign.objects.select_related("place").get(),
        name="benchmark",
        kind=RoundKind.ROUTINE,
        starts_on=today,
        ends_on=today,
        by=office,
        at=now,
    )
    made.ends_on = today
    actions.draw_sample(
        round=made,
        sites_per_type={kind.code: min(REPEATS + WARM_UP, kind.sites.filter(is_active=True).count())},
        seed=1,
        inspectors=[inspector.post],
        by=office,
        at=now,
    )
    actions.start_round(round=made, by=office, at=now)
    stops = iter(list(RoundSite.objects.filter(round=made).select_related("site__unit", "site__site_type")))
    items = [row.item for row in ChecklistItem.objects.filter(site_type=kind).select_related("item__category")]

    def record() -> object:
        site = next(stops).site
        answers = [actions.GivenAnswer(item=item, count=int(index < 3)) for index, item in enumerate(items)]
        at = clock.now()
        return actions.record_visit(
            round=made, site=site, by=inspector, answers=answers, started_at=at, finished_at=at, at=at
        )

    return record


def timed(call: Callable[[], object]) -> dict[str, float]:
    """Median milliseconds and the number of queries of one call."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    for _time in range(WARM_UP - 1):
        call()
    with CaptureQueriesContext(connection) as captured:
        call()
        queries = len(captured)
    walls, works = [], []
    for _time in range(REPEATS):
        wall, work = time.perf_counter(), time.process_time()
        call()
        walls.append(time.perf_counter() - wall)
        works.append(time.process_time() - work)
    ms, cpu = (round(statistics.median(each) * 1000, 1) for each in (walls, works))
    return {"ms": ms, "cpu": cpu, "queries": queries}


def main(homes: list[str]) -> None:
    """Measure each home in a process of its own and print the table."""
    results = []
    for home in homes:
        environment = {**os.environ, "LIANCHUANG_HOME": home, "DJANGO_SETTINGS_MODULE": "lianchuang.config.settings"}
        done = subprocess.run(
            [sys.executable, __file__, "--measure"], env=environment, capture_output=True, text=True, check=True
        )
        results.append(json.loads(done.stdout))
    print(
        "| | "
        + " | ".join(f"{one['sites']} sites, {one['findings']} findings, {one['open']} open" for one in results)
        + " | growth |"
    )
    print("|---|" + "--:|" * (len(results) + 1))
    for name in MEASURED:
        times = [one["times"][name] for one in results]
        growth = times[-1]["cpu"] / times[0]["cpu"]
        cells = " | ".join(f"{time['ms']} ms, {time['cpu']} ms CPU, {time['queries']} queries" for time in times)
        print(f"| {name} | {cells} | ×{growth:.2f}{'' if growth <= GROWTH_ALLOWED else ' (over 1.2)'} |")


if __name__ == "__main__":
    if sys.argv[1:] == ["--measure"]:
        print(json.dumps(measure()))
    else:
        main(sys.argv[1:])
