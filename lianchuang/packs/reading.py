"""One pack file → a plain mapping that its JSON Schema has passed."""

import json
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

PACKS = Path(__file__).resolve().parent
SCHEMAS = PACKS / "schema"

_Loader: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PackError(Exception):
    """A pack file that cannot be used: which file, which place in it, and why."""

    def __init__(self, path: Path, where: str, reason: str) -> None:
        super().__init__(f"{path}: {where}: {reason}")
        self.path = path
        self.where = where
        self.reason = reason


@cache
def _validator(kind: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def read_pack(path: Path, kind: str) -> dict[str, Any]:
    """Read one file and hold it against `schema/<kind>.schema.json`; refuse it with its place."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise PackError(path, "file", str(fault)) from fault
    return read_text(text, path, kind)


def read_text(text: str, path: Path, kind: str) -> dict[str, Any]:
    """The same of a text that is not on disk; `path` only names it."""
    try:
        document = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, in C where there
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark is not None else "file"
        raise PackError(path, where, f"not YAML: {getattr(fault, 'problem', fault)}") from fault
    return check_document(document, path, kind)


def check_document(document: Any, path: Path, kind: str) -> dict[str, Any]:
    """Hold a document against its schema; refuse it with its place."""
    fault_found = best_match(_validator(kind).iter_errors(document))
    if fault_found is not None:
        raise PackError(path, _place(document, fault_found), fault_found.message)
    return cast("dict[str, Any]", document)


def _place(document: Any, fault: ValidationError) -> str:
    """`requirements[0].children[2] (WM-F3).source`: indexes for machines, codes for people."""
    place, node = "", document
    for step in fault.absolute_path:
        node = node[step]
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else str(step)
        if isinstance(step, int) and isinstance(node, dict) and node.get("code"):
            place += f" ({node['code']})"
    return place or "top"
