"""Who may see rules, sponsorships, task tables and the proof, who may change them, who may sign a hand-over."""

from django.db.models import Q, QuerySet
from django.http import Http404

from lianchuang.accounts.access import MANAGERS, Actor, in_subtrees, visible_units
from lianchuang.accounts.models import Post, Role
from lianchuang.campaigns.access import visible_joint_campaigns
from lianchuang.campaigns.models import Campaign
from lianchuang.duties.models import DutyRule, HandOver, ProposalState, RuleProposal, Sponsorship, TaskRow, TaskTable
from lianchuang.duties.queries import Reach, hand_overs_with_words, rules_with_words, sponsorships_with_words
from lianchuang.sites.access import visible_sites
from lianchuang.standards.models import Requirement


def visible_rules(actor: Actor) -> QuerySet[DutyRule]:
    """Rules that hold everywhere and those of the actor's own tree, retired ones too, with their words loaded."""
    if actor.is_system:
        return rules_with_words()
    if actor.post is None:
        return DutyRule.objects.none()
    here = Q(area__isnull=True) | Q(area__in=visible_units(actor))
    return rules_with_words().filter(here & (Q(site__isnull=True) | Q(site__in=visible_sites(actor))))


def may_change_rules(actor: Actor) -> bool:
    """Whether the actor may add and retire rules somewhere."""
    return actor.is_system or actor.has(Role.OFFICE)


def get_rule_to_retire(actor: Actor, number: int) -> DutyRule:
    """The rule for retiring it: 404 for a stranger, NotAllowed for an insider who is not of the office."""
    rule = visible_rules(actor).filter(number=number).first()
    if rule is None:
        raise Http404
    area = rule.site.unit if rule.site else rule.area
    actor.require(Role.OFFICE, over=area.path if area else None)
    return rule


def open_proposals(actor: Actor) -> QuerySet[RuleProposal]:
    """The proposed rules that wait for this actor's decision: those of the places over which they are of the office."""
    waiting = RuleProposal.objects.filter(state=ProposalState.OPEN)
    if not actor.is_system:
        waiting = waiting.filter(in_subtrees("area", actor.paths(Role.OFFICE)))
    return waiting.select_related("area", "site", "item", "category", "post__unit")


def get_proposal_to_decide(actor: Actor, proposal_id: int) -> RuleProposal:
    """The proposal for deciding it: NotAllowed for whoever is not of an office, 404 for another's office."""
    actor.require(Role.OFFICE)
    here = RuleProposal.objects.filter(in_subtrees("area", actor.paths(Role.OFFICE)))
    loaded = ("area", "site__unit", "site__site_type", "item", "category", "post__unit")
    found = here.filter(pk=proposal_id).select_related(*loaded).first()
    if found is None:
        raise Http404
    return found


def reach_of(actor: Actor) -> Reach:
    """The campaigns, sites and units whose duties this actor sees: those of their tree. They are no secret there."""
    campaigns = Campaign.objects.filter(joint__in=visible_joint_campaigns(actor))
    return Reach(campaigns, visible_sites(actor), visible_units(actor))


def visible_requirements(actor: Actor) -> QuerySet[Requirement]:
    """The requirements and headings of the editions that the actor's campaigns pursue, in the order of the trees."""
    editions = reach_of(actor).campaigns.values("edition")
    return Requirement.objects.filter(edition__in=editions).order_by("edition__standard__slot", "path")


def get_requirement(actor: Actor, requirement_id: int) -> tuple[Campaign, Requirement]:
    """A requirement with the campaign that pursues it, or 404 when the actor's campaigns have none such."""
    found = Requirement.objects.filter(pk=requirement_id).first()
    campaigns = reach_of(actor).campaigns.select_related("joint__place", "edition")
    pursued = campaigns.filter(edition=found.edition_id).order_by("pk").first() if found else None
    if pursued is None or found is None:
        raise Http404
    return pursued, found


def get_post(actor: Actor, post_id: int) -> Post:
    """The post with its unit and kind, or 404 when it stands in another tree."""
    seen = Post.objects.filter(pk=post_id, unit__in=visible_units(actor)).select_related("unit", "kind").first()
    if seen is None:
        raise Http404
    return seen


def get_post_to_hand_over(actor: Actor, post_id: int) -> Post:
    """The post for handing it over: 404 for a stranger, NotAllowed for an insider who does not manage its unit."""
    post = get_post(actor, post_id)
    actor.require(*MANAGERS, over=post.unit.path)
    return post


def may_hand_over(actor: Actor, post: Post) -> bool:
    """Whether the actor may hand this post over."""
    return actor.is_system or actor.has_over(post.unit.path, *MANAGERS)


def visible_sponsorships(actor: Actor) -> QuerySet[Sponsorship]:
    """The sponsorships of the actor's own tree, ended ones too."""
    here = Q(area__in=visible_units(actor)) | Q(site__in=visible_sites(actor))
    return sponsorships_with_words().filter(here)


def get_sponsorship_to_end(actor: Actor, sponsorship_id: int) -> Sponsorship:
    """The sponsorship for ending it: 404 for a stranger, NotAllowed for an insider who is not of the office."""
    found = visible_sponsorships(actor).filter(pk=sponsorship_id).first()
    if found is None:
        raise Http404
    place = found.site.unit if found.site else found.area
    actor.require(Role.OFFICE, over=place.path if place else None)
    return found


def visible_hand_overs(actor: Actor) -> QuerySet[HandOver]:
    """The lists one gives or takes, and for those who manage units the lists of posts there."""
    rows = hand_overs_with_words()
    if actor.is_system:
        return rows
    mine = Q(giver=actor.person) | Q(taker=actor.person)
    return rows.filter(mine | in_subtrees("post__unit", actor.paths(*MANAGERS)))


def get_hand_over(actor: Actor, hand_over_id: int) -> HandOver:
    """The list, or 404 for those whom it does not concern."""
    found = visible_hand_overs(actor).filter(pk=hand_over_id).first()
    if found is None:
        raise Http404
    return found


# --- task tables ---


def visible_tables(actor: Actor) -> QuerySet[TaskTable]:
    """The task tables of the places over which the actor is of the office."""
    if actor.is_system:
        return TaskTable.objects.all()
    return TaskTable.objects.filter(in_subtrees("county", actor.paths(Role.OFFICE)))


def get_table(actor: Actor, table_id: int) -> TaskTable:
    """The table with its county and campaign: NotAllowed for whoever is not of an office, 404 for another's office."""
    actor.require(Role.OFFICE)
    table = (
        visible_tables(actor)
        .filter(pk=table_id)
        .select_related("county", "campaign__edition", "campaign__joint")
        .first()
    )
    if table is None:
        raise Http404
    return table


def get_row_to_mend(actor: Actor, row_id: int) -> TaskRow:
    """The row with its table, refused as `get_table` refuses."""
    actor.require(Role.OFFICE)
    loaded = ("table__county", "table__campaign__edition", "lead_post__unit", "requirement")
    row = TaskRow.objects.filter(table__in=visible_tables(actor), pk=row_id).select_related(*loaded).first()
    if row is None:
        raise Http404
    return row
