"""The field app in a real Chromium on a profile of its own, beside a real server that can be killed."""

import os
import signal
import statistics
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import BrowserContext, CDPSession, FilePayload, Geolocation, Page, Playwright, expect

from lianchuang.inspections.models import Round
from lianchuang.sites.models import Site
from tests.cast import Cast, make_item, make_round, make_site, make_zone, photo_bytes, serial
from tests.journeys.browsing import ARGUMENTS, CHROMIUM
from tests.serving import RealServer

# A camera that shows a moving picture; whether a page may use it is still asked.
HERE: Geolocation = {"longitude": 112.5138, "latitude": 33.1}  # beyond the fourth lane of a walk
CAMERA = "--use-fake-device-for-media-stream"
CONTROLLED = """() => new Promise((done) => {
  const workers = navigator.serviceWorker;
  if (workers.controller) done(); else workers.addEventListener("controllerchange", () => done(), { once: true });
})"""

# Every photo takes its time until it is shrunk.
SLOW_CAMERA = """() => {
  const real = window.createImageBitmap;
  window.createImageBitmap = async (...given) => {
    await new Promise((done) => setTimeout(done, 1500));
    return real(...given);
  };
}"""


@dataclass
class Phone:
    """A phone: a profile on the disk, and the browser that runs on it now."""

    playwright: Playwright
    server: RealServer
    profile: Path
    cookie: str
    size: tuple[int, int] = (360, 740)
    scheme: Any = "light"
    context: BrowserContext | None = None
    faults: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        assert self.context is not None
        return self.context.pages[0]

    def switch_on(self, *, offline: bool = False) -> Page:
        """Start the browser on this profile, signed in."""
        width, height = self.size
        self.context = self.playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=CHROMIUM,
            args=[*ARGUMENTS, CAMERA],
            viewport={"width": width, "height": height},
            color_scheme=self.scheme,
            has_touch=True,
        )
        self.sign_in(self.cookie)
        self.context.set_offline(offline)
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.goto(f"{self.server.address}/field/", wait_until="domcontentloaded")
        return self.page

    def sign_in(self, cookie: str) -> None:
        assert self.context is not None
        name = settings.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": name, "value": cookie, "url": self.server.address}])

    def cut(self, is_cut: bool = True) -> None:
        """Take the network away, or give it back."""
        assert self.context is not None
        self.context.set_offline(is_cut)

    def go(self, name: str) -> None:
        """To a page of the app."""
        self.page.goto(f"{self.server.address}/field/#{name}")

    def die(self) -> None:
        """The battery is empty: SIGKILL to every process of this browser."""
        for entry in Path("/proc").iterdir():
            with suppress(OSError, ValueError):
                if str(self.profile).encode() in (entry / "cmdline").read_bytes():
                    os.kill(int(entry.name), signal.SIGKILL)
        with suppress(Exception):
            assert self.context is not None
            self.context.close()
        self.context = None
        for name in ("SingletonLock", "SingletonCookie", "SingletonSocket"):
            (self.profile / name).unlink(missing_ok=True)

    def back(self) -> None:
        """There is signal again, and the phone notices."""
        self.cut(is_cut=False)
        self.page.evaluate("window.dispatchEvent(new Event('online'))")

    def allow(self) -> None:
        """The person lets the app use the camera and the place."""
        assert self.context is not None
        self.context.grant_permissions(["geolocation", "camera"])
        self.context.set_geolocation(HERE)

    def wait_ready(self) -> None:
        """Until it opens without signal: its worker has it, and today's work is here."""
        self.page.evaluate(CONTROLLED)
        expect(self.page.locator("[data-begin]")).to_be_visible(timeout=60_000)

    def wait_sent(self, seconds: int = 90) -> None:
        """Until nothing waits."""
        expect(self.page.locator(".fd-tabs .badge")).to_have_count(0, timeout=seconds * 1000)
        self.page.goto(f"{self.server.address}/field/#sync")
        expect(self.page.locator(".fd-sum .num")).to_have_text("0", timeout=seconds * 1000)


@contextmanager
def phone_of(playwright: Playwright, server: RealServer, profile: Path, cookie: str, **more: Any) -> Iterator[Phone]:
    """A phone that is put away at the end; a fault in the app fails the test."""
    phone = Phone(playwright, server, profile, cookie, **more)
    try:
        yield phone
        assert phone.faults == []
    finally:
        if phone.context is not None:
            phone.context.close()


def walk_of(cast: Cast, number: int) -> tuple[Round, list[Site]]:
    """A round of today with so many lanes, each with items in two parts of the site."""
    zone = make_zone(site_type=cast.lane_type, code="corner", name="巷口", name_en="Corner")
    for _item in range(3):
        make_item(zone=zone, category=cast.rubbish)
    sites = [make_site(site_type=cast.lane_type, unit=cast.community, name=f"第{n + 1}巷") for n in range(number)]
    for place, site in enumerate(sites):
        Site.objects.filter(pk=site.pk).update(lon=112.5 + place * 0.004, lat=33.1 + place % 3 * 0.002)
    found = make_round(joint=cast.joint, planned_by=cast.office.post, inspector=cast.inspector.post, sites=sites)
    return found, sites


