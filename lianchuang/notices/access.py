"""Whose notices are whose; who looks after the worker and the robots."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from lianchuang.accounts.access import Actor, visible_units
from lianchuang.accounts.models import Role, Unit
from lianchuang.notices.models import Notice

KEEPERS = (Role.ADMINISTRATOR, Role.OFFICE)


def own_notices(actor: Actor) -> QuerySet[Notice]:
    """What the acting post is told; a person without a post is told nothing."""
    return Notice.objects.filter(post=actor.post) if actor.post else Notice.objects.none()


def get_own_notice(actor: Actor, notice_id: UUID) -> Notice:
    """The notice, or 404 when it is another post's."""
    notice = own_notices(actor).filter(pk=notice_id).first()
    if notice is None:
        raise Http404
    return notice


def require_keeper(actor: Actor) -> None:
    """Raise NotAllowed unless the actor looks after the program's chores."""
    actor.require(Role.ADMINISTRATOR)


def get_unit_to_equip(actor: Actor, unit_id: int) -> Unit:
    """The unit for giving it a robot: 404 for a stranger, NotAllowed for an insider who does not keep it in order."""
    unit = visible_units(actor).filter(pk=unit_id).first()
    if unit is None:
        raise Http404
    actor.require(*KEEPERS, over=unit.path)
    return unit
