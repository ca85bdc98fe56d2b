"""Bringing rows up to a list that came from a file: what is new is added, what differs is changed, nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Brought(Generic[M]):
    """The rows by their key, and how many of them were added and changed."""

    rows: dict[Key, M]
    added: int
    changed: int

    @property
    def anything(self) -> bool:
        """Whether a row was written."""
        return bool(self.added or self.changed)


def bring(held: QuerySet[M], *, key: Sequence[str], wanted: Iterable[Mapping[str, Any]]) -> Brought[M]:
    """Add and change rows of `held` so that each wanted one is there; rows not wanted stay. Three queries at most.

    `wanted` maps column names (`category_id`, not `category`) to values; `key` names the columns that tell rows apart.
    """
    rows: dict[Key, M] = {tuple(getattr(row, name) for name in key): row for row in held}
    added: list[M] = []
    changed: list[M] = []
    columns: set[str] = set()
    for values in wanted:
        row = rows.get(tuple(values[name] for name in key))
        if row is None:
            row = held.model(**values)
            rows[tuple(values[name] for name in key)] = row
            added.append(row)
            continue
        differing = {name: value for name, value in values.items() if getattr(row, name) != value}
        if differing:
            for name, value in differing.items():
                setattr(row, name, value)
            columns |= set(differing)
            changed.append(row)
    held.model._default_manager.bulk_create(added, batch_size=500)
    if changed:
        held.model._default_manager.bulk_update(changed, sorted(columns), batch_size=200)
    return Brought(rows, len(added), len(changed))
