"""The shared calendar as a page and as a feed with a secret address."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianchuang.accounts.access import ActorRequest, actors_of
from lianchuang.campaigns import access, actions, ical
from lianchuang.campaigns.queries import charter_of, dated_things, feed_things, months_of, open_feed_of
from lianchuang.common import clock

AHEAD = timedelta(days=366)


@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """The dates of the next twelve months, and the address under which one's own calendar can read them."""
    joint, today = access.get_joint(request.actor), clock.today()
    feed = open_feed_of(request.actor)
    address = request.build_absolute_uri(reverse("campaigns:feed", args=[feed.token])) if feed else ""
    context = {
        "joint": joint,
        "today": today,
        "months": months_of(dated_things(joint, charter_of(joint), today, today + AHEAD)),
        "campaigns": joint.campaigns.order_by("slot"),
        "feed": feed,
        "address": address,
    }
    return render(request, "campaigns/calendar.html", context)


@require_POST
def open_feed(request: ActorRequest) -> HttpResponse:
    """A new secret address; the one before stops to answer."""
    access.get_joint(request.actor)
    actions.open_feed(by=request.actor, at=clock.now())
    return redirect(f"{reverse('campaigns:calendar')}#feed")


@require_POST
def close_feed(request: ActorRequest) -> HttpResponse:
    """Close one's secret address."""
    access.get_joint(request.actor)
    actions.close_feed(by=request.actor, at=clock.now())
    return redirect(f"{reverse('campaigns:calendar')}#feed")


@login_not_required
@require_safe
def feed(request: ActorRequest, token: str) -> HttpResponse:
    """The calendar of a post as RFC 5545 text, to whoever knows the secret."""
    now, today = clock.now(), clock.today()
    held = access.get_feed(token, today)
    actor = next(actor for actor in actors_of(held.person, today) if actor.post == held.post)
    joint = access.get_joint(actor)
    with translation.override(held.person.language or "zh-hans"):
        content = ical.calendar_bytes(
            feed_things(held, joint, today),
            name=_("%(joint)s: calendar") % {"joint": joint.label},
            place=joint.place.code,
            address=request.build_absolute_uri,
            at=now,
        )
    headers = {"Cache-Control": "private, max-age=900", "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type=ical.CONTENT_TYPE, headers=headers)
