"""How many visits a stop had: the version that the device saw, and what came after it."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Person
from lianchuang.common.ids import own_id
from lianchuang.field.models import Submission
from lianchuang.inspections.models import RoundSite, Visit
from lianchuang.inspections.queries.stops import posts_of_stops


def pk_of(sent: UUID, person: Person) -> UUID:
    """Under which id this person's submission is kept: the device's, unless somebody else has used it."""
    taken = Submission.objects.filter(pk=sent).exclude(by=person).exists()
    return own_id(sent, person.pk) if taken else sent


def counted_visits(actor: Actor, stops: Sequence[RoundSite]) -> QuerySet[Visit]:
    """The visits that this actor's own would repeat, oldest first.

    Where the stop is theirs: those of their team. Where they help out: any of ours. Two teams may be sent to one place on
    purpose; those do not stand in each other's way.
    """
    first = stops[0]
    visits = Visit.objects.filter(round=first.round_id, site=first.site_id, outside_body="")
    own = [posts for posts in posts_of_stops(stops).values() if actor.post is not None and actor.post.pk in posts]
    if own:
        visits = visits.filter(by_post__in=own[0])
    return visits.select_related("by_post__unit").order_by("received_at", "pk")


def visits_since(actor: Actor, stops: Sequence[RoundSite], seen: int) -> list[Visit]:
    """The visits that came after the device had counted `seen` of them."""
    return list(counted_visits(actor, stops)[seen:])
