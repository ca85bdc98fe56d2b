"""The joint target of a measure, as the pages say it."""

from typing import Any

import pytest
from django.utils import translation

from lianchuang.standards.models import Measure, MeasureLink, Sharing
from lianchuang.standards.queries import joint_of
from tests.cast import Cast, make_requirement


@pytest.fixture
def measure(db: None) -> Measure:
    return Measure.objects.create(code="M02", name="人均公园绿地", sharing=Sharing.VALUE, unit="平方米", source="示例")


def link(cast: Cast, measure: Measure, scoring: dict[str, str], **more: Any) -> MeasureLink:
    window = more.pop("window", {})
    requirement = make_requirement(
        edition=cast.wenming.edition, scoring={"form": "threshold", "unit": "平方米", **scoring}, window=window
    )
    return MeasureLink.objects.create(
        measure=measure, requirement=requirement, reuse="value", **{"relation": "equal", **more}
    )


def test_the_strictest_is_taken(cast: Cast, measure: Measure) -> None:
    links = [link(cast, measure, {"op": ">=", "value": value}) for value in ("8.5", "9", "7.5")]
    joint = joint_of(links)
    assert joint.is_one
    assert joint.lines[0].words == "≥ 9 平方米"
    assert joint.differs == ()


def test_what_differs_is_said_and_not_merged(cast: Cast, measure: Measure) -> None:
    one = link(cast, measure, {"op": ">=", "value": "8.5"})
    other_window = link(cast, measure, {"op": ">=", "value": "9"}, window={"years": 3})
    other_basis = link(cast, measure, {"op": ">=", "value": "9"}, reading={"of": "公园绿地面积", "per": "户籍人口"})
    joint = joint_of([one, other_window, other_basis])
    assert len(joint.lines) == 3
    assert joint.differs == ("basis", "window")


def test_a_contradiction_is_said(cast: Cast, measure: Measure) -> None:
    links = [link(cast, measure, {"op": ">=", "value": "9"}), link(cast, measure, {"op": "<=", "value": "5"})]
    with translation.override("en"):
        (line,) = joint_of(links).lines
    assert line.is_contradictory
    assert line.words == "contradictory: no value satisfies all"


def test_what_only_overlaps_does_not_enter(cast: Cast, measure: Measure) -> None:
    links = [
        link(cast, measure, {"op": ">=", "value": "9"}),
        link(cast, measure, {"op": ">=", "value": "20"}, relation="intersects"),
        link(cast, measure, {"op": ">=", "value": "30", "unit": "天"}),
    ]
    joint = joint_of(links)
    assert [line.words for line in joint.lines] == ["≥ 9 平方米"]
    assert joint.differs == ("unit",)
