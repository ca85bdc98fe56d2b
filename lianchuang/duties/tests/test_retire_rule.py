"""Retiring a rule: what it would change, the action, the page."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.models import Entry
from lianchuang.common.refusals import Invalid, NotAllowed, NotPossibleNow
from lianchuang.duties.actions import retire_rule
from lianchuang.duties.models import DutyRule
from lianchuang.duties.queries import effect_of_retiring, resolve_duty
from lianchuang.sites.models import ChecklistItem, Site
from tests.cast import Cast, make_duty_rule

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]


def test_it_stays_readable_and_answers_no_more(cast: Cast) -> None:
    retire_rule(rule=cast.market_rule, reason="机构改革", by=SYSTEM, at=AT)
    assert DutyRule.objects.get(pk=cast.market_rule.pk).retired_at == AT
    found = resolve_duty(site=cast.market, item=cast.market_item, category=None)
    assert found.rule == cast.lane_rule
    assert Entry.objects.get(code="duty_rule.retired").data["reason"] == "机构改革"


def test_twice_or_without_a_reason_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid):
        retire_rule(rule=cast.market_rule, reason=" ", by=SYSTEM, at=AT)
    retire_rule(rule=cast.market_rule, reason="x", by=SYSTEM, at=AT)
    with pytest.raises(NotPossibleNow) as refused:
        retire_rule(rule=cast.market_rule, reason="x", by=SYSTEM, at=AT)
    assert refused.value.code == "already_retired"


@pytest.mark.parametrize("name", ["leader", "coordinator", "foreign_office"])
def test_nobody_else_may(cast: Cast, name: str) -> None:
    rule = make_duty_rule(area=cast.county, item=cast.ads_item, post=cast.road_post)
    with pytest.raises(NotAllowed):
        retire_rule(rule=rule, reason="x", by=cast.members[name].actor, at=AT)
    retire_rule(rule=rule, reason="x", by=cast.office.actor, at=AT)


def test_the_effect_is_what_resolving_before_and_after_says(cast: Cast) -> None:
    make_duty_rule(site=cast.other_lane, post=cast.market_post)
    rows = [
        (site, one.item)
        for site in Site.objects.all()
        for one in ChecklistItem.objects.filter(site_type=site.site_type)
    ]
    for rule in DutyRule.objects.all():
        effect = effect_of_retiring(rule, Site.objects.all())
        before = [resolve_duty(site=site, item=item, category=None).post for site, item in rows]
        DutyRule.objects.filter(pk=rule.pk).update(retired_at=AT)
        after = [resolve_duty(site=site, item=item, category=None).post for site, item in rows]
        DutyRule.objects.filter(pk=rule.pk).update(retired_at=None)
        pairs = list(zip(before, after, strict=True))
        assert effect.pairs == len(rows)
        assert effect.changed == sum(old != new for old, new in pairs)
        assert effect.lost == sum(old is not None and new is None for old, new in pairs)
        assert sum(number for _post, number in effect.takers) == effect.moved + effect.gained


def test_the_page(cast: Cast, client_of: ClientOf) -> None:
    rule = make_duty_rule(area=cast.county, item=cast.ads_item, post=cast.road_post)
    url = reverse("duties:retire", args=[rule.number])
    client = client_of(cast.office.person)
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 422
    assert DutyRule.objects.get(pk=rule.pk).retired_at is None
    assert client.post(url, {"reason": "改了"}).status_code == 302
    assert client.post(url, {"reason": "改了"}).status_code == 422


def test_the_ladder(cast: Cast, client_of: ClientOf) -> None:
    rule = make_duty_rule(area=cast.county, item=cast.ads_item, post=cast.road_post)
    url = reverse("duties:retire", args=[rule.number])
    assert client_of(cast.colleague.person).get(url).status_code == 403
    assert client_of(cast.leader.person).post(url, {"reason": "x"}).status_code == 403
    assert client_of(cast.foreign_office.person).get(url).status_code == 404
    assert client_of(cast.office.person).get(reverse("duties:retire", args=[999])).status_code == 404
    assert client_of(cast.office.person).put(url).status_code == 405
