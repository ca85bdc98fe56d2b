"""Drawing, changing, reviewing and removing links; turning suggestions down."""

from datetime import UTC, datetime

import pytest

from lianchuang.accounts.access import SYSTEM
from lianchuang.accounts.models import Role
from lianchuang.audit.models import Entry
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotPossibleNow
from lianchuang.packs import loading
from lianchuang.standards import actions
from lianchuang.standards.models import Edition, Measure, MeasureLink, Requirement, RequirementLink, Sharing
from lianchuang.standards.queries import suggestions_for
from tests.cast import Cast, Member, grant, make_person, make_post, make_requirement

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def measure(db: None) -> Measure:
    return Measure.objects.create(
        code="M01", name="绿化覆盖率", name_en="Green cover", sharing=Sharing.VALUE, unit="%", source="示例"
    )


@pytest.fixture
def reviewer(cast: Cast) -> Member:
    """A second post of the office."""
    post = make_post(unit=cast.office_unit, name="复核岗")
    grant(post=post, role=Role.OFFICE, scope=cast.county)
    return Member(make_person(name="严复", post=post), post)


def one_of(cast: Cast, code: str = "1") -> Requirement:
    return Requirement.objects.get(edition=cast.wenming.edition, code=code)


def other_of(cast: Cast) -> Requirement:
    return Requirement.objects.get(edition=cast.weisheng.edition, code="1")


def draw(cast: Cast, measure: Measure) -> MeasureLink:
    return actions.link_measure(
        measure=measure,
        requirement=one_of(cast),
        relation="equal",
        reuse="value",
        reason="同一组面积",
        by=cast.office.actor,
        at=AT,
    )


def test_a_link_is_drafted_and_reviewed_by_somebody_else(cast: Cast, measure: Measure, reviewer: Member) -> None:
    link = draw(cast, measure)
    assert (link.drafted_by, link.drafter, link.is_reviewed) == (cast.office.post, cast.office.person, False)
    with pytest.raises(NotPossibleNow) as refused:
        actions.review_link(link=link, expected_version=1, by=cast.office.actor, at=AT)
    assert refused.value.code == "own_draft"
    actions.review_link(link=link, expected_version=1, by=reviewer.actor, at=AT)
    link.refresh_from_db()
    assert (link.reviewed_by, link.is_reviewed, link.version) == (reviewer.post, True, 2)
    with pytest.raises(NotPossibleNow):
        actions.review_link(link=link, expected_version=2, by=reviewer.actor, at=AT)
    assert list(Entry.objects.filter(object_kind="measure").order_by("pk").values_list("code", flat=True)) == [
        "link.added",
        "link.reviewed",
    ]


def test_another_relation_waits_for_a_review_again(cast: Cast, measure: Measure, reviewer: Member) -> None:
    link = draw(cast, measure)
    actions.review_link(link=link, expected_version=1, by=reviewer.actor, at=AT)
    actions.change_relation(
        link=link, relation="subset", reason="只用一部分", expected_version=2, by=reviewer.actor, at=AT
    )
    held = MeasureLink.objects.get(pk=link.pk)
    assert (held.relation, held.is_reviewed, held.drafter) == ("subset", False, reviewer.person)
    entries = Entry.objects.count()
    actions.change_relation(
        link=held, relation="subset", reason="只用一部分", expected_version=3, by=cast.office.actor, at=AT
    )
    assert Entry.objects.count() == entries


def test_whoever_looked_at_an_old_version_is_told(cast: Cast, measure: Measure, reviewer: Member) -> None:
    link = draw(cast, measure)
    stale = MeasureLink.objects.get(pk=link.pk)
    actions.change_relation(link=link, relation="subset", reason="", expected_version=1, by=cast.office.actor, at=AT)
    with pytest.raises(ChangedMeanwhile):
        actions.change_relation(
            link=stale, relation="superset", reason="", expected_version=1, by=reviewer.actor, at=AT
        )
    with pytest.raises(ChangedMeanwhile):
        actions.review_link(link=stale, expected_version=1, by=reviewer.actor, at=AT)
    with pytest.raises(ChangedMeanwhile):
        actions.remove_link(link=stale, reason="错了", expected_version=1, by=reviewer.actor, at=AT)
    assert MeasureLink.objects.get(pk=link.pk).relation == "subset"


