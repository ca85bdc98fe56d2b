"""Entering, correcting and importing values."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from lianchuang.audit.models import Entry
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from lianchuang.standards import actions
from lianchuang.standards.actions import GivenValue
from lianchuang.standards.models import Measure, MeasureValue, Sharing
from lianchuang.standards.rules import decimal_of
from tests.cast import Cast

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def measure(db: None) -> Measure:
    names = ("绿化覆盖面积", "建成区面积")
    return Measure.objects.create(
        code="M01",
        name="绿化覆盖率",
        sharing=Sharing.VALUE,
        unit="%",
        source="示例",
        inputs=[{"name": name, "name_en": name, "unit": "公顷", "unit_en": "ha"} for name in names],
        reading={"of": names[0], "per": names[1], "times": "100"},
    )


def given(cast: Cast, measure: Measure, **changes: object) -> GivenValue:
    whole = GivenValue(
        measure=measure,
        place=cast.county,
        period_from=date(2025, 7, 1),
        period_to=date(2026, 6, 30),
        source="遥感报告",
        inputs={"绿化覆盖面积": "812.50", "建成区面积": "2,000"},
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def test_inputs_are_kept_and_the_rate_is_made_of_them(cast: Cast, measure: Measure) -> None:
    row = actions.enter_value(given=given(cast, measure), by=cast.office.actor, at=AT)
    row.refresh_from_db()
    assert row.value == Decimal("40.625")
    assert row.inputs == {"绿化覆盖面积": "812.5", "建成区面积": "2000"}
    assert row.entered_by == cast.office.post
    entry = Entry.objects.get(code="value.entered")
    assert (entry.data["value"], entry.data["place"]) == ("40.625", "莲县")


def test_a_figure_alone_may_be_entered(cast: Cast, measure: Measure) -> None:
    row = actions.enter_value(given=given(cast, measure, inputs={}, value=Decimal(39)), by=cast.office.actor, at=AT)
    assert (row.value, row.inputs) == (Decimal(39), {})


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("value", {"inputs": {}}),
        ("value", {"inputs": {"绿化覆盖面积": "5"}}),
        ("value", {"inputs": {"绿化覆盖面积": "5", "建成区面积": "0"}}),
        ("value", {"inputs": {"绿化覆盖面积": "1000000", "建成区面积": "1e-20"}}),
        ("绿化覆盖面积", {"inputs": {"绿化覆盖面积": "1e-30000000", "建成区面积": "9"}}),
        ("绿化覆盖面积", {"inputs": {"绿化覆盖面积": "0e-30000000", "建成区面积": "9"}}),
        ("绿化覆盖面积", {"inputs": {"绿化覆盖面积": "1e30000000", "建成区面积": "9"}}),
        ("inputs", {"inputs": {"人口": "5"}}),
        ("绿化覆盖面积", {"inputs": {"绿化覆盖面积": "五", "建成区面积": "9"}}),
        ("绿化覆盖面积", {"inputs": {"绿化覆盖面积": "NaN", "建成区面积": "9"}}),
        ("period_to", {"period_to": date(2025, 1, 1)}),
        ("period_to", {"period_to": date(2026, 9, 2)}),
        ("source", {"source": "  "}),
    ],
)
def test_what_is_wrong_is_said_by_field(cast: Cast, measure: Measure, field: str, changes: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refused:
        actions.enter_value(given=given(cast, measure, **changes), by=cast.office.actor, at=AT)
    assert list(refused.value.fields) == [field]
    assert not MeasureValue.objects.exists()


def test_what_a_spreadsheet_reckoned_is_a_number() -> None:
    assert decimal_of("33.333333333333336") == Decimal("33.333333333333336")
    assert decimal_of("0.0012345678901234567") == Decimal("0.0012345678901234567")
    assert decimal_of("1.2e3") == Decimal(1200)


def test_a_period_has_one_value_and_a_wrong_one_is_corrected_by_a_newer(cast: Cast, measure: Measure) -> None:
    first = actions.enter_value(given=given(cast, measure), by=cast.office.actor, at=AT)
    with pytest.raises(NotPossibleNow):
        actions.enter_value(given=given(cast, measure), by=cast.office.actor, at=AT)
    better = given(cast, measure, inputs={"绿化覆盖面积": "820", "建成区面积": "2000"})
    with pytest.raises(Invalid):
        actions.correct_value(held=first, given=better, reason="", by=cast.office.actor, at=AT)
    second = actions.correct_value(held=first, given=better, reason="少算一片", by=cast.office.actor, at=AT)
    first.refresh_from_db()
    assert (first.value, first.is_current) == (Decimal("40.625"), False)
    assert (second.value, second.supersedes, second.is_current) == (Decimal(41), first, True)
    with pytest.raises(ChangedMeanwhile):
        actions.correct_value(held=first, given=better, reason="又", by=cast.office.actor, at=AT)
    elsewhere = given(cast, measure, place=cast.street)
    with pytest.raises(Invalid):
        actions.correct_value(held=second, given=elsewhere, reason="搬家", by=cast.office.actor, at=AT)


def test_a_table_comes_in_whole_or_not_at_all(cast: Cast, measure: Measure) -> None:
    rows = [given(cast, measure, period_from=date(year, 1, 1), period_to=date(year, 12, 31)) for year in (2023, 2024)]
    faulty = [*rows, given(cast, measure, source=""), rows[0]]
    with pytest.raises(Invalid) as refused:
        actions.import_values(given=faulty, by=cast.office.actor, at=AT)
    assert list(refused.value.fields) == ["3", "4"]
    assert not MeasureValue.objects.exists()
    assert actions.import_values(given=rows, by=cast.office.actor, at=AT) == 2
    assert Entry.objects.filter(code="value.entered").count() == 2
    with pytest.raises(Invalid):
        actions.import_values(given=rows, by=cast.office.actor, at=AT)
    with pytest.raises(Invalid):
        actions.import_values(given=[], by=cast.office.actor, at=AT)


def test_a_coordinator_enters_for_their_own_place(cast: Cast, measure: Measure) -> None:
    own, by = given(cast, measure, place=cast.street), cast.coordinator.actor
    row = actions.enter_value(given=own, by=by, at=AT)
    with pytest.raises(NotAllowed):
        actions.enter_value(given=given(cast, measure), by=by, at=AT)
    for who in ("post_holder", "leader", "auditor", "other_coordinator", "stranger", "foreign_office"):
        with pytest.raises(NotAllowed):
            actions.enter_value(given=own, by=cast.members[who].actor, at=AT)
        with pytest.raises(NotAllowed):
            actions.correct_value(held=row, given=own, reason="x", by=cast.members[who].actor, at=AT)
        with pytest.raises(NotAllowed):
            actions.import_values(given=[own], by=cast.members[who].actor, at=AT)
