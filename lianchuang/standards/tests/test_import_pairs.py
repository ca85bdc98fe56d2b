"""A table of pairs becomes a crosswalk: unmatched told, contradictions refused, nothing half-written."""

from datetime import UTC, datetime

import pytest
from django.db.models import F

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.models import Entry
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed
from lianchuang.standards.actions import import_edition, import_pairs
from lianchuang.standards.exchange.jsontext import read_json
from lianchuang.standards.exchange.oscal_mapping import MappingFile, read_mappings, write_mappings
from lianchuang.standards.exchange.pairs import read_pairs
from lianchuang.standards.models import Edition, Measure, MeasureLink, RequirementLink, Sharing
from lianchuang.standards.queries.exchange import plan_edition
from lianchuang.standards.queries.pairing import PairPlan, mappings_of, plan_mappings, plan_pairs
from lianchuang.standards.tests.test_import_edition import catalogue
from lianchuang.standards.tests.trees import small
from tests.cast import Cast

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ROWS = [["A1", "ac-1", "="], ["A2", "ac-2", "⊂"], ["B1", "zz", "="], ["yy", "at-1", "∩"], ["A1", "ac-1", "等同"]]


@pytest.fixture
def ends(db: None) -> tuple[Edition, Edition]:
    one = import_edition(plan=plan_edition(small()), by=SYSTEM, at=AT)
    return one, import_edition(plan=plan_edition(catalogue()), by=SYSTEM, at=AT)


def plan(ends: tuple[Edition, Edition], *rows: list[str]) -> PairPlan:
    return plan_pairs(read_pairs(rows), source=ends[0], target=ends[1])


def test_known_pairs_come_in_and_the_others_are_listed(ends: tuple[Edition, Edition]) -> None:
    held = plan(ends, *ROWS)
    assert [(one.id, one.side, one.row) for one in held.unmatched] == [("zz", "target", 3), ("yy", "source", 4)]
    assert [pair.row for pair in held.doubled] == [5]
    assert import_pairs(plans=[held], by=SYSTEM, at=AT) == 2
    links = RequirementLink.objects.order_by("source__code").values_list("source__code", "target__code", "relation")
    assert list(links) == [("A1", "ac-1", "equal"), ("A2", "ac-2", "subset")]
    assert not any(link.is_reviewed for link in RequirementLink.objects.all())
    again = plan(ends, *ROWS)
    assert (len(again.added), again.same) == (0, 2)
    assert import_pairs(plans=[again], by=SYSTEM, at=AT) == 0
    assert Entry.objects.filter(code="crosswalk.imported").count() == 1


def test_another_relation_changes_the_link_and_its_review(ends: tuple[Edition, Edition]) -> None:
    import_pairs(plans=[plan(ends, *ROWS)], by=SYSTEM, at=AT)
    RequirementLink.objects.update(reviewed_at=AT)
    held = plan(ends, ["A2", "ac-2", "superset"])
    assert [one.said for one in held.changed] == ["⊂ → ⊃"]
    import_pairs(plans=[held], by=SYSTEM, at=AT)
    link = RequirementLink.objects.get(source__code="A2")
    assert (link.relation, link.is_reviewed, link.version) == ("superset", False, 2)


def test_a_link_drawn_the_other_way_is_the_same_link(ends: tuple[Edition, Edition]) -> None:
    import_pairs(plans=[plan(ends, *ROWS)], by=SYSTEM, at=AT)
    turned = plan_pairs(read_pairs([["ac-2", "A2", "⊃"]]), source=ends[1], target=ends[0])
    assert (len(turned.added), len(turned.changed), turned.same) == (0, 0, 1)
    turned = plan_pairs(read_pairs([["ac-2", "A2", "⊂"]]), source=ends[1], target=ends[0])
    import_pairs(plans=[turned], by=SYSTEM, at=AT)
    assert RequirementLink.objects.get(source__code="A2").relation == "superset"


@pytest.mark.parametrize(
    "row", [["A1", "ac-1", "subset"], ["A1", "ac-2", "cousin"], ["A1", "", "="]], ids=["contradicts", "word", "empty"]
)
def test_a_table_with_a_fault_writes_nothing(ends: tuple[Edition, Edition], row: list[str]) -> None:
    held = plan(ends, ROWS[0], ROWS[1], row)
    assert held.faults
    with pytest.raises(Invalid):
        import_pairs(plans=[plan(ends, ROWS[1]), held], by=SYSTEM, at=AT)
    assert not RequirementLink.objects.exists()


