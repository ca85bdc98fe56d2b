"""Which column of a foreign table means what: a map as data (YAML), and reading a row through it."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from lianchuang.common.tablefile import Table, TableRow

ISO_FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d",
)
YEARS = range(1950, 2150)
KEYS = frozenset({"column", "value", "values", "default", "optional", "format", "zone"})
YES, NO = frozenset({"true", "yes", "on", "1"}), frozenset({"", "false", "no", "off", "0"})
SAMPLE = datetime(2020, 12, 31, 23, 59, tzinfo=UTC)


class BadMap(ValueError):
    """The map itself is wrong; the message says where."""


class BadCell(ValueError):
    """A cell cannot be read; carries the column and the sentence."""

    def __init__(self, column: str, value: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column, self.value, self.sentence = column, value, sentence


@dataclass(frozen=True)
class Column:
    """How one fact is read: from the first non-empty of `columns`, through `values`, or the fixed `value`."""

    name: str
    columns: tuple[str, ...] = ()
    value: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    optional: bool = False
    formats: tuple[str, ...] = ISO_FORMATS
    zone: str = ""

    @property
    def where(self) -> str:
        """The columns it is read from, as a reader of the table knows them."""
        return " / ".join(self.columns) or self.name

    def raw(self, row: TableRow) -> str:
        """What stands in the table, before the map's words are applied; empty when nothing does."""
        return self.value or next((row.cells[name] for name in self.columns if row.cells.get(name)), "")

    def text(self, row: TableRow) -> str:
        """The fact as text; empty when optional and absent. Raises BadCell."""
        raw = self.raw(row)
        if not raw:
            if self.optional or self.default:
                return self.default
            raise self.bad("", _("empty"))
        if self.values:
            if raw in self.values:
                return self.values[raw]
            if self.default:
                return self.default
            raise self.bad(raw, _("the map has no entry for this value"))
        return raw

    def number(self, row: TableRow) -> float | None:
        """The fact as a number. Raises BadCell."""
        text = self.text(row)
        if not text:
            return None
        try:
            return float(text)
        except ValueError:
            raise self.bad(text, _("not a number")) from None

    def moment(self, row: TableRow) -> datetime | None:
        """The fact as an aware moment; a date cell of a workbook is read whatever `formats` says. Raises BadCell."""
        text = self.text(row)
        if not text:
            return None
        for layout in (*self.formats, *ISO_FORMATS):
            try:
                read = datetime.strptime(text, layout)  # noqa: DTZ007 - gets its zone below
            except ValueError:
                continue
            if read.year not in YEARS:
                break
            return read if read.tzinfo else read.replace(tzinfo=ZoneInfo(self.zone or settings.TIME_ZONE))
        raise self.bad(text, _("not a date of the expected form"))

    def bad(self, value: str, sentence: str) -> BadCell:
        """The refusal of a value of this column."""
        return BadCell(self.where, value, sentence)


@dataclass(frozen=True)
class ColumnMap:
    """A whole map: its columns by fact, and the other settings as they stand in the file."""

    columns: Mapping[str, Column]
    settings: Mapping[str, Any]

    def missing_in(self, table: Table, *, optional: bool = False) -> list[str]:
        """The columns the map names and the table lacks: those that are needed, or those that are `optional`."""
        lacking = (
            column.where
            for column in self.columns.values()
            if column.columns and column.optional == optional and not set(column.columns) & set(table.header)
        )
        return sorted(set(lacking))

    def setting(self, name: str) -> str:
        """A setting that is one text; empty when it is not there. Raises BadMap."""
        value = self.settings.get(name, "")
        if not isinstance(value, str):
            raise BadMap(_("In the map, “%(name)s” must be one text.") % {"name": name})
        return value.strip()


