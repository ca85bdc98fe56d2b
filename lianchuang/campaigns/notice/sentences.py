"""A text as sentences, each with its line."""

import re
from dataclasses import dataclass

ENDS = re.compile(r"[^。；！？…]*(?:[。；！？…]+[”’）》」』]*|$)")


@dataclass(frozen=True)
class Sentence:
    """One sentence (or what stands between semicolons) of a line; `is_heading` when the line is a short one without an end."""

    text: str
    line: int
    is_heading: bool = False


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text. A line that ends with a comma goes on in the next one."""
    found: list[Sentence] = []
    started, kept = 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        started = started if kept else number
        kept += line.strip()
        if kept.endswith(("，", "、")):
            continue
        found += _of_line(kept, started)
        kept = ""
    return (*found, *_of_line(kept, started))


def _of_line(line: str, number: int) -> list[Sentence]:
    parts = [part.strip() for part in ENDS.findall(line) if part.strip()]
    is_heading = len(line) <= 45 and not re.search("[。；！？，]", line)
    return [Sentence(part, number, is_heading) for part in parts]
