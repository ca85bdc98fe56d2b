"""The field app with the network really cut: nothing typed is lost, nothing counts twice."""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.test import Client
from playwright.sync_api import Page, Playwright, Route, expect, sync_playwright

from lianchuang.common import clock
from lianchuang.field.actions import set_aside
from lianchuang.field.models import HandedPhoto, Submission
from lianchuang.field.tests.sending import send, visit
from lianchuang.findings.models import Finding, Step
from lianchuang.findings.rules import State
from lianchuang.inspections.models import Answer, RoundSite, Visit
from lianchuang.sites.models import CheckItem, Site
from tests.cast import Cast, Member, make_finding, make_item, make_photo, make_zone
from tests.journeys.fielding import (
    HERE,
    SLOW_CAMERA,
    Phone,
    Typed,
    begin,
    expect_begun,
    fill_in_report,
    find_partly,
    hand_in,
    inspect,
    look_at_all,
    phone_of,
    small_targets,
    snap,
    usual_opening,
    walk_of,
)
from tests.serving import RealServer, free_port, real_server

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SITES, PHOTOS = 20, 2  # at each site
MOST_TAPS_FINE, MOST_TAPS_WRONG = 3, 8
OPENING_MS = 100
SLOWED = 4


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture
def server(db: None, tmp_path: Path) -> Iterator[RealServer]:
    with real_server(tmp_path) as started:
        yield started


