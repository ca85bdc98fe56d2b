"""JSON that comes out as it went in: figures keep their digits, keys their order, and the text its layout."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from json.encoder import py_encode_basestring, py_encode_basestring_ascii
from typing import Any

from django.utils.translation import gettext as _

from lianchuang.standards.exchange.shapes import UnreadableFile

MOST_DEPTH = 100
NO_TEXT = re.compile("[\x00\ud800-\udfff]")


class Figure(str):
    """A JSON number as it was written (0.10 stays 0.10)."""

    __slots__ = ()


@dataclass(frozen=True)
class Layout:
    """How a JSON text is laid out; `indent` is one step, empty for one line."""

    indent: str = "  "
    after_comma: str = ""
    after_colon: str = " "
    escapes_slash: bool = False
    escapes_unicode: bool = False
    line_end: str = "\n"
    ends_with: str = "\n"
    begins_with: str = ""

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def read_json(text: str) -> Any:
    """The value of a JSON text; numbers as Figure. Raises UnreadableFile with the place of the fault."""
    try:
        value = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_object,
            parse_float=Figure,
            parse_int=Figure,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as fault:
        words = {"line": fault.lineno, "column": fault.colno}
        raise UnreadableFile(
            _("The JSON breaks off or is wrong at line %(line)s, column %(column)s.") % words
        ) from fault
    except RecursionError as fault:
        raise UnreadableFile(_("The JSON is nested deeper than any catalogue.")) from fault
    _check(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) < len(pairs):
        keys = [key for key, _value in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise UnreadableFile(_("In the JSON, the key “%(key)s” stands twice in one object.") % {"key": double})
    return held


def _no_constant(word: str) -> Any:
    raise UnreadableFile(_("The JSON holds “%(word)s”, which is no JSON value.") % {"word": word})


def _check(value: Any) -> None:
    """Refuse what no catalogue holds: depth without end, characters that are none."""
    waiting: list[tuple[Any, int]] = [(value, 1)]
    while waiting:
        one, depth = waiting.pop()
        if depth > MOST_DEPTH:
            raise UnreadableFile(_("The JSON is nested deeper than any catalogue."))
        if isinstance(one, dict):
            waiting.extend((held, depth + 1) for held in one.values())
            waiting.extend((key, depth + 1) for key in one)
        elif isinstance(one, list):
            waiting.extend((held, depth + 1) for held in one)
        elif isinstance(one, str) and NO_TEXT.search(one):
            raise UnreadableFile(_("The JSON holds characters that no text may hold (null or half a character)."))


def write_json(value: Any, layout: Layout = Layout()) -> str:
    """The value as text in that layout."""
    return f"{layout.begins_with}{''.join(_pieces(value, layout, 0))}{layout.ends_with}"


def compact(value: Any) -> str:
    """The value on one line, as it is kept in the database."""
    return write_json(value, COMPACT)


COMPACT = Layout(indent="", after_colon="", ends_with="")


def _pieces(value: Any, layout: Layout, depth: int) -> Iterator[str]:
    if isinstance(value, dict | list) and value:
        yield from _held(value, layout, depth)
    elif isinstance(value, dict | list):
        yield "{}" if isinstance(value, dict) else "[]"
    else:
        yield _scalar(value, layout)


def _held(value: dict[str, Any] | list[Any], layout: Layout, depth: int) -> Iterator[str]:
    """What stands in an object or a list that is not empty."""
    is_object = isinstance(value, dict)
    inner = f"{layout.line_end}{layout.indent * (depth + 1)}" if layout.indent else ""
    outer = f"{layout.line_end}{layout.indent * depth}" if layout.indent else ""
    yield "{" if is_object else "["
    for number, one in enumerate(value):
        if number:
            yield f",{layout.after_comma}"
        yield inner
        if isinstance(value, dict):
            yield f"{_scalar(one, layout)}:{layout.after_colon}"
            yield from _pieces(value[one], layout, depth + 1)
        else:
            yield from _pieces(one, layout, depth + 1)
    yield f"{outer}{'}' if is_object else ']'}"


def _scalar(value: Any, layout: Layout) -> str:
    if isinstance(value, Figure):
        return str(value)
    if isinstance(value, str):
        text: str = (py_encode_basestring_ascii if layout.escapes_unicode else py_encode_basestring)(value)
        return text.replace("/", "\\/") if layout.escapes_slash else text
    return json.dumps(value)


def layout_of(text: str) -> Layout:
    """The layout a text seems to have; `write_json(read_json(text), layout_of(text)) == text` when it has one."""
    body = text.removeprefix("\ufeff")
    stripped = body.rstrip("\r\n \t")
    opening = re.match(r"[{\[](\r?\n)([ \t]+)\S", body)
    line_end, indent = (opening[1], opening[2]) if opening else ("\n", "")
    colon = re.search(r'":([ ]?)', body)
    comma = re.search(r'[\]}"\dle],( ?)"(?:[^"\\]|\\.)*"\s*:', body)
    return Layout(
        indent=indent,
        after_comma="" if indent else comma[1] if comma else colon[1] if colon else "",
        after_colon=colon[1] if colon else "",
        escapes_slash="\\/" in body,
        escapes_unicode=body.isascii() and "\\u" in body,
        line_end=line_end,
        ends_with=body[len(stripped) :],
        begins_with=text[: len(text) - len(body)],
    )
