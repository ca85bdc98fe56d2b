"""督办单: proposed by the program from the ladder, signed by a person, answered by the unit, the answer decided on."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role, Unit
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.bulletins.access import may_answer
from lianchuang.bulletins.actions.writing import MOST_REASON, person_of, reason_of
from lianchuang.bulletins.models import Letter, LetterFinding, Reply, ReplyFile, ReplyVerdict
from lianchuang.bulletins.queries import letters as queries
from lianchuang.bulletins.rules.ladder import (
    AGAIN_DAYS,
    MOST_FILES,
    MOST_REPLY,
    MOVES,
    QUIET_DAYS,
    STEP_OF,
    WORKDAY,
    LetterState,
    Rung,
    move_faults,
)
from lianchuang.campaigns.models import JointCampaign
from lianchuang.common import clock
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow, Reason
from lianchuang.common.words import as_written
from lianchuang.common.workdays import calendar
from lianchuang.evidence.actions import GivenFile, store_document
from lianchuang.notices.queries import posts_carrying


@action("letter.proposed", "letter.lapsed")
def propose_letters(*, joint: JointCampaign, by: Actor, at: datetime) -> list[Letter]:
    """Propose what the ladder asks for at this moment, one letter for each unit and rung; what lost its ground lapses.

    Run again it changes nothing. A standing task for the program; the office may ask for it. Returns the new ones.
    """
    by.require(Role.OFFICE, over=joint.place.path)
    JointCampaign.objects.select_for_update().get(pk=joint.pk)
    wanted = queries.wanted_letters(joint, at)
    standing = {
        (letter.unit_id, Rung(letter.rung)): letter
        for letter in Letter.objects.filter(joint=joint, state=LetterState.PROPOSED).select_related(
            "unit", "joint__office", "to_post"
        )
    }
    for key in standing.keys() - wanted.keys():
        _move(standing[key], "lapse", standing[key].version)
        _tell("letter.lapsed", standing[key], by, at)
    for key in standing.keys() & wanted.keys():
        _renew(standing[key], wanted[key], at)
    units = Unit.objects.in_bulk([unit for unit, _rung in wanted.keys() - standing.keys()])
    new = [_propose(joint, units[unit], rung, some, by, at) for (unit, rung), some in wanted.items() if unit in units
           and (unit, rung) not in standing]  # fmt: skip
    if not new and not standing.keys() - wanted.keys():
        nothing_changed()
    return new


def _propose(
    joint: JointCampaign, unit: Unit, rung: Rung, some: Sequence[queries.Late], by: Actor, at: datetime
) -> Letter:
    post = queries.post_to_answer(unit, rung)
    letter = Letter(joint=joint, unit=unit, to_post=post, rung=rung.value, proposed_at=at)
    letter.words = _words(letter, at, some[0].due_at, len(some))
    letter.save(force_insert=True)
    _keep_findings(letter, some)
    leaders = posts_carrying([Role.LEADER], joint.place.path, within=False) if STEP_OF[rung].leader_signs else []
    _tell("letter.proposed", letter, by, at, count=len(some), signers=leaders)
    return letter


def _renew(letter: Letter, some: Sequence[queries.Late], at: datetime) -> None:
    """A proposal that stands says what holds now: its findings, its words, whom it goes to. No news, so no entry."""
    _keep_findings(letter, some)
    now = {
        "to_post": queries.post_to_answer(letter.unit, Rung(letter.rung)),
        "words": _words(letter, at, some[0].due_at, len(some)),
    }
    if any(getattr(letter, name) != value for name, value in now.items()):
        Letter.objects.filter(pk=letter.pk, state=LetterState.PROPOSED).update(**now)


def _words(letter: Letter, at: datetime, oldest: datetime, count: int) -> Any:
    rung = Rung(letter.rung)
    due = _days_on(at, STEP_OF[rung].reply_days)
    return queries.letter_words(letter, rung, oldest=oldest, count=count, as_of=at, due=due)


def _keep_findings(letter: Letter, some: Sequence[queries.Late]) -> None:
    """Keep these as its findings; only while nobody has signed."""
    ids = [one.id for one in some]
    words = queries.finding_words(ids)
    if list(letter.letter_findings.values_list("finding_id", "words")) == [(pk, words[pk]) for pk in ids]:
        return
    LetterFinding.objects.filter(letter=letter).delete()
    LetterFinding.objects.bulk_create(
        LetterFinding(letter=letter, finding_id=pk, order=order, words=words[pk]) for order, pk in enumerate(ids)
    )


@action("letter.signed")
def sign_letter(*, letter: Letter, by: Actor, at: datetime, expected_version: int) -> Letter:
    """Sign a proposed letter: it is numbered, its findings as they stand now and its words are frozen, the window runs.

    Raises NotAllowed (another role; the program; for yellow and red anybody but a leader; one's own unit),
    NotPossibleNow (not proposed; the unit has no post; all of it is put right meanwhile), ChangedMeanwhile.
    """
    step = STEP_OF[Rung(letter.rung)]
    by.require(*([Role.LEADER] if step.leader_signs else [Role.OFFICE, Role.LEADER]), over=letter.joint.place.path)
    _person, post = person_of(by)
    faults = {one.code: one for one in queries.why_not_sign(by, letter)}
    if own := faults.pop("own_unit", None):
        raise NotAllowed(own.code, own.sentence)
    if wrong := [*move_faults("sign", letter.state), *faults.values()]:
        raise NotPossibleNow(wrong)
    JointCampaign.objects.select_for_update().get(pk=letter.joint_id)
    some = queries.wanted_letters(letter.joint, at).get((letter.unit_id, Rung(letter.rung)), [])
    if not some:
        raise NotPossibleNow([Reason("no_ground", _("Nothing of it is late any more; it lapses."))])
    _keep_findings(letter, some)
    year = clock.local(at).year
    numbers = Letter.objects.filter(joint=letter.joint, rung=letter.rung, year=year)
    due = _days_on(at, step.reply_days)
    _move(
        letter,
        "sign",
        expected_version,
        year=year,
        issue=(numbers.aggregate(last=Max("issue"))["last"] or 0) + 1,
        signed_at=at,
        signed_by=post,
        reply_due_at=due,
        quiet_until=due,
        words=_words(letter, at, some[0].due_at, len(some)),
    )
    _tell("letter.signed", letter, by, at, count=len(some), due=f"{clock.local(due):%Y-%m-%d %H:%M}")
    return letter


@action("letter.declined")
def decline_letter(*, letter: Letter, reason: str, by: Actor, at: datetime, expected_version: int) -> Letter:
    """Do not sign a proposed letter, with the reason; for three working days it is not proposed again.

    Raises NotAllowed, NotPossibleNow (not proposed), Invalid (no reason), ChangedMeanwhile.
    """
    by.require(Role.OFFICE, Role.LEADER, over=letter.joint.place.path)
    person_of(by)
    if faults := move_faults("decline", letter.state):
        raise NotPossibleNow(faults)
    reason = reason_of(reason)
    _move(letter, "decline", expected_version, reason=reason, quiet_until=_days_on(at, QUIET_DAYS))
    _tell("letter.declined", letter, by, at, reason=reason)
    return letter


@action("letter.replied")
def reply_to_letter(
    *,
    letter: Letter,
    text: str,
    by: Actor,
    at: datetime,
    expected_version: int,
    promised_on: date | None = None,
    files: Sequence[GivenFile] = (),
) -> Reply:
    """The unit answers: what was done, or why not, what is done and until when; with files.

    Raises NotAllowed (neither its post nor the unit's coordinator), NotPossibleNow (no answer is awaited), Invalid (no
    words, too long, a day gone by, too many files or one of another kind), ChangedMeanwhile.
    """
    if not may_answer(by, letter):
        sentence = _("The post it goes to answers it, or the coordinator of the unit.")
        raise NotAllowed("not_addressed", sentence, letter.to_post.full_name if letter.to_post else "")
    person, post = person_of(by)
    if faults := move_faults("reply", letter.state):
        raise NotPossibleNow(faults)
    if wrong := _reply_faults(text, promised_on, len(files), clock.local(at).date()):
        raise Invalid(wrong)
    due = letter.reply_due_at
    reply = Reply.objects.create(
        letter=letter, text=text.strip(), promised_on=promised_on, given_at=at, given_by=post, giver=person,
        was_late=due is not None and due < at,
    )  # fmt: skip
    for given in files:
        stored = store_document(shelved=given.shelved, by=by, at=at)
        ReplyFile.objects.get_or_create(reply=reply, file=stored, defaults={"name": given.name.strip()[:120]})
    _move(letter, "reply", expected_version)
    _tell("letter.replied", letter, by, at, files=len(files))
    return reply


def _reply_faults(text: str, promised_on: date | None, files: int, today: date) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if not text.strip():
        faults["text"] = [_("Say what was done, or why not and until when.")]
    elif len(text) > MOST_REPLY:
        faults["text"] = [_("At most %(most)s characters.") % {"most": MOST_REPLY}]
    if promised_on is not None and promised_on < today:
        faults["promised_on"] = [_("This day is over.")]
    if files > MOST_FILES:
        faults["attached"] = [_("At most %(most)s files.") % {"most": MOST_FILES}]
    return faults


@action("letter.reply_accepted")
def accept_reply(*, letter: Letter, by: Actor, at: datetime, expected_version: int, reason: str = "") -> Letter:
    """Accept an answer. Until the day it promises (else three working days) nothing further is proposed.

    Its findings stay open until each is verified and closed. Raises NotAllowed, NotPossibleNow (no answer waits; one's
    own), ChangedMeanwhile.
    """
    reply = _require_decision(letter, "accept", by)
    quiet = _days_on(at, QUIET_DAYS)
    if reply.promised_on is not None:
        end = datetime.combine(reply.promised_on + timedelta(days=1), datetime.min.time(), calendar().zone)
        quiet = max(quiet, end)
    _decide(reply, ReplyVerdict.ACCEPTED, reason.strip()[:MOST_REASON], by, at)
    _move(letter, "accept", expected_version, quiet_until=quiet)
    _tell("letter.reply_accepted", letter, by, at)
    return letter


@action("letter.reply_rejected")
def reject_reply(*, letter: Letter, reason: str, by: Actor, at: datetime, expected_version: int) -> Letter:
    """Do not accept an answer, and say why; the unit has two working days to answer anew.

    Raises NotAllowed, NotPossibleNow (no answer waits; one's own), Invalid (no reason), ChangedMeanwhile.
    """
    reply = _require_decision(letter, "reject", by)
    reason = reason_of(reason)
    due = _days_on(at, AGAIN_DAYS)
    _decide(reply, ReplyVerdict.REJECTED, reason, by, at)
    _move(letter, "reject", expected_version, reply_due_at=due, quiet_until=due)
    _tell("letter.reply_rejected", letter, by, at, reason=reason, due=f"{clock.local(due):%Y-%m-%d %H:%M}")
    return letter


def _require_decision(letter: Letter, verb: str, by: Actor) -> Reply:
    by.require(Role.OFFICE, over=letter.joint.place.path)
    person, _post = person_of(by)
    reply = letter.replies.order_by("pk").last()
    if reply is None or move_faults(verb, letter.state):
        raise NotPossibleNow(move_faults(verb, letter.state))
    if reply.giver_id == person.pk:
        raise NotPossibleNow([Reason("own_reply", _("Nobody decides on their own answer."))])
    return reply


def _decide(reply: Reply, verdict: str, reason: str, by: Actor, at: datetime) -> None:
    waiting = Reply.objects.filter(pk=reply.pk, verdict=ReplyVerdict.WAITING)
    if not waiting.update(verdict=verdict, reason=reason, decided_by=by.post, decided_at=at):
        raise ChangedMeanwhile


def _days_on(at: datetime, days: int) -> datetime:
    """The end of office hours so many working days on."""
    return calendar().end_of_workday(calendar().add_minutes(at, days * WORKDAY))


def _move(letter: Letter, verb: str, expected_version: int, **columns: Any) -> None:
    source, target = LetterState(letter.state), _target(verb)
    rows = Letter.objects.filter(pk=letter.pk, version=expected_version, state=source)
    if not rows.update(state=target.value, **columns, version=F("version") + 1):
        raise ChangedMeanwhile
    letter.state, letter.version = target.value, expected_version + 1
    for name, value in columns.items():
        setattr(letter, name, value)


def _target(verb: str) -> LetterState:
    return MOVES[verb][1]


def _tell(code: str, letter: Letter, by: Actor, at: datetime, **data: Any) -> None:
    words = {
        "number": queries.letter_number(letter),
        "rung": letter.rung,
        "unit": letter.unit.short_name,
        "unit_id": letter.unit_id,
        "post_id": letter.to_post_id,
        "tree": letter.joint.place.path,
    }
    words["what"] = words["number"] or as_written(STEP_OF[Rung(letter.rung)].label)
    record(code=code, by=by, at=at, object_kind="letter", object_id=letter.pk, data={**words, **data})
