"""Adding a rule: the action and its page."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.models import Entry
from lianchuang.audit.queries import tell
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from lianchuang.duties.actions import add_rule, retire_rule
from lianchuang.duties.models import DutyRule, Where
from lianchuang.duties.queries import resolve_duty
from tests.cast import Cast, make_edition, make_requirement

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]


def test_it_answers_from_now_on(cast: Cast) -> None:
    assert resolve_duty(site=cast.lane, item=cast.ads_item, category=None).post == cast.post_holder.post
    rule = add_rule(
        item=cast.ads_item,
        area=cast.county,
        post=cast.road_post,
        supporting=[cast.market_bureau],
        ground="分工会议纪要",
        by=cast.office.actor,
        at=AT,
    )
    assert rule.number == 4
    found = resolve_duty(site=cast.lane, item=cast.ads_item, category=None)
    assert (found.post, found.ground, found.supporting) == (cast.road_post, "R-4", (cast.market_bureau,))
    sentence = tell([Entry.objects.get(code="duty_rule.added")])[0].sentence
    assert "城管局 · 市政岗" in sentence
    assert "配合 市监局" in sentence


def test_numbers_go_on_after_retired_ones(cast: Cast) -> None:
    first = add_rule(site=cast.lane, post=cast.road_post, by=cast.office.actor, at=AT)
    retire_rule(rule=first, reason="改了", by=cast.office.actor, at=AT)
    second = add_rule(site=cast.lane, post=cast.road_post, by=cast.office.actor, at=AT)
    assert second.number == first.number + 1


def test_an_equally_specific_rule_is_refused(cast: Cast) -> None:
    for same in ({"site_type": cast.market_type}, {"category": cast.roads}, {}):
        with pytest.raises(NotPossibleNow) as refused:
            add_rule(**same, post=cast.road_post, by=SYSTEM, at=AT)
        assert refused.value.code == "tie"
    add_rule(site_type=cast.market_type, area=cast.county, post=cast.road_post, by=SYSTEM, at=AT)


def test_what_is_wrong_is_named(cast: Cast) -> None:
    kind = cast.sanitation
    wrong: list[tuple[dict[str, Any], str]] = [
        ({}, "post"),
        ({"post": cast.road_post, "post_kind": kind}, "post"),
        ({"post": cast.road_post, "where": Where.PLACE}, "where"),
        ({"post_kind": kind}, "where"),
        ({"post_kind": kind, "where": "moon"}, "where"),
        ({"post": cast.road_post, "site": cast.lane, "site_type": cast.market_type}, "site_type"),
        ({"post": cast.road_post, "site": cast.lane, "area": cast.other_street}, "area"),
        ({"post": cast.road_post, "item": cast.ads_item, "category": cast.roads}, "category"),
    ]
    for parts, field in wrong:
        with pytest.raises(Invalid) as refused:
            add_rule(**parts, by=SYSTEM, at=AT)
        assert set(refused.value.fields) == {field}
    assert DutyRule.objects.count() == 3


def test_a_rule_about_a_requirement(cast: Cast) -> None:
    asked = cast.wenming.edition.requirements.get(code="1")
    rule = add_rule(
        requirement=asked,
        area=cast.county,
        post=cast.road_post,
        responsible_posts=[cast.market_post],
        responsible_units=[cast.street],
        supporting=[cast.market_bureau],
        by=cast.office.actor,
        at=AT,
    )
    assert (rule.requirement, list(rule.responsible_posts.all())) == (asked, [cast.market_post])
    sentence = tell([Entry.objects.get(code="duty_rule.added")])[0].sentence
    assert asked.code in sentence
    assert "责任 市监局" in sentence
    with pytest.raises(NotPossibleNow):
        add_rule(requirement=asked, area=cast.county, post=cast.market_post, by=SYSTEM, at=AT)
    assert resolve_duty(site=cast.market, item=cast.market_item, category=None).post == cast.market_post


def test_what_is_wrong_with_a_rule_about_a_requirement_is_named(cast: Cast) -> None:
    asked = cast.wenming.edition.requirements.get(code="1")
    foreign = make_requirement(edition=make_edition())
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"requirement": asked, "post": cast.road_post, "site": cast.lane}, "requirement"),
        ({"requirement": asked, "post": cast.road_post, "category": cast.roads}, "requirement"),
        ({"requirement": asked, "post_kind": cast.sanitation, "where": Where.PLACE}, "post"),
        ({"requirement": foreign, "post": cast.road_post}, "requirement"),  # nobody pursues its edition
        ({"requirement": asked, "post": cast.road_post, "area": cast.street}, "area"),
        ({"is_whole": True, "item": cast.ads_item, "post": cast.road_post}, "is_whole"),
    ]
    for parts, field in wrong:
        with pytest.raises(Invalid) as refused:
            add_rule(**parts, by=SYSTEM, at=AT)
        assert set(refused.value.fields) == {field}


def test_where_several_counties_work_an_area_is_needed(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        add_rule(item=cast.ads_item, post=cast.road_post, by=cast.office.actor, at=AT)
    assert set(refused.value.fields) == {"area"}


@pytest.mark.parametrize("name", ["leader", "coordinator", "foreign_office", "administrator"])
def test_nobody_else_may(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        add_rule(item=cast.ads_item, area=cast.county, post=cast.road_post, by=cast.members[name].actor, at=AT)


def test_the_page(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.office.person)
    url = reverse("duties:add")
    assert client.get(url).status_code == 200
    given = {"area": cast.county.pk, "item": cast.ads_item.pk, "post": cast.road_post.pk, "ground": "会议纪要"}
    for wrong in ({"post": ""}, {"site_code": "no-such"}, {"area": ""}):
        page = client.post(url, {**given, **wrong})
        assert page.status_code == 422
        assert "会议纪要" in page.content.decode()
    assert client.post(url, given).status_code == 302
    assert client.post(url, given).status_code == 422  # it would tie now
    assert DutyRule.objects.filter(item=cast.ads_item).count() == 1
    one_place = {"site_code": cast.lane.code, "post": cast.road_post.pk}
    assert client.post(url, one_place).status_code == 302
    assert DutyRule.objects.get(number=5).site == cast.lane


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    url = reverse("duties:add")
    for name in ("leader", "colleague", "coordinator"):
        assert client_of(cast.members[name].person).get(url).status_code == 403
    assert client_of(cast.office.person).put(url).status_code == 405
