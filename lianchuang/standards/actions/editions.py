"""Writing standards and editions: founding, copying, changing the head, review, publishing."""

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotPossibleNow, Reason
from lianchuang.standards.access import require_county_office
from lianchuang.standards.actions.drafts import held_draft, told, written
from lianchuang.standards.models import Confidence, Edition, EditionState, Requirement, Standard
from lianchuang.standards.rules import states

CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True, kw_only=True)
class EditionFacts:
    """What is said about an edition, apart from its tree."""

    code: str
    name: str
    source: str
    confidence: str
    name_en: str = ""
    source_en: str = ""
    effective: date | None = None
    note: str = ""
    note_en: str = ""

    def columns(self) -> dict[str, Any]:
        """By column name, as stored."""
        return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(self).items()}

    @property
    def faults(self) -> dict[str, list[str]]:
        """What is wrong with the facts by themselves, by field, in sentences."""
        found: dict[str, list[str]] = {}
        if not CODE.fullmatch(self.code) or self.code in states.RESERVED:
            found["code"] = [_("Small letters, figures and dashes, a letter first; words of the addresses are taken.")]
        for name in ("name", "source"):
            if not getattr(self, name).strip():
                found[name] = [_("This cannot be empty.")]
        if self.confidence not in Confidence.values:
            found["confidence"] = [_("Say how sure the source is.")]
        return found


@action("standard.added")
def add_standard(*, code: str, name: str, name_en: str, seal: str, slot: int, by: Actor, at: datetime) -> Standard:
    """Found a standard: what its editions have in common, with its seal.

    Refused: a code or a slot that is taken or cannot be, a seal that is not one character (Invalid); whoever is not the
    county office.
    """
    require_county_office(by)
    faults: dict[str, list[str]] = {}
    if not CODE.fullmatch(code) or Standard.objects.filter(code=code).exists():
        faults["code"] = [_("Small letters, figures and dashes, a letter first; each code once.")]
    if not name.strip():
        faults["name"] = [_("This cannot be empty.")]
    if len(seal.strip()) != 1:
        faults["seal"] = [_("The seal is one character.")]
    if slot not in states.SLOTS or Standard.objects.filter(slot=slot).exists():
        faults["slot"] = [_("This colour belongs to another standard.")]
    if faults:
        raise Invalid(faults)
    made = Standard.objects.create(code=code, name=name.strip(), name_en=name_en.strip(), seal=seal.strip(), slot=slot)
    data = {"standard": made.name, "code": made.code}
    record(code="standard.added", by=by, at=at, object_kind="standard", object_id=made.pk, data=data)
    return made


@action("edition.added")
def add_edition(*, standard: Standard, facts: EditionFacts, by: Actor, at: datetime) -> Edition:
    """Begin an empty draft of a standard. Refused: facts that cannot be, a taken code (Invalid); not the county office."""
    edition = _begun(standard, facts, by)
    told("edition.added", edition, by, at, code=edition.code)
    return edition


@action("edition.copied")
def copy_edition(*, edition: Edition, facts: EditionFacts, by: Actor, at: datetime) -> Edition:
    """Begin a draft with the whole tree of another edition; what hangs on the old tree is not copied.

    Refused: facts that cannot be, a taken code (Invalid); whoever is not the county office.
    """
    made = _begun(edition.standard, facts, by)
    made.carried = edition.carried
    made.save(update_fields=["carried"])
    count = _copy_tree(edition, made)
    told("edition.copied", made, by, at, old=edition.name, count=count)
    return made


def _begun(standard: Standard, facts: EditionFacts, by: Actor) -> Edition:
    require_county_office(by)
    faults = facts.faults
    if "code" not in faults and Edition.objects.filter(code=facts.code).exists():
        faults["code"] = [_("The code %(code)s is taken by another edition.") % {"code": facts.code}]
    if faults:
        raise Invalid(faults)
    return Edition.objects.create(standard=standard, edited_by=by.person, **facts.columns())


