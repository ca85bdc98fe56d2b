"""Draft → reviewed → published: whoever wrote does not review alone, and a published edition never changes."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from lianchuang.accounts.access import SYSTEM, Actor
from lianchuang.accounts.models import Role
from lianchuang.audit.models import Entry
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from lianchuang.packs.loading import load_editions
from lianchuang.standards.actions import (
    EditionFacts,
    change_edition,
    load_edition,
    publish_edition,
    review_edition,
    send_back_edition,
)
from lianchuang.standards.models import Edition, EditionState
from tests.cast import Cast, actor_of, grant, make_edition, make_requirement

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def second(cast: Cast) -> Actor:
    """Another post of the office."""
    grant(post=cast.colleague.post, role=Role.OFFICE, scope=cast.county)
    return actor_of(cast.colleague.person, cast.colleague.post)


@pytest.fixture
def draft(cast: Cast) -> Edition:
    """A draft that the office wrote."""
    edition = make_edition(code="a-draft", state=EditionState.DRAFT, edited_by=cast.office.person)
    make_requirement(edition=edition, code="1")
    return edition


def review(edition: Edition, by: Actor, version: int = 1) -> Edition:
    return review_edition(edition=edition, expected_version=version, by=by, at=AT)


def test_whoever_wrote_does_not_review(cast: Cast, second: Actor, draft: Edition) -> None:
    with pytest.raises(NotPossibleNow) as refused:
        review(draft, cast.office.actor)
    assert refused.value.code == "own_work"
    reviewed = review(draft, second)
    assert (reviewed.state, reviewed.reviewed_by, reviewed.reviewed_at) == (EditionState.REVIEWED, second.person, AT)
    published = publish_edition(edition=reviewed, by=cast.office.actor, at=AT)
    assert (published.state, published.published_at) == (EditionState.PUBLISHED, AT)
    assert [
        code for code in Entry.objects.order_by("id").values_list("code", flat=True) if code.startswith("edition")
    ] == [
        "edition.reviewed",
        "edition.published",
    ]


def test_a_draft_is_not_published_unreviewed(cast: Cast, second: Actor, draft: Edition) -> None:
    for by in (cast.office.actor, second):
        with pytest.raises(NotPossibleNow) as refused:
            publish_edition(edition=draft, by=by, at=AT)
        assert refused.value.code == "not_reviewed"
    assert publish_edition(edition=draft, by=SYSTEM, at=AT).state == EditionState.PUBLISHED


def test_a_reviewed_edition_goes_back_with_a_reason(cast: Cast, second: Actor, draft: Edition) -> None:
    reviewed = review(draft, second)
    with pytest.raises(Invalid):
        send_back_edition(edition=reviewed, reason=" ", expected_version=2, by=cast.office.actor, at=AT)
    back = send_back_edition(edition=reviewed, reason="漏了一条", expected_version=2, by=cast.office.actor, at=AT)
    assert (back.state, back.reviewed_by) == (EditionState.DRAFT, None)
    assert Entry.objects.get(code="edition.sent_back").data["reason"] == "漏了一条"
    with pytest.raises(NotPossibleNow) as refused:
        send_back_edition(edition=back, reason="再来", expected_version=3, by=cast.office.actor, at=AT)
    assert refused.value.code == "still_draft"


def test_a_review_is_of_what_was_seen(second: Actor, draft: Edition) -> None:
    Edition.objects.filter(pk=draft.pk).update(version=5)
    with pytest.raises(ChangedMeanwhile):
        review(draft, second)
    reviewed = review(draft, second, version=5)
    with pytest.raises(ChangedMeanwhile):
        publish_edition(edition=reviewed, expected_version=5, by=second, at=AT)


def test_an_empty_edition_is_not_reviewed(second: Actor) -> None:
    with pytest.raises(NotPossibleNow) as refused:
        review(make_edition(state=EditionState.DRAFT), second)
    assert refused.value.code == "no_requirements"


def test_a_published_edition_never_changes(cast: Cast, second: Actor) -> None:
    edition = cast.wenming.edition
    facts = EditionFacts(code=edition.code, name="另一个名", source="文件", confidence="official")
    before = Edition.objects.filter(pk=edition.pk).values().get()
    deeds: list[Callable[[], Edition]] = [
        lambda: review(edition, second),
        lambda: publish_edition(edition=edition, by=SYSTEM, at=AT),
        lambda: send_back_edition(edition=edition, reason="改", expected_version=1, by=second, at=AT),
        lambda: change_edition(edition=edition, facts=facts, expected_version=1, by=second, at=AT),
    ]
    for deed in deeds:
        with pytest.raises(NotPossibleNow):
            deed()
    assert Edition.objects.filter(pk=edition.pk).values().get() == before


def test_a_reviewed_edition_is_not_loaded_over(db: None) -> None:
    pack = load_editions()[0]
    edition = load_edition(pack=pack, by=SYSTEM, at=AT)
    Edition.objects.filter(pk=edition.pk).update(state=EditionState.REVIEWED, name="别的名")
    with pytest.raises(NotPossibleNow) as refused:
        load_edition(pack=pack, by=SYSTEM, at=AT)
    assert refused.value.code == "edition_reviewed"


def test_only_the_office_may(cast: Cast, draft: Edition) -> None:
    for name in ("leader", "coordinator", "auditor", "administrator", "stranger"):
        by = cast.members[name].actor
        with pytest.raises(NotAllowed):
            review(draft, by)
        with pytest.raises(NotAllowed):
            publish_edition(edition=draft, by=by, at=AT)
        with pytest.raises(NotAllowed):
            send_back_edition(edition=draft, reason="改", expected_version=1, by=by, at=AT)
