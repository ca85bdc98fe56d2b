"""OSCAL mapping collections (1.2): the crosswalk in and out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _

from lianchuang.standards.exchange.jsontext import write_json
from lianchuang.standards.exchange.oscal_props import NS, TOKEN, Obj, items, prop, set_prop, words
from lianchuang.standards.exchange.pairs import OF_OSCAL, Pair, relation_of
from lianchuang.standards.exchange.shapes import Refused, UnreadableFile

OSCAL_VERSION = "1.2.1"
MEASURES = "measures"
NO_RELATION = "no-relationship"


@dataclass(frozen=True)
class MappingFile:
    """One mapping of a collection: from a source to a target. `source` and `target` are what the file calls them."""

    source: str
    target: str
    pairs: tuple[Pair, ...] = field(repr=False)
    refused: tuple[Refused, ...] = ()
    unrelated: int = 0


def read_mappings(document: Obj) -> tuple[MappingFile, ...]:
    """The mappings of a collection. Raises UnreadableFile."""
    collection = document.get("mapping-collection")
    if not isinstance(collection, dict):
        raise UnreadableFile(_("The OSCAL mapping collection is empty."))
    held = collection.get("mappings")
    mappings = [held] if isinstance(held, dict) else items(collection, "mappings")
    if not mappings:
        raise UnreadableFile(_("The OSCAL mapping collection is empty."))
    return tuple(_mapping(collection, one, number) for number, one in enumerate(mappings))


def _mapping(collection: Obj, mapping: Obj, number: int) -> MappingFile:
    pairs: list[Pair] = []
    refused: list[Refused] = []
    unrelated = 0
    for at, one in enumerate(items(mapping, "maps")):
        place = f"mappings[{number}] maps[{at}]"
        word = words(one, "relationship")
        relation = relation_of(word)
        if word == NO_RELATION:
            unrelated += 1
        elif relation:
            more = {"reason": words(one, "remarks"), "reason_en": prop(one, "reason-en"), "reuse": prop(one, "reuse")}
            pairs += [Pair(0, *ends, relation, place=place, **more) for ends in _ends(one)]
        else:
            refused.append(Refused(_("this relation is not known"), column=_("relation"), value=word, place=place))
    source, target = (_resource(collection, mapping.get(key)) for key in ("source-resource", "target-resource"))
    return MappingFile(source, target, tuple(pairs), tuple(refused), unrelated)


def _ends(one: Obj) -> Iterator[tuple[str, str]]:
    """Every source with every target."""
    for source in items(one, "sources"):
        for target in items(one, "targets"):
            yield prop(source, "code") or words(source, "id-ref"), prop(target, "code") or words(target, "id-ref")


def _resource(collection: Obj, resource: Any) -> str:
    """What a resource is called: our code, else the title or the file of what it points at."""
    if not isinstance(resource, dict):
        return ""
    href = words(resource, "href")
    if own := prop(resource, "edition"):
        return own
    back = collection.get("back-matter")
    for one in items(back if isinstance(back, dict) else {}, "resources"):
        if words(one, "uuid") == href.removeprefix("#"):
            return words(one, "title") or next((words(link, "href") for link in items(one, "rlinks")), href)
    return re.split(r"[/\\]", href)[-1]


@dataclass(frozen=True)
class MappingOut:
    """A mapping to write: codes and names of both sides, and the pairs."""

    source: str
    source_name: str
    target: str
    target_name: str
    pairs: tuple[Pair, ...]


def write_mappings(mappings: list[MappingOut], *, title: str, at: datetime) -> str:
    """The collection as JSON; the same crosswalk gives the same ids."""
    names = "|".join(f"{one.source}>{one.target}" for one in mappings)
    titles = {one.source: one.source_name for one in mappings} | {one.target: one.target_name for one in mappings}
    collection: Obj = {
        "uuid": _uuid("mapping-collection", names),
        "metadata": {
            "title": title,
            "last-modified": at.isoformat(),
            "version": at.date().isoformat(),
            "oscal-version": OSCAL_VERSION,
        },
        "provenance": {
            "method": "human",
            "matching-rationale": "semantic",
            "status": "complete",
            "mapping-description": title,
        },
        "mappings": [_mapping_out(one) for one in mappings],
        "back-matter": {"resources": [_resource_out(code, name) for code, name in titles.items()]},
    }
    return write_json({"mapping-collection": collection})


def _resource_out(code: str, name: str) -> Obj:
    return {"uuid": _uuid("resource", code), "title": name, "rlinks": [{"href": f"{code}.json"}]}


def _mapping_out(one: MappingOut) -> Obj:
    return {
        "uuid": _uuid("mapping", f"{one.source}>{one.target}"),
        "source-resource": _resource_reference(one.source),
        "target-resource": _resource_reference(one.target),
        "maps": [_map_out(one, pair) for pair in one.pairs],
    }


def _resource_reference(code: str) -> Obj:
    reference: Obj = {"type": "catalog", "href": f"#{_uuid('resource', code)}"}
    set_prop(reference, "edition", code)
    return reference


def _map_out(mapping: MappingOut, pair: Pair) -> Obj:
    held: Obj = {
        "uuid": _uuid("map", f"{mapping.source}>{mapping.target}:{pair.source}>{pair.target}"),
        "relationship": OF_OSCAL[pair.relation],
        "sources": [_end(pair.source)],
        "targets": [_end(pair.target)],
    }
    set_prop(held, "reason-en", pair.reason_en)
    set_prop(held, "reuse", pair.reuse)
    return {**held, "remarks": pair.reason} if pair.reason else held


def _end(code: str) -> Obj:
    one: Obj = {"type": "control", "id-ref": code}
    if not TOKEN.fullmatch(code):
        set_prop(one, "code", code)
    return one


def _uuid(kind: str, name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{NS}:{kind}:{name}"))
