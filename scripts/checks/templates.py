"""Rules for templates that a strict content security policy and two languages ask for.

No `style=`, no `<style>`, no script of one's own inside a page, no `on…=` handler, no `javascript:`, no
`|safe`; every visible text goes through `translate`; every icon is in browser-files.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from scripts.browser_files import icon_names
from scripts.checks.found import blank, place, project_files, report
from scripts.run import ROOT

_COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?\{%\s*endcomment\s*%\}|<!--.*?-->", re.DOTALL)
# Blocks of the frame that hold class names, not words.
_CLASSES = re.compile(r"\{%\s*block (?:page|main)_class\s*%\}.*?\{%\s*endblock\s*%\}", re.DOTALL)
_TRANSLATED = re.compile(r"\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL)
_VERBATIM = re.compile(r"<(script|svg|style|code|kbd)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_ELEMENT = re.compile(r"<[^>]*>", re.DOTALL)
_ENTITY = re.compile(r"&[#\w]+;")
_WORD = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]")
_SHOWN_ATTRIBUTE = re.compile(r"\b(?:title|placeholder|alt|aria-label|aria-description|data-confirm)=\"([^\"]*)\"")
_ICON = re.compile(r"\{%\s*icon\s+\"([^\"]+)\"|\bicon=\"([^\"]+)\"")

_FORBIDDEN = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script inside the page": re.compile(
        r"<script\b(?![^>]*\s(?:src\s*=|type\s*=\s*[\"']application/(?:ld\+)?json))", re.IGNORECASE
    ),
    "an on…= handler": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[:a-z-]*)\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "text marked as safe": re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off"),
}

# Words that are the same in every language: names, formats, units.
_SAME_EVERYWHERE = {
    "Lianchuang",
    "联创",
    "English",
    "中文",
    "简体中文",
    "OpenStreetMap",
    "CSV",
    "XLSX",
    "PDF",
    "km",
    "WGS",
    "WGS-84",
    "GCJ-02",
    "BD-09",
    "ms",
}


def markup_problems(path: Path, text: str) -> Iterator[str]:
    """What a strict content security policy would refuse."""
    bare = blank(_TAG, text)  # so that a `>` inside a template tag does not end an element
    for what, pattern in _FORBIDDEN.items():
        for match in pattern.finditer(text if what == "text marked as safe" else bare):
            yield f"{place(path, text, match.start())}: {what}"


def icon_problems(path: Path, text: str, icons: set[str]) -> Iterator[str]:
    """Icons that are not shipped."""
    for match in _ICON.finditer(text):
        name = match[1] or match[2]
        if name not in icons:
            yield f"{place(path, text, match.start())}: icon {name} is not in browser-files.toml"


def text_problems(path: Path, text: str) -> Iterator[str]:
    """Visible words outside `translate` and `blocktranslate`."""
    bare = blank(_TAG, blank(_TRANSLATED, blank(_CLASSES, text)))
    for match in _SHOWN_ATTRIBUTE.finditer(bare):
        if _foreign(match[1]):
            yield f"{place(path, text, match.start())}: {match.group()} is not translated"
    visible = blank(_ENTITY, blank(_ELEMENT, blank(_VERBATIM, bare)))
    for number, line in enumerate(visible.splitlines(), start=1):
        if _foreign(line):
            yield f"{path.relative_to(ROOT)}:{number}: “{' '.join(line.split())}” is not translated"


def _foreign(text: str) -> bool:
    return any(_WORD.search(word) for word in re.split(r"[\s/·,.:;()]+", text) if word not in _SAME_EVERYWHERE)


def main() -> None:
    """Check every template of the package, and icons named in Python."""
    icons = set(icon_names())
    problems: list[str] = []
    for path in project_files(".html", ".txt"):
        if "templates" not in path.parts:
            continue
        text = blank(_COMMENT, path.read_text(encoding="utf-8"))
        problems += icon_problems(path, text, icons)
        if path.suffix == ".html":
            problems += [*markup_problems(path, text), *text_problems(path, text)]
    for path in project_files(".py"):
        if path.is_relative_to(ROOT / "lianchuang"):
            problems += icon_problems(path, path.read_text(encoding="utf-8"), icons)
    report("Templates", problems)


if __name__ == "__main__":
    main()
