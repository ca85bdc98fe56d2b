"""Who may read which bulletins, and who makes them."""

from typing import Literal

from django.db.models import Q, QuerySet
from django.http import Http404

from lianchuang.accounts.access import Actor, in_subtrees
from lianchuang.accounts.models import Role
from lianchuang.bulletins.models import Bulletin, BulletinState, PhotoPair
from lianchuang.campaigns.models import JointCampaign
from lianchuang.evidence.models import StoredFile

DRAFT_READERS = (Role.OFFICE, Role.LEADER)


def _works_there(actor: Actor, place: str) -> Q:
    """The place is above the actor's unit, or within the sub-tree of one of their roles."""
    codes = [code for code in actor.unit_path.split(".") if code]
    above = [".".join(codes[: depth + 1]) + "." for depth in range(len(codes))]
    return Q(**{f"{place}__path__in": above}) | in_subtrees(place, {held.path for held in actor.roles})


def _of_own_place(actor: Actor) -> QuerySet[Bulletin]:
    """The bulletins of the place this actor works for, drafts too; of nested places the nearest first."""
    if actor.is_system:
        return Bulletin.objects.all()
    if actor.post is None:
        return Bulletin.objects.none()
    return Bulletin.objects.filter(_works_there(actor, "joint__place"))


def visible_bulletins(actor: Actor) -> QuerySet[Bulletin]:
    """Published ones for everybody with a post in the place, drafts for its campaign office and its leaders."""
    if actor.is_system:
        return Bulletin.objects.all()
    drafts = in_subtrees("joint__place", actor.paths(*DRAFT_READERS))
    return _of_own_place(actor).filter(Q(state=BulletinState.PUBLISHED) | drafts)


def get_bulletin(actor: Actor, year: int, issue: int) -> Bulletin:
    """The bulletin with what its page needs, or 404 when it does not exist for this actor."""
    return _one(visible_bulletins(actor), year, issue)


def get_bulletin_for_office(actor: Actor, year: int, issue: int) -> Bulletin:
    """The bulletin for making it: 404 for a stranger, NotAllowed for an insider who is not the campaign office."""
    bulletin = _one(_of_own_place(actor), year, issue)
    actor.require(Role.OFFICE, over=bulletin.joint.place.path)
    return bulletin


def _one(bulletins: QuerySet[Bulletin], year: int, issue: int) -> Bulletin:
    found = bulletins.filter(year=year, issue=issue).order_by("-joint__place__path")
    bulletin = found.select_related("joint__place", "published_by__unit").first()
    if bulletin is None:
        raise Http404
    return bulletin


def get_joint_for_office(actor: Actor) -> JointCampaign:
    """The joint campaign whose bulletins this actor makes. NotAllowed for whoever is not its office."""
    actor.require(Role.OFFICE)
    joint = _own_joint(actor)
    if joint is None:
        raise Http404
    actor.require(Role.OFFICE, over=joint.place.path)
    return joint


def _own_joint(actor: Actor) -> JointCampaign | None:
    ours = JointCampaign.objects.select_related("place", "office").order_by("place__path")
    return (ours if actor.is_system else ours.filter(_works_there(actor, "place"))).last()


def makes_bulletins_somewhere(actor: Actor) -> bool:
    """Whether this actor is the campaign office of the own place."""
    joint = _own_joint(actor) if actor.has(Role.OFFICE) else None
    return joint is not None and makes_bulletins(actor, joint)


def makes_bulletins(actor: Actor, joint: JointCampaign) -> bool:
    """Whether this actor is the campaign office of the place."""
    return actor.has_over(joint.place.path, Role.OFFICE)


def get_pair_photo(actor: Actor, year: int, issue: int, order: int, side: Literal["before", "after"]) -> StoredFile:
    """A photo printed in a bulletin: who may read the bulletin may see it, whatever else they may see. Else 404."""
    bulletin = get_bulletin(actor, year, issue)
    pair = PhotoPair.objects.filter(bulletin=bulletin, order=order).select_related(f"{side}__file").first()
    if pair is None:
        raise Http404
    return pair.before.file if side == "before" else pair.after.file
