"""Rules proposed from one case: written down by the program when somebody rules, decided by a person of the office."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Post, Role, Unit
from lianchuang.audit.actions import action, nothing_changed, record
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotPossibleNow, Reason
from lianchuang.duties.actions.ruling import add_rule
from lianchuang.duties.models import DutyRule, ProposalState, RuleProposal
from lianchuang.sites.models import Category, CheckItem, Site

PROPOSERS = (Role.OFFICE, Role.INSPECTOR, Role.VERIFIER)


@action("duty_proposal.made")
def propose_rule(
    *,
    area: Unit,
    site: Site | None,
    item: CheckItem | None,
    category: Category,
    post: Post,
    boundary: str,
    origin: tuple[str, str, str],
    by: Actor,
    at: datetime,
) -> RuleProposal | None:
    """Propose that what was ruled in one case holds from now on: this matter at this place, this post.

    `origin`: kind, id and words of the case. The same proposal still open is not made twice (None). Refused: no boundary
    in words, a post of elsewhere (Invalid); whoever neither rules nor looks on the spot.
    """
    by.require(*PROPOSERS, over=area.path)
    if not boundary.strip():
        raise Invalid({"boundary": [_("Say in words where the boundary runs.")]})
    if post.unit.path.split(".", 1)[0] != area.path.split(".", 1)[0]:
        raise Invalid({"post": [_("This post is of another county.")]})
    narrow: dict[str, Any] = {"site": site, "item": item, "category": None if item else category}
    asked = RuleProposal.objects.filter(state=ProposalState.OPEN, area=area, post=post, **narrow)
    if asked.exists():
        nothing_changed()
        return None
    kind, origin_id, words = origin
    proposal = RuleProposal.objects.create(
        area=area, post=post, boundary=boundary.strip()[:200], origin_kind=kind, origin_id=origin_id,
        origin_words=words[:200], made_at=at, **narrow,
    )  # fmt: skip
    _record("duty_proposal.made", proposal, by, at)
    return proposal


@action("duty_proposal.accepted")
def accept_proposal(*, proposal: RuleProposal, by: Actor, at: datetime) -> DutyRule:
    """Make the rule that was proposed, with the boundary as its ground.

    Refused as `add_rule` refuses: a rule in force for the same (NotPossibleNow), whoever is not the office.
    """
    _require_open(proposal, by)
    ground = f"{proposal.boundary}（{proposal.origin_words}）"
    rule = add_rule(**conditions_of(proposal), ground=ground[:200], by=by, at=at)
    _decide(proposal, ProposalState.ACCEPTED, at, "", rule)
    _record("duty_proposal.accepted", proposal, by, at, rule=str(rule))
    return rule


@action("duty_proposal.declined")
def decline_proposal(*, proposal: RuleProposal, reason: str, by: Actor, at: datetime) -> RuleProposal:
    """Say why what was ruled in one case shall be no rule. Refused: no reason (Invalid); whoever is not the office."""
    _require_open(proposal, by)
    if not reason.strip():
        raise Invalid({"reason": [_("Say why in a sentence.")]})
    _decide(proposal, ProposalState.DECLINED, at, reason.strip()[:300], None)
    _record("duty_proposal.declined", proposal, by, at, reason=reason.strip())
    return proposal


def conditions_of(proposal: RuleProposal) -> dict[str, Any]:
    """The proposal as `add_rule` takes it; where a site is named the area says nothing more."""
    return {
        "site": proposal.site,
        "item": proposal.item,
        "category": proposal.category,
        "area": None if proposal.site else proposal.area,
        "post": proposal.post,
    }


def _require_open(proposal: RuleProposal, by: Actor) -> None:
    by.require(Role.OFFICE, over=proposal.area.path)
    if proposal.state != ProposalState.OPEN:
        raise NotPossibleNow([Reason("decided", _("It has been decided already."))])


def _decide(proposal: RuleProposal, state: ProposalState, at: datetime, reason: str, rule: DutyRule | None) -> None:
    still = RuleProposal.objects.filter(pk=proposal.pk, state=ProposalState.OPEN)
    if not still.update(state=state, decided_at=at, reason=reason, rule=rule):
        raise ChangedMeanwhile
    proposal.state, proposal.decided_at, proposal.reason, proposal.rule = state, at, reason, rule


def _record(code: str, proposal: RuleProposal, by: Actor, at: datetime, **more: str) -> None:
    place = proposal.site.name if proposal.site else proposal.area.name
    matter = proposal.item.text if proposal.item else proposal.category.name if proposal.category else "–"
    data = {
        "matter": matter, "place": place, "post": proposal.post.written_name, "boundary": proposal.boundary,
        "origin": proposal.origin_words, "post_id": proposal.post_id, **more,
    }  # fmt: skip
    record(code=code, by=by, at=at, object_kind="duty_proposal", object_id=proposal.pk, data=data)
