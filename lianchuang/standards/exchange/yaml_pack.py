"""An edition as a YAML pack, in the form of the shipped ones, and back."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from lianchuang.packs import shapes
from lianchuang.packs.loading import read_edition
from lianchuang.packs.reading import PackError, check_document
from lianchuang.standards.exchange.shapes import EditionFile, Node, StandardWords, UnreadableFile
from lianchuang.standards.rules import scoring_data, window_data

MOST_DEPTH = 40
MOST_ALIASES = 2000
SCORING_ORDER = ("form", "op", "value", "upper", "unit", "unit_en", "step", "of", "shares")
WORDS = {"form", "op", "unit", "unit_en"}


# --- reading ---


def read_yaml(text: str, name: str) -> EditionFile:
    """The edition of a pack. Raises UnreadableFile with the place of the fault."""
    _require_harmless(text)
    try:
        pack = read_edition(text, name)
    except PackError as fault:
        words = {"where": fault.where, "reason": fault.reason}
        raise UnreadableFile(_("The pack does not fit its form. %(where)s: %(reason)s") % words) from fault
    except (RecursionError, ValueError) as fault:
        raise UnreadableFile(_("The file is no YAML pack.")) from fault
    return edition_of_pack(pack)


def _require_harmless(text: str) -> None:
    """Refuse what grows when it is read, or hides something: aliases within aliases, endless depth, a key twice."""
    depth = aliases = within_anchor = 0
    anchored: list[bool] = []
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                anchored.append(event.anchor is not None)
                within_anchor += anchored[-1]
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                within_anchor -= anchored.pop()
                depth -= 1
            elif isinstance(event, yaml.AliasEvent):
                aliases += 1
            if depth > MOST_DEPTH or aliases > MOST_ALIASES or (within_anchor and isinstance(event, yaml.AliasEvent)):
                raise UnreadableFile(_("The YAML is nested deeper, or repeats itself more often, than any pack."))
    except (yaml.YAMLError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise UnreadableFile(_("The YAML breaks off or is wrong at line %(line)s.") % {"line": line}) from fault


def edition_of_pack(pack: shapes.Edition) -> EditionFile:
    """A pack's edition in the shape that all files share."""
    own = pack.standard
    return EditionFile(
        code=pack.code,
        name=pack.name,
        nodes=tuple(_nodes(pack.requirements, "")),
        standard=StandardWords(own.code, own.name, own.name_en, own.seal, own.slot),
        name_en=pack.name_en,
        effective=pack.effective,
        source=pack.provenance.source,
        source_en=pack.provenance.source_en,
        confidence=pack.provenance.confidence,
        note=pack.note,
        note_en=pack.note_en,
    )


def _nodes(held: tuple[shapes.Requirement, ...], parent: str) -> Iterator[Node]:
    for one in held:
        yield Node(
            code=one.code,
            parent=parent,
            name=one.title,
            name_en=one.title_en,
            text=one.text,
            text_en=one.text_en,
            method=one.method or "",
            scoring=scoring_data(one.scoring),
            points=one.points,
            is_veto=one.veto,
            window=window_data(one.window),
            source=one.provenance.source,
            source_en=one.provenance.source_en,
            confidence=one.provenance.confidence,
        )
        yield from _nodes(one.children, one.code)


# --- writing ---


class _Flow(dict[str, Any]):
    """A mapping on one line: {form: yes_no}."""


class _Dumper(yaml.SafeDumper):
    """Lists stand in from their key, and nothing is abbreviated by an anchor."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's name
        """Never without indent."""
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's name
        """Write each thing out."""
        return True


def _text(dumper: yaml.SafeDumper, data: str) -> yaml.Node:
    style = '"' if any(char in data for char in "\n\r\t\x85\u2028\u2029\ufeff") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style=style)


def _flow(dumper: yaml.SafeDumper, data: _Flow) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Flow, _flow)


def write_yaml(edition: EditionFile) -> str:
    """The edition as a pack. Raises UnreadableFile when it says something that a pack cannot hold."""
    document = _document(edition)
    try:
        check_document(document, Path("pack"), "edition")
    except PackError as fault:
        words = {"where": fault.where, "reason": fault.reason}
        raise UnreadableFile(
            _("This edition does not fit the form of a pack. %(where)s: %(reason)s") % words
        ) from fault
    text = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**9)
    return _with_air(text)


def _document(edition: EditionFile) -> dict[str, Any]:
    own = edition.standard or StandardWords(edition.code, edition.name)
    standard = {"code": own.code, "name": own.name, "name_en": own.name_en, "seal": own.seal, "slot": own.slot}
    under: dict[str, list[dict[str, Any]]] = {}
    made: list[tuple[str, dict[str, Any]]] = []
    for node in edition.nodes:
        one = _requirement(node)
        under.setdefault(node.parent, []).append(one)
        made.append((node.code, one))
    for code, one in made:
        if code in under:
            one["children"] = under[code]
    return {
        "standard": _Flow(standard),
        "edition": {
            "code": edition.code,
            "name": edition.name,
            "name_en": edition.name_en,
            "effective": _day(edition.effective),
            "note": edition.note,
            "note_en": edition.note_en,
            "source": edition.source,
            "source_en": edition.source_en,
            "confidence": edition.confidence,
        },
        "requirements": under.get("", []),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _requirement(node: Node) -> dict[str, Any]:
    """A node's keys in the order of the packs; what is empty is left out."""
    one: dict[str, Any] = {"code": node.code, "title": node.name, "title_en": node.name_en}
    more = {"text": node.text, "text_en": node.text_en, "method": node.method}
    one.update({key: value for key, value in more.items() if value})
    one["scoring"] = _scoring(node.scoring)
    if node.points is not None:
        one["points"] = _figure(str(node.points))
    if node.is_veto:
        one["veto"] = True
    if node.window:
        one["window"] = _Flow(node.window)
    return {**one, "source": node.source, "source_en": node.source_en, "confidence": node.confidence}


def _scoring(scoring: dict[str, Any]) -> _Flow:
    held = dict(scoring)
    if held.get("form") == "threshold":
        held.setdefault("unit", "")
    keys = [*(key for key in SCORING_ORDER if key in held), *(key for key in held if key not in SCORING_ORDER)]
    return _Flow({key: held[key] if key in WORDS else _figure(held[key]) for key in keys})


def _figure(value: Any) -> Any:
    """A figure kept as text becomes a number again: 36, 8.5."""
    if not isinstance(value, str):
        return value
    try:
        figure = Decimal(value)
    except InvalidOperation:
        return value
    return int(figure) if figure == figure.to_integral_value() else float(figure)


def _with_air(text: str) -> str:
    """A free line before each requirement that is not the first under its heading."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.lstrip().startswith("- code: ") and not lines[-1].endswith(("requirements:", "children:")):
            lines.append("")
        lines.append(line)
    return "\n".join(lines) + "\n"
