"""Who may see and keep which places: everybody of the county sees its places, its campaign office keeps them."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role
from lianchuang.sites.models import Site


def visible_sites(actor: Actor) -> QuerySet[Site]:
    """The places of the tree that the actor's post stands in: they are no secret among those who work here."""
    if actor.is_system:
        return Site.objects.all()
    if actor.post is None:
        return Site.objects.none()
    root = actor.unit_path.split(".")[0]
    return Site.objects.filter(unit__path__startswith=f"{root}.")


def get_site(actor: Actor, site_id: UUID) -> Site:
    """The place with what a page about it needs, or 404 when it does not exist for this actor."""
    loaded = ("site_type", "unit", "owner_unit", "sponsor_unit", "contact_post__unit")
    site = visible_sites(actor).select_related(*loaded).filter(pk=site_id).first()
    if site is None:
        raise Http404
    return site


def get_site_to_change(actor: Actor, site_id: UUID) -> Site:
    """The place for changing it: 404 for a stranger, NotAllowed for an insider who is not of its office."""
    site = get_site(actor, site_id)
    actor.require(Role.OFFICE, over=site.unit.path)
    return site


def may_add_sites(actor: Actor) -> bool:
    """Whether the actor may put places on the list somewhere."""
    return actor.is_system or actor.has(Role.OFFICE)
