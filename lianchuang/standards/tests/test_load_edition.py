"""Loading an edition from a pack, and publishing it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.models import Entry
from lianchuang.common.refusals import NotAllowed, NotPossibleNow
from lianchuang.packs.loading import load_editions
from lianchuang.packs.shapes import Edition as Pack
from lianchuang.standards.actions import load_edition, publish_edition
from lianchuang.standards.models import Edition, EditionState, Requirement
from tests.cast import Cast

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
PACK = load_editions()[0]


def entries(code: str) -> int:
    return Entry.objects.filter(code=code).count()


@pytest.mark.django_db
def test_every_pack_comes_in_whole() -> None:
    for pack in load_editions():
        edition = load_edition(pack=pack, by=SYSTEM, at=AT)
        assert edition.state == EditionState.DRAFT
        held = list(edition.requirements.order_by("path"))
        assert [one.code for one in held] == [node.code for node in pack.walk()]
        parents = {child.code: node.code for node in pack.walk() for child in node.children}
        by_id = {one.pk: one.code for one in held}
        assert {one.code: by_id[one.parent_id] for one in held if one.parent_id} == parents


@pytest.mark.django_db
def test_the_same_pack_again_changes_nothing() -> None:
    first = load_edition(pack=PACK, by=SYSTEM, at=AT)
    ids = set(first.requirements.values_list("pk", flat=True))
    again = load_edition(pack=PACK, by=SYSTEM, at=AT)
    assert again == first
    assert set(again.requirements.values_list("pk", flat=True)) == ids
    assert entries("edition.loaded") == 1


def turned(pack: Pack) -> Pack:
    """The pack with its first level reversed, its first node gone, and another name."""
    return replace(pack, name="另一个名字", requirements=tuple(reversed(pack.requirements[1:])))


@pytest.mark.django_db
def test_a_draft_follows_its_pack() -> None:
    edition = load_edition(pack=PACK, by=SYSTEM, at=AT)
    kept = Requirement.objects.get(edition=edition, code=PACK.requirements[-1].code).pk
    changed = load_edition(pack=turned(PACK), by=SYSTEM, at=AT)
    assert changed.name == "另一个名字"
    codes = list(changed.requirements.order_by("path").values_list("code", flat=True))
    assert codes == [node.code for node in turned(PACK).walk()]
    assert Requirement.objects.get(edition=edition, code=PACK.requirements[-1].code).pk == kept
    assert entries("edition.loaded") == 2


@pytest.mark.django_db
def test_a_published_edition_never_changes() -> None:
    edition = publish_edition(edition=load_edition(pack=PACK, by=SYSTEM, at=AT), by=SYSTEM, at=AT)
    assert load_edition(pack=PACK, by=SYSTEM, at=AT) == edition
    with pytest.raises(NotPossibleNow) as refused:
        load_edition(pack=turned(PACK), by=SYSTEM, at=AT)
    assert refused.value.code == "edition_published"
    assert Edition.objects.get(pk=edition.pk).name == PACK.name
    assert edition.requirements.count() == len(list(PACK.walk()))


@pytest.mark.django_db
def test_publishing_twice_or_empty_is_refused() -> None:
    edition = publish_edition(edition=load_edition(pack=PACK, by=SYSTEM, at=AT), by=SYSTEM, at=AT)
    assert edition.published_at == AT
    with pytest.raises(NotPossibleNow) as twice:
        publish_edition(edition=edition, by=SYSTEM, at=AT)
    assert twice.value.code == "already_published"
    empty = load_edition(pack=replace(PACK, code="empty", requirements=()), by=SYSTEM, at=AT)
    with pytest.raises(NotPossibleNow) as nothing:
        publish_edition(edition=empty, by=SYSTEM, at=AT)
    assert nothing.value.code == "no_requirements"
    assert entries("edition.published") == 1


def test_only_the_office_may(cast: Cast) -> None:
    pack = replace(PACK, code="office-edition")
    edition = load_edition(pack=pack, by=cast.office.actor, at=AT)
    for name in ("leader", "coordinator", "auditor", "administrator", "stranger"):
        with pytest.raises(NotAllowed):
            load_edition(pack=pack, by=cast.members[name].actor, at=AT)
        with pytest.raises(NotAllowed):
            publish_edition(edition=edition, by=cast.members[name].actor, at=AT)
    with pytest.raises(NotPossibleNow) as refused:
        publish_edition(edition=edition, by=cast.office.actor, at=AT)
    assert refused.value.code == "not_reviewed"
