"""Thresholds and the joint target."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.kernels.thresholds import Demand, Span, joint_targets, same_unit, span_of

FIGURES = st.decimals(min_value=0, max_value=120, places=1)
SIGNS = st.sampled_from([">=", ">", "<=", "<", "=="])
SPANS = st.builds(span_of, SIGNS, FIGURES)
DEMANDS = st.lists(
    st.builds(
        Demand,
        key=st.text("abcdefgh", min_size=1, max_size=3),
        span=SPANS,
        unit=st.sampled_from(["%", "天"]),
        basis=st.sampled_from(["常住", "户籍"]),
        window=st.sampled_from(["", "12"]),
    ),
    max_size=8,
)


def test_the_strictest_of_several() -> None:
    demands = [
        Demand("WS-V5a", span_of(">=", Decimal(36)), "%"),
        Demand("YL-1", span_of(">=", Decimal(40)), "%"),
        Demand("X", span_of(">", Decimal(40)), "%"),
    ]
    (target,) = joint_targets(demands)
    assert target.span == Span(lower=Decimal(40), lower_open=True)
    assert target.keys == ("WS-V5a", "X", "YL-1")
    assert not target.is_contradictory


@pytest.mark.parametrize("other", [{"unit": "天"}, {"basis": "户籍"}, {"window": "36"}])
def test_what_differs_is_not_merged(other: dict[str, str]) -> None:
    same = {"unit": "%", "basis": "常住", "window": "12"}
    one = Demand("A", span_of(">=", Decimal(36)), **same)
    two = Demand("B", span_of(">=", Decimal(40)), **{**same, **other})
    assert len(joint_targets([one, two])) == 2


def test_contradiction_is_said() -> None:
    demands = [Demand("A", span_of(">=", Decimal(5)), "%"), Demand("B", span_of("<=", Decimal(3)), "%")]
    (target,) = joint_targets(demands)
    assert target.is_contradictory


def test_counting_words_are_one_unit() -> None:
    assert same_unit("件", "起")
    assert not same_unit("件", "%")
    (target,) = joint_targets(
        [Demand("A", span_of("==", Decimal(0)), "件"), Demand("B", span_of("<=", Decimal(1)), "起")]
    )
    assert target.span == Span(Decimal(0), Decimal(0))


def test_between_and_an_unknown_sign() -> None:
    assert span_of("between", Decimal(2), Decimal(4)).holds(Decimal(3))
    assert span_of("between", Decimal(2), Decimal(4)).short_of(Decimal(5)) == 1
    with pytest.raises(ValueError, match="improving"):
        span_of("improving", Decimal(0))


@settings(max_examples=120)
@given(DEMANDS, FIGURES, st.randoms())
def test_meeting_the_joint_target_meets_each_and_order_does_not_matter(demands, value, chance) -> None:  # type: ignore[no-untyped-def]
    targets = joint_targets(demands)
    shuffled = list(demands)
    chance.shuffle(shuffled)
    assert joint_targets(shuffled) == targets
    for target in targets:
        group = [
            one for one in demands if (one.unit, one.basis, one.window) == (target.unit, target.basis, target.window)
        ]
        assert set(target.keys) == {one.key for one in group}
        assert target.span.holds(value) == all(one.span.holds(value) for one in group)
        if target.is_contradictory:
            assert not target.span.holds(value)


@settings(max_examples=80)
@given(SPANS, FIGURES)
def test_the_distance_is_nought_exactly_within(span: Span, value: Decimal) -> None:
    if span.holds(value):
        assert span.short_of(value) == 0
    elif value not in {span.lower, span.upper}:
        assert span.short_of(value) > 0
