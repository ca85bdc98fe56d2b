"""Recording visits: the one place that does, for the web form, the offline app and imports alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common import clock as present
from lianchuang.common.ids import new_id
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow, Reason
from lianchuang.evidence.models import StoredFile
from lianchuang.findings.models import Finding
from lianchuang.inspections import access, rules
from lianchuang.inspections.actions.holding import open_finding_of, open_held
from lianchuang.inspections.models import (
    Answer,
    AnswerPhoto,
    Grade,
    Round,
    RoundSite,
    RoundState,
    Visit,
)
from lianchuang.inspections.queries.places import checklist_item_ids
from lianchuang.inspections.queries.stops import is_first_of_two
from lianchuang.sites.models import CheckItem, Grading, Site


@dataclass(frozen=True)
class GivenAnswer:
    """One item as the inspector saw it: how many cases, or not applicable. 0 cases is all right."""

    item: CheckItem
    count: int | None = 0
    not_applicable: bool = False
    note: str = ""
    fixed_on_spot: bool = False
    photos: Sequence[StoredFile] = ()


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
    if visit_id and (existing := Visit.objects.filter(pk=visit_id).first()):
        nothing_changed()
        return _same_visit(existing, round, site, by)
    person, post = access.require_recorder(by, round, site)
    is_double = RoundSite.objects.filter(round=round, site=site, is_double=True).exists()
    if is_double:
        _require_own_look(round, site, by)
    _require_round_takes(round, finished_at)
    answers = [_tidy(given) for given in answers]
    _require_sense(site, answers, started_at, finished_at, at)
    columns: dict[str, Any] = {
        "round": round,
        "site": site,
        "by": person,
        "by_post": post,
        "by_unit": post.unit,
        "started_at": started_at,
        "finished_at": finished_at,
        "received_at": at,
        "remark": remark.strip(),
        **_counts(answers),
    }
    visit, created = Visit.objects.get_or_create(pk=visit_id or new_id(), defaults=columns)
    if not created:  # the same submission came twice at once; the other one was first
        nothing_changed()
        return _same_visit(visit, round, site, by)
    is_held = is_double and _settle_double(visit, at)
    _keep_answers(visit, answers, {} if is_held else _open_findings(visit, answers, by, at))
    record(
        code="visit.recorded",
        by=by,
        at=at,
        object_kind="visit",
        object_id=visit.pk,
        data={"round": round.name, "site": site.name, "items": visit.item_count, "faults": visit.fault_count},
        sealed_with=("round", round.pk) if round.is_sealed else None,
    )
    return visit


def _same_visit(existing: Visit, round: Round, site: Site, by: Actor) -> Visit:
    """The visit recorded before, if it is the same person's at the same site in the same round."""
    same = (existing.round_id, existing.site_id) == (round.pk, site.pk)
    if not same or by.person is None or existing.by_id != by.person.pk:
        raise Invalid({"visit_id": [_("This form was already used for another visit. Open the checklist again.")]})
    return existing


def _counts(answers: Sequence[GivenAnswer]) -> dict[str, int]:
    """How many items applied, and how many were not right."""
    return {
        "item_count": sum(not given.not_applicable for given in answers),
        "fault_count": sum(bool(given.count) for given in answers),
    }


def _settle_double(visit: Visit, at: datetime) -> bool:
    """Hold the findings of the first of two visits (True); with the second, open what was held."""
    if is_first_of_two(visit):
        visit.findings_held = True
        Visit.objects.filter(pk=visit.pk).update(findings_held=True)
        return True
    open_held(Visit.objects.filter(round=visit.round_id, site=visit.site_id), at)
    return False


def _require_own_look(round: Round, site: Site, by: Actor) -> None:
    """The second look at a site is another person's."""
    before = Visit.objects.filter(round=round, site=site, by=by.person)
    if before.exclude(by_post=by.post).exists():
        raise NotAllowed("own_look", _("You have looked here already; the second look is another person's."))


def _require_round_takes(round: Round, finished_at: datetime) -> None:
    """A running round takes visits; a finished one those that were made in its days and arrive late."""
    arrived_late = round.state == RoundState.FINISHED and present.local(finished_at).date() <= round.ends_on
    if round.state == RoundState.RUNNING or arrived_late:
        return
    words = {"state": round.get_state_display()}
    raise NotPossibleNow([Reason("wrong_state", _("The round is “%(state)s”; no visit can be recorded.") % words)])


def _tidy(given: GivenAnswer) -> GivenAnswer:
    """Counting stops at the item's cap; a tick “fixed on the spot” means nothing where nothing was wrong."""
    count = None if given.count is None else min(given.count, given.item.cap)
    return replace(given, count=count, note=given.note.strip(), fixed_on_spot=given.fixed_on_spot and bool(count))


def _require_sense(
    site: Site, answers: Sequence[GivenAnswer], started_at: datetime, finished_at: datetime, at: datetime
) -> None:
    faults: dict[str, list[str]] = {}
    if finished_at < started_at:
        faults["finished_at"] = [_("It ends before it begins.")]
    elif finished_at > at + rules.CLOCK_SLACK:
        faults["finished_at"] = [_("It ends in the future. Check the clock of the phone.")]
    wanted = checklist_item_ids(site.site_type_id)
    faults |= _coverage_faults(wanted, [given.item.pk for given in answers])
    for given in answers:
        if sentences := answer_faults(given):
            faults[f"item-{given.item.pk}"] = sentences
    if faults:
        raise Invalid(faults)


def _coverage_faults(wanted: frozenset[int], given: Sequence[int]) -> dict[str, list[str]]:
    """What is missing, double or not on this checklist."""
    sentences = []
    if missing := len(wanted - set(given)):
        sentences.append(_("%(count)s items have no answer yet.") % {"count": missing})
    if set(given) - wanted:
        sentences.append(_("An answer does not belong to the checklist of this type of site."))
    if len(set(given)) < len(given):
        sentences.append(_("An item was answered twice."))
    return {"answers": sentences} if sentences else {}


def answer_faults(given: GivenAnswer) -> list[str]:
    """What is wrong with one answer, as sentences; empty when nothing is."""
    sentences = []
    if given.not_applicable and given.count:
        sentences.append(_("Either not applicable or a number of cases, not both."))
    if not given.not_applicable and given.count is None:
        sentences.append(_("No answer yet."))
    if given.count is not None and given.count < 0:
        sentences.append(_("A number of cases cannot be negative."))
    if len(given.note) > rules.MOST_NOTE:
        sentences.append(_("A note has at most %(most)s characters.") % {"most": rules.MOST_NOTE})
    if len(given.photos) > rules.MOST_PHOTOS:
        sentences.append(_("At most %(most)s photos an item.") % {"most": rules.MOST_PHOTOS})
    return sentences


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
            grade=_grade(given),
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


def _grade(given: GivenAnswer) -> str:
    if given.not_applicable:
        return Grade.NOT_APPLICABLE
    return rules.grade_of(given.count or 0, yes_no=given.item.grading == Grading.YES_NO)
