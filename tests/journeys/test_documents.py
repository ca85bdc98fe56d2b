"""A document's way in a browser: several files from a phone, one of them refused, one sent back, the good one kept; the book."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from lianchuang.common import clock
from lianchuang.evidence.actions import ask_for_document
from lianchuang.evidence.models import EvidenceRequest
from lianchuang.evidence.tests.samples import a_pdf, a_picture
from lianchuang.standards.models import Measure, Sharing
from tests.cast import Cast
from tests.journeys.browsing import Windows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def ask(cast: Cast) -> EvidenceRequest:
    measure = Measure.objects.create(code="M15", name="计划", sharing=Sharing.DOCUMENT, source="示例")
    today = clock.today()
    return ask_for_document(
        measure=measure, place=cast.county, unit=cast.street, what="年度计划", period_from=today - timedelta(days=90),
        period_to=today, due_on=today + timedelta(days=9), by=cast.office.actor, at=clock.now(),
    )  # fmt: skip


def sent(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_several_files_from_a_phone(browser: Browser, live_server: object, cast: Cast) -> None:
    one, day = ask(cast), (clock.today() - timedelta(days=30)).isoformat()
    phone = Windows(browser, live_server.url, "phone", "zh-CN")  # type: ignore[attr-defined]
    address = f"{phone.address}/evidence/requests/{one.pk}/"
    with phone.window_of(cast.coordinator) as page:
        page.goto(f"{address}supply/")
        page.locator("input[name=effective_on]").fill(day)
        files = [
            sent("计划.pdf", a_pdf()),
            sent("签章页.jpg", a_picture()),
            sent("图.svg", b"<svg><script>x()</script></svg>"),
        ]
        page.locator("input[name=documents]").set_input_files(files)  # type: ignore[arg-type]
        page.locator("form.lcform button[type=submit]").click()
        expect(page.locator(".errorlist")).to_contain_text("图.svg")
        expect(page.locator("input[name=effective_on]")).to_have_value(day)  # what was typed is still there
        expect(page.locator("form.lcform")).to_contain_text("计划.pdf、签章页.jpg")  # and what arrived
        page.locator("form.lcform button[type=submit]").click()
        expect(page.locator(".ev-pieces li")).to_have_count(2)
        assert page.evaluate("() => document.querySelector('.ev-thumb img').decode().then(() => true)")
    desk = Windows(browser, phone.address, "desk", "zh-CN")
    with desk.window_of(cast.office) as page:
        page.goto(address)
        page.locator("input[name=faulty]").nth(1).check()
        page.locator("input[name=reason]").fill("签章不清楚")
        page.locator(".ev-return button").click()
        expect(page.locator("li[data-faulty]")).to_contain_text("签章页.jpg")
    with phone.window_of(cast.coordinator) as page:
        page.goto(f"{address}supply/")
        expect(page.locator("input[name=keep]:checked")).to_have_count(1)
        page.locator("input[name=effective_on]").fill(day)
        page.locator("input[name=documents]").set_input_files(sent("新签章页.pdf", a_pdf("sealed")))  # type: ignore[arg-type]
        page.locator("form.lcform button[type=submit]").click()
        expect(page.locator(".ev-pieces")).to_contain_text("新签章页.pdf")
    with desk.window_of(cast.office) as page:
        page.goto(address)
        page.locator("form[action$='/accept/'] button").click()
        expect(page.locator("[data-state=accepted]")).to_be_visible()
    assert [str(piece) for piece in one.pieces.filter(withdrawn_at__isnull=True)] == ["计划.pdf", "新签章页.pdf"]
