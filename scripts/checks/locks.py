"""The locks fit pyproject.toml and package.json, carry a hash for everything and no addresses."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.checks.found import report
from scripts.run import ROOT

_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)[^\n]*((?:\n {4}--hash=\S+[^\n]*)*)", re.MULTILINE)


def pins(name: str) -> dict[str, list[str]]:
    """What a lock pins: a package may be pinned differently for different systems."""
    found: dict[str, list[str]] = {}
    for match in _PIN.finditer((ROOT / "requirements" / f"{name}.lock").read_text()):
        found.setdefault(canonicalize_name(match[1]), []).append(match[2])
    return found


def unhashed(name: str) -> Iterator[str]:
    """Pins without a hash."""
    for match in _PIN.finditer((ROOT / "requirements" / f"{name}.lock").read_text()):
        if not match[3]:
            yield f"requirements/{name}.lock: {match[1]} has no hash"


def _group(project: dict[str, Any], name: str) -> list[str]:
    entries: list[str] = []
    for entry in project["dependency-groups"][name]:
        entries += [entry] if isinstance(entry, str) else _group(project, entry["include-group"])
    return entries


def unmet(name: str, wanted: list[str]) -> Iterator[str]:
    """Requirements that a lock does not meet."""
    pinned = pins(name)
    for text in wanted:
        requirement = Requirement(text)
        versions = pinned.get(canonicalize_name(requirement.name), [])
        if not any(requirement.specifier.contains(version, prereleases=True) for version in versions):
            yield f"requirements/{name}.lock does not meet {text}: run `make lock`"


def npm_problems() -> Iterator[str]:
    """package-lock.json against package.json."""
    wanted = json.loads((ROOT / "package.json").read_text())
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for kind in ("dependencies", "devDependencies"):
        if wanted.get(kind, {}) != packages[""].get(kind, {}):
            yield f"package-lock.json does not fit the {kind} of package.json: run `make lock`"
    yield from (f"package-lock.json: {name} carries an address" for name, p in packages.items() if "resolved" in p)


def main() -> None:
    """Check them all."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run = [*project["project"]["dependencies"], *_group(project, "setup")]
    problems = [*unmet("run", run), *unmet("dev", [*run, *_group(project, "dev")]), *npm_problems()]
    for name in ("run", "dev", "tools", "node"):
        problems += unhashed(name)
    smaller, larger = pins("run"), pins("dev")
    problems += [f"run.lock and dev.lock differ in {name}" for name in smaller if smaller[name] != larger.get(name)]
    report("Locks", problems)


if __name__ == "__main__":
    main()
