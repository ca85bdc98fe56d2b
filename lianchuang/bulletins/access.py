"""Who may read which bulletins."""

from django.db.models import Q, QuerySet
from django.http import Http404

from lianchuang.accounts.access import Actor, in_subtrees
from lianchuang.accounts.models import Role
from lianchuang.bulletins.models import Bulletin, BulletinState
from lianchuang.campaigns.models import JointCampaign


def visible_bulletins(actor: Actor) -> QuerySet[Bulletin]:
    """Published ones for everybody who works in the place, drafts for its office and leaders."""
    if actor.is_system:
        return Bulletin.objects.all()
    if actor.unit is None:
        return Bulletin.objects.none()
    root = actor.unit_path.split(".")[0] + "."
    here = Q(joint__place__path__startswith=root)
    drafts = in_subtrees("joint__place", actor.paths(Role.OFFICE, Role.LEADER))
    return Bulletin.objects.filter(here & (Q(state=BulletinState.PUBLISHED) | drafts))


def get_bulletin(actor: Actor, year: int, issue: int) -> Bulletin:
    """The bulletin with what its page needs, or 404 when it does not exist for this actor."""
    found = visible_bulletins(actor).filter(year=year, issue=issue)
    bulletin = found.select_related("joint__place", "joint__office", "published_by__unit").first()
    if bulletin is None:
        raise Http404
    return bulletin


def get_bulletin_for_office(actor: Actor, year: int, issue: int) -> Bulletin:
    """The bulletin for the office that makes it; an insider without that role is refused."""
    bulletin = get_bulletin(actor, year, issue)
    require_office(actor, bulletin.joint)
    return bulletin


def require_office(actor: Actor, joint: JointCampaign) -> None:
    """Raise NotAllowed unless the actor is the campaign office of the place."""
    actor.require(Role.OFFICE, over=joint.place.path)
