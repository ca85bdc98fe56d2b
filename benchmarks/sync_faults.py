"""Thousands of random schedules of cut, double, delay, wrong order, SIGKILL and retry, on SQLite and on PostgreSQL.

    python -m benchmarks.sync_faults [10000]

It runs tests/test_field_faults.py with so many schedules; that one names the schedule that fails.
"""

import os
import subprocess
import sys
import time

TEST = "tests/test_field_faults.py"
RUNS = {
    "SQLite": [sys.executable, "-m", "pytest", TEST, "-q"],
    "PostgreSQL": [sys.executable, "-m", "scripts.postgres", sys.executable, "-m", "pytest", TEST, "-q"],
}


def main(schedules: int) -> int:
    """Run both; 0 when nothing was lost and nothing was twice."""
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env |= {"LIANCHUANG_SCHEDULES": str(schedules), "LIANCHUANG_HOME": env.get("LIANCHUANG_HOME", ".make/home")}
    worst = 0
    for name, command in RUNS.items():
        started = time.monotonic()
        done = subprocess.run(command, env=env, check=False)
        seconds = time.monotonic() - started
        print(f"{name}: {schedules} schedules, {'fine' if done.returncode == 0 else 'FAILED'}, {seconds:.0f} s")
        worst = max(worst, done.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
