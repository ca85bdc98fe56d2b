"""Writing the tree of a draft: adding, changing, moving and deleting a requirement."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import override

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, nothing_changed
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotPossibleNow, Reason
from lianchuang.standards.actions.drafts import held_draft, held_tree, told, written
from lianchuang.standards.models import Confidence, Edition, Method, Requirement
from lianchuang.standards.queries.hanging import Hanging, hanging_on
from lianchuang.standards.queries.tree import tree_of
from lianchuang.standards.rules import scoring
from lianchuang.standards.rules.tree import Misplaced, Place, Way
from lianchuang.standards.words import FIELD_NAMES, value_words

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}")


@dataclass(frozen=True, kw_only=True)
class RequirementFacts:
    """What is said about a requirement, apart from its place."""

    code: str
    name: str
    source: str
    confidence: str
    name_en: str = ""
    text: str = ""
    text_en: str = ""
    method: str = ""
    scoring: Mapping[str, Any] = field(default_factory=lambda: {"form": "information"})
    points: Decimal | None = None
    is_veto: bool = False
    window: Mapping[str, Any] = field(default_factory=dict)
    source_en: str = ""

    def columns(self) -> dict[str, Any]:
        """By column name, as stored."""
        return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(self).items()}

    @property
    def faults(self) -> dict[str, list[str]]:
        """What is wrong with the facts by themselves, by field, in sentences."""
        found: dict[str, list[str]] = {}
        if not CODE.fullmatch(self.code):
            found["code"] = [_("A code is up to 30 letters, figures, points or dashes.")]
        for name in ("name", "source"):
            if not getattr(self, name).strip():
                found[name] = [_("This cannot be empty.")]
        if self.method and self.method not in Method.values:
            found["method"] = [_("This method is not known.")]
        if self.confidence not in Confidence.values:
            found["confidence"] = [_("Say how sure the source is.")]
        if self.points is not None and self.points <= 0:
            found["points"] = [_("Points are more than nothing; leave it empty for none.")]
        return found | self._rule_faults()

    def _rule_faults(self) -> dict[str, list[str]]:
        found = {}
        try:
            scoring.kernel_rule(self.scoring)
        except ValueError:
            found["form"] = [_("This scoring is not complete: look at its figures again.")]
        try:
            scoring.kernel_window(self.window)
        except ValueError:
            found["weights"] = [_("One weight for each year, together 100.")]
        return found


@action("requirement.added")
def add_requirement(
    *,
    edition: Edition,
    facts: RequirementFacts,
    parent: Requirement | None,
    after: Requirement | None,
    expected_version: int,
    by: Actor,
    at: datetime,
) -> Requirement:
    """Add a requirement to a draft, under `parent` (none: at the root), after one of its children (none: last).

    Refused: facts that cannot be, a code that is taken (Invalid); a place that cannot be, an edition that is no draft
    (NotPossibleNow); a tree changed since it was seen (ChangedMeanwhile); whoever is not the county office.
    """
    held = held_tree(edition, by, expected_version)
    _refuse_faults(held, facts, None, parent)
    tree = tree_of(held)
    row = Requirement(edition=held, parent=parent, path="~", **facts.columns())
    row.save(force_insert=True)
    position = None if after is None or after.parent_id != _key(parent) else tree.index(after.pk) + 1
    _write(held, _placed(lambda: tree.added(row.pk, _key(parent), position)))
    written(held, by, tree=True)
    told("requirement.added", held, by, at, code=row.code, name=row.name)
    row.refresh_from_db()
    return row


@action("requirement.changed")
def change_requirement(
    *, requirement: Requirement, facts: RequirementFacts, expected_version: int, by: Actor, at: datetime
) -> Requirement:
    """Make a requirement of a draft what the facts say; the same facts again change nothing.

    Refused: as `add_requirement`; one changed since it was read (ChangedMeanwhile).
    """
    held = held_draft(requirement.edition, by)
    row = Requirement.objects.select_related("parent").get(pk=requirement.pk)
    changes = {name: value for name, value in facts.columns().items() if getattr(row, name) != value}
    if not changes:
        nothing_changed()
        return row
    if row.version != expected_version:
        raise ChangedMeanwhile(_("It says now: %(words)s") % {"words": _now(row)})
    _refuse_faults(held, facts, row, row.parent)
    said = _said(row, changes)
    here = Requirement.objects.filter(pk=row.pk, version=expected_version)
    if not here.update(version=F("version") + 1, **changes):
        raise ChangedMeanwhile
    written(held, by)
    told("requirement.changed", held, by, at, code=row.code, changes=said)
    row.refresh_from_db()
    return row


@action("requirement.moved")
def step_requirement(*, requirement: Requirement, way: Way, expected_version: int, by: Actor, at: datetime) -> Edition:
    """One step up, down, in or out, with everything below it. Refused: as `move_requirement`."""
    held = held_tree(requirement.edition, by, expected_version)
    tree = tree_of(held)
    return _moved(held, requirement, _placed(lambda: tree.stepped(requirement.pk, way)), by, at)


@action("requirement.moved")
def move_requirement(
    *,
    requirement: Requirement,
    parent: Requirement | None,
    after: Requirement | None = None,
    expected_version: int,
    by: Actor,
    at: datetime,
) -> Edition:
    """Put a requirement, with everything below it, under another one (none: at the root), after one of its children.

    Refused: a place that cannot be, an edition that is no draft (NotPossibleNow); a tree changed since it was seen
    (ChangedMeanwhile); whoever is not the county office.
    """
    held = held_tree(requirement.edition, by, expected_version)
    tree = tree_of(held)
    siblings = [key for key in tree.children.get(_key(parent), ()) if key != requirement.pk]
    position = siblings.index(after.pk) + 1 if after is not None and after.pk in siblings else None
    return _moved(held, requirement, _placed(lambda: tree.moved(requirement.pk, _key(parent), position)), by, at)


def _moved(
    edition: Edition, requirement: Requirement, changed: Mapping[int, Place], by: Actor, at: datetime
) -> Edition:
    if not changed:
        nothing_changed()
        return edition
    place = changed.get(requirement.pk)
    parent = Requirement.objects.filter(pk=(place.parent if place else None) or 0).first()
    if parent is not None and parent.is_veto and not requirement.is_veto:
        raise NotPossibleNow([Reason("under_veto", _under_veto())])
    _write(edition, changed)
    written(edition, by, tree=True)
    where = parent.code if parent else "–"
    told("requirement.moved", edition, by, at, code=requirement.code, name=requirement.name, where=where)
    return edition


@action("requirement.deleted")
def delete_requirement(*, requirement: Requirement, expected_version: int, by: Actor, at: datetime) -> Edition:
    """Delete a requirement of a draft with everything below it, and the links to measures that hang on it.

    Refused: check items or findings hang on it, an edition that is no draft (NotPossibleNow); a tree changed since it was
    seen (ChangedMeanwhile); whoever is not the county office.
    """
    held = held_tree(requirement.edition, by, expected_version)
    tree = tree_of(held)
    gone = tree.under(requirement.pk)
    hanging = hanging_on(gone, also_sealed=True)
    if stuck := [each for each in hanging if each.keeps]:
        raise NotPossibleNow([_stuck(each) for each in stuck])
    changed = tree.removed(requirement.pk)
    Requirement.objects.filter(pk__in=gone).delete()
    _write(held, changed)
    written(held, by, tree=True)
    links = sum(each.count for each in hanging)
    told(
        "requirement.deleted", held, by, at, code=requirement.code, name=requirement.name, count=len(gone), links=links
    )
    return held


def _stuck(each: Hanging) -> Reason:
    sentence = _("%(what)s hang on it; take them off first.") % {"what": each.words}
    return Reason("still_linked", sentence)


def _key(parent: Requirement | None) -> int | None:
    return None if parent is None else parent.pk


def _under_veto() -> str:
    return _("It stands under a veto, so that it is one too; mark it as a veto.")


_WHY_NOT = {
    "under_itself": lambda: _("A requirement cannot stand under itself."),
    "at_the_edge": lambda: _("It cannot go further this way."),
    "too_deep": lambda: _("The tree would get too deep: eight levels at most."),
    "too_many": lambda: _("Too many stand under one."),
}


def _placed(change: Callable[[], dict[int, Place]]) -> dict[int, Place]:
    """The places that change; what cannot be becomes a refusal."""
    try:
        return change()
    except Misplaced as fault:
        raise NotPossibleNow([Reason(fault.code, _WHY_NOT[fault.code]())]) from fault


def _write(edition: Edition, changed: Mapping[int, Place]) -> None:
    """Write only the places that became others; first aside, so that two may change places."""
    here = Requirement.objects.filter(edition=edition, pk__in=changed)
    here.update(path=Concat(Value("~"), Cast("pk", CharField())))
    rows = [Requirement(pk=key, parent_id=place.parent, path=place.path) for key, place in changed.items()]
    Requirement.objects.bulk_update(rows, ["parent", "path"], batch_size=200)


def _refuse_faults(
    edition: Edition, facts: RequirementFacts, row: Requirement | None, parent: Requirement | None
) -> None:
    faults = facts.faults
    others = Requirement.objects.filter(edition=edition)
    if row is not None:
        others = others.exclude(pk=row.pk)
    if others.filter(code=facts.code.strip()).exists():
        faults["code"] = [_("The code %(code)s is taken in this edition.") % {"code": facts.code}]
    if parent is not None and parent.is_veto and not facts.is_veto:
        faults["is_veto"] = [_under_veto()]
    if facts.is_veto and row is not None and row.children.filter(is_veto=False).exists():
        faults["is_veto"] = [_("What stands under it is not marked as a veto; mark that first.")]
    if faults:
        raise Invalid(faults)


def _now(row: Requirement) -> str:
    words = (row.code, row.label, value_words("scoring", row.scoring), value_words("points", row.points))
    return " ".join(word for word in words if word)


def _said(row: Requirement, changes: Mapping[str, Any]) -> str:
    """The changes as history keeps them: in the county's language, whoever makes them."""
    with override(settings.LANGUAGE_CODE):
        return "; ".join(_line(name, getattr(row, name), value) for name, value in changes.items())


def _line(name: str, old: object, new: object) -> str:
    return f"{FIELD_NAMES[name]} {value_words(name, old) or '–'} → {value_words(name, new) or '–'}"
