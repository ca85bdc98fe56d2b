"""OSCAL catalogues (JSON) in and out without loss.

A lens: each node keeps its own OSCAL object (`carried`, with an empty place for what stands under it). Reading takes our
columns out of it; writing puts back only what differs from what reading would take out. What nobody changed comes out as
it went in.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _

from lianchuang.standards.exchange.jsontext import Layout, compact, read_json, write_json
from lianchuang.standards.exchange.oscal_links import dangling_links
from lianchuang.standards.exchange.oscal_props import (
    NS,
    TOKEN,
    Obj,
    group_of_props,
    is_withdrawn,
    items,
    prop,
    set_group_of_props,
    set_prop,
    set_withdrawn,
    words,
)
from lianchuang.standards.exchange.shapes import Dangling, EditionFile, Node, Refused, StandardWords, UnreadableFile
from lianchuang.standards.exchange.slugs import code_of_title

FORM = "oscal-catalog"
GROUP, CONTROL, HEADING = "group", "control", "heading"
HEADING_MARKS = ('{"kind":"group"', '{"kind":"heading"')  # how a carried heading begins
MOST_NAME = 200
MOST_CODE = 120
MOST_LEVELS = 11
UNDER = ("groups", "controls")
KIND = {"groups": GROUP, "controls": CONTROL}
CONFIDENCES = {"official", "secondhand", "unverified"}
OSCAL_VERSION = "1.1.2"
INFORMATION = {"form": "information"}


@dataclass(frozen=True)
class _Defaults:
    """What a node that does not say its own source has."""

    source: str
    source_en: str
    confidence: str


@dataclass
class _Reading:
    """What has been read so far."""

    defaults: _Defaults
    nodes: list[Node] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)


# --- reading ---


def read_catalog(document: Obj, layout: Layout) -> EditionFile:
    """The edition that a catalogue document holds. Raises UnreadableFile."""
    catalog = document.get("catalog")
    if not isinstance(catalog, dict) or not isinstance(catalog.get("metadata"), dict):
        raise UnreadableFile(_("The OSCAL catalogue has no metadata."))
    edition = _edition_columns(catalog["metadata"], str(catalog.get("uuid") or ""))
    reading = _Reading(_Defaults(edition.source, edition.source_en, edition.confidence))
    _read_under(catalog, reading, parent="", place="catalog", level=1)
    if not reading.nodes and not reading.refused:
        raise UnreadableFile(_("The OSCAL catalogue holds no control."))
    links = tuple(dangling_links(document))
    carried = {
        "form": FORM,
        "layout": layout.as_data(),
        "digest": _digest(document),
        "dangling": [[one.place, one.target, one.kind] for one in links],
        "of": {**document, "catalog": _emptied(catalog)},
    }
    whole = replace(
        edition,
        nodes=tuple(reading.nodes),
        carried=compact(carried),
        refused=tuple(reading.refused),
        dangling=links,
    )
    return _ours_again(whole, document) if prop(catalog["metadata"], "edition") else whole


def _ours_again(edition: EditionFile, document: Obj) -> EditionFile:
    """A catalogue that we wrote says nothing beyond our columns: then its nodes carry nothing."""
    bare = replace(edition, nodes=tuple(replace(node, carried=None) for node in edition.nodes))
    again, _layout = _document(bare)
    return bare if _digest(again) == _digest(document) else edition


def dangling_of(carried: str) -> list[Dangling]:
    """The links that led to nothing when the catalogue was imported."""
    held = json.loads(carried).get("dangling", []) if carried else []
    return [Dangling(*one) for one in held]


def _digest(document: Obj) -> str:
    return hashlib.sha256(compact(document).encode()).hexdigest()


def _emptied(owner: Obj) -> Obj:
    """The object with an empty place (null) for what stands under it."""
    return {key: None if key in UNDER and isinstance(value, list) and value else value for key, value in owner.items()}


def _edition_columns(metadata: Obj, uuid: str) -> EditionFile:
    title = words(metadata, "title")
    version = words(metadata, "version")
    source = prop(metadata, "source") or ", ".join(one for one in (title, version) if one) or uuid
    confidence = prop(metadata, "confidence")
    code = prop(metadata, "edition") or code_of_title(title, uuid)
    return EditionFile(
        code=code,
        name=_cut(title) or code,
        nodes=(),
        standard=_standard(metadata, title, code),
        name_en=_cut(prop(metadata, "name-en")),
        effective=_day(prop(metadata, "effective")),
        source=source,
        source_en=prop(metadata, "source-en"),
        confidence=confidence if confidence in CONFIDENCES else "secondhand",
        note=words(metadata, "remarks"),
        note_en=prop(metadata, "note-en"),
    )


def _standard(metadata: Obj, title: str, code: str) -> StandardWords:
    own = prop(metadata, "standard")
    if not own:
        letter = re.search(r"\w", title)
        return StandardWords(code[:30].rstrip("-"), _cut(title) or code, seal=letter[0].upper() if letter else "O")
    slot = prop(metadata, "slot")
    return StandardWords(
        own[:30],
        _cut(prop(metadata, "standard-name")) or own,
        _cut(prop(metadata, "standard-name-en")),
        (prop(metadata, "seal") or own)[:1],
        int(slot) if slot.isascii() and slot.isdigit() and len(slot) < 3 else 0,
    )


def _cut(text: str) -> str:
    """A name as long as a name may be."""
    return text if len(text) <= MOST_NAME else f"{text[: MOST_NAME - 1]}…"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read_under(owner: Obj, reading: _Reading, *, parent: str, place: str, level: int) -> None:
    """The groups and controls of an object, in its order (or in ours, where it says one)."""
    held = [(KIND[key], one) for key in owner if key in UNDER for one in items(owner, key)]
    if all(prop(one, "order") for _kind, one in held):
        held.sort(key=lambda each: _order(each[1]))
    for number, (kind, one) in enumerate(held, start=1):
        code = prop(one, "code") or words(one, "id") or f"{parent or 'group'}.{number}"
        here = f"{place} › {code}"
        if fault := _fault(one, code, reading, level):
            reading.refused.append(Refused(fault, place=here, value=code))
            continue
        reading.codes.add(code)
        reading.nodes.append(_node(one, kind, code, parent, reading.defaults))
        _read_under(one, reading, parent=code, place=here, level=level + 1)


def _order(one: Obj) -> int:
    text = prop(one, "order")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _fault(one: Obj, code: str, reading: _Reading, level: int) -> str:
    if code in reading.codes:
        return _("the id stands twice")
    if len(code) > MOST_CODE:
        return _("the id is longer than %(most)s characters") % {"most": MOST_CODE}
    if level > MOST_LEVELS:
        return _("it stands deeper than %(most)s levels") % {"most": MOST_LEVELS}
    if not words(one, "title") and not words(one, "id"):
        return _("it has neither an id nor a title")
    return ""


def _node(one: Obj, kind: str, code: str, parent: str, defaults: _Defaults) -> Node:
    columns = _columns(one, code, parent, defaults)
    own = HEADING if kind == CONTROL and one.get("class") == HEADING else kind
    return replace(columns, carried=compact({"kind": own, "of": _emptied(one)}))


def _columns(one: Obj, code: str, parent: str, defaults: _Defaults) -> Node:
    """Our columns, taken out of an OSCAL object."""
    confidence = prop(one, "confidence")
    source, own = prop(one, "source"), _own_part(one, "")
    scoring = {"form": prop(one, "scoring"), **group_of_props(one, "scoring")} if prop(one, "scoring") else INFORMATION
    return Node(
        code=code,
        parent=parent,
        name=_cut(words(one, "title")) or code,
        name_en=_cut(prop(one, "name-en")),
        text=_statement(one) if own is None else own,
        text_en=_own_part(one, "en") or "",
        method=prop(one, "method"),
        scoring=dict(scoring),
        points=_figure(prop(one, "points")),
        is_veto=prop(one, "veto") == "yes",
        window=group_of_props(one, "window"),
        source=source or defaults.source,
        source_en=prop(one, "source-en") if source else defaults.source_en,
        confidence=confidence if confidence in CONFIDENCES else defaults.confidence,
        is_withdrawn=is_withdrawn(one),
    )


def _figure(text: str) -> Decimal | None:
    try:
        figure = Decimal(text)
    except InvalidOperation:
        return None
    return figure if figure.is_finite() and figure.copy_abs() < 100_000 else None


def _own_part(one: Obj, language: str) -> str | None:
    """The text as we wrote it, in a part under our own namespace; None when we wrote none."""
    return next((str(part.get("prose") or "") for part in items(one, "parts") if _is_own(part, language)), None)


def _is_own(part: Obj, language: str) -> bool:
    return part.get("ns") == NS and part.get("name") == "statement" and part.get("class", "") == language


def _set_own_part(one: Obj, language: str, text: str) -> None:
    """Write our text; where a foreign statement stands, an empty text is a part without prose."""
    kept = [part for part in items(one, "parts") if not _is_own(part, language)]
    if text or (not language and _statement(one)):
        said = {"prose": text} if text else {}
        kept.append({"name": "statement", "ns": NS, **({"class": language} if language else {}), **said})
    if kept:
        one["parts"] = kept
    else:
        one.pop("parts", None)


def _statement(one: Obj) -> str:
    """The statement of a foreign control as running text: labels, prose, parameters by their label."""
    parameters = {words(held, "id"): held for held in items(one, "params")}
    foreign = [part for part in items(one, "parts") if part.get("name") == "statement" and part.get("ns") != NS]
    lines = [line for part in foreign for line in _lines(part, parameters, 0)]
    return "\n".join(lines).strip()


INSERTED = re.compile(r"\{\{\s*(?:insert:\s*param,\s*)?([\w.-]+)\s*\}\}")


def _lines(part: Obj, parameters: dict[str, Obj], depth: int) -> Iterator[str]:
    label = next((words(each, "value") for each in items(part, "props") if each.get("name") == "label"), "")
    prose = INSERTED.sub(lambda at: _said(at[1], parameters), words(part, "prose"))
    if label or prose:
        yield f"{'  ' * max(depth - 1, 0)}{label} {prose}".rstrip() if label else prose
    for under in items(part, "parts"):
        yield from _lines(under, parameters, depth + 1)


def _said(name: str, parameters: dict[str, Obj]) -> str:
    """A parameter as a reader may understand it."""
    select = parameters.get(name, {}).get("select")
    choices = select.get("choice") if isinstance(select, dict) else None
    if isinstance(choices, list):
        said = [INSERTED.sub(lambda at: _label(at[1], parameters), str(choice)) for choice in choices]
        return f"[{'; '.join(said)}]"
    return _label(name, parameters)


def _label(name: str, parameters: dict[str, Obj]) -> str:
    return f"[{words(parameters.get(name, {}), 'label') or name}]"


# --- writing ---


def write_catalog(edition: EditionFile, *, at: datetime) -> str:
    """The edition as an OSCAL catalogue; one that came as OSCAL and was not changed comes out byte for byte."""
    document, layout = _document(edition, at)
    return write_json(document, layout)


def _document(edition: EditionFile, at: datetime | None = None) -> tuple[Obj, Layout]:
    """The catalogue and its layout; `at` is its time where anything differs from what was imported."""
    carried = read_json(edition.carried) if edition.carried else {}
    is_oscal = carried.get("form") == FORM
    document = carried["of"] if is_oscal else _new_document(edition, at)
    catalog = document["catalog"]
    metadata = catalog["metadata"]
    held = _edition_columns(metadata, str(catalog.get("uuid") or ""))
    said = held if is_oscal else edition
    _put_edition(metadata, edition, held, is_foreign=is_oscal and not prop(metadata, "edition"))
    _put_tree(catalog, edition.nodes, _Defaults(said.source, said.source_en, said.confidence))
    if is_oscal and at is not None and _digest(document) != carried.get("digest"):
        metadata["last-modified"] = at.isoformat()
    return document, _layout(carried["layout"]) if is_oscal else Layout()


def settled(edition: EditionFile) -> EditionFile:
    """An edition whose carried objects say what its columns say, so that it compares with a catalogue read anew."""
    again = read_catalog(*_document(edition))
    carried = {node.code: node.carried for node in again.nodes}
    nodes = tuple(replace(node, carried=carried.get(node.code, node.carried)) for node in edition.nodes)
    return replace(edition, nodes=nodes, carried=again.carried)


def says_no_more(file: EditionFile, held: EditionFile) -> bool:
    """Whether a catalogue holds nothing but what we would write of an edition that never came as OSCAL, whenever written."""
    if held.carried or not file.carried or any(node.carried for node in file.nodes):
        return False
    document = read_json(file.carried)["of"]
    catalog = document["catalog"]
    written, _layout = _document(replace(held, nodes=()))
    written["catalog"]["metadata"]["last-modified"] = catalog["metadata"].get("last-modified")
    bare = {key: value for key, value in catalog.items() if key not in UNDER}
    return bool(written == {**document, "catalog": bare})


def _layout(data: Obj) -> Layout:
    return Layout(**{key: value for key, value in data.items() if key in Layout.__dataclass_fields__})


def _new_document(edition: EditionFile, at: datetime | None) -> Obj:
    metadata = {
        "title": edition.name,
        "last-modified": at.isoformat() if at else "",
        "version": edition.code,
        "oscal-version": OSCAL_VERSION,
    }
    return {"catalog": {"uuid": str(uuid5(NAMESPACE_URL, f"{NS}:{edition.code}")), "metadata": metadata}}


def _put_edition(metadata: Obj, edition: EditionFile, held: EditionFile, *, is_foreign: bool) -> None:
    """Put back what differs from what reading would take out.

    In a foreign file our code and our standard are only how we address it here: they are not written into it.
    """
    if edition.name != held.name:
        metadata["title"] = edition.name
    if not is_foreign:
        _put_address(metadata, edition, held)
    for name, value, other in (
        ("name-en", edition.name_en, held.name_en),
        ("effective", _iso(edition.effective), _iso(held.effective)),
        ("source", edition.source, held.source),
        ("source-en", edition.source_en, held.source_en),
        ("confidence", edition.confidence, held.confidence),
        ("note-en", edition.note_en, held.note_en),
    ):
        if value != other:
            set_prop(metadata, name, value)
    if edition.note != held.note:
        metadata["remarks"] = edition.note
        if not edition.note:
            del metadata["remarks"]


def _put_address(metadata: Obj, edition: EditionFile, held: EditionFile) -> None:
    if edition.code != prop(metadata, "edition"):
        set_prop(metadata, "edition", edition.code)
    own = edition.standard
    if own is None or own == held.standard:
        return
    set_prop(metadata, "standard", own.code)
    set_prop(metadata, "standard-name", own.name)
    set_prop(metadata, "standard-name-en", own.name_en)
    set_prop(metadata, "seal", own.seal)
    set_prop(metadata, "slot", str(own.slot))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _put_tree(catalog: Obj, nodes: tuple[Node, ...], defaults: _Defaults) -> None:
    """Each node's object into the list of its parent, in order."""
    own = {node.code: read_json(node.carried) if node.carried else {} for node in nodes}
    under: dict[str, list[str]] = {}
    for node in nodes:
        under.setdefault(node.parent, []).append(node.code)
    kinds = {"": GROUP}
    objects = {"": catalog}
    for node in nodes:
        code = node.code
        kinds[code] = own[code].get("kind") or _new_kind(code, under, own, kinds[node.parent], node.parent)
        objects[code] = own[code]["of"] if own[code] else _new_object(node, kinds[code])
        _put_node(objects[code], node, defaults)
    for code, owner in objects.items():
        _put_under(owner, [(kinds[one], objects[one]) for one in under.get(code, [])])


