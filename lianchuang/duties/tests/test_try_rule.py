"""What a change would move, before it is saved: and after saving it is so."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts.access import SYSTEM
from lianchuang.common import clock
from lianchuang.duties.actions import add_rule, retire_rule
from lianchuang.duties.actions.ruling import RuleParts, drafted
from lianchuang.duties.models import DutyRule
from lianchuang.duties.queries import Change, Helpers, State, change_by_adding, change_by_retiring, facts_of
from lianchuang.duties.rules import applies
from lianchuang.duties.tests.county import Settled, settle, whole_rule
from tests.cast import Cast, make_duty_rule, make_site

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ClientOf = Callable[..., Client]


@pytest.fixture
def settled(cast: Cast) -> Settled:
    return settle(cast)


def tried(settled: Settled, **parts: object) -> Change:
    rule = drafted(RuleParts(**parts), "", by=SYSTEM, at=AT)
    return change_by_adding(settled.proof(), rule, Helpers(), settled.reach.sites)


def test_it_says_what_changes_hands_and_then_it_does(settled: Settled) -> None:
    cast = settled.cast
    parts = {"site_type": cast.lane_type, "is_whole": True, "area": cast.county, "post": cast.road_post}
    change = tried(settled, **parts)
    assert {one.after.thing.site for one in change.moves} == {cast.lane, cast.other_lane}
    assert (change.handed, change.filled, change.lost) == (2, 0, 0)
    assert change.takers == ((cast.road_post, 2),)
    assert change.items.changed == 0  # what is found there goes where it went
    assert not DutyRule.objects.filter(is_whole=True).exists()
    add_rule(**parts, by=SYSTEM, at=AT)
    after = settled.proof()
    assert after.tally == change.after.tally
    assert after.leads == change.after.leads


def test_only_what_the_rule_decides_is_resolved_again(settled: Settled) -> None:
    cast = settled.cast
    for _one in range(30):
        make_site(site_type=cast.market_type, unit=cast.street)
    proof = settled.proof()
    asked = proof.kept.asked
    assert asked == len(proof.standings) == 42
    parts = {"site_type": cast.lane_type, "is_whole": True, "area": cast.street, "post": cast.road_post}
    rule = drafted(RuleParts(**parts), "", by=SYSTEM, at=AT)
    affected = [one for one in proof.standings if applies(facts_of(rule), one.thing.facts)]
    change = change_by_adding(proof, rule, Helpers(), settled.reach.sites)
    assert proof.kept.asked - asked == len(affected) == change.touched == len(change.moves) == 1


def test_a_rule_fills_a_gap(settled: Settled) -> None:
    rule = settled.by_campaign["wenming"][0]
    retire_rule(rule=rule, reason="改", by=SYSTEM, at=AT)
    change = tried(settled, requirement=rule.requirement, post=settled.cast.road_post, area=settled.cast.county)
    assert (change.before.tally.none, change.after.tally.none) == (1, 0)
    assert (change.filled, change.handed) == (1, 0)


def test_a_rule_for_everything_at_a_type_moves_findings_too(settled: Settled) -> None:
    cast = settled.cast
    change = tried(settled, site_type=cast.lane_type, area=cast.county, post=cast.road_post)
    assert change.items.moved > 0
    assert cast.road_post in dict(change.items.takers)


def test_retiring_says_it_too(settled: Settled) -> None:
    cast = settled.cast
    rule = settled.by_campaign["weisheng"][0]
    change = change_by_retiring(settled.proof(), rule, settled.reach.sites)
    assert (change.touched, change.lost) == (1, 1)
    assert [one.after.state for one in change.moves] == [State.NONE]
    assert change.items.changed == 0
    whole = whole_rule(cast, post=cast.road_post, site_type=cast.lane_type)
    back = change_by_retiring(settled.proof(), whole, settled.reach.sites)
    assert (back.handed, back.lost) == (2, 0)


def test_retiring_one_of_two_settles_a_tie(settled: Settled) -> None:
    rule = settled.by_campaign["wenming"][0]
    second = make_duty_rule(requirement=rule.requirement, area=rule.area, post=settled.cast.road_post)
    change = change_by_retiring(settled.proof(), second, settled.reach.sites)
    assert (change.before.tally.two, change.after.tally.two) == (1, 0)
    assert change.filled == 1


def test_the_page_tries_and_saves_nothing(settled: Settled, client_of: ClientOf) -> None:
    cast, url = settled.cast, reverse("duties:try_add")
    client = client_of(cast.office.person)
    given = {"area": cast.county.pk, "site_type": cast.lane_type.pk, "is_whole": "on", "post": cast.road_post.pk}
    before = DutyRule.objects.count()
    page = client.post(url, {**given, "ground": "会议纪要"})
    assert page.status_code == 200
    text = page.content.decode()
    assert cast.lane.name in text
    assert "会议纪要" in text  # the form is still filled in
    assert DutyRule.objects.count() == before
    assert client.post(url, {**given, "post": ""}).status_code == 422
    assert client.post(reverse("duties:add"), given).status_code == 302
    assert client.post(url, given).status_code == 422  # it would tie
    assert client.get(url).status_code == 405
    assert client_of(cast.leader.person).post(url, given).status_code == 403


def test_the_form_comes_filled_in(settled: Settled, client_of: ClientOf) -> None:
    cast = settled.cast
    query = {"site_type": cast.lane_type.pk, "is_whole": "on", "area": cast.street.pk}
    page = client_of(cast.office.person).get(reverse("duties:add"), query)
    form = page.context["form"]
    assert form["site_type"].value() == str(cast.lane_type.pk)
    assert f'value="{cast.street.pk}" selected' in page.content.decode()


def test_the_page_of_retiring_shows_both(settled: Settled, client_of: ClientOf) -> None:
    rule = settled.by_campaign["weisheng"][0]
    page = client_of(settled.cast.office.person).get(reverse("duties:retire", args=[rule.number]))
    assert page.context["change"].lost == 1
    DutyRule.objects.filter(pk=rule.pk).update(retired_at=clock.now())
    page = client_of(settled.cast.office.person).get(reverse("duties:retire", args=[rule.number]))
    assert page.context["change"] is None
