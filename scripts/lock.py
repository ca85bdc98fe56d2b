"""Renew the locks: exact versions with hashes, and no address of any registry.

python3 -m scripts.lock [--upgrade]
"""

from __future__ import annotations

import sys

from scripts import tools
from scripts.run import ROOT

_NO_ADDRESSES = ("--no-emit-index-url", "--no-emit-find-links", "--no-header")
_EVERYWHERE = ("--universal", "--python-version", "3.11", "--python", tools.BASE_PYTHON)
_OPTIONS = ("--quiet", "--generate-hashes", *_NO_ADDRESSES, *_EVERYWHERE)


def main(arguments: list[str]) -> None:
    """Python's locks (dev holds all of run, at the same versions), then npm's."""
    folder = ROOT / "requirements"

    def compile_lock(name: str, *source: str) -> None:
        tools.uv("pip", "compile", *_OPTIONS, *arguments, "--output-file", folder / f"{name}.lock", *source)

    compile_lock("tools", "requirements/tools.in")
    compile_lock("node", "requirements/node.in")
    compile_lock("run", "pyproject.toml", "--group", "setup")
    compile_lock("dev", "pyproject.toml", "--group", "dev", "--constraints", "requirements/run.lock")
    tools.install_node_if_missing()
    tools.npm("install", "--package-lock-only", "--ignore-scripts", "--loglevel=error", "--no-progress")


if __name__ == "__main__":
    main(sys.argv[1:])
