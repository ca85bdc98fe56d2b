"""Writing commitments: promised, reported on, postponed in the open, judged by somebody else."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post
from lianchuang.audit.actions import action, record
from lianchuang.campaigns import rules
from lianchuang.campaigns.actions import writing
from lianchuang.campaigns.models import (
    Campaign,
    Commitment,
    CommitmentState,
    CommitmentStep,
    CommitmentStepKind,
    JointCampaign,
)
from lianchuang.common import clock
from lianchuang.common.refusals import NotPossibleNow, Reason


def _record(code: str, commitment: Commitment, by: Actor, at: datetime, **more: str) -> None:
    data = {
        "commitment": commitment.text,
        "post": writing.seat(commitment.post),
        "due": commitment.due_on.isoformat(),
        **more,
    }
    record(code=code, by=by, at=at, object_kind="commitment", object_id=commitment.pk, data=data)


def _refuse_settled(commitment: Commitment) -> None:
    if commitment.state != CommitmentState.OPEN:
        raise NotPossibleNow([Reason("settled", _("This commitment is settled already."))])


@action("commitment.made")
def make_commitment(
    *,
    joint: JointCampaign,
    text: str,
    measure: str,
    post: Post,
    campaigns: Sequence[Campaign],
    due_on: date,
    by: Actor,
    at: datetime,
) -> Commitment:
    """Write down what a post promises, how one will see that it is done, and by when.

    Refused: no words, no measure, a post or campaign of elsewhere, a day before today (Invalid); whoever is not the
    office.
    """
    writing.require_office(by, joint)
    made_on = clock.local(at).date()
    fault = rules.due_fault(made_on, due_on)
    writing.check(
        rules.blanks(text=text, measure=measure),
        writing.post_faults("post", post, joint),
        writing.campaign_faults(campaigns, joint),
        {"due_on": [fault]} if fault else {},
    )
    commitment = Commitment.objects.create(
        joint=joint, text=text.strip(), measure=measure.strip(), post=post, made_on=made_on, due_on=due_on,
        first_due_on=due_on,
    )  # fmt: skip
    commitment.campaigns.set(campaigns)
    _record("commitment.made", commitment, by, at, measure=commitment.measure, campaigns=writing.named(campaigns))
    return commitment


@action("commitment.reported")
def report_on_commitment(
    *, commitment: Commitment, note: str, reference: str = "", by: Actor, at: datetime
) -> Commitment:
    """Report evidence of keeping it; whether it is kept, the office judges.

    Refused: no words (Invalid); one that is settled (NotPossibleNow); whoever is neither its post nor the office.
    """
    writing.require_office_or_post(by, commitment.joint, commitment.post)
    _refuse_settled(commitment)
    writing.check(rules.blanks(note=note))
    CommitmentStep.objects.create(
        commitment=commitment, kind=CommitmentStepKind.REPORTED, note=note.strip(), reference=reference.strip(),
        post=by.post, at=at,
    )  # fmt: skip
    _record("commitment.reported", commitment, by, at, note=note.strip(), reference=reference.strip() or "–")
    return commitment


@action("commitment.settled")
def settle_commitment(
    *,
    commitment: Commitment,
    outcome: str,
    note: str,
    reference: str = "",
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Commitment:
    """Judge a commitment: kept, partly or not kept, with what shows it.

    Refused: no words, kept without a reference, no such outcome (Invalid); one that is settled, one of one's own post
    (NotPossibleNow); whoever is not the office.
    """
    writing.require_office(by, commitment.joint)
    _refuse_settled(commitment)
    writing.refuse_own(by, commitment.post)
    faults = rules.blanks(note=note)
    if outcome not in rules.OUTCOMES:
        faults["outcome"] = [_("Choose one of them.")]
    elif outcome == "kept" and not reference.strip():
        faults["reference"] = [_("What is kept needs a document or a place where one can see it.")]
    writing.check(faults)
    writing.write(commitment, expected_version, state=outcome)
    CommitmentStep.objects.create(
        commitment=commitment, kind=CommitmentStepKind.SETTLED, outcome=outcome, note=note.strip(),
        reference=reference.strip(), post=by.post, at=at,
    )  # fmt: skip
    words = {"outcome": rules.OUTCOME_WORDS[outcome], "note": note.strip(), "reference": reference.strip() or "–"}
    _record("commitment.settled", commitment, by, at, **words)
    return commitment


@action("commitment.postponed")
def postpone_commitment(
    *, commitment: Commitment, due_on: date, note: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Commitment:
    """Give a commitment a later day, with the reason; the days before stay in sight.

    Refused: no reason, no later day (Invalid); one that is settled (NotPossibleNow); whoever is not the office.
    """
    writing.require_office(by, commitment.joint)
    _refuse_settled(commitment)
    fault = rules.postponement_fault(commitment.due_on, due_on)
    writing.check(rules.blanks(note=note), {"due_on": [fault]} if fault else {})
    old = commitment.due_on
    writing.write(commitment, expected_version, due_on=due_on)
    CommitmentStep.objects.create(
        commitment=commitment, kind=CommitmentStepKind.POSTPONED, note=note.strip(), old_due=old, new_due=due_on,
        post=by.post, at=at,
    )  # fmt: skip
    _record("commitment.postponed", commitment, by, at, old=old.isoformat(), note=note.strip())
    return commitment


@action("commitment.withdrawn")
def withdraw_commitment(
    *, commitment: Commitment, note: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Commitment:
    """Withdraw a commitment that was not made so; it stays readable with the reason and counts nowhere.

    Refused: no reason (Invalid); one that is settled (NotPossibleNow); whoever is not the office.
    """
    writing.require_office(by, commitment.joint)
    _refuse_settled(commitment)
    writing.check(rules.blanks(note=note))
    writing.write(commitment, expected_version, state=CommitmentState.WITHDRAWN)
    CommitmentStep.objects.create(
        commitment=commitment, kind=CommitmentStepKind.WITHDRAWN, note=note.strip(), post=by.post, at=at
    )
    _record("commitment.withdrawn", commitment, by, at, note=note.strip())
    return commitment
