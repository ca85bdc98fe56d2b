"""What the checks share: the project's own files, and how problems are told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from scripts.run import ROOT, give_up, output

_SHOWN = 200


def project_files(*suffixes: str) -> list[Path]:
    """Files that are, or would be, committed; with these endings if any are named."""
    names = output("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z").split("\0")
    paths = sorted({ROOT / name for name in names if name})
    return [path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes)]


def place(path: Path, text: str, at: int) -> str:
    """`folder/file:line` of a position in a file's text."""
    return f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, at) + 1}"


def blank(pattern: re.Pattern[str], text: str) -> str:
    """The text with every match replaced by spaces, so that positions stay what they are."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def report(what: str, problems: Sequence[str]) -> None:
    """End the check: one line when all is well, else every problem and exit 1."""
    if not problems:
        print(f"{what}: fine")
        return
    more = f"\n… and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
    give_up("\n".join(problems[:_SHOWN]) + f"{more}\n{what}: {len(problems)} to mend")
