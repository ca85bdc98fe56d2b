"""Who may see the standards: they are public catalogues, open to everyone who works here."""

from django.db.models import QuerySet
from django.http import Http404

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Role
from lianchuang.standards.models import Edition, EditionState

EDITORS = (Role.OFFICE, Role.ADMINISTRATOR, Role.AUDITOR)


def visible_editions(actor: Actor) -> QuerySet[Edition]:
    """Published editions for everyone with a post; drafts for those who may load them."""
    if actor.is_system or actor.has(*EDITORS):
        return Edition.objects.all()
    if actor.post is None:
        return Edition.objects.none()
    return Edition.objects.filter(state=EditionState.PUBLISHED)


def get_edition(actor: Actor, code: str) -> Edition:
    """The edition with its standard, or 404 when it does not exist for this actor."""
    edition = visible_editions(actor).select_related("standard").filter(code=code).first()
    if edition is None:
        raise Http404
    return edition
