"""Lengths of working time in words."""

import pytest
from django.utils import translation

from lianchuang.common.shapes import deadline_words, minutes_words, used_tenths


@pytest.mark.parametrize(
    ("minutes", "working", "chinese", "english"),
    [
        (630, True, "1.5 工作日", "1.5 working days"),
        (420, True, "1 工作日", "1 working day"),
        (120, True, "2 工时", "2 working hours"),
        (40, True, "40 分钟", "40 minutes"),
        (1440, False, "1 天", "1 day"),
        (2160, False, "1.5 天", "1.5 days"),
        (600, False, "10 小时", "10 hours"),
        (1, False, "1 分钟", "1 minute"),
    ],
)
def test_it_says_lengths(minutes: int, working: bool, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert minutes_words(minutes, working) == chinese
    with translation.override("en"):
        assert minutes_words(minutes, working) == english


def test_it_says_left_and_overdue() -> None:
    with translation.override("zh-hans"):
        assert deadline_words(630) == "剩 1.5 工作日"
        assert deadline_words(-90) == "逾期 1.5 工时"
    with translation.override("en"):
        assert deadline_words(-60) == "1 working hour late"


@pytest.mark.parametrize(
    ("used", "limit", "tenths"), [(0, 10, 0), (9, 10, 9), (99, 100, 9), (30, 10, 10), (-5, 10, 0), (5, 0, 0)]
)
def test_it_counts_tenths(used: int, limit: int, tenths: int) -> None:
    assert used_tenths(used, limit) == tenths
