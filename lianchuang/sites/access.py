"""Who may see and keep which places: everybody of the county sees its places, its campaign office keeps them."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from lianchuang.accounts.access import Actor
from lianchuang.sites.models import Site


def visible_sites(actor: Actor) -> QuerySet[Site]:
    """The places of the actor's own county."""
    if actor.is_system:
        return Site.objects.all()
    if actor.unit is None:
        return Site.objects.none()
    return Site.objects.filter(unit__path__startswith=actor.unit_path.split(".")[0] + ".")


def get_site(actor: Actor, site_id: UUID) -> Site:
    """The place with what its page needs, or 404."""
    tables = ("site_type", "unit", "owner_unit", "sponsor_unit", "contact_post__unit")
    site = visible_sites(actor).filter(pk=site_id).select_related(*tables).first()
    if site is None:
        raise Http404
    return site
