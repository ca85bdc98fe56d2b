"""Which column of a foreign table means what: a map as data (YAML), and reading a row through it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
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

    def text(self, row: TableRow) -> str:
        """The fact as text; empty when optional and absent. Raises BadCell."""
        raw = self.value or next((row.cells[name] for name in self.columns if row.cells.get(name)), "")
        if not raw:
            if self.optional or self.default:
                return self.default
            raise BadCell(self._where, "", _("empty"))
        if self.values:
            if raw in self.values:
                return self.values[raw]
            if self.default:
                return self.default
            raise BadCell(self._where, raw, _("the map has no entry for this value"))
        return raw

    def number(self, row: TableRow) -> float | None:
        """The fact as a number. Raises BadCell."""
        text = self.text(row)
        if not text:
            return None
        try:
            return float(text)
        except ValueError:
            raise BadCell(self._where, text, _("not a number")) from None

    def moment(self, row: TableRow) -> datetime | None:
        """The fact as an aware moment. Raises BadCell."""
        text = self.text(row)
        if not text:
            return None
        zone = ZoneInfo(self.zone or settings.TIME_ZONE)
        for layout in self.formats:
            try:
                read = datetime.strptime(text, layout)
            except ValueError:
                continue
            return read if read.tzinfo else read.replace(tzinfo=zone)
        raise BadCell(self._where, text, _("not a date of the expected form"))

    @property
    def _where(self) -> str:
        return " / ".join(self.columns) or self.name


@dataclass(frozen=True)
class ColumnMap:
    """A whole map: its columns by fact, and the other settings as they stand in the file."""

    columns: Mapping[str, Column]
    settings: Mapping[str, Any]

    def missing_in(self, table: Table) -> list[str]:
        """The columns the map needs and the table lacks."""
        wanted = (column for column in self.columns.values() if not column.optional)
        return sorted(
            {
                " / ".join(column.columns)
                for column in wanted
                if column.columns and not set(column.columns) & set(table.header)
            }
        )


def read_map(path: Path, *, required: Sequence[str], known: Sequence[str]) -> ColumnMap:
    """Read a YAML map. `required` facts must be there, others must be `known`. Raises BadMap."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise BadMap(
            _("The map %(name)s cannot be read: %(fault)s") % {"name": path.name, "fault": fault}
        ) from fault
    if not isinstance(data, dict) or not isinstance(data.get("columns"), dict):
        raise BadMap(_("The map %(name)s has no “columns”.") % {"name": path.name})
    columns = {name: _column(name, spec) for name, spec in data["columns"].items()}
    unknown = sorted(set(columns) - set(known))
    missing = sorted(set(required) - set(columns))
    if unknown:
        raise BadMap(
            _("The map names unknown facts: %(names)s. Known are: %(known)s.")
            % {"names": ", ".join(unknown), "known": ", ".join(known)}
        )
    if missing:
        raise BadMap(_("The map does not say where to find: %(names)s.") % {"names": ", ".join(missing)})
    return ColumnMap(columns, {key: value for key, value in data.items() if key != "columns"})


def _column(name: str, spec: Any) -> Column:
    if isinstance(spec, str):
        spec = {"column": spec}
    if not isinstance(spec, dict) or not ({"column", "value"} & set(spec)):
        raise BadMap(_("In the map, “%(name)s” needs a “column” or a “value”.") % {"name": name})
    strange = sorted(set(spec) - {"column", "value", "values", "default", "optional", "format", "zone"})
    if strange:
        raise BadMap(
            _("In the map, “%(name)s” has unknown keys: %(keys)s.")
            % {"name": name, "keys": ", ".join(strange)}
        )
    named = spec.get("column", [])
    layouts = spec.get("format", ISO_FORMATS)
    if zone := spec.get("zone", ""):
        try:
            ZoneInfo(str(zone))
        except (ZoneInfoNotFoundError, ValueError) as fault:
            raise BadMap(_("In the map, “%(name)s” names an unknown time zone.") % {"name": name}) from fault
    return Column(
        name=name,
        columns=tuple(str(each) for each in ([named] if isinstance(named, str) else named)),
        value=str(spec.get("value", "")),
        values={str(key): str(value) for key, value in (spec.get("values") or {}).items()},
        default=str(spec.get("default", "")),
        optional=bool(spec.get("optional", False)),
        formats=(layouts,) if isinstance(layouts, str) else tuple(layouts),
        zone=str(zone),
    )
