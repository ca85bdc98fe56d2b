"""The parts of the look as markup."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from lianchuang.common.shapes import Deadline, LoopShape
from lianchuang.common.templatetags import lc
from lianchuang.common.workdays import calendar


@dataclass(frozen=True)
class Campaign:
    seal: str
    slot: int
    label: str


@dataclass(frozen=True)
class Count:
    campaign: Campaign
    fill: str = "full"
    is_veto: bool = False


WEN, WEI, YUAN = Campaign("文", 1, "文明城市"), Campaign("卫", 2, "卫生县城"), Campaign("园", 3, "园林县城")


def draw(source: str, **context: object) -> str:
    return Template(source).render(Context({"request": RequestFactory().get("/list/?state=open&page=3"), **context}))


def test_it_draws_seals_in_slot_order_and_says_them() -> None:
    with translation.override("zh-hans"):
        html = draw("{% seals counts size='sm' %}", counts=[Count(WEI, "part"), Count(WEN, is_veto=True)])
    assert html.index("文明城市") < html.index('data-c="卫"')
    assert 'aria-label="计入文明城市；部分计入卫生县城；牵涉一票否决：文明城市"' in html
    assert 'data-c="文" data-slot="1" data-veto' in html
    assert 'data-c="卫" data-slot="2" data-fill="part"' in html
    assert 'data-size="sm" role="img"' in html


def test_it_keeps_empty_places_in_columns() -> None:
    html = draw("{% seals counts places=places %}", counts=[Count(WEI)], places=[WEN, WEI, YUAN])
    assert html.count('data-fill="none"') == 2


def test_it_draws_nothing_without_seals() -> None:
    assert draw("{% seals counts %}", counts=[]) == ""


def test_names_of_campaigns_are_escaped() -> None:
    html = draw("{% seal campaign %}", campaign=Campaign("文", 1, '"><script>'))
    assert "<script>" not in html


def test_it_draws_the_loop_line() -> None:
    html = draw("{% loop_line shape %}", shape=LoopShape(4, "over", "第 4 环 整改中，逾期"))
    assert html.count("<i ") == 7
    assert html.count('class="on"') == 3
    assert html.count('class="now"') == 1
    assert 'data-state="over" role="img" aria-label="第 4 环 整改中，逾期"' in html


def test_the_ring_needs_no_state() -> None:
    assert "data-state" not in draw("{% loop_line shape %}", shape=LoopShape(1, "here", "报告"))


def test_it_draws_a_deadline() -> None:
    html = draw("{% due deadline %}", deadline=Deadline("soon", "剩 2 工时", 8))
    assert html == '<span class="lc-due" data-state="soon" data-used="80">剩 2 工时</span>'


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        (3289, 3472, "94.7%<small>3289/3472</small>"),
        (10, 10, "100%<small>10/10</small>"),
        (0, 12, "0%<small>0/12</small>"),
    ],
)
def test_a_rate_shows_its_counts(numerator: int, denominator: int, shown: str) -> None:
    assert shown in lc.rate(numerator, denominator)


def test_below_ten_there_are_only_counts() -> None:
    html = lc.rate(3, 9)
    assert "3/9" in html
    assert "%" not in html


def test_of_nothing_there_is_no_rate() -> None:
    assert "–" in lc.rate(0, 0)
    assert "–" in lc.rate(None, None)


def test_it_draws_icons_and_refuses_unknown_ones() -> None:
    assert 'class="ic"' in lc.icon("flag")
    assert 'role="img" aria-label="旗"' in lc.icon("flag", label="旗")
    with pytest.raises(LookupError):
        lc.icon("no-such-icon")
    with pytest.raises(LookupError):
        lc.icon("../../../etc/passwd")


def test_it_marks_how_sure_a_source_is() -> None:
    with translation.override("zh-hans"):
        assert lc.source_badge("secondhand") == '<span class="lc-src" data-k="secondhand">转引</span>'


def test_it_says_working_time() -> None:
    with translation.override("zh-hans"):
        assert draw("{% working_minutes 630 %}") == "1.5 工作日"
        assert draw("{% working_minutes None %}") == "–"


def test_an_hour_that_is_not_kept_is_not_shown() -> None:
    day = datetime(2026, 9, 1, tzinfo=calendar().zone)
    assert [lc.hour(day.replace(hour=9, minute=5)), lc.hour(day), lc.hour(day.astimezone(UTC))] == ["09:05", "", ""]


def test_it_changes_the_query_and_starts_the_pages_again() -> None:
    assert draw("{% with_query state='closed' q='桶' %}") == "?state=closed&amp;q=%E6%A1%B6"
    assert draw("{% with_query state=None %}") == "?"


def test_it_toggles_one_value_of_a_facet() -> None:
    assert draw("{% toggled 'state' 'open' %}") == "?"
    assert draw("{% toggled 'state' 'closed' %}") == "?state=open&amp;state=closed"
