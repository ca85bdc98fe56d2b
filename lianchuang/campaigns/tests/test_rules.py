"""What a charter may be: pure decisions."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.campaigns import rules
from lianchuang.campaigns.models import CommitmentState, Stage
from lianchuang.campaigns.rules import TopicDates

DAY = date(2026, 1, 31)
standing = st.builds(
    TopicDates,
    starts_on=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    every=st.integers(1, 24),
    beat=st.sampled_from(["weeks", "months"]),
)


def test_the_stages_are_those_of_the_rows() -> None:
    assert tuple(Stage.values) == rules.STAGES
    assert set(rules.STAGE_WORDS) == set(rules.STAGES)
    assert set(rules.OUTCOMES) == set(rules.OUTCOME_WORDS) < set(CommitmentState.values)
    assert [rules.next_stage(stage) for stage in rules.STAGES] == ["standardised", "raised", None]
    assert rules.earlier_stages("raised") == ("rectified", "standardised")
    assert rules.earlier_stages("rectified") == ()


def test_a_short_month_takes_its_last_day() -> None:
    dates = TopicDates(DAY, every=1, beat="months")
    assert [dates.occurrence(number) for number in range(3)] == [DAY, date(2026, 2, 28), date(2026, 3, 31)]
    assert dates.occurrence(25) == date(2028, 2, 29)


@settings(max_examples=150)
@given(dates=standing, after=st.integers(-400, 3000), length=st.integers(0, 500))
def test_the_days_between_are_all_and_only_those(dates: TopicDates, after: int, length: int) -> None:
    first = dates.starts_on + timedelta(days=after)
    last = first + timedelta(days=length)
    wanted = [day for number in range(1000) if first <= (day := dates.occurrence(number)) <= last]
    assert dates.days_between(first, last) == wanted
    following = dates.next_on_or_after(first)
    assert following is not None
    assert following >= max(first, dates.starts_on)
    assert not [number for number in range(1000) if first <= dates.occurrence(number) < following]


def test_a_sweep_is_on_its_last_day() -> None:
    sweep = TopicDates(DAY, ends_on=date(2026, 3, 1))
    assert sweep.days_between(DAY, date(2026, 3, 1)) == [date(2026, 3, 1)]
    assert sweep.days_between(DAY, date(2026, 2, 1)) == []
    assert sweep.next_on_or_after(date(2026, 3, 2)) is None


@pytest.mark.parametrize(
    ("dates", "field"),
    [
        (TopicDates(DAY), "ends_on"),
        (TopicDates(DAY, ends_on=DAY, every=1, beat="weeks"), "ends_on"),
        (TopicDates(DAY, ends_on=date(2026, 1, 30)), "ends_on"),
        (TopicDates(DAY, every=1), "ends_on"),
        (TopicDates(DAY, every=53, beat="weeks"), "every"),
        (TopicDates(DAY, every=25, beat="months"), "every"),
        (TopicDates(DAY, every=1, beat="moons"), "every"),
    ],
)
def test_dates_are_an_end_or_a_rhythm(dates: TopicDates, field: str) -> None:
    assert set(dates.faults) == {field}


@pytest.mark.parametrize(
    ("state", "days", "shape"),
    [("open", -1, "over"), ("open", 0, "soon"), ("open", 14, "soon"), ("open", 15, "open"), ("kept", -9, "kept")],
)
def test_shapes(state: str, days: int, shape: str) -> None:
    assert rules.shape_of(state, DAY + timedelta(days=days), DAY) == shape


def test_the_campaign_most_like_a_name() -> None:
    ours = {1: "文明城市提名城市创建", 2: "国家卫生县城创建", 3: "国家园林县城创建", 4: "双拥模范城创建"}
    for name, key in (
        ("省文明城市提名城市创建", 1),
        ("国家卫生县城", 2),
        ("国家园林城市创建", 3),
        ("省级双拥模范城", 4),
    ):
        assert rules.most_like(name, ours) == key
    assert rules.most_like("国家森林城市创建", ours) is None
    assert rules.most_like("卫生和园林", ours) is None
    assert rules.most_like("x", {}) is None