def _new_kind(code: str, under: dict[str, list[str]], own: dict[str, Obj], above: str, parent: str) -> str:
    """Group or control: OSCAL lets a group hold either groups or controls, and a control only controls."""
    siblings = under[parent]
    held = {own[one].get("kind") for one in siblings} - {None}
    groups = above == GROUP and (GROUP in held if held else all(one in under for one in siblings))
    if groups:
        return GROUP
    return HEADING if code in under else CONTROL


def _put_under(owner: Obj, held: list[tuple[str, Obj]]) -> None:
    keys = [key for key in owner if key in UNDER] or list(UNDER)
    keys += [key for key in UNDER if key not in keys]
    lists = {key: [one for kind, one in held if (kind == GROUP) == (key == "groups")] for key in keys}
    natural = [id(one) for key in keys for one in lists[key]]
    actual = [one for _kind, one in held]
    if any(prop(one, "order") for one in actual) or natural != [id(one) for one in actual]:
        for number, one in enumerate(actual, start=1):
            if prop(one, "order") != str(number):
                set_prop(one, "order", str(number))
    for key in keys:
        if lists[key]:
            _put_key(owner, key, lists[key])
        elif owner.get(key, False) is None:
            del owner[key]


def _put_key(owner: Obj, key: str, value: list[Obj]) -> None:
    """Set a key; a new one stands before the back matter, where the format's order has it."""
    back = {} if key in owner or "back-matter" not in owner else {"back-matter": owner.pop("back-matter")}
    owner[key] = value
    owner.update(back)


