"""What goes over with a post, as a list that two people sign."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from lianchuang.accounts.models import Appointment, Person, Post
from lianchuang.duties.models import HandOver
from lianchuang.duties.queries.answering import Answering, Asked


def list_of(answering: Answering) -> dict[str, Any]:
    """What a post answers for, in the county's words as they are now: this is what is frozen and signed."""
    return {
        "campaigns": [one.name for one in answering.campaigns_led],
        "requirements": [_words(asked) for asked in answering.leads],
        "responsible": [_words(asked) for asked in answering.responsible],
        "sites": [
            {
                "type": one.site_type.name,
                "sites": [{"code": site.code, "name": site.name, "unit": site.unit.short_name} for site in one.sites],
            }
            for one in answering.sites
        ],
        "matters": [{"name": one.category.name, "sites": one.sites} for one in answering.matters],
        "sponsored": [
            one.area.name if one.area else one.site.name if one.site else "" for one in answering.behind.by_post
        ],
    }


def _words(asked: Asked) -> dict[str, Any]:
    return {
        "campaign": asked.campaign.name,
        "seal": asked.campaign.seal,
        "requirements": [
            {
                "code": one.thing.code,
                "name": one.thing.requirement.name if one.thing.requirement else "",
                "is_veto": one.thing.is_veto,
            }
            for one in (*asked.vetoes, *asked.others)
        ],
    }


def hand_overs_with_words() -> QuerySet[HandOver]:
    """All hand-overs with everything that saying them needs."""
    return HandOver.objects.select_related("post__unit", "giver", "taker")


def unsigned() -> Q:
    """A filter: one of the two has not confirmed yet."""
    return Q(given_at__isnull=True) | Q(taken_at__isnull=True)


def waiting_for(person: Person | None) -> list[HandOver]:
    """The lists that wait for this person's confirmation."""
    if person is None:
        return []
    mine = Q(giver=person, given_at__isnull=True) | Q(taker=person, taken_at__isnull=True)
    return list(hand_overs_with_words().filter(mine))


def last_holder(post: Post, day: date) -> Appointment | None:
    """Who holds the post that day, else who held it last before."""
    terms = Appointment.objects.filter(post=post, since__lte=day).select_related("person")
    return terms.order_by("-since", "-pk").first()
