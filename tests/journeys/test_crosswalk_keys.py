"""The crosswalk by keyboard alone: find a requirement, hold it, link it, give it another relation, disconnect it."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from lianchuang.standards.models import Measure, MeasureLink, RejectedLink, Sharing
from tests.cast import Cast, build_cast, make_requirement
from tests.journeys.browsing import Windows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# The browser's driver runs an event loop in this thread; the database is used beside it, not within it.


@pytest.fixture
def county(transactional_db: None) -> Cast:
    cast = build_cast()
    measures = [
        Measure.objects.create(
            code=f"M{number:02d}",
            name=name,
            sharing=Sharing.VALUE,
            unit="%",
            source="示例",
            confidence="unverified",
            inputs=[],
        )
        for number, name in enumerate(("垃圾处理率", "绿化覆盖率"), start=1)
    ]
    MeasureLink.objects.create(
        measure=measures[0],
        requirement=cast.weisheng.edition.requirements.get(code="1"),
        relation="equal",
        reuse="value",
    )
    make_requirement(edition=cast.wenming.edition, code="G7", name="街头树木")
    return cast


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(40)


def reach(page: Page, name: str, most: int = 9) -> None:
    """Walk down until that one is chosen; each press moves on."""
    chosen = page.locator("#board [data-at] .cw-t")
    for _press in range(most):
        before = chosen.inner_text()
        if before == name:
            return
        page.keyboard.press("ArrowDown")
        expect(chosen).not_to_have_text(before)
    raise AssertionError(f"{name} is not reached by arrow keys")


def test_a_whole_link_by_keyboard_alone(county: Cast, browser: Browser, live_server: LiveServer) -> None:
    windows = Windows(browser, live_server.url, "desk", "zh-CN")
    with windows.window_of(county.office) as page:
        page.goto(f"{live_server.url}/standards/measures/")
        press(page, "/")
        page.keyboard.type("街头")
        press(page, "Enter")
        expect(page.locator("#board [data-found]")).to_be_visible()
        expect(page.locator("#board [data-at] .cw-t")).to_have_text("街头树木")
        press(page, "Space", "ArrowRight")
        reach(page, "绿化覆盖率")
        expect(page.locator("#pair .cw-ends")).to_contain_text("G7 街头树木")
        press(page, "&")
        expect(page.locator("#pair [data-remove]")).to_be_visible()
        link = MeasureLink.objects.get(requirement__code="G7")
        assert (link.measure.name, link.relation, link.drafter) == ("绿化覆盖率", "intersects", county.office.person)
        expect(page.locator("#board .cw-line[data-at]")).to_have_count(1)
        press(page, "<")
        expect(page.locator("#pair input[value=subset]")).to_be_checked()
        expect(page.locator("#pair [data-set] input[name=version]")).to_have_value("2")
        assert MeasureLink.objects.get(pk=link.pk).relation == "subset"
        press(page, "Delete")
        page.keyboard.type("两回事")
        press(page, "Enter")
        expect(page.locator("#pair [data-remove]")).to_have_count(0)
        assert not MeasureLink.objects.filter(pk=link.pk).exists()
        assert RejectedLink.objects.filter(requirement__code="G7").exists()


def test_the_keys_do_not_disturb_typing(county: Cast, browser: Browser, live_server: LiveServer) -> None:
    windows = Windows(browser, live_server.url, "desk", "zh-CN")
    with windows.window_of(county.office) as page:
        page.goto(f"{live_server.url}/standards/measures/")
        press(page, "?")
        page.keyboard.type("a=b&c/")
        assert page.locator("[data-search=right]").input_value() == "a=b&c/"
        assert MeasureLink.objects.count() == 1