def _copy_tree(old: Edition, new: Edition) -> int:
    """The same requirements under the new edition, level by level; how many."""
    keys: dict[int | None, int | None] = {None: None}
    levels: dict[int, list[Requirement]] = {}
    for row in old.requirements.order_by("path"):
        levels.setdefault(row.depth, []).append(row)
    for depth in sorted(levels):
        rows = levels[depth]
        held = [row.pk for row in rows]
        for row in rows:
            row.pk, row.edition, row.parent_id, row.version = None, new, keys[row.parent_id], 1
            row._state.adding = True
        Requirement.objects.bulk_create(rows, batch_size=200)
        keys |= dict(zip(held, (row.pk for row in rows), strict=True))
    return sum(len(rows) for rows in levels.values())


@action("edition.changed")
def change_edition(*, edition: Edition, facts: EditionFacts, expected_version: int, by: Actor, at: datetime) -> Edition:
    """Change what is said about a draft (its code stays); the same facts again change nothing.

    Refused: facts that cannot be (Invalid); one that is no draft (NotPossibleNow); one changed since it was read
    (ChangedMeanwhile); whoever is not the county office.
    """
    held = held_draft(edition, by)
    if held.version != expected_version:
        raise ChangedMeanwhile
    if faults := facts.faults:
        raise Invalid(faults)
    changes = {
        name: value for name, value in facts.columns().items() if name != "code" and getattr(held, name) != value
    }
    if not changes:
        nothing_changed()
        return held
    written(held, by, **changes)
    told("edition.changed", held, by, at)
    return held


@action("edition.reviewed")
def review_edition(*, edition: Edition, expected_version: int, by: Actor, at: datetime) -> Edition:
    """Confirm that a draft says what its source says; from now on it changes only when sent back.

    Refused: whoever wrote in it last, an empty one, one that is no draft (NotPossibleNow); one changed since it was read
    (ChangedMeanwhile); whoever is not the county office.
    """
    require_county_office(by)
    held = _held(edition, expected_version)
    own = by.person is not None and held.edited_by_id == by.person.pk
    _refuse(states.review_faults(state=held.state, requirements=held.requirements.count(), is_last_editor=own))
    _turn(held, EditionState.REVIEWED, reviewed_by=by.person, reviewed_at=at)
    told("edition.reviewed", held, by, at)
    return held


@action("edition.sent_back")
def send_back_edition(*, edition: Edition, reason: str, expected_version: int, by: Actor, at: datetime) -> Edition:
    """Make a reviewed edition a draft again.

    Refused: no reason (Invalid); one that is not reviewed (NotPossibleNow); one changed since it was read
    (ChangedMeanwhile); whoever is not the county office.
    """
    require_county_office(by)
    held = _held(edition, expected_version)
    _refuse(states.send_back_faults(held.state))
    if not reason.strip():
        raise Invalid({"reason": [_("Say why in a sentence.")]})
    _turn(held, EditionState.DRAFT, reviewed_by=None, reviewed_at=None)
    told("edition.sent_back", held, by, at, reason=reason.strip())
    return held


@action("edition.published")
def publish_edition(*, edition: Edition, by: Actor, at: datetime, expected_version: int | None = None) -> Edition:
    """Publish a reviewed edition (the program: a pack as it came); from now on it never changes.

    Refused: one that is published already, not reviewed, or holds no requirement (NotPossibleNow); one changed since it
    was read (ChangedMeanwhile); whoever is not the county office.
    """
    require_county_office(by)
    held = _held(edition, expected_version)
    count = held.requirements.count()
    _refuse(states.publish_faults(state=held.state, requirements=count, by_program=by.is_system))
    _turn(held, EditionState.PUBLISHED, published_at=at)
    told("edition.published", held, by, at, count=count)
    return held


def _held(edition: Edition, expected_version: int | None) -> Edition:
    held = Edition.objects.select_for_update(of=("self",)).select_related("standard").get(pk=edition.pk)
    if expected_version not in (None, held.version):
        raise ChangedMeanwhile
    return held


def _refuse(faults: list[Reason]) -> None:
    if faults:
        raise NotPossibleNow(faults)


def _turn(edition: Edition, state: EditionState, **columns: Any) -> None:
    """Write the new state; who wrote last stays who wrote last."""
    for name, value in {"state": state, "version": edition.version + 1, **columns}.items():
        setattr(edition, name, value)
    edition.save(update_fields=["state", "version", *columns])
