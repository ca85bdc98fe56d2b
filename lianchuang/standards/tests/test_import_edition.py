"""Importing an edition: a draft follows its file, a published one never changes, nothing half-written."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.models import Entry
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from lianchuang.packs.loading import load_editions
from lianchuang.standards.actions import import_edition, load_edition, publish_edition
from lianchuang.standards.exchange.jsontext import Layout, layout_of, read_json
from lianchuang.standards.exchange.oscal import read_catalog, write_catalog
from lianchuang.standards.exchange.shapes import EditionFile, StandardWords
from lianchuang.standards.exchange.sheets import read_sheets, write_sheets
from lianchuang.standards.exchange.yaml_pack import edition_of_pack
from lianchuang.standards.models import Edition, EditionState, Measure, MeasureLink, Requirement, Sharing, Standard
from lianchuang.standards.queries.exchange import edition_file, figures_of, plan_edition
from lianchuang.standards.tests.test_oscal import CATALOG, text_of
from lianchuang.standards.tests.trees import small, walked
from tests.cast import Cast

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
PACK = load_editions()[0]


def take(file: EditionFile, **options: str) -> Edition:
    return import_edition(plan=plan_edition(file, **options), by=SYSTEM, at=AT)


def catalogue() -> EditionFile:
    text = text_of(CATALOG)
    return read_catalog(read_json(text), layout_of(text))


@pytest.mark.django_db
def test_a_new_edition_is_a_draft_and_says_what_the_file_says() -> None:
    edition = take(small())
    assert edition.state == EditionState.DRAFT
    assert edition_file(edition) == small()
    assert Entry.objects.get(code="edition.imported").data["added"] == 6


@pytest.mark.django_db
def test_a_catalogue_comes_out_of_the_database_byte_for_byte() -> None:
    edition = take(catalogue(), code="mine")
    assert write_catalog(edition_file(Edition.objects.get(pk=edition.pk)), at=AT) == text_of(CATALOG)
    assert edition.standard.slot == 5
    figures = figures_of(edition)
    assert (figures.counts.active, figures.counts.withdrawn, figures.is_foreign) == (3, 1, True)
    Requirement.objects.filter(edition=edition, code="ac-2").update(name="Accounts, all")
    out = write_catalog(edition_file(edition), at=AT)
    assert out.replace("Accounts, all", "Accounts").replace(
        AT.isoformat(), "2023-10-12T00:00:00.000000-04:00"
    ) == text_of(CATALOG)


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing() -> None:
    edition = take(catalogue())
    ids = set(edition.requirements.values_list("pk", flat=True))
    assert take(catalogue()) == edition
    assert set(edition.requirements.values_list("pk", flat=True)) == ids
    assert Entry.objects.filter(code="edition.imported").count() == 1


@pytest.mark.django_db
def test_a_pack_and_its_file_are_the_same_edition() -> None:
    edition = load_edition(pack=PACK, by=SYSTEM, at=AT)
    plan = plan_edition(edition_of_pack(PACK))
    assert not plan.difference.anything
    assert import_edition(plan=plan, by=SYSTEM, at=AT) == edition
    assert not Entry.objects.filter(code="edition.imported").exists()


@pytest.mark.django_db
def test_an_edited_sheet_changes_only_what_it_says_and_keeps_the_rest() -> None:
    edition = take(catalogue())
    held = edition_file(edition)
    kept = Requirement.objects.get(edition=edition, code="ac-1")
    changed = [replace(node, points=Decimal("1.50")) if node.code == "ac-2" else node for node in held.nodes]
    sheet = write_sheets(replace(held, nodes=tuple(changed)), chinese=True)
    plan = plan_edition(read_sheets(sheet))
    assert [(row.code, [cell.column for cell in row.cells]) for row in plan.difference.changed] == [
        ("ac-2", ["points"])
    ]
    import_edition(plan=plan, by=SYSTEM, at=AT)
    again = Requirement.objects.get(edition=edition, code="ac-2")
    assert (again.points, again.version) == (Decimal("1.50"), 2)
    kept.refresh_from_db()
    assert (kept.version, "guidance" in kept.carried) == (1, True)
    edition.refresh_from_db()
    assert edition.tree_version == 3


@pytest.mark.django_db
def test_a_published_edition_never_changes_but_begins_another() -> None:
    edition = publish_edition(edition=take(catalogue()), by=SYSTEM, at=AT)
    held = edition_file(edition)
    wanted = replace(held, nodes=tuple(walked([node for node in held.nodes if node.code != "ac-2"])))
    file = read_sheets(write_sheets(wanted, chinese=True))
    plan = plan_edition(file)
    assert plan.blocked
    with pytest.raises(NotPossibleNow):
        import_edition(plan=plan, by=SYSTEM, at=AT)
    assert edition_file(edition) == held
    other = take(file, code="second", like=edition.code)
    assert other.standard == edition.standard
    assert "guidance" in other.requirements.get(code="ac-1").carried
    assert edition.requirements.count() == other.requirements.count() + 1


@pytest.mark.django_db
def test_nor_does_what_stands_beyond_our_columns() -> None:
    edition = publish_edition(edition=take(small()), by=SYSTEM, at=AT)
    more = json.loads(write_catalog(edition_file(edition), at=AT))
    assert take(read_catalog(more, Layout())) == edition
    more["catalog"]["back-matter"] = {"resources": [{"uuid": "11111111-1111-4111-8111-111111111111"}]}
    plan = plan_edition(read_catalog(more, Layout()))
    assert not plan.difference.anything
    assert plan.blocked
    for each in (plan, replace(plan, blocked="")):
        with pytest.raises(NotPossibleNow) as refused:
            import_edition(plan=each, by=SYSTEM, at=AT)
        assert refused.value.code == "edition_published"
    assert not Edition.objects.get(pk=edition.pk).carried


@pytest.mark.parametrize("state", [EditionState.REVIEWED, EditionState.PUBLISHED])
@pytest.mark.django_db
def test_a_plan_made_while_it_was_a_draft_is_refused(state: EditionState) -> None:
    edition = take(small())
    plan = plan_edition(replace(small(), nodes=small().nodes[:3]))
    assert not plan.blocked
    Edition.objects.filter(pk=edition.pk).update(state=state)
    with pytest.raises(NotPossibleNow) as refused:
        import_edition(plan=plan, by=SYSTEM, at=AT)
    assert refused.value.code == f"edition_{state}"
    assert edition.requirements.count() == 6


@pytest.mark.django_db
def test_what_moves_out_from_under_a_heading_that_goes_stays_what_it_is() -> None:
    edition = take(small())
    kept = edition.requirements.get(code="A1")
    measure = Measure.objects.create(code="M-1", name="量", sharing=Sharing.VALUE)
    link = MeasureLink.objects.create(measure=measure, requirement=kept, relation="equal", reuse="value")
    file = small()
    moved = [replace(one, parent="B" if one.parent == "A" else one.parent) for one in file.nodes if one.code != "A"]
    take(replace(file, nodes=tuple(walked(moved))))
    again = edition.requirements.get(code="A1")
    assert (again.pk, again.parent and again.parent.code) == (kept.pk, "B")
    assert MeasureLink.objects.get() == link
    assert not edition.requirements.filter(code="A").exists()


@pytest.mark.parametrize("code", ["双拥模范县", "x" * 31, "a b", "a/b"])
@pytest.mark.django_db
def test_a_standard_has_a_code_that_addresses_take(code: str) -> None:
    file = replace(small(), standard=StandardWords(code, "某标准"))
    assert [(one.value, bool(one.reason)) for one in plan_edition(file).refused] == [(code, True)]
    with pytest.raises(Invalid):
        take(file)
    assert not Standard.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "long", [{"name": "长" * 201}, {"name_en": "x" * 201}, {"standard": StandardWords("s", "长" * 201)}]
)
def test_a_name_is_as_long_as_a_name_may_be(long: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        take(replace(small(), **long))
    assert "200" in refused.value.sentences()[0]


@pytest.mark.django_db
def test_a_seal_colour_is_one_of_six_and_belongs_to_one_standard() -> None:
    slots = []
    for number, slot in enumerate([3, 3, 99, 0], start=1):
        own = StandardWords(f"s{number}", "某标准", slot=slot)
        slots.append(take(replace(small(), code=f"e{number}", standard=own)).standard.slot)
    assert slots == [3, 5, 6, 6]


@pytest.mark.django_db
def test_refused_rows_write_nothing() -> None:
    text = text_of({"catalog": {"metadata": {"title": "T"}, "controls": [{"id": "a", "title": "A"}] * 2}})
    with pytest.raises(Invalid) as refused:
        take(read_catalog(read_json(text), layout_of(text)))
    assert "“a”" in refused.value.sentences()[0]
    for code in ("", "import", "中文", "x" * 41):
        with pytest.raises(Invalid):
            take(replace(small(), code=code))
    assert not Edition.objects.exists()
    assert not Standard.objects.exists()


@pytest.mark.django_db
def test_a_sheet_without_parents_keeps_the_tree_or_is_refused() -> None:
    edition = take(small())
    file = replace(read_sheets(write_sheets(small(), chinese=True)), says=("name",))
    turned = replace(file, nodes=tuple(replace(node, parent="") for node in reversed(file.nodes)))
    take(turned)
    assert [node.code for node in edition_file(edition).nodes] == ["B", "B2", "B1", "A", "A2", "A1"]
    headless = replace(turned, nodes=tuple(node for node in turned.nodes if node.code != "A"))
    assert [(one.place, one.value) for one in plan_edition(headless).refused] == [("A2", "A"), ("A1", "A")]


@pytest.mark.django_db
def test_somebody_else_was_quicker() -> None:
    edition = take(small())
    plan = plan_edition(replace(small(), nodes=small().nodes[:3]))
    Requirement.objects.filter(edition=edition, code="B1").update(name="别人改了")
    with pytest.raises(ChangedMeanwhile):
        import_edition(plan=plan, by=SYSTEM, at=AT)
    assert edition.requirements.count() == 6


@pytest.mark.django_db
def test_check_items_hold_their_requirement(cast: Cast) -> None:
    edition = cast.wenming.edition
    Edition.objects.filter(pk=edition.pk).update(state=EditionState.DRAFT)
    held = edition_file(edition)
    used = set(edition.requirements.filter(item_requirements__isnull=False).values_list("code", flat=True))
    assert used
    bare = replace(held, nodes=tuple(walked([node for node in held.nodes if node.code not in used])))
    with pytest.raises(NotPossibleNow):
        take(replace(bare, nodes=bare.nodes or small().nodes))
    assert edition_file(edition) == held


def test_only_the_office_may(cast: Cast) -> None:
    plan = plan_edition(small())
    for name in ("leader", "coordinator", "auditor", "administrator", "stranger"):
        with pytest.raises(NotAllowed):
            import_edition(plan=plan, by=cast.members[name].actor, at=AT)
    edition = import_edition(plan=plan, by=cast.office.actor, at=AT)
    assert edition.edited_by == cast.office.person