def cookie_of(member: Member) -> str:
    client = Client()
    client.force_login(member.person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def phone(cast: Cast, playwright: Playwright, server: RealServer, tmp_path: Path) -> Iterator[Phone]:
    with phone_of(playwright, server, tmp_path / "profile", cookie_of(cast.inspector)) as made:
        yield made


def compare(typed: list[Typed]) -> None:
    """Every answer and every photo once, as typed."""
    assert Counter(Visit.objects.values_list("site__name", flat=True)) == Counter(each.site for each in typed)
    wrong = Answer.objects.filter(count__gt=0)
    stored = Counter(
        Typed(answer.visit.site.name, answer.item_id, answer.count, answer.note, answer.photos.count())
        for answer in wrong
    )
    assert stored == Counter(typed)
    items = Visit.objects.values_list("answers", flat=True).count()
    assert items == len(typed) * CheckItem.objects.filter(checklist_items__site_type__code="back-street").count()
    assert HandedPhoto.objects.count() == sum(each.photos for each in typed)
    for row in HandedPhoto.objects.select_related("file"):
        with default_storage.open(row.file.path) as kept:
            assert len(kept.read()) == row.file.size
    assert set(Submission.objects.values_list("state", flat=True)) == {"applied"}


def test_offline_dead_phone_killed_server_flaky_network(cast: Cast, phone: Phone) -> None:
    """Load, go offline, reload, inspect; the phone dies, goes on; the server is killed in the middle; the net flickers."""
    walk_of(cast, SITES)
    phone.switch_on()
    phone.wait_ready()
    phone.cut()
    phone.page.reload()
    typed = [inspect(phone.page, number, PHOTOS) for number in range(SITES // 2)]
    phone.die()

    page = phone.switch_on(offline=True)
    expect(page.locator(".fd-tabs .badge")).to_have_text(str(len(typed)), timeout=60_000)
    typed += [inspect(page, number, PHOTOS) for number in range(SITES // 2, SITES)]
    expect(page.locator(".fd-tabs .badge")).to_have_text(str(len(typed)))
    assert not Visit.objects.exists()

    for moment in (0.15, 0.4, 0.3, 0.7):
        phone.cut(is_cut=False)
        time.sleep(moment)
        phone.server.kill()
        phone.cut()
        phone.server.wait()
    phone.back()
    phone.wait_sent()
    compare(typed)


def test_signed_out_meanwhile(cast: Cast, phone: Phone) -> None:
    """The sign-in expires while there is no signal: all is kept, it asks to sign in, and goes on."""
    walk_of(cast, 2)
    page = phone.switch_on()
    phone.wait_ready()
    phone.cut()
    typed = [inspect(page, 0, 1)]
    Session.objects.all().delete()
    phone.back()
    expect(page.locator(".fd-say.warn a")).to_have_attribute("href", "/sign-in/?next=/field/", timeout=30_000)
    expect(page.locator(".fd-tabs .badge")).to_have_text("1")
    phone.sign_in(cookie_of(cast.inspector))
    page.goto(f"{phone.server.address}/field/")
    phone.wait_sent()
    compare(typed)


def become(phone: Phone, member: Member) -> None:
    """Somebody signs in on this phone, and then there is signal."""
    phone.sign_in(cookie_of(member))
    phone.cut(is_cut=False)
    phone.go("mine")
    phone.page.reload()
    expect(phone.page.locator("h1")).to_have_text(member.person.name, timeout=30_000)


def test_somebody_else_sends_nothing_of_mine(cast: Cast, phone: Phone) -> None:
    """Another person signs in on this phone: they see nothing of it and nothing goes out in their name."""
    walk_of(cast, 2)
    page = phone.switch_on()
    phone.wait_ready()
    phone.cut()
    typed = [inspect(page, 0, 0)]
    become(phone, cast.verifier)
    expect(page.locator("main")).to_contain_text("1")
    assert typed[0].site not in page.locator("body").inner_text()
    assert not Visit.objects.exists()
    become(phone, cast.inspector)
    phone.wait_sent()
    compare(typed)


def test_signing_out_with_unsent_work_asks_first(cast: Cast, phone: Phone) -> None:
    walk_of(cast, 2)
    page = phone.switch_on()
    phone.wait_ready()
    phone.cut()
    inspect(page, 0, 0)
    phone.go("mine")
    page.locator("button[data-sign-out]").click()
    expect(page.locator("[role=alertdialog]")).to_contain_text("1")
    page.locator("[role=alertdialog] .fd-btn").first.click()
    expect(page.locator(".fd-tabs .badge")).to_have_text("1")


def test_a_full_phone_says_so_and_keeps_the_work_on_screen(cast: Cast, phone: Phone) -> None:
    walk_of(cast, 2)
    page = phone.switch_on()
    phone.wait_ready()
    page.evaluate(
        """() => {
          window.realPut = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
        }"""
    )
    page.locator("[data-begin]").click()
    page.locator(".fd-item").first.click()
    expect(page.locator("[data-trouble]")).to_be_visible()
    expect(page.locator(".fd-step b")).to_have_text("1")
    phone.cut()
    page.locator("[data-all]").click()
    hand_in(page)
    expect(page.locator(".fd-tabs .badge")).to_have_text("1")
    page.evaluate("() => { IDBObjectStore.prototype.put = window.realPut; }")
    phone.back()
    phone.wait_sent()
    assert Visit.objects.count() == 1


SLOW_DISK = """() => Object.defineProperty(IDBTransaction.prototype, "oncomplete", {
  set(done) { this.addEventListener("complete", (event) => setTimeout(() => done.call(this, event), 4000)); },
})"""


def test_handed_in_is_said_only_when_it_lies_on_the_phone(cast: Cast, phone: Phone) -> None:
    """A slow disk: until it has the visit the page stays, a second tap counts for nothing, then it is said."""
    walk_of(cast, 2)
    page = phone.switch_on()
    phone.wait_ready()
    phone.cut()
    page.locator("[data-begin]").click()
    page.locator("[data-all]").click()
    page.evaluate(SLOW_DISK)
    page.locator("[data-hand-in]").dblclick()
    page.wait_for_timeout(300)
    assert page.locator(".fd-tabs").count() == 0
    expect(page.locator(".fd-tabs .badge")).to_have_text("1")
    expect(page.locator("[role=status]")).to_contain_text("第1巷")


def test_two_phones_at_one_place(cast: Cast, phone: Phone) -> None:
    """The second record is kept in sight with the reason until the office has decided; then it goes, with the office's word."""
    found, sites = walk_of(cast, 2)
    page = phone.switch_on()
    phone.wait_ready()
    phone.cut()
    inspect(page, 0, 1)
    send(cast.inspector, visit(cast, found, site=sites[0]))  # the other phone was faster
    phone.back()
    phone.go("sync")
    held = page.locator(".fd-q", has=page.locator("[data-s=refused]"))
    expect(held.locator(".d p")).to_have_count(2, timeout=30_000)  # what came before, and who decides
    expect(page.locator(".fd-tabs .badge")).to_have_text("1")
    row = Submission.objects.get(state="conflict")
    set_aside(submission=row, note="同一次走访记了两遍", by=cast.office.actor, at=clock.now())
    page.locator("[data-try]").click()
    phone.wait_sent()
    page.locator(".fd-sec .fd-link").click()
    expect(page.locator("main")).to_contain_text("同一次走访记了两遍")
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("begun", ["visit", "report"])
def test_a_new_version_waits_for_unsent_work(
    cast: Cast, playwright: Playwright, tmp_path: Path, db: None, begun: str
) -> None:
    """It is taken when nothing is unsent; before that only when the person says so. Nothing is lost over it."""
    walk_of(cast, 2)
    port, newer = free_port(), tmp_path / "static"
    (newer / "field").mkdir(parents=True)
    css = Path(settings.PACKAGE) / "field" / "static" / "field" / "field.css"
    (newer / "field" / "field.css").write_text(css.read_text() + "\n:root { --newer: 1; }\n")
    reads = "getComputedStyle(document.documentElement).getPropertyValue('--newer').trim()"
    with real_server(tmp_path, port=port) as server:
        phone = Phone(playwright, server, tmp_path / "profile", cookie_of(cast.inspector))
        page = phone.switch_on()
        phone.wait_ready()
        phone.cut()
        typed = [inspect(page, 0, 1)]
        begin(phone, begun)  # begun and not handed in keeps it waiting too
    with real_server(tmp_path, port=port, static=newer):
        phone.cut(is_cut=False)
        phone.go("mine")
        page.reload()
        update = page.locator("main .fd-say .fd-link")
        expect(update).to_be_visible(timeout=60_000)
        phone.wait_sent()
        phone.go("mine")
        expect(update).to_be_visible()
        assert page.evaluate(reads) == ""
        with page.expect_navigation():
            update.click()
        expect(page.locator(".fd-tabs")).to_be_visible()
        assert page.evaluate(reads) == "1"
        expect_begun(phone, begun)
        assert phone.context is not None
        phone.context.close()
    compare(typed)


COUNT_TAPS = """() => {
  window.taps = 0;
  addEventListener("click", (event) => { if (event.isTrusted) window.taps += 1; }, true);
}"""


def test_how_many_taps(cast: Cast, phone: Phone) -> None:
    """Nothing wrong: three. One wrong item with a photo: eight, the shutter and the tick of the camera counted."""
    walk_of(cast, 3)
    page = phone.switch_on()
    phone.wait_ready()
    page.evaluate(COUNT_TAPS)
    for selector in ("[data-begin]", "[data-all]"):
        page.locator(selector).click()
    hand_in(page)
    assert page.evaluate("window.taps") <= MOST_TAPS_FINE
    page.evaluate("window.taps = 0")
    page.locator("[data-begin]").click()
    page.locator(".fd-item").nth(1).click()
    with page.expect_file_chooser() as chooser:
        page.locator(".fd-bad .cam").click()
    chooser.value.set_files(files=[snap()])
    expect(page.locator(".fd-photos figure")).to_have_count(1)
    page.locator("[data-all]").click()
    hand_in(page)
    camera = 2
    assert page.evaluate("window.taps") + camera - 1 <= MOST_TAPS_WRONG  # a label's click is heard twice
    phone.wait_sent()
    assert sorted(Visit.objects.values_list("fault_count", flat=True)) == [0, 1]


def submitted_at(cast: Cast, site: Site) -> Finding:
    """A finding there with its photo, said to be put right."""
    place = Site.objects.select_related("unit").get(pk=site.pk)
    finding = make_finding(site=place, item=cast.rubbish_item, by=cast.office.actor, photos=[make_photo()])
    Finding.objects.filter(pk=finding.pk).update(state=State.SUBMITTED, responsible_post=cast.post_holder.post)
    return finding


def photograph_live(page: Page) -> None:
    """Lay the photo of before over the live picture, and take what the camera sees."""
    page.locator("[data-live]").click()
    page.locator(".fd-ghost input").fill("70")
    assert page.evaluate("getComputedStyle(document.querySelector('.ghost')).opacity") == "0.7"
    page.locator("[data-shoot]").click()
    expect(page.locator(".now img")).to_be_visible()
    expect(page.locator("video")).to_have_count(0)


def test_the_walk_from_here_and_the_live_picture(cast: Cast, phone: Phone) -> None:
    """Without signal: sites by nearness from where the phone stands, the camera over the photo of before, how far it is.

    Where the phone is stands in nothing that is sent. Without leave for place and camera it says so and goes on.
    """
    _found, sites = walk_of(cast, 4)
    finding = submitted_at(cast, sites[0])
    page = phone.switch_on()
    phone.wait_ready()
    phone.cut()
    card, verification = page.locator(".fd-card h2"), f"{phone.server.address}/field/#verify/{finding.pk}"
    page.locator("[data-from-here]").click()
    expect(page.locator("[role=status] .fd-say")).to_have_count(2)  # no signal; no place
    expect(card).to_have_text(sites[0].name)
    page.goto(verification)
    page.locator("[data-live]").click()
    expect(page.locator("[data-live]")).to_have_count(0)
    phone.allow()
    page.reload()
    photograph_live(page)
    page.locator("[data-far]").click()
    expect(page.locator("[data-far]")).to_contain_text("1.3")  # kilometres
    page.locator("[data-verdict=no]").click()
    hand_in(page)
    phone.go("today")
    page.locator("[data-from-here]").click()
    expect(card).to_have_text(sites[3].name)
    expect(page.locator(".fd-list b")).to_have_text([sites[2].name, sites[1].name, sites[0].name])
    expect(page.locator(".fd-card .dim").first).to_contain_text("170")  # metres
    inspect(page, 1, 0)
    phone.back()
    phone.wait_sent()
    assert Step.objects.get(finding=finding, verb="reject").photos.count() == 1
    assert Visit.objects.get().site == sites[3]
    raw = "".join(Submission.objects.values_list("raw", flat=True))
    assert str(HERE["longitude"]) not in raw
    assert "lon" not in raw


def test_a_verification_and_a_report(cast: Cast, phone: Phone) -> None:
    walk_of(cast, 2)
    facts = {"state": State.SUBMITTED, "responsible_post": cast.post_holder.post}
    finding = make_finding(site=cast.lane, item=cast.rubbish_item, **facts)
    page = phone.switch_on()
    phone.wait_ready()
    phone.cut()
    page.goto(f"{phone.server.address}/field/#verify/{finding.pk}")
    find_partly(page)
    hand_in(page)
    expect(page.locator(".fd-tabs .badge")).to_have_text("1")
    expect(page.locator(".fd-tabs [aria-current]")).to_have_attribute("href", "#verify")
    phone.go("report")
    fill_in_report(page, "井盖松动")
    hand_in(page)
    expect(page.locator(".fd-tabs .badge")).to_have_text("2")
    phone.back()
    phone.wait_sent()
    finding.refresh_from_db()
    assert finding.state == State.REWORK
    assert "2" in Step.objects.get(finding=finding, verb="reject").note
    assert Finding.objects.get(origin_kind="field").place == "胜利路口"


def test_what_is_filled_in_outlives_the_phone(cast: Cast, phone: Phone) -> None:
    """A report and a verification, not handed in: there after the phone died, asked about, nobody else's, gone with handing in."""
    _found, sites = walk_of(cast, 2)
    finding = submitted_at(cast, sites[0])
    page = phone.switch_on()
    phone.wait_ready()
    phone.cut()
    begin(phone, "report")
    page.locator("input[type=file]").set_input_files(files=[snap()])
    expect(page.locator(".fd-photos figure")).to_have_count(1)
    phone.go(f"verify/{finding.pk}")
    find_partly(page)
    page.locator("textarea").fill("还剩两处")
    page.wait_for_timeout(300)  # until the disk has it
    phone.die()

    page = phone.switch_on(offline=True)
    phone.go("mine")
    page.locator("button[data-sign-out]").click()
    expect(page.locator("[role=alertdialog]")).to_contain_text("2")
    become(phone, cast.verifier)
    phone.go("report")
    expect(page.locator("[name=title]")).to_have_value("")
    become(phone, cast.inspector)
    phone.go(f"verify/{finding.pk}")
    expect(page.locator("textarea")).to_have_value("还剩两处")
    expect(page.locator(".fd-step b")).to_have_text("2")
    hand_in(page)
    expect_begun(phone, "report")
    expect(page.locator(".fd-photos figure")).to_have_count(1)
    hand_in(page)
    phone.wait_sent()
    page.reload()
    phone.go("report")
    expect(page.locator("[name=title]")).to_have_value("")
    expect(page.locator("[data-throw-away]")).to_have_count(0)
    assert Step.objects.get(finding=finding, verb="reject").photos.count() == 1
    assert Finding.objects.get(origin_kind="field").photos.count() == 1


def test_what_was_begun_on_a_finding_that_waits_no_more(cast: Cast, phone: Phone) -> None:
    """It stays in sight until the person throws it away."""
    _found, sites = walk_of(cast, 1)
    finding = submitted_at(cast, sites[0])
    page = phone.switch_on()
    phone.wait_ready()
    phone.go(f"verify/{finding.pk}")
    page.locator("[data-verdict=no]").click()
    Finding.objects.filter(pk=finding.pk).update(state=State.REWORK)
    phone.go("sync")
    page.locator("[data-try]").click()
    phone.go("verify")
    row = page.locator(f".fd-list a[href='#verify/{finding.pk}']", has_text=sites[0].name)
    expect(row.locator(".right")).to_have_count(0)
    row.click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("[data-throw-away]").click()
    phone.go("verify")
    expect(page.locator(".fd-empty")).to_be_visible()


def test_a_photo_on_its_way_goes_where_it_was_taken(cast: Cast, phone: Phone) -> None:
    """It is still being shrunk when the person is at another place already; handing in waits for it."""
    _found, sites = walk_of(cast, 2)
    here, there = (submitted_at(cast, site) for site in sites)
    page = phone.switch_on()
    phone.wait_ready()
    phone.cut()
    visits = [row.get_attribute("href") or "" for row in (page.locator("[data-begin]"), page.locator(".fd-list a"))]
    page.evaluate(SLOW_CAMERA)
    for place, camera in ((f"verify/{here.pk}", ".now input"), ("report", ".fd-photos input"), (visits[0][1:], "")):
        phone.go(place)
        if not camera:
            page.locator(".fd-item").first.click()
        page.locator(camera or ".fd-bad input[type=file]").set_input_files(files=[snap()])
    page.locator("[data-all]").click()
    expect(page.locator("[data-hand-in]")).to_be_disabled()
    phone.go(f"verify/{there.pk}")
    page.locator("[data-verdict=no]").click()
    hand_in(page)
    phone.go(visits[1][1:])
    page.locator(".fd-item").first.click()
    page.locator("[data-all]").click()
    hand_in(page)
    phone.go(f"verify/{here.pk}")
    page.locator("[data-verdict=no]").click()
    hand_in(page)
    phone.go("report")
    fill_in_report(page, "井盖松动")
    page.locator(".fd-photos input").set_input_files(files=[{**snap(), "buffer": b"no photo"}])
    expect(page.locator("[data-hand-in]")).to_be_disabled()
    expect(page.locator("[role=status] .fd-say")).to_have_count(2)  # no signal; no photo
    hand_in(page)
    phone.go(visits[0][1:])
    hand_in(page)
    phone.back()
    phone.wait_sent()
    photos = {step.finding_id: step.photos.count() for step in Step.objects.filter(verb="reject")}
    assert photos == {here.pk: 1, there.pk: 0}
    assert sorted(answer.photos.count() for answer in Answer.objects.filter(count=1)) == [0, 1]
    assert Finding.objects.get(origin_kind="field").photos.count() == 1


def test_signing_out_on_a_phone_opened_without_signal(cast: Cast, phone: Phone) -> None:
    """The server must hear of it: without signal nothing changes, with signal the session ends."""
    walk_of(cast, 1)
    phone.switch_on()
    phone.wait_ready()
    phone.cut()
    phone.page.reload()
    phone.go("mine")
    phone.page.locator("button[data-sign-out]").click()
    expect(phone.page.locator("[data-trouble]")).to_be_visible()
    expect(phone.page.locator("h1")).to_have_text(cast.inspector.person.name)
    assert Session.objects.count() == 1
    phone.cut(is_cut=False)
    phone.page.locator("button[data-sign-out]").click()
    phone.page.wait_for_url("**/sign-in/**")
    assert not Session.objects.exists()


def test_one_record_that_the_server_cannot_take_holds_up_no_other(cast: Cast, phone: Phone) -> None:
    """The words of one and the photo of another meet a fault; the rest goes, and new work comes."""
    _found, sites = walk_of(cast, 3)
    page = phone.switch_on()
    phone.wait_ready()
    phone.cut()
    typed = [inspect(page, 0, 0), inspect(page, 1, 1), inspect(page, 2, 0)]
    first = next(str(site.pk) for site in sites if site.name == typed[0].site)

    def answer(route: Route) -> None:
        is_fault = route.request.method == "PATCH" or first in (route.request.post_data or "")
        route.fulfill(status=500, body="fault") if is_fault else route.continue_()

    page.route("**/field/submissions/", answer)
    page.route("**/field/photos/*/", answer)
    phone.back()
    phone.go("sync")
    expect(page.locator(".fd-tabs .badge")).to_have_text("2", timeout=30_000)
    expect(page.locator(".fd-q [data-trouble]")).to_have_count(2)
    with page.expect_response("**/field/package/"):
        page.locator("[data-try]").click()
    assert Visit.objects.get().site.name == typed[2].site
    page.unroute_all()
    page.locator("[data-try]").click()
    phone.wait_sent()
    compare(typed)


# --- how it is ---


@pytest.mark.parametrize(("language", "scheme"), [("zh-hans", "light"), ("en", "dark")])
def test_axe_finds_nothing_and_nothing_overflows(
    cast: Cast, playwright: Playwright, server: RealServer, tmp_path: Path, language: str, scheme: str
) -> None:
    walk_of(cast, 3)
    type(cast.inspector.person).objects.filter(pk=cast.inspector.person.pk).update(language=language)
    facts = {"state": State.SUBMITTED, "responsible_post": cast.post_holder.post}
    finding = make_finding(site=cast.lane, item=cast.rubbish_item, **facts)
    make_finding(site=cast.lane, item=cast.ads_item, by=cast.inspector.actor, photos=[make_photo()])
    cookie = cookie_of(cast.inspector)
    with phone_of(playwright, server, tmp_path / "profile", cookie, size=(320, 640), scheme=scheme) as phone:
        page = phone.switch_on()
        phone.allow()
        phone.wait_ready()
        wrong = {}
        for name in look_at_all(page, server.address, str(finding.pk)):
            found = Axe().run(page)
            if found.violations_count:
                wrong[name] = found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert not wrong, "\n".join(wrong.values())


def test_targets_are_large(cast: Cast, phone: Phone) -> None:
    walk_of(cast, 3)
    facts = {"state": State.SUBMITTED, "responsible_post": cast.post_holder.post}
    finding = make_finding(site=cast.lane, item=cast.rubbish_item, **facts)
    page = phone.switch_on()
    phone.allow()
    phone.wait_ready()
    assert {
        name: small
        for name in look_at_all(page, phone.server.address, str(finding.pk))
        if (small := small_targets(page))
    } == {}


def test_opening_a_site_of_25_items_on_a_slow_phone(cast: Cast, phone: Phone) -> None:
    zone = make_zone(site_type=cast.market_type, code="stalls", name="摊位", name_en="Stalls")
    for _number in range(25):
        make_item(zone=zone, category=cast.rubbish)
    found, _sites = walk_of(cast, 1)
    RoundSite.objects.create(round=found, site=cast.market, inspector=cast.inspector.post, day=found.starts_on, order=9)
    page = phone.switch_on()
    phone.wait_ready()
    phone.cut()
    assert phone.context is not None
    protocol = phone.context.new_cdp_session(page)
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    assert usual_opening(page, protocol, f"#site/{found.pk}/{cast.market.pk}") < OPENING_MS
