"""The shipped wording of bulletins and letters, as plain values: kind → its texts in both languages."""

from functools import cache
from pathlib import Path
from typing import Any

from lianchuang.packs.reading import PACKS, read_pack


@cache
def _document(root: Path) -> dict[str, Any]:
    return read_pack(root / "bulletins.yaml", "bulletins")


def load_wordings(root: Path = PACKS) -> dict[str, dict[str, Any]]:
    """The wording of each kind of bulletin: masthead, title, addressee, opening, copies, sections."""
    return dict(_document(root)["kinds"])


def load_letter_wordings(root: Path = PACKS) -> dict[str, dict[str, Any]]:
    """The wording of each rung of the ladder that is a letter: masthead, title, text."""
    return dict(_document(root)["letters"])
