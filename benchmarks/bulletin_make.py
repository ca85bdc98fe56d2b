"""How long the making of a large bulletin takes, and how much memory: 300 findings, 200 pairs of photos of 12 million pixels.

    python benchmarks/bulletin_make.py [FOLDER]

The county, the findings and the 400 photos are made first in FOLDER (a temporary one when not said) and not counted. Then
`lianchuang bulletins make round` runs in a process of its own: once with no print copy of any photo, once with all kept.
"""

import io
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

FINDINGS, PAIRS = 300, 200
SIDE = (4000, 3000)
ALLOWED = 20.0
ROUND = "大轮次"


def prepare() -> None:
    """A round that found 300 things, of which 200 are put right with a photo before and after; drafted, pairs chosen."""
    import django  # noqa: PLC0415 - only the child process has a database

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    from lianchuang.accounts.access import SYSTEM  # noqa: PLC0415
    from lianchuang.bulletins import actions  # noqa: PLC0415
    from lianchuang.common import clock  # noqa: PLC0415
    from lianchuang.findings.models import Finding, FindingPhoto, Step  # noqa: PLC0415
    from lianchuang.findings.rules import State  # noqa: PLC0415
    from lianchuang.inspections.models import Answer, Visit  # noqa: PLC0415
    from tests.cast import build_cast, make_finding, make_round, make_site  # noqa: PLC0415

    cast, now = build_cast(), clock.now()
    planned = make_round(
        joint=cast.joint, planned_by=cast.office.post, inspector=cast.inspector.post, sites=[cast.lane], name=ROUND,
        day=clock.today() - timedelta(days=10), state="finished",
    )  # fmt: skip
    found_at, right_at = now - timedelta(days=10), now - timedelta(days=6)
    ids = []
    for number in range(FINDINGS):
        site = make_site(site_type=cast.lane_type, unit=cast.community, name=f"第{number}巷")
        visit = Visit.objects.create(
            round=planned, site=site, by=cast.inspector.person, by_post=cast.inspector.post, by_unit=cast.urban,
            started_at=found_at, finished_at=found_at, received_at=found_at, item_count=1, fault_count=1,
        )  # fmt: skip
        is_right = number < PAIRS
        finding = make_finding(
            site=site, item=cast.rubbish_item, at=found_at, state=State.CLOSED if is_right else State.RECTIFYING,
            responsible_post=cast.post_holder.post,
        )  # fmt: skip
        Answer.objects.create(visit=visit, item=cast.rubbish_item, grade="B", count=1, finding=finding)
        opened = _step(Step, finding, "open", found_at)
        if is_right:
            ids.append(finding.pk)
            passed = _step(Step, finding, "pass", right_at)
            for role, step, shade in (("before", opened, 2 * number), ("after", passed, 2 * number + 1)):
                FindingPhoto.objects.create(finding=finding, file=_photo(shade, now), step=step, role=role)
    Finding.objects.filter(pk__in=ids).update(first_due_at=right_at)
    bulletin = actions.draft_bulletin(
        joint=cast.joint, kind="round", period_from=planned.starts_on, period_to=planned.ends_on, as_of=now,
        round=planned, by=SYSTEM, at=now,
    )  # fmt: skip
    actions.choose_pairs(bulletin=bulletin, findings=ids, by=SYSTEM, at=now)


def _step(model, finding, verb, at):  # type: ignore[no-untyped-def]
    return model.objects.create(
        finding=finding, verb=verb, from_state=finding.state, to_state=finding.state, at=at, received_at=at
    )


def _photo(shade: int, now):  # type: ignore[no-untyped-def]
    """A photo of its own, as heavy as a phone's."""
    import hashlib  # noqa: PLC0415
    import random  # noqa: PLC0415

    from django.core.files.base import ContentFile  # noqa: PLC0415
    from django.core.files.storage import default_storage  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    from lianchuang.evidence.models import StoredFile  # noqa: PLC0415

    noise = Image.frombytes("RGB", (200, 150), random.Random(shade).randbytes(200 * 150 * 3))  # noqa: S311 - a picture
    buffer = io.BytesIO()
    noise.resize(SIDE, Image.Resampling.BILINEAR).save(buffer, "JPEG", quality=88)
    content = buffer.getvalue()
    stored = StoredFile(
        sha256=hashlib.sha256(content).hexdigest(), media_type="image/jpeg", size=len(content), stored_at=now
    )
    default_storage.save(stored.path, ContentFile(content))
    stored.save(force_insert=True)
    return stored


def make(folder: Path) -> tuple[float, int]:
    """Seconds and peak memory (MB) of one run of the command."""
    command = [
        str(Path(sys.executable).with_name("lianchuang")),
        "bulletins",
        "make",
        "round",
        "--for",
        ROUND,
        "--out",
        str(folder / "out"),
    ]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True, env={**os.environ, "LIANCHUANG_HOME": str(folder)})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"  processor seconds: {processor:.1f}")
    return time.monotonic() - began, after.ru_maxrss // 1024


def main(folder: Path) -> None:
    """Make, measure, print."""
    environment = {**os.environ, "LIANCHUANG_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "lianchuang.config.settings"}
    if not (folder / "lianchuang.sqlite3").exists():
        subprocess.run([sys.executable, __file__, "--prepare"], check=True, env={**environment, "PYTHONPATH": "."})
    for kept in folder.rglob("*.print"):
        kept.unlink()
    rows = [("no print copies yet", *make(folder)), ("print copies kept", *make(folder))]
    sizes = {path.suffix: path.stat().st_size / 1e6 for path in sorted((folder / "out").iterdir())}
    print(
        f"\n{FINDINGS} findings, {PAIRS} pairs of {SIDE[0]} × {SIDE[1]} pixels; {os.cpu_count()} processors, {platform.machine()}"
    )
    print("| run | seconds | peak MB |\n|---|--:|--:|")
    for name, seconds, memory in rows:
        print(f"| {name} | {seconds:.1f} | {memory} |")
    print(", ".join(f"{suffix} {size:.1f} MB" for suffix, size in sizes.items()))
    print(f"under {ALLOWED:.0f} s: {'yes' if rows[0][1] < ALLOWED else 'NO'}")


if __name__ == "__main__":
    if sys.argv[1:] == ["--prepare"]:
        prepare()
    elif sys.argv[1:]:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
