"""What a visit must be before it is recorded: the shape of its answers, and why one is refused. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from lianchuang.common import clock as present
from lianchuang.common.refusals import Invalid, NotPossibleNow, Reason
from lianchuang.evidence.models import StoredFile
from lianchuang.inspections import rules
from lianchuang.inspections.models import Grade, Round, RoundState
from lianchuang.sites.models import CheckItem, Grading


@dataclass(frozen=True)
class GivenAnswer:
    """One item as the inspector saw it: how many cases, or not applicable. 0 cases is all right."""

    item: CheckItem
    count: int | None = 0
    not_applicable: bool = False
    note: str = ""
    fixed_on_spot: bool = False
    photos: Sequence[StoredFile] = ()


@dataclass(frozen=True)
class Outside:
    """Who made a visit that none of ours made: the body, and the inspector it names (may be empty)."""

    body: str
    inspector: str = ""


def require_takes(round: Round, finished_at: datetime) -> None:
    """Raise NotPossibleNow unless the round runs, or is finished and the visit was made in its days and arrives late."""
    arrived_late = round.state == RoundState.FINISHED and present.local(finished_at).date() <= round.ends_on
    if round.state == RoundState.RUNNING or arrived_late:
        return
    words = {"state": round.get_state_display()}
    raise NotPossibleNow([Reason("wrong_state", _("The round is “%(state)s”; no visit can be recorded.") % words)])


def tidy(given: GivenAnswer) -> GivenAnswer:
    """Counting stops at the item's cap; a tick “fixed on the spot” means nothing where nothing was wrong."""
    count = None if given.count is None else min(given.count, given.item.cap)
    return replace(given, count=count, note=given.note.strip(), fixed_on_spot=given.fixed_on_spot and bool(count))


def require_sense(
    checklist: frozenset[int],
    answers: Sequence[GivenAnswer],
    started_at: datetime,
    finished_at: datetime,
    at: datetime,
    *,
    whole: bool = True,
) -> None:
    """Raise Invalid for times that cannot be, items missing (where the `whole` checklist is owed), wrong answers.

    `checklist` are the ids of its items.
    """
    faults: dict[str, list[str]] = {}
    if finished_at < started_at:
        faults["finished_at"] = [_("It ends before it begins.")]
    elif finished_at > at + rules.CLOCK_SLACK:
        faults["finished_at"] = [_("It ends in the future. Check the clock of the phone.")]
    given_ids = [given.item.pk for given in answers]
    faults |= _coverage_faults(checklist, given_ids, whole=whole)
    for given in answers:
        if sentences := answer_faults(given):
            faults[f"item-{given.item.pk}"] = sentences
    if faults:
        raise Invalid(faults)


def _coverage_faults(checklist: frozenset[int], given: Sequence[int], *, whole: bool) -> dict[str, list[str]]:
    """What is missing, double or not on this checklist."""
    sentences = []
    wanted = checklist if whole else checklist & set(given)
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


def grade_of(given: GivenAnswer) -> str:
    """The grade that an answer earns."""
    if given.not_applicable:
        return Grade.NOT_APPLICABLE
    return rules.grade_of(given.count or 0, yes_no=given.item.grading == Grading.YES_NO)
