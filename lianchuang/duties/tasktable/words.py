"""The words of `words.yaml`, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("words.yaml")


@dataclass(frozen=True)
class Words:
    """Headings by what the column holds (`whole`, `part`), words of roles, names of units that are not their own."""

    whole: Mapping[str, str]
    part: tuple[tuple[str, str], ...]
    roles: Mapping[str, str]
    open_groups: tuple[str, ...]
    short_names: Mapping[str, tuple[str, ...]]
    old_names: Mapping[str, tuple[str, ...]]
    seated_in: Mapping[str, tuple[str, ...]]
    merged_into: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def the_words() -> Words:
    """The words as they are shipped."""
    data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    columns = data["columns"]
    return Words(
        whole={str(word): name for name, words in columns.items() for word in words["is"]},
        part=tuple((word, name) for name, words in columns.items() for word in words.get("has", ())),
        roles={word: name for name, words in data["roles"].items() for word in words},
        open_groups=tuple(data["open_groups"]),
        **{name: {short: tuple(full) for short, full in data[name].items()} for name in _NAMES},
    )


_NAMES = ("short_names", "old_names", "seated_in", "merged_into")
