"""A fault test with many more draws than in the suite, on SQLite and on PostgreSQL."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Run:
    """One run: on which database, its exit code, how long it took, and the figures that the test left (if it leaves any)."""

    name: str
    code: int
    seconds: float
    figures: dict[str, Any]


def runs(test: str, schedules: int) -> Iterator[Run]:
    """Run the test with so many schedules on each database; what it says goes to standard error."""
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env |= {"LIANCHUANG_SCHEDULES": str(schedules), "LIANCHUANG_HOME": env.get("LIANCHUANG_HOME", ".make/home")}
    command = [sys.executable, "-m", "pytest", test, "-q"]
    for name, before in {"SQLite": [], "PostgreSQL": [sys.executable, "-m", "scripts.postgres"]}.items():
        with tempfile.TemporaryDirectory() as folder:
            result = Path(folder) / "result.json"
            asked = env | {"LIANCHUANG_RESULT": str(result)}
            started = time.monotonic()
            done = subprocess.run([*before, *command], env=asked, check=False, stdout=sys.stderr)
            seconds = time.monotonic() - started
            figures = json.loads(result.read_text()) if result.exists() else {}
            yield Run(name, done.returncode, seconds, figures)
