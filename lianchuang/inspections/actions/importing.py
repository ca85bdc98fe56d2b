"""Visits that others recorded: a file kept until its sender has looked at it, and taken in. All of it, or nothing."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow, Reason
from lianchuang.evidence.actions import store_photo
from lianchuang.inspections.actions.rounds import require_office
from lianchuang.inspections.actions.visits import record_outside_visit, record_visit
from lianchuang.inspections.intake.planning import VisitImport, given_answers, plan_visits
from lianchuang.inspections.intake.shapes import ToldVisit, VisitTable
from lianchuang.inspections.models import Round, Visit, VisitFile
from lianchuang.inspections.recording import Outside

KEPT_FOR = timedelta(days=1)
MOST_BYTES = 50 * 1024 * 1024

Progress = Callable[[int], None]


@action("visits.sent")
def keep_visit_file(
    *, round: Round, name: str, content: bytes, map_text: str, without_photos: bool, by: Actor, at: datetime
) -> VisitFile:
    """Keep a file of visits for its sender to look at; nothing of it is taken in. What is older than a day goes.

    Raises NotAllowed (not the round's office), Invalid (key `file`: too large).
    """
    require_office(round, by)
    if by.person is None:
        raise NotAllowed("person_needed", _("A file is sent by a person."))
    if len(content) > MOST_BYTES:
        sentence = _("The file is larger than %(most)s MB; the command takes it: lianchuang visits import.")
        raise Invalid({"file": [sentence % {"most": MOST_BYTES // 2**20}]})
    VisitFile.objects.filter(expires_at__lte=at).delete()
    kept = VisitFile.objects.create(
        round=round,
        name=name[:200],
        content=content,
        map_text=map_text,
        without_photos=without_photos,
        sent_by=by.person,
        sent_at=at,
        expires_at=at + KEPT_FOR,
    )
    record(
        code="visits.sent",
        by=by,
        at=at,
        object_kind="visit_file",
        object_id=kept.pk,
        data={"file": kept.name, "round": round.name},
        sealed_with=("round", round.pk) if round.is_sealed else None,
    )
    return kept


@action("visits.imported")
def import_visits(
    *,
    table: VisitTable,
    file_name: str,
    accept_refused: bool,
    by: Actor,
    at: datetime,
    progress: Progress = lambda _done: None,
) -> VisitImport:
    """Take in the visits of a file, each once by its id; the same file again changes nothing.

    Visits of our own people are recorded as theirs, those of an outside body under its name. Raises NotPossibleNow when
    a row is refused and `accept_refused` is not said, NotAllowed (not the office of a round).
    """
    by.require(Role.OFFICE)
    plan = plan_visits(table, by, at)
    if table.faults or (plan.refused and not accept_refused):
        raise NotPossibleNow([Reason("refused_rows", _("Some rows are refused; nothing was written."))])
    if not plan.fresh:
        nothing_changed()
        return plan
    for done, visit in enumerate(plan.fresh, start=1):
        _record(visit, table.photos, by, at)
        progress(done)
    for found in {visit.round.pk: visit.round for visit in plan.fresh}.values():
        _tell(found, plan, table, file_name, by, at)
    return plan


def _tell(found: Round, plan: VisitImport, table: VisitTable, file_name: str, by: Actor, at: datetime) -> None:
    """One entry a round: that of an undercover one is read by others only after its release."""
    record(
        code="visits.imported",
        by=by,
        at=at,
        object_kind="round",
        object_id=found.pk,
        data={
            "visits": sum(visit.round.pk == found.pk for visit in plan.fresh),
            "read": table.read,
            "had": plan.had_rows,
            "refused": len(plan.refused),
            "file": file_name,
        },
        sealed_with=("round", found.pk) if found.is_sealed else None,
    )


def _record(told: ToldVisit, photos: Mapping[str, bytes], by: Actor, at: datetime) -> Visit:
    sealed = ("round", told.round.pk) if told.round.is_sealed else None
    names = dict.fromkeys(name for answer in told.answers for name in answer.photos)
    files = {name: store_photo(content=photos[name], by=told.by or by, at=at, sealed_with=sealed) for name in names}
    answers = given_answers(told, files)
    if told.by is not None:
        return record_visit(
            round=told.round, site=told.site, by=told.by, answers=answers, started_at=told.started_at,
            finished_at=told.finished_at, visit_id=told.id, remark=told.remark, at=at,
        )  # fmt: skip
    return record_outside_visit(
        round=told.round, site=told.site, outside=Outside(told.body, told.inspector), by=by, answers=answers,
        started_at=told.started_at, finished_at=told.finished_at, visit_id=told.id, remark=told.remark, at=at,
    )  # fmt: skip
