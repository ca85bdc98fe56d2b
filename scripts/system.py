"""System packages that no language registry ships: PostgreSQL, Chromium, Chinese fonts, gettext, Java.

    python -m scripts.system postgres chromium fonts gettext java

A missing one is installed where that is allowed (Debian's apt-get, as root or through a sudo that asks no
password, and LIANCHUANG_NO_INSTALL not set); otherwise one plain sentence says what to install.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scripts.run import give_up, output, succeeds

OLDEST_POSTGRES = 15
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def postgres_bin() -> Path | None:
    """The folder with `initdb` and `postgres`, newest version first (Debian keeps them off PATH)."""
    debian = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    newest_first = sorted(debian, key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    places = [path for path in newest_first if int(path.parent.name) >= OLDEST_POSTGRES]
    if on_path:
        places.append(Path(on_path).resolve().parent)
    return next((path for path in places if {"initdb", "postgres"} <= {file.name for file in path.iterdir()}), None)


def _has_chromium() -> bool:
    # Playwright's driver is linked with libatomic, which a small Debian lacks.
    libatomic = [*Path("/usr/lib").glob("*/libatomic.so.1"), *Path("/usr/lib64").glob("libatomic.so.1")]
    return any(shutil.which(name) for name in CHROMIUM) and bool(libatomic)


def _has_chinese_font() -> bool:
    return shutil.which("fc-list") is not None and bool(output("fc-list", ":lang=zh-cn", "family").strip())


def _has_gettext() -> bool:
    return all(shutil.which(name) for name in ("xgettext", "msgmerge", "msgfmt"))


@dataclass(frozen=True)
class Need:
    """One thing the machine must have, the Debian packages that bring it, and what it is for."""

    packages: tuple[str, ...]
    is_there: Callable[[], bool]
    purpose: str


NEEDS = {
    "postgres": Need(("postgresql",), lambda: postgres_bin() is not None, "the tests on PostgreSQL"),
    "chromium": Need(("chromium", "libatomic1"), _has_chromium, "the browser tests"),
    "fonts": Need(("fontconfig", "fonts-noto-cjk"), _has_chinese_font, "Chinese text in the browser tests"),
    "gettext": Need(("gettext",), _has_gettext, "collecting the texts to translate"),
    "java": Need(("default-jre-headless",), lambda: shutil.which("java") is not None, "ODK's check of our XLSForms"),
}


def root_prefix() -> list[str] | None:
    """What to put before a command to run it as root; None where this person may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def install(packages: list[str], purpose: str) -> None:
    """Install Debian packages, or say in one sentence why not and what to do."""
    prefix = root_prefix()
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        give_up(f"Missing for {purpose}. Install what Debian calls {names}, then try again.")
    if prefix is None or os.environ.get("LIANCHUANG_NO_INSTALL"):
        give_up(f"Missing for {purpose}. Run: sudo apt-get install {names}\nThen try again.")
    print(f"Installing with apt-get, for {purpose}: {names}", flush=True)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    apt += ["-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    output(*apt, "update")  # quiet unless it fails
    output(*apt, "install", "--yes", "--no-install-recommends", *packages)


def main(names: list[str]) -> None:
    """Make sure that each named need is met."""
    unknown = [name for name in names if name not in NEEDS]
    if unknown or not names:
        give_up(f"Name what is needed, out of: {', '.join(NEEDS)}.")
    missing = [NEEDS[name] for name in names if not NEEDS[name].is_there()]
    if not missing:
        return
    packages = [package for need in missing for package in need.packages]
    install(packages, " and ".join(need.purpose for need in missing))
    still = [need for need in missing if not need.is_there()]
    if still:
        give_up(f"Installed {', '.join(packages)}, and still not found: what {still[0].purpose} need.")


if __name__ == "__main__":
    main(sys.argv[1:])