@dataclass(frozen=True)
class Typed:
    """What was typed at one site: cases, words and photos of one item."""

    site: str
    item: int
    count: int
    note: str
    photos: int


def snap() -> FilePayload:
    """A photo as the camera gives it; no two alike, also after they were shrunk."""
    number = serial()
    colour = (number * 47 % 256, number * 91 % 256, number * 17 % 256)
    return {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo_bytes(colour=colour, size=(320, 240))}


def fill_in_report(page: Page, title: str) -> None:
    """A report somewhere on the street, filled in and not handed in."""
    page.locator("[name=title]").fill(title)
    page.locator("[name=category]").select_option("roads")
    page.locator("[name=place]").fill("胜利路口")


def find_partly(page: Page) -> None:
    """A verification with a photo: two are left; not handed in."""
    page.locator(".now input").set_input_files(files=[snap()])
    page.locator("[data-verdict=partly]").click()
    page.locator(".fd-step button").last.click()


def begin(phone: Phone, kind: str) -> None:
    """Begin a piece of work and leave it."""
    if kind == "report":
        phone.go("report")
        fill_in_report(phone.page, "井盖松动")
    else:
        phone.page.locator("[data-begin]").click()
        phone.page.locator(".fd-item").first.click()


def expect_begun(phone: Phone, kind: str) -> None:
    """It is still there."""
    if kind == "report":
        phone.go("report")
        expect(phone.page.locator("[name=title]")).to_have_value("井盖松动")
    else:
        phone.go("today")
        phone.page.locator("[data-begin]").click()
        expect(phone.page.locator("[data-look=bad], .fd-bad")).to_have_count(1)


def hand_in(page: Page) -> None:
    """Until the app says that it is kept: only then it lies on the phone."""
    page.locator("[data-hand-in]").click()
    expect(page.locator("[data-hand-in]")).to_have_count(0)


def inspect(page: Page, number: int, photos: int) -> Typed:
    """Visit the next site: one item wrong, the rest fine."""
    name = page.locator(".fd-card h2").inner_text()
    page.locator("[data-begin]").click()
    first = page.locator(".fd-item").nth(number % 2)
    item = int(first.get_attribute("data-item") or 0)
    first.click()
    count = 1
    if page.locator(".fd-scale button").count() > 2 and number % 3:
        page.locator("[data-more]").click()
        count = 2
    for taken in range(photos):
        file = snap()
        page.locator(".fd-bad input[type=file]").set_input_files(files=[file])
        expect(page.locator(".fd-photos figure")).to_have_count(taken + 1)
    note = f"第{number + 1}次所见"
    page.locator(".fd-tog button").nth(1).click()
    page.locator(".fd-bad textarea").fill(note)
    page.locator("[data-all], [data-rest]").last.click()
    hand_in(page)
    return Typed(name, item, count, note, photos)


def look_at_all(page: Page, address: str, finding: str) -> Iterator[str]:
    """Every page of the app, one after the other."""
    for name in ("today", "verify", f"verify/{finding}", "report", "sync", "mine"):
        page.goto(f"{address}/field/#{name}")
        if name.startswith("verify/"):
            page.locator("[data-verdict=partly]").click()
        page.wait_for_timeout(150)
        yield name
        if name.startswith("verify/"):
            page.locator("[data-far]").click()
            page.locator("[data-live]").click()
            page.locator("[data-shoot]").wait_for()
            yield "live"
    page.goto(f"{address}/field/#today")
    page.locator("[data-from-here]").click()
    page.wait_for_timeout(150)
    yield "from here"
    page.locator("[data-begin]").click()
    page.locator(".fd-item").nth(1).click()
    page.locator(".fd-tog button").nth(1).click()
    page.wait_for_timeout(150)
    yield "site"


def small_targets(page: Page) -> list[str]:
    """What can be touched and is smaller than a wet thumb."""
    return page.evaluate(  # type: ignore[no-any-return]
        """() => [...document.querySelectorAll("#field button, #field a, #field select, #field input:not([type=file])")]
          .filter((each) => { const box = each.getBoundingClientRect();
            return box.height > 0 && box.height < 48 && !each.closest("p, .visually-hidden"); })
          .map((each) => each.outerHTML.slice(0, 80))"""
    )


OPEN = """async (site) => {
  location.hash = site;
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  do await frame(); while (!document.querySelector(".fd-zones"));
  await frame();
  document.body.getBoundingClientRect();
}"""


def usual_opening(page: Page, protocol: CDPSession, site: str) -> float:
    """Milliseconds that the page's thread works until the items are drawn: the median of seven openings.

    By the thread's own clock, so that other work of the machine does not count.
    """
    protocol.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        metrics = protocol.send("Performance.getMetrics")["metrics"]
        return next(each["value"] for each in metrics if each["name"] == "TaskDuration") * 1000

    taken = []
    for _time in range(7):
        page.evaluate("location.hash = '#today'")
        expect(page.locator(".fd-zones")).to_have_count(0)
        page.wait_for_timeout(60)
        before = worked()
        page.evaluate(OPEN, site)
        taken.append(worked() - before)
    return statistics.median(taken)
