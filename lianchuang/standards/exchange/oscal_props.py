"""What OSCAL has no word for, said as properties under our own namespace; and the words it has."""

import json
import re
from typing import Any

NS = "urn:lianchuang:oscal"
LONG = "long"
AS_JSON = "json"
ONE_LINE = re.compile(r"\S(.*\S)?")
TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")

Obj = dict[str, Any]


def items(owner: Obj, key: str) -> list[Obj]:
    """The objects listed under a key; nothing when there is none, or something else stands there."""
    held = owner.get(key)
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def words(owner: Obj, key: str) -> str:
    """The text under a key, without blanks around it."""
    held = owner.get(key)
    return held.strip() if isinstance(held, str) else ""


def prop(owner: Obj, name: str) -> str:
    """The value of our own property; empty when it is not there."""
    for one in items(owner, "props"):
        if one.get("ns") == NS and one.get("name") == name:
            return str(one.get("remarks") if one.get("class") == LONG else one.get("value") or "")
    return ""


def set_prop(owner: Obj, name: str, value: str, kind: str = "") -> None:
    """Write our own property, or take it away when the value is empty."""
    kept = [one for one in items(owner, "props") if not (one.get("ns") == NS and one.get("name") == name)]
    if value:
        kept.append(_prop(name, value, kind))
    if kept:
        owner["props"] = kept
    else:
        owner.pop("props", None)


def _prop(name: str, value: str, kind: str) -> Obj:
    if not ONE_LINE.fullmatch(value):  # OSCAL keeps a value on one line
        return {"name": name, "ns": NS, "value": LONG, "class": LONG, "remarks": value}
    return {"name": name, "ns": NS, "value": value, **({"class": kind} if kind else {})}


def group_of_props(owner: Obj, name: str) -> Obj:
    """A mapping that was taken apart: `window-years` → years."""
    found: Obj = {}
    for one in items(owner, "props"):
        key = str(one.get("name") or "")
        if one.get("ns") == NS and key.startswith(f"{name}-"):
            value = prop(owner, key)
            found[key.removeprefix(f"{name}-")] = _from_json(value) if one.get("class") == AS_JSON else value
    return found


def _from_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def set_group_of_props(owner: Obj, name: str, values: Obj) -> None:
    """Take a mapping apart into properties; texts as they are, all else as JSON."""
    for key in group_of_props(owner, name).keys() - values.keys():
        set_prop(owner, f"{name}-{key}", "")
    held = group_of_props(owner, name)
    for key, value in values.items():
        if held.get(key) == value:
            continue
        if isinstance(value, str) and value:
            set_prop(owner, f"{name}-{key}", value)
        else:
            set_prop(owner, f"{name}-{key}", json.dumps(value, ensure_ascii=False), AS_JSON)


def is_withdrawn(owner: Obj) -> bool:
    """Whether its status says so, in any spelling."""
    return any(
        words(one, "name").casefold() in {"status", "state"} and words(one, "value").casefold() == "withdrawn"
        for one in items(owner, "props")
    )


def set_withdrawn(owner: Obj, withdrawn: bool) -> None:
    """Say that it is withdrawn, or no longer."""
    if withdrawn:
        owner["props"] = [*items(owner, "props"), {"name": "status", "value": "withdrawn"}]
        return
    kept = [one for one in items(owner, "props") if not is_withdrawn({"props": [one]})]
    if kept:
        owner["props"] = kept
    else:
        owner.pop("props", None)