def _new_object(node: Node, kind: str) -> Obj:
    is_token = TOKEN.fullmatch(node.code) is not None
    code = node.code if is_token else f"_{hashlib.sha256(node.code.encode()).hexdigest()[:16]}"
    one: Obj = {"id": code, "title": node.name, "props": [{"name": "label", "value": node.code}]}
    if not is_token:
        set_prop(one, "code", node.code)
    return one if kind == CONTROL else {"id": code, "class": HEADING, **one}


def _put_node(one: Obj, node: Node, defaults: _Defaults) -> None:
    """Put back the columns that differ from what reading would take out."""
    held = _columns(one, node.code, node.parent, defaults)
    if node.name != held.name:
        one["title"] = node.name
    points = "" if node.points is None else f"{node.points.normalize():f}"
    for name, value, other in (
        ("name-en", node.name_en, held.name_en),
        ("method", node.method, held.method),
        ("veto", "yes" if node.is_veto else "", "yes" if held.is_veto else ""),
        ("confidence", node.confidence, held.confidence),
    ):
        if value != other:
            set_prop(one, name, value)
    if node.points != held.points:
        set_prop(one, "points", points)
    if (node.source, node.source_en) != (held.source, held.source_en):
        set_prop(one, "source", node.source)
        set_prop(one, "source-en", node.source_en)
    _put_rules(one, node, held)


