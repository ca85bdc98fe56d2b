"""What taking in a file of visits would do: which are new, which known, which refused and why. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role
from lianchuang.common.intake import RefusedRow
from lianchuang.common.refusals import NotPossibleNow, Reason, Refusal
from lianchuang.evidence.models import StoredFile
from lianchuang.evidence.rules import read_picture
from lianchuang.inspections.access import require_recorder
from lianchuang.inspections.intake.shapes import ToldVisit, VisitTable, day_of, rows_of
from lianchuang.inspections.models import Answer, RoundState, Visit
from lianchuang.inspections.recording import GivenAnswer, grade_of, require_sense, require_takes, tidy


@dataclass(frozen=True)
class VisitImport:
    """What an import does: visits new here and known before (each with its rows), and every refused row."""

    fresh: tuple[ToldVisit, ...]
    had: tuple[ToldVisit, ...]
    refused: tuple[RefusedRow, ...]

    @property
    def imported_rows(self) -> int:
        return rows_of(self.fresh)

    @property
    def had_rows(self) -> int:
        return rows_of(self.had)


def plan_visits(table: VisitTable, by: Actor, at: datetime) -> VisitImport:
    """What `import_visits` would do with this file now, and why not with some rows. Reads only."""
    known = {visit.pk: visit for visit in Visit.objects.filter(pk__in=[visit.id for visit in table.visits])}
    stored = _stored_answers(list(known.values()))
    fresh: list[ToldVisit] = []
    had: list[ToldVisit] = []
    refused = list(table.refused)
    for visit in table.visits:
        try:
            if visit.id in known:
                _require_same(visit, known[visit.id], stored.get(visit.id, frozenset()))
                had.append(visit)
            else:
                _require_recordable(visit, table.photos, by, at)
                fresh.append(visit)
        except Refusal as refusal:
            sentence = " ".join(refusal.sentences())
            refused += [RefusedRow(row, "", "", sentence) for row in visit.rows]
    return VisitImport(tuple(fresh), tuple(had), tuple(sorted(refused, key=lambda each: each.row)))


def _stored_answers(visits: Sequence[Visit]) -> dict[object, frozenset[tuple[int, str, int]]]:
    held: dict[object, set[tuple[int, str, int]]] = {}
    rows = Answer.objects.filter(visit__in=visits).values_list("visit_id", "item_id", "grade", "count")
    for visit, item, grade, count in rows:
        held.setdefault(visit, set()).add((item, grade, count))
    return {visit: frozenset(answers) for visit, answers in held.items()}


def _require_same(told: ToldVisit, known: Visit, stored: frozenset[tuple[int, str, int]]) -> None:
    """A visit is never changed: what comes again must be what is here."""
    if (known.round_id, known.site_id) != (told.round.pk, told.site.pk):
        sentence = _("This visit was taken in before, for another round or site.")
        raise NotPossibleNow([Reason("known_otherwise", sentence)])
    answers = [tidy(given) for given in given_answers(told, {})]
    if frozenset((each.item.pk, grade_of(each), each.count or 0) for each in answers) != stored:
        sentence = _("This visit was taken in before with other answers; a visit is not changed afterwards.")
        raise NotPossibleNow([Reason("known_otherwise", sentence)])


def _require_recordable(told: ToldVisit, photos: Mapping[str, bytes], by: Actor, at: datetime) -> None:
    """Raise what recording it would raise. Reads only."""
    by.require(Role.OFFICE, over=told.round.joint.place.path)
    if told.round.state == RoundState.PLANNED:
        words = {"round": told.round.name}
        raise NotPossibleNow([Reason("not_started", _("The round “%(round)s” has not started.") % words)])
    if not told.round.starts_on <= day_of(told.finished_at) <= told.round.ends_on:
        words = {"round": told.round.name}
        raise NotPossibleNow([Reason("other_days", _("The day lies outside the round “%(round)s”.") % words)])
    if told.by is not None:
        require_recorder(told.by, told.round, told.site)
    require_takes(told.round, told.finished_at)
    answers = [tidy(given) for given in given_answers(told, {})]
    require_sense(told.site, answers, told.started_at, told.finished_at, at, whole=told.by is not None)
    for answer in told.answers:
        for name in answer.photos:
            read_picture(photos[name], "photos")


def given_answers(told: ToldVisit, files: Mapping[str, StoredFile]) -> list[GivenAnswer]:
    """The answers as they are recorded, with those photos that are stored."""
    return [
        GivenAnswer(
            each.item,
            None if each.not_applicable else each.count,
            each.not_applicable,
            each.note,
            each.fixed_on_spot,
            [files[name] for name in each.photos if name in files],
        )
        for each in told.answers
    ]
