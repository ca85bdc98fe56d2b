"""Small charts draw the numbers they are given, and say them."""

from datetime import date, timedelta

from django.template import Context, Template
from django.utils import translation

from lianchuang.common.charts import Day, Flow, FlowExit, FlowLeg, FlowStop, Step, bars, share_bar, step_bars


def _days(*pairs: tuple[int, int]) -> list[Day]:
    return [Day(date(2026, 11, 1) + timedelta(days=n), new, closed) for n, (new, closed) in enumerate(pairs)]


def test_days_share_one_scale() -> None:
    drawn = bars(_days((10, 5), (5, 10), (0, 0)))
    assert [day.new_height for day in drawn.days] == ["36", "18", "0"]
    assert [day.closed_height for day in drawn.days] == ["15", "30", "0"]


def test_days_are_said_in_one_sentence() -> None:
    with translation.override("zh-hans"):
        assert bars(_days((3, 1), (4, 2))).sentence == "2 天：新报 7 件，销号 3 件。"


def test_no_days_at_all_draw_an_empty_line() -> None:
    assert bars([]).days == ()


def test_a_bar_shows_the_share_in_ink() -> None:
    html = share_bar(50, 100, 20)
    assert 'class="wash" width="50"' in html
    assert 'class="ink" width="20"' in html
    assert 'width="0"' in share_bar(0, 0)


def test_steps_stand_on_one_scale() -> None:
    drawn = step_bars([Step("逾期", 10, selected=5), Step("今天", 5)])
    assert [step.height for step in drawn.steps] == ["50", "25"]
    assert [step.ink_height for step in drawn.steps] == ["25", "25"]


def _loop() -> Flow:
    counts = (100, 98, 95, 90, 80, 78, 70)
    return Flow(
        stops=tuple(FlowStop(f"环节{number}", count) for number, count in enumerate(counts, start=1)),
        legs=tuple(FlowLeg("2 工时", "限 4 工时") for _ in range(6)),
        exits=(FlowExit(1, "void", "作废 1"), FlowExit(2, "back", "退回 3"), FlowExit(4, "hold", "挂账 2")),
        rework="返工 5",
        final="按期 91.4%",
        final_counts="64/70",
    )


def test_the_loop_is_drawn_and_written_out() -> None:
    html = Template("{% flow loop %}").render(Context({"loop": _loop()}))
    assert html.count('class="ring"') == 6
    for words in ("环节7", "70", "2 工时", "退回 3", "挂账 2", "返工 5", "按期 91.4%", "64/70"):
        assert words in html
    assert "flow-narrow" in html


def test_the_band_narrows_with_the_counts() -> None:
    assert _loop().drawn().band.startswith("M66 53")


def test_an_empty_loop_does_not_divide_by_nought() -> None:
    empty = Flow(tuple(FlowStop("环节", 0) for _ in range(7)), tuple(FlowLeg("–") for _ in range(6)))
    assert empty.drawn().band.endswith("z")
