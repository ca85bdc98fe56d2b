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
from lianchuang.inspections.access import Recorders
from lianchuang.inspections.intake.shapes import ToldVisit, VisitTable, day_of, rows_of
from lianchuang.inspections.models import Answer, RoundState, Visit
from lianchuang.inspections.queries.places import checklist_item_ids
from lianchuang.inspections.recording import GivenAnswer, grade_of, require_sense, require_takes, tidy
from lianchuang.sites.models import Site


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
    checks = _Checks(table, by, at)
    for visit in table.visits:
        try:
            if visit.id in known:
                _require_same(visit, known[visit.id], stored.get(visit.id, frozenset()))
                had.append(visit)
            else:
                checks.require_recordable(visit)
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


class _Checks:
    """What recording the visits of a file would raise, one after the other. Reads only, and each thing once for all of them."""

    def __init__(self, table: VisitTable, by: Actor, at: datetime) -> None:
        self.photos, self.by, self.at = table.photos, by, at
        told = table.visits
        self.recorders = Recorders((visit.round for visit in told), (visit.site for visit in told))
        self.checklists: dict[int, frozenset[int]] = {}

    def require_recordable(self, told: ToldVisit) -> None:
        """Raise what recording it would raise, the visits before it being recorded."""
        self.by.require(Role.OFFICE, over=told.round.joint.place.path)
        _require_its_days(told)
        if told.by is not None:
            self.recorders.require(told.by, told.round, told.site)
            self.recorders.require_own_look(told.by, told.round, told.site)
        require_takes(told.round, told.finished_at)
        answers = [tidy(given) for given in given_answers(told, {})]
        whole = told.by is not None
        require_sense(self._checklist(told.site), answers, told.started_at, told.finished_at, self.at, whole=whole)
        for answer in told.answers:
            for name in answer.photos:
                read_picture(self.photos[name], "photos")
        if told.by is not None and told.by.person is not None and told.by.post is not None:
            self.recorders.looked[told.round.pk, told.site.pk, told.by.person.pk].add(told.by.post.pk)

    def _checklist(self, site: Site) -> frozenset[int]:
        if site.site_type_id not in self.checklists:
            self.checklists[site.site_type_id] = checklist_item_ids(site.site_type_id)
        return self.checklists[site.site_type_id]


def _require_its_days(told: ToldVisit) -> None:
    """Raise unless the round has started and the day is one of its."""
    words = {"round": told.round.name}
    if told.round.state == RoundState.PLANNED:
        raise NotPossibleNow([Reason("not_started", _("The round “%(round)s” has not started.") % words)])
    if not told.round.starts_on <= day_of(told.finished_at) <= told.round.ends_on:
        raise NotPossibleNow([Reason("other_days", _("The day lies outside the round “%(round)s”.") % words)])


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
