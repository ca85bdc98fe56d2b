"""What becomes of a submission: applied through the same actions as the pages, kept for a decision, or refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common import clock as present
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow, Reason, Refusal
from lianchuang.evidence.models import StoredFile
from lianchuang.field.access import in_post
from lianchuang.field.actions import reading
from lianchuang.field.models import Submission
from lianchuang.field.queries.decisions import said_of, subject_of
from lianchuang.field.queries.stops import pk_of, visits_since
from lianchuang.field.rules import (
    SETTLED,
    DeviceClock,
    Envelope,
    Kind,
    State,
    Verdict,
    conflict_words,
    read_envelope,
    rework_note,
)
from lianchuang.findings.access import get_finding_for
from lianchuang.findings.actions import Origin, open_finding, verify_rectification
from lianchuang.findings.rules import Verb
from lianchuang.inspections.access import get_stop, own_stops
from lianchuang.inspections.actions import record_visit, report_in_round
from lianchuang.inspections.models import Round, RoundSite
from lianchuang.sites.access import get_site
from lianchuang.sites.models import Site

REPORT_ORIGIN = "field"


@dataclass(frozen=True)
class Outcome:
    """The answer to a submission: `had` when it was settled before this time; `missing` are photos to send first."""

    submission: Submission
    had: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Work:
    """One submission being applied: `force` when the office has decided that it counts whatever came before."""

    submission: Submission
    envelope: Envelope
    files: Mapping[str, StoredFile]
    by: Actor
    at: datetime
    clock: DeviceClock
    force: bool = False

    @property
    def id(self) -> UUID:
        return self.submission.pk

    @property
    def sealed_round(self) -> Round | None:
        """The undercover round to which it belongs, while that is not released."""
        found = self.submission.sealed_round
        return found if found is not None and found.is_sealed else None


@action("field.applied", "field.kept_back", "field.refused")
def settle_submission(*, envelope: Envelope, by: Actor, at: datetime) -> Outcome:
    """Apply what was received, in one transaction, once; again is the same answer.

    What cannot be applied is kept: as a conflict when things changed after the device had its package, else as
    refused, which the sender may try again. With photos missing nothing happens yet.
    """
    pk = pk_of(envelope.id, by.person) if by.person else envelope.id
    submission = Submission.objects.select_for_update(of=("self",)).select_related("sealed_round").get(pk=pk)
    if submission.state in SETTLED or submission.state == State.CONFLICT:
        nothing_changed()
        return Outcome(submission, had=submission.state in SETTLED)
    hashes = reading.hashes_in(envelope)
    files = reading.files_of(by, hashes)
    if missing := tuple(each for each in hashes if each not in files):
        nothing_changed()
        return Outcome(submission, missing=missing)
    clock = DeviceClock.of(envelope.device_now, at)
    today = present.local(at).date()
    tried = _try(
        submission, lambda: _apply(Work(submission, envelope, files, in_post(by, envelope.post, today), at, clock))
    )
    if not tried.title:
        tried = _Tried(tried.state, subject_of(envelope, by), tried.sentences)
    if tried.state is State.APPLIED and (note := clock.sentence()):
        tried = _Tried(tried.state, tried.title, [note])
    _settle(submission, tried, by, at, clock)
    return Outcome(submission)


@dataclass(frozen=True)
class _Tried:
    state: State
    title: str
    sentences: Sequence[str] = ()


def _try(submission: Submission, apply: Callable[[], str]) -> _Tried:
    """Apply it; what the actions refuse becomes an answer. They undo what they began."""
    try:
        return _Tried(State.APPLIED, apply())
    except ChangedMeanwhile as refusal:
        changed = [refusal.what_changed] if refusal.what_changed else refusal.sentences()
        return _Tried(State.CONFLICT, submission.title, conflict_words(changed))
    except Refusal as refusal:
        return _Tried(State.REFUSED, submission.title, refusal.sentences())
    except Http404:
        gone = _("This is not, or no longer, among your work: the place or the finding cannot be found.")
        return _Tried(State.REFUSED, submission.title, [gone])


def _settle(submission: Submission, tried: _Tried, by: Actor, at: datetime, clock: DeviceClock) -> None:
    columns: dict[str, Any] = {
        "state": tried.state.value,
        "title": (tried.title or submission.title)[:200],
        "sentences": list(tried.sentences),
        "settled_at": at,
        "clock_seconds": clock.seconds,
    }
    _write(submission, columns)
    code = {State.APPLIED: "field.applied", State.CONFLICT: "field.kept_back"}.get(tried.state, "field.refused")
    _tell(code, submission, by, at, " ".join(tried.sentences))


def _write(submission: Submission, columns: Mapping[str, Any]) -> None:
    changed = Submission.objects.filter(pk=submission.pk, state=submission.state).update(**columns)
    if not changed:
        raise ChangedMeanwhile
    for name, value in columns.items():
        setattr(submission, name, value)


def _tell(code: str, submission: Submission, by: Actor, at: datetime, why: str = "") -> None:
    sealed = submission.sealed_round
    record(
        code=code,
        by=by,
        at=at,
        object_kind="submission",
        object_id=submission.pk,
        data={"title": submission.title or submission.written_kind, "why": why},
        sealed_with=sealed.seal if sealed else None,
    )


def _apply(work: Work) -> str:
    """Do it; what it was about, in words."""
    doing = {Kind.VISIT: _visit, Kind.VERIFICATION: _verification, Kind.REPORT: _report}
    return doing[work.envelope.kind](work)


def _visit(work: Work) -> str:
    sent = reading.read_visit(work.envelope.body)
    found, site, stops = _place(work.by, sent)
    if not work.force and (since := visits_since(work.by, stops, work.envelope.base_version)):
        last = since[-1]
        words = {"time": f"{present.local(last.finished_at):%m-%d %H:%M}", "who": last.recorder}
        words |= {"faults": str(last.fault_count)}
        raise ChangedMeanwhile(_("%(time)s %(who)s has already recorded a visit here: %(faults)s not right.") % words)
    finished = work.clock.mend(sent.finished_at, work.at)
    record_visit(
        round=found,
        site=site,
        by=work.by,
        answers=reading.answers_of(sent, work.files),
        started_at=min(work.clock.mend(sent.started_at, work.at), finished),
        finished_at=finished,
        visit_id=work.id,
        remark=sent.remark,
        at=work.at,
    )
    return site.name


def _place(by: Actor, sent: reading.VisitBody) -> tuple[Round, Site, list[RoundSite]]:
    """The round, the site and its stops, one sender at a time, so that two phones cannot both be the first.

    Whoever is sent there may know of it; others ask `inspections.access` (404 when it is not there for them).
    """
    here = RoundSite.objects.filter(round=sent.round, site=sent.site)
    known = (
        None if own_stops(by).filter(round=sent.round, site=sent.site).exists() else get_stop(by, sent.round, sent.site)
    )
    rows = here.select_for_update(of=("self",)).select_related("round__joint__place", "site__site_type", "site__unit")
    stops = list(rows.order_by("pk"))
    found, site = known or (stops[0].round, stops[0].site)
    return found, site, stops


def _verification(work: Work) -> str:
    sent = reading.read_verification(work.envelope.body)
    if work.sealed_round:
        sentence = _("On a day undercover nothing is verified: it would show where you were. Verify it on another day.")
        raise NotPossibleNow([Reason("undercover", sentence)])
    passed = sent.verdict is Verdict.YES
    finding = get_finding_for(work.by, sent.finding, Verb.PASS if passed else Verb.REJECT)
    verify_rectification(
        finding=finding,
        by=work.by,
        passed=passed,
        note=sent.note if passed else rework_note(sent.verdict, sent.left, sent.note),
        photos=[work.files[each] for each in sent.photos],
        at=work.at,
        expected_version=None if work.force else work.envelope.base_version,
    )
    return said_of(finding)


def _report(work: Work) -> str:
    sent = reading.read_report(work.envelope.body)
    report: dict[str, Any] = {
        "origin": Origin(REPORT_ORIGIN, id=str(work.id), words=work.by.post_name),
        "category": sent.category,
        "severity": sent.severity,
        "title": sent.title,
        "detail": sent.detail,
        "count": sent.count,
        "site": get_site(work.by, sent.site) if sent.site else None,
        "place": sent.place,
        "photos": [work.files[each] for each in sent.photos],
        "finding_id": work.id,
        "found_at": work.clock.mend(work.envelope.made_at, work.at),
    }
    if work.sealed_round:
        return said_of(report_in_round(round=work.sealed_round, report=report, by=work.by, at=work.at))
    return said_of(open_finding(by=work.by, at=work.at, **report))


@action("field.let_count")
def let_count(*, submission: Submission, by: Actor, at: datetime) -> Submission:
    """The office decides that a record that met another one counts too: it is applied as its sender's work.

    Raises NotAllowed (not the office), NotPossibleNow (nothing to decide, or it cannot be applied any more).
    """
    _require_decision(submission, by)
    envelope = read_envelope(submission.raw.encode())
    sender = in_post(Actor(submission.by, None), submission.by_post_id, present.local(at).date())
    files = reading.files_of(sender, reading.hashes_in(envelope))
    clock = DeviceClock.of(envelope.device_now, submission.received_at)
    title = _apply(Work(submission, envelope, files, sender, at, clock, force=True))
    _write(submission, {"state": State.APPLIED.value, "title": title[:200], "sentences": [], "settled_at": at})
    _tell("field.let_count", submission, by, at)
    return submission


@action("field.set_aside")
def set_aside(*, submission: Submission, note: str, by: Actor, at: datetime) -> Submission:
    """The office decides that a record has no effect, and says why; it stays as it was received.

    Raises NotAllowed (not the office), NotPossibleNow (decided already), Invalid (no reason given).
    """
    _require_decision(submission, by, State.CONFLICT, State.REFUSED)
    if not note.strip():
        raise Invalid({"note": [_("Say it in a sentence.")]})
    sentence = _("The campaign office set it aside: %(why)s") % {"why": note.strip()}
    _write(submission, {"state": State.SET_ASIDE.value, "sentences": [sentence], "settled_at": at})
    _tell("field.set_aside", submission, by, at, note.strip())
    return submission


def _require_decision(submission: Submission, by: Actor, *states: State) -> None:
    over = submission.sealed_round.joint.place.path if submission.sealed_round else submission.by_post.unit.path
    by.require(Role.OFFICE, over=over)
    if by.person is not None and by.person.pk == submission.by_id:
        raise NotAllowed("own_work", _("Nobody decides on their own record."), _("Campaign office"))
    if submission.state not in (states or (State.CONFLICT,)):
        reason = _("It is “%(state)s”; there is nothing to decide.") % {"state": submission.get_state_display()}
        raise NotPossibleNow([Reason("decided", reason)])