def test_a_link_goes_with_a_reason_and_is_not_suggested_again(cast: Cast, measure: Measure) -> None:
    requirement = make_requirement(edition=cast.wenming.edition, code="9", name="城区绿化覆盖率")
    editions = Edition.objects.filter(pk=cast.wenming.edition.pk)
    assert [one.requirement for one in suggestions_for(editions)] == [requirement]
    link = actions.link_measure(
        measure=measure,
        requirement=requirement,
        relation="equal",
        reuse="value",
        reason="",
        by=cast.office.actor,
        at=AT,
    )
    assert suggestions_for(editions) == []
    with pytest.raises(Invalid):
        actions.remove_link(link=link, reason=" ", expected_version=1, by=cast.office.actor, at=AT)
    actions.remove_link(link=link, reason="两回事", expected_version=1, by=cast.office.actor, at=AT)
    assert not MeasureLink.objects.exists()
    assert suggestions_for(editions) == []


def test_a_suggestion_turned_down_is_remembered(cast: Cast, measure: Measure) -> None:
    requirement = make_requirement(edition=cast.wenming.edition, code="9", name="城区绿化覆盖率")
    editions = Edition.objects.filter(pk=cast.wenming.edition.pk)
    for _again in range(2):
        actions.reject_suggestion(measure=measure, requirement=requirement, by=cast.office.actor, at=AT)
    assert suggestions_for(editions) == []
    assert Entry.objects.filter(code="link.turned_down").count() == 1
    draw(cast, measure)
    with pytest.raises(NotPossibleNow):
        actions.reject_suggestion(measure=measure, requirement=one_of(cast), by=cast.office.actor, at=AT)


def test_two_requirements_are_linked_once_whichever_way(cast: Cast) -> None:
    one, other, by = one_of(cast), other_of(cast), cast.office.actor
    link = actions.link_requirements(source=one, target=other, relation="subset", reason="", by=by, at=AT)
    for source, target in ((one, other), (other, one)):
        with pytest.raises(NotPossibleNow):
            actions.link_requirements(source=source, target=target, relation="equal", reason="", by=by, at=AT)
    with pytest.raises(Invalid):
        actions.link_requirements(source=one, target=one, relation="equal", reason="", by=by, at=AT)
    actions.remove_link(link=link, reason="错了", expected_version=1, by=by, at=AT)
    assert not RequirementLink.objects.exists()


def test_nonsense_is_refused(cast: Cast, measure: Measure) -> None:
    by = cast.office.actor
    for relation, reuse in (("alike", "value"), ("equal", "guess")):
        with pytest.raises(Invalid):
            actions.link_measure(
                measure=measure, requirement=one_of(cast), relation=relation, reuse=reuse, reason="", by=by, at=AT
            )
    draw(cast, measure)
    with pytest.raises(NotPossibleNow):
        draw(cast, measure)


@pytest.mark.parametrize("who", ["leader", "coordinator", "auditor", "stranger", "administrator"])
def test_only_the_office_may(cast: Cast, measure: Measure, who: str) -> None:
    by, link = cast.members[who].actor, draw(cast, measure)
    with pytest.raises(NotAllowed):
        actions.link_measure(
            measure=measure, requirement=one_of(cast, "2"), relation="equal", reuse="value", reason="", by=by, at=AT
        )
    with pytest.raises(NotAllowed):
        actions.link_requirements(source=one_of(cast), target=other_of(cast), relation="equal", reason="", by=by, at=AT)
    with pytest.raises(NotAllowed):
        actions.change_relation(link=link, relation="subset", reason="", expected_version=1, by=by, at=AT)
    with pytest.raises(NotAllowed):
        actions.review_link(link=link, expected_version=1, by=by, at=AT)
    with pytest.raises(NotAllowed):
        actions.remove_link(link=link, reason="x", expected_version=1, by=by, at=AT)
    with pytest.raises(NotAllowed):
        actions.reject_suggestion(measure=measure, requirement=one_of(cast, "2"), by=by, at=AT)


def test_a_pack_loaded_again_leaves_what_people_decided(cast: Cast) -> None:
    for pack in loading.load_editions():
        actions.load_edition(pack=pack, by=SYSTEM, at=AT)
    measures = loading.load_measures()
    actions.load_measures(pack=measures, by=SYSTEM, at=AT)
    first, second = MeasureLink.objects.order_by("pk")[:2]
    by = cast.office.actor
    actions.change_relation(link=first, relation="subset", reason="看过", expected_version=1, by=by, at=AT)
    actions.remove_link(link=second, reason="两回事", expected_version=1, by=by, at=AT)
    mine = draw(cast, Measure.objects.get(code="M01"))
    actions.load_measures(pack=measures, by=SYSTEM, at=AT)
    assert MeasureLink.objects.get(pk=first.pk).relation == "subset"
    assert not MeasureLink.objects.filter(measure=second.measure, requirement=second.requirement).exists()
    assert MeasureLink.objects.filter(pk=mine.pk).exists()
