"""Recording visits: the one place that does, for the web form, the offline app and imports alike."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM, Actor
from lianchuang.accounts.models import Role
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common.ids import new_id, own_id
from lianchuang.common.refusals import Invalid
from lianchuang.findings.models import Finding
from lianchuang.inspections import access
from lianchuang.inspections.actions.holding import open_finding_of, open_held
from lianchuang.inspections.models import (
    Answer,
    AnswerPhoto,
    Round,
    Visit,
)
from lianchuang.inspections.queries.places import checklist_item_ids
from lianchuang.inspections.queries.stops import is_first_of_two
from lianchuang.inspections.recording import GivenAnswer, Outside, grade_of, require_sense, require_takes, tidy
from lianchuang.sites.models import Site


@action("visit.recorded")
def record_visit(
    *,
    round: Round,
    site: Site,
    by: Actor,
    answers: Sequence[GivenAnswer],
    started_at: datetime,
    finished_at: datetime,
    visit_id: UUID | None = None,
    remark: str = "",
    at: datetime,
) -> Visit:
    """Record one visit with an answer to every item of the site's checklist, and open a finding for each
    item that fails.

    What was fixed on the spot still counts for the grade, but opens no finding. Where two teams look at the site, the first
    one's findings are opened when the second has looked. The same `visit_id` again is the same visit. Times are aware; `at`
    is the server's. Needs `site.unit` and `site.site_type`. Raises NotAllowed (not this round's inspector, of a unit
    concerned, a second look by the same person), NotPossibleNow (the round does not run), Invalid (keys: `started_at`,
    `finished_at`, `answers`, and `item-<id>` for what is wrong with one answer).
    """
    visit_id, existing = _recorded_before(visit_id, by)
    if existing is not None:
        nothing_changed()
        return _same_visit(existing, round, site, by)
    recorders = access.Recorders([round], [site])
    person, post = recorders.require(by, round, site)
    recorders.require_own_look(by, round, site)
    answers = [tidy(given) for given in answers]
    require_takes(round, finished_at)
    require_sense(checklist_item_ids(site.site_type_id), answers, started_at, finished_at, at)
    columns: dict[str, Any] = {"by": person, "by_post": post, "by_unit": post.unit, "received_at": at}
    columns |= {"started_at": started_at, "finished_at": finished_at, "remark": remark.strip()}
    visit, created = _begin(visit_id or new_id(), round, site, answers, columns)
    if not created:  # the same submission came twice at once; the other one was first
        nothing_changed()
        return _same_visit(visit, round, site, by)
    is_held = recorders.is_double(round, site) and _settle_double(visit, at)
    _keep_answers(visit, answers, {} if is_held else _open_findings(visit, answers, by, at))
    _tell("visit.recorded", visit, by, at)
    return visit


@action("visit.taken_in")
def record_outside_visit(
    *,
    round: Round,
    site: Site,
    outside: Outside,
    by: Actor,
    answers: Sequence[GivenAnswer],
    started_at: datetime,
    finished_at: datetime,
    visit_id: UUID,
    remark: str = "",
    at: datetime,
) -> Visit:
    """Record a visit that an outside body made, as it tells it: `by` takes it in and has not looked at anything.

    It may tell only some items of the checklist; what it does not tell has no answer. The same `visit_id` again is the
    same visit. Findings are opened by the program, with the body's name, where two teams are still to look after them.
    Raises NotAllowed (not the round's office), NotPossibleNow (the round takes none), Invalid (see `record_visit`).
    """
    by.require(Role.OFFICE, over=round.joint.place.path)
    answers = [tidy(given) for given in answers]
    require_takes(round, finished_at)
    checklist = checklist_item_ids(site.site_type_id)
    require_sense(checklist, answers, started_at, finished_at, at, whole=False)
    columns: dict[str, Any] = {"outside_body": outside.body, "outside_inspector": outside.inspector, "received_at": at}
    columns |= {"started_at": started_at, "finished_at": finished_at, "remark": remark.strip()}
    visit, created = _begin(visit_id, round, site, answers, columns)
    if not created:
        nothing_changed()
        return visit
    _keep_answers(visit, answers, {} if _settle_double(visit, at) else _open_findings(visit, answers, SYSTEM, at))
    _tell("visit.taken_in", visit, by, at, body=outside.body)
    return visit


def _begin(
    visit_id: UUID, round: Round, site: Site, answers: Sequence[GivenAnswer], columns: Mapping[str, Any]
) -> tuple[Visit, bool]:
    """The visit's row, and whether it is new: written at once, since nearly always it is."""
    counts = {
        "item_count": sum(not given.not_applicable for given in answers),
        "fault_count": sum(bool(given.count) for given in answers),
    }
    try:
        with transaction.atomic():
            return Visit.objects.create(pk=visit_id, round=round, site=site, **counts, **columns), True
    except IntegrityError:
        return Visit.objects.get(pk=visit_id), False


def _tell(code: str, visit: Visit, by: Actor, at: datetime, **facts: str) -> None:
    record(
        code=code,
        by=by,
        at=at,
        object_kind="visit",
        object_id=visit.pk,
        data={
            "round": visit.round.name,
            "site": visit.site.name,
            "items": visit.item_count,
            "faults": visit.fault_count,
            **facts,
        },
        sealed_with=visit.round.seal,
    )


def _recorded_before(given: UUID | None, by: Actor) -> tuple[UUID | None, Visit | None]:
    """The id to use and what this person recorded under it; an id of somebody else's tells nothing of theirs."""
    existing = Visit.objects.filter(pk=given).first() if given else None
    if given is None or existing is None or (by.person is not None and existing.by_id == by.person.pk):
        return given, existing
    given = own_id(given, by.person_id)
    return given, Visit.objects.filter(pk=given).first()


def _same_visit(existing: Visit, round: Round, site: Site, by: Actor) -> Visit:
    """The visit recorded before, if it is the same person's at the same site in the same round."""
    same = (existing.round_id, existing.site_id) == (round.pk, site.pk)
    if not same or by.person is None or existing.by_id != by.person.pk:
        raise Invalid({"visit_id": [_("This form was already used for another visit. Open the checklist again.")]})
    return existing


def _settle_double(visit: Visit, at: datetime) -> bool:
    """Hold the findings while another of two teams is to look (True); with the second look, open what was held."""
    if is_first_of_two(visit):
        visit.findings_held = True
        Visit.objects.filter(pk=visit.pk).update(findings_held=True)
        return True
    open_held(Visit.objects.filter(round=visit.round_id, site=visit.site_id), at)
    return False


def _open_findings(visit: Visit, answers: Iterable[GivenAnswer], by: Actor, at: datetime) -> dict[int, Finding]:
    """A finding for each failing item that was not fixed on the spot, by item id."""
    return {
        given.item.pk: open_finding_of(
            visit, given.item, count=given.count or 1, note=given.note, photos=given.photos, by=by, at=at
        )
        for given in answers
        if given.count and not given.fixed_on_spot
    }


def _keep_answers(visit: Visit, answers: Sequence[GivenAnswer], findings: dict[int, Finding]) -> None:
    rows = [
        Answer(
            visit=visit,
            item=given.item,
            grade=grade_of(given),
            count=given.count or 0,
            note=given.note,
            fixed_on_spot=given.fixed_on_spot,
            finding=findings.get(given.item.pk),
        )
        for given in answers
    ]
    Answer.objects.bulk_create(rows)
    AnswerPhoto.objects.bulk_create(
        AnswerPhoto(answer=row, file=file)
        for row, given in zip(rows, answers, strict=True)
        for file in dict.fromkeys(given.photos)
    )