def _put_rules(one: Obj, node: Node, held: Node) -> None:
    if node.scoring != held.scoring:
        set_prop(one, "scoring", node.scoring.get("form", "information"))
        set_group_of_props(one, "scoring", {key: value for key, value in node.scoring.items() if key != "form"})
    if node.window != held.window:
        set_group_of_props(one, "window", node.window)
    if node.text != held.text:
        _set_own_part(one, "", node.text)
    if node.text_en != held.text_en:
        _set_own_part(one, "en", node.text_en)
    if node.is_withdrawn is not None and node.is_withdrawn != held.is_withdrawn:
        set_withdrawn(one, node.is_withdrawn)


# --- counting ---


@dataclass(frozen=True)
class Counts:
    """The controls of a catalogue: those in force, and those withdrawn."""

    active: int
    withdrawn: int

    @property
    def all(self) -> int:
        """Both together."""
        return self.active + self.withdrawn


def count_controls(edition: EditionFile) -> Counts:
    """How many requirements there are, headings left out: by the catalogue's own kind, else what has nothing under it."""
    parents = edition.parents()
    controls = [node for node in edition.nodes if not is_heading(node.carried, has_children=node.code in parents)]
    withdrawn = sum(bool(node.is_withdrawn) for node in controls)
    return Counts(len(controls) - withdrawn, withdrawn)


def is_heading(carried: str | None, *, has_children: bool) -> bool:
    """Whether a node only groups others."""
    return carried.startswith(HEADING_MARKS) if carried else has_children


def is_resolved_profile(carried: str | None) -> bool:
    """Whether a catalogue says of itself that it is what a profile selected."""
    if not carried:
        return False
    metadata = json.loads(carried).get("of", {}).get("catalog", {}).get("metadata", {})
    return any(one.get("rel") == "source-profile" for one in items(metadata, "links")) or any(
        one.get("name") == "resolution-tool" for one in items(metadata, "props")
    )
