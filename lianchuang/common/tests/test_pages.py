"""One page of many, and the order asked for."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from lianchuang.common.pages import paginate, sort_from


@pytest.mark.parametrize(("asked", "number"), [("", 1), ("2", 2), ("99", 4), ("0", 4), ("-3", 4), ("x", 1)])
def test_it_gives_the_nearest_page(asked: str, number: int) -> None:
    page = paginate(RequestFactory().get("/", {"page": asked}), range(35), per=10)
    assert page.number == number


def test_it_does_not_count_what_is_counted() -> None:
    class Uncountable(list[int]):
        def __len__(self) -> int:
            raise AssertionError

    page = paginate(RequestFactory().get("/"), Uncountable([1, 2, 3]), per=2, total=3)
    assert list(page.object_list) == [1, 2]
    assert page.paginator.num_pages == 2


def test_the_pager_keeps_the_query() -> None:
    request = RequestFactory().get("/list/?q=桶&page=2")
    page = paginate(request, range(500), per=10)
    context = Context({"page": page, "request": request})
    context.request = request  # type: ignore[attr-defined]  # {% querystring %} reads it there
    html = Template('{% include "common/_pager.html" %}').render(context)
    assert "q=%E6%A1%B6&amp;page=3" in html
    assert 'aria-current="page">2<' in html
    assert "…" in html


ALLOWED = {"due": ("step_due_at", "id"), "found": ("-found_at",)}


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ("due", ("step_due_at", "id")),
        ("-due", ("-step_due_at", "-id")),
        ("-found", ("found_at",)),
        ("password", ("step_due_at", "id")),
        ("--due", ("step_due_at", "id")),
    ],
)
def test_only_allowed_orders_are_taken(asked: str, fields: tuple[str, ...]) -> None:
    assert sort_from(RequestFactory().get("/", {"sort": asked}), ALLOWED, "due").order_by == fields


def test_a_second_click_turns_the_order() -> None:
    sort = sort_from(RequestFactory().get("/?sort=due"), ALLOWED, "found")
    assert sort.next_for("due") == "-due"
    assert sort.next_for("found") == "found"
    assert sort.aria("due") == "ascending"
    assert sort.aria("found") == ""
