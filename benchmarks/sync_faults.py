"""Thousands of random schedules of cut, double, delay, wrong order, SIGKILL and retry, on SQLite and on PostgreSQL.

    python -m benchmarks.sync_faults [10000]

It runs tests/test_field_faults.py with so many schedules; that one names the schedule that fails.
"""

import sys

from benchmarks.faults import runs

TEST = "tests/test_field_faults.py"


def main(schedules: int) -> int:
    """Run both; 0 when nothing was lost and nothing was twice."""
    worst = 0
    for run in runs(TEST, schedules):
        print(f"{run.name}: {schedules} schedules, {'FAILED' if run.code else 'fine'}, {run.seconds:.0f} s")
        worst = max(worst, run.code)
    return worst


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
