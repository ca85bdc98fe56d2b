"""Every honest exit of one finding in a browser: more time, deferral and review, not ours, several units; and own closing."""

import re
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from lianchuang.common import clock
from lianchuang.duties.models import RuleProposal
from lianchuang.findings.models import Finding, Part
from lianchuang.findings.rules import State
from lianchuang.findings.tests.ladder import dispatched
from tests.cast import Cast, Member, photo_bytes
from tests.journeys.browsing import Windows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def in_days(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


class Walk:
    """One finding, walked by several people."""

    def __init__(self, windows: Windows, finding: Finding, open_windows: ExitStack) -> None:
        self.windows, self.finding, self.open_windows = windows, finding, open_windows
        self.pages: dict[int, Page] = {}

    def page(self, member: Member) -> Page:
        """The member's window, opened once."""
        if member.post.pk not in self.pages:
            self.pages[member.post.pk] = self.open_windows.enter_context(self.windows.window_of(member))
        return self.pages[member.post.pk]

    def page_of(self, name: str) -> str:
        return self.windows.address + reverse(f"findings:{name}", args=[self.finding.pk])

    def do(self, member: Member, name: str, **typed: str) -> None:
        """Open a verb from the finding's own page, fill in its form, and be back on the page."""
        page = self.page(member)
        page.goto(self.page_of("show"))
        link = page.locator(f'.fd-next a[href="{reverse(f"findings:{name}", args=[self.finding.pk])}"]')
        if not link.is_visible():
            page.locator(".fd-next details summary").first.click()
        link.click()
        self.fill(page, typed)

    def fill(self, page: Page, typed: dict[str, str]) -> None:
        for field, value in typed.items():
            control = page.locator(f"main form [name={field}]")
            if field == "photos":
                control.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo_bytes()})
            elif control.evaluate("each => each.tagName") == "SELECT":
                control.select_option(value)
            elif control.get_attribute("type") == "checkbox":
                control.check()
            else:
                control.fill(value)
        page.locator("main form .btn.pri, main form .bigbtn").last.click()
        expect(page).to_have_url(re.compile(rf"/findings/{self.finding.pk}/$"))
        self.finding.refresh_from_db()

    def is_refused(self, member: Member, name: str, status: int) -> None:
        answer = self.page(member).goto(self.page_of(name))
        assert answer is not None
        assert answer.status == status


@pytest.mark.parametrize("size", ["phone"])
def test_every_exit_is_walked(browser: Browser, live_server: object, cast: Cast, size: str) -> None:
    finding = dispatched(cast, at=clock.now() - timedelta(minutes=9))
    with ExitStack() as open_windows:
        walk_all(Walk(Windows(browser, str(live_server), size, "zh-hans"), finding, open_windows), cast)


def walk_all(walk: Walk, cast: Cast) -> None:
    finding, holder, office = walk.finding, cast.post_holder, cast.office

    # more time: asked, granted
    walk.do(holder, "ask_extension", days="3", note="连续降雨")
    assert finding.extension_days == 3
    walk.do(office, "grant_extension", days="2", note="给两天")
    assert (finding.extension_days, finding.extend_count) == (0, 1)

    # cannot fix yet: asked, granted, in the pool, reviewed, resumed
    asked = {"reason": "works", "note": "等管网", "plan": "下月开挖", "until": in_days(40)}
    walk.do(holder, "ask_deferral", **asked)
    walk.do(office, "grant_deferral", review_on=in_days(7))
    assert finding.state == State.DEFERRED
    review_in_pool(walk, office)
    assert (finding.review_count, finding.review_on) == (1, clock.today() + timedelta(days=14))
    walk.do(holder, "resume", note="已开挖")

    # not ours: returned, ruled with the boundary, a rule proposed
    walk.do(holder, "return", note="井盖不归我们")
    ruling = {"post": str(cast.colleague.post.pk), "note": "界线以内", "boundary": "以路牙为界", "propose": "on"}
    walk.do(office, "rule", **ruling)
    assert finding.responsible_post == cast.colleague.post
    assert RuleProposal.objects.get().boundary == "以路牙为界"

    # several units: not handed in before the part is done
    doer, until = cast.nobody_special, in_days(3)
    walk.do(cast.colleague, "split", part_post=str(doer.post.pk), task="移走摊位", until=until)
    walk.is_refused(cast.colleague, "submit", 409)
    hand_in_from_home(walk, doer)
    walk.do(cast.colleague, "submit", note="都好了", photos="")

    # nobody closes his own, nor does whoever did a part or handled it
    for member in (cast.colleague, cast.same_unit_verifier, cast.verifier):
        walk.is_refused(member, "verify", 403)
    page = walk.page(cast.inspector)
    page.goto(walk.page_of("verify"))
    page.locator("button[name=passed][value=yes]").click()
    expect(page).to_have_url(re.compile(rf"/findings/{finding.pk}/$"))
    expect(page.locator(".fd-passes li").first).to_be_visible()
    finding.refresh_from_db()
    assert finding.state == State.CLOSED


def review_in_pool(walk: Walk, office: Member) -> None:
    page = walk.page(office)
    page.goto(walk.windows.address + reverse("findings:pool"))
    expect(page.locator(".fd-pool article")).to_contain_text("等管网")
    page.locator(f'a[href="{reverse("findings:review", args=[walk.finding.pk])}"]').click()
    walk.fill(page, {"note": "已招标", "review_on": in_days(14)})


def hand_in_from_home(walk: Walk, doer: Member) -> None:
    part, page = Part.objects.get(), walk.page(doer)
    page.goto(walk.windows.address + reverse("desk:home"))
    page.locator(f'a[href="{reverse("findings:part", args=[part.finding_id, part.pk, "done"])}"]').click()
    walk.fill(page, {"note": "已移走"})
