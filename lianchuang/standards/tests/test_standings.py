"""Random crosswalks: nothing is counted twice, nothing is lost, order does not matter, a tie removed moves one back."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from lianchuang.kernels.measuring import Asked, State, Tie, Value, Window, standings, verdict_of
from lianchuang.kernels.thresholds import joint_targets, span_of
from lianchuang.standards.rules import asked_of, demands_of, window_of

ON = date(2026, 9, 1)
MEASURES = [f"M{number}" for number in range(6)]
REQUIREMENTS = [f"R{number}" for number in range(12)]
ASKED = st.one_of(
    st.builds(
        lambda op, value: Asked("threshold", "%", span_of(op, Decimal(value))),
        st.sampled_from([">=", ">", "<=", "=="]),
        st.integers(0, 100),
    ),
    st.sampled_from([Asked("yes_no"), Asked("information")]),
)
TIES = st.lists(
    st.builds(
        Tie,
        measure=st.sampled_from(MEASURES),
        requirement=st.sampled_from(REQUIREMENTS),
        asked=ASKED,
        window=st.sampled_from([Window(), Window(12), Window(36), Window(48, each_year=True)]),
        relation=st.sampled_from(["equal", "subset", "superset", "intersects"]),
        unit=st.just("%"),
        is_presence=st.booleans(),
    ),
    unique_by=lambda tie: (tie.measure, tie.requirement),
    max_size=20,
)
VALUE = st.builds(
    lambda figure, days: Value((), Decimal(figure), ON - timedelta(days=days), ON - timedelta(days=days)),
    st.integers(0, 100),
    st.integers(0, 1500),
)
VALUES = st.dictionaries(st.sampled_from(MEASURES), st.lists(VALUE, max_size=5).map(tuple))


@settings(max_examples=80)
@given(TIES, VALUES, st.randoms())
def test_order_does_not_matter_and_none_is_lost_or_twice(ties, values, chance) -> None:  # type: ignore[no-untyped-def]
    found = standings(ties, values, ON)
    assert set(found) == {tie.requirement for tie in ties}
    shuffled = list(ties)
    chance.shuffle(shuffled)
    mixed = {code: tuple(chance.sample(held, len(held))) for code, held in values.items()}
    same_day = any(len({one.last for one in held}) < len(held) for held in values.values())
    assert standings(shuffled, values if same_day else mixed, ON) == found
    assert standings([*ties, *ties], values, ON) == found


@settings(max_examples=80)
@given(TIES, VALUES, st.data())
def test_a_tie_removed_moves_its_requirement_alone_and_back_again(ties, values, data) -> None:  # type: ignore[no-untyped-def]
    if not ties:
        return
    gone = data.draw(st.sampled_from(ties))
    with_it = standings(ties, values, ON)
    without = standings([tie for tie in ties if tie is not gone], values, ON)
    others = set(with_it) - {gone.requirement}
    assert {code: without[code] for code in others} == {code: with_it[code] for code in others}
    assert standings([*[tie for tie in ties if tie is not gone], gone], values, ON) == with_it


@settings(max_examples=80)
@given(TIES, st.sampled_from(MEASURES), VALUE)
def test_a_value_moves_only_what_rests_on_its_measure(ties, measure, value) -> None:  # type: ignore[no-untyped-def]
    before, after = standings(ties, {}, ON), standings(ties, {measure: (value,)}, ON)
    moved = {code for code in before if before[code] != after[code]}
    assert moved <= {tie.requirement for tie in ties if tie.measure == measure}


@settings(max_examples=80)
@given(TIES, st.integers(0, 100))
def test_a_value_that_meets_the_joint_target_meets_each(ties, figure) -> None:  # type: ignore[no-untyped-def]
    on_one = [tie for tie in ties if tie.measure == "M0"]
    value = Value((), Decimal(figure), ON, ON)
    demands = demands_of(on_one)
    if not all(target.span.holds(value.figure) for target in joint_targets(demands)):
        return
    asked = {one.key for one in demands}
    for tie in on_one:
        if tie.requirement in asked and not tie.window.each_year:
            assert verdict_of(tie, [value], ON).state is State.MET


def test_what_is_stored_is_read_as_asked() -> None:
    between = asked_of({"form": "threshold", "op": "between", "value": "2", "upper": "4", "unit": "次"})
    assert between.span is not None
    assert between.span.holds(Decimal(3))
    assert asked_of({"form": "threshold", "op": "improving"}).improving
    assert asked_of({}).form == "information"
    assert window_of({"years": 4, "each_year": True}) == Window(48, each_year=True)
    assert window_of({"years": 3, "weights": [15, 25, 60]}) == Window(36, each_year=True)
    assert window_of({"months": 12}) == Window(12)


def test_years_with_weights_stand_each_by_itself() -> None:
    asked = asked_of({"form": "threshold", "op": ">=", "value": "90", "unit": "%"})
    tie = Tie("M", "R", asked, window_of({"years": 3, "weights": [15, 25, 60]}), "equal", "%")
    years = [
        Value((), Decimal(figure), date(year, 1, 1), date(year, 12, 31))
        for year, figure in ((2023, 92), (2024, 80), (2025, 95))
    ]
    on = date(2025, 12, 31)
    assert verdict_of(tie, years[1:], on).state is State.NOT_MET
    assert verdict_of(tie, years[::2], on).state is State.UNKNOWN
    assert verdict_of(tie, [*years[:1], replace(years[1], figure=Decimal(90)), years[2]], on).state is State.MET
