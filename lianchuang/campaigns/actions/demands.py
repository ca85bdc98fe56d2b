"""Writing what a notice demands: accepted by a person line by line, answered, opened again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.audit.actions import action, record
from lianchuang.campaigns import rules
from lianchuang.campaigns.actions import writing
from lianchuang.campaigns.models import (
    Campaign,
    Commitment,
    Demand,
    DemandState,
    JointCampaign,
    Notice,
    NoticeCampaign,
    Topic,
)
from lianchuang.common.refusals import Invalid, NotPossibleNow, Reason


@dataclass(frozen=True)
class SaidOfCampaign:
    """What the notice says of one of our campaigns: its name and lead post there, and the sentence."""

    campaign: Campaign
    name: str
    lead_post: str
    sentence: str


@action("notice.accepted")
def accept_notice(
    *,
    joint: JointCampaign,
    title: str,
    dated: date | None = None,
    demands: Sequence[tuple[str, str]] = (),
    campaigns: Sequence[SaidOfCampaign] = (),
    by: Actor,
    at: datetime,
) -> Notice:
    """Take over what a person chose of a notice: demands, each (words, sentence), and what it says of our campaigns.

    Refused: no title, nothing chosen, a demand without words, one campaign twice or of elsewhere (Invalid); whoever is
    not the office.
    """
    writing.require_office(by, joint)
    _check(joint, title, demands, campaigns)
    notice = Notice.objects.create(joint=joint, title=title.strip(), dated=dated, accepted_at=at)
    Demand.objects.bulk_create(
        Demand(joint=joint, notice=notice, order=order, text=text.strip(), sentence=sentence.strip())
        for order, (text, sentence) in enumerate(demands, start=1)
    )
    NoticeCampaign.objects.bulk_create(
        NoticeCampaign(
            notice=notice, campaign=one.campaign, name=one.name, lead_post=one.lead_post, sentence=one.sentence
        )
        for one in campaigns
    )
    data = {
        "notice": notice.title,
        "dated": dated.isoformat() if dated else "–",
        "demands": len(demands),
        "campaigns": writing.named(one.campaign for one in campaigns) or "–",
    }
    record(code="notice.accepted", by=by, at=at, object_kind="notice", object_id=notice.pk, data=data)
    return notice


def _check(
    joint: JointCampaign,
    title: str,
    demands: Sequence[tuple[str, str]],
    campaigns: Sequence[SaidOfCampaign],
) -> None:
    writing.check(rules.blanks(title=title))
    if not demands and not campaigns:
        raise Invalid({"demands": [_("Nothing is ticked; nothing was accepted.")]})
    if not all(text.strip() for text, _sentence in demands):
        raise Invalid({"demands": [_("A ticked demand has no words.")]})
    chosen = [one.campaign.pk for one in campaigns]
    if len(chosen) != len(set(chosen)):
        raise Invalid({"campaigns": [_("Two drafted campaigns are linked to the same one.")]})
    writing.check(writing.campaign_faults([one.campaign for one in campaigns], joint) if campaigns else {})


def _record(code: str, demand: Demand, by: Actor, at: datetime, **more: str) -> None:
    data = {"demand": demand.text, **more}
    record(code=code, by=by, at=at, object_kind="demand", object_id=demand.pk, data=data)


@action("demand.answered")
def answer_demand(
    *,
    demand: Demand,
    answer: str,
    topic: Topic | None = None,
    commitment: Commitment | None = None,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Demand:
    """Say where a demand is answered: in words, and by a topic or a commitment when it is one.

    Refused: no words, a topic or commitment of elsewhere (Invalid); one answered already (NotPossibleNow); whoever is
    not the office.
    """
    writing.require_office(by, demand.joint)
    if demand.state == DemandState.ANSWERED:
        raise NotPossibleNow([Reason("answered", _("This demand is answered already."))])
    foreign = {
        field: [_("Choose one of this joint campaign.")]
        for field, row in (("topic", topic), ("commitment", commitment))
        if row is not None and row.joint_id != demand.joint_id
    }
    writing.check(rules.blanks(answer=answer), foreign)
    writing.write(
        demand, expected_version, state=DemandState.ANSWERED, answer=answer.strip(), topic=topic, commitment=commitment
    )
    _record("demand.answered", demand, by, at, answer=demand.answer)
    return demand


@action("demand.reopened")
def reopen_demand(
    *, demand: Demand, reason: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Demand:
    """Open a demand again that was not answered after all.

    Refused: no reason (Invalid); one that is open (NotPossibleNow); whoever is not the office.
    """
    writing.require_office(by, demand.joint)
    if demand.state == DemandState.OPEN:
        raise NotPossibleNow([Reason("open", _("This demand is open."))])
    writing.check(rules.blanks(reason=reason))
    before = demand.answer
    writing.write(demand, expected_version, state=DemandState.OPEN, answer="", topic=None, commitment=None)
    _record("demand.reopened", demand, by, at, answer=before, reason=reason.strip())
    return demand
