"""Adding, changing, moving and deleting requirements of a draft."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.models import Entry
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from lianchuang.sites.models import ItemRequirement
from lianchuang.standards.actions import (
    RequirementFacts,
    add_requirement,
    change_requirement,
    delete_requirement,
    move_requirement,
    step_requirement,
)
from lianchuang.standards.models import Edition, EditionState, Measure, MeasureLink, Requirement, Sharing
from lianchuang.standards.rules.tree import Way
from tests.cast import Cast, make_edition, make_requirement

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
FACTS = RequirementFacts(code="A", name="街道整洁", source="文件", confidence="unverified")


@pytest.fixture
def draft(db: None) -> Edition:
    return make_edition(code="a-draft", state=EditionState.DRAFT)


def grow(edition: Edition, code: str, parent: Requirement | None = None, **facts: Any) -> Requirement:
    edition.refresh_from_db()
    return add_requirement(
        edition=edition, facts=replace(FACTS, code=code, **facts), parent=parent, after=None,
        expected_version=edition.tree_version, by=SYSTEM, at=AT,
    )  # fmt: skip


def order(edition: Edition) -> list[str]:
    return [f"{'.' * one.depth}{one.code}" for one in edition.requirements.order_by("path")]


def step(one: Requirement, way: Way) -> None:
    version = Edition.objects.get(pk=one.edition_id).tree_version
    step_requirement(requirement=one, way=way, expected_version=version, by=SYSTEM, at=AT)


def test_a_tree_is_grown_and_turned(draft: Edition) -> None:
    one, two = grow(draft, "A"), grow(draft, "B")
    child = grow(draft, "A1", one)
    assert order(draft) == ["A", ".A1", "B"]
    step(two, Way.UP)
    assert order(draft) == ["B", "A", ".A1"]
    step(one, Way.IN)
    assert order(draft) == ["B", ".A", "..A1"]
    child.refresh_from_db()
    step(child, Way.OUT)
    assert order(draft) == ["B", ".A", ".A1"]
    assert Entry.objects.filter(code="requirement.moved").count() == 3
    assert Edition.objects.get(pk=draft.pk).tree_version == 1 + 3 + 3


def test_one_is_added_after_another(draft: Edition) -> None:
    one = grow(draft, "A")
    grow(draft, "B")
    draft.refresh_from_db()
    made = add_requirement(
        edition=draft, facts=replace(FACTS, code="AA"), parent=None, after=one,
        expected_version=draft.tree_version, by=SYSTEM, at=AT,
    )  # fmt: skip
    assert order(draft) == ["A", "AA", "B"]
    assert made.path == "0002."


def test_changing_one_writes_only_this_one(draft: Edition) -> None:
    one = grow(draft, "A")
    other = grow(draft, "B")
    before = Requirement.objects.filter(pk=other.pk).values().get()
    facts = replace(FACTS, name="街巷整洁", points=Decimal("2.50"), scoring={"form": "graded", "shares": [100, 0]})
    changed = change_requirement(requirement=one, facts=facts, expected_version=1, by=SYSTEM, at=AT)
    assert (changed.name, changed.version) == ("街巷整洁", 2)
    assert Requirement.objects.filter(pk=other.pk).values().get() == before
    held = Edition.objects.get(pk=draft.pk)
    assert (held.version, held.tree_version) == (4, 3)
    said = Entry.objects.get(code="requirement.changed").data["changes"]
    assert "街道整洁 → 街巷整洁" in said
    assert "2.5 分" in said
    change_requirement(requirement=one, facts=facts, expected_version=1, by=SYSTEM, at=AT)
    assert Entry.objects.filter(code="requirement.changed").count() == 1


def test_two_who_change_the_same(draft: Edition) -> None:
    one = grow(draft, "A")
    change_requirement(requirement=one, facts=replace(FACTS, name="甲"), expected_version=1, by=SYSTEM, at=AT)
    with pytest.raises(ChangedMeanwhile) as refused:
        change_requirement(requirement=one, facts=replace(FACTS, name="乙"), expected_version=1, by=SYSTEM, at=AT)
    assert "甲" in refused.value.what_changed
    with pytest.raises(ChangedMeanwhile):
        step_requirement(requirement=one, way=Way.UP, expected_version=1, by=SYSTEM, at=AT)
    with pytest.raises(ChangedMeanwhile):
        delete_requirement(requirement=one, expected_version=1, by=SYSTEM, at=AT)


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("code", {"code": "有空 格"}),
        ("name", {"name": " "}),
        ("source", {"source": ""}),
        ("method", {"method": "guessing"}),
        ("confidence", {"confidence": "sure"}),
        ("points", {"points": Decimal(0)}),
        ("form", {"scoring": {"form": "steps", "step": "1"}}),
        ("form", {"scoring": {"form": "threshold", "op": "between", "value": "40", "upper": "36"}}),
        ("form", {"scoring": {"form": "graded", "shares": [33, 66]}}),
        ("weights", {"window": {"years": 3, "weights": [15, 25]}}),
        ("code", {"code": "B"}),
    ],
)
def test_facts_that_cannot_be(draft: Edition, field: str, facts: dict[str, Any]) -> None:
    one = grow(draft, "A")
    grow(draft, "B")
    with pytest.raises(Invalid) as refused:
        change_requirement(requirement=one, facts=replace(FACTS, **facts), expected_version=1, by=SYSTEM, at=AT)
    assert list(refused.value.fields) == [field]


def test_what_stands_under_a_veto_is_one(draft: Edition) -> None:
    veto, plain = grow(draft, "V", is_veto=True), grow(draft, "B")
    with pytest.raises(Invalid):
        grow(draft, "V1", veto)
    draft.refresh_from_db()
    with pytest.raises(NotPossibleNow) as refused:
        move_requirement(requirement=plain, parent=veto, expected_version=draft.tree_version, by=SYSTEM, at=AT)
    assert refused.value.code == "under_veto"
    grow(draft, "B1", plain)
    with pytest.raises(Invalid):
        change_requirement(
            requirement=plain, facts=replace(FACTS, code="B", is_veto=True), expected_version=1, by=SYSTEM, at=AT
        )


def test_deleting_takes_what_is_below_and_its_measures(draft: Edition) -> None:
    one, last = grow(draft, "A"), grow(draft, "Z")
    child = grow(draft, "A1", one)
    measure = Measure.objects.create(
        code="M-1", name="量", sharing=Sharing.VALUE, source="文件", confidence="unverified"
    )
    MeasureLink.objects.create(measure=measure, requirement=child, relation="equal", reuse="value")
    draft.refresh_from_db()
    delete_requirement(requirement=one, expected_version=draft.tree_version, by=SYSTEM, at=AT)
    assert order(draft) == ["Z"]
    last.refresh_from_db()
    assert last.path == "0001."
    assert not MeasureLink.objects.exists()
    assert Entry.objects.get(code="requirement.deleted").data["count"] == 2


def test_a_requirement_with_check_items_stays(cast: Cast, draft: Edition) -> None:
    one = grow(draft, "A")
    child = grow(draft, "A1", one)
    ItemRequirement.objects.create(item=cast.ads_item, requirement=child, fill="full")
    draft.refresh_from_db()
    with pytest.raises(NotPossibleNow) as refused:
        delete_requirement(requirement=one, expected_version=draft.tree_version, by=SYSTEM, at=AT)
    assert refused.value.code == "still_linked"
    assert order(draft) == ["A", ".A1"]


Deed = Callable[[Requirement], object]
DEEDS: list[Deed] = [
    lambda one: add_requirement(
        edition=one.edition, facts=FACTS, parent=None, after=None, expected_version=1, by=SYSTEM, at=AT
    ),
    lambda one: change_requirement(requirement=one, facts=FACTS, expected_version=1, by=SYSTEM, at=AT),
    lambda one: step_requirement(requirement=one, way=Way.UP, expected_version=1, by=SYSTEM, at=AT),
    lambda one: move_requirement(requirement=one, parent=None, expected_version=1, by=SYSTEM, at=AT),
    lambda one: delete_requirement(requirement=one, expected_version=1, by=SYSTEM, at=AT),
]


@pytest.mark.django_db
@pytest.mark.parametrize("state", [EditionState.REVIEWED, EditionState.PUBLISHED])
@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_of_a_reviewed_or_published_edition_changes(state: EditionState, deed: Deed) -> None:
    one = make_requirement(edition=make_edition(state=state), code="1")
    before = Requirement.objects.filter(pk=one.pk).values().get()
    with pytest.raises(NotPossibleNow) as refused:
        deed(one)
    assert refused.value.code == f"edition_{state}"
    assert Requirement.objects.filter(pk=one.pk).values().get() == before


def test_only_the_office_may(cast: Cast, draft: Edition) -> None:
    one = grow(draft, "A")
    version = Edition.objects.get(pk=draft.pk).tree_version
    for name in ("leader", "coordinator", "auditor", "administrator", "post_holder", "stranger"):
        by = cast.members[name].actor
        with pytest.raises(NotAllowed):
            change_requirement(requirement=one, facts=FACTS, expected_version=1, by=by, at=AT)
        with pytest.raises(NotAllowed):
            delete_requirement(requirement=one, expected_version=version, by=by, at=AT)
        with pytest.raises(NotAllowed):
            step_requirement(requirement=one, way=Way.UP, expected_version=version, by=by, at=AT)
    by = cast.office.actor
    change_requirement(requirement=one, facts=replace(FACTS, name="改"), expected_version=1, by=by, at=AT)
    assert Edition.objects.get(pk=draft.pk).edited_by == cast.office.person


@pytest.mark.django_db
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 50), st.sampled_from([*Way, "add", "delete"])), max_size=8))
def test_any_sequence_in_the_database(deeds: list[tuple[int, Any]]) -> None:
    """The rows stay a tree: paths say who stands under whom, each once, and codes stay."""
    draft = make_edition(state=EditionState.DRAFT)
    root = grow(draft, "A")
    for code in ("A1", "A2"):
        grow(draft, code, root)
    for number, (index, deed) in enumerate(deeds):
        rows = list(draft.requirements.order_by("path"))
        if not rows:
            break
        one = rows[index % len(rows)]
        draft.refresh_from_db()
        try:
            if deed == "add":
                grow(draft, f"N{number}", one)
            elif deed == "delete":
                delete_requirement(requirement=one, expected_version=draft.tree_version, by=SYSTEM, at=AT)
            else:
                step(one, Way(deed))
        except NotPossibleNow:
            continue
        _check_rows(draft)


def _check_rows(edition: Edition) -> None:
    rows = {row.pk: row for row in edition.requirements.all()}
    children: dict[int | None, list[str]] = {}
    for row in sorted(rows.values(), key=lambda row: row.path):
        above = rows[row.parent_id].path if row.parent_id else ""
        children.setdefault(row.parent_id, []).append(row.path)
        assert row.path == f"{above}{len(children[row.parent_id]):04d}."
    assert len({row.code for row in rows.values()}) == len(rows)
