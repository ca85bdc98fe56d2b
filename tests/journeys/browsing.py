"""Chromium for the journeys: one browser, a signed-in window per person."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from lianchuang.accounts.middleware import ACTING_POST
from tests.cast import Member

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": (390, 844), "desk": (1440, 900)}


@contextmanager
def chromium() -> Iterator[Browser]:
    """A fresh Chromium; Debian's, never a download."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass(frozen=True)
class Windows:
    """Windows of one size and language onto one address."""

    browser: Browser
    address: str
    size: str
    language: str

    @contextmanager
    def window_of(self, member: Member) -> Iterator[Page]:
        """A window in which the member has signed in and acts in their post; a fault on the page fails the
        test.
        """
        client = Client()
        client.force_login(member.person)
        session = client.session
        session[ACTING_POST] = member.post.pk
        session.save()
        width, height = SIZES[self.size]
        context = self.browser.new_context(viewport={"width": width, "height": height}, locale=self.language)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.address}])
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        try:
            yield page
            assert faults == []
        finally:
            context.close()
