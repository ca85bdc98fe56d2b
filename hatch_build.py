"""Refuses to build a wheel that would run without its looks or its Chinese."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # its parameter is private to hatchling
    """Checks that what set-up makes is there: browser files and compiled translations."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's signature
        """Called before each build; an editable install (`make setup` itself) has nothing to check yet."""
        if version == "editable":
            return
        package = Path(self.root) / "lianchuang"
        sources = [*package.glob("*/locale/*/LC_MESSAGES/*.po")]
        missing = [path.with_suffix(".mo") for path in sources if not path.with_suffix(".mo").exists()]
        if not (package / "browser" / "tabler" / "tabler.min.css").exists():
            missing.append(package / "browser")
        if missing:
            names = ", ".join(path.relative_to(self.root).as_posix() for path in missing)
            message = f"Not built yet: {names}. Run `make setup` first, or `make wheel`, which does both."
            raise FileNotFoundError(message)
