"""Copy what is served to browsers out of node_modules: the files in browser-files.toml, no others."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from scripts.run import ROOT, give_up

LIST = ROOT / "browser-files.toml"
TARGET = ROOT / "lianchuang" / "browser"
# Source maps are not shipped; the comment naming one would only make browsers ask for it in vain.
_SOURCE_MAP = re.compile(rb"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")


def listed() -> dict[str, Any]:
    """The list as written."""
    return tomllib.loads(LIST.read_text(encoding="utf-8"))


def icon_names() -> list[str]:
    """The icons a template may show."""
    return list(listed()["icons"]["outline"])


def _wanted() -> dict[Path, Path]:
    """From where to where, for every file."""
    content = listed()
    groups = [*content["files"], content["icons"]]
    pairs = {}
    for group in groups:
        package = ROOT / "node_modules" / group["package"]
        pairs.update({package / name: TARGET / group["to"] / Path(name).name for name in group["copy"]})
    icons = content["icons"]
    outline = ROOT / "node_modules" / icons["package"] / "icons" / "outline"
    pairs.update({outline / f"{name}.svg": TARGET / icons["to"] / f"{name}.svg" for name in icons["outline"]})
    return pairs


def main() -> None:
    """Copy what is new, remove what is no longer listed."""
    pairs = _wanted()
    lost = [source.relative_to(ROOT).as_posix() for source in pairs if not source.is_file()]
    if lost:
        give_up(f"browser-files.toml names files that the packages do not have: {', '.join(lost)}")
    for source, target in pairs.items():
        content = source.read_bytes()
        if source.suffix in {".css", ".mjs", ".js"}:
            content = _SOURCE_MAP.sub(b"\n", content)
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    wanted = set(pairs.values())
    for path in TARGET.rglob("*"):
        if path.is_file() and path not in wanted:
            path.unlink()


if __name__ == "__main__":
    main()
