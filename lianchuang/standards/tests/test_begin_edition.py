"""Founding a standard, beginning an edition empty or as a copy, changing what is said about it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.models import Entry
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed
from lianchuang.packs.loading import load_editions
from lianchuang.standards.actions import (
    EditionFacts,
    add_edition,
    add_standard,
    change_edition,
    copy_edition,
    load_edition,
)
from lianchuang.standards.models import EditionState, Requirement
from lianchuang.standards.rules.states import RESERVED
from lianchuang.standards.urls import urlpatterns
from tests.cast import Cast, make_standard

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
FACTS = EditionFacts(code="forest-1", name="森林城市第一版", source="文件", confidence="unverified")
STANDARD: dict[str, Any] = {"code": "forest", "name": "森林城市", "name_en": "Forest city", "seal": "森", "slot": 5}


@pytest.mark.django_db
def test_a_standard_and_its_first_edition() -> None:
    standard = add_standard(**STANDARD, by=SYSTEM, at=AT)
    edition = add_edition(standard=standard, facts=FACTS, by=SYSTEM, at=AT)
    assert (edition.state, edition.standard, edition.requirements.count()) == (EditionState.DRAFT, standard, 0)
    assert set(Entry.objects.values_list("code", flat=True)) == {"standard.added", "edition.added"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("code", {"code": "taken"}),
        ("code", {"code": "Forest"}),
        ("name", {"name": " "}),
        ("seal", {"seal": "森林"}),
        ("slot", {"slot": 1}),
        ("slot", {"slot": 7}),
    ],
)
def test_a_standard_that_cannot_be(field: str, other: dict[str, Any]) -> None:
    make_standard(code="taken", slot=1)
    with pytest.raises(Invalid) as refused:
        add_standard(**{**STANDARD, **other}, by=SYSTEM, at=AT)
    assert list(refused.value.fields) == [field]


def test_an_edition_that_cannot_be(cast: Cast) -> None:
    for field, facts in (
        ("code", replace(FACTS, code=cast.wenming.edition.code)),
        ("code", replace(FACTS, code="new")),
        ("code", replace(FACTS, code="9x")),
        ("name", replace(FACTS, name="")),
        ("source", replace(FACTS, source=" ")),
        ("confidence", replace(FACTS, confidence="sure")),
    ):
        with pytest.raises(Invalid) as refused:
            add_edition(standard=cast.wenming.edition.standard, facts=facts, by=SYSTEM, at=AT)
        assert list(refused.value.fields) == [field]


@pytest.mark.django_db
def test_a_copy_has_the_same_tree_and_touches_nothing_old() -> None:
    old = load_edition(pack=load_editions()[0], by=SYSTEM, at=AT)
    before = list(old.requirements.order_by("path").values())
    new = copy_edition(edition=old, facts=replace(FACTS, code="copy-2"), by=SYSTEM, at=AT)

    def told(rows: Any) -> list[Any]:
        return [
            {name: value for name, value in row.items() if name not in {"id", "edition_id", "parent_id"}}
            for row in rows
        ]

    after = list(new.requirements.order_by("path").values())
    assert told(after) == told(before)
    assert list(old.requirements.order_by("path").values()) == before
    codes = dict(Requirement.objects.filter(edition=new, parent__isnull=False).values_list("code", "parent__code"))
    assert codes == dict(
        Requirement.objects.filter(edition=old, parent__isnull=False).values_list("code", "parent__code")
    )
    assert Entry.objects.get(code="edition.copied").data["count"] == len(before)


def test_what_is_said_about_a_draft(cast: Cast) -> None:
    edition = add_edition(standard=make_standard(slot=5), facts=FACTS, by=cast.office.actor, at=AT)
    facts = replace(FACTS, note="说明")
    changed = change_edition(edition=edition, facts=facts, expected_version=1, by=cast.office.actor, at=AT)
    assert (changed.note, changed.version) == ("说明", 2)
    with pytest.raises(ChangedMeanwhile):
        change_edition(edition=edition, facts=FACTS, expected_version=1, by=cast.office.actor, at=AT)
    change_edition(edition=edition, facts=facts, expected_version=2, by=cast.office.actor, at=AT)
    assert Entry.objects.filter(code="edition.changed").count() == 1


def test_only_the_office_may(cast: Cast) -> None:
    for name in ("leader", "coordinator", "auditor", "administrator", "stranger"):
        by = cast.members[name].actor
        with pytest.raises(NotAllowed):
            add_standard(**STANDARD, by=by, at=AT)
        with pytest.raises(NotAllowed):
            add_edition(standard=cast.wenming.edition.standard, facts=FACTS, by=by, at=AT)
        with pytest.raises(NotAllowed):
            copy_edition(edition=cast.wenming.edition, facts=FACTS, by=by, at=AT)


def test_the_words_of_the_addresses_are_no_codes() -> None:
    """An edition with such a code could not be opened."""
    firsts = {str(each.pattern).split("/")[0] for each in urlpatterns}
    assert {word for word in firsts if word and not word.startswith("<")} <= RESERVED
