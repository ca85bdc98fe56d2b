"""Make this checkout ready to run: `make setup`, or with `--dev` ready to be worked on.

    python3 -m scripts.setup [--dev] [STEP …]

Each step knows what it is made from. It leaves a stamp in `.make` with the hash of those files and is
skipped while they stay the same, so a second start costs a few tenths of a second. Once `--dev` was asked
for, this checkout keeps the larger set of packages: plain `make demo` never takes it away again.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import sys
import time
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from scripts import tools
from scripts.run import PYTHON, ROOT, STAMPS, VENV, Arg, output, run, succeeds

DEV_MARK = STAMPS / "dev"


@dataclass(frozen=True)
class Step:
    """One thing to have done: what it is made from, what it leaves, and how."""

    name: str
    title: str
    inputs: Callable[[], Iterable[bytes]]
    leaves: Callable[[], Iterable[Path]]
    do: Callable[[], None]

    def digest(self) -> str:
        """The hash of everything this step is made from."""
        whole = hashlib.sha256()
        for part in self.inputs():
            whole.update(hashlib.sha256(part).digest())
        return whole.hexdigest()

    def is_done(self) -> bool:
        """Whether the stamp fits today's inputs and nothing it left has gone."""
        stamp = STAMPS / f"{self.name}.stamp"
        is_current = stamp.exists() and stamp.read_text() == self.digest()
        return is_current and all(path.exists() for path in self.leaves())

    def ensure(self) -> None:
        """Do the step unless it is done."""
        if self.is_done():
            return
        started = time.monotonic()
        print(f"  {self.title} …", flush=True)
        (STAMPS / f"{self.name}.stamp").unlink(missing_ok=True)
        digest = self.digest()
        self.do()
        (STAMPS / f"{self.name}.stamp").write_text(digest)
        print(f"  {self.title}: {time.monotonic() - started:.0f} s", flush=True)


def is_dev() -> bool:
    """Whether this checkout holds the packages for working on it, too."""
    return DEV_MARK.exists()


def _files(*names: str) -> list[bytes]:
    return [(ROOT / name).read_bytes() for name in names]


# --- Python ---------------------------------------------------------------------------------------


def _lock() -> str:
    return "requirements/dev.lock" if is_dev() else "requirements/run.lock"


def _python_inputs() -> list[bytes]:
    return [*_files(_lock()), sys.version.encode(), str(ROOT).encode()]


def _install_python_packages() -> None:
    # An environment without a working Python (moved checkout, upgraded system) is made anew.
    ask: list[Arg] = [PYTHON, "-c", "import sys; print(sys.version)"]
    if not succeeds(ask) or output(*ask).strip() != sys.version.strip():
        shutil.rmtree(VENV, ignore_errors=True)
        tools.uv("venv", "--quiet", "--python", tools.BASE_PYTHON, VENV)
    tools.uv("pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes", ROOT / _lock())
    _install_project()  # `sync` removes what the lock does not name


def _project_inputs() -> list[bytes]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    parts = [project["project"], project["build-system"], project["tool"]["hatch"]]
    return [json.dumps(parts, sort_keys=True).encode(), *_files("lianchuang/__init__.py", "hatch_build.py")]


def _install_project() -> None:
    # hatchling and editables are in the lock, so nothing is fetched for the build.
    alone = ["--no-deps", "--no-build-isolation", "--offline", "--reinstall-package", "lianchuang"]
    tools.uv("pip", "install", "--quiet", "--python", PYTHON, *alone, "--editable", ROOT)


# --- Browser --------------------------------------------------------------------------------------


def _install_browser_packages() -> None:
    tools.install_node_if_missing()
    without = [] if is_dev() else ["--omit=dev"]
    tools.npm("ci", "--ignore-scripts", "--loglevel=error", "--no-progress", *without)


def _browser_inputs() -> list[bytes]:
    return _files("browser-files.toml", "package-lock.json", "scripts/browser_files.py")


# --- Translations ---------------------------------------------------------------------------------


def _po_files() -> list[Path]:
    return sorted((ROOT / "lianchuang").glob("*/locale/*/LC_MESSAGES/*.po"))


STEPS = [
    Step(
        "tools",
        "Private tools (uv)",
        lambda: _files("requirements/tools.lock"),
        lambda: [tools.uv_path()],
        tools.install_uv,
    ),
    Step(
        "python",
        "Python packages",
        _python_inputs,
        lambda: [PYTHON],
        _install_python_packages,
    ),
    Step(
        "project",
        "The command lianchuang",
        _project_inputs,
        lambda: [VENV / "bin" / "lianchuang"],
        _install_project,
    ),
    Step(
        "node",
        "Browser packages",
        lambda: [*_files("package-lock.json", ".npmrc", "requirements/node.lock"), str(is_dev()).encode()],
        lambda: [ROOT / "node_modules"],
        _install_browser_packages,
    ),
    Step(
        "browser",
        "Browser files",
        _browser_inputs,
        lambda: [ROOT / "lianchuang" / "browser"],
        lambda: run(sys.executable, "-m", "scripts.browser_files"),
    ),
    Step(
        "messages",
        "Translations",
        lambda: [path.read_bytes() for path in _po_files()],
        lambda: [path.with_suffix(".mo") for path in _po_files()],
        lambda: run(PYTHON, "-m", "scripts.messages", "compile"),
    ),
]


def main() -> None:
    """Do what is not done yet, one process at a time."""
    tools.check_python()
    parser = argparse.ArgumentParser(description="Make this checkout ready to run.")
    parser.add_argument("--dev", action="store_true", help="with the packages for tests and checks")
    parser.add_argument("steps", nargs="*", help=f"only these: {', '.join(step.name for step in STEPS)}")
    wanted = parser.parse_args()
    STAMPS.mkdir(exist_ok=True)
    os.environ.pop("VIRTUAL_ENV", None)  # another project's environment is none of ours
    with (STAMPS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if wanted.dev:
            DEV_MARK.touch()
        for step in STEPS:
            if not wanted.steps or step.name in wanted.steps:
                step.ensure()


if __name__ == "__main__":
    main()
