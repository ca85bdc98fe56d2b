"""Scoring and windows in words, in both languages."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from lianchuang.packs.loading import load_editions
from lianchuang.packs.shapes import Scoring, Window
from lianchuang.standards.rules import plain, scoring_data, window_data
from lianchuang.standards.rules.scoring import kernel_rule, kernel_window, worked
from lianchuang.standards.words import hanging_words, points_words, scoring_words, value_words, window_words


@pytest.mark.parametrize(
    ("scoring", "chinese", "english"),
    [
        ({"form": "threshold", "op": ">=", "value": "90", "unit": "%"}, "≥ 90 %", "≥ 90 %"),
        (
            {"form": "threshold", "op": ">=", "value": "8.5", "unit": "平方米", "unit_en": "m²"},
            "≥ 8.5 平方米",
            "≥ 8.5 m²",
        ),
        ({"form": "threshold", "op": "between", "value": "36", "upper": "40", "unit": "%"}, "36–40 %", "36–40 %"),
        ({"form": "threshold", "op": "improving"}, "好于上年", "better than last year"),
        ({"form": "threshold", "op": "improving", "better": "lower"}, "低于上年", "lower than last year"),
        ({"form": "yes_no"}, "有或无", "yes or no"),
        (
            {"form": "steps", "step": "0.5", "of": "2"},
            "每点 0.5 分，满 2 分",
            "0.5 points for each point met, 2 points at most",
        ),
        (
            {"form": "graded", "shares": [100, 66, 33, 0]},
            "0/1/2/3 处 → 100/66/33/0 %",
            "0/1/2/3 cases → 100/66/33/0 %",
        ),
        ({"form": "bonus", "step": "1", "of": "5"}, "每项加 1 分，最多 5 分", "adds 1 point each, 5 points at most"),
        (
            {"form": "deduction", "step": "2", "of": "10"},
            "每处扣 2 分，最多 10 分",
            "takes 2 points each, 10 points at most",
        ),
        ({"form": "deduction", "step": "0.5"}, "每处扣 0.5 分", "takes 0.5 points each"),
        ({"form": "information"}, "", ""),
        ({}, "", ""),
    ],
)
def test_scoring(scoring: dict[str, Any], chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert scoring_words(scoring) == chinese
    with translation.override("en"):
        assert scoring_words(scoring) == english


@pytest.mark.parametrize(
    ("window", "chinese", "english"),
    [
        ({"months": 12}, "近 12 个月", "last 12 months"),
        ({"years": 3}, "近 3 年", "last 3 years"),
        ({"years": 4, "each_year": True}, "4 年，逐年", "4 years, each by itself"),
        ({"years": 3, "weights": [15, 25, 60]}, "3 年，按 15/25/60 % 加权", "3 years, weighing 15/25/60 %"),
        ({}, "", ""),
    ],
)
def test_window(window: dict[str, Any], chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert window_words(window) == chinese
    with translation.override("en"):
        assert window_words(window) == english


def test_points() -> None:
    with translation.override("en"):
        assert [points_words(Decimal(text)) for text in ("1", "1.00", "0.25", "10")] == [
            "1 point",
            "1 point",
            "0.25 points",
            "10 points",
        ]
        assert points_words(None) == ""


def test_every_scoring_of_the_packs_can_be_said() -> None:
    for pack in load_editions():
        for node in pack.walk():
            words = scoring_words(scoring_data(node.scoring))
            assert bool(words) == (node.scoring.form != "information"), node.code


def test_every_scoring_and_window_of_the_packs_is_a_rule_of_the_kernel() -> None:
    for pack in load_editions():
        for node in pack.walk():
            assert kernel_rule(scoring_data(node.scoring)).form == node.scoring.form
            kernel_window(window_data(node.window))


def test_worked_figures() -> None:
    graded = worked({"form": "graded", "shares": [100, 66, 33, 0]}, Decimal(4))
    assert [(count, float(points)) for count, points in graded] == [(0, 4), (1, 2.64), (2, 1.32), (3, 0)]
    steps = worked({"form": "steps", "step": "0.5", "of": "2"}, None)
    assert [(count, float(points)) for count, points in steps] == [(1, 0.5), (2, 1), (3, 1.5), (4, 2)]
    assert worked({"form": "yes_no"}, Decimal(4)) == []
    assert worked({"form": "steps"}, None) == []


def test_values_and_what_hangs_in_words() -> None:
    with translation.override("en"):
        assert [value_words(name, value) for name, value in (("is_veto", True), ("points", Decimal("2.50")))] == [
            "yes",
            "2.5 points",
        ]
        assert hanging_words("sites.ItemRequirement", 2) == "2 check items"
        assert hanging_words("unknown.Thing", 1) == "1 other link"


def test_figures_are_kept_as_they_are() -> None:
    scoring = Scoring(form="steps", step=Decimal("0.25"), of=Decimal("2.0"))
    assert scoring_data(scoring) == {"form": "steps", "step": "0.25", "of": "2"}
    assert window_data(Window(years=4, each_year=True)) == {"years": 4, "each_year": True}
    assert window_data(Window(years=3, weights=(15, 25, 60))) == {"years": 3, "weights": [15, 25, 60]}
    assert window_data(None) == {}
    assert plain(Decimal(100)) == "100"
