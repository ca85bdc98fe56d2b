"""Every page in a real browser: axe finds nothing against WCAG 2.2 AA, and nothing is wider than a small phone."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Error, Page

from tests.pages import readable
from tests.world import NOBODY, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# The browser's driver runs an event loop in this thread; the database is used beside it, not within it.

RULES = {
    "preload": False,
    "resultTypes": ["violations"],  # the rest is counted, not described: a third of the time
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
}
LOOKS = {
    "phone": {"viewport": {"width": 320, "height": 640}, "color_scheme": "light", "locale": "zh-CN"},
    "desk": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark", "locale": "en-US"},
}


def window(browser: Browser, world: World, role: str, look: str, address: str) -> BrowserContext:
    """A window of that look in which that role has signed in; no movement is waited for."""
    context = browser.new_context(**LOOKS[look], reduced_motion="reduce")  # type: ignore[arg-type]  # values of a table
    if role != NOBODY:
        person = world.cast.members[role].person
        type(person).objects.filter(pk=person.pk).update(language="zh-hans" if look == "phone" else "en")
        cookie = world.clients[role].cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    return context


def is_page(page: Page, address: str) -> bool:
    """Go there: whether it is a page, and no file that comes down."""
    try:
        answer = page.goto(address)
    except Error as fault:
        if "Download is starting" in str(fault):
            return False
        raise
    return answer is not None and answer.headers.get("content-type", "").startswith("text/html")


def faults_of(page: Page, axe: Axe) -> list[str]:
    """What axe finds, and what sticks out to the right."""
    found: dict[str, Any] = axe.run(page, options=RULES).response
    faults = [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"][:3]]
    width, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [*faults, f"{width} px wide in {room}"] if width > room else faults


@pytest.mark.parametrize("look", sorted(LOOKS))
def test_every_page_is_open_to_everybody(browser: Browser, world: World, live_server: object, look: str) -> None:
    address, axe = str(live_server), Axe()
    pages: dict[str, list[str]] = {}
    for name, role in readable().items():
        pages.setdefault(role, []).append(name)
    faults: dict[str, list[str]] = {}
    for role, names in pages.items():
        context = window(browser, world, role, look, address)
        page = context.new_page()
        for name in names:
            if is_page(page, address + world.address(name)) and (wrong := faults_of(page, axe)):
                faults[name] = wrong
        context.close()
    assert not faults, "\n".join(f"{name}: {fault}" for name, wrong in faults.items() for fault in wrong)
