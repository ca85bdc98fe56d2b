"""Thousands of working days on which the worker is killed between a deed and its message, on SQLite and on PostgreSQL.

    python -m benchmarks.notice_faults [3000]

It runs tests/test_notice_faults.py with so many days (from 2026 on: at most some 3,600, the calendar ends in 2040), and
prints how many notices came and how many were named as perhaps not arrived.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TEST = "tests/test_notice_faults.py"
RUNS = {
    "SQLite": [sys.executable, "-m", "pytest", TEST, "-q"],
    "PostgreSQL": [sys.executable, "-m", "scripts.postgres", sys.executable, "-m", "pytest", TEST, "-q"],
}


def main(schedules: int) -> int:
    """Run both; 0 when nothing was lost and nothing was sent twice."""
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env |= {"LIANCHUANG_SCHEDULES": str(schedules), "LIANCHUANG_HOME": env.get("LIANCHUANG_HOME", ".make/home")}
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'':12}{'days':>6}{'kills':>7}{'mail came':>11}{'named':>7}{'group came':>12}{'named':>7}{'seconds':>9}")
    worst = 0
    for name, command in RUNS.items():
        with tempfile.TemporaryDirectory() as folder:
            result = Path(folder) / "result.json"
            started = time.monotonic()
            done = subprocess.run(command, env=env | {"LIANCHUANG_RESULT": str(result)}, check=False, stdout=sys.stderr)
            seconds = time.monotonic() - started
            worst = max(worst, done.returncode)
            if done.returncode:
                print(f"{name:12}{schedules:>6}  FAILED")
                continue
            said = json.loads(result.read_text())
            figures = (said["mail"].get("came", 0), said["mail"].get("named", 0))
            groups = (said["groups"].get("came", 0), said["groups"].get("named", 0))
            print(
                f"{name:12}{schedules:>6}{said['kills']:>7}{figures[0]:>11}{figures[1]:>7}{groups[0]:>12}{groups[1]:>7}{seconds:>9.0f}"
            )
    return worst


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000))
