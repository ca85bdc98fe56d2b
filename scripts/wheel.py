"""Build the wheel into dist/, out of this checkout after set-up; nothing is fetched."""

from __future__ import annotations

from scripts import tools
from scripts.run import PYTHON, ROOT, Arg


def main() -> None:
    """hatchling comes from the lock, so the build is the same everywhere."""
    alone: list[Arg] = ["--no-build-isolation", "--offline", "--python", PYTHON]
    tools.uv("build", "--wheel", *alone, "--out-dir", ROOT / "dist", ROOT)


if __name__ == "__main__":
    main()
