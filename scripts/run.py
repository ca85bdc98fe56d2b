"""The small things every script shares: where the project is, running a command, saying what went wrong."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"  # private: uv, and Node when the machine has none
VENV = ROOT / ".venv"
STAMPS = ROOT / ".make"  # what has been done, and caches
PYTHON = VENV / "bin" / "python"

Arg = str | os.PathLike[str]


def give_up(sentence: str) -> NoReturn:
    """End with one plain sentence that says what is wrong and what to do."""
    print(f"\n{sentence}\n", file=sys.stderr)
    raise SystemExit(1)


def run(*command: Arg, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    """Run a command that shows its own output; a failure ends the script with the command's name."""
    done = subprocess.run(command, cwd=cwd, env={**os.environ, **(env or {})}, check=False)
    if done.returncode:
        give_up(f"This command failed (exit {done.returncode}): {shlex.join(map(str, command))}")


def output(*command: Arg, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
    """What a command prints; a failure ends the script and shows what it said."""
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **(env or {})}, check=False, capture_output=True, text=True
    )
    if done.returncode:
        give_up(f"{done.stdout}{done.stderr}\nThis command failed: {shlex.join(map(str, command))}")
    return done.stdout


def succeeds(command: Sequence[Arg], env: Mapping[str, str] | None = None) -> bool:
    """Whether a command runs and exits with 0; nothing is shown."""
    try:
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **(env or {})}, check=False, capture_output=True)
    except OSError:
        return False
    return done.returncode == 0
