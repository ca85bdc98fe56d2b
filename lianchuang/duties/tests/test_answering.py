"""What a post answers for, and who answered for something on a past day."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lianchuang.accounts.models import Appointment
from lianchuang.common import clock
from lianchuang.duties.models import DutyRule, Sponsorship
from lianchuang.duties.queries import Moment, answering, thing_of_requirement, thing_of_site, who_answers
from lianchuang.duties.tests.county import Settled, settle
from lianchuang.sites.models import Site
from tests.cast import Cast, appoint, make_duty_rule, make_person, make_post, make_site

ClientOf = Callable[..., Client]


@pytest.fixture
def settled(cast: Cast) -> Settled:
    return settle(cast)


def days_ago(number: int) -> date:
    return clock.today() - timedelta(days=number)


def test_a_past_day_is_explained_by_the_rules_and_appointments_of_then(settled: Settled) -> None:
    cast = settled.cast
    old = settled.by_campaign["weisheng"][2]
    DutyRule.objects.filter(pk=old.pk).update(retired_at=clock.now() - timedelta(days=20))
    new = make_duty_rule(requirement=old.requirement, area=cast.county, post=cast.road_post)
    DutyRule.objects.filter(pk=new.pk).update(added_at=clock.now() - timedelta(days=20))
    former, latter = make_person(), make_person()
    Appointment.objects.filter(post=settled.desk).update(until=days_ago(60))
    appoint(person=former, post=settled.desk, since=days_ago(60), until=days_ago(40))
    appoint(person=latter, post=settled.desk, since=days_ago(40))
    thing = thing_of_requirement(cast.weisheng, cast.veto_requirement)
    asked = {number: who_answers(thing, Moment.of(days_ago(number))) for number in (50, 30, 10, 0)}
    assert [(one.standing.rule, one.holder) for one in asked.values()][:2] == [(old, former), (old, latter)]
    assert asked[10].standing.rule == asked[0].standing.rule == new
    assert asked[0].standing.post == cast.road_post
    assert who_answers(thing, Moment.of(days_ago(400))).standing.post is None  # before the first rule


def test_a_site_resolves_to_a_person(settled: Settled) -> None:
    cast = settled.cast
    site = Site.objects.select_related("unit", "site_type").get(pk=cast.lane.pk)
    found = who_answers(thing_of_site(site), Moment.of(None))
    assert (found.standing.post, found.holder) == (cast.post_holder.post, cast.post_holder.person)
    assert found.holding == (cast.lane_rule,)


def test_everything_of_a_post_vetoes_first(settled: Settled) -> None:
    cast = settled.cast
    rule = settled.by_campaign["wenming"][0]
    rule.responsible_posts.add(cast.post_holder.post)
    rule.supporting.add(cast.street)
    Sponsorship.objects.create(area=cast.other_street, post=settled.desk, begun_at=clock.now())
    Sponsorship.objects.create(area=cast.other_street, unit=cast.office_unit, begun_at=clock.now())
    make_site(site_type=cast.lane_type, unit=cast.street, sponsor_unit=cast.office_unit)
    desk = answering(settled.desk, settled.reach, Moment.of(None))
    assert [(asked.campaign, asked.number) for asked in desk.leads] == [
        (campaign, 3 if campaign == cast.weisheng else 2) for campaign in cast.campaigns
    ]
    assert [one.thing.requirement for one in desk.vetoes] == [cast.veto_requirement]
    assert (len(desk.behind.by_post), len(desk.behind.by_unit), desk.behind.unit_sites_total) == (1, 1, 1)
    street = answering(cast.post_holder.post, settled.reach, Moment.of(None))
    assert [site for one in street.sites for site in one.sites].count(cast.lane) == 1
    assert {one.category for one in street.matters} >= {cast.rubbish}
    assert [one.thing.requirement for asked in street.responsible for one in asked.others] == [rule.requirement]
    assert [one.thing.requirement for asked in street.supporting for one in asked.others] == [rule.requirement]
    lead = answering(cast.leader.post, settled.reach, Moment.of(None))
    assert list(lead.campaigns_led) == cast.campaigns
    assert answering(make_post(unit=cast.urban), settled.reach, Moment.of(None)).is_nothing


def test_the_pages(settled: Settled, client_of: ClientOf) -> None:
    cast = settled.cast
    client = client_of(cast.post_holder.person)
    mine = client.get(reverse("duties:mine"))
    assert cast.lane.name in mine.content.decode()
    url = reverse("duties:post", args=[settled.desk.pk])
    page = client.get(url).content.decode()
    assert cast.veto_requirement.name in page
    assert "lc-veto" in page
    assert client.get(url, {"on": "2020-01-01"}).status_code == 200
    assert client.get(url, {"on": "yesterday"}).status_code == 200
    assert client_of(cast.stranger.person).get(url).status_code == 404
    requirement = reverse("duties:requirement", args=[cast.veto_requirement.pk])
    assert settled.desk.full_name in client.get(requirement).content.decode()
    assert settled.desk.full_name not in client.get(requirement, {"on": "2020-01-01"}).content.decode()
    assert client_of(cast.stranger.person).get(requirement).status_code == 404
    assert client.get(reverse("duties:requirement", args=[0])).status_code == 404


def test_a_person_without_a_post_sees_an_empty_page(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(make_person()).get(reverse("duties:mine")).status_code == 200


def test_a_site_shows_who_leads_it_and_who_stands_behind_it(settled: Settled, client_of: ClientOf) -> None:
    cast = settled.cast
    Sponsorship.objects.create(area=cast.street, post=cast.leader.post, begun_at=clock.now())
    Sponsorship.objects.create(site=cast.lane, post=settled.desk, begun_at=clock.now())
    url = reverse("duties:site_answers", args=[cast.lane.pk])
    page = client_of(cast.colleague.person).get(url).content.decode()
    for words in (cast.post_holder.person.name, cast.leader.post.full_name, settled.desk.full_name):
        assert words in page
    before = client_of(cast.colleague.person).get(url, {"on": "2020-01-01"}).content.decode()
    assert cast.post_holder.person.name not in before


def test_the_pages_of_the_proof(settled: Settled, client_of: ClientOf) -> None:
    cast = settled.cast
    url = reverse("duties:coverage")
    client = client_of(cast.coordinator.person)
    assert client.get(url).context["tally"].faults == 0
    DutyRule.objects.filter(pk=settled.by_campaign["weisheng"][2].pk).update(retired_at=clock.now())
    page = client.get(url)
    assert page.context["tally"].none == 1
    assert reverse("duties:add") not in page.content.decode()
    assert reverse("duties:add") + "?requirement=" in client_of(cast.office.person).get(url).content.decode()
    unit = reverse("duties:unit", args=[cast.office_unit.pk])
    assert settled.desk.label in client.get(unit).content.decode()
    part = client.get(unit, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert client_of(cast.stranger.person).get(unit).status_code == 404
    assert client_of(make_person()).get(url).status_code == 200  # nothing to see, but a page
