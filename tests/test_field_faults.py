"""Random schedules of cut, double, delay, wrong order, SIGKILL and retry against a real server: nothing lost, nothing
twice.

LIANCHUANG_SCHEDULES sets how many (300); `benchmarks/sync_faults.py` draws 10,000. Each schedule is drawn from its
number, so that one that fails can be run again: LIANCHUANG_SCHEDULE=17.
"""

import hashlib
import json
import os
import random
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from lianchuang.common import clock
from lianchuang.common.ids import new_id
from lianchuang.field.models import HandedPhoto, Submission
from lianchuang.findings.models import Finding, Step
from lianchuang.findings.rules import State
from lianchuang.inspections.models import Answer, Round, RoundSite, Visit
from lianchuang.sites.models import ChecklistItem, Site
from tests.cast import Cast, make_finding, make_round, photo_bytes
from tests.device import FAULTS, Device, Network
from tests.serving import RealServer, real_server

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SCHEDULES = int(os.environ.get("LIANCHUANG_SCHEDULES", "300"))
ONLY = os.environ.get("LIANCHUANG_SCHEDULE")
PHONES = 4
KILLS = ("kill", "kill soon")


class Ground:
    """Places and findings enough for every schedule, and what was typed on the phones."""

    def __init__(self, cast: Cast, count: int) -> None:
        self.cast = cast
        self.items = list(ChecklistItem.objects.filter(site_type=cast.lane_type).values_list("item_id", flat=True))
        self.sites = [
            Site(site_type=cast.lane_type, unit=cast.community, name=f"第{n}巷", code=f"F-{n}", lon=112.5, lat=33.1)
            for n in range(count + count // 5)
        ]
        Site.objects.bulk_create(self.sites)
        self.sites, others = self.sites[:count], self.sites[count:]
        post = cast.inspector.post
        self.round: Round = make_round(joint=cast.joint, planned_by=cast.office.post)
        RoundSite.objects.bulk_create(
            RoundSite(round=self.round, site=site, inspector=post, day=clock.today()) for site in self.sites
        )
        self.findings = [
            make_finding(
                site=site,
                item=cast.rubbish_item,
                state=State.SUBMITTED,
                responsible_post=cast.post_holder.post,
                number=f"验-{site.code}",  # apart from those that the server will give
            )
            for site in others
        ]
        self.typed: dict[str, dict[str, Any]] = {}
        self.photos: dict[str, bytes] = {}

    def schedule(self, number: int) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
        """What one phone has to send: a visit, sometimes a verification or a report, with photos."""
        chance = random.Random(number)
        photos: dict[str, bytes] = {}

        def snap() -> str:
            content = photo_bytes()
            sha256 = hashlib.sha256(content).hexdigest()
            photos[sha256] = content
            return sha256

        made = [self._visit(number, chance, snap)]
        if number % 5 == 0 and number // 5 < len(self.findings):
            finding = self.findings[number // 5]
            body = {"finding": str(finding.pk), "verdict": chance.choice(["yes", "no", "partly"]), "left": 1}
            made.append(self._wrap("verification", {**body, "photos": [snap()]}, chance, finding.version))
        if number % 4 == 1:
            body = {"category": "rubbish", "severity": "minor", "title": f"问题{number}", "place": "路口"}
            made.append(self._wrap("report", {**body, "photos": [snap()]}, chance))
        return made, photos

    def _visit(self, number: int, chance: random.Random, snap: Any) -> dict[str, Any]:
        now = clock.now()
        answers = []
        for item in self.items:
            count = chance.choice([0, 0, 0, 1, 2])
            photos = [snap()] if count and chance.random() < 0.25 else []
            answers.append({"item": item, "count": count, "note": f"记{number}" if count else "", "photos": photos})
        body = {
            "round": str(self.round.pk),
            "site": str(self.sites[number].pk),
            "started_at": (now - timedelta(minutes=20)).isoformat(),
            "finished_at": (now - timedelta(minutes=2)).isoformat(),
            "answers": answers,
        }
        return self._wrap("visit", body, chance)

    def _wrap(self, kind: str, body: dict[str, Any], chance: random.Random, version: int = 0) -> dict[str, Any]:
        parts = body.get("answers", [body])
        now = clock.now().isoformat()
        return {
            "id": str(new_id()),
            "kind": kind,
            "post": self.cast.inspector.post.pk,
            "base_version": version,
            "made_at": now,
            "device_now": now,
            "body": body,
            "photos": [each for part in parts for each in part["photos"]] if chance.random() < 0.9 else [],
        }


def run_one(number: int, ground: Ground, server: RealServer, cookie: str) -> Counter[str]:
    """One phone through one schedule, until nothing waits on it."""
    chance = random.Random(number * 7919)
    # Kills stop everybody's requests: they come in one of eight schedules, the rest of the faults in all.
    faults = FAULTS if number % 8 == 0 else tuple(fault for fault in FAULTS if fault not in KILLS)
    network = Network(server, chance, share=chance.choice([0.05, 0.2, 0.4]), faults=faults)
    waiting, photos = ground.schedule(number)
    ground.typed |= {each["id"]: each for each in waiting}
    ground.photos |= photos
    phone = Device(network, {settings.SESSION_COOKIE_NAME: cookie}, list(waiting), photos)
    phone.sync_until_empty()
    return Counter(network.seen)


def run_all(numbers: list[int], ground: Ground, server: RealServer, cookie: str) -> Counter[str]:
    """Several phones at once; what happened to their requests."""
    todo: Queue[int] = Queue()
    for number in numbers:
        todo.put(number)
    seen: Counter[str] = Counter()
    failed: list[str] = []

    def work() -> None:
        while not failed:
            try:
                number = todo.get_nowait()
            except Empty:
                return
            try:
                seen.update(run_one(number, ground, server, cookie))
            except Exception as fault:  # noqa: BLE001 - said with the number of its schedule
                failed.append(f"schedule {number}: {fault!r}")

    workers = [threading.Thread(target=work) for _ in range(PHONES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not failed, "\n".join(failed)
    return seen


def compare(ground: Ground) -> None:
    """What is stored is what was typed: each thing once, nothing else."""
    typed = ground.typed
    kinds = Counter(each["kind"] for each in typed.values())
    assert Counter(Submission.objects.values_list("kind", "state")) == {
        (kind, "applied"): number for kind, number in kinds.items()
    }
    for row in Submission.objects.all():
        kept = json.loads(row.raw)
        assert {**kept, "device_now": ""} == {**typed[str(row.pk)], "device_now": ""}
    _compare_visits({id: each for id, each in typed.items() if each["kind"] == "visit"})
    reports = [each for each in typed.values() if each["kind"] == "report"]
    found = Finding.objects.filter(origin_kind="field").values_list("pk", "title", "seen_count", "photos__file")
    assert Counter((str(pk), title, seen, file) for pk, title, seen, file in found) == Counter(
        (each["id"], each["body"]["title"], 1, each["body"]["photos"][0]) for each in reports
    )
    looks = Step.objects.filter(verb__in=["pass", "reject"]).values_list("finding", "verb", "photos__file")
    assert Counter((str(pk), verb, file) for pk, verb, file in looks) == Counter(
        (each["body"]["finding"], "pass" if each["body"]["verdict"] == "yes" else "reject", each["body"]["photos"][0])
        for each in typed.values()
        if each["kind"] == "verification"
    )
    assert set(HandedPhoto.objects.values_list("file_id", flat=True)) == set(ground.photos)
    for photo in HandedPhoto.objects.select_related("file"):
        with default_storage.open(photo.file.path) as content:
            assert content.read() == ground.photos[photo.file_id]


def _compare_visits(typed: dict[str, dict[str, Any]]) -> None:
    assert {str(pk) for pk in Visit.objects.values_list("pk", flat=True)} == set(typed)
    stored = Answer.objects.values_list("visit", "item", "count", "note", "photos__file")
    wanted = [
        (id, answer["item"], answer["count"], answer["note"], (answer["photos"] or [None])[0])
        for id, each in typed.items()
        for answer in each["body"]["answers"]
    ]
    assert Counter((str(visit), *rest) for visit, *rest in stored) == Counter(wanted)
    opened = Finding.objects.filter(origin_kind="visit").values_list("origin_id", "item")
    assert Counter(opened) == Counter((id, item) for id, item, count, _note, _photo in wanted if count)


def test_nothing_is_lost_and_nothing_is_twice(cast: Cast, client_of: Any, tmp_path: Path) -> None:
    ground = Ground(cast, SCHEDULES)
    cookie = client_of(cast.inspector.person, cast.inspector.post).cookies[settings.SESSION_COOKIE_NAME].value
    numbers = [int(ONLY)] if ONLY else list(range(SCHEDULES))
    with real_server(tmp_path) as server:
        seen = run_all(numbers, ground, server, cookie)
        server.wait()
    compare(ground)
    if not ONLY:
        assert set(seen) == set(FAULTS), "each sort of fault must have happened"
        assert server.kills > SCHEDULES // 50, f"only {server.kills} kills"
