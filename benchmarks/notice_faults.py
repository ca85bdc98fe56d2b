"""Thousands of working days on which the worker is killed between a deed and its message, on SQLite and on PostgreSQL.

    python -m benchmarks.notice_faults [3000]

It runs tests/test_notice_faults.py with so many days (from 2026 on: at most some 3,600, the calendar ends in 2040), and
prints how many notices came and how many were named as perhaps not arrived.
"""

import os
import platform
import sys

from benchmarks.faults import runs

TEST = "tests/test_notice_faults.py"


def main(schedules: int) -> int:
    """Run both; 0 when nothing was lost and nothing was sent twice."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'':12}{'days':>6}{'kills':>7}{'mail came':>11}{'named':>7}{'group came':>12}{'named':>7}{'seconds':>9}")
    worst = 0
    for run in runs(TEST, schedules):
        worst = max(worst, run.code)
        if run.code:
            print(f"{run.name:12}{schedules:>6}  FAILED")
            continue
        mail, groups = ([run.figures[kind].get(what, 0) for what in ("came", "named")] for kind in ("mail", "groups"))
        came = f"{mail[0]:>11}{mail[1]:>7}{groups[0]:>12}{groups[1]:>7}"
        print(f"{run.name:12}{schedules:>6}{run.figures['kills']:>7}{came}{run.seconds:>9.0f}")
    return worst


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000))
