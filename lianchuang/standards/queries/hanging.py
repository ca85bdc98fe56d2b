"""What hangs on requirements, whichever app it belongs to: shared measures, check items, findings."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import PROTECT, Count, ForeignObjectRel, Q

from lianchuang.standards.models import RejectedLink, Requirement, Successor
from lianchuang.standards.words import hanging_words


@dataclass(frozen=True)
class Hanging:
    """How many rows of one kind hang on requirements. `keeps`: they keep the requirement from being deleted."""

    kind: str
    count: int
    keeps: bool

    @property
    def words(self) -> str:
        """2 check items."""
        return hanging_words(self.kind, self.count)


def hanging_on(keys: Iterable[int], *, also_sealed: bool = False) -> list[Hanging]:
    """What hangs on any of these requirements, by kind. One query a kind.

    A model may say what is counted of it (`COUNTED`); `also_sealed` counts all, for deciding and never for showing.
    """
    keys = list(keys)
    found = []
    for relation in _relations():
        counted = Q() if also_sealed else _counted(relation)
        rows = relation.related_model._default_manager.filter(counted, **{f"{relation.field.name}__in": keys})
        if count := rows.count():
            found.append(Hanging(_kind(relation), count, _keeps(relation)))
    return together(found)


def together(found: Iterable[Hanging]) -> list[Hanging]:
    """The same kinds added up, each once."""
    by_kind: dict[str, Hanging] = {}
    for each in found:
        held = by_kind.get(each.kind, Hanging(each.kind, 0, each.keeps))
        by_kind[each.kind] = Hanging(each.kind, held.count + each.count, held.keeps or each.keeps)
    return list(by_kind.values())


def hanging_by_requirement(keys: Iterable[int]) -> dict[int, list[Hanging]]:
    """The same for each of these requirements. One query a kind."""
    keys = list(keys)
    found: dict[int, list[Hanging]] = {}
    for relation in _relations():
        name = relation.field.name
        rows = relation.related_model._default_manager.filter(_counted(relation), **{f"{name}__in": keys}).order_by()
        for key, count in rows.values_list(name).annotate(number=Count("pk")):
            found.setdefault(key, []).append(Hanging(_kind(relation), count, _keeps(relation)))
    return found


def _relations() -> list[ForeignObjectRel]:
    """The foreign keys to requirements, but for the tree itself, the migration map, and what was turned down."""
    relations = Requirement._meta.get_fields(include_hidden=True)
    return [
        one
        for one in relations
        if isinstance(one, ForeignObjectRel)
        and one.one_to_many
        and one.related_model not in (Requirement, Successor, RejectedLink)
        and one.field.model == one.related_model
    ]


def _counted(relation: ForeignObjectRel) -> Q:
    """What may be counted of this kind before everybody."""
    counted: Q = getattr(relation.related_model, "COUNTED", Q())
    return counted


def _kind(relation: ForeignObjectRel) -> str:
    return str(relation.related_model._meta.label)


def _keeps(relation: ForeignObjectRel) -> bool:
    return relation.on_delete is PROTECT