def test_not_with_itself(ends: tuple[Edition, Edition]) -> None:
    assert plan_pairs(read_pairs([["A1", "A1", "="]]), source=ends[0], target=ends[0]).faults


def test_somebody_else_was_quicker(ends: tuple[Edition, Edition]) -> None:
    import_pairs(plans=[plan(ends, *ROWS)], by=SYSTEM, at=AT)
    held = plan(ends, ["A1", "ac-1", "∩"])
    RequirementLink.objects.update(version=F("version") + 1)
    with pytest.raises(ChangedMeanwhile):
        import_pairs(plans=[held], by=SYSTEM, at=AT)


def test_the_crosswalk_goes_out_and_comes_back(ends: tuple[Edition, Edition]) -> None:
    import_pairs(plans=[plan(ends, *ROWS)], by=SYSTEM, at=AT)
    measure = Measure.objects.create(code="M-001", name="量", sharing=Sharing.DOCUMENT)
    needed = ends[0].requirements.get(code="B1")
    MeasureLink.objects.create(measure=measure, requirement=needed, relation="subset", reuse="document", reason="因")
    text = write_mappings(mappings_of(ends[0], Edition.objects.all()), title="对照", at=AT)
    held = list(RequirementLink.objects.values_list("source", "target", "relation"))
    RequirementLink.objects.all().delete()
    MeasureLink.objects.all().delete()
    plans = plan_mappings(read_mappings(read_json(text)), Edition.objects.all())
    assert all(isinstance(one, PairPlan) for one in plans)
    import_pairs(plans=plans, by=SYSTEM, at=AT)
    assert list(RequirementLink.objects.values_list("source", "target", "relation")) == held
    link = MeasureLink.objects.get()
    assert (link.relation, link.reuse, link.reason) == ("subset", "document", "因")
    again = plan_mappings(read_mappings(read_json(text)), Edition.objects.all())
    assert not [one for one in again if not isinstance(one, PairPlan) or one.added or one.changed]


def mapped(*ways: tuple[Edition, Edition, list[str]]) -> list[MappingFile]:
    """A collection of mappings, one for each way, as a file holds it."""
    return [MappingFile(source.code, target.code, read_pairs([row]).pairs) for source, target, row in ways]


def test_mappings_of_the_same_two_editions_are_held_against_each_other(ends: tuple[Edition, Edition]) -> None:
    one, other = ends
    twice = mapped((one, other, ["A1", "ac-1", "="]), (one, other, ["A1", "ac-1", "⊂"]))
    both_ways = mapped((one, other, ["A1", "ac-1", "⊂"]), (other, one, ["ac-1", "A1", "⊂"]))
    for mappings in (twice, both_ways):
        plans = [each for each in plan_mappings(mappings, Edition.objects.all()) if isinstance(each, PairPlan)]
        assert [len(each.contradicting) for each in plans] == [2]
        with pytest.raises(Invalid):
            import_pairs(plans=plans, by=SYSTEM, at=AT)
    assert not RequirementLink.objects.exists()


def test_a_pair_said_both_ways_alike_is_one_link(ends: tuple[Edition, Edition]) -> None:
    one, other = ends
    mappings = mapped((one, other, ["A1", "ac-1", "⊂"]), (other, one, ["ac-1", "A1", "⊃"]))
    (held,) = plan_mappings(mappings, Edition.objects.all())
    assert isinstance(held, PairPlan)
    assert (len(held.doubled), held.faults) == (1, ())
    assert import_pairs(plans=[held], by=SYSTEM, at=AT) == 1


def test_within_one_edition_too(ends: tuple[Edition, Edition]) -> None:
    table = read_pairs([["A1", "A2", "⊂"], ["A2", "A1", "⊂"], ["B1", "B2", "="], ["B2", "B1", "="]])
    held = plan_pairs(table, source=ends[0], target=ends[0])
    assert ([pair.row for pair in held.contradicting], [pair.row for pair in held.doubled]) == ([1, 2], [4])


def test_only_the_office_may(cast: Cast, ends: tuple[Edition, Edition]) -> None:
    held = plan(ends, *ROWS)
    for name in ("leader", "coordinator", "auditor", "administrator", "stranger"):
        with pytest.raises(NotAllowed):
            import_pairs(plans=[held], by=cast.members[name].actor, at=AT)
    import_pairs(plans=[held], by=cast.office.actor, at=AT)
    assert RequirementLink.objects.order_by("pk")[0].drafted_by == cast.office.post
