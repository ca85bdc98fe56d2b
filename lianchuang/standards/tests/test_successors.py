"""The migration map: what a person settles, takes back, and what the page makes of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.models import Entry
from lianchuang.common.refusals import Invalid, NotAllowed
from lianchuang.standards.actions import drop_successors, settle_successors
from lianchuang.standards.models import Edition, EditionState, Measure, MeasureLink, Requirement, Sharing, Successor
from lianchuang.standards.queries import diff_of
from lianchuang.standards.queries.succession import lines_in_words, moving_of
from tests.cast import Cast, make_edition, make_requirement

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]


@pytest.fixture
def later(cast: Cast) -> Edition:
    """A draft of the standard of `cast.weisheng`: one requirement under another number, one new, two gone."""
    edition = make_edition(standard=cast.weisheng.edition.standard, code="weisheng-next", state=EditionState.DRAFT)
    make_requirement(edition=edition, code="7.1", name="禁止活禽宰杀交易")
    make_requirement(edition=edition, code="7.2", name="志愿服务")
    return edition


def one(edition: Edition, code: str) -> Requirement:
    return Requirement.objects.get(edition=edition, code=code)


def settle(cast: Cast, later: Edition, *codes: str, by: Any = SYSTEM) -> list[Successor]:
    laters = [one(later, code) for code in codes]
    return settle_successors(earlier=cast.veto_requirement, edition=later, laters=laters, by=by, at=AT)


def test_settling_takes_the_place_of_what_was_settled(cast: Cast, later: Edition) -> None:
    settle(cast, later, "7.1")
    settle(cast, later, "7.1")
    assert Entry.objects.filter(code="successor.settled").count() == 1
    settle(cast, later, "7.1", "7.2")
    assert Successor.objects.count() == 2
    settle(cast, later)
    assert list(Successor.objects.values_list("later", flat=True)) == [None]
    assert drop_successors(earlier=cast.veto_requirement, edition=later, by=SYSTEM, at=AT) == 1
    assert drop_successors(earlier=cast.veto_requirement, edition=later, by=SYSTEM, at=AT) == 0
    assert Entry.objects.filter(code="successor.dropped").count() == 1


def test_only_requirements_of_the_later_edition(cast: Cast, later: Edition) -> None:
    with pytest.raises(Invalid):
        settle_successors(
            earlier=cast.veto_requirement, edition=later, laters=[cast.veto_requirement], by=SYSTEM, at=AT
        )
    with pytest.raises(Invalid):
        settle_successors(earlier=one(later, "7.1"), edition=later, laters=[], by=SYSTEM, at=AT)


def test_only_the_office_may(cast: Cast, later: Edition) -> None:
    for name in ("leader", "coordinator", "auditor", "administrator", "stranger"):
        by = cast.members[name].actor
        with pytest.raises(NotAllowed):
            settle(cast, later, "7.1", by=by)
        with pytest.raises(NotAllowed):
            drop_successors(earlier=cast.veto_requirement, edition=later, by=by, at=AT)


def test_what_a_campaign_keeps_loses_and_must_newly_do(cast: Cast, later: Edition) -> None:
    measure = Measure.objects.create(
        code="M-9", name="量", sharing=Sharing.VALUE, source="文件", confidence="unverified"
    )
    MeasureLink.objects.create(
        measure=measure, requirement=one(cast.weisheng.edition, "2"), relation="equal", reuse="value"
    )
    diff = diff_of(cast.weisheng.edition, later)
    moving = moving_of(diff)
    assert (moving.earlier, moving.kept, moving.changed, moving.lost, moving.fresh) == (3, 0, 1, 2, 1)
    hanging = {
        line.line.earlier[0].code: {each.kind: each.count for each in line.hanging}
        for line in lines_in_words(diff.lines)
        if line.line.earlier
    }
    assert hanging["2"] == {"standards.MeasureLink": 1}
    assert hanging["V1"]["sites.ItemRequirement"] == 1


def test_the_page_and_confirming_a_suggestion(cast: Cast, later: Edition, client_of: ClientOf) -> None:
    client = client_of(cast.office.person)
    url = reverse("standards:diff", args=[cast.weisheng.edition.code, later.code])
    page = client.get(url).content.decode()
    assert "禁止活禽宰杀交易" in page
    assert "data-suggested" in page
    pair = [cast.veto_requirement.pk, one(later, "7.1").pk]
    confirm = reverse("standards:confirm_successor", args=[cast.weisheng.edition.code, later.code, *pair])
    assert client.post(confirm).status_code == 302
    assert Successor.objects.get().settled_by == cast.office.person
    assert "data-suggested" not in client.get(url).content.decode()


def test_choosing_by_hand(cast: Cast, later: Edition, client_of: ClientOf) -> None:
    client = client_of(cast.office.person)
    arguments = [cast.weisheng.edition.code, later.code, cast.veto_requirement.pk]
    url = reverse("standards:settle_successor", args=arguments)
    assert "7.1" in client.get(url).content.decode()
    refused = client.post(url, {"codes": "7.1，9.9"})
    assert refused.status_code == 422
    assert "9.9" in refused.content.decode()
    assert client.post(url, {"laters": ["7.1"], "codes": "7.2", "note": "拆成两条"}).status_code == 302
    assert {row.later.code for row in Successor.objects.select_related("later") if row.later} == {"7.1", "7.2"}
    assert client.post(url, {"note": ""}).status_code == 302
    assert Successor.objects.get().later is None
    assert client.post(reverse("standards:drop_successor", args=arguments)).status_code == 302
    assert not Successor.objects.exists()


def test_who_sees_the_page(cast: Cast, later: Edition, client_of: ClientOf) -> None:
    old = cast.weisheng.edition.code
    url = reverse("standards:diff", args=[old, later.code])
    assert client_of(cast.auditor.person).get(url).status_code == 200
    assert client_of(cast.post_holder.person).get(url).status_code == 404
    office = client_of(cast.office.person)
    assert office.get(reverse("standards:diff", args=[old, cast.wenming.edition.code])).status_code == 404
    assert office.get(reverse("standards:diff", args=[old, old])).status_code == 404
    assert office.post(url).status_code == 405
