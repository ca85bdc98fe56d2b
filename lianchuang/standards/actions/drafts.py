"""What every action on a draft shares: it is held while it is written, and its versions count."""

from datetime import datetime
from typing import Any

from django.db.models import F

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import record
from lianchuang.common.refusals import ChangedMeanwhile, NotPossibleNow
from lianchuang.standards.access import require_county_office
from lianchuang.standards.models import Edition
from lianchuang.standards.rules import states


def held_draft(edition: Edition, by: Actor) -> Edition:
    """The edition, locked until the end of the action.

    Refused: a reviewed or published one (NotPossibleNow); whoever is not the county office.
    """
    require_county_office(by)
    held = Edition.objects.select_for_update(of=("self",)).select_related("standard").get(pk=edition.pk)
    if faults := states.change_faults(held.state):
        raise NotPossibleNow(faults)
    return held


def held_tree(edition: Edition, by: Actor, expected_version: int) -> Edition:
    """As `held_draft`, and its tree is still the one that was seen (else ChangedMeanwhile)."""
    held = held_draft(edition, by)
    if held.tree_version != expected_version:
        raise ChangedMeanwhile
    return held


def written(edition: Edition, by: Actor, *, tree: bool = False, **columns: Any) -> None:
    """Count the change and remember who wrote last."""
    counted = {"version": F("version") + 1}
    if tree:
        counted["tree_version"] = F("tree_version") + 1
    Edition.objects.filter(pk=edition.pk).update(**counted, edited_by=by.person, **columns)
    edition.refresh_from_db(fields=["version", "tree_version", "edited_by", *columns])


def told(code: str, edition: Edition, by: Actor, at: datetime, /, **facts: Any) -> None:
    """One entry about the edition."""
    data = {"edition": edition.name, **facts}
    record(code=code, by=by, at=at, object_kind="edition", object_id=edition.pk, data=data)
