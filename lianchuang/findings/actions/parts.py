"""A finding that needs several units: its parts, each with its own post and date. Arguments as in `moving`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post
from lianchuang.audit.actions import action, record
from lianchuang.common import clock as present
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotPossibleNow
from lianchuang.findings import access, rules
from lianchuang.findings.actions.transitions import Given, concerns, move
from lianchuang.findings.models import Finding, Part, Step
from lianchuang.findings.parts import PENDING, PartState, PartVerb, part_row, part_state_faults

MOST_PARTS = 9


@action("finding.split")
def add_part(
    *,
    finding: Finding,
    by: Actor,
    part_post: Post | None,
    task: str,
    until: date | None,
    at: datetime,
    expected_version: int | None = None,
) -> Finding:
    """分办: another unit does a part of it, by its own date. The lead hands the whole in when every part is done."""
    faults = _date_faults(until, at)
    if part_post is not None:
        faults |= _post_faults("part_post", finding, part_post)
    if finding.part_count >= MOST_PARTS:
        faults["task"] = [_("At most %(most)s parts.") % {"most": MOST_PARTS}]
    given = Given(part_post=part_post, task=task, until=until, faults=faults)
    move(rules.Verb.SPLIT, finding=finding, by=by, at=at, expected_version=expected_version, given=given)
    assert part_post is not None  # noqa: S101 - the table needs it
    assert until is not None  # noqa: S101 - the table needs it
    Part.objects.create(
        finding=finding, post=part_post, unit=part_post.unit, task=task.strip(), due_on=until, added_at=at,
        state_since=at,
    )  # fmt: skip
    return finding


def _date_faults(until: date | None, at: datetime) -> dict[str, list[str]]:
    past = until is not None and until < present.local(at).date()
    return {"until": [_("Give a day that has not passed.")]} if past else {}


def _post_faults(field: str, finding: Finding, post: Post) -> dict[str, list[str]]:
    if post.pk == finding.responsible_post_id:
        return {field: [_("This is the lead post; a part is another post's.")]}
    if rules.root_of(post.unit.path) != rules.root_of(access.place_of(finding)):
        return {field: [_("This post is of another county.")]}
    return {}


@action("finding.part_done")
def hand_in_part(*, part: Part, by: Actor, note: str, at: datetime, expected_version: int | None = None) -> Part:
    """The part is done, says its post, and what was done."""
    return _move(PartVerb.DONE, part, by=by, at=at, expected_version=expected_version, note=note)


@action("finding.part_return")
def return_part(*, part: Part, by: Actor, note: str, at: datetime, expected_version: int | None = None) -> Part:
    """The part is not theirs, says its post; the lead gives it to another post or drops it."""
    return _move(PartVerb.RETURN, part, by=by, at=at, expected_version=expected_version, note=note)


@action("finding.part_give")
def give_part(
    *,
    part: Part,
    by: Actor,
    post: Post | None,
    until: date | None,
    note: str,
    at: datetime,
    expected_version: int | None = None,
) -> Part:
    """The lead gives the part to another post, with its date."""
    return _move(
        PartVerb.GIVE, part, by=by, at=at, expected_version=expected_version, note=note, post=post, until=until
    )


@action("finding.part_redo")
def redo_part(
    *, part: Part, by: Actor, until: date | None, note: str, at: datetime, expected_version: int | None = None
) -> Part:
    """The part is not done after all, says the lead: again, by another date."""
    return _move(PartVerb.REDO, part, by=by, at=at, expected_version=expected_version, note=note, until=until)


@action("finding.part_drop")
def drop_part(*, part: Part, by: Actor, note: str, at: datetime, expected_version: int | None = None) -> Part:
    """The part is not needed, says the lead, and why."""
    return _move(PartVerb.DROP, part, by=by, at=at, expected_version=expected_version, note=note)


def _move(
    verb: PartVerb,
    part: Part,
    *,
    by: Actor,
    at: datetime,
    expected_version: int | None,
    note: str,
    post: Post | None = None,
    until: date | None = None,
) -> Part:
    """One row of the table of parts: asked, written where the version still matches, told in the finding's story."""
    finding = part.finding
    access.require_part_party(by, part, verb)
    if expected_version is not None and expected_version != part.version:
        raise ChangedMeanwhile
    if faults := part_state_faults(verb, part.state_enum, finding.state_enum):
        raise NotPossibleNow(faults)
    if wrong := _wrong(verb, part, note=note, post=post, until=until, at=at):
        raise Invalid(wrong)
    before = part.state_enum
    changes: dict[str, Any] = {"state": part_row(verb).target.value, "note": note.strip(), "state_since": at}
    if post is not None:
        changes |= {"post": post, "unit": post.unit}
    if until is not None:
        changes |= {"due_on": until, "overdue_noted_for": None}
    if verb is PartVerb.RETURN:
        changes["return_count"] = part.return_count + 1
    if not Part.objects.filter(pk=part.pk, version=part.version).update(**changes, version=F("version") + 1):
        raise ChangedMeanwhile
    for name, value in changes.items():
        setattr(part, name, value)
    part.version += 1
    _count(finding, before, part.state_enum)
    _tell(verb, part, by=by, at=at)
    return part


def _wrong(
    verb: PartVerb, part: Part, *, note: str, post: Post | None, until: date | None, at: datetime
) -> dict[str, list[str]]:
    """What is missing or wrong, by field."""
    needs, faults = part_row(verb).needs, _date_faults(until, at)
    if "note" in needs and not note.strip():
        faults["note"] = [_("Say it in a sentence.")]
    if "until" in needs and until is None:
        faults["until"] = [_("Give the date until when.")]
    if "post" in needs and post is None:
        faults["post"] = [_("Choose the post that does this part.")]
    elif post is not None and post.pk == part.post_id:
        faults["post"] = [_("It is with this post already.")]
    elif post is not None:
        faults |= _post_faults("post", part.finding, post)
    return faults


def _count(finding: Finding, before: PartState, after: PartState) -> None:
    """Keep the number of open parts with the finding; its version moves on, for whoever is about to hand it in.

    The finding was read before: a whole that has been handed in meanwhile gets no open part.
    """
    step = (after in PENDING) - (before in PENDING)
    as_read = Finding.objects.filter(pk=finding.pk, state=finding.state)
    if not as_read.update(open_parts=F("open_parts") + step, version=F("version") + 1):
        raise ChangedMeanwhile
    finding.open_parts += step
    finding.version += 1


def _tell(verb: PartVerb, part: Part, *, by: Actor, at: datetime) -> None:
    finding = part.finding
    data: Mapping[str, Any] = {
        "task": part.task,
        "part_post": part.post.written_name,
        "until": part.due_on.isoformat(),
        "post_id": part.post_id,
        "unit_id": part.unit_id,
    }
    Step.objects.create(
        finding=finding,
        verb=verb.value,
        from_state=finding.state,
        to_state=finding.state,
        at=at,
        received_at=at,
        by=by.person,
        by_post=by.post,
        note=part.note,
        data=dict(data),
    )
    record(
        code=f"finding.{verb.value}",
        by=by,
        at=at,
        object_kind="finding",
        object_id=finding.pk,
        data={"number": finding.number or "–", "note": part.note, **data, **concerns(finding, f"finding.{verb.value}")},
    )
