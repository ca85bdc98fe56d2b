"""The editor of a draft in a browser: one requirement is opened and changed by keyboard, and the page is not loaded anew."""

import pytest
from playwright.sync_api import Browser, expect

from lianchuang.standards.models import EditionState, Requirement
from tests.cast import Cast, make_edition, make_requirement
from tests.journeys.browsing import Windows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("size", "language"), [("desk", "zh-CN"), ("phone", "en-US")])
def test_one_requirement_is_changed_in_its_place(
    browser: Browser, live_server: object, cast: Cast, size: str, language: str
) -> None:
    edition = make_edition(standard=cast.wenming.edition.standard, code="a-draft", state=EditionState.DRAFT)
    chapter = make_requirement(edition=edition, code="A", name="第一章", scoring={"form": "information"})
    one = make_requirement(edition=edition, code="A1", name="街面整洁", parent=chapter, scoring={"form": "yes_no"})
    make_requirement(edition=edition, code="A2", name="楼道整洁", parent=chapter, scoring={"form": "yes_no"})
    windows = Windows(browser, live_server.url, size, language)  # type: ignore[attr-defined]
    with windows.window_of(cast.office) as page:
        page.goto(f"{windows.address}/standards/{edition.code}/")
        page.evaluate("() => { window.notLoadedAnew = true }")
        line = page.locator("#A1")
        line.locator("a").first.focus()
        page.keyboard.press("Enter")
        expect(line).to_have_class("open")
        line.locator(".st-doing a").first.click()
        page.locator("#A1 input[name=name]").fill("街面无垃圾")
        page.locator("#A1 select[name=form]").select_option("graded")
        expect(page.locator("#A1 input[name=value]")).to_be_hidden()
        page.locator("#A1 input[name=shares]").fill("100/50/0")
        page.locator("#A1 button[type=submit]").click()
        expect(page.locator("#A1")).to_contain_text("100/50/0")
        page.locator("#A1 > a").click()
        expect(page.locator("#A1.open")).to_have_count(0)
        expect(page.locator("#A2")).to_contain_text("楼道整洁")
        assert page.evaluate("() => window.notLoadedAnew") is True
        assert page.url.endswith(f"/standards/{edition.code}/")
    held = Requirement.objects.get(pk=one.pk)
    assert (held.name, held.scoring, held.version) == ("街面无垃圾", {"form": "graded", "shares": [100, 50, 0]}, 2)
