"""One transition: asks the rules, writes named columns where the version still matches, the step, the entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post
from lianchuang.audit.actions import record
from lianchuang.audit.codes import find
from lianchuang.common import clock as present
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotPossibleNow
from lianchuang.common.workdays import calendar
from lianchuang.evidence.models import StoredFile
from lianchuang.findings import access, rules
from lianchuang.findings.models import Finding, FindingPhoto, PhotoRole, Recurrence, Step
from lianchuang.findings.queries.recurring import COUNTED
from lianchuang.findings.queries.rows import clock_of

STAMPS = {
    rules.State.ACCEPTED: "accepted_at",
    rules.State.SUBMITTED: "submitted_at",
    rules.State.VERIFIED: "verified_at",
}


EXTENDING = frozenset({rules.Verb.EXTEND, rules.Verb.GRANT_EXTENSION})
DEFERRING = frozenset({rules.State.DEFERRAL_ASKED, rules.State.DEFERRED})
DECIDING = frozenset({rules.Verb.GRANT_EXTENSION, rules.Verb.REFUSE_EXTENSION, rules.Verb.REASSIGN})


@dataclass(frozen=True)
class Given:
    """What came with a transition. `faults` are what the verb found wrong; they count once it is allowed at all."""

    note: str = ""
    post: Post | None = None
    days: int | None = None
    until: date | None = None
    plan: str = ""
    reason: str = ""
    plan_post: Post | None = None
    review_on: date | None = None
    part_post: Post | None = None
    task: str = ""
    ground: str = ""
    into: Finding | None = None
    photos: Sequence[StoredFile] = ()
    photo_role: PhotoRole = PhotoRole.AFTER
    data: Mapping[str, Any] = field(default_factory=dict)
    faults: Mapping[str, list[str]] = field(default_factory=dict)
    received_at: datetime | None = None

    def missing(self, needs: frozenset[str]) -> dict[str, list[str]]:
        """The needed inputs that are not there, by field, each with its sentence."""
        present_inputs = {
            "note": self.note.strip(),
            "post": self.post,
            "days": self.days,
            "until": self.until,
            "plan": self.plan.strip(),
            "reason": self.reason,
            "review_on": self.review_on,
            "part_post": self.part_post,
            "task": self.task.strip(),
            "into": self.into,
            "photos": self.photos,
        }
        return {need: [_sentence(need)] for need in sorted(needs) if not present_inputs[need]}

    def wrong(self, needs: frozenset[str]) -> dict[str, list[str]]:
        """What is missing and what the verb itself found wrong with the inputs, by field."""
        return {**self.faults, **self.missing(needs)}


def _sentence(need: str) -> str:
    return {
        "note": _("Say it in a sentence."),
        "post": _("Choose the post that answers for it."),
        "days": _("Say how many working days more."),
        "until": _("Give the date until when."),
        "plan": _("Say how and by when it will be solved."),
        "reason": _("Choose the reason."),
        "review_on": _("Give the day of the next review."),
        "part_post": _("Choose the post that does this part."),
        "task": _("Say what this part is."),
        "into": _("Choose the finding it is part of."),
        "photos": _("Add at least one photo of the place as it is now."),
    }[need]


def move(
    verb: rules.Verb,
    *,
    finding: Finding,
    by: Actor,
    at: datetime,
    expected_version: int | None,
    given: Given | None = None,
) -> Finding:
    """Do one transition and return the finding as it is now.

    Raises NotAllowed (not this person's part), NotPossibleNow (not in this state), Invalid (an input is missing),
    ChangedMeanwhile (the version moved on). `expected_version` None means the version of `finding` itself.
    """
    given = given or Given()
    who = access.who_is(by, finding)
    case = access.case_of(finding, who)
    if faults := rules.party_faults(verb, case, who):
        raise access.refused(faults[0], verb, finding)
    if expected_version is not None and expected_version != finding.version:
        raise ChangedMeanwhile(_what_changed(finding))
    if faults := rules.state_faults(verb, case, who):
        raise NotPossibleNow(faults)
    row = rules.transition(verb, case.state)
    assert row is not None  # noqa: S101 - state_faults has just said so
    if wrong := given.wrong(row.needs):
        raise Invalid(wrong)
    return _apply(row, finding=finding, by=by, at=at, given=given)


def _what_changed(finding: Finding) -> str:
    step = Step.objects.filter(finding=finding).select_related("by_post__unit").last()
    if step is None:
        return ""
    who = step.by_post.full_name if step.by_post else ""
    at = present.local(step.at)
    return _("%(time)s %(who)s: now “%(state)s”.") % {
        "time": f"{at:%m-%d %H:%M}",
        "who": who,
        "state": rules.STATE_LABELS[rules.State(step.to_state)],
    }


def _apply(row: rules.Transition, *, finding: Finding, by: Actor, at: datetime, given: Given) -> Finding:
    before, since = finding.state_enum, finding.state_since
    changes = _changes(row, finding, at, given)
    updated = Finding.objects.filter(pk=finding.pk, version=finding.version).update(**changes, version=F("version") + 1)
    if not updated:
        raise ChangedMeanwhile(_what_changed(finding))
    for name, value in changes.items():
        setattr(finding, name, value)
    finding.version += 1
    if finding.state not in COUNTED:
        _uncount(finding)
    # Minutes are those spent in the state that is left, so that what was said in between does not shorten them.
    left = "state_since" in changes
    minutes = max(0, calendar().minutes_between(since, at)) if left else 0
    step = _write_step(row.verb, before, minutes, finding=finding, by=by, at=at, given=given)
    record(
        code=f"finding.{row.verb.value}",
        by=by,
        at=at,
        object_kind="finding",
        object_id=finding.pk,
        data={
            "number": finding.number or "–",
            "note": given.note,
            **step.data,
            **concerns(finding, f"finding.{row.verb.value}"),
        },
        sealed_with=("finding", finding.pk) if finding.is_sealed else None,
    )
    return finding


def concerns(finding: Finding, code: str) -> dict[str, Any]:
    """What a notice needs to know, if the code tells anybody: what it is called, with which post it is, in which tree."""
    tells = find(code).tells
    if tells is None:
        return {}
    facts: dict[str, Any] = {"title": finding.title}
    if tells.posts:
        facts["to_post"] = finding.responsible_post_id
    if tells.roles:
        facts["tree"] = rules.root_of(access.place_of(finding))
    return facts | ({"veto": True} if finding.has_veto else {})


def _uncount(finding: Finding) -> None:
    """It was none, or another's: those after it are again one time less."""
    later = Recurrence.objects.filter(earlier=finding).values("finding")
    Finding.objects.filter(pk__in=later).update(again_count=F("again_count") - 1)


def _changes(row: rules.Transition, finding: Finding, at: datetime, given: Given) -> dict[str, Any]:
    """The columns this transition writes."""
    target = row.target or finding.state_enum
    changes: dict[str, Any] = {"state": target.value, "is_open": target not in rules.ENDED}
    if target != finding.state_enum or row.verb is rules.Verb.REASSIGN:
        changes["state_since"] = at
    ticking = clock_of(finding).after(row.clock, at)
    if given.days and row.verb in EXTENDING:
        unit = rules.LimitUnit.WORKING_DAY if finding.counts_working_time else rules.LimitUnit.CALENDAR_DAY
        ticking = ticking.extended(given.days * rules.MINUTES_OF[unit])
    changes |= {
        "limit_minutes": ticking.limit,
        "used_minutes": ticking.used,
        "running_since": None if target in rules.ENDED else ticking.running_since,
    }
    if given.post is not None and "post" in row.needs:
        changes |= {"responsible_post": given.post, "responsible_unit": given.post.unit, "ground": given.ground}
    if row.counter:
        changes[row.counter] = getattr(finding, row.counter) + 1
    changes |= _stamps(row, target, ticking, at, given) | _exit_stamps(row, target, finding, given)
    until = changes.get("deferred_until", finding.deferred_until)
    review_on = changes.get("review_on", finding.review_on)
    return changes | {"step_due_at": _step_due(target, ticking, at, [day for day in (until, review_on) if day])}


def _exit_stamps(row: rules.Transition, target: rules.State, finding: Finding, given: Given) -> dict[str, Any]:
    """What the honest exits write: the deferral with its plan and review, the extension that is asked for, a part."""
    stamps: dict[str, Any] = {}
    match row.verb:
        case rules.Verb.ASK_DEFERRAL:
            owner = given.plan_post or finding.responsible_post
            stamps |= {"deferral_reason": given.reason, "plan_post": owner, "review_on": None}
        case rules.Verb.GRANT_DEFERRAL | rules.Verb.REVIEW:
            stamps |= {"review_on": given.review_on}
        case rules.Verb.SPLIT:
            stamps |= {"part_count": finding.part_count + 1, "open_parts": finding.open_parts + 1}
        case rules.Verb.ASK_EXTENSION:
            return {"extension_days": given.days}
    if finding.state_enum in DEFERRING and target not in DEFERRING:
        stamps |= {"review_on": None, "plan_post": None}  # whoever kept the plan need see it no longer
    if finding.extension_days and (row.verb in DECIDING or target not in rules.WITH_UNIT):
        stamps |= {"extension_days": 0}  # decided, or without object now
    return stamps


def _stamps(
    row: rules.Transition, target: rules.State, ticking: rules.Clock, at: datetime, given: Given
) -> dict[str, Any]:
    stamps: dict[str, Any] = {}
    if target in STAMPS and row.target is not None:
        stamps[STAMPS[target]] = at
    if target in rules.ENDED:
        stamps["ended_at"] = at
    if row.clock in {rules.ClockEffect.START, rules.ClockEffect.FRESH}:
        stamps |= {"dispatched_at": at, "first_due_at": ticking.due(), "was_late": False, "ended_at": None}
        stamps |= {"accepted_at": None, "submitted_at": None, "verified_at": None}
    if row.verb is rules.Verb.SUBMIT:
        stamps["was_late"] = ticking.remaining_at(at) < 0
    if row.verb in {rules.Verb.ASK_DEFERRAL, rules.Verb.GRANT_DEFERRAL}:
        stamps["deferred_until"] = given.until
    if row.verb is rules.Verb.REVIEW and given.until is not None:
        stamps["deferred_until"] = given.until
    if row.verb in {rules.Verb.REFUSE_DEFERRAL, rules.Verb.RESUME}:
        stamps["deferred_until"] = None
    if row.verb is rules.Verb.MERGE and given.into is not None:
        stamps["merged_into"] = given.into
    return stamps


def _step_due(target: rules.State, ticking: rules.Clock, at: datetime, days: Sequence[date]) -> datetime | None:
    """When whoever has it now must act; a deferred one on the first of these days: its end, its next review."""
    if target in rules.ENDED:
        return None
    if target in rules.WITH_UNIT:
        return ticking.due()
    if target is rules.State.DEFERRED:
        return end_of_day(min(days)) if days else None
    return calendar().add_minutes(at, rules.STEP_LIMITS[target])


def end_of_day(day: date) -> datetime:
    """The end of office hours on a day, aware."""
    closing = calendar().hours[-1][1]
    return datetime.combine(day, time(closing // 60, closing % 60), calendar().zone)


def _write_step(
    verb: rules.Verb, before: rules.State, minutes: int, *, finding: Finding, by: Actor, at: datetime, given: Given
) -> Step:
    step = Step.objects.create(
        finding=finding,
        verb=verb.value,
        from_state=before.value,
        to_state=finding.state,
        at=at,
        received_at=given.received_at or at,
        by=by.person,
        by_post=by.post,
        note=given.note,
        minutes=minutes,
        data=_step_data(verb, finding, given),
    )
    if given.photos:
        add_photos(finding=finding, step=step, files=given.photos, role=given.photo_role)
    return step


def _step_data(verb: rules.Verb, finding: Finding, given: Given) -> dict[str, Any]:
    data: dict[str, Any] = dict(given.data)
    if given.post is not None:
        data["post"] = given.post.written_name
    if given.ground:
        data["ground"] = given.ground
    if given.days:
        data["days"] = given.days
    if given.until:
        data["until"] = given.until.isoformat()
    data |= _exit_data(given)
    if given.into is not None:
        data["into"] = given.into.number or "–"
    if given.photos:
        data["photos"] = len(given.photos)
    if verb is rules.Verb.REJECT:
        data["rework_count"] = finding.rework_count
    if finding.step_due_at and finding.state_enum in rules.WITH_UNIT:
        data["due"] = f"{present.local(finding.step_due_at):%Y-%m-%d %H:%M}"
    return data


def _exit_data(given: Given) -> dict[str, Any]:
    """What a sentence about an honest exit needs."""
    data: dict[str, Any] = {
        "plan": given.plan,
        "reason": given.reason,
        "plan_post": given.plan_post.written_name if given.plan_post else "",
        "review_on": given.review_on.isoformat() if given.review_on else "",
        "part_post": given.part_post.written_name if given.part_post else "",
        "post_id": given.part_post.pk if given.part_post else 0,
        "task": given.task.strip(),
    }
    return {name: value for name, value in data.items() if value}


def add_photos(*, finding: Finding, step: Step, files: Sequence[StoredFile], role: PhotoRole) -> None:
    """Hang stored files on a step; the same picture in the same role hangs once."""
    FindingPhoto.objects.bulk_create(
        [FindingPhoto(finding=finding, file=file, step=step, role=role) for file in dict.fromkeys(files)],
        ignore_conflicts=True,
    )
