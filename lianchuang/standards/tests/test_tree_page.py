"""The tree of an edition as a page: lean, folded, searched; one requirement opened and changed as a part."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianchuang.standards.models import Confidence, Edition, EditionState, Requirement
from tests.cast import Cast, make_edition, make_requirement
from tests.pages import read

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
HTMX = {"HX-Request": "true"}
ClientOf = Callable[..., Client]
TITLES = ("建成区生活垃圾无害化处理率", "主次干道和背街小巷路面平整", "从业人员卫生知识知晓率")
SCORINGS: tuple[dict[str, Any], ...] = (
    {"form": "threshold", "op": ">=", "value": "90", "unit": "%"},
    {"form": "graded", "shares": [100, 66, 33, 0]},
    {"form": "yes_no"},
)


def large_edition(count: int) -> Edition:
    """So many nodes in chapters of a hundred."""
    edition = make_edition(code="large", state=EditionState.DRAFT, confidence=Confidence.SECONDHAND)
    chapters = [
        Requirement(
            edition=edition, code=f"C{chapter}", name=f"第 {chapter} 章", path=f"{chapter:04d}.", source="文件",
            confidence="secondhand", scoring={"form": "information"},
        )
        for chapter in range(1, count // 100 + 1)
    ]  # fmt: skip
    Requirement.objects.bulk_create(chapters)
    Requirement.objects.bulk_create(
        Requirement(
            edition=edition, parent=chapter, code=f"{chapter.code}.{number}", name=f"{TITLES[number % 3]}{number}",
            path=f"{chapter.path}{number:04d}.", source="文件", scoring=SCORINGS[number % 3], points=1,
            confidence="unverified" if number % 10 == 0 else "secondhand",
        )
        for chapter in chapters
        for number in range(1, 100)
    )  # fmt: skip
    return edition


def test_twelve_hundred_requirements_under_200_kilobytes(cast: Cast, client_of: ClientOf) -> None:
    edition = large_edition(1200)
    client = client_of(cast.office.person)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("standards:edition", args=[edition.code]))
    assert edition.requirements.count() == 1200
    assert len(page.content) < 200_000
    assert len(asked) < 20
    text = page.content.decode()
    assert all(f'id="C12.{number}"' in text for number in range(1, 100))
    assert text.count("<details") >= 12
    assert "<details open" not in text


def test_marks_only_where_the_source_differs(cast: Cast, client_of: ClientOf) -> None:
    edition = large_edition(100)
    rows = read(client_of(cast.office.person).get(reverse("standards:edition", args=[edition.code])).content.decode())
    classes = {held["id"]: held.get("class") for tag, held in rows.tags if tag == "li" and "id" in held}
    assert (classes["C1.9"], classes["C1.10"], classes["C1"]) == (None, "u", "h")


def test_search(cast: Cast, client_of: ClientOf) -> None:
    edition = large_edition(200)
    client = client_of(cast.office.person)
    url = reverse("standards:edition", args=[edition.code])
    page = client.get(url, {"q": "C2.7 小巷"}).content.decode()
    ids = {one for one in read(page).ids() if one.startswith("C")}
    assert ids == {"C2", "C2.7", "C2.70", "C2.73", "C2.76", "C2.79"}
    nothing = client.get(url, {"q": "没有这样的"}).content.decode()
    assert not [one for one in read(nothing).ids() if one.startswith("C")]


def test_one_is_opened_and_closed_as_a_part(cast: Cast, client_of: ClientOf) -> None:
    edition = large_edition(100)
    one = edition.requirements.get(code="C1.4")
    url = reverse("standards:requirement", args=[edition.code, one.pk])
    client = client_of(cast.office.person)
    opened = client.get(url, headers=HTMX)
    assert opened.headers["HX-Push-Url"] == "false"
    part = opened.content.decode()
    assert part.strip().startswith('<li id="C1.4" class="open')
    assert "<html" not in part
    assert "0 → <b>1</b>" in part
    assert "0.66" in part
    closed = client.get(url, {"closed": ""}, headers=HTMX).content.decode()
    assert (
        closed.strip()
        == f'<li id="C1.4"><a href="{one.pk}/" autofocus>C1.4</a>{one.name}<i>0/1/2/3 处 → 100/66/33/0 % · 1 分</i></li>'
    )
    assert "<html" in client.get(url).content.decode()


FIELDS = {
    "code": "C1.4", "name": "街面无垃圾", "form": "threshold", "op": ">=", "value": "95", "unit": "%", "source": "新文件",
    "confidence": "official", "points": "2", "span": "weights", "length": "3", "weights": "15/25/60",
}  # fmt: skip


def test_changing_one_sends_this_line_alone(cast: Cast, client_of: ClientOf) -> None:
    edition = large_edition(1200)
    one = edition.requirements.get(code="C1.4")
    url = reverse("standards:change_requirement", args=[edition.code, one.pk])
    client = client_of(cast.office.person)
    form = client.get(url, headers=HTMX)
    assert len(form.content) < 20_000
    saved = client.post(url, {**FIELDS, "version": 1}, headers=HTMX)
    assert saved.status_code == 200
    assert len(saved.content) < 6_000
    text = saved.content.decode()
    assert text.count("<li") == 1
    assert "C1.5" not in text
    assert "街面无垃圾" in text
    one.refresh_from_db()
    assert one.scoring == {"form": "threshold", "op": ">=", "value": "95", "unit": "%"}
    assert one.window == {"years": 3, "weights": [15, 25, 60]}


def test_without_script_it_goes_back_to_its_line(cast: Cast, client_of: ClientOf) -> None:
    edition = large_edition(100)
    one = edition.requirements.get(code="C1.4")
    saved = client_of(cast.office.person).post(
        reverse("standards:change_requirement", args=[edition.code, one.pk]), {**FIELDS, "version": 1}
    )
    assert saved.headers["Location"] == f"/standards/{edition.code}/#C1.4"


def test_changed_meanwhile_keeps_what_was_typed(cast: Cast, client_of: ClientOf) -> None:
    edition = large_edition(100)
    one = edition.requirements.get(code="C1.4")
    Requirement.objects.filter(pk=one.pk).update(version=2, name="别人写的")
    url = reverse("standards:change_requirement", args=[edition.code, one.pk])
    client = client_of(cast.office.person)
    refused = client.post(url, {**FIELDS, "version": 1}, headers=HTMX)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "别人写的" in text
    assert 'value="街面无垃圾"' in text
    assert 'name="version" value="2"' in text
    assert client.post(url, {**FIELDS, "version": 2}, headers=HTMX).status_code == 200


def test_a_slip_does_not_hide_that_somebody_else_changed_it(cast: Cast, client_of: ClientOf) -> None:
    edition = large_edition(100)
    one = edition.requirements.get(code="C1.4")
    url = reverse("standards:change_requirement", args=[edition.code, one.pk])
    here, there = client_of(cast.office.person), client_of(cast.office.person)
    seen = here.get(url, headers=HTMX).context["form"]["version"].value()
    assert there.post(url, {**FIELDS, "name": "别人写的", "version": seen}, headers=HTMX).status_code == 200
    slipped = here.post(url, {**FIELDS, "name": "", "version": seen}, headers=HTMX)
    assert slipped.status_code == 422
    kept = slipped.context["form"]["version"].value()
    refused = here.post(url, {**FIELDS, "version": kept}, headers=HTMX)
    assert refused.status_code == 422
    assert "别人写的" in refused.content.decode()
    one.refresh_from_db()
    assert one.name == "别人写的"
    looked = refused.context["form"]["version"].value()
    assert here.post(url, {**FIELDS, "version": looked}, headers=HTMX).status_code == 200


def test_a_slip_does_not_hide_that_the_tree_has_changed(cast: Cast, client_of: ClientOf) -> None:
    edition = make_edition(code="a-draft", state=EditionState.DRAFT)
    add = reverse("standards:add_requirement", args=[edition.code])
    here, there = client_of(cast.office.person), client_of(cast.office.person)
    seen = here.get(add).context["form"]["version"].value()
    typed = {"code": "A", "name": "第一条", "form": "yes_no", "source": "文件", "confidence": "official"}
    assert there.post(add, {**typed, "code": "B", "version": seen}).status_code == 302
    kept = here.post(add, {**typed, "name": "", "version": seen}).context["form"]["version"].value()
    refused = here.post(add, {**typed, "version": kept})
    assert refused.status_code == 422
    assert not edition.requirements.filter(code="A").exists()
    assert here.post(add, {**typed, "version": refused.context["form"]["version"].value()}).status_code == 302


def test_a_place_in_the_tree_that_is_none(cast: Cast, client_of: ClientOf) -> None:
    edition = make_edition(code="a-draft", state=EditionState.DRAFT)
    add = reverse("standards:add_requirement", args=[edition.code])
    for asked in ("²", "x", "9" * 30, "9" * 5000):
        assert client_of(cast.office.person).get(add, {"under": asked}).status_code == 404


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("value", {"value": ""}),
        ("step", {"form": "steps", "of": "2"}),
        ("upper", {"op": "between"}),
        ("length", {"length": ""}),
        ("weights", {"weights": "15/25"}),
        ("shares", {"form": "graded", "shares": "hundert"}),
        ("form", {"form": "graded", "shares": "0/100"}),
        ("source", {"source": ""}),
        ("points", {"points": "100000"}),
        ("points", {"points": "0.001"}),
        ("points", {"points": "0.125"}),
        ("points", {"points": "0"}),
    ],
)
def test_what_a_form_refuses(cast: Cast, client_of: ClientOf, field: str, typed: dict[str, str]) -> None:
    edition = large_edition(100)
    one = edition.requirements.get(code="C1.4")
    url = reverse("standards:change_requirement", args=[edition.code, one.pk])
    answer = client_of(cast.office.person).post(url, {**FIELDS, "version": 1, **typed})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_every_form_of_scoring_survives_the_form(cast: Cast, client_of: ClientOf) -> None:
    edition = make_edition(state=EditionState.DRAFT)
    client = client_of(cast.office.person)
    for number, (scoring, typed) in enumerate(
        [
            ({"form": "threshold", "op": "between", "value": "36", "upper": "40.5", "unit": "%"}, {}),
            ({"form": "threshold", "op": "improving"}, {}),
            ({"form": "threshold", "op": "improving", "better": "lower"}, {"op": "improving lower"}),
            ({"form": "steps", "step": "0.25", "of": "2"}, {}),
            ({"form": "graded", "shares": [100, 50, 0]}, {"shares": "100/50/0"}),
            ({"form": "bonus", "step": "1", "of": "5"}, {}),
            ({"form": "deduction", "step": "2"}, {}),
            ({"form": "yes_no"}, {}),
            ({"form": "information"}, {}),
        ]
    ):
        one = make_requirement(edition=edition, code=f"R{number}", scoring={"form": "information"})
        url = reverse("standards:change_requirement", args=[edition.code, one.pk])
        figures = {name: value for name, value in scoring.items() if name not in {"shares", "better"}}
        base = {"code": one.code, "name": one.name, "source": "文件", "confidence": "official", "version": 1}
        assert client.post(url, {**base, **figures, **typed}).status_code == 302
        one.refresh_from_db()
        assert one.scoring == scoring
        again = client.get(url).context["form"].initial
        assert (
            client.post(url, {name: value for name, value in again.items() if value not in (None, "")}).status_code
            == 302
        )
        one.refresh_from_db()
        assert (one.scoring, one.version) == (scoring, 2)


def test_adding_moving_and_deleting_by_page(cast: Cast, client_of: ClientOf) -> None:
    edition = make_edition(code="a-draft", state=EditionState.DRAFT)
    client = client_of(cast.office.person)
    base = {"form": "yes_no", "source": "文件", "confidence": "official"}
    add = reverse("standards:add_requirement", args=[edition.code])
    assert client.post(add, {**base, "code": "A", "name": "第一条", "version": 1}).status_code == 302
    first = edition.requirements.get(code="A")
    assert (
        client.post(f"{add}?under={first.pk}", {**base, "code": "A1", "name": "下级", "version": 2}).status_code == 302
    )
    assert (
        client.post(f"{add}?after={first.pk}", {**base, "code": "B", "name": "第二条", "version": 3}).status_code == 302
    )
    assert client.post(add, {**base, "code": "C", "name": "晚了", "version": 3}).status_code == 422
    assert client.get(f"{add}?under=999999").status_code == 404
    second = edition.requirements.get(code="B")

    def order() -> list[str]:
        return list(edition.requirements.order_by("path").values_list("code", flat=True))

    step = reverse("standards:step_requirement", args=[edition.code, second.pk, "up"])
    assert client.post(step, {"version": 4}).headers["Location"].endswith("#B")
    assert order() == ["B", "A", "A1"]
    assert client.post(step, {"version": 4}).status_code == 409
    assert client.post(reverse("standards:step_requirement", args=[edition.code, second.pk, "off"])).status_code == 404
    move = reverse("standards:move_requirement", args=[edition.code, second.pk])
    assert client.post(move, {"parent": first.pk, "version": 5}).status_code == 302
    assert order() == ["A", "A1", "B"]
    delete = reverse("standards:delete_requirement", args=[edition.code, first.pk])
    assert "A1" in client.get(delete).content.decode()
    assert client.post(delete, {"version": 6}).status_code == 302
    assert order() == []


def test_who_may_see_and_write(cast: Cast, client_of: ClientOf) -> None:
    draft = make_edition(code="a-draft", state=EditionState.DRAFT)
    one = make_requirement(edition=draft, code="1")
    show = reverse("standards:requirement", args=[draft.code, one.pk])
    change = reverse("standards:change_requirement", args=[draft.code, one.pk])
    assert client_of(cast.office.person).get(show).status_code == 200
    assert client_of(cast.auditor.person).get(show).status_code == 200
    assert change not in client_of(cast.auditor.person).get(show).content.decode()
    assert client_of(cast.auditor.person).get(change).status_code == 403
    assert client_of(cast.coordinator.person).get(show).status_code == 404
    assert client_of(cast.coordinator.person).get(change).status_code == 404
    published = cast.wenming.edition.requirements.first()
    assert published is not None
    page = client_of(cast.office.person).get(
        reverse("standards:requirement", args=[cast.wenming.edition.code, published.pk])
    )
    assert "/change/" not in page.content.decode()


def test_the_way_to_publishing_by_page(cast: Cast, client_of: ClientOf) -> None:
    draft = make_edition(code="a-draft", state=EditionState.DRAFT)
    make_requirement(edition=draft, code="1")
    client = client_of(cast.office.person)
    review, back, publish = (
        reverse(f"standards:{name}_edition", args=[draft.code]) for name in ("review", "send_back", "publish")
    )
    page = client.get(reverse("standards:edition", args=[draft.code])).content.decode()
    assert review in page
    assert publish not in page
    assert client.post(publish, {"version": 1}).status_code == 422
    assert client.post(review, {"version": 1}).status_code == 302
    assert client.post(back, {"version": 2, "reason": ""}).status_code == 422
    assert client.post(back, {"version": 2, "reason": "漏了"}).status_code == 302
    assert client.post(review, {"version": 3}).status_code == 302
    assert publish in client.get(reverse("standards:edition", args=[draft.code])).content.decode()
    assert client.post(publish, {"version": 4}).status_code == 302
    assert Edition.objects.get(pk=draft.pk).state == EditionState.PUBLISHED


def test_beginning_by_page(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.office.person)
    made = client.post(
        reverse("standards:add_standard"), {"code": "forest", "name": "森林城市", "seal": "森", "slot": "5"}
    )
    begin = reverse("standards:add_edition", args=["forest"])
    assert made.headers["Location"] == begin
    facts = {"code": "forest-1", "name": "第一版", "source": "文件", "confidence": "unverified"}
    assert client.post(begin, facts).headers["Location"] == "/standards/forest-1/"
    copy = reverse("standards:copy_edition", args=[cast.wenming.edition.code])
    assert client.post(copy, facts).status_code == 422
    assert client.post(copy, {**facts, "code": "wenming-2"}).status_code == 302
    assert Edition.objects.get(code="wenming-2").requirements.count() == 2
    change = reverse("standards:change_edition", args=["wenming-2"])
    assert client.post(change, {**facts, "name": "改名", "version": "1"}).headers["Location"] == "/standards/wenming-2/"
    assert Edition.objects.get(code="wenming-2").name == "改名"
