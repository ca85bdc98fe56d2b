"""The calendar as RFC 5545 text, through the library that knows it. No rows, no clock."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event
from icalendar.prop import vDuration, vText

from lianchuang.campaigns.queries.calendar import Dated

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Lianchuang//Joint campaign//ZH"
REFRESH = timedelta(hours=6)


def calendar_bytes(
    things: Iterable[Dated], *, name: str, place: str, address: Callable[[str], str], at: datetime
) -> bytes:
    """The things as one calendar of whole days. `place` (a unit's code) keeps the ids apart from other counties'."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", vText(name))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    for one in things:
        calendar.add_component(_event(one, place, address, at))
    return bytes(calendar.to_ical())


def uid_of(one: Dated, place: str) -> str:
    """The same thing has the same id for ever, whatever the address of this server."""
    return f"{uuid5(NAMESPACE_URL, f'urn:lianchuang:{place}:{one.key}')}@lianchuang"


def _event(one: Dated, place: str, address: Callable[[str], str], at: datetime) -> Event:
    event = Event()
    event.add("uid", uid_of(one, place))
    event.add("dtstamp", at)
    event.add("dtstart", one.day)
    event.add("dtend", one.last + timedelta(days=1))  # the first day that is no longer part of it
    event.add("summary", one.title)
    if one.post is not None:
        event.add("description", one.post.full_name)
    if one.campaigns:
        event.add("categories", [campaign.label for campaign in one.campaigns])
    event.add("url", address(one.url))
    event.add("transp", "TRANSPARENT")
    return event
