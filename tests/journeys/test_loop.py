"""The loop in a browser: from a visit to the bulletin, at both sizes and in both languages."""

import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from lianchuang.bulletins import actions as bulletins
from lianchuang.common import clock
from lianchuang.common.workdays import calendar
from lianchuang.findings.models import Finding
from lianchuang.findings.rules import State
from lianchuang.inspections import actions as inspections
from lianchuang.inspections.models import Round, RoundKind, Visit
from tests.cast import Cast, Member, photo_bytes
from tests.journeys.browsing import Windows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# The browser's driver runs an event loop in this thread; the database is used beside it, not within it.


def start_round(cast: Cast) -> Round:
    """A round that runs today, with the lane in its sample."""
    now = clock.now()
    today = clock.local(now).date()
    made = inspections.plan_round(
        joint=cast.joint,
        name="日常督查",
        kind=RoundKind.ROUTINE,
        starts_on=today - timedelta(days=3),
        ends_on=today + timedelta(days=6),
        by=cast.office.actor,
        at=now,
    )
    inspections.draw_sample(
        round=made,
        sites_per_type=None,
        everything=True,
        seed=1,
        inspectors=[cast.inspector.post],
        by=cast.office.actor,
        at=now,
    )
    return inspections.start_round(round=made, by=cast.office.actor, at=now)


def record_visit(page: Page, address: str, cast: Cast, made: Round) -> None:
    """Two cases of rubbish with a photo; the rest is fine."""
    page.goto(address + reverse("inspections:visit_form", args=[made.pk, cast.lane.pk]))
    item = cast.rubbish_item.pk
    page.locator(f"#item-{item} summary").click()
    page.locator(f"input[name=photos-{item}]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo_bytes()}
    )
    more = page.locator(f"#item-{item} [data-more]")
    more.click()
    more.click()
    expect(page.locator(f"#item-{item} input[name=kept-{item}]")).to_have_count(1)  # the photo has arrived
    hand_in, go = page.locator("form[data-visit]").get_attribute("data-send-words"), page.locator("[data-go]")
    for _press in range(6):  # the rest is fine, the next part; each at once
        if go.inner_text() == hand_in:
            break
        go.click()
    expect(go).to_have_text(str(hand_in))
    go.click()
    expect(page).to_have_url(re.compile(r"/visits/"))


def submit(page: Page, address: str, finding: Finding) -> None:
    """The post-holder's three taps: open, photo with a word, hand in."""
    page.goto(address + reverse("findings:submit", args=[finding.pk]))
    page.locator("textarea[name=note]").fill("已清运，增设两只桶。")
    page.locator("input[name=photos]").set_input_files(
        {"name": "b.jpg", "mimeType": "image/jpeg", "buffer": photo_bytes()}
    )
    page.locator("main form .btn.pri, main form .bigbtn").last.click()
    expect(page).to_have_url(re.compile(rf"/findings/{finding.pk}/$"))


def verify(page: Page, address: str, finding: Finding, verdict: str, note: str) -> None:
    page.goto(address + reverse("findings:verify", args=[finding.pk]))
    page.locator("textarea[name=note]").fill(note)
    page.locator(f"button[name=passed][value={verdict}]").click()
    expect(page).to_have_url(re.compile(rf"/findings/{finding.pk}/$"))


def publish_week(cast: Cast, found_at: datetime) -> str:
    """Next Monday the week's bulletin is drafted and signed; returns the address of its new findings."""
    monday = clock.local(found_at).date() - timedelta(days=clock.local(found_at).weekday())
    later = datetime.combine(monday + timedelta(days=7), datetime.min.time(), calendar().zone) + timedelta(hours=9)
    with clock.fixed(later):
        made = bulletins.draft_bulletin(
            joint=cast.joint,
            period_from=monday,
            period_to=monday + timedelta(days=6),
            as_of=later,
            by=cast.office.actor,
            at=later,
        )
        bulletins.sign_bulletin(bulletin=made, by=cast.leader.actor, at=later)
        bulletins.publish_bulletin(bulletin=made, by=cast.office.actor, at=later, expected_version=made.version)
    return reverse("bulletins:figure", args=[made.kind, made.year, made.issue, "new"])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_whole_loop(browser: Browser, live_server: object, cast: Cast, size: str, language: str) -> None:
    address = str(live_server)
    windows = Windows(browser, address, size, language)
    for member in cast.members.values():
        member.person.language = language
        member.person.save(update_fields=["language"])
    made = start_round(cast)

    with windows.window_of(cast.inspector) as page:
        record_visit(page, address, cast, made)
    visit = Visit.objects.get()
    finding = Finding.objects.get()
    assert (finding.item, finding.count, finding.responsible_post) == (cast.rubbish_item, 2, cast.post_holder.post)
    assert finding.state == State.DISPATCHED
    assert finding.step_due_at == calendar().add_minutes(finding.found_at, 2 * 420)
    assert str(visit.pk) == finding.origin_id

    with windows.window_of(cast.coordinator) as page:
        page.goto(address + reverse("findings:assign", args=[finding.pk]))
        page.locator("select[name=post]").select_option(str(cast.colleague.post.pk))
        page.locator("main form .btn.pri, main form .bigbtn").last.click()
        expect(page).to_have_url(re.compile(rf"/findings/{finding.pk}/$"))
    with windows.window_of(cast.colleague) as page:
        submit(page, address, finding)
    refuse_same_unit(windows, cast.same_unit_verifier, finding)
    with windows.window_of(cast.verifier) as page:
        verify(page, address, finding, "no", "东侧还没清。")
    finding.refresh_from_db()
    assert (finding.state, finding.rework_count) == (State.REWORK, 1)
    with windows.window_of(cast.colleague) as page:
        submit(page, address, finding)
    with windows.window_of(cast.verifier) as page:
        verify(page, address, finding, "yes", "")
    finding.refresh_from_db()
    assert finding.state == State.CLOSED
    see_the_end(windows, cast, finding)


def refuse_same_unit(windows: Windows, verifier: Member, finding: Finding) -> None:
    """A verifier of the unit that puts it right is refused, with the reason."""
    with windows.window_of(verifier) as page:
        answer = page.goto(windows.address + reverse("findings:verify", args=[finding.pk]))
        assert answer is not None
        assert answer.status == 403
        words = "The unit that puts it right" if windows.language == "en" else "单位"
        expect(page.locator("main")).to_contain_text(words)


def see_the_end(windows: Windows, cast: Cast, finding: Finding) -> None:
    """The bulletin shows it, and history tells the whole story in sentences."""
    figure = publish_week(cast, finding.found_at)
    with windows.window_of(cast.leader) as page:
        page.goto(windows.address + figure)
        expect(page.locator("main")).to_contain_text(finding.short_number)
    with windows.window_of(cast.auditor) as page:
        page.goto(windows.address + reverse("audit:about", args=["finding", finding.pk]))
        told = page.locator("main").inner_text()
        assert told.count(str(finding.number)) >= 8
        assert "东侧还没清" in told
