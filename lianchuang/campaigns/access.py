"""Who may see the joint campaign with its charter, who may write it, and who may report on their own part."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from lianchuang.accounts.access import Actor, visible_units
from lianchuang.accounts.models import Appointment, Post, Role
from lianchuang.campaigns.models import (
    CalendarFeed,
    Campaign,
    Charted,
    Commitment,
    Complaint,
    Demand,
    Honour,
    HonourEvidence,
    JointCampaign,
    Phase,
    RectificationItem,
    RectificationSource,
    Topic,
)

Row = TypeVar("Row", bound=Charted)


def visible_joint_campaigns(actor: Actor) -> QuerySet[JointCampaign]:
    """The joint campaigns of the tree in which this actor works."""
    if actor.is_system:
        return JointCampaign.objects.all()
    return JointCampaign.objects.filter(place__in=visible_units(actor))


def may_plan(actor: Actor, joint: JointCampaign) -> bool:
    """Whether this actor is the campaign office of the place."""
    return actor.is_system or actor.has_over(joint.place.path, Role.OFFICE)


def may_report(actor: Actor, joint: JointCampaign, post: Post) -> bool:
    """Whether this actor may report on what that post answers for."""
    return (actor.post is not None and actor.post.pk == post.pk) or may_plan(actor, joint)


def get_joint(actor: Actor) -> JointCampaign:
    """The joint campaign that the actor works for (the highest of several), or 404."""
    seen = visible_joint_campaigns(actor).select_related("place", "office").order_by("place__path", "pk")
    joint = seen.first()
    if joint is None:
        raise Http404
    return joint


def get_joint_to_plan(actor: Actor) -> JointCampaign:
    """The joint campaign for writing its charter: 404 for a stranger, NotAllowed for whoever is not its office."""
    joint = get_joint(actor)
    actor.require(Role.OFFICE, over=joint.place.path)
    return joint


def get_complaint_to_answer(actor: Actor, complaint_id: UUID) -> Complaint:
    """The complaint for answering it: 404 for a stranger, NotAllowed for an insider who is not of the office."""
    seen = Complaint.objects.filter(joint__in=visible_joint_campaigns(actor), pk=complaint_id)
    complaint = seen.select_related("joint__place", "post__unit").first()
    if complaint is None:
        raise Http404
    actor.require(Role.OFFICE, over=complaint.joint.place.path)
    return complaint


def get_campaign(actor: Actor, code: str) -> Campaign:
    """The campaign with its joint campaign, or 404 when it does not exist for this actor."""
    seen = Campaign.objects.filter(joint__in=visible_joint_campaigns(actor), code=code)
    campaign = seen.select_related("joint__place", "edition", "lead_post__unit").first()
    if campaign is None:
        raise Http404
    return campaign


def get_campaign_to_plan(actor: Actor, code: str) -> Campaign:
    """The campaign for moving its date: 404 for a stranger, NotAllowed for an insider who is not of the office."""
    campaign = get_campaign(actor, code)
    actor.require(Role.OFFICE, over=campaign.joint.place.path)
    return campaign


def _seen(rows: QuerySet[Row], actor: Actor, pk: UUID) -> Row:
    row = rows.filter(joint__in=visible_joint_campaigns(actor), pk=pk).select_related("joint__place").first()
    if row is None:
        raise Http404
    return row


def _planned(rows: QuerySet[Row], actor: Actor, pk: UUID) -> Row:
    """The row for writing it: 404 for a stranger, NotAllowed for an insider who is not of the office."""
    row = _seen(rows, actor, pk)
    actor.require(Role.OFFICE, over=row.joint.place.path)
    return row


def get_phase_to_plan(actor: Actor, phase_id: UUID) -> Phase:
    """The phase for changing or removing it."""
    phase = _planned(Phase.objects.all(), actor, phase_id)
    phase.campaign = Campaign.objects.filter(pk=phase.campaign_id).first() if phase.campaign_id else None
    return phase


def get_topic(actor: Actor, topic_id: UUID) -> Topic:
    """The topic with its owner and campaigns, or 404."""
    topic = _seen(Topic.objects.prefetch_related("campaigns"), actor, topic_id)
    topic.owner = Post.objects.select_related("unit").get(pk=topic.owner_id)
    return topic


def get_topic_to_plan(actor: Actor, topic_id: UUID) -> Topic:
    """The topic for writing it."""
    topic = get_topic(actor, topic_id)
    actor.require(Role.OFFICE, over=topic.joint.place.path)
    return topic


def get_topic_to_report(actor: Actor, topic_id: UUID) -> Topic:
    """The topic for reporting on it: the office and its owner."""
    topic = get_topic(actor, topic_id)
    if not may_report(actor, topic.joint, topic.owner):
        actor.require(Role.OFFICE, over=topic.joint.place.path)
    return topic


def get_commitment(actor: Actor, commitment_id: UUID) -> Commitment:
    """The commitment with its post and campaigns, or 404."""
    commitment = _seen(Commitment.objects.prefetch_related("campaigns"), actor, commitment_id)
    commitment.post = Post.objects.select_related("unit").get(pk=commitment.post_id)
    return commitment


def get_commitment_to_plan(actor: Actor, commitment_id: UUID) -> Commitment:
    """The commitment for judging, postponing or withdrawing it."""
    commitment = get_commitment(actor, commitment_id)
    actor.require(Role.OFFICE, over=commitment.joint.place.path)
    return commitment


def get_commitment_to_report(actor: Actor, commitment_id: UUID) -> Commitment:
    """The commitment for reporting on it: the office and its post."""
    commitment = get_commitment(actor, commitment_id)
    if not may_report(actor, commitment.joint, commitment.post):
        actor.require(Role.OFFICE, over=commitment.joint.place.path)
    return commitment


def get_honour(actor: Actor, honour_id: UUID) -> Honour:
    """The honour, or 404."""
    return _seen(Honour.objects.all(), actor, honour_id)


def get_honour_to_plan(actor: Actor, honour_id: UUID) -> Honour:
    """The honour for writing it."""
    return _planned(Honour.objects.all(), actor, honour_id)


def get_evidence_to_plan(actor: Actor, honour_id: UUID, evidence_id: UUID) -> HonourEvidence:
    """A document of an honour, for taking it off the list."""
    honour = get_honour_to_plan(actor, honour_id)
    evidence = HonourEvidence.objects.filter(honour=honour, pk=evidence_id).first()
    if evidence is None:
        raise Http404
    evidence.honour = honour
    return evidence


def get_source(actor: Actor, source_id: UUID) -> RectificationSource:
    """The related rectification, or 404."""
    return _seen(RectificationSource.objects.all(), actor, source_id)


def get_source_to_plan(actor: Actor, source_id: UUID) -> RectificationSource:
    """The related rectification for writing it."""
    return _planned(RectificationSource.objects.all(), actor, source_id)


def get_item_to_plan(actor: Actor, source_id: UUID, item_id: UUID) -> RectificationItem:
    """A point of a related rectification, for saying through what it is answered."""
    source = get_source_to_plan(actor, source_id)
    item = RectificationItem.objects.filter(source=source, pk=item_id).first()
    if item is None:
        raise Http404
    item.source = source
    return item


def get_demand_to_plan(actor: Actor, demand_id: UUID) -> Demand:
    """The demand for answering it or opening it again."""
    return _planned(Demand.objects.all(), actor, demand_id)


def get_feed(token: str, on: date) -> CalendarFeed:
    """The open calendar feed with this secret, while its person holds its post; else 404, whatever the reason."""
    holds = Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gt=on), person=OuterRef("person"), post=OuterRef("post"), since__lte=on
    )
    feeds = CalendarFeed.objects.filter(Exists(holds), token=token, closed_at__isnull=True, person__is_active=True)
    feed = feeds.select_related("post__unit", "person").first()
    if feed is None:
        raise Http404
    return feed