class _TextLoader(yaml.BaseLoader):
    """YAML in which every scalar is text (so that No stays No and 01 stays 01) and no key stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _value in node.value if isinstance(key, yaml.ScalarNode)]
        for key in keys:
            if keys.count(key) > 1:
                raise BadMap(_("In the map, “%(name)s” stands twice.") % {"name": key})
        return super().construct_mapping(node, deep)


def read_map(path: Path, *, required: Sequence[str], known: Sequence[str], settings: Sequence[str] = ()) -> ColumnMap:
    """Read a YAML map. `required` facts must be there, others must be `known`, and so must be settings. Raises BadMap."""
    try:
        content = path.read_bytes()
    except OSError as fault:
        words = {"name": path.name, "fault": fault.strerror}
        raise BadMap(_("The file %(name)s cannot be opened: %(fault)s.") % words) from fault
    return map_of(content, path.name, required=required, known=known, settings=settings)


def map_of(
    content: bytes, name: str, *, required: Sequence[str], known: Sequence[str], settings: Sequence[str] = ()
) -> ColumnMap:
    """The same of a map that is not on disk. Raises BadMap."""
    data = _load(content, name)
    if not isinstance(data, dict) or not isinstance(data.get("columns"), dict):
        raise BadMap(_("The map %(name)s has no “columns”.") % {"name": name})
    for names, allowed in ((set(data) - {"columns"}, settings), (set(data["columns"]), known)):
        if unknown := sorted(names - set(allowed)):
            raise BadMap(
                _("The map names unknown facts: %(names)s. Known are: %(known)s.")
                % {"names": ", ".join(unknown), "known": ", ".join(allowed)}
            )
    if missing := sorted(set(required) - set(data["columns"])):
        raise BadMap(_("The map does not say where to find: %(names)s.") % {"names": ", ".join(missing)})
    columns = {name: _column(name, spec) for name, spec in data["columns"].items()}
    return ColumnMap(columns, {key: value for key, value in data.items() if key != "columns"})


def _load(content: bytes, name: str) -> Any:
    try:
        return yaml.load(content.decode("utf-8-sig"), Loader=_TextLoader)  # noqa: S506 - makes text only
    except yaml.MarkedYAMLError as fault:
        words = {"name": name, "line": fault.problem_mark.line + 1 if fault.problem_mark else 1}
        raise BadMap(_("The map %(name)s is not YAML: look at line %(line)s.") % words) from fault
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as fault:
        raise BadMap(_("The map %(name)s is not a YAML text in UTF-8.") % {"name": name}) from fault


def _column(name: str, spec: Any) -> Column:
    if isinstance(spec, str):
        spec = {"column": spec}
    if not isinstance(spec, dict) or not (spec.get("column") or spec.get("value")):
        raise BadMap(_("In the map, “%(name)s” needs a “column” or a “value”.") % {"name": name})
    if strange := sorted(set(spec) - KEYS):
        words = {"name": name, "keys": ", ".join(strange)}
        raise BadMap(_("In the map, “%(name)s” has unknown keys: %(keys)s.") % words)
    return Column(
        name=name,
        columns=_texts(name, spec, "column"),
        value=_text(name, spec, "value"),
        values=_values(name, spec.get("values") or {}),
        default=_text(name, spec, "default"),
        optional=_flag(name, spec.get("optional", "")),
        formats=_formats(name, spec),
        zone=_zone(name, spec),
    )


def _text(name: str, spec: Mapping[str, Any], key: str) -> str:
    value = spec.get(key, "")
    if not isinstance(value, str):
        raise BadMap(_("In the map, “%(name)s” must be one text.") % {"name": f"{name}: {key}"})
    return value


def _texts(name: str, spec: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """One text or a list of texts."""
    given = spec.get(key, [])
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, list) or not all(isinstance(text, str) and text for text in texts):
        raise BadMap(_("In the map, “%(name)s” must be a text or a list of texts.") % {"name": f"{name}: {key}"})
    return tuple(texts)


def _values(name: str, values: Any) -> dict[str, str]:
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        raise BadMap(_("In the map, “%(name)s” must send words to words.") % {"name": f"{name}: values"})
    return dict(values)


def _flag(name: str, text: Any) -> bool:
    if not isinstance(text, str) or text.lower() not in YES | NO:
        raise BadMap(_("In the map, “%(name)s” must be true or false.") % {"name": f"{name}: optional"})
    return text.lower() in YES


def _formats(name: str, spec: Mapping[str, Any]) -> tuple[str, ...]:
    layouts = _texts(name, spec, "format")
    for layout in layouts:
        try:
            datetime.strptime(SAMPLE.strftime(layout), layout)  # noqa: DTZ007 - only asks whether it can be read
        except ValueError as fault:
            words = {"name": name, "format": layout}
            raise BadMap(_("In the map, “%(name)s” has a date format nobody can read: %(format)s") % words) from fault
    return layouts or ISO_FORMATS


def _zone(name: str, spec: Mapping[str, Any]) -> str:
    zone = _text(name, spec, "zone")
    try:
        return ZoneInfo(zone).key if zone else ""
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise BadMap(_("In the map, “%(name)s” names an unknown time zone.") % {"name": name}) from fault
