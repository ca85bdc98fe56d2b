"""The crosswalk's pages: the board, the pair, gaps, a measure, an edition by what was measured."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from lianchuang.accounts.access import SYSTEM
from lianchuang.accounts.models import Grant, Role
from lianchuang.common import clock
from lianchuang.common.sheets import xlsx_bytes
from lianchuang.packs import loading
from lianchuang.standards import actions
from lianchuang.standards.models import Edition, Measure, MeasureLink, MeasureValue, Requirement, RequirementLink
from lianchuang.standards.queries import Look, board_of, columns_of, gaps
from tests.cast import Cast, make_requirement
from tests.rows import appoint, grant, make_post

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def packs(cast: Cast) -> Cast:
    for pack in loading.load_editions():  # published now, they supersede the test editions of the cast
        actions.publish_edition(edition=actions.load_edition(pack=pack, by=SYSTEM, at=AT), by=SYSTEM, at=clock.now())
    actions.load_measures(pack=loading.load_measures(), by=SYSTEM, at=AT)
    return cast


def requirement(code: str) -> Requirement:
    return Requirement.objects.get(code=code, edition__code__in=[one.code for one in loading.load_editions()])


def look(left: str = "weisheng-2014", right: str = "wenming-county-2022", **more: str) -> Look:
    return Look(Edition.objects.get(code=left), Edition.objects.get(code=right), **more)  # type: ignore[arg-type]


# --- the board ---


def test_every_link_of_the_two_is_on_the_board_once(packs: Cast) -> None:
    board = board_of(look())
    wires = [
        (row.requirement.code, wire.to)
        for block in (board.found, *board.blocks)
        for row in (*block.left, *block.right)
        for wire in row.wires
        if not wire.is_suggested
    ]
    two = {"weisheng-2014", "wenming-county-2022"}
    wanted = {
        (link.requirement, f"m{Measure.objects.get(code=link.measure).pk}")
        for link in loading.load_measures().links
        if link.edition in two
    }
    assert set(wires) == wanted
    assert len(wires) == len(wanted) == board.links
    rows = [row.requirement.pk for block in (board.found, *board.blocks) for row in (*block.left, *block.right)]
    assert len(rows) == len(set(rows))


def test_a_direct_link_is_read_from_the_left(packs: Cast) -> None:
    left, right = requirement("WS-V5a"), requirement("WM-N1")
    actions.link_requirements(source=right, target=left, relation="superset", reason="", by=SYSTEM, at=AT)
    rows = [row for block in board_of(look()).blocks for row in block.left if row.requirement == left]
    (wire,) = [wire for wire in rows[0].wires if wire.other_pk]
    assert (wire.other_pk, wire.relation, wire.sign) == (str(right.pk), "subset", "⊂")


def test_a_search_brings_what_rests_on_nothing(packs: Cast) -> None:
    assert board_of(look()).found.is_empty
    board = board_of(look(left_words="路灯"))
    assert [row.requirement.code for row in board.found.left] == ["WS-3.3"]
    assert board.left.found == 1


def test_twelve_hundred_requirements_stay_quick_and_off_the_page(packs: Cast, client_of: ClientOf) -> None:
    edition = Edition.objects.get(code="weisheng-2014")
    client = client_of(packs.office.person)
    address = reverse("standards:measures"), {"left": "weisheng-2014", "right": "wenming-county-2022"}
    client.get(*address)
    with CaptureQueriesContext(connection) as before:
        small = client.get(*address)
    Requirement.objects.bulk_create(
        Requirement(edition=edition, path=f"9{number:04d}.", code=f"X{number}", name=f"另一事项{number}", source="x")
        for number in range(1200)
    )
    with CaptureQueriesContext(connection) as after:
        large = client.get(*address)
    assert len(after) == len(before)
    assert len(large.content) - len(small.content) < 10_000  # a few suggestions more


def test_the_board_of_those_who_only_read(packs: Cast, client_of: ClientOf) -> None:
    page = client_of(packs.colleague.person).get(reverse("standards:measures")).content.decode()
    assert "data-item" in page
    one = requirement("WS-V5a")
    query = {"requirement": one.pk, "measure": Measure.objects.get(code="M01").pk, "beside": "yuanlin-county-2010"}
    part = client_of(packs.colleague.person).get(reverse("standards:pair"), query, headers=HTMX).content.decode()
    assert "data-set" not in part
    assert "≥ 40 %" in part


def test_a_pair_that_is_none(packs: Cast, client_of: ClientOf) -> None:
    client, one = client_of(packs.office.person), requirement("WS-V5a")
    for query in (
        {},
        {"requirement": one.pk},
        {"requirement": 0, "measure": 1},
        {"requirement": one.pk, "other": one.pk},
    ):
        assert client.get(reverse("standards:pair"), query, headers=HTMX).status_code == 404
    assert client.get(reverse("standards:pair"), {"requirement": one.pk}).status_code == 302


# --- the deeds of the board ---


def test_linking_changing_reviewing_and_removing_on_the_page(packs: Cast, client_of: ClientOf) -> None:
    client, one, measure = client_of(packs.office.person), requirement("WS-3.3"), Measure.objects.get(code="M03")
    ends = {"requirement": one.pk, "measure": measure.pk}
    made = client.post(reverse("standards:link"), {**ends, "relation": "intersects", "reason": "同一趟"}, headers=HTMX)
    assert made.status_code == 200
    assert made["HX-Trigger"] == "links-changed"
    link = MeasureLink.objects.get(requirement=one)
    assert (link.relation, link.reuse, link.reason) == ("intersects", "visit", "同一趟")
    of = ["measure", link.pk]
    changed = {**ends, "relation": "subset", "reason": "", "version": 1}
    assert client.post(reverse("standards:change_link", args=of), changed, headers=HTMX).status_code == 200
    assert client.post(reverse("standards:change_link", args=of), changed, headers=HTMX).status_code == 409
    own = client.post(reverse("standards:review_link", args=of), {**ends, "version": 2}, headers=HTMX)
    assert own.status_code == 409
    gone = client.post(reverse("standards:remove_link", args=of), {**ends, "version": 2, "reason": "错"})
    assert gone.status_code == 302
    assert not MeasureLink.objects.filter(pk=link.pk).exists()


def test_a_link_between_requirements_is_changed_from_either_side(packs: Cast, client_of: ClientOf) -> None:
    client, one, other = client_of(packs.office.person), requirement("WS-3.3"), requirement("WM-N1")
    ends = {"requirement": one.pk, "other": other.pk}
    client.post(reverse("standards:link"), {**ends, "relation": "equal"}, headers=HTMX)
    link = RequirementLink.objects.get()
    turned = {"requirement": other.pk, "other": one.pk, "relation": "subset", "version": 1}
    part = client.post(reverse("standards:change_link", args=["requirement", link.pk]), turned, headers=HTMX)
    assert RequirementLink.objects.get().relation == "superset"
    assert 'value="subset" required checked' in part.content.decode()


def test_a_suggestion_is_turned_down_on_the_page(packs: Cast, client_of: ClientOf) -> None:
    board = board_of(look(only_suggested=True))  # type: ignore[arg-type]
    one = board.suggestions[0]
    ends = {"requirement": one.requirement.pk, "measure": one.measure.pk}
    assert client_of(packs.office.person).post(reverse("standards:turn_down"), ends, headers=HTMX).status_code == 200
    again = board_of(look()).suggestions
    assert (one.requirement, one.measure) not in [(each.requirement, each.measure) for each in again]


# --- gaps ---


def test_each_kind_of_gap_is_listed(packs: Cast, client_of: ClientOf) -> None:
    found = gaps(Edition.objects.all())
    alone = {one.code for gap in found.editions for one in gap.alone}
    assert "WS-3.3" in alone  # street lamps: no measure
    assert "WS-V5a" not in alone
    assert "SY-1.1" not in alone  # its parent SY-1 rests on M15
    assert found.old == ()
    old = make_requirement(edition=packs.wenming.edition, code="OLD", name="旧版的一条")
    measure = Measure.objects.get(code="M01")
    MeasureLink.objects.create(measure=measure, requirement=old, relation="equal", reuse="value")
    lonely = Measure.objects.create(code="M99", name="没人要的量", sharing="value", source="x", confidence="unverified")
    found = gaps(Edition.objects.all())
    assert [link.requirement for link in found.old] == [old]
    assert found.measures == (lonely,)
    assert found.waiting == len(loading.load_measures().links)
    page = (
        client_of(packs.colleague.person).get(reverse("standards:gaps"), {"edition": "weisheng-2014"}).content.decode()
    )
    assert "旧版的一条" in page
    assert "没人要的量" in page
    assert "WS-3.3" in page
    assert "WM-N1" not in page


# --- values ---


def test_a_value_is_entered_and_the_requirements_move(packs: Cast, client_of: ClientOf) -> None:
    client = client_of(packs.office.person)
    form = {
        "place": packs.county.pk, "period_from": "2025-07-01", "period_to": "2026-06-30", "source": "遥感报告",
        "input_0": "760", "input_1": "2,000", "value": "",
    }  # fmt: skip
    wrong = client.post(reverse("standards:enter_value", args=["M01"]), {**form, "input_0": "七百"})
    assert wrong.status_code == 422
    assert "七百" in wrong.content.decode()
    assert client.post(reverse("standards:enter_value", args=["M01"]), form).status_code == 302
    page = client.get(reverse("standards:measure", args=["M01"])).content.decode()
    assert 'data-state="met"' in page  # 38 %: sanitary asks 36
    assert 'data-state="not_met"' in page  # garden asks 40
    value = MeasureValue.objects.get()
    better = {**form, "input_0": "800", "reason": "少算一片"}
    address = reverse("standards:correct_value", args=["M01", value.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, better).status_code == 302
    page = client.get(reverse("standards:measure", args=["M01"])).content.decode()
    assert "少算一片" in page
    assert 'data-state="not_met"' not in page
    standing = client.get(reverse("standards:standing", args=["yuanlin-county-2010"])).content.decode()
    assert 'data-state="met"' in standing


def table(*rows: tuple[str, ...]) -> bytes:
    with override("zh-hans"):
        return xlsx_bytes(columns_of(Measure.objects.get(code="M01")), rows)


def test_a_table_is_looked_at_first_and_comes_in_whole(packs: Cast, client_of: ClientOf) -> None:
    client = client_of(packs.office.person)
    template = client.get(reverse("standards:value_template", args=["M01"]))
    assert template.status_code == 200
    good = ("莲县", "2024-01-01", "2024-12-31", "700", "2000", "", "年报")
    bad = ("哪里", "2025-01-01", "2025年", "七百", "2000", "", "")
    address = reverse("standards:read_values", args=["M01"])

    def read(*rows: tuple[str, ...]) -> str:
        file = SimpleUploadedFile("表.xlsx", table(*rows))
        answer = client.post(address, {"file": file})
        assert answer.status_code == 200
        return answer.content.decode()

    page = read(good, bad)
    assert "哪里" in page
    assert 'name="kept"' not in page
    page = read(good, ("桂亭街道", "2024-01-01", "2024-12-31", "", "", "41.5", "街道上报"))
    kept = page.split('name="kept" value="')[1].split('"')[0]
    assert MeasureValue.objects.count() == 0
    confirm = reverse("standards:import_values", args=["M01"])
    assert client_of(packs.coordinator.person).post(confirm, {"kept": kept}).status_code == 409  # signed for another
    assert client.post(confirm, {"kept": kept}).status_code == 302
    assert sorted(MeasureValue.objects.values_list("value", flat=True)) == [35, 41.5]
    assert "更正" in read(good)  # it is there already


def looked_at(client: Client, *rows: tuple[str, ...]) -> str:
    """The table as the page keeps it until it is brought in."""
    file = SimpleUploadedFile("表.xlsx", table(*rows))
    page = client.post(reverse("standards:read_values", args=["M01"]), {"file": file}).content.decode()
    return page.split('name="kept" value="')[1].split('"')[0]


STREET_ROW = ("桂亭街道", "2024-01-01", "2024-12-31", "", "", "41.5", "街道上报")


def test_a_table_stays_with_the_post_that_looked_at_it(packs: Cast, client_of: ClientOf) -> None:
    other = make_post(unit=packs.other_street)
    grant(post=other, role=Role.COORDINATOR)
    appoint(person=packs.coordinator.person, post=other)
    kept = looked_at(client_of(packs.coordinator.person, packs.coordinator.post), STREET_ROW)
    confirm = reverse("standards:import_values", args=["M01"])
    assert client_of(packs.coordinator.person, other).post(confirm, {"kept": kept}).status_code == 409
    assert not MeasureValue.objects.exists()
    again = client_of(packs.coordinator.person, packs.coordinator.post).post(confirm, {"kept": kept})
    assert again.status_code == 302


def test_a_table_looked_at_before_the_right_went(packs: Cast, client_of: ClientOf) -> None:
    client = client_of(packs.coordinator.person)
    kept = looked_at(client, STREET_ROW)
    Grant.objects.filter(post=packs.coordinator.post).update(scope=packs.other_street)
    refused = client.post(reverse("standards:import_values", args=["M01"]), {"kept": kept})
    assert refused.status_code == 403
    assert "不再" in refused.content.decode()
    assert not MeasureValue.objects.exists()


def test_a_place_that_is_no_number(packs: Cast, client_of: ClientOf) -> None:
    client, address = client_of(packs.office.person), reverse("standards:measure", args=["M01"])
    for asked in ("²", "x", "9" * 30, "9" * 5000):
        page = client.get(address, {"place": asked})
        assert (page.status_code, page.context["place"]) == (200, packs.county)
    assert client.get(address, {"place": packs.street.pk}).context["place"] == packs.street


def test_what_is_no_table_is_refused(packs: Cast, client_of: ClientOf) -> None:
    client, address = client_of(packs.office.person), reverse("standards:read_values", args=["M01"])
    for content in (b"", b"PK\x03\x04 broken", "单位（地方）,来源\n莲县,x\n".encode()):
        file = SimpleUploadedFile("表.xlsx", content)
        assert client.post(address, {"file": file}).status_code == 422
    assert client_of(packs.leader.person).get(address).status_code == 403
