"""The pages: the paper in both languages, the rows behind a figure, the deeds of the office, and who is refused."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianchuang.accounts.models import Grant, Role
from lianchuang.bulletins.actions import set_outlook, sign_bulletin
from lianchuang.bulletins.models import Bulletin
from lianchuang.bulletins.tests.week import (
    CUT_OFF,
    MONDAY,
    MORNING_AFTER,
    closing,
    draft,
    moment,
    publish,
    put,
    put_week,
)
from lianchuang.common import clock
from lianchuang.findings.actions import submit_rectification, verify_rectification
from lianchuang.findings.models import Finding
from lianchuang.findings.rules import State
from tests.cast import Cast, Member, make_finding, make_photo, make_unit

SHOW = "/bulletins/weekly/2026/1/"
ClientOf = Callable[..., Client]


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    """It is the Monday after."""
    with clock.fixed(MORNING_AFTER):
        yield


def at_work(client_of: ClientOf, member: Member) -> Client:
    return client_of(member.person, member.post)


def published(cast: Cast) -> Bulletin:
    bulletin = draft(cast)
    set_outlook(bulletin=bulletin, text="下周复看。\n请按期报送。", by=cast.office.actor, at=MORNING_AFTER)
    return publish(cast, bulletin)


def page(client: Client, address: str, *, status: int = 200, language: str = "zh-hans") -> str:
    client.cookies["language"] = language
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_paper_says_everything_in_chinese(cast: Cast, client_of: ClientOf) -> None:
    put_week(cast)
    published(cast)
    text = page(at_work(client_of, cast.coordinator), SHOW)
    for words in (
        "莲联创通〔2026〕1 号", "关于第 46 周日常督查情况的通报", "11 月 9 日至 11 月 15 日", "一、一票否决事项", "二、总体情况",
        "三、分组情况", "四、下周安排", "请按期报送。", "数字已冻结", "2026-11-15 23:59", cast.office.post.full_name,
        "2026 年 11 月 16 日印发", "合计，每件只计一次", "有活禽宰杀",
    ):  # fmt: skip
        assert words in text, words


def test_the_paper_says_everything_in_english(cast: Cast, client_of: ClientOf) -> None:
    put_week(cast)
    published(cast)
    text = page(at_work(client_of, cast.leader), SHOW, language="en")
    for words in (
        "莲联创通〔2026〕1 号", "Bulletin on the routine inspections of week 46", "9 November to 15 November",
        "1. Vetoes", "2. The whole", "3. By group", "4. Next week", "The figures are frozen", "Civilised city",
        "Live slaughter", "Guiting Street", "16 November 2026",
    ):  # fmt: skip
        assert words in text, words


def test_below_ten_it_shows_counts_and_no_rate(cast: Cast, client_of: ClientOf) -> None:
    put_week(cast)
    published(cast)
    text = page(at_work(client_of, cast.office), SHOW)
    assert ">3/6</a>" in text
    assert "50%" not in text


def test_from_ten_on_it_shows_the_rate_with_its_counts(cast: Cast, client_of: ClientOf) -> None:
    for number in range(12):
        state, steps = (State.CLOSED, closing(11)) if number < 9 else (State.RECTIFYING, ())
        put(cast, state, *steps, due=moment(11, 17))
    published(cast)
    text = page(at_work(client_of, cast.office), SHOW)
    assert "75%" in text
    assert "9/12" in text


def test_what_changes_afterwards_does_not_change_the_page(cast: Cast, client_of: ClientOf) -> None:
    found = put_week(cast)
    published(cast)
    client = at_work(client_of, cast.coordinator)
    before = paper(page(client, SHOW))
    cast.street.short_name = "改名街道"
    cast.street.save(update_fields=["short_name"])
    Finding.objects.filter(pk=found["old veto"].pk).update(title="改了字", state=State.VERIFIED)
    assert paper(page(client, SHOW)) == before


def paper(text: str) -> str:
    return text[text.index("<article") : text.index("</article>")]


def test_a_draft_shows_whoever_drafted_it_why_not_to_sign_and_the_leader_the_signature(
    cast: Cast, client_of: ClientOf
) -> None:
    bulletin = draft(cast)
    office, leader = (page(at_work(client_of, who), SHOW) for who in (cast.office, cast.leader))
    assert f"{SHOW}sign/" not in office
    assert "由另一人签发" in office
    assert f"{SHOW}redraft/" in office
    assert f"{SHOW}sign/" in leader
    assert f"{SHOW}redraft/" not in leader
    assert "草稿，未签发" in leader
    sign_bulletin(bulletin=bulletin, by=cast.leader.actor, at=MORNING_AFTER)
    office, leader = (page(at_work(client_of, who), SHOW) for who in (cast.office, cast.leader))
    assert f"{SHOW}publish/" in office
    assert f"{SHOW}publish/" not in leader
    assert "已签发，未印发" in leader


def test_an_interim_draft_says_why_it_cannot_be_signed(cast: Cast, client_of: ClientOf) -> None:
    draft(cast, as_of=moment(12), at=moment(12))
    text = page(at_work(client_of, cast.office), SHOW)
    assert f"{SHOW}sign/" not in text
    assert "统计时还没到最后一天结束" in text


def test_previous_and_next_issue(cast: Cast, client_of: ClientOf) -> None:
    for week in range(3):
        at = MORNING_AFTER + timedelta(weeks=week)
        bulletin = draft(cast, monday=MONDAY + timedelta(weeks=week), as_of=at, at=at)
        publish(cast, bulletin, at)
    text = page(at_work(client_of, cast.coordinator), "/bulletins/weekly/2026/2/")
    assert 'rel="prev" href="/bulletins/weekly/2026/1/"' in text
    assert 'rel="next" href="/bulletins/weekly/2026/3/"' in text


@pytest.mark.parametrize("who", ["stranger", "foreign_office"])
def test_a_stranger_finds_nothing(cast: Cast, client_of: ClientOf, who: str) -> None:
    published(cast)
    client = at_work(client_of, cast.members[who])
    for address in (SHOW, f"{SHOW}figures/due/", f"{SHOW}photos/0/before/"):
        page(client, address, status=404)


def test_a_draft_does_not_exist_for_a_reader(cast: Cast, client_of: ClientOf) -> None:
    draft(cast)
    page(at_work(client_of, cast.coordinator), SHOW, status=404)
    page(at_work(client_of, cast.coordinator), f"{SHOW}figures/due/", status=404)


def test_bad_numbers_and_keys_are_not_found(cast: Cast, client_of: ClientOf) -> None:
    put_week(cast)
    published(cast)
    client = at_work(client_of, cast.office)
    keys = ("nothing", "due-unit-999999", "due-campaign-nothing", "new-unit-1", "visited-origin-visit", "due-")
    for address in ("/bulletins/weekly/2026/9/", "/bulletins/1999/1/", *(f"{SHOW}figures/{key}/" for key in keys)):
        page(client, address, status=404)


def test_rows_behind_a_figure_and_its_cells(cast: Cast, client_of: ClientOf) -> None:
    found = put_week(cast)
    published(cast)
    client = at_work(client_of, cast.office)
    text = page(client, f"{SHOW}figures/due_closed/")
    assert all(found[name].short_number in text for name in ("closed in time", "closed late"))
    assert found["overdue"].short_number not in text
    assert "核查通过并已销号" in text
    cell = page(client, f"{SHOW}figures/due-unit-{cast.street.pk}/")
    assert "桂亭街道" in cell
    assert "文明城市" in page(client, f"{SHOW}figures/due-campaign-wenming/")
    assert found["reported"].short_number in page(client, f"{SHOW}figures/new-origin-desk/")


def test_rows_show_the_state_then_and_now(cast: Cast, client_of: ClientOf) -> None:
    found = put_week(cast)
    published(cast)
    Finding.objects.filter(pk=found["overdue"].pk).update(state=State.SUBMITTED)
    text = page(at_work(client_of, cast.office), f"{SHOW}figures/due/", language="en")
    row = text[text.index(found["overdue"].short_number) :]
    assert row.index("rectifying") < row.index("submitted") < row.index("</tr>")


def test_rows_out_of_sight_are_said_and_not_shown(cast: Cast, client_of: ClientOf) -> None:
    put_week(cast)
    bulletin = published(cast)
    text = page(at_work(client_of, cast.other_coordinator), f"{SHOW}figures/due/")
    assert "共 6 行，其中 6 行不在你可看的范围内。" in text
    assert not any(row.finding.short_number in text for row in bulletin.rows.filter(key="due") if row.finding)
    assert "6 rows are outside" in page(
        at_work(client_of, cast.other_coordinator), f"{SHOW}figures/due/", language="en"
    )


def test_the_list_shows_everybody_the_published_and_the_office_its_draft(cast: Cast, client_of: ClientOf) -> None:
    published(cast)
    draft(cast, monday=MONDAY - timedelta(days=7), as_of=moment(8, 20))
    assert "〔2026〕2" not in page(at_work(client_of, cast.coordinator), "/bulletins/")
    office = page(at_work(client_of, cast.office), "/bulletins/")
    assert "莲联创通〔2026〕2 号" in office
    assert "/bulletins/new/" in office


def test_an_empty_list_says_so(cast: Cast, client_of: ClientOf) -> None:
    assert "还没有这类通报。" in page(at_work(client_of, cast.coordinator), "/bulletins/")


def test_the_office_drafts_writes_counts_and_signs_by_form(cast: Cast, client_of: ClientOf) -> None:
    put_week(cast)
    client = at_work(client_of, cast.office)
    assert "第 46 周：2026-11-09 至 11-15" in page(client, "/bulletins/new/")
    answer = client.post("/bulletins/new/", {"period": MONDAY.isoformat()})
    assert (answer.status_code, answer["Location"]) == (302, SHOW)
    assert Bulletin.objects.get().as_of == CUT_OFF
    leader = at_work(client_of, cast.leader)
    deeds = [
        (client, "outlook", {"text": "下周复看。"}), (client, "redraft", {}), (client, "pairs", {}), (leader, "sign", {}),
        (client, "send-back", {"reason": "再看看"}), (leader, "sign", {}), (client, "publish", {}),
    ]  # fmt: skip
    for who, verb, data in deeds:
        version = Bulletin.objects.get().version
        assert client.get(f"{SHOW}{verb}/").status_code == 200
        assert who.post(f"{SHOW}{verb}/", {**data, "version": version})["Location"] == SHOW, verb
    bulletin = Bulletin.objects.get()
    assert (bulletin.outlook, bulletin.is_published, bulletin.version) == ("下周复看。", True, 8)


def test_what_was_typed_stays_when_refused(cast: Cast, client_of: ClientOf) -> None:
    draft(cast)
    client = at_work(client_of, cast.office)
    answer = client.post(f"{SHOW}outlook/", {"version": 9, "text": "写了很久的话"})
    assert answer.status_code == 422
    assert "写了很久的话" in answer.content.decode()
    assert client.post("/bulletins/new/", {"period": MONDAY.isoformat()}).status_code == 422
    assert client.post(f"{SHOW}publish/", {"version": 9}).status_code == 422
    assert client.post(f"{SHOW}redraft/", {}).status_code == 422


@pytest.mark.parametrize("verb", ["outlook", "redraft", "pairs", "publish"])
def test_the_ladder_of_each_deed(cast: Cast, client_of: ClientOf, verb: str) -> None:
    draft(cast)
    statuses = {
        "coordinator": 403,
        "leader": 403,
        "auditor": 403,
        "colleague": 403,
        "stranger": 404,
        "foreign_office": 404,
    }
    for who, status in statuses.items():
        client = at_work(client_of, cast.members[who])
        assert client.post(f"{SHOW}{verb}/", {"version": 1, "text": "a"}).status_code == status, who
    office = at_work(client_of, cast.office)
    assert office.delete(f"{SHOW}{verb}/").status_code == 405
    assert office.post(f"/bulletins/weekly/2026/7/{verb}/", {"version": 1}).status_code == 404
    assert Bulletin.objects.get().version == 1


def test_the_ladder_of_drafting(cast: Cast, client_of: ClientOf) -> None:
    for who, status in {"coordinator": 403, "leader": 403, "stranger": 403, "foreign_office": 404}.items():
        client = at_work(client_of, cast.members[who])
        assert client.post("/bulletins/new/", {"period": MONDAY.isoformat()}).status_code == status, who
    assert not Bulletin.objects.exists()


def test_the_office_of_one_street_makes_no_bulletin(cast: Cast, client_of: ClientOf) -> None:
    draft(cast)
    Grant.objects.filter(post=cast.coordinator.post).update(role=Role.OFFICE)
    client = at_work(client_of, cast.coordinator)
    assert client.get("/bulletins/new/").status_code == 403
    assert client.post(f"{SHOW}publish/", {"version": 1}).status_code == 403


def with_pair(cast: Cast) -> Bulletin:
    finding = make_finding(
        site=cast.lane, item=cast.rubbish_item, by=cast.inspector.actor, at=moment(9, 9), photos=[make_photo()]
    )
    submit_rectification(
        finding=finding, by=cast.post_holder.actor, note="已清理", photos=[make_photo()], at=moment(10, 9)
    )
    verify_rectification(finding=finding, by=cast.verifier.actor, passed=True, at=moment(10, 11))
    return published(cast)


def test_a_printed_photo_is_open_to_whoever_may_read_the_bulletin(cast: Cast, client_of: ClientOf) -> None:
    with_pair(cast)
    client = at_work(client_of, cast.other_coordinator)
    assert f'src="{SHOW}photos/0/before/"' in page(client, SHOW)
    for side in ("before", "after"):
        answer = client.get(f"{SHOW}photos/0/{side}/")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_no_other_photo_is(cast: Cast, client_of: ClientOf) -> None:
    with_pair(cast)
    page(at_work(client_of, cast.other_coordinator), f"{SHOW}photos/1/before/", status=404)
    page(at_work(client_of, cast.other_coordinator), f"{SHOW}photos/0/beside/", status=404)
    page(at_work(client_of, cast.stranger), f"{SHOW}photos/0/before/", status=404)


def test_photos_of_a_draft_are_open_only_to_its_readers(cast: Cast, client_of: ClientOf) -> None:
    with_pair(cast)
    Bulletin.objects.update(state="draft", published_at=None, published_by=None)
    page(at_work(client_of, cast.coordinator), f"{SHOW}photos/0/before/", status=404)
    answer = at_work(client_of, cast.leader).get(f"{SHOW}photos/0/before/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_queries_of_the_pages_do_not_grow(cast: Cast, client_of: ClientOf) -> None:
    put_week(cast)
    published(cast)
    client = at_work(client_of, cast.office)
    addresses = (SHOW, f"{SHOW}figures/due/", "/bulletins/")
    few = [queries_of(client, address) for address in addresses]
    for number in range(4):
        unit = make_unit(parent=cast.county, name=f"局{number}", code=f"7{number}")
        for _each in range(4):
            put(cast, State.RECTIFYING, due=moment(12), responsible_unit=unit)
    second = draft(cast, monday=MONDAY - timedelta(days=7), as_of=moment(8, 20))
    Bulletin.objects.filter(issue=1).delete()
    Bulletin.objects.filter(pk=second.pk).delete()
    published(cast)
    assert [queries_of(client, address) for address in addresses] == few


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)
