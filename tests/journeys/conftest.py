"""What the journeys share: one Chromium a module. Playwright runs a loop of its own, beside which Django's calls are safe."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browsing import chromium

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Two browsers and two servers share two cores; how fast a thing is has tests of its own.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started
