"""A difference as rows that a person reads: which requirement, which cell, what stands there, what would."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianchuang.standards.exchange.difference import CARRIED, ORDER, CellChange, Difference
from lianchuang.standards.exchange.shapes import Node, Refused
from lianchuang.standards.models import Confidence, Method
from lianchuang.standards.queries.exchange import EditionPlan
from lianchuang.standards.words import points_words, scoring_words, window_words

REFUSED, ADDED, CHANGED, DELETED = "refused", "added", "changed", "deleted"
KINDS = (REFUSED, ADDED, CHANGED, DELETED)


@dataclass(frozen=True)
class Cell:
    """One cell in words."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class ChangeRow:
    """One row of the preview. `row` is its number in the file, where it has one."""

    kind: str
    code: str
    name: str
    cells: tuple[Cell, ...] = ()
    row: int = 0


@dataclass(frozen=True)
class KindCount:
    """How many rows of a kind there are, with its word."""

    kind: str
    label: str
    count: int


def rows_of(plan: EditionPlan) -> list[ChangeRow]:
    """Everything the file would do, refused rows first; a row that is refused has no words for what it would be."""
    changes = plan.difference
    added = [node for node in changes.added if node.code not in plan.unfit]
    changed = [one for one in changes.changed if one.code not in plan.unfit]
    rows = [_refused(fault) for fault in plan.refused]
    if changes.edition:
        cells = tuple(_cell(cell) for cell in changes.edition)
        rows.append(ChangeRow(CHANGED, plan.code, _("The edition itself"), cells))
    rows += [ChangeRow(ADDED, node.code, node.name, tuple(_facts(node))) for node in added]
    rows += [ChangeRow(CHANGED, one.code, one.name, tuple(_cell(cell) for cell in one.cells)) for one in changed]
    return [*rows, *(ChangeRow(DELETED, node.code, node.name) for node in changes.deleted)]


def counts_of(rows: list[ChangeRow]) -> list[KindCount]:
    """How many rows of each kind."""
    labels = {
        REFUSED: pgettext("rows of a file", "Refused"),
        ADDED: pgettext("rows of a file", "Added"),
        CHANGED: pgettext("rows of a file", "Changed"),
        DELETED: pgettext("rows of a file", "Taken away"),
    }
    return [KindCount(kind, labels[kind], sum(row.kind == kind for row in rows)) for kind in KINDS]


def sentence_of(changes: Difference) -> str:
    """The whole difference in one sentence."""
    words = {
        "added": len(changes.added),
        "changed": len(changes.changed),
        "deleted": len(changes.deleted),
        "same": changes.same,
    }
    return _("%(added)s added, %(changed)s changed, %(deleted)s taken away, %(same)s as they are") % words


def _refused(fault: Refused) -> ChangeRow:
    where = fault.column or fault.place
    return ChangeRow(REFUSED, where, fault.reason, (Cell("", fault.value, ""),) if fault.value else (), fault.row)


def _facts(node: Node) -> Iterator[Cell]:
    """What a new requirement says, shortly."""
    for column, words in (
        ("parent", node.parent),
        ("scoring", scoring_words(node.scoring)),
        ("points", points_words(node.points)),
        ("window", window_words(node.window)),
        ("is_veto", _yes(node.is_veto) if node.is_veto else ""),
        ("is_withdrawn", _yes(True) if node.is_withdrawn else ""),
    ):
        if words:
            yield Cell(column_label(column), "", words)


def _cell(change: CellChange) -> Cell:
    if change.column == CARRIED:
        return Cell(column_label(CARRIED), "", _("differs"))
    old, new = _said(change.column, change.old), _said(change.column, change.new)
    if old == new:  # the words say the same, the data do not
        old, new = _raw(change.old), _raw(change.new)
    return Cell(column_label(change.column), old, new)


def _said(column: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _yes(value)
    if isinstance(value, Mapping):
        return scoring_words(value) if column == "scoring" else window_words(value)
    if column == "points":
        return points_words(value)
    words = {"confidence": Confidence.choices, "method": Method.choices}.get(column, [])
    return str(dict(words).get(value, value))


def _raw(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping) else str(value)


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


def column_label(column: str) -> str:
    """What a column is called on a page."""
    labels = {
        "parent": _("Stands under"),
        "name": _("Title"),
        "name_en": _("Title (English)"),
        "text": _("Text"),
        "text_en": _("Text (English)"),
        "method": _("Method"),
        "scoring": _("Judged by"),
        "points": _("Points"),
        "is_veto": pgettext("requirement", "Veto"),
        "window": _("Window"),
        "source": _("Source"),
        "source_en": _("Source (English)"),
        "confidence": _("Confidence"),
        "is_withdrawn": _("Withdrawn"),
        "effective": _("Effective from"),
        "note": _("Note"),
        "note_en": _("Note (English)"),
        ORDER: _("Place among its siblings"),
        CARRIED: _("Other content of the file"),
    }
    return labels.get(column, column)
