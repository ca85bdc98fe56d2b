"""Links inside an OSCAL document that lead to nothing. They are told, with their place, and keep nobody from importing."""

import re
from collections.abc import Iterator
from typing import Any

from lianchuang.standards.exchange.shapes import Dangling

IN_PROSE = re.compile(r"\]\(#([^)\s]+)\)")
PARAMETER = re.compile(r"\{\{\s*insert:\s*param,\s*([^\s}]+)\s*\}\}")
TEXTS = ("prose", "label", "text", "remarks", "description")


def dangling_links(document: Any) -> Iterator[Dangling]:
    """Every `href` to an id of this document that does not exist; then what is mentioned in running text."""
    known = set(_names(document))
    for place, owner in _objects(document, ""):
        href = owner.get("href")
        if isinstance(href, str) and href.startswith("#") and href[1:] not in known:
            yield Dangling(place, href)
    for place, owner in _objects(document, ""):
        for key in TEXTS:
            text = owner.get(key)
            if isinstance(text, str) and ("](#" in text or "{{" in text):
                yield from _mentioned(f"{place} {key}".strip(), text, known)


def _mentioned(place: str, text: str, known: set[str]) -> Iterator[Dangling]:
    for name in IN_PROSE.findall(text):
        if name not in known:
            yield Dangling(place, f"#{name}", "mention")
    for name in PARAMETER.findall(text):
        if name not in known:
            yield Dangling(place, name, "parameter")


def _names(document: Any) -> Iterator[str]:
    """Whatever can be pointed at: every id and every uuid."""
    for _place, owner in _objects(document, ""):
        for key in ("id", "uuid"):
            if isinstance(owner.get(key), str):
                yield owner[key]


def _objects(value: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object with its place, said by the ids on the way; the document's own uuid is no place."""
    if isinstance(value, dict):
        own = value.get("id") or (None if "metadata" in value else value.get("uuid"))
        here = f"{place} › {own}" if place and isinstance(own, str) else str(own) if isinstance(own, str) else place
        yield here, value
        for key, held in value.items():
            if isinstance(held, dict | list):
                yield from _objects(held, f"{here} {key}" if key in {"links", "rlinks"} else here)
    elif isinstance(value, list):
        for number, held in enumerate(value):
            counted = place.endswith((" links", " rlinks"))
            yield from _objects(held, f"{place}[{number}]" if counted else place)
